"""Measure the desk on generated classes: 40 parts, of which people mark ten by three rubric items.

For each size: ``chainrule sheet`` and ``chainrule report`` as a user runs them, the steps of the
sheet, pages of the review desk at the server, and memory. The named peer is plain pandas, which in
the same run pivots the same marks and scores and writes the same table in the same four formats;
the sheet's time is given as a multiple of it. Every measurement has a process of its own. All
modules were compiled before, for a small class, as they are for a user who graded the homework.

``make bench`` takes all sizes, in about ten minutes, and draws ``build/benchmarks/desk.png``;
``python benchmarks/desk.py 10000`` takes one size, in less than one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from chainrule_desk import grading
from chainrule_desk.grade_sheets import sheet, sheets
from chainrule_desk.grades import schema
from chainrule_desk.grades.gradebook import opened
from chainrule_desk.grades.store import FILE_NAME, Store
from chainrule_desk.project import Project
from chainrule_grader.homework import Homework, Part, RubricItem, Test
from chainrule_grader.kept import RESULTS

ID = "bench"
PLOT = Path("build/benchmarks/desk.png")
SIZES = (1_000, 10_000, 100_000)
AUTOMATIC, WRITTEN, ITEMS = 30, 10, 3
A_FEW = 50
PAGES = 40  # requests of each kind
CHUNK = 2_000  # students written at a time
ENDS = (np.floor, np.ceil)  # of an axis that goes by powers of ten
LINKS = 50_000  # names that a file system lets one file have, and more
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
    results = project.grades(ID) / RESULTS
    results.mkdir()
    for number in range(students):
        if number % LINKS == 0:
            notebook = project.root / f"answers-{number}.ipynb"
            notebook.write_text(json.dumps(NOTEBOOK))
        if handed_in(number):
            os.link(notebook, project.copies(ID) / f"c{number:06d}.ipynb")
            (results / f"s{number:06d}.json").touch()
    stamps = grading.stamps(project, ID)
    with Store.open(project.grades(ID) / FILE_NAME, ID) as store:
        for first in range(0, students, CHUNK):
            rows = _rows(range(first, min(first + CHUNK, students)), stamps)
            with store.writing() as connection:
                for table, values in rows.items():
                    connection.execute(insert(schema.metadata.tables[table]), values)


def handed_in(number: int) -> bool:
    """Return whether a student handed anything in: one in fifty did not."""
    return number % 50 != 0


def _rows(students: range, stamps: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(students.start)
    full = zlib.compress(b"{}")
    rows: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in ("submissions", "handins", "answers", "runs", "results", "verdicts", "marks")
    }
    for number in students:
        if not handed_in(number):
            continue
        submission, student, content = f"s{number:06d}", f"s{number}@example.edu", f"c{number:06d}"
        at = START + timedelta(minutes=chance.randrange(60 * 24 * 2))
        scores = [
            [part.name, part.points, float(chance.randrange(5))] for part in HOMEWORK.automatic
        ]
        rows["submissions"].append({"id": submission, "student": student, "at": at})
        version = {"id": number + 1, "submission": submission, "content": content, "at": at}
        rows["handins"].append({**version, "source": f"{submission}.ipynb", "handed_in": at})
        run = {"id": number + 1, "handin": number + 1, "bundle": "b", "status": "graded", "at": at}
        rows["runs"].append({**run, "result": full, "outcome": str(number)})
        rows["results"].append(
            {
                **{"submission": submission, "student": student, "content": content, "bundle": "b"},
                **{"source": f"{submission}.ipynb", "homework": ID, "status": "graded"},
                **{"reason": "", "people": "", "submitted_at": at, "run": number + 1},
                "stamp": stamps[submission],
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
        digests = {
            part.name: hashlib.sha256(f"{submission} {part.name}".encode()).hexdigest()
            for part in HOMEWORK.manual
        }
        rows["answers"] += [
            {"content": content, "part": part, "digest": digest, "words": 160}
            for part, digest in digests.items()
        ]
        rows["marks"] += [
            {
                **{"submission": submission, "part": part.name, "item": item.id, "reading": 1},
                **{"points": float(chance.randrange(2)), "maximum": 1.0, "comment": ""},
                **{"grader": "kn", "origin": "review", "at": at},
                "answer": digests[part.name],
            }
            for part in HOMEWORK.manual
            if part is not TO_MARK or number % 2
            for item in part.rubric
        ]
    return rows


def command(project: Project, name: str) -> dict[str, float]:
    """Run a command of ``chainrule`` as a user does; return its time, cores' time and memory."""
    chainrule = Path(sys.executable).with_name("chainrule")
    began = time.perf_counter()
    with subprocess.Popen(
        [chainrule, name, ID, "--project", project.root], stdout=subprocess.DEVNULL
    ) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"chainrule {name} ended with {running.returncode}")
    return {
        name: time.perf_counter() - began,
        f"{name} cpu": used.ru_utime + used.ru_stime,
        f"{name} memory": used.ru_maxrss / 1024,
    }


def measure_sheet(project: Project) -> dict[str, float]:
    """Write the sheet."""
    return command(project, "sheet")


def measure_report(project: Project) -> dict[str, float]:
    """Write the class report."""
    return command(project, "report")


def measure_steps(project: Project) -> dict[str, float]:
    """Time the table alone, then each file."""
    found = {}

    def lap(name: str) -> None:
        nonlocal began
        found[name], began = time.perf_counter() - began, time.perf_counter()

    began = time.perf_counter()
    with opened(project, ID) as book:
        lap("open")
        marks = book.standing().marks
        lap("marks")
        frame = sheet.grade_sheet(book.homework, book.outcomes, marks, book.choice, book.absent)
        lap("table")
    for name, write in sheets.WRITERS.items():
        write(project.grades(ID) / f"bench.{name}", HOMEWORK, frame)
        lap(name)
    return found


