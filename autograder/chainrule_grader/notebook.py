"""Turn bytes that should be a notebook into one, or into one plain sentence.

Only JSON is read; nothing in a notebook is executed, imported or followed here.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from chainrule import words
from chainrule.answers import Given, Layout
from chainrule.completing import complete
from chainrule_grader.archive import MIB, RefusedError
from chainrule_grader.homework import Homework

MAX_NOTEBOOK: Final = 64 * MIB
MAX_CELLS: Final = 5_000
MAX_CODE: Final = 8 * MIB  # of all cells together
MAX_PARSED: Final = 20_000  # characters of a cell; a syntax tree takes hundreds of bytes for one
_CONFLICT: Final = re.compile(rb"^(<<<<<<< |>>>>>>> )", re.MULTILINE)
_CHECK: Final = re.compile(r"""\bcheck\(\s*(['"])(?P<part>[^'"]+)\1""")
IGNORE_TAG: Final = "otter_ignore"


def parse(data: bytes, label: str) -> Any:
    """Return a notebook in format 4, reduced to what grading needs: outputs are left out.

    Raises:
        RefusedError: If the bytes are no notebook; the message names the repair.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise RefusedError(f"{label} is empty: save the notebook and hand it in again.")
    document = _json(data, label)
    if not isinstance(document, dict) or not isinstance(document.get("nbformat"), int):
        raise RefusedError(f"{label} is JSON but not a notebook.")
    if document["nbformat"] > 4:
        raise RefusedError(
            f"{label} has notebook format {document['nbformat']}, which is newer than 4: "
            "save it as format 4."
        )
    notebook = _upgrade(document, label)
    cells = notebook["cells"]
    if not cells:
        raise RefusedError(f"{label} has no cells.")
    if len(cells) > MAX_CELLS:
        raise RefusedError(f"{label} has more than {MAX_CELLS} cells.")
    if sum(len(cell["source"]) for cell in cells if cell["cell_type"] == "code") > MAX_CODE:
        raise RefusedError(f"{label} holds more than {MAX_CODE // MIB} MiB of code.")
    return notebook


def check_assignment(notebook: Any, label: str, homework: Homework, name: str | None) -> None:
    """Refuse a notebook of another homework.

    A notebook without Otter's metadata is taken when it checks a part of this homework, because
    some editors drop metadata that they do not know.

    Raises:
        RefusedError: If it belongs to another homework, or shows no sign of this one.
    """
    metadata = notebook["metadata"].get("otter")
    given = metadata.get("assignment_name") if isinstance(metadata, dict) else None
    if name is not None and isinstance(given, str) and given != name:
        raise RefusedError(f"{label} is a notebook of {given!r}, not of {name!r}.")
    if given is not None and given == name:
        return
    parts = {part.name for part in homework.parts}
    if parts & {part for cell in notebook["cells"] for part in checks(cell)}:
        return
    if any(_tagged_part(cell) in parts for cell in notebook["cells"]):
        return
    raise RefusedError(
        f"{label} is not a notebook of {homework.id!r}: it has none of its check or answer cells."
    )


def checks(cell: Any) -> list[str]:
    """Return the parts that a cell checks, as in ``grader.check("part")``, in order."""
    source = cell["source"]
    if cell["cell_type"] != "code" or "check" not in source:
        return []
    try:
        tree = ast.parse(source) if len(source) <= MAX_PARSED else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None  # a magic in the cell: IPython reads it, Python does not
    if tree is None:
        return [match["part"] for match in _CHECK.finditer(source)]
    return [
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "check"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def answer_cells(cells: Any, parts: Sequence[str]) -> dict[str, int]:
    """Return the index of the code cell that answers each part, where one can be told.

    The cell that the release marked as the answer; where an editor dropped the mark, the last code
    cell before the part's check.
    """
    found: dict[str, int] = {}
    before: int | None = None
    for index, cell in enumerate(cells):
        if cell["cell_type"] != "code" or is_ignored(cell):
            continue
        checked = checks(cell)
        if before is not None:
            found |= {part: before for part in checked if part in parts and part not in found}
        if not checked:
            before = index
    marked = {
        _tagged_part(cell): index
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code"
        and _tagged_part(cell) in parts
        and cell["metadata"]["chainrule"].get("role") == "answer"
    }
    return found | marked


def is_ignored(cell: Any) -> bool:
    """Tell whether Otter leaves the cell out when grading."""
    metadata = cell["metadata"]
    otter = metadata.get("otter")
    tags = metadata.get("tags")
    return (isinstance(tags, list) and IGNORE_TAG in tags) or (
        isinstance(otter, dict) and bool(otter.get("ignore"))
    )


def count_words(notebook: Any, homework: Homework) -> dict[str, int]:
    """Return the number of words of each written answer that the notebook has."""
    found = layout(notebook, homework)
    places = {part.name: found.answer(part.name) for part in homework.manual}
    return {
        part: sum(words.count(found.text(number)) for number in numbers)
        for part, numbers in places.items()
        if numbers
    }


def layout(notebook: Any, homework: Homework, given: Given | None = None) -> Layout:
    """Return which cells of a parsed notebook belong to which part, as a reader finds them."""
    return Layout(complete(notebook), [asdict(part) for part in homework.parts], given)


def dump(notebook: Any) -> bytes:
    """Return the notebook as JSON bytes."""
    return json.dumps(notebook).encode("ascii")


def _tagged_part(cell: Any) -> Any:
    noted = cell["metadata"].get("chainrule")
    part = noted.get("part") if isinstance(noted, dict) else None
    return part if isinstance(part, str) else None


def _json(data: bytes, label: str) -> Any:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        raise RefusedError(f"{label} is saved as UTF-16: save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"{label} is not text in UTF-8: it is damaged or no notebook."
        ) from error
    try:
        return json.loads(text)
    except RecursionError as error:
        raise RefusedError(f"{label} is nested too deeply to be a notebook.") from error
    except ValueError as error:
        start = text.lstrip()[:200].casefold()
        if start.startswith(("<!doctype", "<html", "<?xml")):
            raise RefusedError(
                f"{label} is a web page: download the notebook itself (.ipynb)."
            ) from error
        if _CONFLICT.search(data):
            raise RefusedError(
                f"{label} has unresolved merge conflicts: resolve them and hand it in again."
            ) from error
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise RefusedError(f"{label} is damaged{where}: it is not valid JSON.") from error


def _upgrade(document: dict[str, Any], label: str) -> Any:
    if document["nbformat"] < 4:
        import nbformat

        try:
            document = nbformat.convert(nbformat.from_dict(document), 4)
        except Exception as error:
            # nbformat raises many kinds of errors for the many ways a file can be broken.
            raise RefusedError(
                f"{label} is in an old notebook format that cannot be read."
            ) from error
    cells = document.get("cells")
    metadata = document.get("metadata", {})
    if not isinstance(cells, list) or not isinstance(metadata, dict):
        raise RefusedError(f"{label} is damaged: it has no list of cells.")
    kept = [_cell(cell, index, label) for index, cell in enumerate(cells, start=1)]
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": metadata,
        "cells": kept,
    }


def _cell(cell: Any, index: int, label: str) -> dict[str, Any]:
    """Return a cell's kind, source and metadata."""
    if not isinstance(cell, dict):
        raise RefusedError(f"{label} is damaged: cell {index} is not a cell.")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    kind = cell.get("cell_type")
    if not isinstance(source, str) or kind not in ("code", "markdown", "raw"):
        raise RefusedError(f"{label} is damaged: cell {index} has no type or no source.")
    source = source.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be run
    metadata = cell.get("metadata")
    kept: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{index}",
        "metadata": metadata if isinstance(metadata, dict) else {},
        "source": source,
    }
    if kind == "code":
        kept |= {"execution_count": None, "outputs": []}
    return kept
