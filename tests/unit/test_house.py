"""The house rules: where imports point, what starts without what, what may be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from chainrule_desk.cli import main

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "chainrule": (ROOT / "student/chainrule", {"chainrule"}),
    "chainrule_grader": (ROOT / "autograder/chainrule_grader", {"chainrule", "chainrule_grader"}),
    "chainrule_desk": (
        ROOT / "instructor/chainrule_desk",
        {"chainrule", "chainrule_grader", "chainrule_desk"},
    ),
}
# The rooms of the desk, each of which may use those before it: data goes one way.
ROOMS = [
    "policies",
    "authoring",
    "composing",
    "auditing",
    "grades",
    "grade_sheets",
    "reviewing",
    "reporting",
    "returning",
]


def test_every_folder_of_tests_is_looked_into(pytestconfig: pytest.Config) -> None:
    """No folder that holds tests has a name that pytest passes over."""
    passed_over = pytestconfig.getini("norecursedirs")
    for path in (ROOT / "tests").rglob("test_*.py"):
        for name in path.relative_to(ROOT).parts[:-1]:
            assert not any(fnmatch(name, pattern) for pattern in passed_over), path


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    """Desk imports grader imports kit, never the other way."""
    folder, allowed = PACKAGES[package]
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            ours = {name.partition(".")[0] for name in modules} & set(PACKAGES)
            assert ours <= allowed, f"{path.relative_to(ROOT)}:{node.lineno} imports {ours}"


def test_rooms_of_the_desk_import_one_way() -> None:
    """A room of the desk uses the rooms before it: no later one, not the build, not the door."""
    desk = PACKAGES["chainrule_desk"][0]
    assert {path.parent.name for path in desk.glob("*/__init__.py")} == {*ROOMS, "cli"}
    for room in ROOMS:
        later = {*ROOMS[ROOMS.index(room) + 1 :], "build", "cli"}
        for path in (desk / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Import():
                        names = [alias.name for alias in node.names]
                    case ast.ImportFrom(module=str(module)):
                        names = [f"{module}.{alias.name}" for alias in node.names]
                    case _:
                        continue
                steps = [name.split(".") for name in names]
                used = {step[1] for step in steps if step[0] == "chainrule_desk" and step[1:]}
                assert not used & later, f"{path.name}:{node.lineno} imports {used & later}"


def test_no_registry_is_named() -> None:
    """No committed text names a package registry's host: users have their own."""
    hosts = re.compile(r"pypi\.org|pythonhosted\.org|deb\.debian\.org|registry\.npmjs")
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, tracked):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            assert not hosts.search(content.decode("utf-8", "replace")), name


def test_the_desk_starts_without_torch() -> None:
    """Sheets, report, feedback and review wait for no torch, which takes half a gigabyte."""
    rooms = ("grades", "grade_sheets", "reviewing", "reporting", "returning")
    modules = [
        f"chainrule_desk.{room}.{path.stem}"
        for room in rooms
        for path in (PACKAGES["chainrule_desk"][0] / room).glob("*.py")
    ]
    code = f"import sys; import {', '.join(modules)}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_waits_for_no_library() -> None:
    """`chainrule --help` loads what prints it; a command loads what it works with when it runs."""
    heavy = "IPython jinja2 matplotlib nbformat otter pandas sqlalchemy torch"
    code = f"import sys, chainrule_desk.cli; print(*set('{heavy}'.split()) & set(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not loaded.stdout.split()


def test_the_command_is_the_one_that_is_measured() -> None:
    """What is installed as `chainrule` is `main`, which ends as it means to."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts == {"chainrule": f"{main.__module__}:{main.__name__}"}
