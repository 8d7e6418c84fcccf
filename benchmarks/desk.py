"""Measure the desk on generated classes: 40 parts, of which people mark ten by three rubric items.

For each size one table row: writing the sheet in every format, the same table by a plain pandas
pivot in the same run (the named peer), the class report, pages of the review desk at the server,
and memory. Every measurement has a process of its own. ``make bench`` runs it;
``python benchmarks/desk.py 1000`` takes one size.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from chainrule_desk.grade_sheets import sheet, sheets
from chainrule_desk.grades import schema
from chainrule_desk.grades.gradebook import opened
from chainrule_desk.grades.store import FILE_NAME, Store
from chainrule_desk.project import Project
from chainrule_desk.reporting import reports
from chainrule_grader.homework import Homework, Part, RubricItem, Test

ID = "bench"
SIZES = (1_000, 10_000, 100_000)
AUTOMATIC, WRITTEN, ITEMS = 30, 10, 3
PAGES = 40  # requests of each kind
CHUNK = 2_000  # students written at a time
START = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOMEWORK = Homework(
    ID,
    "A large class",
    tuple(
        Part(
            f"part_{number:02d}",
            f"Part {number}",
            f"1.{number + 1}",
            "generated",
            4.0,
            tests=tuple(Test(f"test_{test}", 1.0, test > 1, "A rule.") for test in range(4)),
        )
        for number in range(AUTOMATIC)
    )
    + tuple(
        Part(
            f"answer_{number:02d}",
            f"Answer {number}",
            f"2.{number + 1}",
            "generated",
            3.0,
            manual=True,
            rubric=tuple(RubricItem(f"item_{item}", 1.0, "A reason.") for item in range(ITEMS)),
        )
        for number in range(WRITTEN)
    ),
)
TO_MARK = HOMEWORK.manual[-1]  # half of its answers are open
RECIPE = """title = "A large class"

[policy]
deadline = 2026-11-20T23:59:59Z

[policy.late]
penalty = 0.1
free_days = 2

