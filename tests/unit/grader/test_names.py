"""A notebook is graded whatever it is called, and every file in a folder is a row or a line."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from downloads import lay, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule_grader import intake, sniffing
from chainrule_grader.archive import RefusedError
from chainrule_grader.bundle import Bundle

Make = Callable[..., bytes]

NAMES = [
    *(
        "ann.ipynb.txt",
        "bob.ipynb.json",
        "cid.json",
        "dee.txt",
        "eve.ipynb (1)",
        "gil",
        "hal.IPYNB",
    ),
    *(
        "fin.ipynb.download",
        "gus.ipynb.crdownload",
        "fay.ipynb.part",
        "ina.ipynb~",
        "jon.ipynb.bak",
    ),
    *("kai.ipynb.tmp", "lea (2).txt", "mia.notebook", "ned.ipynb.html", "zoë hw1 – Kopie.json"),
]
FOREIGN = [
    *("a.gdoc", "b.url", "c.lnk", "d.webloc", "e.md", "f.R", "g.jl", "h.heic", "i.png", "j.csv"),
    *(
        "k.mp4",
        "l.log",
        "m.xlsx",
        "n.c",
        "o.java",
        "p.m",
        "q.tex",
        "README",
        "roster.csv",
        "Makefile",
    ),
]


@pytest.fixture
def good(make_notebook: Make) -> bytes:
    return make_notebook(['grader.check("scale")'])


def tarred(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as target:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        target.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def test_a_notebook_is_graded_whatever_it_is_called(
    tmp_path: Path, bundle: Bundle, good: bytes
) -> None:
    """Each of them is a row, alone, in a folder and by a list of paths."""
    lay(tmp_path, dict.fromkeys(NAMES, good))
    for paths in ([tmp_path], sorted(tmp_path.iterdir())):
        found, aside = intake.survey(paths)
        assert ({h.root.name for h in found}, aside) == (set(NAMES), [])
        assert {intake.load(handin, bundle).notebook for handin in found} == {good}
    for name in NAMES:
        (handin,) = intake.find([tmp_path / name])
        assert intake.load(handin, bundle).notebook == good


def test_a_row_is_called_after_the_name_without_what_was_added(tmp_path: Path, good: bytes) -> None:
    """What a browser or an editor adds names nobody."""
    lay(
        tmp_path,
        dict.fromkeys(("ann.ipynb.txt", "eve.ipynb (1)", "gil", "fin.ipynb.download"), good),
    )
    assert sorted(handin.student for handin in intake.find([tmp_path])) == [
        *("ann", "eve", "fin", "gil"),
    ]


def test_every_other_file_is_a_line_with_its_reason(tmp_path: Path, good: bytes) -> None:
    """Nothing vanishes: what is no notebook and no try at one is left aside by name."""
    lay(tmp_path, {**dict.fromkeys(FOREIGN, b"something else"), "ann.ipynb": good, ".notes": b"x"})
    for paths in ([tmp_path], sorted(path for path in tmp_path.iterdir() if path.name[0] != ".")):
        found, aside = intake.survey(paths)
        hidden = {".notes"} if paths == [tmp_path] else set()
        assert [handin.student for handin in found] == ["ann"]
        assert {line.name for line in aside} == {*FOREIGN, *hidden}
        assert all(line.reason for line in aside)
    reasons = {line.name: line.reason for line in aside}
    assert "staff" in reasons["roster.csv"] and "staff" in reasons["README"]
    assert "points to" in reasons["a.gdoc"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe" + '{"cells": ['.encode("utf-16-le"),
        b'{"cells": [],',
        b'{"metadata": {}, "nbformat": 4',
    ],
)
def test_a_damaged_notebook_is_a_row_with_its_reason(
    tmp_path: Path, bundle: Bundle, content: bytes
) -> None:
    """A try at handing in is never a line only: somebody waits for points."""
    (tmp_path / "ann.ipynb.txt").write_bytes(content)
    (handin,) = intake.find([tmp_path])
    with pytest.raises(RefusedError):
        intake.load(handin, bundle)


def test_a_notebook_is_told_by_its_end_where_metadata_is_long(tmp_path: Path) -> None:
    """Widgets write megabytes of metadata before the first cell."""
    document = {"metadata": {"widgets": "x" * 200_000}, "nbformat": 4, "cells": []}
    (tmp_path / "ann.txt").write_text(json.dumps(document))
    assert len(intake.find([tmp_path])) == 1
    (tmp_path / "ann.txt").write_text(json.dumps({"metadata": {"widgets": "x" * 200_000}}))
    assert intake.find([tmp_path]) == []


@pytest.mark.parametrize("name", ["ann.tar", "ann.tar.gz", "ann.tgz", "ann.ipynb.gz", "ann.gz"])
def test_tar_and_gzip_are_opened(tmp_path: Path, bundle: Bundle, good: bytes, name: str) -> None:
    """So are a tar archive, plain and compressed, and a notebook that was compressed alone."""
    data = tarred("hw/" + "long/" * 18 + "small.ipynb", good) if "t" in name[4:6] else good
    (tmp_path / name).write_bytes(gzip.compress(data) if "gz" in name else data)
    for path in (tmp_path, tmp_path / name):
        (handin,) = intake.find([path])
        assert intake.load(handin, bundle).notebook == good


@pytest.mark.parametrize("ending", [".part", ".download", "", ".ipynb", ".zip (1)"])
def test_a_zip_is_opened_whatever_it_is_called(
    tmp_path: Path, bundle: Bundle, good: bytes, ending: str
) -> None:
    """What counts is what a file holds."""
    (tmp_path / f"ann{ending}").write_bytes(zipped({"small.ipynb": good}))
    (handin,) = intake.find([tmp_path])
    assert intake.load(handin, bundle).notebook == good


def test_no_file_is_waited_for_or_followed(tmp_path: Path) -> None:
    """A pipe that nobody writes to is a line; a link is a row that is refused."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    found, aside = intake.survey([tmp_path])
    assert [handin.root.name for handin in found] == ["link.txt"]
    assert [(line.name, "regular" in line.reason) for line in aside] == [("pipe.txt", True)]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"PK\x03\x04", b"\x1f\x8b\x08"]))
def test_any_bytes_are_a_row_or_a_line(tmp_path: Path, data: bytes, start: bytes) -> None:
    """Whatever a file holds, it is one of the two."""
    (tmp_path / "x.odd").write_bytes(start + data)
    found, aside = intake.survey([tmp_path])
    assert len(found) + len(aside) == 1


def test_names_are_stripped_in_bounded_time() -> None:
    """A long hostile name costs no time."""
    assert sniffing.bare("x" + " (1)" * 10_000)
