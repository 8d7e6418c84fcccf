"""The first cell: what is there, what is missing, and how to get it."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from chainrule import environment

VERSIONS = {
    "numpy": "2.1.0",
    "torch": "2.4.1+cpu",
    "torchvision": "0.19.1",
    "matplotlib": "3.9.2",
    "otter-grader": "7.0.0",
}


def repairs(versions: dict[str, str], python: tuple[int, int, int] = (3, 12, 1)) -> dict[str, str]:
    """Return what to do about each thing that does not fit."""

    def version_of(name: str) -> str:
        if name not in versions:
            raise importlib.metadata.PackageNotFoundError(name)
        return versions[name]

    findings = environment.examine(version_of, python)
    return {finding.name: finding.repair for finding in findings if finding.repair}


def test_a_machine_that_fits_needs_no_repair() -> None:
    """Local version labels such as +cpu do not matter."""
    assert repairs(VERSIONS) == {}


def test_this_machine_fits_and_says_what_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    """One line names every version, for when a student asks for help."""
    environment.check()
    out = capsys.readouterr().out
    assert out.startswith("Ready: Python 3.") and "torch 2." in out and "otter-grader 7" in out


@pytest.mark.parametrize(
    ("name", "version"),
    [("torch", "1.13.1"), ("numpy", "3.0.0"), ("otter-grader", "6.1.3"), ("matplotlib", "3.7")],
)
def test_a_version_that_does_not_fit_comes_with_the_command(name: str, version: str) -> None:
    """Too old and too new are both repaired by one line to paste."""
    found = repairs({**VERSIONS, name: version})
    assert list(found) == [name] and f'%pip install "{name}>=' in found[name]


def test_a_missing_package_comes_with_the_command() -> None:
    """Nothing is imported to find out."""
    versions = {name: VERSIONS[name] for name in VERSIONS if name != "torch"}
    assert '%pip install "torch>=2.4,<3"' in repairs(versions)["torch"]


def test_an_old_python_says_how_to_get_a_new_one() -> None:
    """A package manager cannot repair the interpreter that it runs in."""
    assert "conda create" in repairs(VERSIONS, (3, 9, 18))["Python"]


def test_a_file_that_hides_a_package_is_found() -> None:
    """A student's own torch.py is imported in place of torch."""
    Path("torch.py").write_text("")
    assert "rename torch.py" in repairs(VERSIONS)["kit"]


def test_what_does_not_fit_is_raised_with_every_repair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All that is wrong at once, and what to do afterwards."""
    monkeypatch.setitem(environment.PACKAGES, "torch", ("98.0", "99"))
    monkeypatch.setitem(environment.PACKAGES, "no-such-package", ("1.0", "2"))
    with pytest.raises(environment.UnfitEnvironmentError) as caught:
        environment.check()
    message = str(caught.value)
    assert "torch (2." in message and "no-such-package (missing)" in message
    assert "restart the kernel" in message


def test_the_versions_are_those_of_the_project() -> None:
    """The kit asks for what pyproject.toml asks for."""
    project = Path(__file__).parents[3] / "pyproject.toml"
    required = tomllib.loads(project.read_text())["project"]["dependencies"]
    for name, (lowest, below) in environment.PACKAGES.items():
        assert f"{name}>={lowest},<{below}" in required
