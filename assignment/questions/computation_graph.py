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
title: A computation graph and its Jacobian
"""

# %% [markdown]
r"""
## A computation graph and its Jacobian

Nobody writes down the derivative of a deep network as one formula. A program records which simple
functions were applied to which values, and passes derivatives along that record, one node at a time.
You will do so for

$$
f_1(w_1, w_2) = \ln(w_1^2 + w_2^2) + w_1 e^{w_2}, \qquad
f_2(w_1, w_2) = w_1 \sin w_2 + \cos w_1,
$$

at the point $(w_1, w_2) = (2, 1)$, and then get the same Jacobian in two other ways. The **Jacobian** has a
row for each output and a column for each input: its entry in row $i$, column $j$ is
$\partial f_i / \partial w_j$. Angles are in radians, $\ln$ is the natural logarithm.

**The nodes** of a graph are the simple functions $+$, $\square^2$, $\ln$, $*$, $\sin$, $\cos$ and
$\exp$, one to a node. An arrow leads from each value to every node that uses it.

**An example.** The graph of $h(w_1, w_2) = \sin(w_1 w_2) + w_2^2$ at $(2, 0.5)$, with the values in blue:

![A graph: w1 and w2 go into a product v1 with value 1, which goes into a sine v2 with value 0.8415. w2
also goes into a square v3 with value 0.25. v2 and v3 go into a sum v4 with value 1.0915, which is h.
Below each node stand its derivatives with respect to w1 and w2.](../figures/computation_graph_example.png)

*Forward accumulation* carries along, for each node, its derivatives with respect to the inputs (red in
the picture). The product has the derivatives $w_2 \cdot (1, 0) + w_1 \cdot (0, 1) = (0.5, 2)$, the sine
$\cos(v_1) \cdot (0.5, 2)$, and so on to the output.

*Reverse accumulation* computes the values first, then walks backward. It carries for each node the
derivative of the output with respect to that node, $\bar v = \partial h / \partial v$: first
$\bar v_4 = 1$, then $\bar v_2 = \bar v_3 = 1$, then $\bar v_1 = \bar v_2 \cos v_1$, and at last
$\bar w_1 = \bar v_1 w_2$. Where a value is used twice, the contributions add up:
$\bar w_2 = \bar v_1 w_1 + \bar v_3 \cdot 2 w_2$. Both ways end at $(0.2702, 2.0806)$.
"""

# %%
import math

import numpy as np


def f_of_w(w1, w2):
    """Return f1 and f2 at the point (w1, w2)."""
    return np.array([math.log(w1**2 + w2**2) + w1 * math.exp(w2), w1 * math.sin(w2) + math.cos(w1)])

# %% [raw]
"""
# BEGIN QUESTION
name: graph_drawing
points: 3
minutes: 15
manual: true
rubric:
  - {id: nodes, points: 1, text: "Every operation of both outputs is a node of its own, labelled, with one of the seven simple functions.", note: "Eleven nodes: two squares, their sum, ln, exp, a product and a sum for f1; sin, a product, cos and a sum for f2. One missing or fused node: half."}
  - {id: arrows, points: 1, text: "The arrows are complete and point the right way.", note: "w1 feeds four nodes (square, two products, cos), w2 feeds three (square, exp, sin)."}
  - {id: shared, points: 1, text: "One graph with two outputs, in which w1 and w2 appear once each.", note: "Two separate trees with repeated inputs: half."}
"""

# %% [markdown]
r"""
### Drawing the graph

Draw the computation graph of $\mathbf f$ with both outputs in one graph, and label the intermediate
values. Drag a photo or a drawing into the answer cell. A list will do as well, one node a line, in the
form `v1 = w1 * w2`, `v2 = sin(v1)`, and so on.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
One graph with the two inputs $w_1$, $w_2$, eleven nodes, and the two outputs $f_1 = v_7$,
$f_2 = v_{11}$:

| node | function | arrows come from |
|:--|:--|:--|
| $v_1$ | $\square^2$ | $w_1$ |
| $v_2$ | $\square^2$ | $w_2$ |
| $v_3$ | $+$ | $v_1, v_2$ |
| $v_4$ | $\ln$ | $v_3$ |
| $v_5$ | $\exp$ | $w_2$ |
| $v_6$ | $*$ | $w_1, v_5$ |
| $v_7 = f_1$ | $+$ | $v_4, v_6$ |
| $v_8$ | $\sin$ | $w_2$ |
| $v_9$ | $*$ | $w_1, v_8$ |
| $v_{10}$ | $\cos$ | $w_1$ |
| $v_{11} = f_2$ | $+$ | $v_9, v_{10}$ |

