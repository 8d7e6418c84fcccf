# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
"""
Answers to the parts of `expressivity`, written without a look at its variants.
"""

# %%
# VARIANT
# part: box_network
# name: scaled
# right: true
# score: 2
def box_network(h, delta):
    return [2, 3], [0, -3 * delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: open_step
# right: false
# score: 0
# mistake: both_added
def box_network(h, delta):
    return [1, 1], [0, -delta], [h, h]

# %%
# VARIANT
# part: box_network
# name: plus_delta
# right: false
# score: 0
# mistake: bias_plus
def box_network(h, delta):
    w = [1, 1]
    b = [0, delta]
    return w, b, [h, -h]

# %%
# VARIANT
# part: approximate
# name: staircase
# right: true
# score: 2
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(2 * B * slope / tolerance)) + 1
    width = 2 * B / n
    w, b, v = [], [], []
    for i in range(n):
        left = -B + i * width
        height = float(f(left + width / 2))
        w += [1.0, 1.0]
        b += [-left, -(left + width)]
        v += [height, -height]
    return w, b, v

# %%
# VARIANT
# part: approximate
# name: unit_boxes
# right: false
# score: 0
# mistake: none
def approximate(f, B, slope, tolerance):
    n = int(2 * B)
    xs = np.linspace(-B, B, n + 1)
    hs = f(0.5 * (xs[:-1] + xs[1:]))
    return np.ones(2 * n), np.concatenate([-xs[:-1], -xs[1:]]), np.concatenate([hs, -hs])

# %%
# VARIANT
# part: count_boxes
# name: half_side
# right: false
# score: 0
# mistake: half_the_interval
def boxes(B, delta, d):
    return int(round(B / delta)) ** d

log10_boxes_for_images = 784 * math.log10(10) if "math" in globals() else 784.0

# %%
# VARIANT
# part: count_boxes
# name: truncates
# right: false
# score: 0.65
# mistake: none
def boxes(B, delta, d):
    return int(2 * B / delta) ** d
log10_boxes_for_images = 784 * np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: product_in_loop
# right: true
# score: 1
def boxes(B, delta, d):
    n = 1
    for _ in range(d):
        n *= int(round(2 * B / delta))
    return n
log10_boxes_for_images = np.log10(20.0) * 28 * 28

# %%
# VARIANT
# part: count_boxes
# name: float_power
# right: true
# score: 1
def boxes(B, delta, d):
    return np.round(2.0 * B / delta) ** d
log10_boxes_for_images = 1020.007

# %%
# VARIANT
# part: count_boxes
# name: exponent_of_two
# right: false
# score: 0.75
# mistake: square_images_with_28_coordinates
def boxes(B, delta, d):
    return round(2 * B / delta) ** d
log10_boxes_for_images = 28 * np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: rounded
# right: true
# score: 1
def boxes(B, delta, d):
    return round(2 * B / delta) ** d


log10_boxes_for_images = 784 * math.log10(20) if "math" in globals() else 784 * np.log10(20)

# %%
# VARIANT
# part: count_boxes
# name: half
# right: false
# score: 0.2
# mistake: half_the_interval
def boxes(B, delta, d):
    return (B / delta) ** d


log10_boxes_for_images = 784.0

# %%
# VARIANT
# part: count_boxes
# name: three_digits
# right: false
# score: 0.75
# mistake: none
def boxes(B, delta, d):
    return (2 * B / delta) ** d


log10_boxes_for_images = 1000

# %%
# VARIANT
# part: count_boxes
# name: delta_power
# right: false
# score: 0.45
# mistake: volume_over_side
def boxes(B, delta, d):
    return (2 * B) ** d / delta


log10_boxes_for_images = 784 * np.log10(20)

