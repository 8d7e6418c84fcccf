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
# mistake: none
def box_network(h, delta):
    return [1, 1], [0, -delta], [h, h]

# %%
# VARIANT
# part: box_network
# name: plus_delta
# right: false
# score: 0
# mistake: none
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
