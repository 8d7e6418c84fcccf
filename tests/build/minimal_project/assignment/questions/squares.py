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
title: Squares
"""

# %% [markdown]
r"""
## Squares

The square of $x$ is $x^2 = x \cdot x$.
"""

# %% [raw]
"""
# BEGIN QUESTION
name: square
points: 2
minutes: 5
hidden_checks: negative numbers
"""

# %% [markdown]
"""
### Square a number

Return the square of `x`.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def square(x):
    # BEGIN SOLUTION
    answer = x * x
    return answer
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
def test_two(square):
    """The square of 2 is right."""
    assert square(2) == 4, f"the square of 2 is 4; square(2) returned {square(2)}"

# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_negative_numbers(square):
    """Squares of negative numbers are right."""
    for number in (-3.5, -17.25):
        found = square(number)
        assert found == number**2, f"square({number}) returned {found}"

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
print("squares are never negative")

# %% [raw]
"""
# BEGIN QUESTION
name: why_positive
points: 3
minutes: 10
manual: true
word_limit: 50
rubric:
  - {id: cases, points: 2, text: Distinguishes the two signs., note: One case with a remark on symmetry is enough for both.}
  - {id: conclusion, points: 1, text: Concludes that no square is negative.}
"""

# %% [markdown]
"""
### Why no square is negative

Give the argument in two sentences.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
"""
If x is at least zero, the product of two numbers of that sign is at least zero.
If x is negative, both factors are, and their product is positive again.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
