"""Whatever is handed in becomes a submission or one plain sentence, and nothing on disk changes."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule_grader import archive, intake
from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import RefusedError
from chainrule_grader.bundle import Bundle
from chainrule_grader.intake import Submission
from chainrule_grader.people import Person

Make = Callable[..., bytes]


@pytest.fixture
def good(make_notebook: Make) -> bytes:
    return make_notebook(['grader.check("scale")'])


def zipped(
    *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as target:
        for name, data in files:
            target.writestr(name, data)
    return stream.getvalue()


def load_one(path: Path, bundle: Bundle) -> Submission:
    (handin,) = intake.find([path])
    return intake.load(handin, bundle)


def refusal(path: Path, bundle: Bundle) -> str:
    (handin,) = intake.find([path])
    with pytest.raises(RefusedError) as raised:
        intake.load(handin, bundle)
    message = str(raised.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 300
    return message


# --- what is taken -------------------------------------------------------------------------------


def test_a_bare_notebook(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A notebook is a submission, named after its file, with the hash of its bytes."""
    (tmp_path / "anna.ipynb").write_bytes(good)
    submission = load_one(tmp_path / "anna.ipynb", bundle)
    assert (submission.id, submission.student, submission.notebook) == ("anna", "anna", good)
    assert len(submission.content) == 64