Four arrows leave $w_1$ (to $v_1, v_6, v_9, v_{10}$) and three leave $w_2$ (to $v_2, v_5, v_8$): in
reverse accumulation, so many contributions add up at each input.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: graph_values
points: 3
minutes: 10
hidden_checks: that no node's value is missing on the way to either output, and that the two outputs are right
"""

# %% [markdown]
"""
### Values at (2, 1)

Evaluate every node of your graph at $(2, 1)$. Give a dictionary from your labels (strings) to the values,
and the two outputs as a list. Inputs may be left out of the dictionary. For the example above it would be
`{"v1": 1, "v2": 0.8415, "v3": 0.25, "v4": 1.0915}`. Your labels are yours to choose; values may be off
by 0.001.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
# BEGIN SOLUTION NO PROMPT
v = {"v1": 2**2, "v2": 1**2, "v5": math.exp(1), "v8": math.sin(1), "v10": math.cos(2)}
v["v3"] = v["v1"] + v["v2"]
v["v4"] = math.log(v["v3"])
v["v6"] = 2 * v["v5"]
v["v7"] = v["v4"] + v["v6"]
v["v9"] = 2 * v["v8"]
v["v11"] = v["v9"] + v["v10"]
# END SOLUTION
node_values = v  # SOLUTION
f_at_2_1 = [v["v7"], v["v11"]]  # SOLUTION

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
points: 0
""" # END TEST CONFIG
def test_labels_and_numbers(node_values, f_at_2_1):
    """A dictionary from labels to numbers, and two numbers, the outputs, among its values."""
    from chainrule.checks import assert_numbers, require

    require(node_values=node_values, f_at_2_1=f_at_2_1)
    outputs = assert_numbers(f_at_2_1, "f_at_2_1", (2,))
    assert isinstance(node_values, dict), "`node_values` should be a dictionary: {label: value, ...}."
    assert 0 < len(node_values) <= 20, f"`node_values` has {len(node_values)} entries: one a node."
    named = {f"node_values[{label!r}]": value for label, value in node_values.items()}
    values = [assert_numbers(value, name, ()) for name, value in named.items()]
    for output in outputs:
        apart = min(abs(value - output) for value in values)
        assert apart < 5e-3, f"The output {output:g} is the value of no node."

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_nodes_on_the_way_to_f1(node_values):
    """No node on the way to the first output is missing."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(node_values=node_values)
    assert isinstance(node_values, dict), "`node_values` should be a dictionary: {label: value, ...}."
    assert 0 < len(node_values) <= 20, f"`node_values` has {len(node_values)} entries: one a node."
    named = {f"node_values[{label!r}]": value for label, value in node_values.items()}
    found = np.array([assert_numbers(value, name, ()) for name, value in named.items()])
    e = np.exp(1)
    missing = sum(np.abs(found - value).min() > 1e-3 for value in (4, 1, 5, np.log(5), e, 2 * e))
    assert not missing, f"Missing or wrong on the way to the first output: {missing} of the values."

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_nodes_on_the_way_to_f2(node_values):
    """No node on the way to the second output is missing."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(node_values=node_values)
    assert isinstance(node_values, dict), "`node_values` should be a dictionary: {label: value, ...}."
    assert 0 < len(node_values) <= 20, f"`node_values` has {len(node_values)} entries: one a node."
    named = {f"node_values[{label!r}]": value for label, value in node_values.items()}
    found = np.array([assert_numbers(value, name, ()) for name, value in named.items()])
    missing = sum(np.abs(found - value).min() > 1e-3 for value in (np.sin(1), 2 * np.sin(1), np.cos(2)))
    assert not missing, f"Missing or wrong on the way to the second output: {missing} of the values."

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_outputs(f_at_2_1):
    """Both outputs are right."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(f_at_2_1=f_at_2_1)
    right = [float(np.log(5) + 2 * np.exp(1)), float(2 * np.sin(1) + np.cos(2))]
    assert_close(f_at_2_1, right, "f_at_2_1", rtol=0, atol=1e-3)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: jacobian_by_accumulation
