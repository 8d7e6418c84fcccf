"""One submission's way through its cells and tests, in a judge of its own.

The tests of a part run right after the last cell that checks it, as in Otter; where no cell does,
or it raised, they run at the end. What stops costs its own part: :mod:`chainrule_grader.shares`
shares the time out, :mod:`chainrule_grader.worker` replaces a process that broke down, a cell that
breaks it down again and again is left out, and :mod:`chainrule_grader.causes` tells every test that
misses a name which cell stopped.
"""

from __future__ import annotations

import json
import signal
import socket
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from chainrule import verification
from chainrule_grader import causes, forms, notebook, proxies
from chainrule_grader.causes import Causes, Stop
from chainrule_grader.forms import Requests
from chainrule_grader.homework import Homework, Part, Test
from chainrule_grader.judging import (
    CellReport,
    Job,
    JudgeBusyError,
    Judged,
    NotebookNames,
    held_to,
    in_words,
    judge_is_busy,
    lower,
    names_asked,
    of_a_cell,
    parameters,
    refused,
)
from chainrule_grader.protocol import ABSENT, CannotCrossError, TooLargeError
from chainrule_grader.results import Verdict
from chainrule_grader.session import (
    CellOutcome,
    Place,
    Session,
    StudentError,
    StudentGoneError,
    StudentTimeUpError,
)
from chainrule_grader.shares import Shares
from chainrule_grader.worker import MAX_RESTARTS, Worker

MAX_MESSAGE: Final = 4_000
MAX_REASON: Final = 400
MAX_OUTPUTS: Final = 200_000  # characters of all cells' output together
MAX_BREAKDOWNS: Final = 3  # by the code of one cell, before it is left out
MAX_HANGS: Final = 2  # that could not be stopped


