"""Nothing that an archive says of itself is our failure: each ends in a sentence, within limits."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from downloads import zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule_grader import intake
from chainrule_grader.archive import MAX_FILES, MAX_LISTED, RefusedError
from chainrule_grader.bundle import Bundle
from chainrule_grader.tarball import TarTree

Make = Callable[..., bytes]


@pytest.fixture
def good(make_notebook: Make) -> bytes:
    return make_notebook(['grader.check("scale")'])


def said(path: Path, bundle: Bundle) -> str:
    """Return why a hand-in is refused; empty if it is taken."""
    (handin,) = intake.find([path])
    try:
        intake.load(handin, bundle)
    except RefusedError as refusal:
        return str(refusal)
    return ""


def test_a_file_that_is_a_folder_too(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """No file system can hold both."""
    path = tmp_path / "ann.zip"
    path.write_bytes(zipped({"small.ipynb": good, "a.json": b"{}", "a.json/b.json": b"{}"}))
    assert "a file and a folder of the same name, a.json" in said(path, bundle)


def test_a_name_that_no_file_system_takes(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """The file is left aside; the notebook is graded."""
    path = tmp_path / "ann.zip"
    path.write_bytes(zipped({"small.ipynb": good, "x" * 300 + ".json": b"{}"}))
    (handin,) = intake.find([path])
    submission = intake.load(handin, bundle)
    assert (submission.files, len(submission.aside)) == ({}, 1)
    assert "too long" in submission.aside[0]


@pytest.mark.parametrize("bit", range(16))
def test_any_flag(tmp_path: Path, bundle: Bundle, good: bytes, bit: int) -> None:
    """Patched and strongly encrypted files are refused, and no flag is our failure."""
    data = bytearray(zipped({"small.ipynb": good}))
    for start, offset in ((0, 6), (data.rfind(b"PK\x01\x02"), 8)):
        flags = struct.unpack_from("<H", data, start + offset)[0] | 1 << bit
        struct.pack_into("<H", data, start + offset, flags)
    path = tmp_path / "ann.zip"
    path.write_bytes(data)
    told = said(path, bundle)
    expected = {0: "encrypted", 5: "unusual compression", 6: "encrypted", 13: "encrypted"}
    assert expected.get(bit, "") in told


def test_levels_share_one_room(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """Many archives in one count together: their files, and what they unpack to."""
    many = zipped({f"{n}.txt": b"" for n in range(MAX_FILES // 2)})
    path = tmp_path / "ann.zip"
    path.write_bytes(zipped({f"{n}.zip": many for n in range(3)}))
    assert f"more than {MAX_FILES} files" in said(path, bundle)
    large = zipped({"small.ipynb": bytes(60 << 20)})
    path.write_bytes(zipped({f"{n}.zip": large for n in range(9)}))
    began = time.monotonic()
    assert said(path, bundle)
    assert time.monotonic() - began < 20


def test_the_list_of_an_archive_stays_bounded(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """An environment of 30,000 files is skipped; a list beyond the bound is refused unread."""
    path = tmp_path / "ann.zip"
    files = {f".venv/lib/{n}.py": b"" for n in range(30_000)}
    path.write_bytes(zipped({"small.ipynb": good, **files}))
    assert said(path, bundle) == ""
    path.write_bytes(zipped({f".venv/{n}": b"" for n in range(MAX_LISTED + 1)}))
    assert "files" in said(path, bundle)


def test_a_gzip_bomb(tmp_path: Path, bundle: Bundle) -> None:
    """What unpacks to far more than it is, is refused on the way."""
    path = tmp_path / "ann.ipynb.gz"
    path.write_bytes(gzip.compress(bytes(200 << 20)))
    began = time.monotonic()
    assert "unpacks to more than" in said(path, bundle)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_in_a_tar(tmp_path: Path, bundle: Bundle, kind: bytes) -> None:
    """A link is never followed, soft or hard."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as target:
        info = tarfile.TarInfo("small.ipynb")
        info.type, info.linkname = kind, "/etc/passwd"
        target.addfile(info)
    (tmp_path / "ann.tar").write_bytes(stream.getvalue())
    assert "contains the link" in said(tmp_path / "ann.tar", bundle)


@pytest.mark.parametrize("name", ["/etc/x.ipynb", "../x.ipynb", "a/../../x.ipynb", "..\\x.ipynb"])
def test_names_in_a_tar_that_point_outside(name: str) -> None:
    """As in a zip."""
    header = tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT)
    with pytest.raises(RefusedError, match="points outside"):
        TarTree(header + bytes(1024), "x.tar")


def test_long_names_in_a_tar_are_read(good: bytes) -> None:
    """In the forms of GNU and of POSIX."""
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w", format=form) as target:
            info = tarfile.TarInfo("ä" * 120 + ".ipynb")
            info.size = len(good)
            target.addfile(info, io.BytesIO(good))
        tree = TarTree(stream.getvalue(), "x.tar")
        assert tree.names() == ["ä" * 120 + ".ipynb"]
        assert tree.read(tree.names()[0], 10_000) == good


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_fuzzed_archives(data: st.DataObject, tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """No bytes make an archive anything but a hand-in or a sentence."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as target:
        info = tarfile.TarInfo("é" * 120 + ".ipynb")
        info.size = len(good)
        target.addfile(info, io.BytesIO(good))
    files = {"small.ipynb": good, "b/fit.record.json": b"{}", "x.ipynb": good + b" "}
    seeds = [stream.getvalue(), gzip.compress(good), zipped({"in.zip": zipped(files)})]
    content = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    path = tmp_path / data.draw(st.sampled_from(["x.tar", "x.ipynb.gz", "x.zip", "x"]))
    path.write_bytes(content)
    for handin in intake.find([path]):
        try:
            intake.load(handin, bundle)
        except RefusedError:
            continue


def test_a_zip_is_read_that_windows_made_with_folders_of_its_own(
    tmp_path: Path, bundle: Bundle, good: bytes
) -> None:
    """An entry for the folder itself, with a backslash at its end, is no file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in (("hw\\", b""), ("hw\\small.ipynb", good), ("hw\\a.json", b"1")):
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name
            target.writestr(info, data)
    (tmp_path / "ann.zip").write_bytes(stream.getvalue())
    (handin,) = intake.find([tmp_path / "ann.zip"])
    assert intake.load(handin, bundle).files == {"a.json": b"1"}