points: 4
minutes: 25
hidden_checks: the Jacobian at (2, 1) and elsewhere to thirteen digits, negative inputs, inputs of 0, large inputs
"""

# %% [markdown]
r"""
### The Jacobian by accumulation

Write `jacobian_by_accumulation(w1, w2)`, which walks through your graph node by node, forward or in
reverse as you prefer, and returns the Jacobian: two rows of two numbers, as nested lists or as an array.
Every line of your function should know about one simple function and its derivative, and about nothing
else. It works at any point other than $(0, 0)$. Use `math` or numpy: the autograd of a library would do
the walking for you, and some checks switch it off.

The check compares with differences of $\mathbf f$ at one point, to four digits or so. The hidden checks
want thirteen, more than differences can give.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def jacobian_by_accumulation(w1, w2):
    """Return the Jacobian of f at (w1, w2), one row an output, one column an input."""
    # BEGIN SOLUTION
    d_w1, d_w2 = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    v1, d_v1 = w1**2, 2 * w1 * d_w1
    v2, d_v2 = w2**2, 2 * w2 * d_w2
    v3, d_v3 = v1 + v2, d_v1 + d_v2
    d_v4 = d_v3 / v3  # ln
    v5 = math.exp(w2)
    d_v5 = v5 * d_w2
    d_v6 = w1 * d_v5 + v5 * d_w1
    d_v7 = d_v4 + d_v6
    v8, d_v8 = math.sin(w2), math.cos(w2) * d_w2
    d_v9 = w1 * d_v8 + v8 * d_w1
    d_v10 = -math.sin(w1) * d_w1
    d_v11 = d_v9 + d_v10
    return np.stack([d_v7, d_v11])
    # END SOLUTION

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
points: 0.5
""" # END TEST CONFIG
def test_form_of_the_jacobian(jacobian_by_accumulation):
    """Two rows of two finite numbers come back."""
    from chainrule.checks import assert_numbers, require

    require(jacobian_by_accumulation=jacobian_by_accumulation)
    assert_numbers(jacobian_by_accumulation(0.7, -0.4), "jacobian_by_accumulation(0.7, -0.4)", (2, 2))

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_first_output_against_differences(jacobian_by_accumulation):
    """At (0.7, -0.4), the row of f1 agrees with tiny changes of the inputs."""
    import math

    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, numerical_gradient, require

    def f1(w):
        return np.array([math.log(w[0] ** 2 + w[1] ** 2) + w[0] * math.exp(w[1])])

    require(jacobian_by_accumulation=jacobian_by_accumulation)
    found = assert_numbers(jacobian_by_accumulation(0.7, -0.4), "jacobian_by_accumulation(0.7, -0.4)", (2, 2))
    measured = numerical_gradient(f1, np.array([0.7, -0.4]))
    assert_close(found[0], measured, "the first row of jacobian_by_accumulation(0.7, -0.4)", rtol=1e-4, atol=1e-6)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_second_output_against_differences(jacobian_by_accumulation):
    """At (0.7, -0.4), the row of f2 agrees with tiny changes of the inputs."""
    import math

    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, numerical_gradient, require

    def f2(w):
        return np.array([w[0] * math.sin(w[1]) + math.cos(w[0])])

    require(jacobian_by_accumulation=jacobian_by_accumulation)
    found = assert_numbers(jacobian_by_accumulation(0.7, -0.4), "jacobian_by_accumulation(0.7, -0.4)", (2, 2))
    measured = numerical_gradient(f2, np.array([0.7, -0.4]))
    assert_close(found[1], measured, "the second row of jacobian_by_accumulation(0.7, -0.4)", rtol=1e-4, atol=1e-6)

# %%
""" # BEGIN TEST CONFIG
points: 1.25
hidden: true
""" # END TEST CONFIG
def test_exact_at_the_point(jacobian_by_accumulation):
    """At (2, 1), the Jacobian is right to thirteen digits."""
    import numpy as np
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(jacobian_by_accumulation=jacobian_by_accumulation)
    columns = []
    for turned in (np.array([1e-30j, 0]), np.array([0, 1e-30j])):
        a, b = np.array([2.0, 1.0]) + turned
        values = [np.log(a * a + b * b) + a * np.exp(b), a * np.sin(b) + np.cos(a)]
        columns.append([float(value.imag) / 1e-30 for value in values])
    right = np.array(columns).T.tolist()
    name = "jacobian_by_accumulation(2, 1)"
    found = call_without_autograd(jacobian_by_accumulation, 2.0, 1.0)
    assert_close(found, right, name, rtol=1e-13, atol=1e-13)

# %%
""" # BEGIN TEST CONFIG
points: 1.25
hidden: true
""" # END TEST CONFIG
def test_exact_elsewhere(jacobian_by_accumulation):
    """Elsewhere, the Jacobian is right to thirteen digits: negative inputs, a 0, large inputs."""
    import numpy as np
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(jacobian_by_accumulation=jacobian_by_accumulation)
    for point in ((-1.3, 0.6), (0.0, -2.0), (1.5, 0.0), (-40.0, 12.0)):
        columns = []
        for turned in (np.array([1e-30j, 0]), np.array([0, 1e-30j])):
            a, b = np.array(point) + turned
            values = [np.log(a * a + b * b) + a * np.exp(b), a * np.sin(b) + np.cos(a)]
            columns.append([float(value.imag) / 1e-30 for value in values])
        right = np.array(columns).T.tolist()
        name = f"jacobian_by_accumulation{point}"
        found = call_without_autograd(jacobian_by_accumulation, *point)
        assert_close(found, right, name, rtol=1e-13, atol=1e-13)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: jacobian_by_formula
points: 2
minutes: 15
hidden_checks: the four entries at (2, 1) and at other points
"""

