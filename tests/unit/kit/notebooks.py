"""Small homework notebooks, as the assembler tags them."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def notebook(*cells: dict[str, Any], parts: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return a homework notebook of these cells; its parts are those that the cells name."""
    if parts is None:
        names = dict.fromkeys(
            cell["metadata"]["chainrule"]["part"]
            for cell in cells
            if "part" in cell["metadata"].get("chainrule", {})
        )
        parts = [
            {
                "name": name,
                "label": f"1.{i}",
                "title": name.replace("_", " ").capitalize(),
                "points": 2.0,
                "manual": any(
                    cell["cell_type"] == "markdown" and role(cell) == (name, "answer")
                    for cell in cells
                ),
                "word_limit": None,
            }
            for i, name in enumerate(names, start=1)
        ]
    return {
        "cells": [dict(cell, id=f"cell-{i}") for i, cell in enumerate(cells)],
        "metadata": {
            "chainrule": {"homework": "hw1", "title": "Homework 1", "parts": parts},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def role(cell: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the part and role that a cell is tagged with."""
    tag = cell["metadata"].get("chainrule", {})
    return tag.get("part"), tag.get("role")


def png(width: int = 40, height: int = 30, *, noise: bool = False) -> bytes:
    """Return a picture: of one grey, or of noise that does not get smaller."""
    shape = (height, width, 3)
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, shape, np.uint8) if noise else np.full(shape, 200, np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=0 if noise else 6)
    return stream.getvalue()


def encoded(content: bytes) -> str:
    """Return bytes as a notebook holds them."""
    return base64.b64encode(content).decode()


def answer(part: str, text: str) -> dict[str, Any]:
    """Return the answer cell of a written part."""
    return markdown(text, part, "answer")


def markdown(text: str, part: str | None = None, role: str | None = None) -> dict[str, Any]:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "metadata": _metadata(part, role), "source": text}


def code(
    text: str,
    part: str | None = None,
    role: str | None = None,
    *,
    count: int | None = None,
    outputs: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return a code cell, run as the ``count``-th if that is given."""
    return {
        "cell_type": "code",
        "metadata": _metadata(part, role),
        "source": text,
        "execution_count": count,
        "outputs": outputs or [],
    }


def save(document: dict[str, Any], name: str = "hw1.ipynb") -> Path:
    """Write a notebook into the working folder."""
    path = Path(name)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _metadata(part: str | None, role: str | None) -> dict[str, Any]:
    return {"chainrule": {"part": part, "role": role}} if part else {}
