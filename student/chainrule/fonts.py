"""Which characters of a text no font on this machine can show."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import matplotlib
import typst
from fontTools.ttLib import TTFont

# Reading what a font covers takes up to a third of a second for Chinese: stop looking after this.
_PATIENCE_S = 1.0


def folder() -> Path:
    """Return the folder of the fonts that come with matplotlib: Arabic, Hebrew, and many signs."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def missing(text: str) -> str:
    """Return the characters of ``text`` that none of the fonts in reach has, each once.

    Latin, Greek and Cyrillic letters are always there. If time runs out, what was not found yet
    counts as missing.
    """
    wanted = {sign for sign in text if ord(sign) > 0x24F and not _is_silent(sign)}
    wanted -= {chr(code) for code in range(0x370, 0x530)}
    if not wanted:
        return ""
    fonts = typst.Fonts(font_paths=[str(folder())]).fonts()
    paths = dict.fromkeys(font.path for font in fonts if font.path)
    # The largest files cover the most; a machine has hundreds of small ones.
    ordered = sorted(paths, key=lambda path: -Path(path).stat().st_size)
    deadline = time.monotonic() + _PATIENCE_S
    for path in (str(folder() / "DejaVuSans.ttf"), *ordered):
        if not wanted or time.monotonic() > deadline:
            break
        wanted -= _covered(path)
    return "".join(sorted(wanted))


def _covered(path: str) -> set[str]:
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return set(map(chr, font.getBestCmap() or {}))
    except Exception:
        return set()  # a font that cannot be read shows nothing


def _is_silent(sign: str) -> bool:
    """Tell whether a character has no shape of its own: spaces, joiners, marks of direction."""
    return unicodedata.category(sign) in ("Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Co", "Cn")
