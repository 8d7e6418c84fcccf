"""Arguments and options that several commands take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Tier(StrEnum):
    """How well a student's code can be kept apart."""

    FULL = "full"
    USER = "user"
    CONTAINER = "container"
    NONE = "none"


HomeworkId = Annotated[str, typer.Argument(metavar="ID", help="The homework: its recipe's name.")]
ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", help="Project folder; by default the one you are in."),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="CHAINRULE_STORE",
        metavar="URL",
        help="PostgreSQL database that a staff shares: postgresql+psycopg://USER@HOST/DATABASE. "
        "By default a file, grades/ID/grades.sqlite.",
    ),
]