def measure_peer(project: Project) -> dict[str, float]:
    """Make and write the same table with plain pandas: a pivot of marks and scores, and totals."""
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
    table = table.join(results.set_index("submission")["student"]).reset_index()
    path = project.grades(ID) / "peer"
    table.to_csv(path.with_suffix(".csv"), index=False)
    table.to_excel(path.with_suffix(".xlsx"), index=False, engine="xlsxwriter")
    table.to_html(path.with_suffix(".html"), index=False)
    table.to_parquet(path.with_suffix(".parquet"), index=False)
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


FIGURES = {
    "sheet": "chainrule sheet, from start to end, s",
    "sheet cpu": "  time of all cores, s",
    "sheet memory": "  memory, MiB",
    "ratio": "  multiple of plain pandas",
    "open": "of that: store and class list, s",
    "marks": "  marks, s",
    "table": "  table, s",
    "csv": "  CSV, s",
    "xlsx": "  XLSX, s",
    "html": "  HTML, s",
    "parquet": "  Parquet, s",
    "peer": "plain pandas, the same table and formats, s",
    "peer memory": "  memory, MiB",
    "report": "chainrule report, from start to end, s",
    "report cpu": "  time of all cores, s",
    "report memory": "  memory, MiB",
    "start": "review: until the first page, s",
    "overview": "  overview, 95 % below, ms",
    "answer": "  an answer, ms",
    "mark": "  a mark saved, ms",
    "next": "  next answer, ms",
    "review memory": "  memory, MiB",
}
MEASURES = {
    measure.__name__: measure
    for measure in (measure_sheet, measure_steps, measure_peer, measure_report, measure_review)
}


def peak_mib() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(project: Project, say: Callable[[str], None]) -> dict[str, float]:
    """Take every measurement in a process of its own."""
    found: dict[str, float] = {}
    for name in MEASURES:
        say(name.removeprefix("measure_"))
        ran = subprocess.run(
            [sys.executable, __file__, "--measure", name, "--project", str(project.root)],
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise SystemExit(f"{name}:\n{ran.stderr}")
        found |= json.loads(ran.stdout.splitlines()[-1])
    return found | {"ratio": found["sheet"] / found["peer"]}


def table_of(sizes: Mapping[int, Mapping[str, float]]) -> Table:
    """Return the figures by size, each with its growth since the size before."""
    shown = Table(f"{AUTOMATIC + WRITTEN} parts", title="The desk by size of class")
    before: Mapping[str, float] | None = None
    columns = []
    for size, found in sizes.items():
        shown.add_column(f"{size:,} students", justify="right")
        columns.append([_figure(name, found[name]) for name in FIGURES])
        if before is not None:
            shown.add_column("growth", justify="right")
            columns.append([f"× {found[name] / before[name]:.1f}" for name in FIGURES])
        before = found
    for line in zip(FIGURES.values(), *columns, strict=True):
        shown.add_row(*line)
    return shown


def _figure(name: str, value: float) -> str:
    return f"{value:,.0f}" if FIGURES[name].endswith((", MiB", ", ms")) else f"{value:,.2f}"


def draw(sizes: Mapping[int, Mapping[str, float]], path: Path) -> None:
    """Draw time and memory over the size of the class, both axes by powers of ten."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    lines = {"sheet": "chainrule sheet", "report": "chainrule report", "peer": "plain pandas"}
    for axes, suffix, label, limit in zip(
        figure.subplots(1, 2),
        ("", " memory"),
        ("seconds", "memory in MiB"),
        ((3, "a sheet in 3 s"), (500, "500 MiB")),
        strict=True,
    ):
        for name, title in lines.items():
            values = [found[f"{name}{suffix}"] for found in sizes.values()]
            style = "--" if name == "peer" else "-"
            axes.plot(list(sizes), values, style, marker="o", label=title)
        axes.plot(10_000, limit[0], "k_", markersize=24, label=f"promised: {limit[1]}")
        axes.set(xscale="log", yscale="log", xlabel="students", ylabel=label)
        axes.set_ylim(*(10 ** end(np.log10(axes.get_ylim()[n])) for n, end in enumerate(ENDS)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:,g}")
            axis.set_minor_formatter(NullFormatter())
        axes.grid(which="major", alpha=0.3)
        axes.legend()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150)


def of_size(students: int, console: Console) -> dict[str, float]:
    """Generate a class and take every measurement."""
    with tempfile.TemporaryDirectory() as folder, console.status("") as status:

        def say(step: str) -> None:
            status.update(f"{students:,} students: {step}")

        say("generating")
        project = Project(Path(folder))
        generate(project, students)
        return measured(project, say)


def main() -> None:
    """Measure each size, print the table and draw the plot."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("sizes", nargs="*", type=int, default=SIZES)
    arguments.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    arguments.add_argument("--project", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.measure:
        print(json.dumps(MEASURES[options.measure](Project(options.project))))
        return
    console = Console()
    with tempfile.TemporaryDirectory() as compiled:
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # `make` sets it
        of_size(A_FEW, console)
        sizes = {}
        for students in sorted(options.sizes):
            sizes[students] = of_size(students, console)
            console.print(f"{students:,} students: sheet in {sizes[students]['sheet']:.2f} s")
    console.print(table_of(sizes))
    draw(sizes, PLOT)
    console.print(f"Drawn in {PLOT}")


if __name__ == "__main__":
    main()
