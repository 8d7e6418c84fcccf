"""Make a PDF of a notebook with pandoc and typst: no LaTeX, no browser.

Markdown cells, and outputs in Markdown or HTML, go through pandoc; code and printed text are
written as typst directly. Pictures are decoded, and the document is typeset, in a process of its
own. What cannot be shown is shown as it was typed, or its place is kept with a box, and it is
reported with its place: one formula or picture spoils nothing but itself.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from chainrule import fonts, mathematics, outputs, saved, typesetting
from chainrule.answers import ANSWER, OWN, PROMPT, Layout
from chainrule.child import Child, ChildError
from chainrule.mathematics import Formula, Macro
from chainrule.pictures import Gallery, PictureError
from chainrule.typesetting import Picture, TypesettingError

_HERE: Final = Path(__file__).parent
_ATTEMPTS: Final = 12
_TYPESET_S: Final = 60.0
_TRIAL_S: Final = 5.0
_MOST_LINES: Final = 2_000
_LONGEST: Final = 50_000
_MOST_FORMULAS: Final = 500

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
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
    """Make a PDF of a notebook as it was saved, tagged for screen readers.

    Each written part begins on a new page. Long outputs are cut; large pictures are made smaller.

    Args:
        notebook: The notebook, as :func:`chainrule.saved.read` returns it.
        name: What it is called, for the head of each page.
        folder: Where pictures that it refers to by name are; the working folder by default.

    Raises:
        DocumentError: If pandoc is missing, or typst fails in a way that leaving out one formula
            or cell does not repair.
    """
    child = Child(_HERE / "press.py")
    try:
        with tempfile.TemporaryDirectory(prefix="chainrule-") as work:
            press = _Press(notebook, name, folder or Path.cwd(), Gallery(Path(work), child), child)
            return press.print()
    except TypesettingError as error:
        raise DocumentError(str(error)) from error
    finally:
        child.close()


@dataclass
class _Block:
    """A piece of the notebook on its way to the page.

    Attributes:
        number: The cell that it belongs to, from 0.
        where: That cell, in words.
        source: What was typed, or what an output shows.
        kind: ``"markdown"`` or ``"html"`` for pandoc; ``"typst"`` for what is ready.
        ready: The typst, where that is known.
        formulas: The formulas in it, and what pandoc reads for each.
        bad: The formulas that cannot be typeset, with reasons.
        plain: Why the whole is shown as it was typed; empty if it is not.
        instead: What is shown where the rest shows nothing.
    """

    number: int
    where: str
    source: str
    kind: str
    ready: str = ""
    formulas: list[Formula] = field(default_factory=list)
    tidy: list[str] = field(default_factory=list)
    bad: dict[int, str] = field(default_factory=dict)
    plain: str = ""
    instead: str = ""


class _Press:
    """One document in the making."""

    def __init__(
        self, notebook: Any, name: str, folder: Path, gallery: Gallery, child: Child
    ) -> None:
        self._notebook = notebook
        self._name = name
        self._folder = folder.resolve()
        self._gallery = gallery
        self._child = child
        self._faults: list[tuple[int, Fault]] = []
        self._found: dict[tuple[int, str, str], str] = {}  # cell, address, alt → a picture's typst
        self._where = places(notebook)
        self._macros: dict[str, Macro] = {}
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and len(cell.source) <= _LONGEST:
                self._macros |= mathematics.macros(cell.source)
        self._blocks = [
            block
            for number, cell in enumerate(notebook.cells)
            for block in self._blocks_of(number, cell)
        ]
        self._mark = typesetting.token([block.source for block in self._blocks])

    def print(self) -> Document:
        """Typeset, and where that fails leave out what is at fault, until it succeeds."""
        for _ in range(_ATTEMPTS + len(self._blocks)):
            pages = self._typeset()
            if pages is None:
                continue  # pandoc found formulas or cells that it cannot read
            source, lines = self._join(pages)
            try:
                pdf = self._compile(source, _TYPESET_S)
            except _CompileError as error:
                self._blame(error, lines, pages)
                continue
            return Document(pdf, source, self._all_faults(), self._notes())
        raise DocumentError("too many cells cannot be typeset.")

    # --- from cells to blocks

    def _blocks_of(self, number: int, cell: Any) -> list[_Block]:
        if cell.cell_type == "markdown":
            return [self._text(number, cell.source)]
        source = cell.source.strip("\n")
        language = "python" if cell.cell_type == "code" else ""
        typed = _raw(outputs.cut(source, _MOST_LINES), language) if source.strip() else ""
        blocks = [_Block(number, self._where[number], source, "typst", typed)]
        return blocks + [self._output(number, each) for each in cell.get("outputs", [])]

    def _text(self, number: int, source: str, kind: str = "markdown") -> _Block:
        """Return a block of Markdown or HTML."""
        source = _CONTROL.sub("", source)
        block = _Block(number, self._where[number], source, kind)
        if len(source) > _LONGEST and kind == "markdown":
            block.plain = f"it has more than {_LONGEST:,} characters"
            return block
        block.formulas = mathematics.find(source) if kind == "markdown" else []
        if len(block.formulas) > _MOST_FORMULAS:
            block.plain = f"it has more than {_MOST_FORMULAS} formulas"
            return block
        for i, formula in enumerate(block.formulas):
            block.tidy.append(mathematics.tidy(formula.text, self._macros))
            reason = mathematics.flaw(formula.text)
            if reason:
                block.bad[i] = reason
        return block

    def _output(self, number: int, output: Any) -> _Block:
        shown = outputs.shown(output)
        block = _Block(number, self._where[number], shown.content, "typst")
        if shown.kind == "text":
            block.ready = _printed(shown.content)
        elif shown.kind == "missing":
            block.ready = _left_out(f"{shown.content} is in the notebook only")
        elif shown.kind == "picture":
            alt = shown.words or f"A picture that {self._where[number]} puts out"
            block.source = alt
            block.ready = self._picture(number, "an output's picture", alt, shown.content.encode())
        elif shown.kind == "svg":
            alt = shown.words or f"A drawing that {self._where[number]} puts out"
            block.source = alt
            block.ready = self._picture(number, "an output's picture", alt, svg=shown.content)
        else:
            block = self._text(number, shown.content, shown.kind)
            block.instead = (
                _printed(shown.words)
                if shown.words
                else _left_out("an interactive output is in the notebook only")
            )
        return block

    # --- pictures

    def _picture(
        self, number: int, what: str, alt: str, encoded: bytes = b"", svg: str = ""
    ) -> str:
        """Return the typst of an output's picture, or of the box in its place."""
        try:
            if svg:
                name, share = self._gallery.add(svg.encode())
            else:
                name, share = self._gallery.add_base64(encoded.decode())
        except PictureError as error:
            reason = f"{what} is not in the PDF, because {error}"
            self._faults.append((number, Fault(self._where[number], 1, alt, reason)))
            return _left_out(f"picture not included: {alt}")
        return f"#{_image(name, share, alt)}"

    def _named(self, block: _Block, picture: Picture) -> str:
        """Return the typst of a picture that a text names, or of the box in its place."""
        key = block.number, picture.source, picture.alt
        if key not in self._found:
            cell = self._notebook.cells[block.number]
            alt = picture.alt or f"A picture in {block.where}"
            try:
                name, share = self._fetch(unquote(picture.source), cell.get("attachments") or {})
                self._found[key] = _image(name, share, alt)
            except PictureError as error:
                reason = f"a picture is not in the PDF, because {error}"
                line = _line_of(block.source, picture.source)
                fault = Fault(block.where, line, picture.source[:200], reason)
                self._faults.append((block.number, fault))
                told = picture.alt or picture.source[:60]
                self._found[key] = _left_out(f"picture not included: {told}")[1:]
        return self._found[key]

    def _fetch(self, address: str, attachments: Any) -> tuple[str, int]:
        if address.startswith("attachment:"):
            bundle = attachments.get(address.removeprefix("attachment:"))
            if not bundle:
                raise PictureError("it is not in the notebook")
            return self._gallery.add_base64(str(next(iter(bundle.values()))))
        if address.startswith("data:"):
            head, _, content = address.partition(",")
            is_text = ";base64" not in head
            return (
                self._gallery.add(content.encode())
                if is_text
                else self._gallery.add_base64(content)
            )
        if "://" in address:
            raise PictureError("it is on the network")
        return self._gallery.add(self._read(address))

    def _read(self, address: str) -> bytes:
        try:
            path = (self._folder / address).resolve()
            if not path.is_relative_to(self._folder):
                raise PictureError("it is outside of the notebook's folder")
            return path.read_bytes()
        except OSError as error:
            raise PictureError(f"it cannot be read ({error.strerror})") from error
        except ValueError:
            raise PictureError("its address is no name of a file") from None

    # --- text

    def _prepared(self, block: _Block) -> str:
        """Return a block's text with formulas as pandoc reads them."""
        if block.plain:
            return ""
        pieces, end = [], 0
        for i, formula in enumerate(block.formulas):
            pieces.append(block.source[end : formula.start])
            text = block.tidy[i]
            if i in block.bad:
                ticks = "`" * (1 + max(map(len, re.findall("`+", formula.text)), default=0))
                typed = " ".join(formula.text.split())
                pieces.append(f"{ticks} {self._mark}:fault {typed} {ticks}")
            elif not text:
                pass  # it only defines macros
            elif formula.display:
                pieces.append(f"$${text}$$")
            else:
                pieces.append(f"${text}$")
            end = formula.end
        return "".join(pieces) + block.source[end:]

    def _typeset(self) -> list[str] | None:
        """Return the typst of each block; None if something turned out to be at fault."""
        texts = [block for block in self._blocks if block.kind != "typst"]
        prepared = [(block.kind, self._prepared(block)) for block in texts]
        made = typesetting.typeset(prepared, self._mark)
        found = False
        for i, reason in made.failed.items():
            if not texts[i].plain:
                texts[i].plain = reason
                found = True
        for block in texts if made.unread else []:
            for i, tidy in enumerate(block.tidy):
                reason = made.unread.get(typesetting.key(tidy), "")
                if reason and i not in block.bad:
                    block.bad[i] = reason
                    found = True
        if found:
            return None
        typeset = iter(zip(made.texts, made.pictures, strict=True))
        return [
            self._page(block, *((block.ready, []) if block.kind == "typst" else next(typeset)))
            for block in self._blocks
        ]

    def _page(self, block: _Block, text: str, pictures: list[Picture]) -> str:
        """Return the typst of a block from that of its text."""
        if block.plain:
            return block.instead or _unset(block.source)
        if not text.strip():
            return block.instead
        named = {picture.key: self._named(block, picture) for picture in pictures}
        lets = "".join(f"\n  {_quoted(key)}: {shown}," for key, shown in named.items())
        told = f"#let picture(key) = ({lets}\n).at(key)\n" if named else ""
        if not block.instead:
            return told + text
        return f"#put-out[\n{told}{text}\n]"

    # --- the whole

    def _head(self) -> str:
        title = str(saved.homework(self._notebook).get("title") or self._name)
        style = (_HERE / "document.typ").read_text(encoding="utf-8")
        return f"#let title = {_quoted(title)}\n#let name = {_quoted(self._name)}\n{style}\n"

    def _join(self, pages: list[str]) -> tuple[str, list[int]]:
        """Return the typst of everything, and at which line each block begins."""
        layout = Layout(self._notebook)
        parts = [part for part in saved.parts(self._notebook) if part.get("manual")]
        breaks = {layout.first(part["name"]) for part in parts}
        answers = {number for part in parts for number in layout.answer(part["name"])}
        text, starts, before = self._head(), [], -1
        for block, page in zip(self._blocks, pages, strict=True):
            if block.number in breaks and block.number != before:
                text += "#pagebreak(weak: true)\n"
            before = block.number
            starts.append(text.count("\n") + 1)
            is_answer = block.number in answers and block.kind == "markdown" and not block.plain
            text += f"#answered[\n{page}\n]\n\n" if is_answer else f"#[\n{page}\n]\n\n"
        return text, starts

    def _compile(self, source: str, wall_s: float) -> bytes:
        """Return the PDF of a typst document.

        Raises:
            _CompileError: If it has none.
        """
        path, target = (self._gallery.folder / f"document.{kind}" for kind in ("typ", "pdf"))
        path.write_text(source, encoding="utf-8")
        request = {
            "do": "document",
            "path": str(path),
            "target": str(target),
            "fonts": fonts.files(),
        }
        try:
            made = self._child.ask(request, wall_s)
        except ChildError as error:
            raise _CompileError(str(error), 0) from error
        if "message" in made:
            hit = _DIAGNOSTIC_LINE.search(made["diagnostic"])
            raise _CompileError(made["message"], int(hit.group(1)) if hit else 0)
        return target.read_bytes()

    def _blame(self, error: _CompileError, starts: list[int], pages: list[str]) -> None:
        """Find the formula, or else the block, that made typst fail, and leave it out.

        Raises:
            DocumentError: If the failure is in no block.
        """
        at = [i for i, start in enumerate(starts) if start <= error.line][-1:]
        suspects = at or self._on_trial(pages)
        suspects = [i for i in suspects if not self._blocks[i].plain]
        if not suspects:
            raise DocumentError(f"typst failed: {error}")
        for i in suspects:
            block = self._blocks[i]
            if not self._blame_formula(block):
                block.plain = f"it cannot be typeset ({error})"

    def _on_trial(self, pages: list[str]) -> list[int]:
        """Return the blocks that cannot be typeset by themselves: typst did not say which."""
        head, guilty = self._head(), []
        for i, page in enumerate(pages):
            try:
                self._compile(f"{head}#[\n{page}\n]\n", _TRIAL_S)
            except _CompileError:
                guilty.append(i)
        return guilty

    def _blame_formula(self, block: _Block) -> bool:
        """Find formulas of a block that cannot be typeset alone; tell whether there are any."""
        left = [i for i in range(len(block.tidy)) if i not in block.bad]
        alone = typesetting.typeset([("markdown", f"$${block.tidy[i]}$$") for i in left], "none")
        found = False
        for i, text in zip(left, alone.texts, strict=True):
            try:
                self._compile(text, _TRIAL_S)
            except _CompileError as flaw:
                block.bad[i] = f"it cannot be typeset ({flaw})"
                found = True
        return found

    # --- what it lacks

    def _all_faults(self) -> tuple[Fault, ...]:
        faults = list(self._faults)  # a picture's are found when it is fetched
        for block in self._blocks:
            if block.plain:
                first = block.source.strip().partition("\n")[0]
                what = "an output" if block.instead else "this cell"
                reason = f"{what} is shown as text, because {block.plain}"
                faults.append((block.number, Fault(block.where, 1, first, reason)))
                continue
            faults.extend(
                (block.number, Fault(block.where, formula.line, formula.text.strip(), reason))
                for formula, reason in (
                    (block.formulas[i], reason) for i, reason in sorted(block.bad.items())
                )
            )
        return tuple(fault for _, fault in sorted(faults, key=lambda pair: (pair[0], pair[1].line)))

    def _notes(self) -> tuple[str, ...]:
        lacking: dict[str, str] = {}
        for block in self._blocks:
            lacking[block.where] = lacking.get(block.where, "") + fonts.missing(block.source)
        notes = [
            f"{where}: no font on this machine has {_some(signs)}, so the PDF has boxes there. "
            f"Install {' and '.join(fonts.helping(signs))}, and run this cell again. Nothing is "
            "lost: the notebook has them."
            for where, signs in lacking.items()
            if signs
        ]
        return tuple(notes)


