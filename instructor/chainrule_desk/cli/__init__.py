"""The command line: parse, call one function, print.

Exit codes: 0 done, 1 something in the work itself is not as it should be, 2 wrong use (one sentence
says what to repair). A command imports what it works with when it is called: help need not wait for
pandas, nor a sheet for torch.
"""

from __future__ import annotations

import gc

import typer

from chainrule_desk.cli.auditing import audit
from chainrule_desk.cli.composing import assemble, build, list_, solutions
from chainrule_desk.cli.console import with_errors_as_sentences
from chainrule_desk.cli.grading import grade
from chainrule_desk.cli.matching import match
from chainrule_desk.cli.returning import feedback, report
from chainrule_desk.cli.reviewing import history, review
from chainrule_desk.cli.sheets import sheet

COMMANDS = (
    list_,
    assemble,
    build,
    solutions,
    audit,
    grade,
    match,
    sheet,
    review,
    report,
    feedback,
    history,
)

OBJECTS = 100_000  # new ones until Python looks for garbage: modules and tables are none

app = typer.Typer(
    name="chainrule",
    help="Deep-learning homework that grades itself.\n\n"
    "Three commands take a homework from its recipe to the registrar: **build** it, hand the "
    "release out, **grade** what comes back, write the **sheet**.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command(command.__name__.rstrip("_"))(with_errors_as_sentences(command))


def main() -> None:
    """Run the command line."""
    gc.set_threshold(OBJECTS)
    try:
        app()
    finally:
        gc.freeze()  # or Python looks through a large class once more before it lets go of it
