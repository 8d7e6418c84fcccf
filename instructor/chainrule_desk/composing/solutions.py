"""The solutions handout: prompts with model solutions and figures, as notebook, HTML and PDF.

A handout is executed as briefly as a submission is, on small data and for few epochs. Where a
solution trains on more, ``assignment/records`` keeps what its cells showed in the full run that the
written solutions tell of, and the handout shows that.
"""

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
from chainrule_desk.composing.cells import ANSWER_PLACEHOLDER
from chainrule_desk.composing.samples import without_marks
from chainrule_desk.errors import DeskError

Notebook = Any  # nbformat.NotebookNode, which ships no types

EXECUTE_S = 600
INTRODUCTION = (
    "*Model solutions to all parts. Trainings are shown as they went in full, on the data that\n"
    "they name; yours may end a little differently.*"
)
_PROGRESS = re.compile(r"\d+%\|")
# What only a student who works on the homework needs.
DROPPED = re.compile(r"grader\.check\(|submit\(grader\)|words\.show\(")


@dataclass(frozen=True)
class Handout:
    """The three forms of a solutions handout."""

    notebook: Path
    html: Path
    pdf: Path


def write_solutions(
    folder: Path, homework_id: str, solution: Path, kit: Path, full_runs: Path
) -> Handout:
    """Execute a solution notebook and write it for students to learn from.

    Args:
        folder: Where the three files go.
        homework_id: The homework's id; the files are called after it.
        solution: The notebook that a build keeps, with all model answers in it.
        kit: The kit that the notebook imports.
        full_runs: Where notebooks of full runs are kept.

    Raises:
        DeskError: If a cell of the solution fails.
    """
    notebook = readable(nbformat.read(solution, as_version=4))
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / kit.name).symlink_to(kit)
        _execute(notebook, Path(scratch), homework_id)
    show_full_runs(notebook, full_runs)
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
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(INTRODUCTION, id="introduction"))
    return notebook


def keep_full_run(executed: Notebook) -> Notebook:
    """Return the cells of an executed notebook that showed something, each with what it showed."""
    kept = nbformat.v4.new_notebook()
    for number, cell in enumerate(executed.cells):
        outputs: list[Any] = []
        for output in cell.outputs:
            shown = _shown(output)
            if shown is None:
                continue
            if outputs and shown.output_type == outputs[-1].output_type == "stream":
                outputs[-1].text += shown.text
            else:
                outputs.append(shown)
        if outputs:
            source = without_marks(cell.source)
            made = nbformat.v4.new_code_cell(source, outputs=outputs, id=f"cell-{number}")
            kept.cells.append(made)
    return kept


def show_full_runs(notebook: Notebook, folder: Path) -> None:
    """Put into the cells that a full run had too what they showed there."""
    kept = {
        cell.source: cell.outputs
        for path in sorted(folder.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
    }
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source in kept:
            cell.outputs = copy.deepcopy(kept[cell.source])


def _shown(output: Any) -> Any | None:
    """Return what is looked at later: pictures and printed text, but no progress bars."""
    if output.output_type == "stream" and output.name == "stdout":
        lines = re.split(r"[\r\n]+", output.text)
        text = "".join(f"{line}\n" for line in lines if line and not _PROGRESS.search(line))
        return nbformat.v4.new_output("stream", name="stdout", text=text) if text else None
    data = output.get("data", {})
    if "image/png" not in data:
        return None
    picture = {kind: data[kind] for kind in ("image/png", "text/plain") if kind in data}
    return nbformat.v4.new_output("display_data", picture, metadata=output.metadata)


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
