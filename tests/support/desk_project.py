"""A project on disk whose homework is built and graded, without building or running anything."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat

from chainrule_desk.project import Project
from chainrule_grader.homework import FILE_NAME, Homework
from chainrule_grader.kept import RESULTS
from chainrule_grader.results import Result


def graded_project(
    root: Path,
    homework: Homework,
    results: Iterable[Result],
    *,
    notebooks: Mapping[str, bytes] | None = None,
    recipe: str = "",
) -> Project:
    """Write a recipe, a bundle, results, and the notebooks that were handed in.

    Args:
        root: The project's folder.
        homework: What was graded.
        results: One a submission.
        notebooks: By content, as the results name it.
        recipe: Lines at the top of the recipe.
    """
    project = Project(root)
    project.recipes.mkdir(parents=True)
    project.recipe(homework.id).write_text(
        f'title = "{homework.title}"\n{recipe}\n[[problems]]\nname = "p"\npoints = {{ a = 1 }}\n'
    )
    project.bundle(homework.id).parent.mkdir(parents=True)
    with zipfile.ZipFile(project.bundle(homework.id), "w") as bundle:
        bundle.writestr(FILE_NAME, homework.to_json())
        for part in homework.automatic:
            bundle.writestr(f"tests/{part.name}.py", "")
    folder = project.grades(homework.id) / RESULTS
    folder.mkdir(parents=True)
    for result in results:
        (folder / f"{result.submission}.json").write_text(result.to_json(), encoding="utf-8")
    project.copies(homework.id).mkdir()
    for content, data in (notebooks or {}).items():
        (project.copies(homework.id) / f"{content}.ipynb").write_bytes(data)
    return project


def notebook(answers: Mapping[str, Any], plots: Mapping[str, str] | None = None) -> bytes:
    """Return a notebook that answers parts, each a text or its code.

    Args:
        answers: By part: Markdown; code, if it begins with ``def`` or ``import``.
        plots: By part: a PNG in base64 that the cell after the answer put out.
    """
    cells: list[Any] = []
    for part, source in answers.items():
        prompt = {"chainrule": {"part": part, "role": "prompt"}}
        cells.append(nbformat.v4.new_markdown_cell(f"### {part}", metadata=prompt))
        code = source.startswith(("def ", "import "))
        make = nbformat.v4.new_code_cell if code else nbformat.v4.new_markdown_cell
        tag = {"chainrule": {"part": part, "role": "answer"}}
        cells.append(make(source, metadata=tag))
        if plots and part in plots:
            image = nbformat.v4.new_output("display_data", data={"image/png": plots[part]})
            cells.append(nbformat.v4.new_code_cell("plot()", outputs=[image]))
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()