def test_an_otter_zip(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """Otter's zip gives its notebook and the records beside it, but no log, tests or modules."""
    (tmp_path / "anna.zip").write_bytes(
        zipped(
            ("small.ipynb", good),
            (".OTTER_LOG", b"\x80\x04."),
            ("__zip_filename__", b"anna.zip"),
            ("training.json", b"{}"),
            ("tests/scale.py", b"raise SystemExit"),
            ("torch.py", b"raise SystemExit"),
            ("helpers.py", b"x = 1"),
            ("__MACOSX/._small.ipynb", b"junk"),
            (".ipynb_checkpoints/small-checkpoint.ipynb", good),
        )
    )
    submission = load_one(tmp_path / "anna.zip", bundle)
    assert submission.notebook == good
    assert sorted(submission.files) == ["helpers.py", "training.json"]


def test_a_notebook_at_any_depth(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """The one notebook of a zip is found in its folders, its records relative to it."""
    (tmp_path / "anna.zip").write_bytes(zipped(("a/b/small.ipynb", good), ("a/b/run.npz", b"1")))
    submission = load_one(tmp_path / "anna.zip", bundle)
    assert list(submission.files) == ["run.npz"]


def test_a_zip_from_windows(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """Backslashes between folders are folders: the records beside the notebook come with it."""
    data = zipped(("hw1/small.ipynb", good), ("hw1/run.npz", b"1")).replace(b"hw1/", b"hw1\\")
    (tmp_path / "anna.zip").write_bytes(data)
    assert list(load_one(tmp_path / "anna.zip", bundle).files) == ["run.npz"]


def test_a_zip_within_a_zip(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """One zip in a zip is opened; deeper nesting is refused."""
    once = zipped(("inner.zip", zipped(("small.ipynb", good))))
    (tmp_path / "anna.zip").write_bytes(once)
    assert load_one(tmp_path / "anna.zip", bundle).notebook == good
    (tmp_path / "anna.zip").write_bytes(zipped(("outer.zip", once)))
    assert "zips within zips" in refusal(tmp_path / "anna.zip", bundle)


def test_a_folder_of_students(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A folder holds notebooks, zips and a folder for each student; staff's files are no rows."""
    (tmp_path / "anna.ipynb").write_bytes(good)
    (tmp_path / "ben.zip").write_bytes(zipped(("small.ipynb", good)))
    (tmp_path / "cleo").mkdir()
    (tmp_path / "cleo" / "small.ipynb").write_bytes(good)
    (tmp_path / "roster.csv").write_text("name")
    (tmp_path / ".DS_Store").write_bytes(b"")
    found = intake.find([tmp_path])
    assert [(handin.id, handin.student) for handin in found] == [
        ("anna", "anna"),
        ("ben", "ben"),
        ("cleo", "cleo"),
    ]
    assert {intake.load(handin, bundle).notebook for handin in found} == {good}


def test_a_gradescope_export(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A Gradescope export gives one row a submission, with the names that it lists."""
    (tmp_path / "submission_metadata.yml").write_text(
        "submission_17:\n  :submitters:\n  - :name: Ann Lee\n    :email: a@x.edu\n"
        "  - :name: Ben Ode\nsubmission_18:\n  :submitters:\n  - :name: Cleo\n"
    )
    for number, name in ((17, "hw.ipynb"), (18, "hw.zip")):
        (tmp_path / f"submission_{number}").mkdir()
        data = good if name.endswith("ipynb") else zipped(("small.ipynb", good))
        (tmp_path / f"submission_{number}" / name).write_bytes(data)
    found = intake.find([tmp_path])
    assert [handin.student for handin in found] == ["Ann Lee, Ben Ode", "Cleo"]
    assert {intake.load(handin, bundle).notebook for handin in found} == {good}
    assert len({handin.id for handin in found}) == 2


@pytest.mark.parametrize(
    "created_at",
    [
        "2026-11-20 23:45:01.250000000 Z",
        "2026-11-21 00:45:01.25 +01:00",
        "'2026-11-20T15:45:01.250000-08:00'",
        "2026-11-20 23:45:01.25",
    ],
)
def test_a_gradescope_export_tells_who_and_when(
    tmp_path: Path, bundle: Bundle, good: bytes, created_at: str
) -> None:
    """Name, e-mail address, number and time of the export come with the submission, in UTC."""
    (tmp_path / "submission_metadata.yml").write_text(
        "submission_17:\n  :submitters:\n  - :name: Ann Lee\n    :email: a@x.edu\n"
        f"    :sid: 30021\n  :created_at: {created_at}\n"
    )
    (tmp_path / "submission_17").mkdir()
    (tmp_path / "submission_17" / "hw.ipynb").write_bytes(good)
    submission = load_one(tmp_path, bundle)
    assert submission.people == (Person("Ann Lee", "a@x.edu", "30021"),)
    assert submission.submitted_at == datetime(2026, 11, 20, 23, 45, 1, 250000, tzinfo=UTC)


@pytest.mark.parametrize("junk", ["[]", "{a: b}", "true", "yesterday", "12", "2026-11-20"])
def test_a_gradescope_export_with_odd_fields(
    tmp_path: Path, bundle: Bundle, good: bytes, junk: str
) -> None:
    """A time or person that cannot be read is left open; the submission counts all the same."""
    (tmp_path / "submission_metadata.yml").write_text(
        f"submission_17:\n  :submitters:\n  - {junk}\n  - :email: {junk}\n  :created_at: {junk}\n"
    )
    (tmp_path / "submission_17").mkdir()
    (tmp_path / "submission_17" / "hw.ipynb").write_bytes(good)
    submission = load_one(tmp_path, bundle)
    assert (submission.submitted_at, submission.notebook) == (None, good)
    assert len(submission.people) <= 1


def test_the_source_is_a_resolved_path(tmp_path: Path, good: bytes) -> None:
    """Where a submission came from has no ``..`` and no linked folder; a link itself is named."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "anna.ipynb").write_bytes(good)
    (tmp_path / "real" / "ben.ipynb").symlink_to("anna.ipynb")
    (tmp_path / "linked").symlink_to("real")
    real = tmp_path.resolve() / "real"
    for name in ("anna.ipynb", "ben.ipynb"):
        (handin,) = intake.find([tmp_path / "real" / ".." / "linked" / name])
        assert handin.source == str(real / name)


def test_a_gradescope_export_as_a_zip(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """The export need not be unpacked."""
    (tmp_path / "export.zip").write_bytes(
        zipped(
            (
                "assignment_1/submission_metadata.yml",
                b"submission_17:\n  :submitters:\n  - :name: A\n",
            ),
            ("assignment_1/submission_17/small.ipynb", good),
        )
    )
    (handin,) = intake.find([tmp_path / "export.zip"])
    assert (handin.student, intake.load(handin, bundle).notebook) == ("A", good)


def test_an_export_among_others_is_not_read_as_one(
    tmp_path: Path, bundle: Bundle, good: bytes, make_notebook: Make
) -> None:
    """Where several paths are named, nobody hands in for others with a file of their own."""
    listing = b"submission_1:\n  :submitters:\n  - :name: Ben\nsubmission_2: {}\n"
    files = {
        f"submission_{n}/small.ipynb": make_notebook(['grader.check("scale")', f"x = {n}"])
        for n in (1, 2)
    }
    files["submission_metadata.yml"] = listing
    (tmp_path / "mallory.zip").write_bytes(zipped(*files.items()))
    (tmp_path / "mallory").mkdir()
    for name, data in files.items():
        path = tmp_path / "mallory" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "ben.ipynb").write_bytes(good)
    names = ("mallory.zip", "mallory", "ben.ipynb")
    found = intake.find([tmp_path / name for name in names])
    assert [handin.student for handin in found] == ["mallory", "mallory", "ben"]
    for handin in found[:2]:
        with pytest.raises(RefusedError):
            intake.load(handin, bundle)


def test_a_canvas_download(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A Canvas download gives one row a student, unpacked or not, however many files each."""
    files = {
        "leeann_123_456_small.ipynb": good,
        "odeben_LATE_124_457_small.zip": zipped(("small.ipynb", good)),
        "leeann_123_458_record.json": b"{}",
    }
    folder = tmp_path / "canvas"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (tmp_path / "submissions.zip").write_bytes(zipped(*files.items()))
    for place in (folder, tmp_path / "submissions.zip"):
        found = intake.find([place])
        assert [handin.student for handin in found] == ["leeann", "odeben"]
        loaded = [intake.load(handin, bundle) for handin in found]
        assert [submission.notebook for submission in loaded] == [good, good]


def test_ids_are_stable_and_distinct(tmp_path: Path, good: bytes) -> None:
    """Ids do not depend on the order, are safe as file names, and tell equal names apart."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "hw1.ipynb").write_bytes(good)
    (tmp_path / "Žofie Ångström;=1.ipynb").write_bytes(good)
    paths = [tmp_path / "one" / "hw1.ipynb", tmp_path / "two" / "hw1.ipynb"]
    paths.append(tmp_path / "Žofie Ångström;=1.ipynb")
    first = {handin.root: handin.id for handin in intake.find(paths)}
    assert first == {handin.root: handin.id for handin in intake.find(reversed(paths))}
    assert len(set(first.values())) == 3
    assert all(name.replace("-", "").replace("_", "").isalnum() for name in first.values())


def test_a_byte_order_mark(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A byte order mark before UTF-8 does no harm."""
    (tmp_path / "anna.ipynb").write_bytes(b"\xef\xbb\xbf" + good)
    assert load_one(tmp_path / "anna.ipynb", bundle).document["cells"]


def test_old_formats(tmp_path: Path, bundle: Bundle) -> None:
    """A notebook in format 3 is upgraded."""
    cell = {
        "cell_type": "code",
        "input": ['grader.check("scale")'],
        "language": "python",
        "outputs": [],
        "metadata": {},
    }
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "small"},
        "worksheets": [{"cells": [cell], "metadata": {}}],
    }
    (tmp_path / "anna.ipynb").write_text(json.dumps(old))
    document = load_one(tmp_path / "anna.ipynb", bundle).document
    assert document["cells"][0]["source"] == 'grader.check("scale")'


def test_lost_metadata(tmp_path: Path, bundle: Bundle, make_notebook: Make) -> None:
    """A notebook whose editor dropped its metadata is known by its check cells."""
    (tmp_path / "anna.ipynb").write_bytes(make_notebook(['grader.check("scale")'], name=None))
    assert load_one(tmp_path / "anna.ipynb", bundle).id == "anna"


def test_words_of_written_answers(bundle: Bundle) -> None:
    """The words of a written answer are those of its own cell and of what was added to it."""
    tag = {"chainrule": {"part": "essay", "role": "answer"}}
    document = {
        "cells": [
            {"cell_type": "markdown", "source": "Not counted.", "metadata": {}},
            {"cell_type": "markdown", "source": "Three words here.", "metadata": tag},
            {"cell_type": "markdown", "source": "Two more.", "metadata": {}},
            {"cell_type": "markdown", "source": "<!-- END QUESTION -->", "metadata": {}},
            {"cell_type": "markdown", "source": "Not counted.", "metadata": {}},
        ]
    }
    assert notebooks.count_words(document, bundle.homework) == {"essay": 5}


# --- what is refused -----------------------------------------------------------------------------

DEEP = b'{"nbformat": 4, "cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b'{"cells": [', "is damaged"),
        (b"\x93\xfa\x00\xff" * 50, "UTF-16"),
        (b"caf\xe9" * 50, "not text in UTF-8"),
        ('{"nbformat": 4}'.encode("utf-16"), "UTF-16"),
        ('{"nbformat": 4}'.encode("utf-16-le"), "UTF-16"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b'{\n<<<<<<< HEAD\n"a": 1\n=======\n>>>>>>> x\n}', "merge conflicts"),
        (DEEP, "nested too deeply"),
        (b"[]", "not a notebook"),
        (b'{"a": 1}', "not a notebook"),
        (b'{"nbformat": "4", "cells": []}', "not a notebook"),
        (b'{"nbformat": 5, "cells": []}', "newer than 4"),
        (b'{"nbformat": 2}', "old notebook format"),
        (b'{"nbformat": 4, "metadata": {}}', "no list of cells"),
        (b'{"nbformat": 4, "metadata": {}, "cells": []}', "has no cells"),
        (b'{"nbformat": 4, "metadata": {}, "cells": [1]}', "cell 1 is not a cell"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 1}]}', "no type or no source"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ""}]}', "not a notebook of"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "damaged"),
    ],
)
def test_broken_notebooks(tmp_path: Path, bundle: Bundle, data: bytes, sentence: str) -> None:
    """Each way that a notebook can be broken has its sentence."""
    (tmp_path / "anna.ipynb").write_bytes(data)
    assert sentence in refusal(tmp_path / "anna.ipynb", bundle)


def test_more_code_than_a_notebook_needs(
    tmp_path: Path, bundle: Bundle, make_notebook: Make
) -> None:
    """Code is read into a syntax tree, so there is a bound to it; text and images do not count."""
    (tmp_path / "anna.ipynb").write_bytes(make_notebook(["x = 1," + "1," * (4 << 20)]))
    assert "more than 8 MiB of code" in refusal(tmp_path / "anna.ipynb", bundle)


def test_checks_in_a_long_cell_are_found_without_a_syntax_tree() -> None:
    """A cell of a megabyte takes no gigabyte to look through."""
    source = "x = (" + "1," * 500_000 + ")\ngrader.check('scale')"
    assert notebooks.checks({"cell_type": "code", "source": source}) == ["scale"]


def test_another_homework(tmp_path: Path, bundle: Bundle, make_notebook: Make) -> None:
    """A notebook of another homework is refused, and both are named."""
    (tmp_path / "anna.ipynb").write_bytes(make_notebook(['grader.check("scale")'], name="hw9"))
    assert "of 'hw9', not of 'small'" in refusal(tmp_path / "anna.ipynb", bundle)


def test_no_notebook(tmp_path: Path, bundle: Bundle) -> None:
    """A zip without a notebook is refused."""
    (tmp_path / "anna.zip").write_bytes(zipped(("essay.pdf", b"x")))
    assert "holds no notebook" in refusal(tmp_path / "anna.zip", bundle)


def test_two_notebooks(tmp_path: Path, bundle: Bundle, good: bytes, make_notebook: Make) -> None:
    """Two that differ, none by the proper name, are refused: both are named, and how to choose."""
    other = make_notebook(['grader.check("scale")', "x = 1"])
    (tmp_path / "anna.zip").write_bytes(zipped(("b.ipynb", good), ("a.ipynb", other)))
    message = refusal(tmp_path / "anna.zip", bundle)
    assert "a.ipynb, b.ipynb" in message
    assert "keep the one to be graded" in message
    assert "name the folder that they lie in" in message  # a class in one folder too many, or a zip


@pytest.mark.parametrize("name", ["anna.py", "anna.pdf", "anna.docx", "anna.rar", "anna.html"])
def test_other_kinds_of_files(tmp_path: Path, bundle: Bundle, name: str) -> None:
    """A file of another kind is refused with what to hand in."""
    (tmp_path / name).write_bytes(b"%PDF")
    assert "hand in the notebook" in refusal(tmp_path / name, bundle)


def test_not_a_zip(tmp_path: Path, bundle: Bundle) -> None:
    """A file that is only called a zip is refused, as is half of one."""
    (tmp_path / "anna.zip").write_bytes(b"hello")
    assert "not a zip file" in refusal(tmp_path / "anna.zip", bundle)
    (tmp_path / "anna.zip").write_bytes(zipped(("small.ipynb", b"x" * 5000))[:-30])
    assert "not a zip file" in refusal(tmp_path / "anna.zip", bundle)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.ipynb", "a/../../up.ipynb", "C:\\up.ipynb", "..\\up.ipynb"]
)
def test_names_that_point_outside(tmp_path: Path, bundle: Bundle, good: bytes, name: str) -> None:
    """Absolute and climbing names are refused, even beside a good notebook."""
    (tmp_path / "anna.zip").write_bytes(zipped(("small.ipynb", good), (name, b"x")))
    assert "points outside" in refusal(tmp_path / "anna.zip", bundle)


def test_links(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """Links are refused, in zips, in folders and by themselves."""
    link = zipfile.ZipInfo("small.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (tmp_path / "anna.zip").write_bytes(zipped((link, b"/etc/passwd")))
    assert "contains the link" in refusal(tmp_path / "anna.zip", bundle)
    (tmp_path / "real.ipynb").write_bytes(good)
    (tmp_path / "ben.ipynb").symlink_to(tmp_path / "real.ipynb")
    assert "is a link" in refusal(tmp_path / "ben.ipynb", bundle)
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "cleo").mkdir()
    (tmp_path / "all" / "cleo" / "small.ipynb").symlink_to(tmp_path / "real.ipynb")
    assert "contains the link" in refusal(tmp_path / "all", bundle)


def test_encrypted(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A zip with a password is refused."""
    data = bytearray(zipped(("small.ipynb", good)))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "anna.zip").write_bytes(data)
    assert "encrypted" in refusal(tmp_path / "anna.zip", bundle)


def test_bombs(tmp_path: Path, bundle: Bundle) -> None:
    """A zip that unpacks to far more than it is, or has very many entries, is refused unread."""
    (tmp_path / "anna.zip").write_bytes(zipped(("small.ipynb", bytes(300 << 20))))
    assert "unpacks to 300 MiB" in refusal(tmp_path / "anna.zip", bundle)
    many = zipped(*((f"{n}.txt", b"") for n in range(archive.MAX_FILES + 1)))
    (tmp_path / "anna.zip").write_bytes(many)
    assert "more than 10000 files" in refusal(tmp_path / "anna.zip", bundle)


def test_a_directory_that_lies(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A table of contents is measured before it is parsed, and sizes are checked as it is read."""
    data = bytearray(zipped(("small.ipynb", good)))
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<HHI", data, end + 8, 0xFFFF, 0xFFFF, 0x7FFFFFFF)
    (tmp_path / "anna.zip").write_bytes(data)
    assert "more than 10000 files" in refusal(tmp_path / "anna.zip", bundle)
    data = bytearray(zipped(("small.ipynb", b"x" * 100_000)))
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 50)
    (tmp_path / "anna.zip").write_bytes(data)
    assert "damaged" in refusal(tmp_path / "anna.zip", bundle)


def test_damaged_contents(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """A zip whose content does not fit its checksum is refused."""
    data = bytearray(zipped(("small.ipynb", good), method=zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    (tmp_path / "anna.zip").write_bytes(data)
    assert "damaged" in refusal(tmp_path / "anna.zip", bundle)


def test_names_that_are_not_utf8(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """Names that are no UTF-8 are refused in a zip, and printable for a file."""
    data = zipped(("sm\u00e4ll.ipynb", good)).replace("\u00e4".encode(), b"\xff\xfe")
    (tmp_path / "anna.zip").write_bytes(data)
    assert "not valid UTF-8" in refusal(tmp_path / "anna.zip", bundle)
    path = os.fsencode(tmp_path) + b"/\xff\xfe.ipynb"
    Path(os.fsdecode(path)).write_bytes(good)
    (handin,) = intake.find([Path(os.fsdecode(path))])
    assert intake.load(handin, bundle).student.encode("utf-8")


def test_what_does_not_exist(tmp_path: Path, bundle: Bundle) -> None:
    """A path that does not exist is a row as well."""
    assert "does not exist" in refusal(tmp_path / "nobody.ipynb", bundle)


def test_empty_folder_among_others_is_a_student_who_handed_nothing_in(tmp_path: Path) -> None:
    """Its row says so; the others' rows are there."""
    (tmp_path / "ada").mkdir()
    (tmp_path / "bob.ipynb").touch()
    ada, bob = intake.find([tmp_path / "ada", tmp_path / "bob.ipynb"])
    assert ada.complaint == "ada holds no notebook and no zip."
    assert bob.complaint == ""


def test_empty_folder_named_alone_makes_nobody_a_student(tmp_path: Path) -> None:
    """A slip in the path gives no row that is called after the folder."""
    assert intake.find([tmp_path]) == []


def test_no_regular_file(tmp_path: Path, bundle: Bundle) -> None:
    """A named pipe is refused without waiting for a writer."""
    os.mkfifo(tmp_path / "anna.ipynb")
    assert "not a regular file" in refusal(tmp_path / "anna.ipynb", bundle)


def test_too_large(tmp_path: Path, bundle: Bundle) -> None:
    """A notebook beyond the cap is refused."""
    with (tmp_path / "anna.ipynb").open("wb") as stream:
        stream.truncate(notebooks.MAX_NOTEBOOK + 1)
    assert "larger than 64 MiB" in refusal(tmp_path / "anna.ipynb", bundle)


def test_metadata_that_unfolds(tmp_path: Path, bundle: Bundle) -> None:
    """Export metadata with aliases, which can unfold without end, is refused."""
    (tmp_path / "submission_metadata.yml").write_text("a: &a [1]\nb: [*a, *a]\n")
    assert "cannot be read" in refusal(tmp_path, bundle)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_fuzzed_files(data: st.DataObject, tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """No bytes make the intake raise anything but a refusal."""
    seeds = [
        good,
        zipped(("small.ipynb", good), ("a.json", b"{}")),
        b'{"nbformat": 4, "cells": []}',
    ]
    content = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
        content = content or bytearray(b" ")
    path = tmp_path / data.draw(st.sampled_from(["x.ipynb", "x.zip"]))
    path.write_bytes(content)
    for handin in intake.find([path]):
        try:
            intake.load(handin, bundle)
        except RefusedError:
            continue


def test_nothing_is_written(tmp_path: Path, bundle: Bundle, good: bytes) -> None:
    """Opening a zip writes nothing anywhere beside it."""
    (tmp_path / "anna.zip").write_bytes(zipped(("small.ipynb", good), ("a.json", b"{}")))
    load_one(tmp_path / "anna.zip", bundle)
    assert [path.name for path in tmp_path.iterdir()] == ["anna.zip"]
