"""What changes, and what does not, when a grader runs a notebook."""

import subprocess
import sys

import otter
import pytest

from chainrule import settings


def test_a_students_own_run_is_not_grading() -> None:
    """Without the setting and outside of Otter's grading, nothing is cut short."""
    assert not settings.grading()
    assert settings.epochs(30) == 30


def test_the_environment_switches_grading_on(graded: None) -> None:
    """CHAINRULE_GRADING=1 means that a grader runs the notebook, with few epochs."""
    assert settings.grading()
    assert settings.epochs(30) == settings.GRADING_EPOCHS
    assert settings.epochs(2) == 2


def test_otters_grading_mode_is_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain Otter needs no setting of ours."""
    monkeypatch.setattr(otter.Notebook, "_grading_mode", True)
    assert settings.grading()


@pytest.mark.parametrize("n", [0, -1, 1.5, True, "3"])
def test_epochs_must_be_a_positive_whole_number(n: object) -> None:
    """A number of epochs that cannot be is refused, and named."""
    with pytest.raises(ValueError, match="positive integer"):
        settings.epochs(n)  # type: ignore[arg-type]


def test_grading_is_on_the_cpu_and_says_so(
    graded: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every graded run computes on the same kind of device."""
    assert settings.device().type == "cpu"
    assert "CPU" in capsys.readouterr().out


def test_the_kit_is_light_until_it_is_used() -> None:
    """Importing the kit's settings loads neither torch nor Otter nor matplotlib."""
    code = (
        "import sys, chainrule, chainrule.settings, chainrule.checks;"
        "sys.exit(bool({'torch', 'otter', 'matplotlib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
