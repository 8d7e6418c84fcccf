"""The IPython shell that notebooks run in: no terminal, no front end, no network.

What a front end would have done (choose a window system, load a panel's extension) is taken no
notice of, and neither are magics that are not known here: a cell's answers do not depend on them.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

CELL: Final = "<cell {}>"
INSTALLERS: Final = ("pip", "pip3", "conda", "mamba", "micromamba", "uv")
FRONT_END: Final = ("tensorboard",)  # magics of extensions that start a server for a panel
MAX_THREADS: Final = 8
OFFLINE: Final = "Nothing is installed while grading: the work runs with the homework's libraries."
_SCRIPT: Final = f'#!/bin/sh\necho "{OFFLINE}"\n'
_MODULE: Final = f'''"""Stands in for pip while grading."""


def main(*_):
    print("{OFFLINE}")
    return 0
'''
_RUN_MODULE: Final = "from pip import main\nmain()\n"


def make_shell() -> Any:
    """Return the shell; made once, before the fork."""
    from IPython.core.compilerop import CachingCompiler
    from IPython.core.error import UsageError
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Compiler(CachingCompiler):
        """Calls code by its cell, so that an error tells where it arose."""

        cell = 0

        def get_code_name(self, *_: Any) -> str:
            """Return the name that tracebacks show."""
            return CELL.format(self.cell)

    class Shell(InteractiveShell):
        """IPython without a terminal, a history or a display."""

        def enable_gui(self, gui: str | None = None) -> None:
            """Take no notice: figures are drawn in memory."""

        def enable_matplotlib(self, *_: Any) -> Any:
            """Take no notice of a window system or widget: figures are drawn in memory."""
            parent: Any = super()
            return parent.enable_matplotlib("inline")

        def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
            """Run a magic that is known, and leave one out that is not."""
            if magic_name in INSTALLERS:
                print(OFFLINE)
                return None
            if magic_name in FRONT_END or (magic_name == "load_ext" and not _can_load(line)):
                print(f"%{magic_name} {line[:100]} is of no use while grading: left out.")
                return None
            try:
                return super().run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)
            except UsageError as error:
                if not str(error).startswith(f"Line magic function `%{magic_name}` not found"):
                    raise
                print(f"%{magic_name} is not known while grading: left out.")
                return None

        def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
            """Run a magic that is known; of another, run the cell below it, if that is Python."""
            parent: Any = super()
            try:
                return parent.run_cell_magic(magic_name, line, cell)
            except UsageError as error:
                if not str(error).startswith(f"Cell magic `%%{magic_name}` not found"):
                    raise
            print(f"%%{magic_name} is not known while grading: left out.")
            self._run_plain(cell)
            return None

        def _run_plain(self, cell: str) -> None:
            shell: Any = self
            plain = shell.transform_cell(cell)
            try:
                ast.parse(plain)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return  # another language's
            result = shell.run_cell(cell, store_history=False)
            result.raise_error()

        def system_piped(self, cmd: str) -> None:
            """Run a shell line; there is no terminal to run it in."""
            done = subprocess.run(
                cmd, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
            )
            print(done.stdout.decode("utf-8", "replace"), end="")
            self.user_ns["_exit_code"] = done.returncode

        system = system_piped

        def showtraceback(self, *_: Any, **__: Any) -> None:
            """Say nothing: the error is reported with the cell.

            IPython would look through all 2,000 modules for the source of each frame.
            """

        showsyntaxerror = showtraceback

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return Shell.instance(config=config, compiler_class=Compiler)


def _can_load(line: str) -> bool:
    from importlib.util import find_spec

    name = line.strip()
    try:
        return find_spec(name) is not None or find_spec(f"IPython.extensions.{name}") is not None
    except (ImportError, ValueError, AttributeError):
        return False


def draw_in_memory() -> None:
    """Take no notice of a drawing backend that needs a window, however it is chosen."""
    from matplotlib import pyplot

    switch = pyplot.switch_backend

    def switch_backend(newbackend: str) -> None:
        try:
            switch(newbackend)
        except ImportError:
            print(f"matplotlib's backend {newbackend} is not there while grading: left out.")

    pyplot.switch_backend = switch_backend


def keep_few_threads() -> None:
    """Give torch no more threads than there are cores: 64 on two take ten times as long."""
    import torch

    most = min(len(os.sched_getaffinity(0)), MAX_THREADS) if sys.platform == "linux" else 1
    changed: Any = torch
    for name in ("set_num_threads", "set_num_interop_threads"):
        setattr(changed, name, _at_most(most, getattr(changed, name)))


def _at_most(most: int, change: Callable[[int], None]) -> Callable[[int], None]:
    def changed(number: int) -> None:
        change(min(number, most))

    return changed


def refuse_input(*_: object) -> str:
    """Stand in for ``input``: nobody is there to answer."""
    raise EOFError("input() cannot be answered while grading")


def offer_installers(folder: Path) -> None:
    """Put programs first in the path that end at once where a package would be installed.

    An installer would look for its index first, again and again, where there is no network.
    """
    programs, modules = folder / "bin", folder / "lib"
    (modules / "pip").mkdir(parents=True, exist_ok=True)
    programs.mkdir(exist_ok=True)
    (modules / "pip" / "__init__.py").write_text(_MODULE)
    (modules / "pip" / "__main__.py").write_text(_RUN_MODULE)
    for name in INSTALLERS:
        (programs / name).write_text(_SCRIPT)
        (programs / name).chmod(0o700)
    os.environ["PATH"] = os.pathsep.join(filter(None, (str(programs), os.environ.get("PATH"))))
    found = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(modules), found)))
    sys.path.insert(1, str(modules))
    for name in [name for name in sys.modules if name == "pip" or name.startswith("pip.")]:
        del sys.modules[name]
