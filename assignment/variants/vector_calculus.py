# %%
# VARIANT
# part: squared_norm_gradient
# name: sum_with_itself
# right: true
# score: 2
def squared_norm_gradient(x):
    return x + x

# %%
# VARIANT
# part: squared_norm_gradient
# name: loop
# right: true
# score: 2
def squared_norm_gradient(x):
    g = np.zeros(len(x))
    for k in range(len(x)):
        g[k] = 2.0 * x[k]
    return g

# %%
# VARIANT
# part: squared_norm_gradient
# name: jacobian_of_the_product
# right: true
# score: 2
def squared_norm_gradient(x):
    identity = np.eye(len(x))
    return (identity + identity.T) @ x

# %%
# VARIANT
# part: squared_norm_gradient
# name: outer_exponent_forgotten
# right: false
# score: 0.6
# mistake: That is the derivative of half the squared norm; the factor 2 is missing.
def squared_norm_gradient(x):
    return 1.0 * x

# %%
# VARIANT
# part: squared_norm_gradient
# name: norm_not_squared
# right: false
# score: 0.6
# mistake: The norm itself was differentiated, not its square.
def squared_norm_gradient(x):
    return x / np.linalg.norm(x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: twice_the_norm
# right: false
# score: 0
# mistake: The derivative was taken with respect to the norm, as if x were a number; a gradient has the shape of x.
def squared_norm_gradient(x):
    return 2 * np.linalg.norm(x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: absolute_values
# right: false
# score: 0.25
# mistake: The signs of the entries were lost.
def squared_norm_gradient(x):
    return 2 * np.abs(x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: squares
# right: false
# score: 0.25
# mistake: The squares of the entries were returned, which add up to the function itself.
def squared_norm_gradient(x):
    return x**2

# %%
# VARIANT
# part: squared_norm_gradient
# name: jacobian_matrix
# right: false
# score: 0
# mistake: The second derivative, a matrix, was returned.
def squared_norm_gradient(x):
    return 2 * np.eye(len(x))

# %%
# VARIANT
# part: squared_norm_gradient
# name: doubled_in_place
# right: false
# score: 1.75
# mistake: The argument was doubled in place, which changes it for the caller.
def squared_norm_gradient(x):
    x *= 2
    return x

# %%
# VARIANT
# part: squared_norm_gradient
# name: through_the_norm
# right: false
# score: 1.25
# mistake: The chain rule through the norm divides by it, which fails at 0 although the square is smooth there.
def squared_norm_gradient(x):
    norm = np.sqrt((x**2).sum())
    return 2 * norm * (x / norm)

# %%
# VARIANT
# part: squared_norm_gradient
# name: one_sided_difference
# right: false
# score: 1
# mistake: A one-sided difference is not exact enough; the gradient can be written down.
def squared_norm_gradient(x):
    h = 1e-6
    return np.array([((x + h * e) @ (x + h * e) - x @ x) / h for e in np.eye(len(x))])

# %%
# VARIANT
# part: squared_norm_gradient
# name: three_dimensions
# right: false
# score: 0.4
# mistake: Only three entries were filled, as in the example of the public check.
def squared_norm_gradient(x):
    return np.array([2 * x[0], 2 * x[1], 2 * x[2]])

# %%
# VARIANT
# part: squared_norm_gradient
# name: central_difference
# right: false
# score: 1.25
# mistake: A difference quotient was taken, right to ten digits at best; the gradient can be written down.
def squared_norm_gradient(x):
    h = 1e-6
    return np.array([((x + h * e) @ (x + h * e) - (x - h * e) @ (x - h * e)) / (2 * h) for e in np.eye(len(x))])

# %%
# VARIANT
# part: squared_norm_gradient
# name: zero
# right: false
# score: 0.25
# mistake: The power was differentiated as if it were a constant.
def squared_norm_gradient(x):
    return np.zeros(len(x))

# %%
# VARIANT
# part: squared_norm_gradient
# name: difference_of_whole_numbers
# right: false
# score: 1.75
# mistake: The differences are taken in an array of the type of x; where x holds whole numbers, small steps are lost.
def squared_norm_gradient(x):
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += 0.5
        down[i] -= 0.5
        gradient[i] = up @ up - down @ down
    return gradient

# %%
# VARIANT
# part: squared_norm_gradient
# name: twice_the_squares
# right: false
# score: 0.25
# mistake: The squares of the entries were doubled.
def squared_norm_gradient(x):
    return 2 * x**2

# %%
# VARIANT
# part: squared_norm_gradient
# name: sign
# right: false
# score: 0.25
# mistake: The sign is flipped.
def squared_norm_gradient(x):
    return -2 * x

# %%
# VARIANT
# part: squared_norm_gradient
# name: summed
# right: false
# score: 0
# mistake: The entries were added up to one number; the gradient has one for each.
def squared_norm_gradient(x):
    return 2 * np.sum(x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: the_function
# right: false
# score: 0
# mistake: The function was returned, not its gradient.
def squared_norm_gradient(x):
    return np.sum(x**2)

# %%
# VARIANT
# part: squared_norm_gradient
# name: two_x_norm
# right: false
# score: 0.6
# mistake: The gradient was multiplied by the norm once more.
def squared_norm_gradient(x):
    return 2 * np.linalg.norm(x) * x

# %%
# VARIANT
# part: squared_norm_gradient
# name: column
# right: false
# score: 0
# mistake: The gradient was made a column; it has the shape of x.
def squared_norm_gradient(x):
    return 2 * x.reshape(-1, 1)

# %%
# VARIANT
# part: squared_norm_gradient
# name: half
# right: false
# score: 0.6
# mistake: The vector was halved where it has to be doubled.
def squared_norm_gradient(x):
    return x / 2

# %%
# VARIANT
# part: squared_norm_gradient
# name: ones
# right: false
# score: 0.25
# mistake: The second derivative was returned: 2 for every entry.
def squared_norm_gradient(x):
    return np.full(len(x), 2.0)

# %%
# VARIANT
# part: best_centre
# name: sum_over_n
# right: true
# score: 2
def best_centre(points):
    n = len(points)
    return sum(points) / n

# %%
# VARIANT
# part: best_centre
# name: ones_product
# right: true
# score: 2
def best_centre(points):
    n = points.shape[0]
    return np.einsum("nd->d", points) / n

# %%
# VARIANT
# part: best_centre
# name: normal_equations
# right: true
# score: 2
def best_centre(points):
    A = np.ones((points.shape[0], 1))
    return np.linalg.solve(A.T @ A, A.T @ points)[0]

# %%
# VARIANT
# part: best_centre
# name: coordinate_by_coordinate
# right: true
# score: 2
def best_centre(points):
    from statistics import fmean

    return np.array([fmean(column) for column in points.T])

# %%
# VARIANT
# part: best_centre
# name: median
# right: false
# score: 0.75
# mistake: The median minimises the sum of absolute differences, not of squared ones.
def best_centre(points):
    return np.median(points, axis=0)

# %%
# VARIANT
# part: best_centre
# name: mean_of_everything
# right: false
# score: 0
# mistake: The mean was taken over all numbers; it has to be taken over the points, one coordinate at a time.
def best_centre(points):
    return points.mean()

# %%
# VARIANT
# part: best_centre
# name: mean_over_features
# right: false
# score: 0
# mistake: The mean was taken along the rows, over the coordinates of each point.
def best_centre(points):
    return points.mean(axis=1)

# %%
# VARIANT
# part: best_centre
# name: sum
# right: false
# score: 0.5
# mistake: The sum of the points was not divided by their number.
def best_centre(points):
    return points.sum(axis=0)

# %%
# VARIANT
# part: best_centre
# name: unbiased
# right: false
# score: 0.5
# mistake: The sum was divided by n - 1, as for a variance.
def best_centre(points):
    return points.sum(axis=0) / max(len(points) - 1, 1)

# %%
# VARIANT
# part: best_centre
# name: middle_of_the_range
# right: false
# score: 0.75
# mistake: The middle between the smallest and the largest coordinate minimises the largest distance, not the sum of squares.
def best_centre(points):
    return (points.min(axis=0) + points.max(axis=0)) / 2

# %%
# VARIANT
# part: best_centre
# name: closest_given_point
# right: false
# score: 0.5
# mistake: Only the given points were tried; the best point need not be one of them.
def best_centre(points):
    sums = [((points - p) ** 2).sum() for p in points]
    return points[int(np.argmin(sums))]

# %%
# VARIANT
# part: best_centre
# name: kept_dimension
# right: false
# score: 0
# mistake: The point has shape (1, d) instead of (d,).
def best_centre(points):
    return points.mean(axis=0, keepdims=True)

# %%
# VARIANT
# part: best_centre
# name: few_steps_of_descent
# right: false
# score: 0.65
# mistake: Gradient descent was stopped before it arrived; the point can be written down.
def best_centre(points):
    centre = np.zeros(points.shape[1])
    for _ in range(40):
        centre = centre - 0.02 * 2 * (len(points) * centre - points.sum(axis=0))
    return centre

# %%
# VARIANT
# part: best_centre
# name: repeats_dropped
# right: false
# score: 1.4
# mistake: Points that repeat were counted once; each of them counts.
def best_centre(points):
    return np.unique(points, axis=0).mean(axis=0)

# %%
# VARIANT
# part: best_centre
# name: points_shifted_in_place
# right: false
# score: 1.75
# mistake: The points were shifted in place, which changes them for the caller.
def best_centre(points):
    lowest = points.min(axis=0).copy()
    points -= lowest
    return lowest + points.mean(axis=0)

# %%
# VARIANT
# part: best_centre
# name: whole_number_division
# right: false
# score: 1.75
# mistake: The result takes the type of the points, so that whole numbers lose their fraction.
def best_centre(points):
    return points.mean(axis=0).astype(points.dtype)

# %%
# VARIANT
# part: best_centre
# name: divided_by_the_dimension
# right: false
# score: 0.25
# mistake: The sum was divided by the number of coordinates instead of points.
def best_centre(points):
    return points.sum(axis=0) / points.shape[1]

# %%
# VARIANT
# part: best_centre
# name: first_point
# right: false
# score: 0.5
# mistake: The first of the points was returned.
def best_centre(points):
    return points[0]

# %%
# VARIANT
# part: best_centre
# name: half
# right: false
# score: 0.25
# mistake: The sum was divided by twice the number of points.
def best_centre(points):
    return points.sum(axis=0) / (2 * len(points))

# %%
# VARIANT
# part: best_centre
# name: first_last
# right: false
# score: 0.75
# mistake: Only the first and the last point were averaged.
def best_centre(points):
    return (points[0] + points[-1]) / 2

# %%
# VARIANT
# part: best_centre
# name: weighted
# right: false
# score: 0.25
# mistake: The sum was divided by n + 1.
def best_centre(points):
    return points.sum(axis=0) / (len(points) + 1)
