"""Sample submissions: a release filled in with chosen answers, so that they stay true.

``tests/submissions/<homework>/samples.toml`` says what each sample does and what it must score;
``python -m chainrule_desk.composing.samples`` writes the files anew after a build, and a test
compares them.
"""

from __future__ import annotations

import copy
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.authoring.records import Records
from chainrule_desk.authoring.variants import read_variants
from chainrule_desk.composing.handout import zipped
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project

Notebook = Any  # nbformat.NotebookNode, which ships no types

SOLUTION_MARK = re.compile(r"\s*#\s*(BEGIN |END )?SOLUTION( NO PROMPT)?\s*$")


@dataclass(frozen=True)
class Sample:
    """One sample submission.

    Attributes:
        folder: What it does; the folder it lies in.
        file: Its file name; the stem is the student.
        answers: ``"solution"``, ``"untouched"`` or ``"broken"``.
        variants: Part -> name of the variant that answers it instead.
        raises_first: Whether its first code cell raises.
        automatic: Points that it must score on the automatic parts; ``None`` if it is refused.

    A zip holds the records of the solution, as the last cell of a release packs them. A bare
    notebook comes without.
    """

    folder: str
    file: str
    answers: str
    variants: dict[str, str]
    raises_first: bool
    automatic: float | None


def read_samples(path: Path) -> list[Sample]:
    """Read a ``samples.toml``."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Sample(
            folder=entry["folder"],
            file=entry["file"],
            answers=entry["answers"],
            variants=dict(entry.get("variants", {})),
            raises_first=bool(entry.get("raises_first", False)),
            automatic=entry.get("automatic"),
        )
        for entry in document["sample"]
    ]


def fill(release: Notebook, answers: dict[str, str]) -> Notebook:
    """Return a copy of a release whose parts in ``answers`` hold these sources.

    Raises:
        KeyError: If the release has no answer cell for one of the parts.
    """
    notebook = copy.deepcopy(release)
    cells = {}
    for cell in notebook.cells:
        facts = cell.metadata.get("chainrule", {})
        if facts.get("role") == "answer":
            cells[facts["part"]] = cell
    for part, source in answers.items():
        cells[part]["source"] = source
    return notebook


def solution_answers(solution: Notebook) -> dict[str, str]:
    """Return part -> model answer of a solution notebook, without solution marks."""
    answers = {}
    for cell in solution.cells:
        facts = cell.metadata.get("chainrule", {})
        if facts.get("role") == "answer":  # a written part's placeholder comes first: the last wins
            answers[facts["part"]] = without_marks(cell.source)
    return answers


def without_marks(source: str) -> str:
    """Return a solution as a student would have written it, without Otter's solution marks."""
    lines = [(line, SOLUTION_MARK.sub("", line)) for line in source.splitlines()]
    return "\n".join(text for line, text in lines if text or not line)


def write_samples(project: Project, homework: str) -> list[Path]:
    """Write every sample submission of a homework; return their paths.

    Raises:
        DeskError: If the homework has not been built.
    """
    folder = project.root / "tests" / "submissions" / homework
    release_path, solution_path = (
        project.release(homework),
        project.build(homework) / "solution.ipynb",
    )
    for path in (release_path, solution_path):
        if not path.is_file():
            raise DeskError(f"{path} is missing: run `chainrule build {homework}` first.")
    release = nbformat.read(release_path, as_version=4)
    solution = nbformat.read(solution_path, as_version=4)
    names = [choice.name for choice in read_recipe(project.recipe(homework)).problems]
    problems = [read_problem(project.questions / f"{name}.py") for name in names]
    records = Records.of_problems(project, problems).solution
    return [
        _write_sample(sample, folder, project, release, solution, records)
        for sample in read_samples(folder / "samples.toml")
    ]


def _write_sample(
    sample: Sample,
    folder: Path,
    project: Project,
    release: Notebook,
    solution: Notebook,
    records: dict[str, bytes],
) -> Path:
    path = folder / sample.folder / sample.file
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = fill(release, _answers(sample, project, solution))
    if sample.raises_first:
        code = next(cell for cell in notebook.cells if cell.cell_type == "code")
        code["source"] = 'raise RuntimeError("left over from debugging")'
    text = nbformat.writes(notebook) + "\n"
    if sample.answers == "broken":
        text = text[: len(text) // 2]  # as a copy that was cut off
    if path.suffix == ".zip":
        path.write_bytes(_otter_zip(f"{release_id(release)}.ipynb", text.encode(), records))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def release_id(release: Notebook) -> str:
    """Return the homework that a release belongs to."""
    return str(release.metadata["chainrule"]["homework"])


def _answers(sample: Sample, project: Project, solution: Notebook) -> dict[str, str]:
    answers = {} if sample.answers == "untouched" else solution_answers(solution)
    if sample.variants:
        known = {
            (variant.part, variant.name): variant.source
            for path in sorted(project.variants.glob("*.py"))
            for variant in read_variants(path)
        }
        for part, name in sample.variants.items():
            answers[part] = known[part, name]
    return answers


def _otter_zip(release_name: str, notebook: bytes, records: dict[str, bytes]) -> bytes:
    """Return a zip as Otter's export makes it: notebook, records, and its own file name."""
    name = f"{Path(release_name).stem}_2026_10_01T18_00_00_000000.zip"
    return zipped({release_name: notebook, "__zip_filename__": name.encode(), **records})


def main() -> None:
    """Write the sample submissions of every homework that has some."""
    project = Project.find()
    for path in sorted((project.root / "tests" / "submissions").glob("*/samples.toml")):
        for written in write_samples(project, path.parent.name):
            print(project.relative(written))


if __name__ == "__main__":
    main()