# %% [markdown]
"""
### The Jacobian by hand

Now differentiate $f_1$ and $f_2$ with pencil and paper. Write `jacobian_by_formula(w1, w2)`, which
returns the four partial derivatives, each as one formula of $w_1$ and $w_2$. At $(2, 1)$ it should
confirm what accumulation gave.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def jacobian_by_formula(w1, w2):
    """Return the Jacobian of f at (w1, w2), one row an output, one column an input."""
    # BEGIN SOLUTION
    squares = w1**2 + w2**2
    return [
        [2 * w1 / squares + math.exp(w2), 2 * w2 / squares + w1 * math.exp(w2)],
        [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)],
    ]
    # END SOLUTION

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
points: 0.2
""" # END TEST CONFIG
def test_two_rows_of_two(jacobian_by_formula):
    """The Jacobian has two rows of two finite numbers."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(jacobian_by_formula=jacobian_by_formula)
    found = jacobian_by_formula(2.0, 1.0)
    assert_close(found, np.zeros((2, 2)).tolist(), "jacobian_by_formula(2, 1)", atol=1e6)

# %%
""" # BEGIN TEST CONFIG
points: 0.45
hidden: true
""" # END TEST CONFIG
def test_f1_by_w1(jacobian_by_formula):
    """The derivative of f1 with respect to w1 is right, at (2, 1) and elsewhere."""
    import numpy as np
    from chainrule.checks import assert_number, assert_numbers, require

    require(jacobian_by_formula=jacobian_by_formula)
    for point in ((2.0, 1.0), (-1.3, 0.6), (0.8, -1.7)):
        a, b = np.array(point) + np.array([1e-30j, 0])
        right = float((np.log(a * a + b * b) + a * np.exp(b)).imag) / 1e-30
        found = assert_numbers(jacobian_by_formula(*point), f"jacobian_by_formula{point}", (2, 2))
        assert_number(found[0, 0], right, f"jacobian_by_formula{point}[0][0]")

# %%
""" # BEGIN TEST CONFIG
points: 0.45
hidden: true
""" # END TEST CONFIG
def test_f1_by_w2(jacobian_by_formula):
    """The derivative of f1 with respect to w2 is right, at (2, 1) and elsewhere."""
    import numpy as np
    from chainrule.checks import assert_number, assert_numbers, require

    require(jacobian_by_formula=jacobian_by_formula)
    for point in ((2.0, 1.0), (-1.3, 0.6), (0.8, -1.7)):
        a, b = np.array(point) + np.array([0, 1e-30j])
        right = float((np.log(a * a + b * b) + a * np.exp(b)).imag) / 1e-30
        found = assert_numbers(jacobian_by_formula(*point), f"jacobian_by_formula{point}", (2, 2))
        assert_number(found[0, 1], right, f"jacobian_by_formula{point}[0][1]")

# %%
""" # BEGIN TEST CONFIG
points: 0.45
hidden: true
""" # END TEST CONFIG
def test_f2_by_w1(jacobian_by_formula):
    """The derivative of f2 with respect to w1 is right, at (2, 1) and elsewhere."""
    import numpy as np
    from chainrule.checks import assert_number, assert_numbers, require

    require(jacobian_by_formula=jacobian_by_formula)
    for point in ((2.0, 1.0), (-1.3, 0.6), (0.8, -1.7)):
        a, b = np.array(point) + np.array([1e-30j, 0])
        right = float((a * np.sin(b) + np.cos(a)).imag) / 1e-30
        found = assert_numbers(jacobian_by_formula(*point), f"jacobian_by_formula{point}", (2, 2))
        assert_number(found[1, 0], right, f"jacobian_by_formula{point}[1][0]")

# %%
""" # BEGIN TEST CONFIG
points: 0.45
hidden: true
""" # END TEST CONFIG
def test_f2_by_w2(jacobian_by_formula):
    """The derivative of f2 with respect to w2 is right, at (2, 1) and elsewhere."""
    import numpy as np
    from chainrule.checks import assert_number, assert_numbers, require

    require(jacobian_by_formula=jacobian_by_formula)
    for point in ((2.0, 1.0), (-1.3, 0.6), (0.8, -1.7)):
        a, b = np.array(point) + np.array([0, 1e-30j])
        right = float((a * np.sin(b) + np.cos(a)).imag) / 1e-30
        found = assert_numbers(jacobian_by_formula(*point), f"jacobian_by_formula{point}", (2, 2))
        assert_number(found[1, 1], right, f"jacobian_by_formula{point}[1][1]")

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: jacobian_by_differences
points: 2
minutes: 10
hidden_checks: the step 0.001 and other steps, at (2, 1) and elsewhere, to six digits
"""

