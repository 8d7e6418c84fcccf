"""The solutions handout: prompts with model solutions and figures, as notebook, HTML and PDF."""

from __future__ import annotations

import copy
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import nbformat
import pypandoc
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from chainrule import document, settings
from chainrule_desk import files
from chainrule_desk.composing.assemble import ANSWER_PLACEHOLDER
from chainrule_desk.composing.samples import without_marks
from chainrule_desk.errors import DeskError

Notebook = Any  # nbformat.NotebookNode, which ships no types

EXECUTE_S = 600
SHORT_RUN = (
    "*Model solutions to all parts. The outputs are those of a short run on the kit's small data; "
    "the written solutions tell of full runs, on the data that they name.*"
)
# What only a student who works on the homework needs.
DROPPED = re.compile(r"grader\.check\(|submit\(grader\)|words\.show\(")


@dataclass(frozen=True)
class Handout:
    """The three forms of a solutions handout."""

    notebook: Path
    html: Path
    pdf: Path


def write_solutions(folder: Path, homework_id: str, solution: Path, kit: Path) -> Handout:
    """Execute a solution notebook and write it for students to learn from.

    Args:
        folder: Where the three files go.
        homework_id: The homework's id; the files are called after it.
        solution: The notebook that a build keeps, with all model answers in it.
        kit: The kit that the notebook imports.

    Raises:
        DeskError: If a cell of the solution fails.
    """
    notebook = readable(nbformat.read(solution, as_version=4))
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / kit.name).symlink_to(kit)
        _execute(notebook, Path(scratch), homework_id)
    stem = folder / f"{homework_id}-solutions"
    handout = Handout(*(stem.with_suffix(kind) for kind in (".ipynb", ".html", ".pdf")))
    text = nbformat.writes(notebook) + "\n"
    files.replace(handout.notebook, text.encode())
    files.replace(handout.html, _html(text, notebook.metadata["chainrule"]["title"]).encode())
    files.replace(handout.pdf, document.render(notebook, f"{homework_id}, solutions").pdf)
    return handout


def readable(solution: Notebook) -> Notebook:
    """Return a solution notebook without checks, placeholders and solution marks."""
    notebook = copy.deepcopy(solution)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if not (cell.cell_type == "code" and DROPPED.search(cell.source))
        and not cell.source.startswith(ANSWER_PLACEHOLDER)
        and cell.metadata.get("chainrule", {}).get("role") not in ("guide", "honour")
    ]
    for cell in notebook.cells:
        if cell.metadata.get("chainrule", {}).get("role") == "answer":
            cell.source = without_marks(cell.source)
            if cell.cell_type == "markdown":
                cell.source = f"**Solution.** {cell.source}"
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(SHORT_RUN, id="short-run"))
    return notebook


def _execute(notebook: Notebook, folder: Path, homework_id: str) -> None:
    client = NotebookClient(
        notebook, timeout=EXECUTE_S, resources={"metadata": {"path": str(folder)}}
    )
    try:
        with _small_data():
            client.execute()
    except CellExecutionError as error:
        raise DeskError(f"the solution of {homework_id} fails: {error.evalue}") from error


@contextmanager
def _small_data() -> Iterator[None]:
    """Let kernels started here use the kit's samples and few epochs, as graders do, and draw."""
    names = (settings.GRADING_VARIABLE, settings.PICTURES_VARIABLE)
    before = {name: os.environ[name] for name in names if name in os.environ}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]
        os.environ.update(before)


def _html(text: str, title: str) -> str:
    """Return a page that needs nothing from elsewhere; browsers typeset its MathML."""
    style = resources.files("chainrule_desk").joinpath("templates", "solutions.css").read_text()
    with tempfile.TemporaryDirectory() as scratch:
        css = Path(scratch) / "solutions.css"
        css.write_text(style, encoding="utf-8")
        page: str = pypandoc.convert_text(
            text,
            "html5",
            format="ipynb",
            extra_args=[
                *("--standalone", "--embed-resources", "--mathml"),
                *(f"--css={css}", f"--metadata=pagetitle:{title}"),
            ],
        )
    return page
