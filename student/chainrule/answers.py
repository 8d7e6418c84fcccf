"""Find the cells of an answer as a reader of the notebook finds them.

The assembler tags the cells of each part. Students go on in a new cell below, and some editors drop
the tags (Deepnote, Databricks), but the order stays: an answer stands between its question and what
comes next. Graders know what was handed out, so they find all that a student added
(:class:`Given`); the notebook alone tells less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from chainrule import saved

CHECK: Final = re.compile(r"^[ \t]*grader\.check\([ \t]*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_GIVEN: Final = re.compile(r"\s*<!--\s*(BEGIN|END) QUESTION\s*-->")
_COMMENT: Final = re.compile(r"<!--[^<>]{0,200}-->")
_LOOKS: Final = re.compile(
    r"^[ \t]*(?:grader\.check|words\.show|from chainrule import words)\b", re.M
)
_WORD: Final = re.compile(r"\S+")
_LONGEST: Final = 100_000  # characters of a cell that are looked at for what was handed out
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(\S[^\n]*)", re.MULTILINE)

PROMPT, ANSWER, OWN, ELSE = "prompt", "answer", "own", "else"


class Given:
    """The texts of a homework as it was handed out: whatever else a notebook says is a student's.

    Args:
        release: The notebook that students get.
    """

    def __init__(self, release: Any) -> None:
        self._others: set[tuple[str, str]] = set()
        self._prompts: dict[tuple[str, str], str] = {}
        for cell in release.cells:
            noted = saved.tag(cell)
            if noted.get("role") == PROMPT:
                self._prompts[cell.cell_type, _plain(cell.source)] = noted["part"]
            elif noted.get("role") != ANSWER:
                self._others.add((cell.cell_type, _plain(cell.source)))

    def read(self, cell: Any) -> tuple[str, str] | None:
        """Return what a cell is that was handed out as it is; None if it is a student's."""
        key = (cell.cell_type, _plain(cell.source[:_LONGEST]))
        if key in self._prompts:
            return self._prompts[key], PROMPT
        return ("", ELSE) if key in self._others else None

    def beyond(self, cell: Any) -> str:
        """Return what a student wrote below a prompt, in the prompt's own cell."""
        if cell.cell_type != "markdown" or len(cell.source) > _LONGEST:
            return ""
        text = _plain(cell.source) + " "
        begun = [p for kind, p in self._prompts if kind == "markdown" and text.startswith(p + " ")]
        words = max((prompt.count(" ") + 1 for prompt in begun if prompt), default=0)
        behind = next(islice(_WORD.finditer(cell.source), words, None), None) if words else None
        return cell.source[behind.start() :] if behind else ""


class Layout:
    """Which cells belong to which part.

    Attributes:
        owners: For each cell the part that it belongs to, empty if none, and what it is there: a
            prompt, an answer, a cell of the student's own in the place of an answer, or else.
    """

    def __init__(
        self,
        notebook: Any,
        parts: Iterable[Mapping[str, Any]] | None = None,
        given: Given | None = None,
    ) -> None:
        """Read where the parts of a notebook begin and end.

        Args:
            notebook: A notebook of format 4.
            parts: The homework's parts; by default those that the notebook itself notes.
            given: What was handed out, where that is known. Then whatever else stands between a
                prompt and the next is the student's, wherever it stands there.
        """
        self._cells = notebook.cells
        listed = list(saved.parts(notebook) if parts is None else parts)
        self._written = {part["name"] for part in listed if part.get("manual")}
        self._headings = {_title(part): part["name"] for part in listed}
        self._given = given
        self.owners: list[tuple[str, str]] = []
        place = ""  # the part whose answer belongs here
        for cell in self._cells:
            owner, what = self._kind(cell)
            if what == OWN:
                owner = place = owner or place
            elif what in (PROMPT, ANSWER):
                place = owner
            elif given is None or not _is_mark(cell):
                place = ""
            self.owners.append((owner, what))

    def is_sure(self, part: str) -> bool:
        """Tell whether the answer to a part stands in its own cells, and only there."""
        found = self.answer(part)
        return bool(found) and all(self.owners[number][1] == ANSWER for number in found)

    def answer(self, part: str) -> list[int]:
        """Return the numbers of the cells that hold the answer to a part, from 0.

        A written answer has its own cell and those that the student added to it. Code has its own
        cell only, and where that lost its tag, the code between the question and the check.
        """
        tagged = self._of(part, ANSWER)
        own = [number for number in self._of(part, OWN) if self._cells[number].source.strip()]
        if part in self._written:
            return sorted(tagged + [i for i in own if self._cells[i].cell_type != "code"])
        return tagged or [i for i in own if self._cells[i].cell_type == "code"]

    def text(self, number: int) -> str:
        """Return what a student wrote in a cell of an answer: not the prompt that stands above."""
        return self._beyond(self._cells[number]) or str(self._cells[number].source)

    def first(self, part: str) -> int | None:
        """Return the number of the cell that a part begins with; None if it has no cells."""
        return next((i for i, owner in enumerate(self.owners) if owner[0] == part), None)

    def _of(self, part: str, what: str) -> list[int]:
        return [number for number, owner in enumerate(self.owners) if owner == (part, what)]

    def _kind(self, cell: Any) -> tuple[str, str]:
        """Return which part a cell belongs to by itself, and what it is there."""
        noted = saved.tag(cell)
        part, role = noted.get("part"), noted.get("role")
        if isinstance(part, str) and role in (PROMPT, ANSWER):
            return part, OWN if role == PROMPT and self._beyond(cell) else str(role)
        if role is not None:
            return "", ELSE
        if self._given and (known := self._given.read(cell)):
            return known
        if cell.cell_type == "markdown":
            for heading in _HEADING.finditer(cell.source[:_LONGEST]):
                if named := self._named(heading.group(1)):
                    return named, OWN if self._beyond(cell) else PROMPT
            if _GIVEN.match(cell.source):
                return "", ELSE
        if cell.cell_type == "code" and CHECK.search(cell.source):
            return "", ELSE
        return "", OWN

    def _beyond(self, cell: Any) -> str:
        return self._given.beyond(cell) if self._given else ""

    def _named(self, heading: str) -> str:
        """Return the part whose question has this heading, with or without its points."""
        title = " ".join(heading.partition(" (")[0].split())
        return self._headings.get(title) or self._headings.get(" ".join(heading.split())) or ""


def cells(notebook: Any, part: str) -> list[Any]:
    """Return the cells that hold the answer to a part, in the notebook's order."""
    return [notebook.cells[number] for number in Layout(notebook).answer(part)]


def _is_mark(cell: Any) -> bool:
    """Tell whether a given cell shows nothing, or only looks at the answer above it."""
    if cell.cell_type == "code":
        return _LOOKS.search(cell.source[:_LONGEST]) is not None
    return not _COMMENT.sub("", cell.source[:_LONGEST]).strip()


def _plain(text: str) -> str:
    return " ".join(text.split())


def _title(part: Mapping[str, Any]) -> str:
    return " ".join(f"{part['label']} {part['title']}".split())
