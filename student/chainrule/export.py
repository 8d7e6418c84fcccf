"""Hand in: look the notebook over, make its PDF, and put everything into one zip.

The zip is an Otter submission: the notebook in its root, Otter's log, and the training records, the
pictures that answers show and the PDF beside them. Whatever goes wrong with the rest, the notebook
gets into it, as it was saved.
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
from urllib.parse import quote

from IPython.core.getipython import get_ipython
from IPython.display import HTML, display

from chainrule import enclosures, preflight, running, saved, settings
from chainrule.environment import on_colab
from chainrule.preflight import Finding
from chainrule.record import MAX_RECORD_BYTES, MAX_WEIGHTS_BYTES, RECORD_SUFFIX, WEIGHTS_SUFFIX

OTTER_LOG: Final = ".OTTER_LOG"
OTTER_NAME: Final = "__zip_filename__"
_MARKED: Final = 100_000_000
_SAVING_S: Final = 4.0
_UNPACKED: Final = 1e9  # a zip that is handed out dates its files 1980; this is 2001


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
        path = saved.named(notebook) if notebook else _find(grader)
        just_saved = _save(path)
        made = write(path)
        doubts = _doubts_about_saving(path, just_saved)
    except (saved.NotebookError, ExportError) as error:
        print(f"Nothing was exported. {error}")
        return None
    notes = (*doubts, *made.notes)
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
    homework = str(saved.homework(document).get("homework") or path.stem)
    files, notes = {path.name: path.read_bytes()}, []
    folders = list(dict.fromkeys((path.resolve().parent, Path.cwd())))
    files |= _log(folders)
    for add in (_records(folders), enclosures.beside(document, path.parent)):
        files |= add[0]
        notes += add[1]
    findings, remarks = _look_over(document, files)
    notes += remarks
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
    modified = path.stat().st_mtime
    program = running.program()
    if program:
        return [
            f"This notebook was run by {program}, which saves when it is done: the zip holds "
            f"{path.name} as it was before."
        ]
    shell = get_ipython()
    inputs = shell.user_ns.get("In") if shell else None  # a notebook may use its name
    listed = inputs if isinstance(inputs, list) else []
    typed = [text for text in listed if isinstance(text, str) and text.strip()]
    sources = {cell.source.strip() for cell in saved.read(path).cells}
    # The last of them is this very cell.
    if len(typed) > 1 and typed[-2].strip() not in sources:
        return [
            f"The notebook was not saved: the cell that you ran last is not in {path.name}. Press "
            "Ctrl+S (on a Mac ⌘S) and run this cell again."
        ]
    if time.time() - modified > 60:
        return [
            f"The zip holds {path.name} {_as_saved(modified)}. If you changed anything since, "
            "press Ctrl+S (on a Mac ⌘S) and run this cell again."
        ]
    return []


def _as_saved(modified: float) -> str:
    """Say when a file was saved, as exactly as matters."""
    minutes = round((time.time() - modified) / 60)
    if modified < _UNPACKED:
        return "as it was handed out: it was not saved since"
    at = datetime.datetime.fromtimestamp(modified)
    if minutes >= 48 * 60:
        return f"as it was saved on {at:%Y-%m-%d}"
    ago = f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
    return f"as it was saved at {at:%H:%M:%S}, {'a minute' if minutes < 2 else ago} ago"


def _log(folders: list[Path]) -> dict[str, bytes]:
    """Return Otter's log, from the first folder that has one."""
    for folder in folders:
        with contextlib.suppress(OSError):
            return {OTTER_LOG: (folder / OTTER_LOG).read_bytes()}
    return {}


def _records(folders: list[Path]) -> tuple[dict[str, bytes], list[str]]:
    """Return the training records in some folders, those that are not too large.

    Of two with the same name, the one that was saved later is taken.
    """
    files, notes = {}, []
    for suffix, limit in ((RECORD_SUFFIX, MAX_RECORD_BYTES), (WEIGHTS_SUFFIX, MAX_WEIGHTS_BYTES)):
        found = [path for folder in folders for path in folder.glob(f"*{suffix}")]
        found = [path for path in found if path.is_file()]
        for path in sorted(found, key=lambda path: (path.name, path.stat().st_mtime)):
            try:
                if path.stat().st_size > limit:
                    notes.append(
                        f"{path.name} is not in the zip: it has {path.stat().st_size / 1e6:.1f} MB,"
                        f" and {limit / 1e6:g} MB is the limit. Save the record again."
                    )
                    continue
                files[path.name] = path.read_bytes()
            except OSError as error:
                notes.append(f"{path.name} is not in the zip: it cannot be read ({_why(error)}).")
    return files, notes


def _look_over(document: Any, files: dict[str, bytes]) -> tuple[list[Finding], list[str]]:
    """Return what seems to be missing, and whether that could not be told."""
    try:
        return [*preflight.examine(document), *preflight.missing_records(document, files)], []
    except Exception as error:
        # What is missing is told for help; a notebook that nobody foresaw is handed in, too.
        return [], [
            f"The notebook could not be looked over ({type(error).__name__}), so nothing is said "
            "about what it lacks. It is in the zip as you saved it."
        ]


def _pdf(document: Any, path: Path) -> tuple[bytes | None, list[str]]:
    """Return the PDF, if one can be made, and what is wrong with it."""
    try:
        from chainrule import document as printer

        made = printer.render(document, path.stem, folder=path.parent)
    except (Exception, KeyboardInterrupt) as error:
        # The PDF is for reading; whatever keeps it from being made, the zip is handed in.
        ours = type(error).__module__.startswith("chainrule.") or isinstance(error, ImportError)
        reason = str(error).rstrip(".") if ours else type(error).__name__
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
    places = {
        "beside the notebook": folder,
        "in your home folder": Path.home(),
        "in the folder for temporary files": Path(tempfile.gettempdir()),
    }
    for called, place in places.items():
        try:
            path = _write_zip(place / name, files)
        except OSError as error:
            failures.append(f"{called}: {_why(error)}")
            continue
        if not failures:
            return path, []
        return path, [f"The zip could not be written {failures[0]}. It is {called}: {path}."]
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

    sizes = [len(str(cell)) for cell in document.cells]
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
    path = made.path.resolve()
    shown = path.name if path.parent == Path.cwd().resolve() else path
    if path.parent == saved.folder().resolve():
        shown = f"{path.name}, beside the notebook" if shown == path else shown
    print(f"\nHand in this file: {shown} ({size:.1f} MB: {contents})")
    if on_colab():
        from google.colab import files

        files.download(str(made.path))
    elif get_ipython() is not None:
        with contextlib.suppress(ValueError):  # it lies on another drive of a Windows machine
            link = quote(Path(os.path.relpath(path, saved.folder())).as_posix())
            display(HTML(f'<a href="{link}" download>Download {path.name}</a>'))  # type: ignore[no-untyped-call]
