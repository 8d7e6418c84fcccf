"""Decode pictures and typeset documents: the program that runs in a process of its own.

It stands alone, without the rest of the kit: each line of its input is a request in JSON, each line
of its output the answer. What it fails at is an answer, too: ``{"error": reason}``.
"""

from __future__ import annotations

import io
import json
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import typst
from PIL import Image, ImageOps, UnidentifiedImageError

# Pixels an inch at which a picture is taken to be meant where it does not say so itself.
_DPI: Final = 96.0
_PAGE_INCHES: Final = 6.6
_MOST_PIXELS: Final = 1_600
# Formats that Pillow reads by itself: it would start Ghostscript for EPS.
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_SVG: Final = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {
  let natural = measure(image("picture.svg"))
  let scale = calc.min(1, 475pt / natural.width, 680pt / natural.height)
  image("picture.svg", width: natural.width * scale, height: natural.height * scale)
}
"""
_SVG_DPI: Final = 220.0


def picture(path: str, folder: str, name: str, fonts: list[str]) -> dict[str, Any]:
    """Write a picture as a PNG or JPEG that fits a page.

    Args:
        path: The picture's file.
        folder: Where to write it.
        name: Name of what is written, without its ending.
        fonts: Fonts beside those of the system.

    Returns:
        The name with its ending, and the share of the page's width that it takes, in per cent.
    """
    content = Path(path).read_bytes()
    try:
        if b"<svg" in content[:4_000].lower():
            made, share = _fitted(_drawn(content, Path(folder), fonts), _SVG_DPI)
        else:
            made, share = _fitted(content, _DPI)
    except Image.DecompressionBombError:
        return {"error": "it has too many pixels"}
    except typst.TypstError as error:
        told = str(error.message).partition(" (")[0]  # what follows names folders of this machine
        return {"error": f"it cannot be drawn: {told}"}
    except UnidentifiedImageError:
        return {"error": "it cannot be opened: it is no PNG, JPEG, GIF, WebP, BMP, TIFF or SVG"}
    except Exception as error:
        # Damaged files make Pillow raise errors of a dozen kinds.
        return {"error": f"it cannot be opened ({type(error).__name__})"}
    stream = io.BytesIO()
    opaque = made.mode == "RGB"
    made.save(stream, *(("JPEG",) if opaque and _is_photograph(made) else ("PNG",)), quality=88)
    kind = "jpg" if stream.getvalue()[:2] == b"\xff\xd8" else "png"
    Path(folder, f"{name}.{kind}").write_bytes(stream.getvalue())
    return {"name": f"{name}.{kind}", "share": share}


def document(path: str, target: str, fonts: list[str]) -> dict[str, Any]:
    """Typeset a document as a tagged PDF, one for screen readers (PDF/UA) if its text allows it."""
    root = str(Path(path).parent)
    for accessible in (True, False):
        try:
            made = typst.compile(
                path, root=root, font_paths=fonts, pdf_standards=["ua-1"] if accessible else []
            )
        except typst.TypstError as error:
            if accessible and "PDF/UA" in str(error.message):
                continue
            return {
                "message": str(error.message).partition(" (")[0],
                "diagnostic": str(error.diagnostic),
            }
        Path(target).write_bytes(made)
        return {"accessible": accessible}
    raise AssertionError("the second of two attempts ends in one way or the other")


def _drawn(content: bytes, folder: Path, fonts: list[str]) -> bytes:
    """Return an SVG as a PNG."""
    room = folder / "drawing"  # beside nothing that it could show
    room.mkdir(exist_ok=True)
    (room / "picture.svg").write_bytes(content)
    (room / "page.typ").write_text(_SVG, encoding="utf-8")
    made: bytes = typst.compile(
        str(room / "page.typ"), root=str(room), font_paths=fonts, format="png", ppi=_SVG_DPI
    )
    return made


def _fitted(content: bytes, usual_dpi: float) -> tuple[Image.Image, int]:
    """Return a picture in RGB or RGBA, no larger than print needs, and its share of the width."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = Image.open(io.BytesIO(content), formats=_FORMATS)
        width, _ = opened.size
        dpi = float(opened.info.get("dpi", (usual_dpi,))[0])
        share = round(100 * width / (dpi if 30 <= dpi <= 1200 else usual_dpi) / _PAGE_INCHES)
        opened.draft("RGB", (_MOST_PIXELS, _MOST_PIXELS))
        upright = ImageOps.exif_transpose(opened)  # a file cut short shows itself here
        has_alpha = upright.has_transparency_data
        made = upright.convert("RGBA" if has_alpha else "RGB")
        made.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    return made, min(max(share, 5), 100)


def _is_photograph(made: Image.Image) -> bool:
    """Tell whether a picture has so many colours that it is smaller as a JPEG."""
    return made.getcolors(maxcolors=30_000) is None


def main() -> None:
    """Answer requests until there are no more."""
    # What a library prints is no answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    doing: dict[str, Callable[..., dict[str, Any]]] = {"picture": picture, "document": document}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = doing[request.pop("do")](**request)
        except Exception as error:
            answer = {"error": f"it cannot be read ({type(error).__name__}: {error})"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
