"""Find a student's answer to one part in the notebook that was handed in.

The grader keeps a copy of every notebook under its content's digest; nothing here runs or imports
what stands in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chainrule import words
from chainrule_desk.grades.store import AnswerFacts
from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import RefusedError
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result

ANSWER, PROMPT = "answer", "prompt"


@dataclass(frozen=True)
class Cell:
    """One cell as a grader sees it.

    Attributes:
        kind: ``markdown``, ``code`` or ``raw``.
        source: Its text.
        outputs: What it put out when the student last ran it, as the notebook has it.
        attachments: Images by name, each by media type, in base64.
    """

    kind: str
    source: str
    outputs: tuple[Mapping[str, Any], ...] = ()
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def of_part(data: bytes, part: str, label: str = "the notebook") -> list[Cell]:
    """Return what a student wrote for a part.

    These are its answer cells, the cells that the student added between them and the prompt, and,
    without their source, given code cells that put something out: a plot is part of the answer.

    Raises:
        RefusedError: If the bytes are no notebook.
    """
    notebook = _Notebook(data, label)
    return notebook.answer(part)


def with_plots(data: bytes, parts: Iterable[str]) -> dict[str, list[Cell]]:
    """Return what a student wrote for each of the parts, with the plots that come of it.

    These are as in :func:`of_part`, and the images that cells after the answer put out.

    Raises:
        RefusedError: If the bytes are no notebook.
    """
    notebook = _Notebook(data, "the notebook")
    return {part: notebook.answer(part) + notebook.plots_after(part) for part in parts}


class _Notebook:
    """A notebook that was handed in, with what grading leaves out of it."""

    def __init__(self, data: bytes, label: str) -> None:
        self._cells = notebooks.parse(data, label)["cells"]
        self._tags = [_tag(cell) for cell in self._cells]
        self._extras = _extras(data)

    def answer(self, part: str) -> list[Cell]:
        """Return the cells of an answer; none if the notebook has no such answer."""
        places = [number for number, (name, _) in enumerate(self._tags) if name == part]
        answered = [number for number in places if self._tags[number][1] == ANSWER]
        if not answered:
            return []
        found = []
        for number in range(places[0], answered[-1] + 1):
            cell = self._cells[number]
            name, role = self._tags[number]
            outputs, attachments = self._extras.get(number, ((), {}))
            if name == part and role == PROMPT:
                if outputs:
                    found.append(Cell(cell["cell_type"], "", outputs))
            elif name in ("", part):
                found.append(Cell(cell["cell_type"], cell["source"], outputs, attachments))
        return found

    def plots_after(self, part: str) -> list[Cell]:
        """Return the images that cells put out between an answer and the next part."""
        answered = [number for number, tag in enumerate(self._tags) if tag == (part, ANSWER)]
        found = []
        for number in range(answered[-1] + 1 if answered else len(self._tags), len(self._tags)):
            if self._tags[number] != ("", ""):
                break
            outputs, _ = self._extras.get(number, ((), {}))
            images = tuple(output for output in outputs if _is_image(output))
            if images:
                found.append(Cell("code", "", images))
        return found


def facts(data: bytes, homework: Homework) -> dict[str, AnswerFacts]:
    """Return a digest and the number of words of each written answer in a notebook.

    Raises:
        RefusedError: If the bytes are no notebook.
    """
    found: dict[str, list[str]] = {}
    for cell in notebooks.parse(data, "the notebook")["cells"]:
        name, role = _tag(cell)
        if role == ANSWER:
            found.setdefault(name, []).append(cell["source"].strip())
    return {
        part.name: AnswerFacts(
            hashlib.sha256("\0".join(found[part.name]).encode("utf-8", "replace")).hexdigest(),
            sum(words.count(source) for source in found[part.name]),
        )
        for part in homework.manual
        if part.name in found
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


def _tag(cell: Mapping[str, Any]) -> tuple[str, str]:
    noted = cell["metadata"].get("chainrule")
    if not isinstance(noted, dict):
        return "", ""
    part, role = noted.get("part", ""), noted.get("role", "")
    return (part, role) if isinstance(part, str) and isinstance(role, str) else ("", "")


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