# %% [markdown]
r"""
### The Jacobian by forward differences

A third way needs no derivative at all. Write `jacobian_by_differences(w1, w2, step)` with the
*forward* differences

$$
\frac{\partial f_i}{\partial w_1} \approx \frac{f_i(w_1 + \Delta, w_2) - f_i(w_1, w_2)}{\Delta}, \qquad
\frac{\partial f_i}{\partial w_2} \approx \frac{f_i(w_1, w_2 + \Delta) - f_i(w_1, w_2)}{\Delta},
$$

where $\Delta$ is `step`. You may call `f_of_w`. The cell after the check prints your three Jacobians at
$(2, 1)$, this one with $\Delta = 0.001$.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def jacobian_by_differences(w1, w2, step):
    """Return the forward-difference estimate of the Jacobian of f at (w1, w2)."""
    # BEGIN SOLUTION
    here = f_of_w(w1, w2)
    along_w1 = (f_of_w(w1 + step, w2) - here) / step
    along_w2 = (f_of_w(w1, w2 + step) - here) / step
    return np.stack([along_w1, along_w2], axis=1)
    # END SOLUTION

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
points: 0.25
""" # END TEST CONFIG
def test_two_rows_of_two(jacobian_by_differences):
    """The Jacobian has two rows of two finite numbers."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(jacobian_by_differences=jacobian_by_differences)
    found = jacobian_by_differences(2.0, 1.0, 0.001)
    assert_close(found, np.zeros((2, 2)).tolist(), "jacobian_by_differences(2, 1, 0.001)", atol=1e6)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_close_to_the_derivatives(jacobian_by_differences):
    """With the step 0.001, the estimates at (2, 1) are close to the derivatives."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(jacobian_by_differences=jacobian_by_differences)
    columns = []
    for turned in (np.array([1e-30j, 0]), np.array([0, 1e-30j])):
        a, b = np.array([2.0, 1.0]) + turned
        values = [np.log(a * a + b * b) + a * np.exp(b), a * np.sin(b) + np.cos(a)]
        columns.append([float(value.imag) / 1e-30 for value in values])
    name = "jacobian_by_differences(2, 1, 0.001)"
    assert_close(jacobian_by_differences(2.0, 1.0, 0.001), np.array(columns).T.tolist(), name, rtol=0, atol=0.01)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_forward_differences_at_the_point(jacobian_by_differences):
    """At (2, 1) and with the step 0.001, the estimates are those of forward differences."""
    import numpy as np
    from chainrule.checks import assert_close, require

    def f(a, b):
        return np.array([np.log(a * a + b * b) + a * np.exp(b), a * np.sin(b) + np.cos(a)])

    require(jacobian_by_differences=jacobian_by_differences)
    columns = [(f(2.001, 1.0) - f(2.0, 1.0)) / 0.001, (f(2.0, 1.001) - f(2.0, 1.0)) / 0.001]
    name = "jacobian_by_differences(2, 1, 0.001)"
    assert_close(jacobian_by_differences(2.0, 1.0, 0.001), np.array(columns).T.tolist(), name, atol=1e-8)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_forward_differences(jacobian_by_differences):
    """With other steps and elsewhere, the estimates are those of forward differences."""
    import numpy as np
    from chainrule.checks import assert_close, require

    def f(a, b):
        return np.array([np.log(a * a + b * b) + a * np.exp(b), a * np.sin(b) + np.cos(a)])

    require(jacobian_by_differences=jacobian_by_differences)
    for a, b, step in ((2.0, 1.0, 0.25), (-1.3, 0.6, 0.01), (0.8, -1.7, 0.1)):
        columns = [(f(a + step, b) - f(a, b)) / step, (f(a, b + step) - f(a, b)) / step]
        name = f"jacobian_by_differences({a}, {b}, {step})"
        assert_close(jacobian_by_differences(a, b, step), np.array(columns).T.tolist(), name, atol=1e-8)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
