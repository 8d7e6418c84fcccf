"""Give a notebook every field that the format asks for, whatever an editor or a tool made of it.

Cells without ``execution_count``, ``metadata: null``, ``outputs: null``, text as lists or as lists
of numbers, half an emoji: what cannot be used is empty, and nothing else is changed. A notebook
that the grader reads is never refused here.
"""

from __future__ import annotations

import re
from typing import Any

from nbformat.notebooknode import NotebookNode

_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = ("code", "markdown", "raw")


def complete(document: Any) -> Any:
    """Return a notebook of format 4 whose fields are all there and of their types.

    Raises:
        TypeError: If it has no list of cells, or a cell is none: the grader refuses it, too.
    """
    cells = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list):
        raise TypeError("a notebook is an object with a list of cells")
    return NotebookNode(
        cells=[_cell(cell) for cell in cells],
        metadata=_object(document.get("metadata")),
        nbformat=4,
        nbformat_minor=4,  # from 5 on, each cell has an id, which nothing here needs
    )


def _cell(cell: Any) -> Any:
    if not isinstance(cell, dict) or cell.get("cell_type") not in _KINDS:
        raise TypeError("a cell is an object with a type")
    kind = cell["cell_type"]
    made = NotebookNode(
        cell_type=kind, metadata=_object(cell.get("metadata")), source=_text(cell.get("source"))
    )
    if kind == "code":
        count = cell.get("execution_count")
        made.execution_count = count if type(count) is int else None
        outputs = cell.get("outputs")
        found = map(_output, outputs if isinstance(outputs, list) else [])
        made.outputs = [output for output in found if output is not None]
    elif isinstance(cell.get("attachments"), dict):
        made.attachments = {
            _whole(name): _bundle(bundle) for name, bundle in cell["attachments"].items()
        }
    return made


def _output(output: Any) -> Any:
    """Return an output of one of the four types; None where it is of another."""
    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    if kind == "stream":
        return NotebookNode(
            output_type=kind, name=_text(output.get("name")), text=_text(output.get("text"))
        )
    if kind == "error":
        lines = output.get("traceback")
        return NotebookNode(
            output_type=kind,
            ename=_text(output.get("ename")),
            evalue=_text(output.get("evalue")),
            traceback=[_text(line) for line in lines] if isinstance(lines, list) else [],
        )
    if kind in ("display_data", "execute_result"):
        return NotebookNode(
            output_type=kind,
            data=_bundle(output.get("data")),
            metadata=_object(output.get("metadata")),
        )
    return None


def _bundle(data: Any) -> dict[str, Any]:
    """Return what an output or an attachment shows, by media type; JSON stays what it is."""
    return {
        kind: value if kind.endswith("json") else _text(value)
        for kind, value in _object(data).items()
    }


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """Return text that was saved as a string or as a list of lines; empty if it is neither."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return _whole(value) if isinstance(value, str) else ""


def _whole(text: str) -> str:
    """Return a text without halves of characters, which no file can hold."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
