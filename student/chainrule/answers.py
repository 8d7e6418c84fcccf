"""Find the cells of an answer as a reader of the notebook finds them.

The assembler tags the cells of each part. Students go on in a new cell below, and some editors drop
the tags (Deepnote, Databricks), but the order stays: an answer stands between its question and what
comes next.
"""

from __future__ import annotations

import re
from typing import Any, Final

from chainrule import saved

CHECK: Final = re.compile(r"^[ \t]*grader\.check\([ \t]*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_GIVEN: Final = re.compile(r"\s*<!--\s*(BEGIN|END) QUESTION\s*-->")
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(\S[^\n]*)", re.MULTILINE)

PROMPT, ANSWER, OWN, ELSE = "prompt", "answer", "own", "else"


class Layout:
    """Which cells belong to which part.

    Attributes:
        owners: For each cell the part that it belongs to, empty if none, and what it is there: a
            prompt, an answer, a cell of the student's own in the place of an answer, or else.
    """

    def __init__(self, notebook: Any) -> None:
        """Read where the parts of a notebook begin and end."""
        self._cells = notebook.cells
        parts = saved.parts(notebook)
        self._written = {part["name"] for part in parts if part.get("manual")}
        self._headings = {_title(part): part["name"] for part in parts}
        self.owners: list[tuple[str, str]] = []
        place = ""  # the part whose answer belongs here
        for cell in self._cells:
            owner, what = self._kind(cell)
            if what == OWN:
                owner = place
            elif what in (PROMPT, ANSWER):
                place = owner
            else:
                place = ""
            self.owners.append((owner, what))

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
        if isinstance(part, str) and role in (PROMPT, ANSWER):
            return part, str(role)
        if role is not None:
            return "", ELSE
        if cell.cell_type == "markdown":
            for heading in _HEADING.finditer(cell.source):
                if named := self._named(heading.group(1)):
                    return named, PROMPT
            if _GIVEN.match(cell.source):
                return "", ELSE
        if cell.cell_type == "code" and CHECK.search(cell.source):
            return "", ELSE
        return "", OWN

    def _named(self, heading: str) -> str:
        """Return the part whose question has this heading, with or without its points."""
        title = " ".join(heading.partition(" (")[0].split())
        return self._headings.get(title) or self._headings.get(" ".join(heading.split())) or ""


def cells(notebook: Any, part: str) -> list[Any]:
    """Return the cells that hold the answer to a part, in the notebook's order."""
    return [notebook.cells[number] for number in Layout(notebook).answer(part)]


def _title(part: dict[str, Any]) -> str:
    return " ".join(f"{part['label']} {part['title']}".split())
