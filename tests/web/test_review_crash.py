"""Desks that die at any moment, and two that run at the same time: no confirmed mark is lost."""

from __future__ import annotations

import hashlib
import http.client
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import postgresql
import pytest
from desk_project import graded_project
from review_desk import CONVEXITY, HOMEWORK, class_of, gradebook, notebook

from chainrule_desk.grades.ledger import Ledger
from chainrule_desk.grades.store import FILE_NAME, Store
from chainrule_desk.project import Project
from chainrule_desk.reviewing.review import Review
from chainrule_grader.results import Result, Status

pytestmark = pytest.mark.slow

COMMAND = "from chainrule_desk.cli import main; main()"
WITHIN_S = 120


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project in which a student has handed in."""
    data = notebook({"convexity": "A maximum of affine functions is convex."})
    content = hashlib.sha256(data).hexdigest()
    ada = Result("ada", "Ada", "ada.ipynb", content, HOMEWORK.id, "", Status.GRADED)
    return graded_project(tmp_path, HOMEWORK, [ada], notebooks={content: data})


@contextmanager
def desk(project: Project) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `chainrule review` as a person does; yield its process and address."""
    arguments = ["review", HOMEWORK.id, "--no-browser", "--grader", "kn"]
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments, "--project", str(project.root)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield process, found.group()
        finally:
            process.kill()


def ask(address: str, path: str, **form: str) -> tuple[int, str]:
    """Ask for a page, or send a form; return the status and where it leads."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
    headers = {"Origin": address.rstrip("/"), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST" if form else "GET", path, urlencode(form) or None, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("location", "")


def comments(project: Project) -> list[str]:
    """Return the comment of every mark in the store, oldest first."""
    with Store.open(project.grades(HOMEWORK.id) / FILE_NAME, HOMEWORK.id) as store:
        book = Ledger()
        book.refresh(store)
        return [change.entry.comment for change in book.history()]


def test_desk_killed_between_requests_has_every_mark(project: Project) -> None:
    """What the page was told is saved is there when the desk is started again, each time."""
    given = []
    for start in range(3):
        with desk(project) as (process, address):
            _, answer = ask(address, "/parts/convexity/next")
            assert ask(address, answer)[0] == 200
            seen = str(len(given))  # the number of the last mark
            for item in CONVEXITY.rubric:
                text = f"{item.id} in run {start}"
                form = {"item": item.id, "comment": text, "seen": seen, "page": f"p{start}"}
                status, _ = ask(address, f"{answer}/marks", **form)
                assert status == 200
                given.append(text)
            process.send_signal(signal.SIGKILL)
            process.wait(WITHIN_S)
        assert comments(project) == given


def test_desk_killed_while_saving_has_every_confirmed_mark(project: Project) -> None:
    """A mark that was on its way may be there or not; none that was confirmed is lost or torn."""
    confirmed: list[str] = []
    with desk(project) as (process, address):
        _, answer = ask(address, "/parts/convexity/next")
        assert ask(address, answer)[0] == 200

        def write() -> None:
            while True:
                text = f"comment {len(confirmed)}"
                form = {"item": "chords", "comment": text, "seen": "0", "page": "p"}
                try:
                    status, _ = ask(address, f"{answer}/marks", **form)
                except (OSError, http.client.HTTPException):
                    return
                assert status == 200
                confirmed.append(text)

        writer = threading.Thread(target=write)
        writer.start()
        began = time.monotonic()
        while len(confirmed) < 15 and time.monotonic() < began + WITHIN_S:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        writer.join(WITHIN_S)
    assert len(confirmed) >= 15
    assert comments(project)[: len(confirmed)] == confirmed
    assert len(comments(project)) - len(confirmed) in (0, 1)


@pytest.fixture(params=["file", "server"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Return where the store lies: nothing for a file, else a PostgreSQL database."""
    if request.param == "file":
        yield None
        return
    pytest.importorskip("psycopg")
    if not postgresql.INSTALLED:
        pytest.skip("Debian's package postgresql is not installed")
    with postgresql.served() as address:
        yield address


def test_two_desks_share_a_part_and_no_answer(tmp_path: Path, url: str | None) -> None:
    """Two graders at their own desks at the same moment: each answer is read by one, once."""
    answers = class_of(12)
    start = threading.Barrier(2)

    def evening(grader: str) -> list[str]:
        with gradebook(tmp_path, answers, url=url) as book:
            review = Review(book)
            read = []
            start.wait(WITHIN_S)
            while turn := review.next(grader, CONVEXITY):
                entries = [review.give(turn, item, item.points, "") for item in CONVEXITY.rubric]
                review.save(turn, grader, review.seen(turn), entries)
                read.append(turn.submission)
            return read

    with ThreadPoolExecutor(2) as staff:
        read = list(staff.map(evening, ["kn", "lm"]))
    assert sorted(read[0] + read[1]) == sorted(name.casefold() for name in answers)
    with gradebook(tmp_path, answers, url=url) as book:
        marks = Counter(change.entry.submission for change in book.ledger.history())
        assert set(marks.values()) == {len(CONVEXITY.rubric)}
        assert Review(book).progress(CONVEXITY, "kn").done == len(answers)
