"""Which characters of a text no font on this machine can show, and which fonts would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import matplotlib
import typst
from fontTools.ttLib import TTFont
from matplotlib.ft2font import FT2Font

# Fonts that have a box for every character there is: they show none.
_LAST_RESORTS = ("lastresort", "last resort", "adobe blank", "adobeblank", "unicode bmp fallback")
_FONT_OF = {
    "CJK": "Noto Sans CJK SC",
    "HIRAGANA": "Noto Sans CJK JP",
    "KATAKANA": "Noto Sans CJK JP",
    "HANGUL": "Noto Sans CJK KR",
    "BOPOMOFO": "Noto Sans CJK TC",
    "FULLWIDTH": "Noto Sans CJK SC",
    "IDEOGRAPHIC": "Noto Sans CJK SC",
}


def files() -> list[str]:
    """Return the fonts that come with matplotlib and show letters: Arabic, Hebrew, many signs.

    Its folder has one more that has a box for every character; that one is left out.
    """
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return [str(path) for path in sorted(folder.glob("DejaVuSans*.ttf"))]


def missing(text: str) -> str:
    """Return the characters of ``text`` that none of the fonts in reach has, each once.

    Latin, Greek and Cyrillic letters are always there.
    """
    wanted = {sign for sign in text if ord(sign) > 0x24F and not _is_silent(sign)}
    wanted -= {chr(code) for code in range(0x370, 0x530)}
    if not wanted:
        return ""
    for path in _paths():
        wanted -= {sign for sign in wanted if _has(path, sign)}
        if not wanted:
            break
    return "".join(sorted(wanted))


def helping(signs: Iterable[str]) -> list[str]:
    """Return the names of fonts that have some characters, from those that cost nothing."""
    return sorted({_font_of(sign) for sign in signs})


def _font_of(sign: str) -> str:
    if unicodedata.category(sign) in ("So", "Sk") and ord(sign) >= 0x1F000:
        return "Noto Color Emoji"
    script = unicodedata.name(sign, "").partition(" ")[0].partition("-")[0]
    if script in _FONT_OF:
        return _FONT_OF[script]
    is_letter = unicodedata.category(sign)[0] in "LM"
    return f"Noto Sans {script.title()}" if script and is_letter else "Noto Sans Symbols 2"


def _paths() -> list[str]:
    """Return the files of the fonts in reach, in an order that is always the same."""
    fonts = typst.Fonts(font_paths=files()).fonts()
    found = {
        str(font.path)
        for font in fonts
        if font.path and not any(name in font.family.lower() for name in _LAST_RESORTS)
    }
    return [*files(), *sorted(found - set(files()))]


def _has(path: str, sign: str) -> bool:
    font = _opened(path)
    if isinstance(font, FT2Font):
        return font.get_char_index(ord(sign)) != 0
    return ord(sign) in font


@cache
def _opened(path: str) -> FT2Font | frozenset[int]:
    """Return a font to ask for its characters, or these where it has no outlines, as emoji have."""
    try:
        return FT2Font(path)
    except Exception:
        pass  # FreeType raises errors of several kinds for what it does not draw
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ())
    except Exception:
        return frozenset()  # a font that cannot be read shows nothing


def _is_silent(sign: str) -> bool:
    """Tell whether a character has no shape of its own: spaces, joiners, marks of direction."""
    return unicodedata.category(sign) in ("Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Co", "Cn", "Cs")
