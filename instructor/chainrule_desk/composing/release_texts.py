"""Everything readable in a release folder: what a student could find with any tool."""

from __future__ import annotations

import base64
import binascii
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

PICTURES = ("attachments", "image/")


def texts_of(release: Path) -> Iterator[tuple[str, str]]:
    """Yield ``(place, text)`` of every text in a release folder.

    That is sources, outputs, metadata and its keys, what pictures hold beside their pixels, and
    all files beside the notebook.
    """
    for path in sorted(release.rglob("*")):
        if not path.is_file():
            continue
        name = str(path.relative_to(release))
        data = path.read_bytes()
        if path.suffix == ".ipynb":
            yield from _strings(json.loads(data), name)
        else:
            yield name, _decoded(data)
            yield from ((name, text) for text in _said_by_picture(data))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield every string inside a JSON value; pictures are decoded first."""
    if isinstance(value, str):
        yield place, value
        if any(word in place for word in PICTURES):
            try:
                data = base64.b64decode("".join(value.split()), validate=True)
            except (binascii.Error, ValueError):
                return
            yield place, _decoded(data)
            yield from ((place, text) for text in _said_by_picture(data))
    elif isinstance(value, list):
        if value and all(isinstance(entry, str) for entry in value):
            yield from _strings("".join(value), place)
        else:
            for position, entry in enumerate(value, 1):
                yield from _strings(entry, f"{place}, {position}")
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield f"{place}, {key}", key
            yield from _strings(entry, f"{place}, {key}")


def _said_by_picture(data: bytes) -> Iterator[str]:
    """Yield texts that a picture holds beside its pixels, compressed ones as well."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            yield from (
                str(text) for text in picture.info.values() if isinstance(text, str | bytes)
            )
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return
