"""The command line: help worth reading, one sentence for a mistake, exit code 2."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest
import typer
from desk_project import graded_project
from typer.testing import CliRunner, Result

from chainrule_desk.cli import app, console
from chainrule_desk.cli.grading import tell_aside
from chainrule_grader.kept import RESULTS

from .sheet_samples import HOMEWORK, result

ROOT = Path(__file__).parents[3]
COMMANDS = {command.name: command for command in app.registered_commands}


@pytest.fixture
def minimal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the minimal project, as working directory; nothing in it is built."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests/build/minimal_project", project)
    (project / "student").mkdir()
    shutil.copytree(ROOT / "student/chainrule", project / "student/chainrule")
    monkeypatch.chdir(project)
    return project


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("name", sorted(map(str, COMMANDS)))
def test_every_command_is_documented(name: str) -> None:
    """Each command has a help text, and the README or a room's README mentions it."""
    shown = run(name, "--help")
    assert shown.exit_code == 0
    command = COMMANDS[name]
    assert command.callback is not None
    assert command.callback.__doc__
    readmes = [ROOT / "README.md", *ROOT.glob("*/README.md")]
    assert any(f"chainrule {name}" in path.read_text() for path in readmes), name


def test_list_shows_homeworks_and_problems(minimal: Path) -> None:
    """`chainrule list` names what can be built and what can be used."""
    shown = run("list")
    assert shown.exit_code == 0
    assert "Tiny homework" in shown.output
    assert "squares" in shown.output


def test_assemble_writes_where_it_is_told(minimal: Path) -> None:
    """`chainrule assemble ID -o FILE` writes the master and, beside it, the kit."""
    shown = run("assemble", "tiny", "-o", "masters/tiny.ipynb")
    assert shown.exit_code == 0, shown.output
    assert (minimal / "masters/tiny.ipynb").is_file()
    assert (minimal / "masters/chainrule/checks.py").is_file()


MISTAKES = {
    "an unknown homework": (["build", "huge"], "no homework `huge`; there is: tiny"),
    "grading before building": (["grade", "tiny", "."], "run `chainrule build tiny` first"),
    "a sheet of an unknown homework": (["sheet", "huge"], "no homework `huge`; there is: tiny"),
    "two audits at once": (
        ["audit", "tiny", "--seeds", "3", "--mutants"],
        "are audits of their own",
    ),
    "a known answer's option for seeds": (
        ["audit", "--quick", "--seeds", "3"],
        "one after the other",
    ),
    "a type without seeds": (["audit", "--dtype", "float64"], "go with `--seeds`"),
    "a project that is none": (["list", "--project", "/"], "not inside a Chainrule project"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_ends_in_one_sentence_and_2(minimal: Path, mistake: str) -> None:
    """A mistake is answered with what is wrong and how to repair it; no traceback."""
    arguments, words = MISTAKES[mistake]
    shown = run(*arguments)
    assert shown.exit_code == 2
    assert shown.stderr.startswith("Error: ")  # no bar before it, where nobody watches
    assert words in " ".join(shown.stderr.split())
    assert "Traceback" not in shown.output


def test_an_empty_folder_is_said_and_what_was_graded_stays(tmp_path: Path) -> None:
    """Nobody is called after a folder without submissions; earlier results are untouched."""
    project = graded_project(tmp_path / "project", HOMEWORK, [result("Ada", 1, 0.5)])
    (tmp_path / "submissions").mkdir()
    folder = str(tmp_path / "submissions")
    said = run("grade", HOMEWORK.id, folder, "--project", str(project.root), "--tier", "none")
    assert said.exit_code == 2
    assert "no notebook or zip was found" in " ".join(said.output.split())
    assert "the bundle's tests cannot be loaded" in said.output  # the sample's are empty
    assert [path.stem for path in (project.grades(HOMEWORK.id) / RESULTS).iterdir()] == ["ada"]


def test_a_command_to_copy_stays_in_one_piece(tmp_path: Path) -> None:
    """However narrow the terminal, a sentence is not cut: what comes next can be copied whole."""
    project = graded_project(tmp_path / "project", HOMEWORK, [result("Ada", 1, 0.5)])
    said = CliRunner().invoke(
        app, ["sheet", HOMEWORK.id, "--project", str(project.root)], env={"COLUMNS": "40"}
    )
    assert said.exit_code == 0, said.output
    assert f"chainrule sheet {HOMEWORK.id} --marks\n" in said.output


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES])
def test_a_disk_that_fails_ends_in_a_sentence(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full or read-only disk is told with what to do, and the folder of a draft, not its name."""

    def command() -> None:
        raise OSError(number, "no", "/grades/results/.ada.json.1.tmp")

    with pytest.raises(typer.Exit) as ended:
        console.with_errors_as_sentences(command)()
    assert ended.value.exit_code == 2
    said = capsys.readouterr().err
    assert said.startswith("Error: /grades/results: ")
    assert "then run the same command again: what is finished is kept." in said


def test_what_is_left_aside_is_told_within_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    """The first twenty, how many more, and where all of them stand."""
    tell_aside([f"{n}.md: why" for n in range(25)], Path("grades/hw1"))
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "left aside: 0.md: why"
    assert told[20] == "left aside: 5 more files; see grades/hw1/left-aside.txt."
    assert len(told) == 21
    tell_aside([], Path("grades/hw1"))
    assert capsys.readouterr().out == ""
