"""Dependencies: four files agree, every promised Python resolves, and lower bounds can be had."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from chainrule.environment import PACKAGES as PACKAGES_OF_THE_KIT

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
# PyPI name -> conda-forge name, where they differ.
CONDA_NAMES = {"torch": "pytorch", "msgpack": "msgpack-python"}
MINORS = ("3.11", "3.12", "3.13", "3.14")
LINUX = "x86_64-unknown-linux-gnu"
ELSEWHERE = ("aarch64-unknown-linux-gnu", "aarch64-apple-darwin", "x86_64-pc-windows-msvc")


def asked() -> dict[str, Requirement]:
    """Return what pyproject.toml asks for, by name."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = document["dependencies"] + document["optional-dependencies"]["dev"]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def pins() -> list[Requirement]:
    """Return the pins of constraints.txt."""
    lines = CONSTRAINTS.read_text().splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def pythons() -> list[str]:
    """Return the first Python of each promised series, and the first after each marker's bound."""
    bounds = set(re.findall(r"python_full_version [<>=]+ '(3\.\d+\.\d+)'", CONSTRAINTS.read_text()))
    return sorted({f"{minor}.0" for minor in MINORS} | bounds, key=Version)


def specifiers(text: str) -> set[str]:
    return {part.strip() for part in text.split(",") if part.strip()}


@pytest.fixture(scope="module")
def uv() -> str:
    """Return uv if it is there and reaches a registry; else the test is skipped by that name."""
    found = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if not found:
        pytest.skip("no uv here: `make setup` brings it")
    try_out = [found, "pip", "compile", "--quiet", "--no-deps", "-"]
    try:
        done = subprocess.run(
            try_out, input="packaging", text=True, capture_output=True, timeout=30, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("no registry answers here")
    if done.returncode:
        pytest.skip("no registry can be reached from here")
    return found


def resolved(uv: str, *arguments: str) -> dict[str, str]:
    """Resolve the project from metadata, wheels only, and return the versions by name."""
    done = subprocess.run(
        [
            *(uv, "pip", "compile", "--quiet", "--no-annotate", "--no-header"),
            *("--only-binary", ":all:", "--extra", "dev", *arguments, "pyproject.toml"),
        ],
        cwd=ROOT,
        env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"},  # the oldest that torch has
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [Requirement(line) for line in done.stdout.splitlines()]
    return {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in lines}


@pytest.mark.slow
@pytest.mark.parametrize("python", pythons())
def test_every_promised_python_resolves(uv: str, python: str) -> None:
    """The constraints have wheels for each Python on Linux, its first patch level included."""
    found = resolved(uv, "-c", "constraints.txt", *at(python, LINUX))
    assert set(asked()) <= set(found)


@pytest.mark.slow
@pytest.mark.parametrize("platform", ELSEWHERE)
def test_other_platforms_resolve(uv: str, platform: str) -> None:
    """So do they on ARM, macOS and Windows."""
    found = resolved(uv, "-c", "constraints.txt", *at("3.12.0", platform))
    assert set(asked()) <= set(found)


@pytest.mark.slow
def test_lower_bounds_can_be_had(uv: str) -> None:
    """Each lower bound is a version with a wheel for Python 3.11 that the others allow.

    That these versions work is shown by `tests/places/lowest`, which runs kit and desk on them.
    """
    found = resolved(uv, "--resolution", "lowest-direct", *at("3.11.0", LINUX))
    for name, requirement in asked().items():
        (lowest,) = (s.version for s in requirement.specifier if s.operator == ">=")
        dated = name.startswith("types-") or name.endswith("-stubs")  # 2.2.0.240218
        version = ".".join(found[name].split(".")[:3]) if dated else found[name]
        assert Version(version) == Version(lowest), name


def at(python: str, platform: str) -> tuple[str, ...]:
    return ("--python-version", python, "--python-platform", platform)


def test_constraints_lie_in_the_ranges() -> None:
    """Every dependency is pinned for every promised Python, once, inside its range."""
    for python in pythons():
        place = {
            **default_environment(),
            "python_version": ".".join(python.split(".")[:2]),
            "python_full_version": python,
        }
        valid = [pin for pin in pins() if not pin.marker or pin.marker.evaluate(place)]
        versions = {canonicalize_name(pin.name): str(pin.specifier) for pin in valid}
        assert len(versions) == len(valid), python
        for name, requirement in asked().items():
            assert name in versions, f"{name} is not pinned: run `make constraints`"
            assert re.fullmatch(r"==[^,*]+", versions[name]), name
            assert requirement.specifier.contains(versions[name].removeprefix("==")), name


def test_constraints_name_no_address() -> None:
    """Whoever installs has a registry of their own."""
    text = CONSTRAINTS.read_text()
    assert not re.search(r"://|--index|--extra-index|--find-links|--hash", text)
    assert not any(pin.url for pin in pins())


def test_conda_environment_names_the_same_dependencies() -> None:
    """environment.yml and pyproject.toml ask for the same packages in the same ranges."""
    document = yaml.safe_load((ROOT / "environment.yml").read_text())
    entries = document["dependencies"]
    pip = next((entry["pip"] for entry in entries if isinstance(entry, dict)), [])
    found: dict[str, str] = {}
    for entry in [*(e for e in entries if isinstance(e, str)), *pip]:
        match = re.fullmatch(r"([A-Za-z0-9_.-]+)\s*(.*)", entry)
        assert match, entry
        found[canonicalize_name(match.group(1))] = match.group(2)
    assert specifiers(found.pop("python")) == {">=3.11"}
    found.pop("pip", None)
    wanted = {
        (name if name in found else CONDA_NAMES.get(name, name)): str(requirement.specifier)
        for name, requirement in asked().items()
    }
    assert set(found) == set(wanted)
    for name, text in wanted.items():
        assert specifiers(found[name]) == specifiers(text), name


def test_kit_checks_for_the_same_ranges() -> None:
    """What the first cell of a release asks for is what pyproject.toml asks for."""
    wanted = asked()
    for name, (lowest, below) in PACKAGES_OF_THE_KIT.items():
        found = specifiers(str(wanted[canonicalize_name(name)].specifier))
        assert found == {f">={lowest}", f"<{below}"}, name


def test_repairs_that_the_code_names_have_the_same_ranges() -> None:
    """A sentence that tells what to install tells what pyproject.toml asks for."""
    wanted = asked()
    for folder in ("student", "autograder", "instructor"):
        for path in (ROOT / folder).rglob("*.py"):
            for name, text in re.findall(r'"([a-z_-]+)(>=[\d.]+,<\d+)"', path.read_text()):
                found = specifiers(str(wanted[canonicalize_name(name)].specifier))
                assert specifiers(text) == found, f"{path}: {name}"