three_ways = {
    "accumulation": jacobian_by_accumulation(2.0, 1.0),
    "by hand": jacobian_by_formula(2.0, 1.0),
    "forward differences": jacobian_by_differences(2.0, 1.0, 0.001),
}
for way, jacobian in three_ways.items():
    print(way, np.asarray(jacobian), sep="\n")

# %% [raw]
"""
# BEGIN QUESTION
name: three_jacobians
points: 3
minutes: 10
manual: true
word_limit: 200
rubric:
  - {id: digits, points: 1, text: "Compares the three Jacobians: the first two agree, the third is off by up to about 0.003, and says why.", note: "Truncation: the error of a forward difference is about step times half the second derivative. The largest error, 0.0028, is that of f1 with respect to w2."}
  - {id: manual, points: 1, text: "Advantage over differentiating by hand: works for any program, scales to deep networks, no formulas that explode or go wrong.", note: "One sound reason, tied to networks, is enough."}
  - {id: numerical, points: 1, text: "Advantage over numerical differentiation: exact up to rounding, and one reverse pass for all parameters instead of an evaluation for each.", note: "Accuracy or cost alone: half. The choice of the step (truncation against cancellation) counts for accuracy."}
"""

# %% [markdown]
"""
### Three ways to one Jacobian

Compare the three Jacobians at $(2, 1)$: where do they agree, where not, and why? Then explain in a few
sentences what automatic differentiation has over the other two, for a network with a million parameters
in particular.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Accumulation and the formulas agree in every digit that is printed,

$$J(2, 1) \approx \begin{pmatrix} 3.51828 & 5.83656 \\ -0.06783 & 1.08060 \end{pmatrix}.$$

Forward differences with $\Delta = 0.001$ give 3.51816, 5.83940, $-0.06762$ and 1.07976. They are off by
0.0001 to 0.0028, because a forward difference ignores the curvature: its error is about
$\tfrac{\Delta}{2}$ times the second derivative. A smaller step helps until the two values of $f$ agree in
so many digits that rounding takes over.

Differentiating by hand is as exact, but the formulas grow with every layer, have to be redone whenever
the network changes, and are easy to get wrong. Automatic differentiation needs only the derivative of
each simple function and applies to whatever the program computed. Numerical differentiation needs no
derivatives, yet one more evaluation of the network for each parameter, a million for one gradient,
and is inexact besides. Reverse accumulation gets all million derivatives of a loss from one
backward pass, at a small multiple of the cost of the forward pass, and exact up to rounding.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
