"""The zip that an instructor uploads to Gradescope as a programming assignment's autograder.

Gradescope builds an image from it: ``setup.sh`` makes an environment with the versions that the
homework was verified with, and ``run_autograder`` grades one submission. The kit's ``install.py``
takes torch from where it is smallest. The kit and the grader travel as a wheel that is written
here, so that nothing but public packages is fetched.
"""

from __future__ import annotations

import base64
import hashlib
import shlex
import sys
from importlib import metadata
from pathlib import Path

import chainrule_grader
from chainrule_desk.composing.handout import kit_files, zipped
from chainrule_desk.composing.requirements import GRADESCOPE_PACKAGES, pinned
from chainrule_grader import gradescope

EXECUTABLE = frozenset({"setup.sh", "run_autograder"})

SETUP = """\
#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image: an environment with Python {python} and the
# versions that the homework was verified with. Every user may read it, as students' processes must.
set -euo pipefail
umask 022
source="$(cd "$(dirname "$0")" && pwd)"
place="${{CHAINRULE_PLACE:-/opt/chainrule}}"

apt-get update
apt-get install -y python3-venv ca-certificates
python3 -m venv "$place/tools"
"$place/tools/bin/pip" install --quiet uv
export UV_PYTHON_INSTALL_DIR="$place/python"
uv="$place/tools/bin/uv"

"$uv" venv --python {python} "$place/env"
PATH="$place/tools/bin:$PATH" "$place/tools/bin/python" "$source/install.py" \
    --environment "$place/env" --requirements "$source/requirements.txt"{index}
"$uv" pip install --python "$place/env" --no-deps "$source"/{wheel}
"$place/env/bin/python" -I -c "import chainrule_grader.on_gradescope, torch, torchvision"
"""

RUN = """\
#!/usr/bin/env bash
# Grades one submission. From the first moment there is a result that says where it stands.
root="${{CHAINRULE_AUTOGRADER:-/autograder}}"
python="${{CHAINRULE_PYTHON:-/opt/chainrule/env/bin/python}}"
mkdir -p "$root/results"

cat > "$root/results/results.json" <<'END'
{pending}
END

if ! "$python" -I -m chainrule_grader.on_gradescope "$root" {tier}; then
cat > "$root/results/results.json" <<'END'
{failed}
END
fi
"""

FAILED = (
    "The autograder was ended before it had a result: most likely the container has too little "
    "memory. This is not your fault: staff will run it again."
)


def write_for_gradescope(
    path: Path, bundle: Path, kit: Path, *, tier: str = "", torch_index: str = ""
) -> None:
    """Write the autograder zip of the homework whose bundle lies at ``bundle``.

    Args:
        path: Where to write it.
        bundle: The autograder bundle of the last build.
        kit: The package that notebooks import.
        tier: The isolation to insist on; by default the best that the container has.
        torch_index: Address of the package index to take torch and torchvision from; by default
            the image chooses when it is built, as every installation does.
    """
    wheel_name, wheel = _wheel(kit)
    entries = {
        "setup.sh": SETUP.format(
            python=f"{sys.version_info.major}.{sys.version_info.minor}",
            index=f" --torch-index {shlex.quote(torch_index)}" if torch_index else "",
            wheel=wheel_name,
        ).encode(),
        "run_autograder": RUN.format(
            pending=gradescope.not_graded(gradescope.UNFINISHED, score=0.0).strip(),
            failed=gradescope.not_graded(FAILED).strip(),
            tier=tier,
        ).encode(),
        "install.py": (kit / "install.py").read_bytes(),
        "requirements.txt": _lines(pinned(GRADESCOPE_PACKAGES)),
        "bundle.zip": bundle.read_bytes(),
        wheel_name: wheel,
    }
    path.write_bytes(zipped(entries, executable=EXECUTABLE))


def _wheel(kit: Path) -> tuple[str, bytes]:
    """Return name and content of a wheel with the kit and the grader, without the desk."""
    version = metadata.version("chainrule")
    grader = Path(chainrule_grader.__file__).parent
    about = f"chainrule-{version}.dist-info"
    files = {**kit_files(kit), **kit_files(grader)}
    files[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: chainrule\nVersion: {version}\n"
        "Summary: The kit and the grader, for one homework's autograder.\n"
    ).encode()
    files[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: chainrule\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    files[f"{about}/RECORD"] = _lines([*record, f"{about}/RECORD,,"])
    return f"chainrule-{version}-py3-none-any.whl", zipped(files)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
