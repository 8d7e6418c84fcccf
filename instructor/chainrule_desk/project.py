"""Where things lie in a Chainrule project: the folders of the house and what is built from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chainrule_desk.errors import DeskError
from chainrule_grader.kept import COPIES


@dataclass(frozen=True)
class Project:
    """A folder that holds ``assignment/``, ``student/`` and what is built from them."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Return the project that ``start`` (or the working directory) lies in.

        Raises:
            DeskError: If no folder above holds a bank of problems.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "assignment" / "homeworks").is_dir():
                return cls(folder)
        raise DeskError(
            f"{here} is not inside a Chainrule project: no folder above it has "
            "assignment/homeworks. Change to your project's folder, or name it with --project."
        )

    @property
    def questions(self) -> Path:
        """The bank: one problem a file."""
        return self.root / "assignment" / "questions"

    @property
    def variants(self) -> Path:
        """Right and wrong answers to the problems' parts."""
        return self.root / "assignment" / "variants"

    @property
    def held_out(self) -> Path:
        """Pictures that graders keep back: they go into bundles, never into releases."""
        return self.root / "assignment" / "held_out"

    @property
    def records(self) -> Path:
        """Training records and weights that solutions and variants hand in."""
        return self.root / "assignment" / "records"

    @property
    def recipes(self) -> Path:
        """One homework a file."""
        return self.root / "assignment" / "homeworks"

    @property
    def course(self) -> Path:
        """Which course this is: its id, by which grade stores know it."""
        return self.root / "assignment" / "course.toml"

    @property
    def kit(self) -> Path:
        """The package that student notebooks import."""
        return self.root / "student" / "chainrule"

    def recipe(self, homework: str) -> Path:
        """The recipe of a homework."""
        return self.recipes / f"{homework}.toml"

    def release(self, homework: str) -> Path:
        """The notebook that students get."""
        return self.root / "student" / homework / f"{homework}.ipynb"

    def build(self, homework: str) -> Path:
        """Everything built for a homework; safe to delete."""
        return self.root / "build" / homework

    def solution(self, homework: str) -> Path:
        """The notebook with the model answers."""
        return self.build(homework) / "solution.ipynb"

    def handout(self, homework: str) -> Path:
        """The zip that students download: release, kit, README, requirements."""
        return self.build(homework) / f"{homework}-student.zip"

    def colab(self, homework: str) -> Path:
        """The release in the form that opens in Colab by itself."""
        return self.build(homework) / f"{homework}-colab.ipynb"

    def gradescope(self, homework: str) -> Path:
        """The autograder to upload to Gradescope."""
        return self.build(homework) / f"{homework}-gradescope.zip"

    def bundle(self, homework: str) -> Path:
        """The autograder bundle."""
        return self.build(homework) / f"{homework}-autograder.zip"

    @property
    def tried(self) -> Path:
        """What the grader said of right and wrong answers, by content; safe to delete."""
        return self.root / "build" / "tried"

    def grades(self, homework: str) -> Path:
        """Results, marks and sheets."""
        return self.root / "grades" / homework

    def copies(self, homework: str) -> Path:
        """Notebooks as they were handed in, by content."""
        return self.grades(homework) / COPIES

    def relative(self, path: Path) -> Path:
        """``path`` as a person in the project's root would write it."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path
