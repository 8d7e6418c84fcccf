"""How every command speaks: where it prints, how it fails, how it shows progress."""

from __future__ import annotations

import errno
import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from chainrule_desk.errors import DeskError

_AGAIN = "then run the same command again: what is finished is kept."
_DISK = {
    errno.ENOSPC: f"the disk is full. Make room, {_AGAIN}",
    errno.EDQUOT: f"your share of the disk is used up. Make room, {_AGAIN}",
    errno.EROFS: f"the disk is read-only. Make it writable, {_AGAIN}",
    errno.EACCES: f"you may not write or read there. Change its permissions, {_AGAIN}",
    errno.EPERM: f"you may not write or read there. Change its permissions, {_AGAIN}",
    errno.EIO: f"the disk cannot be read or written. Check it, {_AGAIN}",
}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a sentence as one line: a path or a command in it can be copied whole."""
    out.print(text, soft_wrap=True)


def with_errors_as_sentences(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose DeskErrors end in one sentence and exit code 2.

    So do errors of a disk that is full or may not be written to, wherever they arise.
    """

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except DeskError as error:
            err.print(f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True)
            raise typer.Exit(2) from error
        except OSError as error:
            sentence = _DISK.get(error.errno or 0)
            if sentence is None:
                raise
            place = Path(str(error.filename)) if error.filename else None
            if place is not None and place.suffix == ".tmp":
                place = place.parent  # a draft's name tells nobody anything
            where = f"{place}: " if place is not None else ""
            err.print(f"[bold red]Error:[/] {escape(where + sentence)}", soft_wrap=True)
            raise typer.Exit(2) from error

    return wrapped


class Count(Protocol):
    """What a bar is told."""

    def __call__(self, done: int, total: int, which: str = "") -> None:
        """Show how many are done, how many there are, and which it was."""


@contextmanager
def counting(what: str) -> Iterator[Count]:
    """Show a bar that counts, as long as the block runs, if somebody is watching."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    described = TextColumn("{task.description}")
    with _progress(TextColumn(what), *columns, described) as progress:
        task = progress.add_task("", total=None)

        def show(done: int, total: int, which: str = "") -> None:
            progress.update(task, completed=done, total=total, description=escape(which))

        yield show


@contextmanager
def stepping(what: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done, as long as the block runs; what is yielded is told each step."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with _progress(*columns) as progress:
        task = progress.add_task(what)

        def show(step: str) -> None:
            progress.update(task, description=step)

        yield show


def _progress(*columns: ProgressColumn) -> AbstractContextManager[Progress]:
    """Return a bar that is never started where nobody watches: Rich 13 would end it with a line."""
    progress = Progress(*columns, console=err, transient=True)
    return progress if err.is_terminal else nullcontext(progress)
