"""Handing in, with everything that can go wrong on the way."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import time
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chainrule import document, environment, export, running, saved

from .notebooks import answer, code, encoded, markdown, notebook, png, save

CELLS = (
    markdown("### 1.1 Relu", "relu", "prompt"),
    code("def relu(x):\n    return x", "relu", "answer", count=1),
    code('grader.check("relu")', count=2),
    markdown("### 1.2 Review", "review", "prompt"),
    answer("review", "An answer with $x^2$."),
)


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def handed_in() -> Iterator[Path]:
    """A complete notebook, saved."""
    yield save(notebook(*CELLS))


def submitted(**options: Any) -> export.Submission:
    made = export.submit(**options)
    assert made is not None
    return made


class TestZip:
    """What is handed in."""

    def test_it_holds_notebook_pdf_records_and_otters_log(self, handed_in: Path) -> None:
        """The notebook lies in its root, byte for byte, as Otter wants it."""
        Path("fit.record.json").write_text("{}")
        Path("fit.weights.npz").write_bytes(b"PK")
        Path(".OTTER_LOG").write_bytes(b"log")
        Path("unrelated.txt").write_text("mine")
        made = submitted()
        inside = contents(made.path)
        assert set(inside) == {
            "hw1.ipynb",
            "hw1.pdf",
            "fit.record.json",
            "fit.weights.npz",
            ".OTTER_LOG",
            "__zip_filename__",
        }
        assert inside["hw1.ipynb"] == handed_in.read_bytes()
        assert inside["hw1.pdf"].startswith(b"%PDF")
        assert inside["__zip_filename__"].decode() == made.path.name
        assert made.path.parent.resolve() == Path.cwd().resolve()

    def test_its_name_is_the_homework_and_the_time(self, handed_in: Path) -> None:
        """Handed in twice, there are two zips."""
        first, second = submitted(), submitted()
        assert first.path.name.startswith("hw1_2") and first.path.suffix == ".zip"
        assert first.path != second.path

    def test_what_was_found_is_printed_and_the_file_comes_last(
        self, handed_in: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A student reads the list, and knows which file to hand in."""
        save(notebook(*CELLS[:4], answer("review", "_Type your answer here…_")))
        submitted()
        out = capsys.readouterr().out
        assert "1.2 Review: not answered yet" in out
        assert "Hand in this file: hw1_" in out.splitlines()[-1]

    def test_the_last_line_of_a_cell_adds_nothing_to_the_report(
        self, handed_in: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is returned is for programs."""
        made = submitted()
        capsys.readouterr()
        made._ipython_display_()
        assert capsys.readouterr().out == ""

    def test_nothing_is_exported_while_grading(self, graded: None, handed_in: Path) -> None:
        """A grader runs the last cell too."""
        assert export.submit(None) is None
        assert [path.name for path in Path.cwd().iterdir()] == ["hw1.ipynb"]

    def test_a_record_that_is_too_large_stays_out_and_it_is_said(self, handed_in: Path) -> None:
        """The rest is handed in."""
        Path("fit.weights.npz").write_bytes(bytes(6_000_000))
        made = submitted()
        assert "fit.weights.npz" not in made.files
        assert any("fit.weights.npz is not in the zip" in note for note in made.notes)


class TestNotebook:
    """Not saved, renamed, damaged."""

    def test_a_renamed_notebook_is_found(self, handed_in: Path) -> None:
        """It keeps its new name, and the zip the homework's."""
        handed_in.rename("my homework (final).ipynb")
        made = submitted()
        assert "my homework (final).ipynb" in contents(made.path)
        assert made.path.name.startswith("hw1_")

    def test_the_one_that_otter_knows_is_taken_where_two_could_be_meant(
        self, handed_in: Path
    ) -> None:
        """A backup copy in the same folder is not handed in."""
        shutil.copy(handed_in, "hw1-Copy1.ipynb")
        grader = types.SimpleNamespace(_notebook="hw1.ipynb")
        assert "hw1.ipynb" in contents(submitted(grader=grader).path)

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (None, "No notebook is saved"),
            (b"", "is empty on disk"),
            (b'{"cells": [', "not a readable notebook"),
        ],
    )
    def test_a_notebook_that_is_not_there_is_told(
        self, content: bytes | None, says: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Nothing is written, and the repair is said."""
        if content is not None:
            Path("hw1.ipynb").write_bytes(content)
        assert export.submit() is None
        out = capsys.readouterr().out
        assert "Nothing was exported" in out and says in out
        assert not list(Path.cwd().glob("*.zip"))

    def test_a_notebook_saved_long_ago_is_told(self, handed_in: Path) -> None:
        """With the time, so that a student can tell whether that was enough."""
        os.utime(handed_in, (time.time() - 600,) * 2)
        (note,) = submitted().notes
        assert "10 minutes ago" in note and "Ctrl+S" in note

    def test_a_cell_that_was_run_and_not_saved_is_told(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the kernel ran last is not in the file: it was not saved."""
        shell = types.SimpleNamespace(
            user_ns={"In": ["", "import torch", "def relu(x): return 2 * x", "export.submit()"]}
        )
        monkeypatch.setattr(export, "get_ipython", lambda: shell)
        monkeypatch.setattr(export, "display", lambda *_: None)
        (note,) = submitted().notes
        assert "was not saved" in note and "Ctrl+S" in note
        shell.user_ns["In"][-2] = CELLS[1]["source"]
        assert submitted().notes == ()


def changed(number: int | None, key: str, value: Any = None, *, drop: bool = False) -> Any:
    """Return a homework in which one field of a cell, or of the notebook, is odd or not there."""
    made = json.loads(json.dumps(notebook(*CELLS)))
    owner = made if number is None else made["cells"][number]
    owner.pop(key, None) if drop else owner.update({key: value})
    return made


STREAM = {"output_type": "stream", "name": "stdout"}


class TestTools:
    """What editors and tools make of a notebook: the grader reads it, so it is handed in."""

    @pytest.mark.parametrize(
        "made",
        [
            changed(1, "execution_count", drop=True),
            changed(1, "execution_count", "1"),
            changed(1, "outputs", drop=True),
            changed(1, "outputs"),
            changed(1, "outputs", [None, 3, {}, {"output_type": "unheard-of"}]),
            changed(1, "outputs", [{"output_type": "display_data", "data": None}]),
            changed(1, "outputs", [{"output_type": "display_data", "data": {"text/plain": None}}]),
            changed(1, "outputs", [STREAM | {"text": ["a\n", "b"]}, STREAM | {"text": None}]),
            changed(1, "outputs", [{"output_type": "error", "traceback": None}]),
            changed(1, "metadata"),
            changed(1, "metadata", drop=True),
            changed(1, "metadata", {"chainrule": [1], "tags": {}}),
            changed(4, "source", ["An ", "answer."]),
            changed(4, "source", drop=True),
            changed(4, "source", None),
            changed(4, "source", "half an emoji \ud83d and a zero \x00."),
            changed(4, "attachments", {"a.png": None}),
            changed(4, "outputs", []),
            changed(None, "metadata"),
            changed(None, "metadata", drop=True),
            changed(None, "metadata", {"chainrule": {"homework": "hw1", "parts": [3, {}]}}),
            changed(None, "metadata", {"chainrule": {"homework": 7, "parts": {"a": 1}}}),
            changed(None, "nbformat_minor", 0),
        ],
    )
    def test_the_zip_is_written_with_its_pdf(self, made: dict[str, Any]) -> None:
        """Field by field: not there, null, of another type."""
        path = save(made)
        inside = contents(submitted().path)
        assert inside["hw1.ipynb"] == path.read_bytes() and inside["hw1.pdf"].startswith(b"%PDF")

    @pytest.mark.parametrize("place", ["examine", "missing_records"])
    def test_a_look_over_that_fails_is_told_and_stops_nothing(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        """A finding is help; the zip is the homework."""

        def broken(*args: Any) -> None:
            raise KeyError("label")

        monkeypatch.setattr(export.preflight, place, broken)
        made = submitted()
        assert "hw1.ipynb" in made.files
        assert any("could not be looked over (KeyError)" in note for note in made.notes)

    def test_a_list_of_inputs_that_a_cell_has_overwritten_is_no_matter(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """``In`` is a name like any other."""
        shell = types.SimpleNamespace(user_ns={"In": 5})
        monkeypatch.setattr(export, "get_ipython", lambda: shell)
        monkeypatch.setattr(export, "display", lambda *_: None)
        assert "hw1.ipynb" in submitted().files

    def test_a_program_that_runs_the_notebook_is_named(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In one line, in place of what a person would do."""
        monkeypatch.setattr(running, "program", lambda: "nbconvert")
        (note,) = submitted().notes
        assert "was run by nbconvert" in note and "Ctrl+S" not in note

    @pytest.mark.parametrize(
        ("modified", "says"),
        [(315_532_800, "was not saved since"), (1_700_000_000, "as it was saved on 2023-11-1")],
    )
    def test_an_old_file_is_told_by_its_date(
        self, handed_in: Path, modified: float, says: str
    ) -> None:
        """An archive's fixed date is no time at which anybody saved."""
        os.utime(handed_in, (modified, modified))
        (note,) = submitted().notes
        assert says in note and "hours ago" not in note


class TestFolders:
    """Cells change the working folder."""

    def test_notebook_records_and_log_are_found_from_another_folder(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The opening cell remembers where the notebook is."""
        saved.remember(handed_in)
        Path(".OTTER_LOG").write_bytes(b"log")
        Path("fit.record.json").write_text("{}")
        there = Path("out")
        there.mkdir()
        monkeypatch.chdir(there)
        Path("late.record.json").write_text("{}")
        made = submitted()
        inside = contents(made.path)
        assert {"hw1.ipynb", ".OTTER_LOG", "fit.record.json", "late.record.json"} <= set(inside)
        assert made.path.parent == saved.folder()

    def test_pictures_beside_the_notebook_come_along(self, tmp_path: Path) -> None:
        """Those that it shows, in whatever way; none from elsewhere, and nothing else."""
        Path("figs").mkdir()
        for name in ("a.png", "b c.png", "figs/d.png", "e.png", "unused.png"):
            Path(name).write_bytes(png())
        Path("secret.txt").write_text("mine")
        (tmp_path / "outside.png").write_bytes(png())
        text = (
            "![a](a.png) ![b](<b c.png>) <img src='figs/d.png'> ![e][r] [s](secret.txt) "
            "![o](../outside.png) ![g](gone.png)\n\n[r]: e.png"
        )
        save(notebook(*CELLS[:4], answer("review", text)))
        inside = contents(submitted().path)
        assert {name for name in inside if name.endswith(("png", "txt"))} == {
            "a.png",
            "b c.png",
            "figs/d.png",
            "e.png",
        }


class TestDisk:
    """No place to write."""

    @pytest.mark.parametrize(
        ("number", "says"),
        [
            (errno.EACCES, "the folder cannot be written"),
            (errno.EROFS, "the folder cannot be written"),
            (errno.ENOSPC, "the disk is full"),
        ],
    )
    def test_a_folder_without_room_is_left_for_another(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
    ) -> None:
        """The zip lands in the home folder, and where it is is said."""
        refuse(monkeypatch, number, lambda path: path.parent == Path.cwd())
        made = submitted()
        assert made.path.parent == Path.home()
        assert contents(made.path)["hw1.ipynb"] == handed_in.read_bytes()
        assert any(says in note and str(made.path) in note for note in made.notes)
        assert [path.name for path in Path.cwd().iterdir()] == ["hw1.ipynb"]

    def test_no_room_anywhere_is_told(
        self,
        handed_in: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """The notebook is as it was saved, and that is said."""
        before = handed_in.read_bytes()
        refuse(monkeypatch, errno.ENOSPC, lambda path: True)
        assert export.submit() is None
        out = capsys.readouterr().out
        assert "no place to write" in out and "the disk is full" in out
        assert handed_in.read_bytes() == before

    def test_half_a_zip_is_never_left(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was written is read back before it gets its name."""
        monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda self: "hw1.ipynb")
        assert export.submit() is None
        assert [path.name for path in Path.cwd().iterdir()] == ["hw1.ipynb"]


def refuse(monkeypatch: pytest.MonkeyPatch, number: int, where: Any) -> None:
    """Let writing a zip fail as a disk would."""
    real = zipfile.ZipFile

    class Refusing(real):  # type: ignore[misc, valid-type]
        def __init__(self, file: Any, mode: str = "r", *args: Any, **options: Any) -> None:
            if mode == "w" and where(Path(file)):
                raise OSError(number, os.strerror(number))
            super().__init__(file, mode, *args, **options)

    monkeypatch.setattr(export.zipfile, "ZipFile", Refusing)


class TestAnswers:
    """What students write."""

    def test_a_missing_brace_is_told_loudly_and_the_zip_is_written(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Which answer, which line, which formula, and why."""
        save(notebook(*CELLS[:4], answer("review", "Good.\n\nBut $\\frac{1}{2$ is not.")))
        made = submitted()
        assert "hw1.pdf" in made.files
        assert (
            "NOT TYPESET IN THE PDF: your answer to 1.2 Review, line 3: a closing brace } is "
            "missing: \\frac{1}{2"
        ) in capsys.readouterr().out

    def test_without_a_pdf_the_zip_is_written_and_it_is_said_loudly(
        self, handed_in: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The PDF is for reading; the notebook is what is graded."""

        def broken(*args: Any, **options: Any) -> None:
            raise document.DocumentError("pandoc is missing: run `%pip install …`.")

        monkeypatch.setattr(document, "render", broken)
        made = submitted()
        assert "hw1.ipynb" in made.files and "hw1.pdf" not in made.files
        assert made.notes[0].startswith("NO PDF WAS MADE: pandoc is missing")

    @pytest.mark.parametrize(
        "text", ["神经网络可以逼近任何函数。", "مرحبا بالعالم 🎉", "שלום 🤖 $x$", "👩‍👩‍👧 done"]
    )
    def test_answers_in_any_script_are_handed_in_whole(self, text: str) -> None:
        """Chinese, Arabic, Hebrew and emoji reach the grader as they were written."""
        save(notebook(*CELLS[:4], answer("review", text)))
        made = submitted()
        inside = contents(made.path)
        assert json.loads(inside["hw1.ipynb"])["cells"][4]["source"] == text
        assert inside["hw1.pdf"].startswith(b"%PDF")

    def test_a_picture_of_50_megabytes_is_handed_in_and_told(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is thrown away; which answer makes the zip large is said."""
        monkeypatch.setattr(export, "_MARKED", 40_000_000)
        content = png(4200, 4200, noise=True)
        assert len(content) > 50_000_000
        cell = answer("review", "![](attachment:a.png)")
        cell["attachments"] = {"a.png": {"image/png": encoded(content)}}
        path = save(notebook(*CELLS[:4], cell))
        made = submitted()
        inside = contents(made.path)
        assert inside["hw1.ipynb"] == path.read_bytes()
        assert len(inside["hw1.pdf"]) < 5_000_000
        (note,) = made.notes
        assert "course systems refuse" in note and "your answer to 1.2 Review" in note


class TestColab:
    """Where the notebook is on a page and not on the machine."""

    def test_the_notebook_is_fetched_and_the_zip_downloaded(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is on the screen is handed in, saved or not."""
        downloads: list[str] = []
        colab = types.ModuleType("google.colab")
        colab._message = types.SimpleNamespace(  # type: ignore[attr-defined]
            blocking_request=lambda *_, **__: {"ipynb": notebook(*CELLS)}
        )
        colab.files = types.SimpleNamespace(download=downloads.append)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
        monkeypatch.setitem(sys.modules, "google.colab", colab)
        assert environment.on_colab()
        made = submitted()
        assert downloads == [str(made.path)]
        assert "hw1.ipynb" in made.files and made.notes == ()

    def test_a_page_that_does_not_answer_is_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The student may try again."""
        colab = types.ModuleType("google.colab")

        def silent(*_: Any, **__: Any) -> None:
            raise TimeoutError

        colab._message = types.SimpleNamespace(blocking_request=silent)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
        monkeypatch.setitem(sys.modules, "google.colab", colab)
        assert export.submit() is None
        assert "Colab did not hand over the notebook (TimeoutError)" in capsys.readouterr().out


def test_the_front_end_says_which_notebook_it_is(
    handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among several copies, the one that is open is handed in."""
    shutil.copy(handed_in, "hw1-Copy1.ipynb")
    monkeypatch.setenv("JPY_SESSION_NAME", str(Path("hw1-Copy1.ipynb").resolve()))
    monkeypatch.setattr(saved, "get_ipython", lambda: types.SimpleNamespace(user_ns={}))
    assert saved.find().name == "hw1-Copy1.ipynb"
