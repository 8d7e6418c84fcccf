"""The grade sheet, for people and for learning platforms."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape

from chainrule_desk.cli import tables
from chainrule_desk.cli.console import out, say
from chainrule_desk.cli.options import HomeworkId, ProjectFolder, StoreUrl
from chainrule_desk.project import Project


class Importer(StrEnum):
    """Who imports grades."""

    CANVAS = "canvas"
    BRIGHTSPACE = "brightspace"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"


def sheet(
    homework: HomeworkId,
    marks: Annotated[
        bool,
        typer.Option(
            "--marks", help="Write the CSV to mark written parts in, instead of the sheet."
        ),
    ] = False,
    platform: Annotated[
        Importer | None,
        typer.Option("--for", help="Write the file that this platform imports, instead."),
    ] = None,
    item: Annotated[
        str | None,
        typer.Option(help="With --for: what the platform calls the homework; its title if empty."),
    ] = None,
    without_unmatched: Annotated[
        bool,
        typer.Option(
            "--without-unmatched",
            help="With --for: leave out every student whose grade may hang on a hand-in that is "
            "not matched, in place of refusing.",
        ),
    ] = False,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Write the grade sheet as CSV, XLSX, Parquet and an HTML page with a score plot.

    Marks for written parts come from the grade store, and from grades/ID/marks.csv, which --marks
    writes: one row a student and rubric item, with the points to fill in. Writing it again keeps
    the marks in it.
    """
    from chainrule_desk.grade_sheets import lms as platforms
    from chainrule_desk.grade_sheets import sheets
    from chainrule_desk.grade_sheets.sheet import maxima

    here = Project.find(project)
    if marks:
        path, missing = sheets.write_marks(here, homework, store)
        say(f"{here.relative(path)}: {missing} marks to fill in. Then: chainrule sheet {homework}")
        return
    if platform is not None:
        path, notes = sheets.write_for(
            here,
            homework,
            platforms.Platform(platform),
            item,
            store,
            without_unmatched=without_unmatched,
        )
        say(f"{here.relative(path)}: import it into {platform.value.title()}.")
        for note in notes:
            say(escape(note))
        return
    written = sheets.write_sheets(here, homework, store)
    out.print(tables.grade_table(written.homework, written.frame, maxima(written.homework)))
    say("Wrote:")
    for path in written.files:
        say(f"  {here.relative(path)}")
    for note in written.notes:
        say(escape(note))
    if written.frame["marks_missing"].any():
        say(
            f"Written parts are still open: chainrule review {homework}, "
            f"or chainrule sheet {homework} --marks"
        )
