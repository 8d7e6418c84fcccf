# %%
# VARIANT
# part: box_network
# name: mirrored
# right: true
# score: 2
def box_network(h, delta):
    # on until delta, minus on until 0
    return [-1.0, -1.0], [delta, 0.0], [h, -h]

# %%
# VARIANT
# part: box_network
# name: scaled_weights
# right: true
# score: 2
def box_network(h, delta):
    w = np.array([10.0, 1 / delta])
    b = np.array([0.0, -1.0])
    v = np.array([h, -h])
    return w, b, v

# %%
# VARIANT
# part: box_network
# name: neurons_swapped
# right: true
# score: 2
def box_network(h, delta):
    return (3.0, 2.0), (-3.0 * delta, 0.0), (-h, h)

# %%
# VARIANT
# part: box_network
# name: tensors
# right: true
# score: 2
def box_network(h, delta):
    import torch

    return torch.tensor([1.0, 1.0], dtype=torch.float64), torch.tensor([0.0, -delta], dtype=torch.float64), [h, -h]

# %%
# VARIANT
# part: box_network
# name: both_added
# right: false
# score: 0.5
# mistake: The second step was added; it has to be subtracted to switch the box off.
def box_network(h, delta):
    return [1.0, 1.0], [0.0, -delta], [h, h]

# %%
# VARIANT
# part: box_network
# name: bias_has_the_wrong_sign
# right: false
# score: 0.5
# mistake: With the bias +delta the step happens at -delta, so the box lies left of 0.
def box_network(h, delta):
    return [1.0, 1.0], [delta, 0.0], [h, -h]

# %%
# VARIANT
# part: box_network
# name: height_forgotten
# right: false
# score: 0.5
# mistake: The output weights are 1 and -1; the height belongs there, since a step has height 1 whatever its hidden weight is.
def box_network(h, delta):
    return [1.0, 1.0], [0.0, -delta], [1.0, -1.0]

# %%
# VARIANT
# part: box_network
# name: height_inside
# right: false
# score: 0.5
# mistake: The output weights are 1 and -1; the height belongs there, since a step has height 1 whatever its hidden weight is.
def box_network(h, delta):
    return [h, h], [0.0, -h * delta], [1.0, -1.0]

