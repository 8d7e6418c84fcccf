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

# %% [raw]
"""
# PROBLEM
title: Logic gates on the plane
builds_on: []
"""

# %% [markdown]
r"""
## Logic gates on the plane

A neuron without ReLU cuts the plane into two halves. With ReLUs between, a network can say *or*, *and*
and *not* about such halves, and this problem builds the gates from which everything else follows. The
inputs are **real numbers**, not bits: $x_1$ and $x_2$ may have any value. An input counts as true if it
is positive, and so does the output.

![Three squares with axes x1 and x2 through their middles. For OR everything but the lower left quadrant
is blue, for XOR the upper left and the lower right quadrant, for NAND everything but the upper right
one.](../figures/logic_gates.png)

A network is a list of layers, the one next to the input first. A layer is a pair `(W, b)` with a row of
`W` and an entry of `b` for each output of the layer. A ReLU follows every layer but the last. For
instance, $f(x) = \operatorname{ReLU}(x_1 - 2 x_2 + 3) - 4$ has two layers and width 1:

    W1 = [[1, -2]]
    b1 = [3]
    W2 = [[1]]
    b2 = [-4]
    my_gate = [(W1, b1), (W2, b2)]

Only what a network computes is judged, so any network with the right sign everywhere will do. Its
positive values may be as small as they like, as long as they are positive; where the gate says no, 0
will do as well as a negative value. Below each answer, a cell draws where your network is positive, and
where that is wrong.
"""

# %%
from chainrule.plots.networks import region

# %% [raw]
"""
# BEGIN QUESTION
name: or_gate
points: 2
minutes: 15
hidden_checks: a dense grid, points close to the axes and on them, points far out
"""

