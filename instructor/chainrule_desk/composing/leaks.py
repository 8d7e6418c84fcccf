"""Scan a student release for what students must not see.

Secrets are taken from the problem files, never from the release: statements and lines of solutions,
passages and names of hidden tests, long numbers in hidden tests (expected values), sentences of
model answers, notes to graders. Every text of the release is searched: cell sources, outputs,
metadata, attachments, and all files beside the notebook.

A solution gives itself away by one statement, however it is written, or by one line, if that is
long enough to mean something. What everybody writes, such as ``plt.show()``, does not where given
code or a prompt has it as well; ``slope = 3`` by itself is an answer. What they show on purpose is
named under ``public_lines`` in the head of its problem file, with the reason. Single lines of a
hidden test (imports, loops) are everybody's; three in a row that no public test and no given cell
holds are not.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chainrule import cell_code
from chainrule_desk.authoring import markers
from chainrule_desk.authoring.bank import Cell, Problem, Role, TestSource
from chainrule_desk.composing import statements
from chainrule_desk.composing.origins import Origins
from chainrule_desk.composing.release_texts import texts_of

SHORTEST_LINE = 8  # characters without spaces; shorter ones say nothing
VALUE = "an expected value"
STATEMENT = "a statement"
SENTENCE = "a sentence of the model answer"
NOTE = "the grader's note"
Form = Callable[[str], str]
PASSAGE = 3  # lines of a hidden test that give it away when they stand in a row
SAYS_NOTHING = re.compile(r"return(True|False|None|\w+)?|break|continue|pass|else:|try:")
SHORTEST_SENTENCE = 40  # characters of a model answer
SHORTEST_CONSTANT = 5  # digits of an expected value
NUMBER = re.compile(
    r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w|\.\d)|(?<![\w.])\.\d+(?!\w)"
)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")  # of a traceback
_ENTITY = re.compile(r"&(?:[a-zA-Z]+|#\d+|#x[\da-fA-F]+);")  # of HTML


@dataclass(frozen=True)
class Secret:
    """Something that students must not see, and where it was written."""

    kind: str
    text: str
    place: str
    key: int = 0  # of a statement: see :class:`chainrule_desk.composing.statements.Piece`

    @property
    def form(self) -> Form:
        """How a text is written to find the secret in it."""
        return worded if self.kind in (SENTENCE, NOTE) else squeezed

    @cached_property
    def wanted(self) -> str:
        """The secret in that form."""
        return self.form(self.text)


@dataclass(frozen=True)
class Leak:
    """A secret that stands in the release, and where."""

    secret: Secret
    found_in: str

    def __str__(self) -> str:
        return (
            f"{self.found_in} holds {self.secret.kind} of {self.secret.place}: {self.secret.text}"
        )


def find_leaks(problems: Sequence[Problem], parts: set[str], release: Path) -> list[Leak]:
    """Return every secret of the chosen ``parts`` that stands in the folder ``release``."""
    texts = [(place, Searched(text)) for place, text in texts_of(release)]
    origins = Origins(problems)
    found: dict[tuple[str, str], Leak] = {}  # a line is a statement, too: it is told once
    for secret in secrets(problems, parts):
        for place, text in texts:
            if line := text.line_of(secret):
                written = origins.of(text.text, line)
                shown = f"{place} (written in {written[0]}:{written[1]})" if written else place
                found.setdefault((squeezed(secret.text), place), Leak(secret, shown))
    return list(found.values())


class Searched:
    """A text in which secrets are looked for."""

    def __init__(self, text: str) -> None:
        coloured = _COLOUR.sub("", text)
        self.text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), coloured)

    def line_of(self, secret: Secret) -> int:
        """Return the line on which a secret stands, from 1; 0 if it does not."""
        if secret.kind == STATEMENT:
            return self._statements.get(secret.key, 0)
        if secret.kind == VALUE:
            return self._numbers.get(abs(float(secret.text)), 0)
        if secret.wanted not in self._forms[secret.form]:
            return 0
        return self._line_with(secret)

    def _line_with(self, secret: Secret) -> int:
        """Return the line on which a secret that stands in the text ends."""
        lines = self.text.split("\n")
        low, high = 1, len(lines)
        while low < high:
            middle = (low + high) // 2
            if secret.wanted in secret.form("\n".join(lines[:middle])):
                high = middle
            else:
                low = middle + 1
        return low

    @cached_property
    def _forms(self) -> dict[Form, str]:
        return {form: form(self.text) for form in (squeezed, worded)}

    @cached_property
    def _statements(self) -> dict[int, int]:
        return statements.keys_in(self.text)

    @cached_property
    def _numbers(self) -> dict[float, int]:
        """Numbers of the text as values, in whatever form they are written, and their lines."""
        return {
            float(number.replace("_", "")): position
            for position, line in enumerate(self.text.split("\n"), 1)
            for number in NUMBER.findall(line)
        }


# --- what is secret -------------------------------------------------------------------------------


def secrets(problems: Sequence[Problem], parts: set[str]) -> Iterator[Secret]:
    """Yield what students must not see of the chosen ``parts``."""
    shown = "\n".join(_public_text(problem) for problem in problems)
    public, numbers = squeezed(shown), Searched(shown)
    for problem in problems:
        for part in problem.parts:
            if part.name in parts:
                for role, cell in part.cells:
                    if role is Role.SOLUTION:
                        yield from _answer_secrets(problem, cell, f"part {part.name}", public)
                for test in part.tests:
                    if test.hidden:
                        yield from _hidden_test_secrets(test, public, numbers)
                for item in part.rubric:
                    if len(item.note) >= SHORTEST_SENTENCE:
                        yield Secret(NOTE, item.note, f"part {part.name}, item {item.id}")


def _answer_secrets(problem: Problem, cell: Cell, part: str, public: str) -> Iterator[Secret]:
    """Yield what a model answer says: its statements and lines, or its sentences."""
    if cell.kind == "markdown":
        for sentence in _sentences(cell.source):
            yield Secret(SENTENCE, sentence, f"{part} ({problem.path}:{cell.line})")
        return
    written = cell.source.split("\n")
    lines = {squeezed(line) for line in problem.public_lines}
    keys = {key for line in problem.public_lines for key in statements.keys_in(line)}
    for number, line in solution_lines(cell.source):
        top = not written[number - 1][:1].isspace()
        said = _says_something(line) and not _is_everyday(line, public, top)
        if said and squeezed(line) not in lines:
            where = f"{part} ({problem.path}:{cell.line + number})"
            yield Secret("a solution line", line, where)
    kept = markers.kept_lines(cell.source)
    for node in ast.walk(cell_code.parse(cell.source)):
        if isinstance(node, ast.stmt) and not kept & markers.lines_of(node):
            where = f"{part} ({problem.path}:{cell.line + node.lineno})"
            for piece in statements.pieces_of(node):
                code = str(piece) if piece.header else ast.unparse(piece.node)
                if piece.key not in keys and not _is_everyday(code, public, not node.col_offset):
                    yield Secret(STATEMENT, str(piece), where, piece.key)


def _hidden_test_secrets(
    test: TestSource, public: str, public_numbers: Searched
) -> Iterator[Secret]:
    place = f"hidden test {test.name}"
    yield Secret("the name", f"def {test.name}(", place)
    lines = [line.strip() for line in test.source.splitlines() if _says_something(line)]
    for start in range(max(1, len(lines) - PASSAGE + 1)):
        passage = "\n".join(lines[start : start + PASSAGE])
        if squeezed(passage) not in public:
            yield Secret("a passage", passage, place)
    for constant in _constants(test.source):
        if not public_numbers.line_of(Secret(VALUE, constant, place)):
            yield Secret(VALUE, constant, place)


def solution_lines(source: str) -> Iterator[tuple[int, str]]:
    """Yield number and code of the lines that Otter strips from a solution cell."""
    kept = markers.kept_lines(source)
    for number, line in enumerate(source.split("\n"), 1):
        code = re.sub(r"\s*# SOLUTION( NO PROMPT)?$", "", line.strip())
        if number not in kept and code and not code.startswith("#"):
            yield number, code


def _says_something(line: str) -> bool:
    plain = squeezed(line)
    return len(plain) >= SHORTEST_LINE and not SAYS_NOTHING.fullmatch(plain)


def _is_everyday(code: str, public: str, top: bool) -> bool:
    """Tell whether everybody writes this, and students see it anyway.

    Args:
        code: A statement of a solution, or a line.
        public: All that students are meant to see, squeezed.
        top: Whether it stands in no block: a value given a name there is an answer.
    """
    nodes = statements.nodes_of(code)
    if nodes is None or nodes >= statements.EVERYDAY or squeezed(code) not in public:
        return False
    return not (top and re.fullmatch(r"\w+\s*(:[^=]+)?=.*", code))


def _public_text(problem: Problem) -> str:
    """Return everything in a problem that students are meant to see."""
    texts = [cell.source for cell in problem.introduction]
    for part in problem.parts:
        texts += [cell.source for role, cell in part.cells if role is not Role.SOLUTION]
        texts += [test.source for test in part.tests if not test.hidden]
        texts += [cell.source for cell in part.given]
    return "\n".join(texts)


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?])\s+|\n\n", text):
        if len(sentence.strip()) >= SHORTEST_SENTENCE:
            yield sentence.strip()


def _constants(source: str) -> Iterator[str]:
    """Yield the long numbers of a hidden test."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            text = ast.unparse(node)
            if len(re.sub(r"\D", "", text).strip("0")) >= SHORTEST_CONSTANT:
                yield text


def squeezed(text: str) -> str:
    """Return a text without white space and quote style: Otter changes both in a test."""
    return re.sub(r"\s+", "", text).replace("'", '"')


def worded(text: str) -> str:
    """Return the letters and digits of a text: quotes, bullets and emphasis say nothing."""
    return re.sub(r"[\W_]+", "", text).casefold()
