"""Tell which libraries a notebook may use: those that grading has too.

Grading has what the homework asks for in its first cell, and whatever these packages need
themselves. A student's own machine may have more, and everything works there until it is graded.
"""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from chainrule import saved
from chainrule.environment import PACKAGES

_NAMED = ", ".join(name for name in PACKAGES if name != "otter-grader")
_ASKED_FOR = (*PACKAGES, "tqdm")
_OPTIONAL = re.compile(r";.*\bextra\s*==")


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules that code imports, each by the first word of its name.

    What stands in a ``try`` may be missing, and is passed over.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif not isinstance(node, ast.Try):
            yield from imported(node)


def absence(module: str) -> str:
    """Return why grading may lack a module, and what to do about it; empty if it has it."""
    if module in sys.stdlib_module_names or module == "chainrule":
        return ""
    packages = _installed().get(module, ())
    if packages:
        if any(_plain(package) in _graded_with() for package in packages):
            return ""
        return (
            f"{module} may be missing where your notebook is graded, and an answer that uses it "
            f"then earns nothing. The homework asks for {_NAMED}: use these."
        )
    if _is_beside_the_notebook(module):
        return (
            f"{module} is a file of your own, which is not handed in. Copy what you use of it "
            "into the notebook."
        )
    return ""


def _is_beside_the_notebook(module: str) -> bool:
    return any(
        (saved.folder() / name).exists() for name in (f"{module}.py", f"{module}/__init__.py")
    )


@cache
def _installed() -> Mapping[str, Sequence[str]]:
    return importlib.metadata.packages_distributions()


@cache
def _graded_with() -> frozenset[str]:
    """Return the packages that the homework asks for, and all that those need in turn."""
    found: set[str] = set()
    left = [_plain(name) for name in _ASKED_FOR]
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        try:
            needs = importlib.metadata.requires(name) or ()
        except importlib.metadata.PackageNotFoundError:
            continue
        left += [_plain(need) for need in needs if not _OPTIONAL.search(need)]
    return frozenset(found)


def _plain(requirement: str) -> str:
    """Return a requirement's name as package indexes write it: ``"otter-grader"``."""
    name = re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()