[[problems]]
name = "generated"
points = { part_00 = 1 }
"""
NOTEBOOK: dict[str, Any] = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {
            "cell_type": "markdown",
            "id": f"{part.name}-{role}".replace("_", "-"),
            "metadata": {"chainrule": {"part": part.name, "role": role}},
            "source": "A sum of convex functions, $f + g$, is convex. " * 20,
        }
        for part in HOMEWORK.manual
        for role in ("prompt", "answer")
    ],
}


def generate(project: Project, students: int) -> None:
    """Write a class list, a bundle and a store with everything marked."""
    project.recipes.mkdir(parents=True)
    project.recipe(ID).write_text(RECIPE)
    project.bundle(ID).parent.mkdir(parents=True)
    with zipfile.ZipFile(project.bundle(ID), "w") as bundle:
        bundle.writestr("homework.json", HOMEWORK.to_json())
        for part in HOMEWORK.automatic:
            bundle.writestr(f"tests/{part.name}.py", "")
    roster = "\n".join(f"{100_000 + n},Student {n:06d},s{n}@example.edu" for n in range(students))
    project.grades(ID).mkdir(parents=True)
    (project.root / "grades/roster.csv").write_text(f"id,name,email\n{roster}\n")
    project.copies(ID).mkdir()
    (project.copies(ID) / "c.ipynb").write_text(json.dumps(NOTEBOOK))
    with Store.open(project.grades(ID) / FILE_NAME, ID) as store:
        for first in range(0, students, CHUNK):
            rows = _rows(range(first, min(first + CHUNK, students)))
            with store.writing() as connection:
                for table, values in rows.items():
                    connection.execute(insert(schema.metadata.tables[table]), values)


def _rows(students: range) -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(students.start)
    full = zlib.compress(b"{}")
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("submissions", "handins", "runs", "results", "verdicts", "marks")
    }
    for number in students:
        submission, student = f"s{number:06d}", f"s{number}@example.edu"
        if number % 50 == 0:
            continue  # handed nothing in
        at = START + timedelta(minutes=chance.randrange(60 * 24 * 2))
        scores = [
            [part.name, part.points, float(chance.randrange(5))] for part in HOMEWORK.automatic
        ]
        rows["submissions"].append({"id": submission, "student": student, "at": at})
        version = {"id": number + 1, "submission": submission, "content": "c", "at": at}
        rows["handins"].append({**version, "source": f"{submission}.ipynb", "handed_in": at})
        run = {"id": number + 1, "handin": number + 1, "bundle": "b", "status": "graded", "at": at}
        rows["runs"].append({**run, "result": full, "outcome": str(number)})
        rows["results"].append(
            {
                **{"submission": submission, "student": student, "content": "c", "bundle": "b"},
                **{"source": f"{submission}.ipynb", "homework": ID, "status": "graded"},
                **{"reason": "", "people": "", "submitted_at": at, "run": number + 1, "stamp": ""},
                "scores": json.dumps(scores),
            }
        )
        lines = "\n".join(
            f"{name}\ttest_{test}\t{'passed' if test < score else 'wrong'}\t"
            for name, _, score in scores
            for test in range(4)
        )
        ended = {"engine": "isolated", "tier": "full", "lines": lines}
        rows["verdicts"].append({"submission": submission, **ended})
        rows["marks"] += [
            {
                **{"submission": submission, "part": part.name, "item": item.id, "reading": 1},
                **{"points": float(chance.randrange(2)), "maximum": 1.0, "comment": ""},
                **{"grader": "kn", "origin": "review", "answer": "", "at": at},
            }
            for part in HOMEWORK.manual
            if part is not TO_MARK or number % 2
            for item in part.rubric
        ]
    return rows


def measure_sheet(project: Project) -> dict[str, float]:
    """Write the sheet as ``chainrule sheet`` does."""
    began = time.perf_counter()
    sheets.write_sheets(project, ID)
    return {"sheet": time.perf_counter() - began, "sheet memory": peak_mib()}


def measure_formats(project: Project) -> dict[str, float]:
    """Time the table alone, then each file."""
    began = time.perf_counter()
    with opened(project, ID) as book:
        found = {"open": time.perf_counter() - began}
        began = time.perf_counter()
        frame = sheet.grade_sheet(
            book.homework, book.outcomes, book.standing().marks, book.choice, book.absent
        )
        found["table"] = time.perf_counter() - began
    for name, write in sheets.WRITERS.items():
        began = time.perf_counter()
        write(project.grades(ID) / f"bench.{name}", HOMEWORK, frame)
        found[name] = time.perf_counter() - began
    return found


def measure_report(project: Project) -> dict[str, float]:
    """Write the class report as ``chainrule report`` does."""
    began = time.perf_counter()
    reports.write_report(project, ID)
    return {"report": time.perf_counter() - began, "report memory": peak_mib()}


def measure_peer(project: Project) -> dict[str, float]:
    """Make the same totals with a plain pandas pivot of marks and scores, and write the CSV."""
    began = time.perf_counter()
    database = f"sqlite:///{project.grades(ID) / FILE_NAME}"
    results = pd.read_sql("SELECT submission, student, scores FROM results", database)
    scores = pd.DataFrame(
        [
            (row.submission, part, score)
            for row in results.itertuples()
            for part, _, score in json.loads(row.scores)
        ],
        columns=["submission", "part", "points"],
    )
    marks = pd.read_sql("SELECT * FROM marks ORDER BY id", database)
    marks = marks.drop_duplicates(["submission", "part", "item", "reading"], keep="last")
    table = pd.concat([scores, marks[["submission", "part", "points"]]]).pivot_table(
        index="submission", columns="part", values="points", aggfunc="sum"
    )
    table["total"] = table.sum(axis=1)
    table.join(results.set_index("submission")["student"]).to_csv(project.grades(ID) / "peer.csv")
    return {"peer": time.perf_counter() - began, "peer memory": peak_mib()}


def measure_review(project: Project) -> dict[str, float]:
    """Ask the review page's server for pages, and mark answers."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # which library stands behind it is not our concern
        from starlette.testclient import TestClient

    from chainrule_desk.reviewing.guard import Door
    from chainrule_desk.reviewing.review import Review
    from chainrule_desk.reviewing.server import application

    began = time.perf_counter()
    with opened(project, ID) as book:
        review = Review(book)
        app = application(review, "kn", Door(frozenset({"testserver"}), None))
        client = TestClient(app, headers={"origin": "http://testserver"})
        client.get("/")
        found = {"start": time.perf_counter() - began}
        part = TO_MARK
        waiting = [name for name in review.students if int(name[1:]) % 2 == 0][:PAGES]
        places = [f"/parts/{part.name}/answers/{review.key(name)}" for name in waiting]
        steps: dict[str, Callable[[str], Any]] = {
            "overview": lambda _: client.get("/"),
            "answer": client.get,
            "mark": lambda place: client.post(
                f"{place}/marks",
                data={"item": "item_0", "points": "1", "seen": "0", "page": "bench"},
            ),
            "next": lambda _: client.get(f"/parts/{part.name}/next", follow_redirects=False),
        }
        for name, step in steps.items():
            taken = []
            for place in places:
                began = time.perf_counter()
                answer = step(place)
                taken.append(time.perf_counter() - began)
                assert answer.status_code in (200, 303), answer.text
            found[name] = 1000 * statistics.quantiles(taken, n=20)[-1]
        found["review memory"] = peak_mib()
    return found


