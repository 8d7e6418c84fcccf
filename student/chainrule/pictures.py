"""Bring the pictures of a notebook into a form and size that fit a page."""

from __future__ import annotations

import base64
import binascii
import time
from pathlib import Path
from typing import Final

from chainrule import fonts
from chainrule.child import Child, ChildError

_ONE_S: Final = 10.0
_ALL_S: Final = 120.0
_MOST: Final = 1_000
_LARGEST: Final = 100_000_000


class PictureError(Exception):
    """A picture cannot be used; the message is a reason that ends a sentence."""


class Gallery:
    """A folder of pictures that a document may show.

    Attributes:
        folder: Where they are.
    """

    def __init__(self, folder: Path, child: Child) -> None:
        """Begin an empty gallery in ``folder``; ``child`` is the process that opens pictures."""
        self.folder = folder
        self._child = child
        self._count = 0
        self._left_s = _ALL_S

    def add(self, content: bytes) -> tuple[str, int]:
        """Keep a picture, in a size that print needs.

        Returns:
            Its name in the folder, and the share of the page's width that it takes, in per cent.

        Raises:
            PictureError: If it is damaged, or takes too much to be opened.
        """
        if len(content) > _LARGEST:
            raise PictureError(f"it has more than {_LARGEST / 1e6:g} MB")
        if self._count >= _MOST:
            raise PictureError(f"there are {_MOST} pictures before it")
        if self._left_s <= 0:
            raise PictureError(f"the pictures before it took {_ALL_S:.0f} seconds")
        self._count += 1
        raw = self.folder / f"picture-{self._count}.raw"
        raw.write_bytes(content)
        request = {
            "do": "picture",
            "path": str(raw),
            "folder": str(self.folder),
            "name": f"picture-{self._count}",
            "fonts": fonts.files(),
        }
        begun = time.monotonic()
        try:
            made = self._child.ask(request, _ONE_S)
        except ChildError as error:
            raise PictureError(str(error)) from error
        finally:
            self._left_s -= time.monotonic() - begun
            raw.unlink()
        return str(made["name"]), int(made["share"])

    def add_base64(self, encoded: str) -> tuple[str, int]:
        """Keep a picture as a notebook holds it.

        Raises:
            PictureError: As :meth:`add` does.
        """
        try:
            content = base64.b64decode(encoded, validate=False)
        except (binascii.Error, ValueError):
            raise PictureError("it is cut short") from None
        return self.add(content)
