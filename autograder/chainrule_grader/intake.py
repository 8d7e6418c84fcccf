"""From what lies in a folder to submissions: who handed in what.

:func:`find` looks at names only and gives one :class:`Handin` for every row that the results will
have. :func:`load` opens one of them and gives a :class:`Submission`, or raises
:class:`RefusedError` with one plain sentence. They are opened one by one, so a thousand of them
need the memory of one.

Understood are a notebook, a zip as Otter exports it, a folder of either, a folder or zip with one
folder for each student, a Gradescope export (``submission_metadata.yml``) and a Canvas bulk
download (``name_123_456_file.zip``).
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml

from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import (
    MAX_ARCHIVE,
    MIB,
    FolderTree,
    RefusedError,
    Tree,
    ZipTree,
    printable,
    read_file,
)
from chainrule_grader.bundle import Bundle
from chainrule_grader.people import Person

GRADESCOPE_FILE: Final = "submission_metadata.yml"
MAX_EXTRA: Final = 64 * MIB  # all extra files of a submission together
MAX_EXTRA_FILES: Final = 100
MAX_METADATA: Final = 32 * MIB

_CANVAS: Final = re.compile(
    r"(?P<student>[^_/]+)_(?:LATE_)?(?P<user>\d+)_(?P<number>\d+)_(?P<file>[^/]+)"
)
_RECORDS: Final = {
    *(".json", ".jsonl", ".csv", ".txt", ".npz", ".npy", ".pt", ".pth", ".safetensors"),
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf"),
}
# What students hand in by mistake: a row with a reason. Other files in a folder are the staff's.
_MISTAKES: Final = {
    *(".py", ".rmd", ".qmd", ".pdf", ".html", ".htm", ".webarchive"),
    *(".doc", ".docx", ".odt", ".pages", ".rtf"),
    *(".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"),
}
_NOT_HANDED_IN: Final = frozenset({"__MACOSX", "tests", "__pycache__"})


@dataclass(frozen=True)
class Handin:
    """One thing that was handed in, not opened yet.

    Attributes:
        id: Stable name, safe as a file name; unique among those found together.
        student: Who handed it in, as far as names and export files tell.
        root: The file, folder or zip that holds it.
        names: The files of ``root`` that belong to it; ``None`` means all of it.
        complaint: Why it can already be refused, if it can.
        people: Who handed it in where an export names them.
        submitted_at: When it was handed in, in UTC, where an export says so.
        wall_clock: When by the platform's clock, without a zone, where an export says just that.
        late: Whether the platform marked it as late.
    """

    id: str
    student: str
    root: Path
    names: tuple[str, ...] | None = None
    complaint: str = ""
    people: tuple[Person, ...] = ()
    submitted_at: datetime | None = None
    wall_clock: datetime | None = None
    late: bool = False

    @property
    def source(self) -> str:
        """Where it came from; a link itself is named, never what it points to."""
        link = self.root.is_symlink()
        place = self.root.parent.resolve() / self.root.name if link else self.root.resolve()
        shown = str(place).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if self.names is None:
            return shown
        return f"{shown}/{printable(self.names[0])}"


@dataclass(frozen=True)
class Submission:
    """A notebook that can be graded, as a value: engines never see the path it came from.

    Attributes:
        id: The hand-in's id.
        student: Who handed it in.
        source: Where it came from, for people.
        content: SHA-256 of what was handed in: the notebook's bytes, and the extra files' if any.
        label: The notebook's file name.
        notebook: The notebook's bytes as handed in.
        files: Records that came with it, by name: never code that would shadow a real module.
        people: Who handed it in where an export names them.
        submitted_at: When it was handed in, in UTC, where an export says so.
        wall_clock: When by the platform's clock, without a zone, where an export says just that.
        late: Whether the platform marked it as late.
    """

    id: str
    student: str
    source: str
    content: str
    label: str
    notebook: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    submitted_at: datetime | None = None
    wall_clock: datetime | None = None
    late: bool = False

    @cached_property
    def document(self) -> Any:
        """The notebook parsed, in format 4 and without outputs."""
        return notebooks.parse(self.notebook, self.label)


def find(paths: Iterable[Path]) -> list[Handin]:
    """Return what the paths hold, one for every row, in a stable order.

    A path that does not exist gives a row that will be refused, and so does a folder that holds
    nothing among others: it is a student's. The only path named is a place to look in, and an
    empty one gives no row. An export of a learning platform is read as one only if it is the only
    path: among many, a file that looks like one may be a student's, who would hand in for others
    with it.
    """
    found: list[Handin] = []
    listed = list(paths)
    for path in listed:
        try:
            found += _find(path, alone=len(listed) == 1)
        except RefusedError as error:
            found.append(_handin(path.stem, path.name, path, complaint=str(error)))
        except OSError as error:
            complaint = f"{printable(path.name)} cannot be opened ({error.strerror})."
            found.append(_handin(path.stem, path.name, path, complaint=complaint))
    return _distinct(found)


def load(handin: Handin, bundle: Bundle) -> Submission:
    """Open a hand-in.

    Raises:
        RefusedError: If it is not a submission of the bundle's homework.
    """
    if handin.complaint:
        raise RefusedError(handin.complaint)
    label, data, files = _open(handin)
    document = notebooks.parse(data, label)
    notebooks.check_assignment(document, label, bundle.homework, bundle.assignment_name)
    return Submission(
        id=handin.id,
        student=handin.student,
        source=handin.source,
        content=_content(data, files),
        label=label,
        notebook=data,
        files=files,
        people=handin.people,
        submitted_at=handin.submitted_at,
        wall_clock=handin.wall_clock,
        late=handin.late,
    )


def unread(handin: Handin) -> Submission:
    """Return the submission of a hand-in that could not be opened, for its row."""
    return Submission(
        id=handin.id,
        student=handin.student,
        source=handin.source,
        content="",
        label="",
        notebook=b"",
        people=handin.people,
        submitted_at=handin.submitted_at,
        wall_clock=handin.wall_clock,
        late=handin.late,
    )


# --- finding -------------------------------------------------------------------------------------


def _find(path: Path, *, alone: bool) -> list[Handin]:
    if path.is_dir() and not path.is_symlink():
        if not alone and (path / GRADESCOPE_FILE).exists():
            raise RefusedError(
                f"{printable(path.name)} holds a {GRADESCOPE_FILE}: if it is an export of "
                "Gradescope, grade it by itself."
            )
        found = _find_in_folder(path)
        if not found and not alone:
            raise RefusedError(f"{printable(path.name)} holds no notebook and no zip.")
        return found
    if not path.exists() and not path.is_symlink():
        raise RefusedError(f"{printable(str(path))} does not exist.")
    if alone and path.suffix.casefold() == ".zip" and not path.is_symlink():
        inside = _find_in_zip(path)
        if inside:
            return inside
    canvas = _CANVAS.fullmatch(path.name)
    if canvas:
        return [_canvas_handin(path.parent, canvas, (path.name,))]
    return [_handin(path.stem, path.name, path)]


def _find_in_folder(folder: Path) -> list[Handin]:
    if (folder / GRADESCOPE_FILE).is_file():
        return _find_gradescope(folder, FolderTree(folder))
    children = sorted(folder.iterdir(), key=lambda child: child.name)
    found: list[Handin] = []
    canvas: dict[str, list[re.Match[str]]] = {}
    for child in children:
        if child.name.startswith(".") or child.name in _NOT_HANDED_IN:
            continue
        suffix = child.suffix.casefold()
        match = _CANVAS.fullmatch(child.name)
        if match:
            canvas.setdefault(f"{match['student']}_{match['user']}", []).append(match)
        elif child.is_symlink() or suffix in (".ipynb", ".zip"):
            found.append(_handin(child.stem, child.name, child))
        elif child.is_dir():
            found.append(_handin(child.name, child.name, child))
        elif suffix in _MISTAKES or not suffix:
            found.append(_handin(child.stem, child.name, child))
    found += [
        _canvas_handin(folder, matches[0], tuple(match[0] for match in matches))
        for matches in canvas.values()
    ]
    return found


def _find_in_zip(path: Path) -> list[Handin]:
    """Return the submissions of a zip that holds several; empty when the zip is one itself."""
    try:
        tree = ZipTree(read_file(path, MAX_ARCHIVE), printable(path.name))
    except RefusedError:
        return []  # load() opens it again and says why
    names = [name for name in tree.names() if not _is_ignored(name)]
    if any(PurePosixPath(name).name == GRADESCOPE_FILE for name in names):
        return _find_gradescope(path, tree)
    canvas: dict[str, list[re.Match[str]]] = {}
    for name in names:
        match = _CANVAS.fullmatch(PurePosixPath(name).name)
        if match is None:
            return []
        canvas.setdefault(f"{match['student']}_{match['user']}", []).append(match)
    by_file = {PurePosixPath(name).name: name for name in names}
    return [
        _canvas_handin(path, matches[0], tuple(by_file[match[0]] for match in matches))
        for matches in canvas.values()
    ]


def _find_gradescope(root: Path, tree: Tree) -> list[Handin]:
    names = tree.names()
    listed = next(name for name in names if PurePosixPath(name).name == GRADESCOPE_FILE)
    base = listed.removesuffix(GRADESCOPE_FILE)
    try:
        metadata = yaml.load(tree.read(listed, MAX_METADATA), _YamlLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise RefusedError(
            f"{GRADESCOPE_FILE} in {tree.label} cannot be read: export again."
        ) from error
    if not isinstance(metadata, dict):
        raise RefusedError(f"{GRADESCOPE_FILE} in {tree.label} lists no submissions: export again.")
    found: list[Handin] = []
    for key, entry in metadata.items():
        prefix = f"{base}{key}/"
        inside = tuple(name for name in names if name.startswith(prefix))
        facts = entry if isinstance(entry, dict) else {}
        people = _people(facts.get(":submitters"))
        student = ", ".join(filter(None, (person.name or person.email for person in people)))
        complaint = "" if inside else f"{printable(str(key))} holds no files."
        handin = _handin(
            student or str(key), f"{student or key} {key}", root, inside or (prefix,), complaint
        )
        moment = utc(facts.get(":created_at"))
        found.append(replace(handin, people=people, submitted_at=moment))
    return found


def _people(submitters: Any) -> tuple[Person, ...]:
    listed = submitters if isinstance(submitters, list) else []
    rows = [
        [told(entry.get(key)) for key in (":name", ":email", ":sid")]
        for entry in listed
        if isinstance(entry, dict)
    ]
    return tuple(Person(*fields) for fields in rows if any(fields))


def told(value: Any) -> str:
    """Return a field of an export as text; YAML reads ``30021`` as a number."""
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return printable(str(value)).strip() if is_text else ""


def utc(value: Any) -> datetime | None:
    """Return a time of an export in UTC, which is also what a time without a zone means."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _canvas_handin(root: Path, match: re.Match[str], names: tuple[str, ...]) -> Handin:
    return _handin(match["student"], f"{match['student']} {match['user']}", root, names)


