"""Count the words of written answers, the way graders do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from chainrule import saved, settings

# A formula is one word, whatever its length; an image, a comment and a link's address are none.
# Every pattern is bounded, so that a megabyte of opening brackets takes no longer than prose.
_DISPLAY: Final = re.compile(
    r"\$\$.{1,4000}?\$\$|\\begin\{(\w{1,20}\*?)\}.{1,4000}?\\end\{\1\}", re.DOTALL
)
_INLINE: Final = re.compile(r"(?<![\\$])\$(?!\s)[^$\n]{1,1000}?(?<!\s)\$(?!\d)")
_SILENT: Final = re.compile(
    r"<!--.{0,2000}?-->|!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)|</?[a-zA-Z][^<>\n]{0,500}>", re.DOTALL
)
_ADDRESS: Final = re.compile(r"(?<=\])\([^)\s]{0,2000}\)|https?://\S+")

# Scripts that are written without spaces (Thai, Khmer, Japanese, Chinese) count by the character.
_UNSPACED: Final = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER: Final = rf"(?:(?![{_UNSPACED}])\w)"
_WORD: Final = re.compile(rf"[{_UNSPACED}]|{_LETTER}+(?:['’.,‐‑-]{_LETTER}+)*")


def count(text: str) -> int:
    """Count the words of a written answer in Markdown.

    A formula counts as one word. Images, comments and addresses do not count, nor does the
    placeholder of an empty answer. Hyphenated words and numbers are one word. Chinese and other
    scripts without spaces count one word a character.
    """
    plain = _SILENT.sub(" ", saved.written(text))
    plain = _ADDRESS.sub(" ", plain)
    plain = _DISPLAY.sub(" formula ", plain)
    plain = _INLINE.sub(" formula ", plain)
    return len(_WORD.findall(plain))


def show(part_name: str, limit: int | None = None, *, notebook: str | Path | None = None) -> None:
    """Print how many words the answer to a part has in the saved notebook.

    Args:
        part_name: The part, such as ``"paper_review"``.
        limit: The largest number of words that the part allows, if it sets one.
        notebook: The notebook to read; the one that is running by default.
    """
    if settings.grading():
        return
    try:
        document = saved.read(Path(notebook) if notebook else saved.find())
    except saved.NotebookError as error:
        print(f"The words of {part_name} cannot be counted. {error}")
        return
    answers = saved.cells_of(document, part_name, "answer")
    if not answers:
        print(
            f"The answer cell of {part_name} is not in the saved notebook. Was it deleted? Take "
            "it back from a fresh copy of the homework (copy and paste the whole cell)."
        )
        return
    print(f"{part_name}: {report(sum(count(cell.source) for cell in answers), limit)}")


def report(words: int, limit: int | None) -> str:
    """Say how many words there are, and how that compares with the limit."""
    if words == 0:
        return "no answer in the notebook as last saved. Write it, save (Ctrl+S), run this again."
    counted = f"{words} word" if words == 1 else f"{words} words"
    if limit is None:
        return f"{counted} in the notebook as last saved."
    if words <= limit:
        return f"{counted} of at most {limit}, in the notebook as last saved."
    return (
        f"{counted}, {words - limit} over the limit of {limit}, in the notebook as last saved. "
        "Shorten it."
    )
