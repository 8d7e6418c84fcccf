"""Make a PDF of a notebook with pandoc and typst: no LaTeX, no browser.

Markdown cells go through pandoc, which reads each cell by itself, so that what one leaves open does
not swallow the next. Code and outputs are written as typst directly. What cannot be typeset is
shown as it was typed, and reported with its place: one formula spoils nothing but itself.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pypandoc
import typst

from chainrule import fonts, mathematics, saved
from chainrule.mathematics import Formula, Macro
from chainrule.pictures import Gallery, PictureError

_HERE: Final = Path(__file__).parent
_MARK: Final = "// chainrule: cell"
_READER: Final = "ipynb-pandoc_title_block-smart+east_asian_line_breaks"
_PANDOC_S: Final = 60.0
_MOST_LINES: Final = 60
_LONGEST_LINE: Final = 400
_ATTEMPTS: Final = 12

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PICTURE = re.compile(
    r"!\[(?P<alt>[^\]]{0,2000})\]\(\s*<?(?P<source>[^)\s>]{1,2000})>?[^)\n]{0,200}\)"
)
_HTML_PICTURE = re.compile(
    r"<img\b[^>]{0,1000}?\bsrc\s*=\s*[\"']([^\"'>]{1,2000})[\"'][^>]{0,1000}>", re.I
)
_DIAGNOSTIC_LINE = re.compile(r"┌─ \S*?:(\d+):\d+")


@dataclass(frozen=True)
class Fault:
    """Something that the PDF cannot show as it was meant.

    Attributes:
        where: The answer or cell, in words.
        line: Line of the cell, from 1.
        what: The formula or picture, as it was typed.
        reason: Why.
    """

    where: str
    line: int
    what: str
    reason: str

    def __str__(self) -> str:
        """Say what and where in a line."""
        return f"{self.where}, line {self.line}: {self.reason}: {_shortened(self.what)}"


@dataclass(frozen=True)
class Document:
    """A PDF, and what it lacks.

    Attributes:
        pdf: Its bytes.
        source: The typst that it was made from.
        faults: What could not be shown as it was meant, in the notebook's order.
        notes: What else a reader of the PDF should know.
    """

    pdf: bytes
    source: str
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


class DocumentError(Exception):
    """No PDF could be made; the message says why."""


def render(notebook: Any, name: str, *, folder: Path | None = None) -> Document:
    """Make a PDF of a notebook as it was saved.

    Each written part begins on a new page. Long outputs are cut; large pictures are made smaller.

    Args:
        notebook: The notebook, as :func:`chainrule.saved.read` returns it.
        name: What it is called, for the head of each page.
        folder: Where pictures that it refers to by name are; the working folder by default.

    Raises:
        DocumentError: If pandoc or typst fails in a way that leaving out one formula or cell does
            not repair.
    """
    with tempfile.TemporaryDirectory(prefix="chainrule-") as work:
        return _Press(notebook, name, folder or Path.cwd(), Path(work)).print()


@dataclass
class _Cell:
    """A Markdown cell on its way to the page."""

    number: int
    where: str
    source: str
    formulas: list[Formula]
    bad: dict[int, str] = field(default_factory=dict)  # formula → reason
    plain: str = ""  # why the whole cell is shown as it was typed; empty if it is not


class _Press:
    """One document in the making."""

    def __init__(self, notebook: Any, name: str, folder: Path, work: Path) -> None:
        self._notebook = notebook
        self._name = name
        self._folder = folder.resolve()
        self._gallery = Gallery(work)
        self._faults: list[tuple[int, Fault]] = []
        self._where = places(notebook)
        self._macros: dict[str, Macro] = {}
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                self._macros |= mathematics.macros(cell.source)
        self._cells = [
            self._open(number, cell)
            for number, cell in enumerate(notebook.cells)
            if cell.cell_type == "markdown"
        ]
        self._code = {
            number: self._code_cell(number, cell)
            for number, cell in enumerate(notebook.cells)
            if cell.cell_type == "code"
        }

    def print(self) -> Document:
        """Typeset, and where that fails leave out what is at fault, until it succeeds."""
        for _ in range(_ATTEMPTS + len(self._cells)):
            pages = self._typeset()
            if pages is None:
                continue  # pandoc found formulas that it cannot read
            source, lines = self._join(pages)
            try:
                pdf = self._compile(source)
            except typst.TypstError as error:
                self._blame(error, lines)
                continue
            except Exception as error:
                raise DocumentError(f"typst failed ({type(error).__name__}: {error}).") from error
            return Document(pdf, source, self._all_faults(), self._notes())
        raise DocumentError("too many cells cannot be typeset.")

    # --- Markdown cells

    def _open(self, number: int, cell: Any) -> _Cell:
        source = _CONTROL.sub("", cell.source)
        source = _HTML_PICTURE.sub(r"![](\1)", source)
        source = self._with_pictures(number, source, cell.get("attachments") or {})
        formulas = mathematics.find(source)
        opened = _Cell(number, self._where[number], source, formulas)
        for i, formula in enumerate(formulas):
            reason = mathematics.flaw(formula.text)
            if reason:
                opened.bad[i] = reason
        return opened

    def _with_pictures(self, number: int, source: str, attachments: Any) -> str:
        """Put the gallery's names where a cell names its pictures."""

        def place(match: re.Match[str]) -> str:
            address = match["source"]
            line = source.count("\n", 0, match.start()) + 1
            try:
                if address.startswith("attachment:"):
                    bundle = attachments.get(unquote(address.removeprefix("attachment:")))
                    if not bundle:
                        raise PictureError("it is not in the notebook")
                    name = self._gallery.add_base64(next(iter(bundle.values())))
                elif address.startswith("data:image/"):
                    name = self._gallery.add_base64(address.partition(",")[2])
                elif "://" in address:
                    raise PictureError("it is on the network")
                else:
                    name = self._gallery.add(self._read(unquote(address)))
            except PictureError as error:
                reason = f"a picture is not in the PDF, because {error}"
                fault = Fault(self._where[number], line, match.group()[:200], reason)
                self._faults.append((number, fault))
                alt = match["alt"] or address[:60]
                return f"*[picture not included: {alt}]*"
            return f"![]({name})"

        return _PICTURE.sub(place, source)

    def _read(self, address: str) -> bytes:
        path = (self._folder / address).resolve()
        if not path.is_relative_to(self._folder):
            raise PictureError("it is outside of the notebook's folder")
        try:
            return path.read_bytes()
        except OSError as error:
            raise PictureError(f"it cannot be read ({error.strerror})") from error

    def _prepared(self, cell: _Cell) -> str:
        """Return a cell's Markdown with formulas as pandoc reads them."""
        if cell.plain:
            return ""
        pieces, end = [], 0
        for i, formula in enumerate(cell.formulas):
            pieces.append(cell.source[end : formula.start])
            text = mathematics.tidy(formula.text, self._macros)
            if i in cell.bad:
                ticks = "`" * (1 + max(map(len, re.findall("`+", formula.text)), default=0))
                typed = " ".join(formula.text.split())
                pieces.append(f"{ticks} chainrule:fault {typed} {ticks}")
            elif not text:
                pass  # it only defines macros
            elif formula.display:
                pieces.append(f"$${text}$$")
            else:
                pieces.append(f"${text}$")
            end = formula.end
        return "".join(pieces) + cell.source[end:]

    def _typeset(self) -> list[str] | None:
        """Return the typst of each Markdown cell; None if formulas turned out to be at fault."""
        prepared = [self._prepared(cell) for cell in self._cells]
        typeset, unread = _pandoc(prepared)
        if not unread:
            return typeset
        found = False
        for cell in self._cells:
            for i, formula in enumerate(cell.formulas):
                reason = unread.get(_key(mathematics.tidy(formula.text, self._macros)))
                if reason and i not in cell.bad:
                    cell.bad[i] = reason
                    found = True
        return None if found else typeset

    # --- code cells

    def _code_cell(self, number: int, cell: Any) -> str:
        code = _raw(cell.source.rstrip("\n"), "python") if cell.source.strip() else ""
        outputs = [self._output(number, output) for output in cell.get("outputs", [])]
        return "\n".join(filter(None, [code, *outputs]))

    def _output(self, number: int, output: Any) -> str:
        if output.output_type == "stream":
            return _printed(output.text)
        if output.output_type == "error":
            return _printed("\n".join(output.get("traceback", [])))
        data = output.get("data", {})
        if "application/vnd.jupyter.widget-view+json" in data:
            return ""  # a progress bar: what it shows is on the page of the notebook only
        for kind in ("image/png", "image/jpeg"):
            if kind in data:
                try:
                    name = self._gallery.add_base64(data[kind])
                except PictureError as error:
                    reason = f"an output's picture is not in the PDF, because {error}"
                    self._faults.append((number, Fault(self._where[number], 1, kind, reason)))
                    break
                share = name.rpartition("-w")[2].partition(".")[0]
                return f'#image("{name}", width: {share}%)'
        text = "".join(data.get("text/plain", ""))
        return "" if text.startswith("<IPython.core.display.") else _printed(text)

    # --- the whole

    def _join(self, pages: list[str]) -> tuple[str, list[tuple[int, int | None]]]:
        """Return the typst of everything, and which Markdown cell begins at which line."""
        metadata = self._notebook.metadata.get(saved.KEY, {})
        title = str(metadata.get("title") or self._name)
        style = (_HERE / "document.typ").read_text(encoding="utf-8")
        text = f"#let title = {_quoted(title)}\n#let name = {_quoted(self._name)}\n{style}\n"
        starts: list[tuple[int, int | None]] = []
        breaks = _page_breaks(self._notebook)
        answers = {
            number
            for number, cell in enumerate(self._notebook.cells)
            if saved.tag(cell).get("role") == "answer"
        }
        page_of = {cell.number: i for i, cell in enumerate(self._cells)}
        for number in range(len(self._notebook.cells)):
            if number in breaks:
                text += "#pagebreak(weak: true)\n"
            page = page_of.get(number)
            starts.append((text.count("\n") + 1, page))
            if page is None:
                text += self._code.get(number, "") + "\n\n"
            elif self._cells[page].plain:
                text += _unset(self._cells[page]) + "\n\n"
            elif number in answers:
                text += f"#answered[\n{pages[page]}\n]\n\n"
            else:
                text += pages[page] + "\n\n"
        return text, starts

    def _compile(self, source: str) -> bytes:
        path = self._gallery.folder / "document.typ"
        path.write_text(source, encoding="utf-8")
        made: bytes = typst.compile(
            str(path), root=str(self._gallery.folder), font_paths=[str(fonts.folder())]
        )
        return made

    def _blame(self, error: typst.TypstError, lines: list[tuple[int, int | None]]) -> None:
        """Find the formula, or else the cell, that made typst fail, and leave it out.

        Raises:
            DocumentError: If the failure is in no Markdown cell.
        """
        message, diagnostic = str(error.message), str(error.diagnostic)
        hit = _DIAGNOSTIC_LINE.search(diagnostic)
        line = int(hit.group(1)) if hit else 0
        page = next((page for start, page in reversed(lines) if start <= line), None)
        if page is None or self._cells[page].plain:
            raise DocumentError(f"typst failed: {message}.")
        cell = self._cells[page]
        left = [i for i in range(len(cell.formulas)) if i not in cell.bad]
        texts = [mathematics.tidy(cell.formulas[i].text, self._macros) for i in left]
        alone, _ = _pandoc([f"$${text}$$" for text in texts]) if left else ([], {})
        found = False
        for i, typeset in zip(left, alone, strict=True):
            try:
                typst.compile(typeset.encode())
            except typst.TypstError as flaw:
                cell.bad[i] = f"it cannot be typeset ({flaw.message})"
                found = True
        if not found:
            cell.plain = f"this cell cannot be typeset ({message})"

    def _all_faults(self) -> tuple[Fault, ...]:
        faults = list(self._faults)  # a picture's were found when its cell was opened
        for cell in self._cells:
            if cell.plain:
                first = cell.source.strip().partition("\n")[0]
                faults.append((cell.number, Fault(cell.where, 1, first, cell.plain)))
                continue
            faults.extend(
                (cell.number, Fault(cell.where, formula.line, formula.text.strip(), reason))
                for formula, reason in (
                    (cell.formulas[i], reason) for i, reason in sorted(cell.bad.items())
                )
            )
        return tuple(fault for _, fault in sorted(faults, key=lambda pair: (pair[0], pair[1].line)))

    def _notes(self) -> tuple[str, ...]:
        notes = []
        for cell in self._cells:
            lacking = fonts.missing(cell.source)
            if lacking:
                notes.append(
                    f"{cell.where}: no font on this machine has {_some(lacking)}, so the PDF has "
                    "gaps there. Nothing is lost: the notebook has them."
                )
        return tuple(notes)