# %%
# VARIANT
# part: box_network
# name: heights_left_right
# right: true
# score: 2
def box_network(h, delta):
    w = np.array([1.0, -1.0])
    b = np.array([0.0, delta])
    v = [h, h]
    return [1.0, 1.0], [0.0, -delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: steep
# right: true
# score: 2
def box_network(h, delta):
    return np.array([100.0, 50.0]), np.array([0, -50.0 * delta]), np.array([h, -h])

# %%
# VARIANT
# part: box_network
# name: left_edge_twice
# right: false
# score: 0.2
# mistake: none
def box_network(h, delta):
    return [1, 1], [0, 0], [h, -h]

# %%
# VARIANT
# part: box_network
# name: delta_from_minus
# right: false
# score: 0.8
# mistake: none
def box_network(h, delta):
    return [1, 1], [delta, -delta], [h, -h]

# %%
# VARIANT
# part: box_network
# name: second_mirrored
# right: false
# score: 0.2
# mistake: half_lines
def box_network(h, delta):
    return [1, -1], [0, delta], [h, h]

# %%
# VARIANT
# part: box_network
# name: divided_by_delta
# right: false
# score: 0.5
# mistake: none
def box_network(h, delta):
    return [1, 1], [0, -delta], [h / delta, -h / delta]

# %%
# VARIANT
# part: box_network
# name: mirrored
# right: true
# score: 2
def box_network(h, delta):
    w = np.array([-1.0, -1.0])
    b = np.array([delta, 0.0])
    v = np.array([h, -h])
    return w, b, v

# %%
# VARIANT
# part: box_network
# name: open
# right: false
# score: 0.5
# mistake: one_neuron
def box_network(h, delta):
    return [1, 1], [0, -delta], [h, 0]

# %%
# VARIANT
# part: box_network
# name: three
# right: false
# score: 0
# mistake: none
def box_network(h, delta):
    return [1, -1, 0], [0, delta, 0], [h, h, -h]

# %%
# VARIANT
# part: box_network
# name: plus_scaled
# right: false
# score: 0.5
# mistake: both_added
def box_network(h, delta):
    return [3, 3], [0, -3 * delta], [h, h]

# %%
# VARIANT
# part: box_network
# name: one_gate
# right: false
# score: 0.2
# mistake: none
def box_network(h, delta):
    return [1, 1], [0, -delta], [0, h]

# %%
# VARIANT
# part: box_network
# name: bias_plus_scaled
# right: false
# score: 0.5
# mistake: bias_plus
def box_network(h, delta):
    return [2, 5], [0, 5 * delta], [h, -h]

# %%
# VARIANT
# part: approximate
# name: fine_grid_midpoints_list
# right: true
# score: 2
def approximate(f, B, slope, tolerance):
    n = max(1, int(np.ceil(B * slope / tolerance)))
    width = 2 * B / n
    w, b, v = [], [], []
    for i in range(n):
        left = -B + i * width
        height = float(f(left + width / 2))
        w += [1.0, 1.0]
        b += [-left, -(left + width)]
        v += [height, -height]
    return w, b, v

# %%
# VARIANT
# part: approximate
# name: heights_at_edges_wide
# right: false
# score: 0.55
# mistake: none
def approximate(f, B, slope, tolerance):
    n = max(1, int(np.ceil(B * slope / tolerance)))
    edges = np.linspace(-B, B, n + 1)
    h = f(edges[:-1])
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([h, -h])

# %%
# VARIANT
# part: approximate
# name: differences_without_start
# right: false
# score: 0.2
# mistake: none
def approximate(f, B, slope, tolerance):
    n = max(1, int(np.ceil(B * slope / tolerance)))
    edges = np.linspace(-B, B, n + 1)
    mid = (edges[:-1] + edges[1:]) / 2
    h = f(mid)
    return np.ones(n - 1), -edges[1:-1], np.diff(h)

# %%
# VARIANT
# part: approximate
# name: tolerance_over_slope_count
# right: false
# score: 1.3
# mistake: none
def approximate(f, B, slope, tolerance):
    n = 100
    edges = np.linspace(-B, B, n + 1)
    h = f((edges[:-1] + edges[1:]) / 2)
    return np.ones(2 * n), -np.concatenate([edges[:-1], edges[1:]]), np.concatenate([h, -h])

# %%
# VARIANT
# part: approximate
# name: midpoints
# right: true
# score: 2
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(B * slope / tolerance)) + 1
    edges = np.linspace(-B, B, n + 1)
    mids = (edges[:-1] + edges[1:]) / 2
    values = f(mids)
    w = np.ones(n)
    b = -edges[:-1]
    v = np.diff(values, prepend=0.0)
    return w, b, v

# %%
# VARIANT
# part: approximate
# name: fixed
# right: false
# score: 1.3
# mistake: none
def approximate(f, B, slope, tolerance):
    x = np.linspace(-B, B, 100)
    return np.ones(100), -x, np.diff(f(x), prepend=0.0)

# %%
# VARIANT
# part: approximate
# name: left_wide
# right: false
# score: 0.55
# mistake: none
def approximate(f, B, slope, tolerance):
    n = int(np.ceil(B * slope / tolerance))
    x = -B + 2 * B / n * np.arange(n)
    return np.ones(n), -x, np.diff(f(x), prepend=0.0)
