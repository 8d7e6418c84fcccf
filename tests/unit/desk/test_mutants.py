"""Mutants change one place of a model answer, in the ways that this field gets things wrong."""

from __future__ import annotations

import ast

import pytest

from chainrule_desk.auditing.mutants import mutants


def now(expression: str) -> set[str]:
    """Return what the mutants of a function's one expression do instead."""
    made = mutants(f"def f(x, u, W):\n    return {expression}")
    return {mutant.now.removeprefix("return ") for mutant in made}


@pytest.mark.parametrize(
    ("expression", "mutant"),
    [
        ("x + u", "x - u"),
        ("-x", "x"),
        ("u @ W.T", "u @ W"),
        ("u @ W", "W @ u"),
        ("u @ W", "(u * 0 + 1) @ W"),
        ("x.sum(dim=0)", "x.sum(dim=1)"),
        ("x.sum(dim=0)", "x.sum()"),
        ("x.softmax(dim=-1)", "x.softmax(dim=0)"),
        ("x.mean()", "x.sum()"),
        ("u.sum(dim=0)", "(u * 0 + 1).sum(dim=0)"),
        ("u * x", "x"),
        ("u * x", "u * x * x"),
        ("x / len(x)", "x"),
        ("x / len(x)", "x / 4"),
        ("x / x.shape[0]", "x / 4"),
        ("x - x.amax(dim=1, keepdim=True)", "x"),
        ("x - x.amax(dim=1, keepdim=True)", "x - x.amax()"),
        ("x.amax(dim=1, keepdim=True)", "x.amax(dim=1, keepdim=False)"),
        ("x > 0", "x >= 0"),
        ("torch.exp(x)", "x"),
        ("x.clone()", "x"),
        ("u * (x > 0)", "u *= x > 0; return u"),
        ("x[1]", "x[2]"),
        ("x[:-1]", "x[:1]"),
        ("f(x, u)", "f(u, x)"),
        ("torch.randperm(9, generator=u)", "torch.randperm(9)"),
        ("(x, u)", "(u, x)"),
        ("[g(k) for k in x]", "[g(k) for k in list(x)[:-1]]"),
        ("u if x else W", "u if not x else W"),
    ],
)
def test_operators_of_the_field(expression: str, mutant: str) -> None:
    """Sign, transpose, axis, mean for sum, factors, upstream, shifts, bounds, copies, order."""
    assert mutant in now(expression)


def test_what_does_not_matter_is_left_alone() -> None:
    """The order of a maximum's arguments, and whether a zip is strict."""
    assert "max(u, x)" not in now("max(x, u)")
    assert not any("strict=False" in text for text in now("zip(x, u, strict=True)"))


def test_statements_are_removed_one_at_a_time() -> None:
    """Calls, stored attributes and second assignments are; a docstring and a first one are not."""
    source = (
        'def f(layer, x):\n    """Say so."""\n    layer.x = x\n    y = x.t()\n'
        "    y = y.t()\n    layer.step()\n    z = y\n    return z.t()"
    )
    removed = {mutant.was for mutant in mutants(source) if mutant.now == "pass"}
    assert removed == {"layer.x = x", "y = x.t()", "y = y.t()", "layer.step()"}


def test_answers_that_are_values_change_too() -> None:
    """Numbers, words and shapes."""
    made = {m.now for m in mutants("shape = (3, k)\nconvex = 'yes'\nkind = 'linear'\nkinks = 2")}
    assert {
        "shape = (k, 3)",
        "shape = (1, 3, k)",
        "convex = 'no'",
        "kind = ''",
        "kinks = 3",
    } <= made


def test_every_mutant_is_another_program() -> None:
    """None repeats another or the model answer, each can be read by Python and has its own name."""
    source = "def f(x):\n    y = x - x.amax(dim=1)\n    return y.exp() / y.exp().sum(dim=1)"
    made = mutants(source)
    programs = {ast.dump(ast.parse(text)) for text in (source, *(m.source for m in made))}
    assert len(programs) == len(made) + 1
    assert len({(mutant.was, mutant.now) for mutant in made}) == len(made)


def test_lines_that_occur_twice_are_told_apart() -> None:
    """By which of them it is."""
    made = mutants("b = 0\nfirst = b\nb = 0\nsecond = b")
    assert {mutant.was for mutant in made if mutant.now == "b = 1"} == {
        "b = 0  # 1 of 2",
        "b = 0  # 2 of 2",
    }