def _handin(
    student: str,
    name: str,
    root: Path,
    names: tuple[str, ...] | None = None,
    complaint: str = "",
) -> Handin:
    return Handin(_slug(name), printable(student), root, names, complaint)


def _slug(name: str) -> str:
    """Return a file name for ``name``; what the slug loses is kept in a short hash."""
    stem = re.sub(r"\.(ipynb|zip)$", "", name, flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-_")[:64]
    if slug == stem:
        return slug
    short = hashlib.sha256(stem.encode("utf-8", "surrogateescape")).hexdigest()[:6]
    return f"{slug}-{short}" if slug else f"submission-{short}"


def _distinct(found: list[Handin]) -> list[Handin]:
    """Tell apart those that share an id, on file systems that ignore case as well."""
    groups: dict[str, list[Handin]] = {}
    for handin in found:
        groups.setdefault(handin.id.casefold(), []).append(handin)
    return [
        handin if len(groups[handin.id.casefold()]) == 1 else replace(handin, id=elsewhere(handin))
        for handin in found
    ]


def elsewhere(handin: Handin) -> str:
    """Return an id that holds the place as well, for a name that is taken."""
    place = f"{handin.root.resolve()}\n{handin.names}"
    short = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{handin.id}-{short}"


class _YamlLoader(yaml.SafeLoader):
    """Plain data only, without the aliases that let a small file unfold into a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


# --- opening -------------------------------------------------------------------------------------


def _open(handin: Handin) -> tuple[str, bytes, dict[str, bytes]]:
    root = handin.root
    if handin.names is None:
        if root.is_dir() and not root.is_symlink():
            return _from_tree(FolderTree(root))
        return _from_file(printable(root.name), read_file(root, MAX_ARCHIVE))
    tree: Tree = (
        FolderTree(root)
        if root.is_dir()
        else ZipTree(read_file(root, MAX_ARCHIVE), printable(root.name))
    )
    if len(handin.names) == 1:
        name = handin.names[0]
        return _from_file(printable(PurePosixPath(name).name), tree.read(name, MAX_ARCHIVE))
    return _from_tree(tree, handin.names)


def _from_file(label: str, data: bytes, depth: int = 0) -> tuple[str, bytes, dict[str, bytes]]:
    suffix = PurePosixPath(label).suffix.casefold()
    if suffix == ".zip" or data.startswith(b"PK\x03\x04"):
        return _from_tree(ZipTree(data, label), depth=depth)
    if suffix in _MISTAKES:
        raise RefusedError(
            f"{label} is neither a notebook nor a zip: hand in the notebook (.ipynb)."
        )
    if len(data) > notebooks.MAX_NOTEBOOK:
        raise RefusedError(f"{label} is larger than {notebooks.MAX_NOTEBOOK // MIB} MiB.")
    return label, data, {}


def _from_tree(
    tree: Tree, names: Iterable[str] | None = None, depth: int = 0
) -> tuple[str, bytes, dict[str, bytes]]:
    kept = [name for name in (names or tree.names()) if not _is_ignored(name)]
    candidates = [name for name in kept if name.casefold().endswith(".ipynb")]
    zips = [name for name in kept if name.casefold().endswith(".zip")]
    if not candidates and len(zips) == 1:
        if depth:
            raise RefusedError(
                f"{tree.label} has zips within zips: hand in one zip with the notebook."
            )
        inner = tree.read(zips[0], MAX_ARCHIVE)
        return _from_file(printable(PurePosixPath(zips[0]).name), inner, depth + 1)
    if not candidates:
        raise RefusedError(f"{tree.label} holds no notebook (.ipynb).")
    if len(candidates) > 1:
        listed = ", ".join(printable(name) for name in candidates[:4])
        more = ", ..." if len(candidates) > 4 else ""
        raise RefusedError(
            f"{tree.label} holds {len(candidates)} notebooks ({listed}{more}): "
            "keep the one to be graded, or grade that file itself."
        )
    chosen = candidates[0]
    data = tree.read(chosen, notebooks.MAX_NOTEBOOK)
    return printable(PurePosixPath(chosen).name), data, _extra_files(tree, kept, chosen)


def _extra_files(tree: Tree, names: list[str], chosen: str) -> dict[str, bytes]:
    """Read the records that lie beside the notebook."""
    base = chosen.removesuffix(PurePosixPath(chosen).name)
    files: dict[str, bytes] = {}
    left = MAX_EXTRA
    for name in names:
        path = PurePosixPath(name.removeprefix(base))
        if not name.startswith(base) or not _is_extra(path):
            continue
        if len(files) == MAX_EXTRA_FILES:
            raise RefusedError(f"{tree.label} holds more than {MAX_EXTRA_FILES} extra files.")
        files[str(path)] = tree.read(name, left)
        left -= len(files[str(path)])
    return files


def _is_extra(path: PurePosixPath) -> bool:
    suffix = path.suffix.casefold()
    if suffix == ".py":
        return len(path.parts) == 1 and not _shadows(path.stem)
    return suffix in _RECORDS


def _shadows(module: str) -> bool:
    """Tell whether a student's module would take the place of a real one."""
    if not module.isidentifier() or module in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return True


def _is_ignored(name: str) -> bool:
    return any(part.startswith(".") or part in _NOT_HANDED_IN for part in PurePosixPath(name).parts)


def _content(notebook: bytes, files: Mapping[str, bytes]) -> str:
    if not files:
        return hashlib.sha256(notebook).hexdigest()
    state = hashlib.sha256(hashlib.sha256(notebook).digest())
    for name in sorted(files):
        state.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
        state.update(hashlib.sha256(files[name]).digest())
    return state.hexdigest()
