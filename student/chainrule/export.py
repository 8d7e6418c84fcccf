"""Hand in: look the notebook over, make its PDF, and put everything into one zip.

The zip is an Otter submission: the notebook in its root, Otter's log, and the training records and
the PDF beside them. Whatever goes wrong with the rest, the notebook gets into it, as it was saved.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import re
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from IPython.core.getipython import get_ipython
from IPython.display import HTML, display

from chainrule import preflight, saved, settings
from chainrule.environment import on_colab
from chainrule.preflight import Finding
from chainrule.record import MAX_RECORD_BYTES, MAX_WEIGHTS_BYTES, RECORD_SUFFIX, WEIGHTS_SUFFIX

OTTER_LOG: Final = ".OTTER_LOG"
OTTER_NAME: Final = "__zip_filename__"
_MARKED: Final = 100_000_000
_SAVING_S: Final = 4.0


@dataclass(frozen=True)
class Submission:
    """What was handed in.

    Attributes:
        path: The zip.
        files: Names of what is in it.
        findings: What seems to be missing in the notebook.
        notes: What went wrong on the way, in sentences.
    """

    path: Path
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]

    def _ipython_display_(self) -> None:
        """Show nothing more where it is a cell's last line: the report was printed."""


class ExportError(Exception):
    """Nothing could be written; the message says what to do."""


def submit(grader: Any = None, *, notebook: str | Path | None = None) -> Submission | None:
    """Save the notebook, list what is missing, and write the zip to hand in.

    On Google Colab, the notebook is fetched from the page, and the zip is downloaded.

    Args:
        grader: Otter's grader, which knows its notebook where several could be meant.
        notebook: The notebook's file; the one that is running by default.

    Returns:
        What was handed in; ``None`` while grading, and where there is no notebook to hand in.
    """
    if settings.grading():
        return None
    try:
        path = Path(notebook) if notebook else _find(grader)
        just_saved = _save(path)
        made = write(path)
    except (saved.NotebookError, ExportError) as error:
        print(f"Nothing was exported. {error}")
        return None
    notes = (*_doubts_about_saving(path, just_saved), *made.notes)
    made = Submission(made.path, made.files, made.findings, notes)
    _report(made)
    return made


def write(path: Path) -> Submission:
    """Write the zip of a notebook as it was saved, with its records and its PDF.

    Raises:
        NotebookError: If the notebook is missing, empty or damaged.
        ExportError: If no folder can be written.
    """
    document = saved.read(path)
    content = path.read_bytes()
    homework = str(document.metadata.get(saved.KEY, {}).get("homework") or path.stem)
    files, notes = {path.name: content}, []
    log = path.parent / OTTER_LOG
    if log.is_file():
        with contextlib.suppress(OSError):
            files[OTTER_LOG] = log.read_bytes()
    records, remarks = _records(path.parent)
    files |= records
    notes += remarks
    findings = [*preflight.examine(document), *preflight.missing_records(document, records)]
    pdf, remarks = _pdf(document, path)
    if pdf is not None:
        files[f"{path.stem}.pdf"] = pdf
    notes += remarks
    stamp = datetime.datetime.now().strftime("%Y_%m_%dT%H_%M_%S_%f")
    name = re.sub(r"[^\w.-]+", "-", homework) + f"_{stamp}.zip"
    files[OTTER_NAME] = name.encode()
    target, remarks = _write_somewhere(name, files, path.parent)
    notes += remarks
    size = target.stat().st_size
    if size > _MARKED:
        notes.append(
            f"The zip has {size / 1e6:.0f} MB, which many course systems refuse. Most of it is "
            f"{_largest(document)}: put a smaller picture there, save, and run this cell again."
        )
    return Submission(target, tuple(files), tuple(findings), tuple(notes))


def _find(grader: Any) -> Path:
    try:
        return saved.find()
    except saved.NotebookError:
        known = getattr(grader, "_notebook", None)
        if isinstance(known, str) and Path(known).is_file():
            return Path(known)
        raise


def _save(path: Path) -> bool:
    """Ask the front end to save the notebook; tell whether the file was written since."""
    if on_colab():
        return True  # saved.find fetched it a moment ago
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return False
    try:
        import ipylab

        before = path.stat().st_mtime_ns
        ipylab.JupyterFrontEnd().commands.execute("docmanager:save")
        deadline = time.monotonic() + _SAVING_S
        while time.monotonic() < deadline:
            if path.stat().st_mtime_ns > before and path.stat().st_size > 0:
                return True
            time.sleep(0.1)
    except Exception:
        # Only JupyterLab and Notebook 7 have this front end. What is missing is told below.
        return False
    return False


