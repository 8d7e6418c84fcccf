"""Scan a student release for what students must not see.

Secrets are taken from the problem files, never from the release: lines of solutions, passages and
names of hidden tests, long constants in hidden tests (expected values), sentences of model answers,
notes to graders. Every text of the release is searched: cell sources, outputs, metadata,
attachments, and all files beside the notebook.

A solution gives itself away by one line, if the line is long enough to mean something; a line that
the prompt shows on purpose is named under ``public_lines`` in the head of its problem file, where a
reader sees the decision. Single lines of a hidden test (imports, loops) are everybody's; three in a
row that no public test and no given cell holds are not.
"""

from __future__ import annotations

import ast
import base64
import binascii
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chainrule_desk.authoring.bank import Problem, Role, TestSource

SHORTEST_LINE = 8  # characters without spaces; shorter ones say nothing
VALUE = "an expected value"
PASSAGE = 3  # lines of a hidden test that give it away when they stand in a row
SAYS_NOTHING = re.compile(r"return(True|False|None|\w+)?|break|continue|pass|else:|try:")
SHORTEST_SENTENCE = 40  # characters of a model answer
SHORTEST_CONSTANT = 5  # digits or letters of an expected value


@dataclass(frozen=True)
class Secret:
    """Something that students must not see, and where it was written."""

    kind: str
    text: str
    place: str


@dataclass(frozen=True)
class Leak:
    """A secret that stands in the release."""

    secret: Secret
    found_in: str

    def __str__(self) -> str:
        return (
            f"{self.found_in} holds {self.secret.kind} of {self.secret.place}: {self.secret.text}"
        )


def find_leaks(problems: Sequence[Problem], parts: set[str], release: Path) -> list[Leak]:
    """Return every secret of the chosen ``parts`` that stands in the folder ``release``."""
    texts = [(place, Searched(text)) for place, text in _texts(release)]
    return [
        Leak(secret, place)
        for secret in secrets(problems, parts)
        for place, text in texts
        if text.holds(secret)
    ]


class Searched:
    """A text in which secrets are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._squeezed = squeezed(text)

    def holds(self, secret: Secret) -> bool:
        """Return whether a secret stands in the text; a number, as a whole number of its own."""
        if secret.kind != VALUE:
            return squeezed(secret.text) in self._squeezed
        number = rf"(?<!\w)(?<!\d\.){re.escape(secret.text)}(?!\w|\.\d)"
        return re.search(number, self._text) is not None


# --- what is secret -------------------------------------------------------------------------------


def secrets(problems: Sequence[Problem], parts: set[str]) -> Iterator[Secret]:
    """Yield what students must not see of the chosen ``parts``."""
    public = squeezed("\n".join(_public_text(problem) for problem in problems))
    for problem in problems:
        allowed = {squeezed(line) for line in problem.public_lines}
        for part in problem.parts:
            if part.name not in parts:
                continue
            place = f"part {part.name}"
            for role, cell in part.cells:
                if role is not Role.SOLUTION:
                    continue
                if cell.kind == "markdown":
                    for sentence in _sentences(cell.source):
                        yield Secret("a sentence of the model answer", sentence, place)
                    continue
                for line in solution_lines(cell.source):
                    if _says_something(line) and squeezed(line) not in allowed:
                        yield Secret("a solution line", line, place)
            for test in part.tests:
                if test.hidden:
                    yield from _hidden_test_secrets(test, public)
            for item in part.rubric:
                if len(item.note) >= SHORTEST_SENTENCE:
                    yield Secret("the grader's note", item.note, f"{place}, item {item.id}")


def _hidden_test_secrets(test: TestSource, public: str) -> Iterator[Secret]:
    place = f"hidden test {test.name}"
    yield Secret("the name", f"def {test.name}(", place)
    lines = [line.strip() for line in test.source.splitlines() if _says_something(line)]
    for start in range(max(1, len(lines) - PASSAGE + 1)):
        passage = "\n".join(lines[start : start + PASSAGE])
        if squeezed(passage) not in public:
            yield Secret("a passage", passage, place)
    for constant in _constants(test.source):
        if constant not in public:
            yield Secret(VALUE, constant, place)


def solution_lines(source: str) -> Iterator[str]:
    """Yield the lines that Otter strips from a solution cell, without their markers."""
    inside = False
    for line in source.splitlines():
        stripped = line.strip()
        if stripped.startswith("# BEGIN SOLUTION"):
            inside = True
        elif stripped.startswith("# END SOLUTION"):
            inside = False
        elif inside and stripped and not stripped.startswith("#"):
            yield stripped
        elif not inside and re.search(r"#\s*SOLUTION( NO PROMPT)?$", stripped):
            yield re.sub(r"\s*#\s*SOLUTION( NO PROMPT)?$", "", stripped)


def _says_something(line: str) -> bool:
    plain = squeezed(line)
    return len(plain) >= SHORTEST_LINE and not SAYS_NOTHING.fullmatch(plain)


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
    """Yield the long numbers and strings that a hidden test compares with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare | ast.Call | ast.Assign | ast.List | ast.Tuple):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.Constant) and type(child.value) in (int, float):
                    text = ast.unparse(child)
                    if len(re.sub(r"\D", "", text).strip("0")) >= SHORTEST_CONSTANT:
                        yield text


# --- what students see ----------------------------------------------------------------------------


def _texts(release: Path) -> Iterator[tuple[str, str]]:
    """Yield ``(place, text)`` of everything readable in a release folder."""
    for path in sorted(release.rglob("*")):
        if not path.is_file():
            continue
        name = str(path.relative_to(release))
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            text = path.read_bytes().decode("latin-1")
        if path.suffix == ".ipynb":
            yield from _strings(json.loads(text), name)
        else:
            yield name, text


def _strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield every string inside a JSON value; attachments are decoded first."""
    if isinstance(value, str):
        yield place, value
        if "attachments" in place:
            try:
                decoded = base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                return
            yield place, decoded.decode("latin-1")
    elif isinstance(value, list):
        if value and all(isinstance(entry, str) for entry in value):
            yield place, "".join(value)
        else:
            for position, entry in enumerate(value, 1):
                yield from _strings(entry, f"{place}, {position}")
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _strings(entry, f"{place}, {key}")


def squeezed(text: str) -> str:
    """Return a text without white space and quote style: Otter changes both in a test."""
    return re.sub(r"\s+", "", text).replace("'", '"')
