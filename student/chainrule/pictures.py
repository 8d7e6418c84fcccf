"""Bring the pictures of a notebook into a form and size that fit a page."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from pathlib import Path
from typing import Final

from PIL import Image

# Pixels an inch at which a picture is taken to be meant where it does not say so itself.
_DPI: Final = 96.0
_PAGE_INCHES: Final = 6.6
_MOST_PIXELS: Final = 1_600
_LARGE_BYTES: Final = 1_500_000


class PictureError(Exception):
    """A picture cannot be used; the message is a reason that ends a sentence."""


class Gallery:
    """A folder of pictures that a document may show.

    Attributes:
        folder: Where they are.
    """

    def __init__(self, folder: Path) -> None:
        """Begin an empty gallery in ``folder``."""
        self.folder = folder
        self._count = 0

    def add(self, content: bytes) -> str:
        """Keep a picture, made smaller if it is larger than print needs, and return its name.

        The name ends in the share of the page's width that the picture takes, in per cent.

        Raises:
            PictureError: If it is damaged, or too large to be opened.
        """
        if content.lstrip()[:5].lower() in (b"<?xml", b"<svg "):
            return self._write(content, 80, "svg")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                picture = Image.open(io.BytesIO(content))
                width, _ = picture.size
                dpi = float(picture.info.get("dpi", (_DPI,))[0])
                share = round(100 * width / (dpi if 30 <= dpi <= 1200 else _DPI) / _PAGE_INCHES)
                small = max(picture.size) <= _MOST_PIXELS and len(content) <= _LARGE_BYTES
                if small and picture.format in ("PNG", "JPEG"):
                    picture.load()  # a file cut short shows itself here
                    kind = {"PNG": "png", "JPEG": "jpg"}[picture.format]
                    return self._write(content, share, kind)
                picture.draft("RGB", (_MOST_PIXELS, _MOST_PIXELS))
                picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
        except Image.DecompressionBombError:
            raise PictureError("it has too many pixels") from None
        except Exception as error:
            # Damaged files make Pillow raise errors of a dozen kinds.
            raise PictureError(f"it cannot be opened ({type(error).__name__})") from error
        stream = io.BytesIO()
        opaque = picture.mode in ("L", "RGB", "CMYK", "YCbCr", "I", "F", "1")
        if opaque:
            picture.convert("RGB").save(stream, "JPEG", quality=85)
        else:
            picture.convert("RGBA").save(stream, "PNG")
        return self._write(stream.getvalue(), share, "jpg" if opaque else "png")

    def add_base64(self, encoded: str | list[str]) -> str:
        """Keep a picture as a notebook holds it.

        Raises:
            PictureError: As :meth:`add` does.
        """
        text = "".join(encoded)
        try:
            content = base64.b64decode(text, validate=False)
        except (binascii.Error, ValueError):
            raise PictureError("it is cut short") from None
        return self.add(content)

    def _write(self, content: bytes, share: int, kind: str) -> str:
        self._count += 1
        name = f"chainrule-{self._count}-w{min(max(share, 5), 100)}.{kind}"
        (self.folder / name).write_bytes(content)
        return name
