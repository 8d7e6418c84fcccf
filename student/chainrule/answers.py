"""Find the cells of an answer as a reader of the notebook finds them.

The assembler tags the cells of each part. Students go on in a new cell below, and some editors drop
the tags (Deepnote, Databricks), but the order stays: an answer stands between its question and what
comes next. Graders know what was handed out, so they find all that a student added
(:class:`Given`); the notebook alone tells less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from chainrule import saved

CHECK: Final = re.compile(r"^[ \t]*grader\.check\([ \t]*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_GIVEN: Final = re.compile(r"\s*<!--\s*(BEGIN|END) QUESTION\s*-->")
_COMMENT: Final = re.compile(r"<!--[^<>]{0,200}-->")
_LOOKS: Final = re.compile(r"^\s*(?:grader\.check|words\.show|from chainrule import words)\b", re.M)
_LONGEST: Final = 100_000  # characters of a cell that are looked at for what was handed out
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(\S[^\n]*)", re.MULTILINE)

PROMPT, ANSWER, OWN, ELSE = "prompt", "answer", "own", "else"


class Given:
    """The texts of a homework as it was handed out: whatever else a notebook says is a student's.

    Args:
        release: The notebook that students get.
    """

    def __init__(self, release: Any) -> None:
        texts = {
            (cell.cell_type, _plain(cell.source)): saved.tag(cell).get("role")
            for cell in release.cells
        }
        self._others = {text for text, role in texts.items() if role not in (PROMPT, ANSWER)}
        self._prompts = [text for (_, text), role in texts.items() if role == PROMPT and text]

    def has(self, cell: Any) -> bool:
        """Tell whether a cell was handed out as it is, and is no prompt and no answer's place."""
        return (cell.cell_type, _plain(cell.source)) in self._others

    def begins(self, cell: Any) -> bool:
        """Tell whether a cell is a prompt with more behind it."""
        if cell.cell_type != "markdown" or len(cell.source) > _LONGEST:
            return False
        text = _plain(cell.source)
        return any(text != prompt and text.startswith(prompt) for prompt in self._prompts)


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
                owner = owner or place
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

    def first(self, part: str) -> int | None:
        """Return the number of the cell that a part begins with; None if it has no cells."""
        return next((i for i, owner in enumerate(self.owners) if owner[0] == part), None)

    def _of(self, part: str, what: str) -> list[int]:
        return [number for number, owner in enumerate(self.owners) if owner == (part, what)]

    def _kind(self, cell: Any) -> tuple[str, str]:
        """Return which part a cell belongs to by itself, and what it is there."""
        noted = saved.tag(cell)
        part, role = noted.get("part"), noted.get("role")
        if isinstance(part, str) and role == ANSWER:
            return part, ANSWER
        if isinstance(part, str) and role == PROMPT:
            return part, OWN if self._goes_on(cell) else PROMPT
        if role is not None or (self._given and self._given.has(cell)):
            return "", ELSE
        if cell.cell_type == "markdown":
            for heading in _HEADING.finditer(cell.source[:_LONGEST]):
                if named := self._named(heading.group(1)):
                    return named, OWN if self._goes_on(cell) else PROMPT
            if _GIVEN.match(cell.source):
                return "", ELSE
        if cell.cell_type == "code" and CHECK.search(cell.source):
            return "", ELSE
        return "", OWN

    def _goes_on(self, cell: Any) -> bool:
        """Tell whether a student wrote on in the cell of a prompt."""
        return self._given is not None and self._given.begins(cell)

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
        return _LOOKS.search(cell.source) is not None
    return not _COMMENT.sub("", cell.source[:_LONGEST]).strip()


def _plain(text: str) -> str:
    return " ".join(text.split())


def _title(part: Mapping[str, Any]) -> str:
    return " ".join(f"{part['label']} {part['title']}".split())
