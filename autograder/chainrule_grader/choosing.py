"""Which of the notebooks in one person's hand-in is the one to grade.

The homework's own wins over others, one of equal copies is taken, and a proper name (``hw1.ipynb``
for the homework ``hw1``) wins over copies. Where two could be meant, a person decides: nobody is
graded by the wrong one of two. So it is where the proper name is on the notebook as it was handed
out, and another file has the work.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from chainrule import cell_code, saved
from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import RefusedError, printable
from chainrule_grader.bundle import Bundle


@dataclass(frozen=True)
class Candidate:
    """A notebook of a hand-in, with what came with it.

    Attributes:
        name: Where it lies in the hand-in.
        data: Its bytes.
        files: Files that lie with it in an archive of its own, by name.
        aside: What was left aside there, a line each.
    """

    name: str
    data: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    aside: tuple[str, ...] = ()


def choose(found: Sequence[Candidate], bundle: Bundle, place: str) -> tuple[Candidate, list[str]]:
    """Return the notebook to grade, and a line for each that is left aside.

    Args:
        found: The notebooks, at least one.
        bundle: The homework's bundle.
        place: What they lie in, for people.

    Raises:
        RefusedError: If none is the homework's, or two could be meant.
    """
    if len(found) == 1:
        return found[0], []
    ours, aside = [], []
    for candidate in found:
        try:
            ours.append((candidate, _homeworks_own(candidate, bundle)))
        except RefusedError as refusal:
            # A damaged notebook of the proper name may be the one that was meant.
            if _rank(candidate, bundle) == 0 and not _is_other(candidate):
                raise _several(found, place) from refusal
            label = printable(candidate.name)
            aside.append(f"{label}: {str(refusal).removeprefix(label).strip()}")
    if not ours:
        raise _several(found, place)
    chosen = _meant(ours, bundle)
    if chosen is None:
        raise _several([candidate for candidate, _ in ours], place)
    for candidate, document in ours:
        if candidate is not chosen[0]:
            is_same = _text(document) == _text(chosen[1])
            what = "the same notebook" if is_same else "a copy that differs"
            graded = printable(chosen[0].name)
            aside.append(f"{printable(candidate.name)}: {what}; {graded} is graded")
    return chosen[0], aside


_Own = tuple[Candidate, Any]  # a notebook of the homework, and what it holds


def _homeworks_own(candidate: Candidate, bundle: Bundle) -> Any:
    label = printable(candidate.name)
    document = notebooks.parse(candidate.data, label)
    notebooks.check_assignment(document, label, bundle.homework, bundle.assignment_name)
    return document


def _meant(ours: Iterable[_Own], bundle: Bundle) -> _Own | None:
    """Return the notebook that is meant; None where two could be."""
    ranked = sorted(ours, key=lambda own: (_rank(own[0], bundle), len(own[0].name), own[0].name))
    first = ranked[0]
    others = [own for own in ranked[1:] if _text(own[1]) != _text(first[1])]
    if not others:
        return first
    best = _rank(first[0], bundle)
    is_alone = best == 0 and all(_rank(own[0], bundle) > best for own in others)
    return first if is_alone and not is_untouched(first[1], bundle) else None


def _text(document: Any) -> list[tuple[str, str]]:
    """Return what makes two notebooks the same: their cells, whatever editors noted about them."""
    return [(cell["cell_type"], cell["source"]) for cell in document["cells"]]


def _rank(candidate: Candidate, bundle: Bundle) -> int:
    """Return 0 for the proper name, in an archive or not, and 1 for others."""
    name = PurePosixPath(candidate.name).name.casefold()
    return 0 if name == f"{bundle.homework.id}.ipynb".casefold() else 1


def _is_other(candidate: Candidate) -> bool:
    """Tell whether a notebook is whole, and so another homework's."""
    try:
        notebooks.parse(candidate.data, "")
    except RefusedError:
        return False
    return True


def is_untouched(document: Any, bundle: Bundle) -> bool:
    """Tell whether no part is answered: every answer is a stub, or an empty place."""
    cells = document["cells"]
    automatic = [part.name for part in bundle.homework.automatic]
    places = notebooks.answer_cells(cells, automatic)
    layout = notebooks.layout(document, bundle.homework)
    written = [number for part in bundle.homework.manual for number in layout.answer(part.name)]
    if not places and not written:
        return False
    return all(_is_stub(cells[number]["source"]) for number in places.values()) and not any(
        saved.written(cells[number]["source"]) for number in written
    )


def _is_stub(source: str) -> bool:
    """Tell whether code still has ``...``, or nbgrader's error, where an answer belongs."""
    try:
        tree = cell_code.parse(source) if len(source) <= notebooks.MAX_PARSED else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return tree is not None and any(
        (isinstance(node, ast.Constant) and node.value is Ellipsis)
        or (isinstance(node, ast.Name) and node.id == "NotImplementedError")
        for node in ast.walk(tree)
    )


def _several(found: Sequence[Candidate], place: str) -> RefusedError:
    listed = ", ".join(printable(candidate.name) for candidate in found[:4])
    more = ", ..." if len(found) > 4 else ""
    return RefusedError(
        f"{place} holds {len(found)} notebooks ({listed}{more}): "
        "keep the one to be graded, or grade that file itself. If they are several students', "
        "unzip what is zipped, and name the folder that they lie in."
    )