@dataclass
class Examination:
    """One submission's way through its cells and tests."""

    stream: socket.socket
    to_warm: socket.socket
    homework: Homework
    tests: Mapping[str, list[Any]]
    seed: int | None
    known: forms.Known
    job: Job
    reports: list[CellReport] = field(default_factory=list)

    def run(self) -> None:
        """Run all cells and tests; report each part when it is done, then the cells."""
        verification.look_among(self.job.files)  # training records, read as bytes on this side
        self._prepare()
        for index, cell in enumerate(self.job.cells):
            if cell["cell_type"] != "code" or notebook.is_ignored(cell):
                continue
            if self._run_cell(index):
                for name in self._due.get(index, []):
                    self._test_part(self._waiting[name])
        for part in list(self._waiting.values()):
            self._test_part(part)
        self._worker.end()
        self._tell({"done": True, "cells": [asdict(report) for report in self.reports]})

    def _prepare(self) -> None:
        job = self.job
        deadline = time.monotonic() + job.wall_s
        self._shares = Shares(job.wall_s, job.cell_s, job.test_s, deadline)
        self._worker = Worker(
            self.to_warm, job.memory_mib, int(job.wall_s) + 10, deadline, self.seed, job.files
        )
        self._session = self._worker.start(job.wall_s)
        self._lost: StudentGoneError | None = None
        self._ran: list[int] = []
        self._left_out: set[int] = set()  # indices of cells that broke down or hung
        self._emptied: dict[int, str] = {}  # what is run of a cell in its place
        self._breakdowns: Counter[int] = Counter()  # by cell, from 1
        self._stubborn: Counter[int] = Counter()
        self._hangs: dict[int, str] = {}  # what is told of a cell whose code hung, from 1
        self._outputs_left = MAX_OUTPUTS
        self._hidden_asked = False
        asked = set(job.parts)
        self._waiting = {p.name: p for p in self.homework.automatic if p.name in asked}
        self._due = self._last_checks()
        self._answers = notebook.answer_cells(job.cells, [*self._waiting])
        self._causes = Causes(job.cells, self._names_asked())
        signal.signal(signal.SIGVTALRM, judge_is_busy)

    def _last_checks(self) -> dict[int, list[str]]:
        """Return which parts each cell is the last to check."""
        last: dict[str, int] = {}
        for index, cell in enumerate(self.job.cells):
            for name in notebook.checks(cell):
                if name in self._waiting and not notebook.is_ignored(cell):
                    last[name] = index
        due: dict[int, list[str]] = {}
        for name, index in last.items():
            due.setdefault(index, []).append(name)
        return due

    def _names_asked(self) -> set[str]:
        """Return what the homework asks for by name: its parts, and what their tests take."""
        functions = [function for part in self._waiting for function in self.tests[part]]
        return {*self._waiting, *(name for function in functions for name in names_asked(function))}

    # --- cells -----------------------------------------------------------------------------------

    def _run_cell(self, index: int) -> bool:
        """Run a cell; tell whether it ran to its end."""
        if self._lost is not None or self._shares.is_over:
            return False
        limit = self._shares.for_cell(len(self._waiting))
        self._allow(limit)
        try:
            outcome = self._session.run_cell(index + 1, self.job.cells[index]["source"])
        except StudentTimeUpError:
            self._left_out.add(index)
            place = self._session.stood_at or Place(index + 1, 0, "")
            where = self._at(place, index + 1)
            again = self._hang(place)
            how = f"hung again{where}." if again else f"was stopped after {limit:.3g} s{where}."
            self._stop(Stop(index + 1, Verdict.TIMEOUT, how), f"The cell {how}")
            return False
        except StudentGoneError as gone:
            self._left_out.add(index)
            self._stop(Stop(index + 1, gone.verdict, f"stopped: {lower(gone.message)}"))
            self._replace()
            return False
        except (StudentError, CannotCrossError) as error:
            self._stop(Stop(index + 1, Verdict.ERROR, f"stopped: {error}"), str(error))
            return False
        self._ran.append(index)
        return self._note(index, outcome)

    def _note(self, index: int, outcome: CellOutcome) -> bool:
        error = outcome.error
        if error is None:
            if outcome.output:
                self._report(index, "", "", outcome.output)
            return True
        told = self._causes.told(index + 1, error, in_full=not self._hidden_asked)
        at = f" at line {error.line}" if error.line else ""
        stop = Stop(
            index + 1,
            error.verdict,
            f"stopped{at}: {told}".rstrip(".") + ".",
            causes.lacked_name(error.kind, error.message),
        )
        self._stop(stop, error.traceback, outcome.output)
        return False

    def _stop(self, stop: Stop, message: str = "", output: str = "") -> None:
        self._causes.keep(stop)
        cause = self._causes.of_cell(stop.cell)
        assert cause is not None
        self._report(stop.cell - 1, stop.verdict, message or cause.sentence, output, cause.sentence)

    def _report(
        self, index: int, verdict: str, message: str = "", output: str = "", cause: str = ""
    ) -> None:
        kept = output[: self._outputs_left]
        self._outputs_left -= len(kept)
        self.reports.append(
            CellReport(index + 1, str(verdict), message[:MAX_MESSAGE], kept, cause[:MAX_MESSAGE])
        )

    def _at(self, place: Place, cell: int = 0) -> str:
        """Return where code stood, to end a sentence, which may be about a cell."""
        if not place.line:
            return ""
        if place.cell == cell:
            return f" at line {place.line}"
        if not 0 < place.cell <= len(self.job.cells):
            return ""
        own = f"def {place.function}(" in self.job.cells[place.cell - 1]["source"]
        within = f"`{place.function}` (cell {place.cell}" if own else f"(cell {place.cell}"
        return f" in {within}, line {place.line})".replace(" in (", " (")

    # --- tests -----------------------------------------------------------------------------------

    def _test_part(self, part: Part) -> None:
        judged = []
        for test, function in zip(part.tests, self.tests[part.name], strict=True):
            began = time.monotonic()
            outcome = self._explained(part, self._test(part, test, function))
            self._hidden_asked = self._hidden_asked or test.hidden
            wall_s = round(time.monotonic() - began, 4)
            message = outcome.message[:MAX_MESSAGE]
            judged.append(asdict(replace(outcome, message=message, wall_s=wall_s)))
        records = [
            {**asdict(found), "run": run, "reason": found.reason[:MAX_REASON]}
            for run, found in verification.taken().items()
        ]
        del self._waiting[part.name]
        self._tell({"part": part.name, "tests": judged, "records": records})

    def _test(self, part: Part, test: Test, function: Any) -> Judged:
        if self._lost is not None:
            return Judged(self._lost.verdict, self._lost.message)
        if self._shares.is_over:
            return self._whole_time_up()
        limit = self._shares.for_test(len(self._waiting))
        own = self._answers.get(part.name, -1) + 1
        if self._stubborn[own]:
            limit = self._shares.for_test_of(own, limit)
        self._allow(limit)
        self._session.requests = self._requests = Requests()
        missing: list[str] = []
        arguments: dict[str, Any] = {}
        try:
            with held_to(limit):
                arguments = self._arguments(function, missing)
                function(**arguments)
        except StudentError as error:
            return self._of_error(part, test, error, missing)
        except AssertionError as error:
            return self._of_missing(missing) or refused(error, test, arguments)
        except StudentTimeUpError:
            return self._too_long(limit, own)
        except StudentGoneError as gone:
            return self._broken_down(gone, own)
        except JudgeBusyError:
            self._replace()
            return Judged(Verdict.TIMEOUT, "What it gave back takes too long to look at.")
        except (CannotCrossError, proxies.RefusedError) as error:
            return self._of_missing(missing) or self._not_possible(part, test, error)
        except MemoryError:
            return Judged(Verdict.MEMORY, "What it gave back needs too much memory to look at.")
        except Exception as error:
            # The test stumbled over what the student's code gave back.
            found = self._of_missing(missing) or self._other_form(part, test)
            return found or Judged(Verdict.ERROR, in_words(error))
        finally:
            self._session.requests = None
        return Judged(Verdict.PASSED, forms=self._requests.given() if self.job.keep_forms else ())

    def _arguments(self, function: Any, missing: list[str]) -> dict[str, Any]:
        names = names_asked(function)
        values = self._session.ask("look_up", names) if names else []
        if not isinstance(values, list) or len(values) != len(names):
            raise StudentGoneError(Verdict.ERROR, "Your code disturbed the grader.")
        arguments: dict[str, Any] = dict(zip(names, values, strict=True))
        for name, value in arguments.items():
            if value is ABSENT:
                missing.append(name)
                arguments[name] = None
        if "env" in parameters(function):
            arguments["env"] = NotebookNames(self._session)
        return arguments

    # --- why -------------------------------------------------------------------------------------

    def _not_possible(self, part: Part, test: Test, error: Exception) -> Judged:
        """Judge what a test cannot do with an answer: our fault on the form of a right answer."""
        found = self._other_form(part, test)
        if found is not None:
            return found
        if test.name in self.known.get(part.name, {}):
            if isinstance(error, TooLargeError):
                return Judged(Verdict.WRONG, f"What your code gave is too large: {error}.")
            return Judged(Verdict.INTERNAL, f"The test cannot be run this way: {error}.")
        if isinstance(error, proxies.RefusedError):  # nothing is known of right answers
            return Judged(Verdict.ERROR, in_words(error))
        return Judged(Verdict.INTERNAL, f"The test cannot be run this way: {error}.")

    def _other_form(self, part: Part, test: Test) -> Judged | None:
        """Tell the first form that no right answer has; ``None`` if there is none."""
        known = self.known.get(part.name, {}).get(test.name, {})
        sentence = self._requests.other(known)
        return Judged(Verdict.WRONG, sentence) if sentence else None

    def _of_error(self, part: Part, test: Test, error: StudentError, missing: list[str]) -> Judged:
        found = self._of_missing(missing)
        if found is None and not error.in_student_code:
            found = self._other_form(part, test)
        if found is not None:
            return found
        lacked = causes.lacked_name(error.kind, error.message)
        cause = self._causes.of_name(lacked) if lacked else None
        if cause is None:
            return Judged(error.verdict, error.traceback)
        return Judged(
            cause.verdict, f"{cause.sentence}\n\n{error.traceback}", cause=of_a_cell(cause)
        )

    def _of_missing(self, missing: list[str]) -> Judged | None:
        """Return why names that the test takes are not there; ``None`` if all are."""
        if not missing:
            return None
        found = list(filter(None, map(self._causes.of_name, missing)))
        if not found:
            names = " and ".join(f"`{name}`" for name in missing)
            return Judged(Verdict.MISSING, f"You have not defined {names}.")
        sentences = list(dict.fromkeys(cause.sentence for cause in found))
        told = list(dict.fromkeys(filter(None, map(of_a_cell, found))))
        return Judged(found[0].verdict, " ".join(sentences), cause=" ".join(told))

    def _explained(self, part: Part, outcome: Judged) -> Judged:
        """Tell of a part's own cell that stopped, where its test failed for no other cause."""
        if outcome.cause or outcome.verdict not in (Verdict.WRONG, Verdict.ERROR, Verdict.MISSING):
            return outcome
        cause = self._causes.of_cell(self._answers.get(part.name, -1) + 1)
        if cause is None:
            return outcome
        message = f"{outcome.message[: MAX_MESSAGE // 2]}\n{cause.sentence}"
        return replace(outcome, message=message, cause=cause.sentence)

    def _too_long(self, limit: float, own: int) -> Judged:
        if self._shares.is_over:
            return self._whole_time_up()
        place = self._session.stood_at or Place(own, 0, "")
        again = self._hang(place)
        cause = self._hangs.get(place.cell, "")
        if again:
            message = f"It hung again{self._at(place)}: after the first time it is not waited for "
            return Judged(Verdict.TIMEOUT, message + "so long.", cause=cause)
        message = f"It ran longer than {limit:.3g} s{self._at(place)}."
        return Judged(Verdict.TIMEOUT, message, cause=cause)

    def _hang(self, place: Place) -> bool:
        """Remember whose code hung; tell whether it has done so before."""
        again = bool(self._shares.hung[place.cell])
        self._shares.hung[place.cell] += 1
        if where := self._at(place):
            self._hangs.setdefault(place.cell, f"The code that was run hung{where}.")
        return again

    def _whole_time_up(self) -> Judged:
        message = f"The time for the whole notebook ({self.job.wall_s:g} s) was up."
        return Judged(Verdict.TIMEOUT, message)

    # --- what breaks down ------------------------------------------------------------------------

    def _allow(self, limit: float) -> None:
        self._session.hung = self._shares.patience(limit)
        self._session.stood_at = None
        self._session.allow(limit)

    def _broken_down(self, gone: StudentGoneError, own: int) -> Judged:
        """Replace the process; leave the cell out whose code breaks it down again and again."""
        place = self._session.stood_at or Place(own, 0, "")
        cell = place.cell
        self._breakdowns[cell] += 1
        if gone.verdict is Verdict.TIMEOUT:
            self._hang(place)
            self._stubborn[cell] += 1
        if 0 < cell <= len(self.job.cells) and (
            self._breakdowns[cell] >= MAX_BREAKDOWNS or self._stubborn[cell] >= MAX_HANGS
        ):
            self._leave_out(cell - 1, place.function)
            how = f"broke down again and again, and its code is left out: {lower(gone.message)}"
            self._causes.keep(Stop(cell, gone.verdict, how))
        self._replace()
        message = f"{gone.message.rstrip('.')}{self._at(place)}."
        return Judged(gone.verdict, message, cause=self._hangs.get(cell, ""))

    def _leave_out(self, index: int, function: str) -> None:
        """Run a cell without the function that breaks down, or not at all, from here on."""
        emptied = causes.without_bodies(self.job.cells[index]["source"], function)
        if emptied is None or index in self._emptied:
            self._left_out.add(index)
        else:
            self._emptied[index] = emptied
            self._breakdowns[index + 1] = self._stubborn[index + 1] = 0

    def _replace(self) -> None:
        """Go on in a fresh process, with the cells so far but those left out."""
        session = self._worker.restart(self.job.wall_s, self._replay)
        if session is not None:
            self._session = session
        elif self._shares.is_over:
            self._lost = StudentGoneError(Verdict.TIMEOUT, self._whole_time_up().message)
        else:
            self._lost = StudentGoneError(
                Verdict.ERROR, f"The notebook's process broke down {MAX_RESTARTS + 1} times."
            )

    def _replay(self, session: Session) -> bool:
        for index in self._ran:
            if index in self._left_out:
                continue
            limit = self._shares.for_cell(len(self._waiting))
            session.hung = self._shares.patience(limit)
            session.allow(limit)
            source = self._emptied.get(index, self.job.cells[index]["source"])
            try:
                session.run_cell(index + 1, source)
            except StudentTimeUpError:
                self._left_out.add(index)
            except StudentGoneError:
                self._left_out.add(index)
                return False
            except StudentError:
                continue
        return True

    def _tell(self, message: dict[str, Any]) -> None:
        self.stream.sendall(json.dumps(message).encode() + b"\n")
