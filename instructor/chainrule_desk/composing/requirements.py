"""Which packages a release and a grading image need, in the ranges that the project asks for."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

# What a release needs on a student's machine.
STUDENT_PACKAGES = (
    "jupyterlab",
    "otter-grader",
    "ipykernel",
    "ipython",
    "nbformat",
    "numpy",
    "torch",
    "torchvision",
    "matplotlib",
    "tqdm",
    "pypandoc_binary",
    "typst",
)
# What Colab lacks; the rest, torch above all, it has in builds of its own.
COLAB_PACKAGES = ("otter-grader", "pypandoc_binary", "typst")
# What grading on Gradescope needs.
GRADESCOPE_PACKAGES = (
    "otter-grader",
    "ipykernel",
    "ipython",
    "nbformat",
    "numpy",
    "torch",
    "torchvision",
    "matplotlib",
    "tqdm",
    "pypandoc_binary",
    "typst",
    "msgpack",
    "psutil",
    "pyyaml",
)
# What the grading image needs beyond Otter's own list.
GRADER_PACKAGES = ("numpy", "torch", "torchvision", "matplotlib", "tqdm")


def requirements(packages: Iterable[str]) -> list[str]:
    """Return the packages with the ranges that this project asks for, in the order given.

    Raises:
        KeyError: If the project does not ask for one of them.
    """
    asked = {
        canonicalize_name(requirement.name): requirement
        for requirement in map(Requirement, metadata.requires("chainrule") or ())
    }
    chosen = [(name, asked[canonicalize_name(name)]) for name in packages]
    return [f"{name}{requirement.specifier}" for name, requirement in chosen]


def pinned(packages: Iterable[str]) -> list[str]:
    """Return the packages in the versions that are installed here, for an image that must agree."""
    return [f"{name}=={Version(metadata.version(name)).public}" for name in packages]