class _CompileError(Exception):
    """Typst made no PDF; the message is its reason.

    Attributes:
        line: Line of the source that it names; 0 if it names none.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message.rstrip("."))
        self.line = line


def places(notebook: Any) -> list[str]:
    """Return what to call each cell of a notebook in a message."""
    titles = {
        part["name"]: f"{part['label']} {part['title']}".strip() for part in saved.parts(notebook)
    }
    words = {ANSWER: "your answer to {}", OWN: "your answer to {}", PROMPT: "the question {}"}
    named = []
    owners = Layout(notebook).owners
    for number, cell in enumerate(notebook.cells, start=1):
        part, what = owners[number - 1]
        if part in titles:
            named.append(words[what].format(titles[part]))
        else:
            begin = " ".join(cell.source[:400].split())[:40]
            named.append(f"cell {number}" + (f' ("{begin}…")' if begin else ""))
    return named


def _line_of(source: str, address: str) -> int:
    """Return the line that an address stands in: pandoc gives no lines."""
    found = max(source.find(address), source.find(unquote(address)))
    return source.count("\n", 0, max(found, 0)) + 1


def _image(name: str, share: int, alt: str) -> str:
    """Return typst, in code, that shows a picture of the gallery."""
    alt = _quoted(" ".join(alt.split())[:1_000])
    return f"box(image({_quoted(name)}, width: {share}%, alt: {alt}))"


def _left_out(told: str) -> str:
    return f"#left-out({_quoted(' '.join(told.split())[:200])})"


def _printed(text: str) -> str:
    shown = outputs.printed(text)
    return f"#printed[{_raw(shown)}]" if shown.strip() else ""


def _raw(text: str, language: str = "") -> str:
    lang = f', lang: "{language}"' if language else ""
    return f"#raw(block: true{lang}, {_quoted(text)})"


def _unset(source: str) -> str:
    typed = _raw(outputs.cut(source, outputs.MOST_LINES))
    return f"#failed[This cell cannot be typeset. As typed:]\n{typed}"


def _quoted(text: str) -> str:
    """Return a typst string."""
    text = _CONTROL.sub("", text.expandtabs(4))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _shortened(text: str) -> str:
    text = " ".join(text[:1_000].split())
    return text if len(text) <= 90 else f"{text[:88]}…"


def _some(signs: str) -> str:
    signs = "".join(sorted(set(signs)))
    shown = " ".join(signs[:8])
    return shown if len(signs) <= 8 else f"{shown} and {len(signs) - 8} more characters"
