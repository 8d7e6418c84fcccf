"""From Markdown and HTML to typst, through pandoc: one text for each cell.

Each cell is read by itself, so that what one leaves open does not swallow the next. A cell that
pandoc cannot read, or not in time, costs itself only.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pypandoc

_HERE: Final = Path(__file__).parent
_READER: Final = "ipynb-pandoc_title_block-smart"
_TOGETHER_S: Final = 15.0
_ALONE_S: Final = 4.0
_ALL_ALONE_S: Final = 60.0
_MEMORY: Final = "-M1500m"


class TypesettingError(Exception):
    """Nothing was typeset; the message says why."""


@dataclass(frozen=True)
class Picture:
    """A picture that a cell shows: its key, its address, and what it shows, in words."""

    key: str
    source: str
    alt: str


@dataclass(frozen=True)
class Typeset:
    """What pandoc made of some cells.

    Attributes:
        texts: The typst of each; ``#picture(key)`` stands for a picture.
        pictures: The pictures of each.
        unread: The formulas that were not read, without their spaces, with reasons.
        failed: The cells that were not read, by number, with reasons.
    """

    texts: list[str]
    pictures: list[list[Picture]]
    unread: dict[str, str] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)


def token(sources: list[str]) -> str:
    """Return a word that marks what is the kit's own in these texts: none of them can hold it."""
    return "c" + hashlib.sha256("\0".join(sources).encode()).hexdigest()[:24]


def typeset(cells: list[tuple[str, str]], mark: str) -> Typeset:
    """Return the typst of cells, each with its kind, ``"markdown"`` or ``"html"``, and its text.

    Args:
        cells: What to typeset.
        mark: What :func:`token` returned; code that begins with it and ``:fault`` is a formula
            that is shown as it was typed.

    Raises:
        TypesettingError: If pandoc is missing.
    """
    try:
        return _run(cells, mark, _TOGETHER_S)
    except _FailedError:
        return _one_by_one(cells, mark)


class _FailedError(Exception):
    """Pandoc gave no answer; the message is a reason that ends a sentence."""


def _one_by_one(cells: list[tuple[str, str]], mark: str) -> Typeset:
    """Typeset each cell by itself, to find those that cannot be."""
    whole = Typeset([], [])
    left_s = _ALL_ALONE_S
    for number, cell in enumerate(cells):
        begun = time.monotonic()
        try:
            if left_s <= 0:
                raise _FailedError("the cells before it took too long")
            made = _run([cell], mark, _ALONE_S, first=number)
        except _FailedError as error:
            whole.failed[number] = str(error)
            made = Typeset([""], [[]])
        left_s -= time.monotonic() - begun
        whole.texts.extend(made.texts)
        whole.pictures.extend(made.pictures)
        whole.unread.update(made.unread)
    return whole


def _run(cells: list[tuple[str, str]], mark: str, wall_s: float, first: int = 0) -> Typeset:
    if not cells:
        return Typeset([], [])
    with tempfile.TemporaryDirectory(prefix="chainrule-") as work:
        log = Path(work) / "log.json"
        command = [
            *(str(_pandoc()), "+RTS", _MEMORY, "-RTS"),
            *("-f", _READER, "-t", "typst", "--wrap=none", "--sandbox", "-M", f"token={mark}"),
            *("--lua-filter", str(_HERE / "document.lua"), "--log", str(log)),
        ]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(_notebook(cells, f"{mark}-", first)).encode(),
                capture_output=True,
                timeout=wall_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _FailedError("it takes too long to read") from None
        except OSError as error:
            raise TypesettingError(f"pandoc did not start ({error.strerror})") from error
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _FailedError("pandoc cannot read it" + (f" ({told[-1][:100]})" if told else ""))
        entries = json.loads(log.read_text(encoding="utf-8") or "[]")
    made: dict[str, Any] = json.loads(done.stdout)
    if len(made["texts"]) != len(cells):
        raise _FailedError("pandoc cannot read it")
    return Typeset(
        list(made["texts"]),
        [_pictures(made["pictures"], f"{mark}-{i}.") for i in range(first, first + len(cells))],
        {
            key(str(entry.get("contents", ""))): _reason(str(entry.get("message", "")))
            for entry in entries
            if entry.get("type") == "CouldNotConvertTeXMath"
        },
    )


def _notebook(cells: list[tuple[str, str]], begin: str, first: int) -> dict[str, Any]:
    """Return a notebook of cells as pandoc reads it: HTML is a raw cell's."""
    html = {"format": "text/html", "raw_mimetype": "text/html"}
    return {
        "cells": [
            {
                "cell_type": "markdown" if kind == "markdown" else "raw",
                "metadata": {} if kind == "markdown" else html,
                "id": f"{begin}{i}",
                "source": source,
            }
            for i, (kind, source) in enumerate(cells, first)
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _pictures(listed: list[dict[str, str]], begin: str) -> list[Picture]:
    return [
        Picture(each["key"], each["source"], each["alt"])
        for each in listed
        if each["key"].startswith(begin)
    ]


def _pandoc() -> Path:
    try:
        return Path(pypandoc.get_pandoc_path())
    except OSError as error:
        raise TypesettingError(
            'pandoc is missing: run `%pip install "pypandoc_binary>=1.14,<2"` in a cell.'
        ) from error


def key(tex: str) -> str:
    """Return a formula without its spaces, as :attr:`Typeset.unread` names it."""
    return "".join(tex.split())


def _reason(message: str) -> str:
    """Say in words what pandoc says in three lines: the formula, a caret below it, the error."""
    command = re.search(r"unexpected control sequence (\\[a-zA-Z]+)", message)
    if command:
        return f"{command.group(1)} is not a command that can be typeset"
    if "unexpected eof" in message:
        return "the formula ends too early"
    formula, _, rest = message.partition("\n")
    token = re.match(r"\\[a-zA-Z]+|\S", formula[max(rest.find("^"), 0) :])
    return f"the formula cannot be read from {token.group()} on" if token else "it cannot be read"
