"""What the grader's own code must never do, read from its text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import chainrule_grader

ROOT = Path(chainrule_grader.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py"))

# Otter unpickles by itself; that happens in the driver's process only, which the parent reads as
# JSON. No module of ours does.
FORBIDDEN_MODULES = {"pickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_ATTRIBUTES = {"extractall", "extract", "unpack_archive", "unsafe_load", "full_load"}
LOADERS = {("torch", "load"), ("numpy", "load"), ("np", "load"), ("yaml", "load")}


def calls(tree: ast.Module) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_unpickled_evaluated_or_unpacked(path: Path) -> None:
    """No module imports a pickler, evaluates text, unpacks an archive or loads with a pickler."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not imported & FORBIDDEN_MODULES
    for call in calls(tree):
        if isinstance(call.func, ast.Name):
            assert call.func.id not in FORBIDDEN_CALLS, f"line {call.lineno}"
        if isinstance(call.func, ast.Attribute):
            assert call.func.attr not in FORBIDDEN_ATTRIBUTES, f"line {call.lineno}"
            if isinstance(call.func.value, ast.Name):
                pair = (call.func.value.id, call.func.attr)
                plain_yaml = pair == ("yaml", "load") and "SafeLoader" in path.read_text()
                assert pair not in LOADERS or plain_yaml, f"line {call.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_desk_is_not_imported(path: Path) -> None:
    """Imports point one way: the grader knows the kit, not the desk."""
    assert "chainrule_desk." not in path.read_text(encoding="utf-8").replace('"chainrule_desk"', "")


def test_the_student_process_holds_no_tests() -> None:
    """What a student's process is forked from imports nothing that reads bundles or tests."""
    for name in ("student_process", "protocol", "sandbox"):
        text = (ROOT / f"{name}.py").read_text(encoding="utf-8")
        for secret in ("bundle", "homework", "intake", "otter.test_files"):
            assert f"chainrule_grader.{secret}" not in text
            assert f"import {secret}" not in text