# %%
# VARIANT
# part: box_network
# name: height_inside_and_outside
# right: false
# score: 0.9
# mistake: A negative height gives a box upwards: its sign was lost, or turns the steps around.
def box_network(h, delta):
    return [h, h], [0.0, -h * delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: width_as_weight
# right: false
# score: 0.5
# mistake: The width was used as a hidden weight instead of in the bias.
def box_network(h, delta):
    return [1.0, delta], [0.0, -1.0], [h, -h]

# %%
# VARIANT
# part: box_network
# name: one_neuron
# right: false
# score: 0.5
# mistake: Only one neuron does anything, so the box never ends.
def box_network(h, delta):
    return [1.0, 0.0], [0.0, -1.0], [h, -h]

# %%
# VARIANT
# part: box_network
# name: absolute_height
# right: false
# score: 0.9
# mistake: A negative height gives a box upwards: its sign was lost, or turns the steps around.
def box_network(h, delta):
    return [1.0, 1.0], [0.0, -delta], [abs(h), -abs(h)]

# %%
# VARIANT
# part: box_network
# name: the_example
# right: false
# score: 0.9
# mistake: The network realises the box of the public check only.
def box_network(h, delta):
    return [1.0, 1.0], [0.0, -0.5], [2.0, -2.0]

# %%
# VARIANT
# part: box_network
# name: centred
# right: false
# score: 0.5
# mistake: The box is centred at 0; it has to begin there.
def box_network(h, delta):
    return [1.0, 1.0], [delta / 2, -delta / 2], [h, -h]

# %%
# VARIANT
# part: box_network
# name: hidden_width_three
# right: false
# score: 0
# mistake: Three hidden neurons were used, and two are asked for.
def box_network(h, delta):
    return [1.0, 1.0, 1.0], [0.0, -delta, 1.0], [h, -h, 0.0]

# %%
# VARIANT
# part: box_network
# name: biases_missing
# right: false
# score: 0
# mistake: Only two of the three lists were returned.
def box_network(h, delta):
    return [0.0, -delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: shrunk
# right: false
# score: 1.7
# mistake: The box is a little too narrow, as if a margin were needed at its edges.
def box_network(h, delta):
    margin = 1e-3 * delta
    return [1.0, 1.0], [-margin, margin - delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: one_array_of_three_rows
# right: true
# score: 2
def box_network(h, delta):
    return np.array([[1.0, 1.0], [0.0, -delta], [h, -h]])

# %%
# VARIANT
# part: box_network
# name: bias_plus
# right: false
# score: 0.5
# mistake: With the bias +delta the second step happens at -delta, so that the network is -h to the left of 0.
def box_network(h, delta):
    return [1, 1], [0, delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: width_one
# right: false
# score: 0.5
# mistake: The second step happens at 1, whatever delta is.
def box_network(h, delta):
    return [1, 1], [0, -1], [h, -h]

# %%
# VARIANT
# part: box_network
# name: delta_weight
# right: false
# score: 0.5
# mistake: The second step happens at 1, whatever delta is.
def box_network(h, delta):
    return [1, delta], [0, -delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: half_lines
# right: false
# score: 0.2
# mistake: Two half-lines were added, of which one is still on outside of the box.
def box_network(h, delta):
    return [1, -1], [0, delta], [h, h]

# %%
# VARIANT
# part: box_network
# name: half_lines_halved
# right: false
# score: 0.5
# mistake: Two half-lines were added, of which one is still on outside of the box.
def box_network(h, delta):
    return [1, -1], [0, delta], [h / 2, h / 2]

# %%
# VARIANT
# part: box_network
# name: upside
# right: false
# score: 0.5
# mistake: The box is upside down: both output weights have the wrong sign.
def box_network(h, delta):
    return [1, 1], [0, -delta], [-h, h]

# %%
# VARIANT
# part: box_network
# name: open_left
# right: false
# score: 0.5
# mistake: The box is open on the left: only the step at delta does anything.
def box_network(h, delta):
    return [-1, -1], [delta, 0], [h, 0]

# %%
# VARIANT
# part: box_network
# name: kink_unscaled
# right: false
# score: 0.5
# mistake: A step lies at minus the bias divided by the weight: the bias was not multiplied by the weight.
def box_network(h, delta):
    return [2, 2], [0, -delta], [h, -h]

# %%
# VARIANT
# part: approximate
# name: left_ends
# right: true
# score: 2
def approximate(f, B, slope, tolerance):
    delta = tolerance / slope
    w, b, v = [], [], []
    x = -B
    while x < B:
        h = float(f(x))
        w += [1.0, 1.0]
        b += [-x, -(x + delta)]
        v += [h, -h]
        x += delta
    return w, b, v

# %%
# VARIANT
# part: approximate
# name: staircase
# right: true
# score: 2
def approximate(f, B, slope, tolerance):
    # one neuron a jump; the first is on everywhere
    n = int(2 * B * slope / (2 * tolerance)) + 1
    edges = np.linspace(-B, B, n + 1)
    heights = f((edges[1:] + edges[:-1]) / 2)
    return np.ones(n), -edges[:-1], np.diff(heights, prepend=0.0)

# %%
# VARIANT
# part: approximate
# name: mirrored_staircase
# right: true
# score: 2
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(2 * B * slope / tolerance))
    x = np.linspace(-B, B, n + 1)
    heights = [f(t) for t in x[1:]]
    v = [heights[i] - (heights[i + 1] if i + 1 < n else 0.0) for i in range(n)]
    return [-1.0] * n, list(x[1:]), v

# %%
# VARIANT
# part: approximate
# name: boxes_by_box_network
# right: true
# score: 2
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(2 * B / (1.9 * tolerance / slope)))
    delta = 2 * B / n
    w, b, v = [], [], []
    for i in range(n):
        c = -B + i * delta
        wi, bi, vi = box_network(f(c + delta / 2), delta)
        w.extend(wi)
        b.extend(b_ - w_ * c for w_, b_ in zip(wi, bi, strict=True))
        v.extend(vi)
    return np.array(w), np.array(b), np.array(v)

# %%
# VARIANT
# part: approximate
# name: width_is_the_tolerance
# right: false
# score: 1.15
# mistake: The boxes are as wide as the tolerance; how steep the function is was not taken into account.
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(2 * B / tolerance))
    edges = np.linspace(-B, B, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: twice_too_wide
# right: false
# score: 0.55
# mistake: With heights from the left ends, boxes of width 2 tolerance / slope are off by twice the tolerance.
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(B * slope / tolerance))
    edges = np.linspace(-B, B, n + 1)
    heights = f(edges[:-1])
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: number_rounded_down
# right: false
# score: 1.45
# mistake: The number of boxes was rounded down, so that they are a little too wide.
def approximate(f, B, slope, tolerance):
    n = int(2 * B * slope / tolerance)
    edges = np.linspace(-B, B, n + 1)
    heights = f(edges[:-1])
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: last_piece_missing
# right: false
# score: 0.95
# mistake: The boxes do not reach B where their width does not divide the interval.
def approximate(f, B, slope, tolerance):
    delta = tolerance / slope
    n = int(2 * B / delta)
    left = -B + delta * np.arange(n)
    heights = f(left)
    return np.ones(2 * n), -np.concatenate([left, left + delta]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: right_half_only
# right: false
# score: 0.55
# mistake: The boxes begin at 0 and leave out the negative half of the interval.
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(B * slope / tolerance))
    edges = np.linspace(0, B, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: sixty_boxes
# right: false
# score: 1.3
# mistake: The number of boxes is fixed, whatever the tolerance is.
def approximate(f, B, slope, tolerance):
    n = 60
    edges = np.linspace(-B, B, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: four_thousand_boxes
# right: false
# score: 1.8
# mistake: The network is accurate and far larger than allowed.
def approximate(f, B, slope, tolerance):
    n = 4000
    edges = np.linspace(-B, B, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: boxes_do_not_end
# right: false
# score: 0.2
# mistake: Every box stays on, so that the heights add up.
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(2 * B * slope / tolerance))
    left = np.linspace(-B, B, n + 1)[:-1]
    return np.ones(n), -left, f(left)

# %%
# VARIANT
# part: approximate
# name: biases_have_the_wrong_sign
# right: false
# score: 0.2
# mistake: The biases are the positions themselves; a step at c needs the bias -c.
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(B * slope / tolerance))
    edges = np.linspace(-B, B, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: interval_of_length_b
# right: false
# score: 0.55
# mistake: The interval was taken to have length B instead of 2B, so the boxes are too few.
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(B * slope / tolerance / 2))
    edges = np.linspace(-B, B, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: slope_from_samples
# right: false
# score: 0.9
# mistake: The slope was guessed from a few samples instead of taken from the argument, and came out too small.
def approximate(f, B, slope, tolerance):
    x = np.linspace(-B, B, 5)
    guess = max(np.abs(np.diff(f(x)) / np.diff(x)).max(), 0.1 * slope)
    n = int(np.ceil(B * guess / tolerance))
    edges = np.linspace(-B, B, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights])

# %%
# VARIANT
# part: approximate
# name: weights_of_zero
# right: false
# score: 0.2
# mistake: The hidden weights are 0, so that no neuron looks at x.
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(B * slope / tolerance))
    edges = np.linspace(-B, B, n + 1)
    return np.zeros(n), -edges[:-1], f(edges[:-1])

# %%
# VARIANT
# part: count_boxes
# name: powers
# right: true
# score: 1
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = 28 * 28 * np.log10(2 / 0.1)

# %%
# VARIANT
# part: count_boxes
# name: loop_and_rounding
# right: true
# score: 1
def boxes(B, delta, d):
    per_side = np.rint((B - (-B)) / delta)
    total = 1.0
    for _ in range(d):
        total *= per_side
    return total


log10_boxes_for_images = 1020.03

# %%
# VARIANT
# part: count_boxes
# name: exact_integers
# right: true
# score: 1
from fractions import Fraction


def boxes(B, delta, d):
    return int(Fraction(str(2 * B)) / Fraction(str(delta))) ** d


digits = str(20**784)
log10_boxes_for_images = [len(digits) - 1 + np.log10(float(digits[0] + "." + digits[1:15]))]

# %%
# VARIANT
# part: count_boxes
# name: half_the_interval
# right: false
# score: 0.2
# mistake: The interval from -B to B was taken to have length B.
def boxes(B, delta, d):
    return (B / delta) ** d


log10_boxes_for_images = 784 * np.log10(10)

# %%
# VARIANT
# part: count_boxes
# name: times_instead_of_power
# right: false
# score: 0.2
# mistake: The number a side was multiplied by d; it has to be raised to the power d.
def boxes(B, delta, d):
    return 2 * B / delta * d


log10_boxes_for_images = np.log10(20 * 784)

# %%
# VARIANT
# part: count_boxes
# name: neurons_instead_of_boxes
# right: false
# score: 0.45
# mistake: Neurons were counted, two a box, instead of boxes.
def boxes(B, delta, d):
    return 2 * (2 * B / delta) ** d


log10_boxes_for_images = 784 * np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: square_images_with_28_coordinates
# right: false
# score: 0.75
# mistake: An image of 28 by 28 pixels has 784 coordinates, not 28.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = 28 * np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: base_and_exponent_exchanged
# right: false
# score: 0
# mistake: The dimension was raised to the power of the number a side; it is the other way round.
def boxes(B, delta, d):
    return d ** round(2 * B / delta)


log10_boxes_for_images = 20 * np.log10(784)

# %%
# VARIANT
# part: count_boxes
# name: natural_logarithm
# right: false
# score: 0.75
# mistake: The natural logarithm was given instead of that to base 10.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = 784 * np.log(20)

# %%
# VARIANT
# part: count_boxes
# name: cut_off
# right: false
# score: 0.65
# mistake: The number of boxes a side was cut off to a whole number after floating-point division, which loses one.
def boxes(B, delta, d):
    return int(2 * B // delta) ** d


log10_boxes_for_images = 784 * np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: logarithm_missing
# right: false
# score: 0.75
# mistake: The logarithm was not answered.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = ...

# %%
# VARIANT
# part: count_boxes
# name: volume_over_side
# right: false
# score: 0.45
# mistake: The volume was divided by the side of a cube, not by its volume.
def boxes(B, delta, d):
    return (2 * B) ** d / delta


log10_boxes_for_images = 784 * np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: ends_counted
# right: false
# score: 0
# mistake: The ends of the boxes on a side were counted, which are one more than the boxes.
def boxes(B, delta, d):
    return (round(2 * B / delta) + 1) ** d


log10_boxes_for_images = 784 * np.log10(21)

# %%
# VARIANT
# part: count_boxes
# name: log_two
# right: false
# score: 0.75
# mistake: The logarithm to base 2 was given instead of that to base 10.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = 784 * np.log2(20)

# %%
# VARIANT
# part: count_boxes
# name: ten_log
# right: false
# score: 0.75
# mistake: In the logarithm, the interval from -B to B was taken to have length B.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = 784

# %%
# VARIANT
# part: count_boxes
# name: number
# right: false
# score: 0.75
# mistake: The number of boxes itself was computed, which overflows, in place of its logarithm.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = float("inf")

# %%
# VARIANT
# part: count_boxes
# name: d_log
# right: false
# score: 0.75
# mistake: The logarithm is that of a single axis; the dimension is missing.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: colour
# right: false
# score: 0.75
# mistake: The pixels are grey: three numbers were counted for each.
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = 3 * 784 * np.log10(20)