def _doubts_about_saving(path: Path, just_saved: bool) -> list[str]:
    """Return what speaks for the file being older than what is on the screen."""
    if just_saved:
        return []
    age = max(time.time() - path.stat().st_mtime, 0)
    when = datetime.datetime.fromtimestamp(path.stat().st_mtime).strftime("%H:%M:%S")
    shell = get_ipython()
    inputs = [entry for entry in shell.user_ns.get("In", []) if entry.strip()] if shell else []
    sources = {cell.source.strip() for cell in saved.read(path).cells}
    # The last of them is this very cell.
    if len(inputs) > 1 and inputs[-2].strip() not in sources:
        return [
            f"The notebook was not saved: the cell that you ran last is not in {path.name}. Press "
            "Ctrl+S (on a Mac ⌘S) and run this cell again."
        ]
    if age > 60:
        return [
            f"The zip holds {path.name} as it was saved at {when}, {_ago(age)} ago. If you changed "
            "anything since, press Ctrl+S (on a Mac ⌘S) and run this cell again."
        ]
    return []


def _ago(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2:
        return "a minute"
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"


def _records(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the training records of a folder, those that are not too large."""
    files, notes = {}, []
    for suffix, limit in ((RECORD_SUFFIX, MAX_RECORD_BYTES), (WEIGHTS_SUFFIX, MAX_WEIGHTS_BYTES)):
        for path in sorted(folder.glob(f"*{suffix}")):
            try:
                if path.stat().st_size > limit:
                    notes.append(
                        f"{path.name} is not in the zip: it has {path.stat().st_size / 1e6:.1f} MB,"
                        f" and {limit / 1e6:g} MB is the limit. Save the record again."
                    )
                    continue
                files[path.name] = path.read_bytes()
            except OSError as error:
                notes.append(f"{path.name} is not in the zip: it cannot be read ({error}).")
    return files, notes


def _pdf(document: Any, path: Path) -> tuple[bytes | None, list[str]]:
    """Return the PDF, if one can be made, and what is wrong with it."""
    try:
        from chainrule import document as printer

        made = printer.render(document, path.stem, folder=path.parent)
    except Exception as error:
        # The PDF is for reading; whatever keeps it from being made, the zip is handed in.
        reason = str(error).rstrip(".") or type(error).__name__
        return None, [
            f"NO PDF WAS MADE: {reason}. The notebook is in the zip all the same, and graders can "
            "read it there."
        ]
    notes = [f"NOT TYPESET IN THE PDF: {fault}" for fault in made.faults]
    return made.pdf, [*notes, *made.notes]


def _write_somewhere(name: str, files: dict[str, bytes], folder: Path) -> tuple[Path, list[str]]:
    """Write the zip beside the notebook, or else where there is room.

    Raises:
        ExportError: If there is no such place.
    """
    failures = []
    for place in (folder, Path.home(), Path(tempfile.gettempdir())):
        try:
            path = _write_zip(place / name, files)
        except OSError as error:
            failures.append(f"{place.resolve()}: {_why(error)}")
            continue
        if not failures:
            return path, []
        return path, [
            f"The zip could not be written beside the notebook ({failures[0]}). It is in "
            f"{path.resolve()}."
        ]
    raise ExportError(
        "There is no place to write the zip (" + "; ".join(failures) + "). Make room on the disk "
        "and run this cell again. Your notebook is as you saved it."
    )


def _why(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "the folder cannot be written"
    return error.strerror or str(error)


def _write_zip(path: Path, files: dict[str, bytes]) -> Path:
    """Write a zip and read it back, so that none is ever half there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        with zipfile.ZipFile(draft) as archive:
            if archive.testzip() is not None:
                raise OSError(errno.EIO, "what was written cannot be read back")
        draft.replace(path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return path


def _largest(document: Any) -> str:
    """Name the cell that takes most of the notebook."""
    from chainrule import document as printer

    sizes = [
        len(str(cell.get("attachments", ""))) + len(str(cell.get("outputs", ""))) + len(cell.source)
        for cell in document.cells
    ]
    return printer.places(document)[sizes.index(max(sizes))] if sizes else "the notebook"


def _report(made: Submission) -> None:
    """Print what was found and written, what matters most last."""
    if made.findings:
        print("Before you hand in:")
        for finding in made.findings:
            print(f"  - {finding}")
    else:
        print("Nothing seems to be missing.")
    for note in made.notes:
        print(f"  ! {note}")
    contents = ", ".join(name for name in made.files if not name.startswith((".", "__")))
    size = made.path.stat().st_size / 1e6
    here = made.path.resolve().parent == Path.cwd().resolve()
    shown = made.path.name if here else made.path.resolve()
    print(f"\nHand in this file: {shown} ({size:.1f} MB: {contents})")
    if on_colab():
        from google.colab import files

        files.download(str(made.path))
    elif get_ipython() is not None:
        link = os.path.relpath(made.path)
        display(HTML(f'<a href="{link}" download>Download {made.path.name}</a>'))  # type: ignore[no-untyped-call]