def places(notebook: Any) -> list[str]:
    """Return what to call each cell of a notebook in a message."""
    metadata = notebook.metadata.get(saved.KEY, {})
    titles = {
        part.get("name"): f"{part.get('label')} {part.get('title')}"
        for part in metadata.get("parts", [])
        if isinstance(part, dict)
    }
    words = {"answer": "your answer to {}", "prompt": "the question {}"}
    named = []
    for number, cell in enumerate(notebook.cells, start=1):
        noted = saved.tag(cell)
        part = titles.get(noted.get("part"))
        if part:
            named.append(words.get(str(noted.get("role")), "{}").format(part))
        else:
            begin = " ".join(cell.source.split())[:40]
            named.append(f"cell {number}" + (f' ("{begin}…")' if begin else ""))
    return named


def _page_breaks(notebook: Any) -> set[int]:
    """Return the cells that begin a written part."""
    metadata = notebook.metadata.get(saved.KEY, {})
    manual = {part["name"] for part in metadata.get("parts", []) if part.get("manual")}
    first: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells):
        part = saved.tag(cell).get("part")
        if part in manual:
            first.setdefault(str(part), number)
    return set(first.values())


def _pandoc(sources: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the typst of each Markdown text, and the formulas that were not read, with reasons.

    Raises:
        DocumentError: If pandoc is missing or fails.
    """
    cells = [
        {"cell_type": "markdown", "metadata": {}, "id": f"c{i}", "source": source}
        for i, source in enumerate(sources)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    with tempfile.TemporaryDirectory(prefix="chainrule-") as work:
        log = Path(work) / "log.json"
        command = [
            str(_pandoc_path()),
            *("-f", _READER, "-t", "typst", "--wrap=none", "--sandbox"),
            *("--lua-filter", str(_HERE / "document.lua"), "--log", str(log)),
        ]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(notebook).encode(),
                capture_output=True,
                timeout=_PANDOC_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DocumentError(f"pandoc failed ({type(error).__name__}).") from error
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise DocumentError(f"pandoc failed: {' '.join(told[:3])}")
        entries = json.loads(log.read_text(encoding="utf-8") or "[]")
    typeset = done.stdout.decode("utf-8").split(_MARK)[1:]
    if len(typeset) != len(sources):
        raise DocumentError(f"pandoc returned {len(typeset)} of {len(sources)} cells.")
    unread = {
        _key(str(entry.get("contents", ""))): _reason(str(entry.get("message", "")))
        for entry in entries
        if entry.get("type") == "CouldNotConvertTeXMath"
    }
    return typeset, unread


def _pandoc_path() -> Path:
    try:
        return Path(pypandoc.get_pandoc_path())
    except OSError as error:
        raise DocumentError(
            'pandoc is missing: run `%pip install "pypandoc_binary>=1.14,<2"` in a cell.'
        ) from error


def _key(tex: str) -> str:
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


def _printed(text: str) -> str:
    """Return typst that shows what a cell printed, without the colours and overwritten lines."""
    text = _ANSI.sub("", text)
    lines = [line.rpartition("\r")[2] for line in text.rstrip().replace("\r\n", "\n").split("\n")]
    shown = [line[:_LONGEST_LINE] + ("…" if len(line) > _LONGEST_LINE else "") for line in lines]
    if len(lines) > _MOST_LINES:
        cut = len(lines) - _MOST_LINES
        shown = [*shown[:_MOST_LINES], f"… {cut} more lines are in the notebook"]
    if not any(line.strip() for line in shown):
        return ""
    return f"#printed[{_raw(chr(10).join(shown))}]"


def _raw(text: str, language: str = "") -> str:
    lang = f', lang: "{language}"' if language else ""
    return f"#raw(block: true{lang}, {_quoted(text)})"


def _unset(cell: _Cell) -> str:
    return f"#failed[This cell cannot be typeset. As typed:]\n{_raw(cell.source)}"


def _quoted(text: str) -> str:
    """Return a typst string."""
    text = _CONTROL.sub("", text.expandtabs(4))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:88]}…"


def _some(signs: str) -> str:
    shown = " ".join(signs[:8])
    return shown if len(signs) <= 8 else f"{shown} and {len(signs) - 8} more characters"
