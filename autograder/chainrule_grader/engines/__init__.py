"""Ways to run a submission: plain Otter in a subprocess, and the isolated grader."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext

from chainrule_grader.engine import Engine
from chainrule_grader.engines.otter import OtterEngine


def open_engine(tier: str | None = None) -> AbstractContextManager[Engine]:
    """Return the engine for a tier, to be used in a ``with`` statement.

    Without a tier it is the isolated grader in the best tier that the machine has. ``none`` has to
    be asked for by name, and is plain Otter where the isolated grader cannot run at all.

    Raises:
        SandboxError: When it starts, if the machine cannot give the tier.
    """
    if sys.platform != "linux":
        if tier == "none":
            return nullcontext(OtterEngine())
        raise OSError(
            "notebooks can be kept apart on Linux only: grade there, or with tier none, which "
            "keeps nothing apart"
        )
    from chainrule_grader.engines.isolated import IsolatedEngine

    return IsolatedEngine(tier)