FIGURES = {  # in the order in which they are measured
    "sheet": "sheet, all formats, from start to end, s",
    "sheet memory": "  memory, MiB",
    "open": "of that: store and class list, s",
    "table": "  marks and table, s",
    "csv": "  CSV, s",
    "xlsx": "  XLSX, s",
    "html": "  HTML, s",
    "parquet": "  Parquet, s",
    "report": "class report, from start to end, s",
    "report memory": "  memory, MiB",
    "peer": "totals alone by a pandas pivot, and CSV, s",
    "peer memory": "  memory, MiB",
    "start": "review: until the first page, s",
    "overview": "  overview, 95 % below, ms",
    "answer": "  an answer, ms",
    "mark": "  a mark saved, ms",
    "next": "  next answer, ms",
    "review memory": "  memory, MiB",
}
MEASURES = {
    measure.__name__: measure
    for measure in (measure_sheet, measure_formats, measure_report, measure_peer, measure_review)
}


def peak_mib() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(project: Project) -> Iterator[tuple[str, float]]:
    """Take every measurement in a process of its own."""
    for name in MEASURES:
        ran = subprocess.run(
            [sys.executable, __file__, "--measure", name, "--project", str(project.root)],
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise SystemExit(f"{name}:\n{ran.stderr}")
        yield from json.loads(ran.stdout.splitlines()[-1]).items()


def main() -> None:
    """Print a row a size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("sizes", nargs="*", type=int, default=SIZES)
    arguments.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    arguments.add_argument("--project", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.measure:
        print(json.dumps(MEASURES[options.measure](Project(options.project))))
        return
    columns: dict[str, list[str]] = {}
    for students in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            project = Project(Path(folder))
            generate(project, students)
            columns[f"{students:,}"] = [
                f"{value:,.2f}" if FIGURES[name].endswith(", s") else f"{value:,.0f}"
                for name, value in measured(project)
            ]
        shown = Table(f"{AUTOMATIC + WRITTEN} parts", title="The desk by size of class")
        for size in columns:
            shown.add_column(f"{size} students", justify="right")
        for line in zip(FIGURES.values(), *columns.values(), strict=True):
            shown.add_row(*line)
        Console().print(shown)


if __name__ == "__main__":
    main()
