"""Find a student's answer to one part in the notebook that was handed in.

Where an answer stands is told by :mod:`chainrule.answers`, as in the student's own look-over.

The grader keeps a copy of every notebook under its content's digest; nothing here runs or imports
what stands in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from chainrule import saved, words
from chainrule.answers import ANSWER, OWN, PROMPT, Given, Layout
from chainrule.completing import complete
from chainrule_desk.grades.store import AnswerFacts
from chainrule_grader import kept
from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import RefusedError
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result

FILE = "file:"
_LABEL = "the notebook"
_NOWHERE = "Neither the prompt nor the answer's cell is in this notebook."
_REPLACED = "The answer's own cell cannot be told here; what is shown stands below its prompt."
_DELETED = "The answer's own cell is not in this notebook, and nothing stands below its prompt."
_ADDED = "The student added cells to the answer; they are shown with it."


@dataclass(frozen=True)
class Cell:
    """One cell as a grader sees it.

    Attributes:
        kind: ``markdown``, ``code`` or ``raw``.
        source: Its text.
        outputs: What it put out when the student last ran it, as the notebook has it.
        attachments: Images by name, each by media type, in base64; the name of one that lay beside
            the notebook has :data:`FILE` before it.
    """

    kind: str
    source: str
    outputs: tuple[Mapping[str, Any], ...] = ()
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What a student wrote for a part, and whether that is all of it.

    Attributes:
        cells: The cells, in the notebook's order.
        words: How many words they have.
        doubt: Why a grader should look at the whole notebook; empty where the place is sure.
    """

    cells: tuple[Cell, ...]
    words: int
    doubt: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the student wrote nothing here, and nothing that may be elsewhere."""
        return not self.doubt and not any(
            cell.attachments or saved.written(cell.source) for cell in self.cells
        )


def find(
    data: bytes,
    part: str,
    homework: Homework,
    given: Given | None = None,
    copy: Path | None = None,
) -> Found:
    """Return what a student wrote for a written part, as a reader of the notebook finds it.

    Args:
        data: The notebook.
        part: The part's name.
        homework: The homework.
        given: The release, where it is at hand: what else stands in the notebook is the student's.
        copy: Where the grader keeps the notebook: the pictures that came with it lie beside.

    Raises:
        RefusedError: If the bytes are no notebook.
    """
    notebook = _Notebook(data, homework, given, copy)
    cells = tuple(notebook.answer(part))
    return Found(cells, notebook.words(part), notebook.doubt(part))


def of_part(data: bytes, part: str, homework: Homework | None = None) -> list[Cell]:
    """Return what a student wrote for a part.

    These are its answer cells, the cells that the student added to it, and, without their source,
    given code cells that put something out: a plot is part of the answer.

    Raises:
        RefusedError: If the bytes are no notebook.
    """
    return _Notebook(data, homework).answer(part)


def with_plots(
    data: bytes,
    parts: Iterable[str],
    homework: Homework,
    given: Given | None = None,
    copy: Path | None = None,
) -> dict[str, list[Cell]]:
    """Return what a student wrote for each of the parts, with the plots that come of it.

    These are as in :func:`of_part`, and the images that cells after the answer put out.

    Raises:
        RefusedError: If the bytes are no notebook.
    """
    notebook = _Notebook(data, homework, given, copy)
    return {part: notebook.answer(part) + notebook.plots_after(part) for part in parts}


@lru_cache(maxsize=4)
def given(release: Path) -> Given | None:
    """Return the texts of a release; None if it is not at hand."""
    try:
        return Given(complete(json.loads(release.read_bytes())))
    except (OSError, ValueError, TypeError):
        return None  # a build that was moved: the notebook's own tags and headings still tell


class _Notebook:
    """A notebook that was handed in, with what grading leaves out of it."""

    def __init__(
        self,
        data: bytes,
        homework: Homework | None,
        given: Given | None = None,
        copy: Path | None = None,
    ) -> None:
        document = notebooks.parse(data, _LABEL)
        self._copy = copy
        self._cells = document["cells"]
        self._layout = (
            notebooks.layout(document, homework, given) if homework else Layout(complete(document))
        )
        self._written = {part.name for part in homework.manual} if homework else set()
        self._extras = _extras(data)

    def answer(self, part: str) -> list[Cell]:
        """Return the cells of an answer; none if the notebook has no such answer."""
        found = []
        for number in self._places(part):
            cell = self._cells[number]
            outputs, attachments = self._extras.get(number, ((), {}))
            if self._layout.owners[number] != (part, PROMPT):
                text = self._layout.text(number)
                pictures = {**attachments, **self._pictures(text)}
                found.append(Cell(cell["cell_type"], text, outputs, pictures))
            elif outputs:
                found.append(Cell(cell["cell_type"], "", outputs))
        return found

    def words(self, part: str) -> int:
        """Return how many words were written for a part."""
        numbers = self._layout.answer(part)
        return sum(words.count(self._layout.text(number)) for number in numbers)

    def doubt(self, part: str) -> str:
        """Return why the answer to a part may not be all that is shown; empty if it is sure."""
        owners = [self._layout.owners[number] for number in self._layout.answer(part)]
        if self._layout.first(part) is None:
            return _NOWHERE
        if (part, ANSWER) not in owners:
            return _REPLACED if owners else _DELETED
        return _ADDED if (part, OWN) in owners else ""

    def _pictures(self, text: str) -> dict[str, dict[str, str]]:
        """Return the pictures of a text that lay beside the notebook and are kept."""
        names = kept.pictures_of(text)[: kept.MOST_PICTURES] if self._copy else []
        places = {
            name: kept.picture(self._copy.parent, self._copy.stem, name)
            for name in names
            if self._copy is not None
        }
        return {
            FILE + name: {_media_type(name): base64.b64encode(place.read_bytes()).decode()}
            for name, place in places.items()
            if place.is_file()
        }

    def _places(self, part: str) -> list[int]:
        """Return the cells that belong to an answer: all up to its last, and what was added."""
        answered = self._layout.answer(part)
        own = [number for number, owner in enumerate(self._layout.owners) if owner[0] == part]
        if part in self._written:
            return own
        return [number for number in own if answered and number <= answered[-1]]

    def plots_after(self, part: str) -> list[Cell]:
        """Return the images that cells put out between an answer and the next part."""
        places = self._places(part)
        found = []
        for number in range(places[-1] + 1 if places else len(self._cells), len(self._cells)):
            owner, what = self._layout.owners[number]
            if what in (PROMPT, ANSWER) or owner not in ("", part):
                break
            outputs, _ = self._extras.get(number, ((), {}))
            images = tuple(output for output in outputs if _is_image(output))
            if images:
                found.append(Cell("code", "", images))
        return found


def facts(data: bytes, homework: Homework) -> dict[str, AnswerFacts]:
    """Return a digest and the number of words of each written answer in a notebook.

    A mark belongs to the digest. It is that of the answer's own cell as ever, and of what a student
    added right below it; the release, which a later build may change, has no part in it.

    Raises:
        RefusedError: If the bytes are no notebook.
    """
    document = notebooks.parse(data, _LABEL)
    layout = notebooks.layout(document, homework)
    found = {
        part.name: [layout.text(number).strip() for number in layout.answer(part.name)]
        for part in homework.manual
    }
    return {
        part: AnswerFacts(
            hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest(),
            sum(words.count(text) for text in texts),
        )
        for part, texts in found.items()
        if texts
    }


def facts_of_new(
    results: Iterable[Result], homework: Homework, copies: Path, known: set[str]
) -> dict[str, dict[str, AnswerFacts]]:
    """Return, by content, the facts of the kept notebooks whose content is not ``known``."""
    found: dict[str, dict[str, AnswerFacts]] = {}
    for content in {result.content for result in results} - known - {""}:
        try:
            found[content] = facts((copies / f"{content}.ipynb").read_bytes(), homework)
        except (FileNotFoundError, RefusedError):
            continue  # graded before copies were kept, or refused: there is nothing to read
    return found


def _media_type(name: str) -> str:
    suffix = PurePosixPath(name).suffix.casefold().lstrip(".")
    return f"image/{'jpeg' if suffix == 'jpg' else suffix}"


def _is_image(output: Mapping[str, Any]) -> bool:
    data = output.get("data")
    return isinstance(data, dict) and any(kind.startswith("image/") for kind in data)


_Extras = tuple[tuple[Mapping[str, Any], ...], Mapping[str, Mapping[str, str]]]


def _extras(data: bytes) -> dict[int, _Extras]:
    """Return outputs and attachments by cell; what is not shaped like them is left out."""
    document = json.loads(data.decode("utf-8-sig"))
    cells = document.get("cells")
    if not isinstance(cells, list):
        return {}  # a notebook in an old format
    extras: dict[int, _Extras] = {}
    for number, cell in enumerate(cells):
        outputs, attachments = cell.get("outputs"), cell.get("attachments")
        extras[number] = (
            tuple(output for output in outputs if isinstance(output, dict))
            if isinstance(outputs, list)
            else (),
            {name: kinds for name, kinds in attachments.items() if isinstance(kinds, dict)}
            if isinstance(attachments, dict)
            else {},
        )
    return extras