# %% [markdown]
r"""
### OR

Find a network with **two layers and width at most 2** such that for all real $x_1, x_2$

$$f(x) > 0 \quad\Longleftrightarrow\quad x_1 > 0 \ \text{ or } \ x_2 > 0 .$$

The boundary of a decision lies where a ReLU switches. Which inputs should make a neuron switch here?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W1 = [[1, 0], [0, 1]]  # SOLUTION
b1 = [0, 0]  # SOLUTION
W2 = [[1, 1]]  # SOLUTION
b2 = [0]  # SOLUTION
or_gate = [(W1, b1), (W2, b2)]

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.1
""" # END TEST CONFIG
def test_form_of_or_gate(or_gate):
    """Two layers, at most two hidden neurons, shapes that fit together."""
    from chainrule import networks

    networks.read(or_gate, "or_gate", inputs=2, layers=(2,), width=2)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_or_gate_where_the_signs_agree(or_gate):
    """One point in each of the two quadrants where the signs agree."""
    import numpy as np
    from chainrule import networks

    f = networks.read(or_gate, "or_gate", inputs=2, layers=(2,), width=2)
    points = np.array([[1.0, 1.0], [-1.0, -1.0]])
    values, rounding = f(points)[:, 0], f.rounding(points)[:, 0]
    for (x1, x2), value, small, positive in zip(points, values, rounding, [True, False], strict=True):
        assert (value > small) == positive, (
            f"At x = ({x1:g}, {x2:g}) your network has {value:g}, which should "
            f"{'be' if positive else 'not be'} positive."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_or_gate_where_the_signs_differ(or_gate):
    """One point in each of the two quadrants where the signs differ."""
    import numpy as np
    from chainrule import networks

    f = networks.read(or_gate, "or_gate", inputs=2, layers=(2,), width=2)
    points = np.array([[-1.0, 1.0], [1.0, -1.0]])
    values, rounding = f(points)[:, 0], f.rounding(points)[:, 0]
    for (x1, x2), value, small, positive in zip(points, values, rounding, [True, True], strict=True):
        assert (value > small) == positive, (
            f"At x = ({x1:g}, {x2:g}) your network has {value:g}, which should "
            f"{'be' if positive else 'not be'} positive."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_or_gate_on_a_dense_grid(or_gate):
    """Right on a dense grid of [-3, 3] x [-3, 3]."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(or_gate, "or_gate", inputs=2, layers=(2,), width=2)
    side = np.arange(-60, 61) / 20
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = (x1 > 0) | (x2 > 0)
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_or_gate_near_the_boundary(or_gate):
    """Right close to the axes and on them."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(or_gate, "or_gate", inputs=2, layers=(2,), width=2)
    side = np.concatenate([s * np.array([1e-10, 1e-6, 1e-3, 1.0, 50.0]) for s in (-1, 1)] + [[0.0]])
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = (x1 > 0) | (x2 > 0)
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_or_gate_far_out(or_gate):
    """Right far from the origin."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(or_gate, "or_gate", inputs=2, layers=(2,), width=2)
    side = np.concatenate([s * np.array([0.01, 1.0, 1e3, 1e6]) for s in (-1, 1)] + [[0.0]])
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = (x1 > 0) | (x2 > 0)
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
region(or_gate, "or_gate", lambda x1, x2: (x1 > 0) | (x2 > 0))

# %% [raw]
"""
# BEGIN QUESTION
name: xor_gate
points: 2
minutes: 30
hidden_checks: a dense grid, points close to the axes and on them, points far out
"""

# %% [markdown]
r"""
### XOR

Find a network with **at most three layers, each of width at most 4**, such that for all real $x_1, x_2$

$$f(x) > 0 \quad\Longleftrightarrow\quad (x_1 < 0 \text{ and } x_2 > 0) \ \text{ or } \ (x_1 > 0 \text{ and } x_2 < 0) .$$

The lines below have room for two layers; for a third one add `W3` and `b3`. You can
go gate by gate. Two networks that are never negative can be added: the sum is positive where at least one of them
is. That is *or*. For *and*, find a network that computes the smaller of two numbers.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W1 = [[1, -1], [-1, 1], [1, 1], [-1, -1]]  # SOLUTION
b1 = [0, 0, 0, 0]  # SOLUTION
W2 = [[1, 1, -1, -1]]  # SOLUTION
b2 = [0]  # SOLUTION
xor_gate = [(W1, b1), (W2, b2)]

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.1
""" # END TEST CONFIG
def test_form_of_xor_gate(xor_gate):
    """Two or three layers, at most four neurons in each hidden one, shapes that fit together."""
    from chainrule import networks

    networks.read(xor_gate, "xor_gate", inputs=2, layers=(2, 3), width=4)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_xor_gate_where_the_signs_agree(xor_gate):
    """One point in each of the two quadrants where the signs agree."""
    import numpy as np
    from chainrule import networks

    f = networks.read(xor_gate, "xor_gate", inputs=2, layers=(2, 3), width=4)
    points = np.array([[1.0, 1.0], [-1.0, -1.0]])
    values, rounding = f(points)[:, 0], f.rounding(points)[:, 0]
    for (x1, x2), value, small, positive in zip(points, values, rounding, [False, False], strict=True):
        assert (value > small) == positive, (
            f"At x = ({x1:g}, {x2:g}) your network has {value:g}, which should "
            f"{'be' if positive else 'not be'} positive."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_xor_gate_where_the_signs_differ(xor_gate):
    """One point in each of the two quadrants where the signs differ."""
    import numpy as np
    from chainrule import networks

    f = networks.read(xor_gate, "xor_gate", inputs=2, layers=(2, 3), width=4)
    points = np.array([[-1.0, 1.0], [1.0, -1.0]])
    values, rounding = f(points)[:, 0], f.rounding(points)[:, 0]
    for (x1, x2), value, small, positive in zip(points, values, rounding, [True, True], strict=True):
        assert (value > small) == positive, (
            f"At x = ({x1:g}, {x2:g}) your network has {value:g}, which should "
            f"{'be' if positive else 'not be'} positive."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_xor_gate_on_a_dense_grid(xor_gate):
    """Right on a dense grid of [-3, 3] x [-3, 3]."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(xor_gate, "xor_gate", inputs=2, layers=(2, 3), width=4)
    side = np.arange(-60, 61) / 20
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = x1 * x2 < 0
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_xor_gate_near_the_boundary(xor_gate):
    """Right close to the axes and on them."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(xor_gate, "xor_gate", inputs=2, layers=(2, 3), width=4)
    side = np.concatenate([s * np.array([1e-10, 1e-6, 1e-3, 1.0, 50.0]) for s in (-1, 1)] + [[0.0]])
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = x1 * x2 < 0
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_xor_gate_far_out(xor_gate):
    """Right far from the origin."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(xor_gate, "xor_gate", inputs=2, layers=(2, 3), width=4)
    side = np.concatenate([s * np.array([0.01, 1.0, 1e3, 1e6]) for s in (-1, 1)] + [[0.0]])
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = x1 * x2 < 0
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
region(xor_gate, "xor_gate", lambda x1, x2: x1 * x2 < 0)

# %% [raw]
"""
# BEGIN QUESTION
name: nand_gate
points: 0.5
minutes: 10
hidden_checks: a dense grid, points close to the axes, points far out
"""

# %% [markdown]
r"""
### NAND

Find a network with at most three layers, each of width at most 4, such that for all real $x_1 \ne 0$ and
$x_2 \ne 0$

$$f(x) > 0 \quad\Longleftrightarrow\quad \text{not } (x_1 > 0 \text{ and } x_2 > 0) .$$

The axes are left out because no network can be right there. With $f(0, 1) > 0$, a continuous $f$ would
also be positive at $(\varepsilon, 1)$ for a tiny $\varepsilon > 0$, where both inputs are true.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W1 = [[-1, 0], [0, -1]]  # SOLUTION
b1 = [0, 0]  # SOLUTION
W2 = [[1, 1]]  # SOLUTION
b2 = [0]  # SOLUTION
nand_gate = [(W1, b1), (W2, b2)]

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.05
""" # END TEST CONFIG
def test_form_of_nand_gate(nand_gate):
    """Two or three layers, at most four neurons in each hidden one, shapes that fit together."""
    from chainrule import networks

    networks.read(nand_gate, "nand_gate", inputs=2, layers=(2, 3), width=4)

# %%
""" # BEGIN TEST CONFIG
points: 0.05
""" # END TEST CONFIG
def test_nand_gate_where_the_signs_agree(nand_gate):
    """One point in each of the two quadrants where the signs agree."""
    import numpy as np
    from chainrule import networks

    f = networks.read(nand_gate, "nand_gate", inputs=2, layers=(2, 3), width=4)
    points = np.array([[1.0, 1.0], [-1.0, -1.0]])
    values, rounding = f(points)[:, 0], f.rounding(points)[:, 0]
    for (x1, x2), value, small, positive in zip(points, values, rounding, [False, True], strict=True):
        assert (value > small) == positive, (
            f"At x = ({x1:g}, {x2:g}) your network has {value:g}, which should "
            f"{'be' if positive else 'not be'} positive."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.05
""" # END TEST CONFIG
def test_nand_gate_where_the_signs_differ(nand_gate):
    """One point in each of the two quadrants where the signs differ."""
    import numpy as np
    from chainrule import networks

    f = networks.read(nand_gate, "nand_gate", inputs=2, layers=(2, 3), width=4)
    points = np.array([[-1.0, 1.0], [1.0, -1.0]])
    values, rounding = f(points)[:, 0], f.rounding(points)[:, 0]
    for (x1, x2), value, small, positive in zip(points, values, rounding, [True, True], strict=True):
        assert (value > small) == positive, (
            f"At x = ({x1:g}, {x2:g}) your network has {value:g}, which should "
            f"{'be' if positive else 'not be'} positive."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.1
hidden: true
""" # END TEST CONFIG
def test_nand_gate_on_a_dense_grid(nand_gate):
    """Right on a dense grid of [-3, 3] x [-3, 3]."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(nand_gate, "nand_gate", inputs=2, layers=(2, 3), width=4)
    side = np.arange(-60, 61) / 20
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    points = points[(points != 0).all(axis=1)]
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = (x1 < 0) | (x2 < 0)
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %%
""" # BEGIN TEST CONFIG
points: 0.15
hidden: true
""" # END TEST CONFIG
def test_nand_gate_near_the_boundary(nand_gate):
    """Right close to the axes."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(nand_gate, "nand_gate", inputs=2, layers=(2, 3), width=4)
    side = np.concatenate([s * np.array([1e-10, 1e-6, 1e-3, 1.0, 50.0]) for s in (-1, 1)] + [[0.0]])
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    points = points[(points != 0).all(axis=1)]
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = (x1 < 0) | (x2 < 0)
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %%
""" # BEGIN TEST CONFIG
points: 0.1
hidden: true
""" # END TEST CONFIG
def test_nand_gate_far_out(nand_gate):
    """Right far from the origin."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(nand_gate, "nand_gate", inputs=2, layers=(2, 3), width=4)
    side = np.concatenate([s * np.array([0.01, 1.0, 1e3, 1e6]) for s in (-1, 1)] + [[0.0]])
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    points = points[(points != 0).all(axis=1)]
    values = f(points)[:, 0]
    x1, x2 = points.T
    wanted = (x1 < 0) | (x2 < 0)
    found = values > f.rounding(points)[:, 0]
    at = int((found != wanted).argmax())
    message = (
        f"At x = ({x1[at]:g}, {x2[at]:g}) your network has {values[at]:g}, which should "
        f"{'be' if wanted[at] else 'not be'} positive."
    )
    assert_that((found == wanted).all(), message, "where the gate is positive", found)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
region(nand_gate, "nand_gate", lambda x1, x2: (x1 < 0) | (x2 < 0))

# %% [raw]
"""
# BEGIN QUESTION
name: functional_completeness
points: 0.5
minutes: 15
manual: true
word_limit: 200
rubric:
  - id: complete
    points: 0.25
    text: Says that every Boolean function is a composition of NAND gates, with a reason or a named result.
    note: "Not, and, or as NANDs, plus the disjunctive normal form, is the usual reason. Naming functional completeness of NAND is enough."
  - id: composition
    points: 0.25
    text: Says why the composition of networks is again a ReLU network, and concludes that every Boolean function can be represented.
    note: "Affine maps of neighbouring networks merge into one. A remark that the gate above must hand on a value that the next gate reads correctly (0 counts as not true in OR, but is on the boundary for NAND) shows real understanding; its absence costs nothing."
"""

# %% [markdown]
"""
### What NAND is good for

What does the NAND gate tell you about the Boolean functions that a ReLU network can represent, functions
of any number of true-or-false inputs? How would you put gates together? At most 200 words.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
A ReLU network can represent every Boolean function of any number of inputs.

*NAND is enough.* Feeding one input twice gives *not*, a NAND followed by *not* is *and*, and *or* is the
NAND of the two negated inputs. Every Boolean function is an *or* of *and*s of inputs and negated inputs,
one *and* for each row of its truth table that says true. So it is a circuit of NANDs.

*Networks can be stacked.* The last layer of a gate is affine and the first layer of the next one begins
with an affine map. Two affine maps in a row are one affine map, so a composition of ReLU networks is a
ReLU network. A value that must skip a layer passes through unharmed if it is not negative, since
$\operatorname{ReLU}(z) = z$ for it.

*A detail.* The gates must agree on what true and false look like. With 1 for true and 0 for false,
$f(x) = 1 - \operatorname{ReLU}(x_1 + x_2 - 1)$ is NAND: it maps $(1, 1)$ to 0 and the other three pairs
to 1. It hands on exact bits, so such gates can be stacked as deep as the circuit asks.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
