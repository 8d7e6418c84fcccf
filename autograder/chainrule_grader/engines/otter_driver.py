"""Run Otter on one submission and write its verdicts as JSON.

Runs as ``python -m chainrule_grader.engines.otter_driver REQUEST.json`` in a process of its own.
Otter unpickles what the notebook's process wrote; that happens here and nowhere else, and only the
JSON goes back.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Grade as the request says and write the report."""
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    report = _report(request)
    Path(request["report"]).write_text(json.dumps(report), encoding="utf-8")


def _report(request: dict[str, Any]) -> dict[str, Any]:
    from nbclient.exceptions import DeadKernelError
    from otter import api

    # Otter copies these by the names they have in the working folder.
    os.chdir(Path(request["notebook"]).parent)
    try:
        graded = api.grade_submission(
            request["notebook"],
            request["bundle"],
            quiet=True,
            extra_submission_files=request["files"],
        )
    except DeadKernelError as error:
        return {"ended": "died", "reason": str(error)}
    except Exception as error:
        # Whatever Otter stumbles over is reported, never scored.
        return {"ended": "internal", "reason": f"Otter failed: {type(error).__name__}: {error}"}
    if graded.has_catastrophic_failure():
        return {
            "ended": "internal",
            "reason": f"Otter gave no results: {graded.catastrophic_error!r}",
        }
    return {
        "ended": "done",
        "reason": "",
        "parts": {name: _cases(graded.results[name]) for name in graded.results},
    }


def _cases(test_file: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": str(result.test_case.name),
            "passed": result.passed is True,
            "message": str(result.message),
        }
        for result in test_file.test_case_results
    ]


if __name__ == "__main__":
    main()
