"""Read right and wrong answers to a problem's parts: ``assignment/variants/<problem>.py``.

A variants file is a notebook as text. Each code cell answers one part and opens with its facts::

    # VARIANT
    # part: linear_backward
    # name: bias_gradient_keeps_dims
    # right: false
    # score: 1.25
    # mistake: The bias gradient has shape (1, d_out); the batch dimension was kept.

A line ``# records: other_weights`` hands in what lies in that folder of ``assignment/records`` in
place of the solution's files of the same names; ``# records: none`` hands in nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from chainrule_desk.authoring.problem_file import split_cells
from chainrule_desk.errors import SourceError


@dataclass(frozen=True)
class Variant:
    """One right or wrong answer to a part.

    Attributes:
        part: The part that it answers.
        name: Its name, unique within the part.
        right: Whether it must score full marks.
        score: Points that it must score where the part has the points of its problem file.
        mistake: What is wrong, in words a student understands; empty for right answers.
        source: The answer cell.
        line: Line of its cell in the file.
        records: Where its training records are; empty for those of the solution.
    """

    part: str
    name: str
    right: bool
    score: float
    mistake: str
    source: str
    line: int
    records: str = ""


def read_variants(path: Path) -> list[Variant]:
    """Read a variants file.

    Raises:
        SourceError: If a cell does not open with its facts.
    """
    variants = []
    for kind, source, line in split_cells(path):
        if kind != "code" or not source.strip():
            continue
        first, *rest = source.splitlines()
        if first.strip() != "# VARIANT":
            raise SourceError(path, line, "a variant opens with `# VARIANT` and its facts.")
        head = list(takewhile(lambda text: text.startswith("# "), rest))
        facts = {
            key.strip(): value.strip()
            for key, _, value in (text[2:].partition(":") for text in head)
        }
        try:
            variants.append(
                Variant(
                    part=facts["part"],
                    name=facts["name"],
                    right={"true": True, "false": False}[facts["right"]],
                    score=float(facts["score"]),
                    mistake=facts.get("mistake", ""),
                    source="\n".join(rest[len(head) :]).strip("\n"),
                    line=line,
                    records=facts.get("records", ""),
                )
            )
        except (KeyError, ValueError) as error:
            raise SourceError(
                path, line, f"the variant's facts lack or mistake {error}."
            ) from error
    return variants
