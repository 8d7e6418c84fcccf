"""A homework with written answers, graded and ready to be marked, without running anything."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

from chainrule_desk.grades import matching
from chainrule_desk.grades.gradebook import Gradebook, record
from chainrule_desk.grades.store import Store
from chainrule_desk.grades.submissions import Choice
from chainrule_desk.policies.policy import Policy
from chainrule_desk.project import Project
from chainrule_desk.reviewing.review import Review
from chainrule_desk.reviewing.server import prepare
from chainrule_grader.homework import Homework, Part, RubricItem
from chainrule_grader.results import Result, Status

CONVEXITY = Part(
    "convexity",
    "Convex all the same",
    "4.4",
    "relu_theory",
    3,
    manual=True,
    rubric=(
        RubricItem(
            "chords",
            1,
            "Shows with two chords, in numbers, that it is neither.",
            "A drawing counts.",
        ),
        RubricItem(
            "one_unit",
            0.5,
            "Says why a single hidden unit is convex.",
            "The maximum of two affine functions will do.",
        ),
        RubricItem("sum", 1.5, "Concludes that a sum with nonnegative factors is convex."),
    ),
    word_limit=60,
)
REVIEW = Part(
    "review",
    "The review",
    "5.1",
    "paper_review",
    2,
    manual=True,
    rubric=(RubricItem("main", 2, "States the main finding."),),
)
HOMEWORK = Homework("hw1", "Homework 1: a network from the inside", (CONVEXITY, REVIEW))

PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c4944415408d763606060000000040001274a2a1f0000000049454e44ae426082"
    )
).decode()

PROSE = r"""**One unit.** $h(x) = \max(0, wx + b)$ is the maximum of two affine functions, so

$$h\bigl((1-t)x + ty\bigr) \le (1-t)\,h(x) + t\,h(y).$$

| chord | height in the middle | $f$ |
|---|---|---|
| from $-1$ to $1$ | $\frac12$ | 0 |
| from $0$ to $2$ | $\frac12$ | 1 |

```python
def ramp(x):
    return max(0, x) - max(0, x - 1)  # neither convex nor concave
```
"""
HOSTILE = """<script>document.title = 'taken over'</script>
<img src=x onerror="document.title = 'taken over'">
<img src="http://example.org/track.png"> ![far away](http://example.org/track.png)
<a href="javascript:document.title='taken over'">click</a>
<form action="/grader"><input name=grader></form>
<div id="panel" class="panel" hx-get="/grader" style="position:fixed">mine</div>
<style>body { display: none }</style> <iframe src="/"></iframe> <svg onload="alert(1)"></svg>
<meta http-equiv="refresh" content="0;url=http://example.org"> Honest words remain.
"""


def notebook(answers: dict[str, str]) -> bytes:
    """Return a notebook that answers written parts."""
    cells: list[Any] = []
    for part in HOMEWORK.manual:
        tag = {"chainrule": {"part": part.name, "role": "prompt"}}
        cells.append(nbformat.v4.new_markdown_cell(f"### {part.title}", metadata=tag))
        plot = nbformat.v4.new_output("display_data", data={"image/png": PIXEL})
        cells.append(nbformat.v4.new_code_cell("plot()", metadata=tag, outputs=[plot]))
        tag = {"chainrule": {"part": part.name, "role": "answer"}}
        cells.append(nbformat.v4.new_markdown_cell(answers.get(part.name, ""), metadata=tag))
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


def result(student: str, data: bytes, project: Project) -> Result:
    """Keep a notebook as the grader does, and return the result of running it."""
    content = hashlib.sha256(data).hexdigest()
    copy = project.copies(HOMEWORK.id) / f"{content}.ipynb"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(data)
    name = student.casefold()
    return Result(name, student, f"{name}.ipynb", content, HOMEWORK.id, "", Status.GRADED)


def class_of(number: int) -> dict[str, str]:
    """Return answers of students to the first part."""
    return {f"Student {n}": f"{PROSE}\n\nAnswer number {n}." for n in range(number)}


@contextmanager
def gradebook(
    folder: Path,
    answers: dict[str, str],
    policy: Policy | None = None,
    url: str | None = None,
) -> Iterator[Gradebook]:
    """Open the gradebook of a class, by student and answer to the first part.

    Args:
        folder: The project's folder.
        answers: By student, the answer to the first part.
        policy: The recipe's rules.
        url: A PostgreSQL database; by default the store is a file.
    """
    project = Project(folder)
    solution = project.build(HOMEWORK.id) / "solution.ipynb"
    solution.parent.mkdir(parents=True, exist_ok=True)
    solution.write_bytes(notebook({"convexity": "The **model** answer: $h \\ge 0$."}))
    results = [
        result(student, notebook({"convexity": text}), project) for student, text in answers.items()
    ]
    place = url or project.grades(HOMEWORK.id) / "grades.sqlite"
    with Store.open(place, HOMEWORK.id) as store:
        record(store, project, HOMEWORK, results)
        assigned = matching.assign(store.outcomes(), project.root / "grades")
        yield Gradebook(
            project,
            HOMEWORK,
            assigned.results,
            store,
            Choice(policy or Policy(), store.handed_in()),
            [],
            assigned,
        )


@contextmanager
def served(book: Gradebook, *, host: str = "127.0.0.1", names: bool = False) -> Iterator[str]:
    """Serve the review page of a gradebook; yield its address."""
    server = prepare(Review(book), "kn", host=host, port=0, names=names)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.address
    finally:
        server.stop()
        thread.join(10)
