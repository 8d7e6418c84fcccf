"""What students get: one zip with the notebook, the kit, a README and the requirements."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from chainrule_desk.composing.cells import amount
from chainrule_desk.composing.requirements import STUDENT_PACKAGES, requirements
from chainrule_grader.homework import Homework

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold; the same in every build
LEFT_OUT = {"__pycache__", ".DS_Store"}


def kit_files(kit: Path) -> dict[str, bytes]:
    """Return the kit's files by name, from ``chainrule/`` on."""
    return {
        f"{kit.name}/{path.relative_to(kit).as_posix()}": path.read_bytes()
        for path in sorted(kit.rglob("*"))
        if path.is_file() and not LEFT_OUT & set(path.parts)
    }


def zipped(entries: dict[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """Return a zip whose bytes depend on names and contents only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name in executable else 0o644) << 16
            target.writestr(entry, entries[name])
    return buffer.getvalue()


def write_handout(path: Path, homework: Homework, release: Path, kit: Path) -> None:
    """Write the zip that students download."""
    folder = homework.id
    content = {
        f"{homework.id}.ipynb": release.read_bytes(),
        "README.md": readme(homework).encode(),
        "requirements.txt": ("\n".join(requirements(STUDENT_PACKAGES)) + "\n").encode(),
        **kit_files(kit),
    }
    path.write_bytes(zipped({f"{folder}/{name}": data for name, data in content.items()}))


def readme(homework: Homework) -> str:
    """Return what a student reads first."""
    return f"""# {homework.title}

{amount(homework.points)} in all. Everything is in this folder: keep it together.

## On your own machine

You need Python 3.11 or later (on Debian and Ubuntu with `python3-venv`). In a terminal, in this
folder:

```sh
python3 chainrule/install.py             # torch is large: a few minutes
.venv/bin/jupyter lab {homework.id}.ipynb
```

On Windows, write `py` for `python3` and `.venv\\Scripts\\` for `.venv/bin/`. The first line makes
`.venv` with what `requirements.txt` lists. It tells where torch comes from: without an NVIDIA
device from PyTorch's CPU index, which saves gigabytes. If it stops, run it again: it goes on from
there.

## Handing in

Work through the notebook from top to bottom. Its last cell checks that nothing is missing and
writes `{homework.id}_….zip` beside the notebook: hand in that one file. Nothing else needs
installing: no LaTeX, no browser export.

## When something goes wrong

The first code cell checks your environment and tells what to repair. A check that fails says what
it expected and what it found. If a cell runs for ever, choose Kernel → Restart and start again from
the top.
"""
