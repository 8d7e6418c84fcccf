"""Count the words of written answers, the way graders do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from chainrule import answers, saved, settings
from chainrule.scanning import Ahead

# A formula is one word, whatever its length; an image, a comment and a link's address are none.
_OPENING: Final = re.compile(
    r"(?P<comment><!--)|(?P<image>!\[)|(?P<link>(?<=\])\()|(?P<tag></?[a-zA-Z])"
    r"|(?P<address>https?://\S+)|(?P<display>\$\$)|(?P<inline>(?<![\\$])\$(?!\s))"
    r"|\\begin\{(?P<environment>\w{1,20}\*?)\}"
)
_COMMENT_END: Final = re.compile("-->")
_DISPLAY_END: Final = re.compile(r"\$\$")
_INLINE_END: Final = re.compile(r"[$\n]")
_TAG_END: Final = re.compile(r"[<>\n]")
_LABEL_END: Final = re.compile(r"[\]\n]")
_IMAGE_END: Final = re.compile(r"[)\n]")
_LINK_END: Final = re.compile(r"[)\s]")
_LONGEST: Final = 4_000  # a formula or a comment; what is longer is text
_LONGEST_LABEL: Final = 500

# Scripts that are written without spaces (Thai, Khmer, Japanese, Chinese) count by the character.
_UNSPACED: Final = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER: Final = rf"(?:(?![{_UNSPACED}])\w)"
_WORD: Final = re.compile(rf"[{_UNSPACED}]|{_LETTER}+(?:['’.,‐‑-]{_LETTER}+)*")


def count(text: str) -> int:
    """Count the words of a written answer in Markdown, in time that grows with its length only.

    A formula counts as one word. Images, comments and addresses do not count, nor does the
    placeholder of an empty answer. Hyphenated words and numbers are one word. Chinese and other
    scripts without spaces count one word a character.
    """
    return len(_WORD.findall(_plain(saved.written(text))))


def _plain(text: str) -> str:
    """Return a text with formulas as a word each, and without what is no word."""
    ahead, pieces, at, kept = Ahead(text), [], 0, 0
    while match := _OPENING.search(text, at):
        at = match.end()
        kind = match.lastgroup
        end = _end(ahead, match)
        if end:
            pieces.append(text[kept : match.start()])
            pieces.append(" formula " if kind in ("display", "inline", "environment") else " ")
            at = kept = end
    return "".join([*pieces, text[kept:]])


def _end(ahead: Ahead, match: re.Match[str]) -> int:
    """Return where what a match opens ends; 0 if it does not, and is ordinary text."""
    text, opened, kind = ahead.text, match.end(), match.lastgroup
    if kind == "address":
        return opened
    if kind == "comment":
        return ahead.encloses(opened, _COMMENT_END, _LONGEST)
    if kind == "display":
        return ahead.encloses(opened + 1, _DISPLAY_END, _LONGEST)
    if kind == "environment":
        closing = f"\\end{{{match['environment']}}}"
        begin = text.find(closing, opened, opened + _LONGEST + len(closing))
        return begin + len(closing) if begin > opened else 0
    if kind == "image":
        label = _closed(ahead, opened, _LABEL_END, "]", _LONGEST_LABEL)
        if not label or not text.startswith("(", label):
            return 0
        return _closed(ahead, label + 1, _IMAGE_END, ")", _LONGEST)
    if kind == "inline":
        end = _closed(ahead, opened, _INLINE_END, "$", _LONGEST)
        is_formula = end > opened + 1 and not text[end - 2].isspace()
        return end if is_formula and not text[end : end + 1].isdigit() else 0
    if kind == "link":
        return _closed(ahead, opened, _LINK_END, ")", _LONGEST)
    return _closed(ahead, opened, _TAG_END, ">", _LONGEST_LABEL)


def _closed(ahead: Ahead, opened: int, stop: re.Pattern[str], sign: str, most: int) -> int:
    """Return where what was opened ends, if ``sign`` is what stops it first; else 0."""
    end = ahead.encloses(opened, stop, most)
    return end if end and ahead.text[end - 1] == sign else 0


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
        document = saved.read(saved.named(notebook) if notebook else saved.find())
    except saved.NotebookError as error:
        print(f"The words of {part_name} cannot be counted. {error}")
        return
    answer = answers.cells(document, part_name)
    if not answer:
        print(
            f"The answer cell of {part_name} is not in the saved notebook. Was it deleted? Take "
            "it back from a fresh copy of the homework (copy and paste the whole cell)."
        )
        return
    print(f"{part_name}: {report(sum(count(cell.source) for cell in answer), limit)}")


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
