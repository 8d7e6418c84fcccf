"""Serve the review page: its routes and forms.

What they do stands in :mod:`chainrule_desk.reviewing.review`.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote

import nbformat
import uvicorn
from jinja2 import Environment
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from chainrule_desk import render
from chainrule_desk.errors import DeskError
from chainrule_desk.grades.ledger import FIRST, SECOND, Entry
from chainrule_desk.reviewing.guard import TOKEN, Door, Guard
from chainrule_desk.reviewing.review import NoReasonError, NotSavedError, Review, Turn
from chainrule_desk.templating import environment
from chainrule_desk.text import points_text, readable
from chainrule_grader.homework import Part

LONGEST_NAME = 40
LONGEST_COMMENT = 5_000
LARGEST_FORM = 64_000
UNSAVED = "unsaved-"  # how a form calls the points of an item that wait for a reason
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Material:
    """What stands beside a student's answer: the prompt and the model solution, as HTML."""

    prompt: Markup
    solution: Markup


@dataclass(frozen=True)
class ItemRow:
    """A rubric item on the page.

    Attributes:
        number: Its key on the keyboard, from 1.
        id: Its id.
        text: What earns the points.
        note: How to decide doubtful cases.
        maximum: What it is worth.
        points: Points given, as text; empty while it is open.
        comment: The comment given.
        state: ``open``, ``full``, ``some``, ``none``, or ``unsaved`` while its reason lacks.
    """

    number: int
    id: str
    text: str
    note: str
    maximum: str
    points: str
    comment: str
    state: str


@dataclass(frozen=True)
class Server:
    """A review page that listens.

    Attributes:
        address: What to open in a browser; it carries the token if there is one.
        run: Serve until it is interrupted.
        stop: End a :attr:`run` of another thread.
    """

    address: str
    run: Callable[[], None]
    stop: Callable[[], None]


def prepare(review: Review, grader: str, *, host: str, port: int, names: bool) -> Server:
    """Bind the review page to an address.

    Args:
        review: What is graded.
        grader: Who grades, unless the browser says otherwise.
        host: The address to listen on; other than loopback, a token is asked for.
        port: The port; 0 takes one that is free.
        names: Whether students' names are shown.

    Raises:
        DeskError: If the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # a browser that is faster than the server waits
    except OSError as error:
        listening.close()
        raise DeskError(
            f"{host}:{port} cannot be used ({error.strerror}): choose another --port."
        ) from error
    port = listening.getsockname()[1]
    named = socket.gethostname() if host in ("0.0.0.0", "::") else host
    shown = f"[{named}]" if ":" in named else named
    token = None if host in LOOPBACK else secrets.token_urlsafe(24)
    hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
    app = application(review, grader, Door(hosts, token), names=names)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    address = f"http://{shown}:{port}/" + (f"?{TOKEN}={token}" if token else "")

    def stop() -> None:
        server.should_exit = True

    return Server(address, lambda: server.run(sockets=[listening]), stop)


def application(review: Review, grader: str, door: Door, *, names: bool = False) -> Starlette:
    """Return the review page as an ASGI application."""
    desk = _Desk(review, grader, names)
    part = "/parts/{part}"
    answer = part + "/answers/{key}"
    routes = [
        Route("/", _page(desk.overview)),
        Route("/grader", _form(desk.name_grader, review.step), methods=["POST"]),
        Route(part + "/next", _page(desk.next)),
        Route(part + "/agreement", _page(desk.agreement)),
        Route(part + "/agreement", _form(desk.settle, review.step), methods=["POST"]),
        Route(answer, _page(desk.answer)),
        Route(answer + "/notebook", _page(desk.notebook)),
        Route(answer + "/take", _form(desk.take, review.step), methods=["POST"]),
        Route(answer + "/marks", _form(desk.mark, review.step), methods=["POST"]),
        Route(answer + "/remark", _form(desk.remark, review.step), methods=["POST"]),
        Route(answer + "/undo", _form(desk.undo, review.step), methods=["POST"]),
        Route(answer + "/done", _form(desk.done, review.step), methods=["POST"]),
        Mount("/static", StaticFiles(directory=Path(__file__).parents[1] / "static")),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, door=door)])


Form = dict[str, str]


def _page(function: Callable[[Request], Response]) -> Any:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(function, request)

    return endpoint


def _form(function: Callable[[Request, Form], Response], step: AbstractContextManager[Any]) -> Any:
    def in_turn(request: Request, form: Form) -> Response:
        with step:
            return function(request, form)

    async def endpoint(request: Request) -> Response:
        if int(request.headers.get("content-length", LARGEST_FORM + 1)) > LARGEST_FORM:
            raise HTTPException(413, "That is too long to be a comment.")
        body = (await request.body()).decode("utf-8", "replace")
        form = {name: values[-1] for name, values in parse_qs(body, True).items()}
        return await run_in_threadpool(in_turn, request, form)

    return endpoint


class _Desk:
    """Answer requests; every method is one page or one step."""

    def __init__(self, review: Review, grader: str, names: bool) -> None:
        self.review = review
        self.default_grader = grader
        self.names = names
        self.material = cache(self._material)

    def overview(self, request: Request) -> Response:
        """Show every part with its progress."""
        grader = self._grader(request)
        parts = [self.review.progress(part, grader) for part in self.review.homework.manual]
        return self._shown(request, "review_overview.html", parts=parts)

    def name_grader(self, _request: Request, form: Form) -> Response:
        """Remember who sits at this browser."""
        name = readable(form.get("grader", ""))[:LONGEST_NAME]
        response = RedirectResponse("/", 303)
        if name:
            response.set_cookie("grader", quote(name), httponly=True, samesite="lax")
        return response

    def next(self, request: Request) -> Response:
        """Go to the next answer that is to be read."""
        part, grader = self._part(request), self._grader(request)
        after = self.review.submissions.get(request.query_params.get("after", ""), "")
        turn = self.review.next(grader, part, after)
        if turn is None:
            progress = self.review.progress(part, grader)
            return self._shown(request, "review_finished.html", part=part, progress=progress)
        return RedirectResponse(self._address(turn), 303)

    def answer(self, request: Request) -> Response:
        """Show one answer, and hold it for this grader."""
        part, submission = self._part(request), self._submission(request)
        turn = self.review.claim(self._grader(request), submission, part)
        if turn is None:
            return self._shown(
                request,
                "review_taken.html",
                status=409,
                part=part,
                readers=self.review.book.ledger.readers((submission, part.name)),
                key=self.review.key(submission),
            )
        found = self.review.answer(turn)
        return self._shown(
            request,
            "review_answer.html",
            **self._panel(turn, secrets.token_hex(8), {}),
            trouble="",
            answer=None if found is None else render.cells(found.cells),
            doubt=found.doubt if found else "",
            empty=found is not None and found.is_empty,
            whole=f"{request.url.path}/notebook",
            words=found.words if found else None,
            material=self.material(part.name),
            student=self.review.students[submission] if self.names else None,
            progress=self.review.progress(part, turn.grader),
        )

    def notebook(self, request: Request) -> Response:
        """Give the whole notebook as a file, to be looked at with other tools; nothing opens it."""
        submission = self._submission(request)
        path = self.review.notebook(submission)
        if not path.is_file():
            raise HTTPException(404)
        name = f"answer-{self.review.key(submission)[:4]}.ipynb"
        return FileResponse(path, media_type="application/x-ipynb+json", filename=name)

    def take(self, request: Request, _form: Form) -> Response:
        """Take over an answer that another grader has finished."""
        part, submission = self._part(request), self._submission(request)
        turn = self.review.claim(self._grader(request), submission, part, take=True)
        where = self._address(turn) if turn else f"/parts/{part.name}/next"
        return RedirectResponse(where, 303)

    def mark(self, request: Request, form: Form) -> Response:
        """Save the points or the comment of one item."""
        turn = self._turn(request)
        items = {item.id: item for item in turn.part.rubric}
        item = items.get(form.get("item", ""))
        if item is None:
            raise HTTPException(400, "The rubric has no such item: load the page again.")
        present = self.review.current(turn).get(item.id)
        points = present.points if present else None
        comment = present.comment if present else ""
        waits = form.pop(UNSAVED + item.id, None)  # these points had no reason before this step
        try:
            if "toggle" in form:
                points = 0.0 if points is not None and points >= item.points else item.points
            elif "points" in form:
                points = _points(form["points"], item.points)
            elif "comment" in form:
                comment = readable_lines(form["comment"])
                points = points if waits is None else _points(waits, item.points)
        except ValueError as error:
            return self._marks(request, turn, form, str(error), 409)
        entry = self.review.give(turn, item, points, comment)
        response = self._saved(
            request, turn, form, lambda: self.review.save(turn, *_page_of(form), [entry])
        )
        if waits is not None:
            response.headers["HX-Reswap"] = "outerHTML"  # the panel no longer asks for a reason
        return response

    def remark(self, request: Request, form: Form) -> Response:
        """Save what is said of the whole answer."""
        turn = self._turn(request)
        comment, flagged = readable_lines(form.get("comment", "")), "flagged" in form
        return self._saved(request, turn, form, lambda: self.review.say(turn, comment, flagged))

    def undo(self, request: Request, form: Form) -> Response:
        """Take back the last step, or the points that were not saved."""
        turn = self._turn(request)
        if waiting := _unsaved(form):
            return self._marks(request, turn, {k: v for k, v in form.items() if k not in waiting})
        return self._saved(request, turn, form, lambda: self.review.undo(turn, *_page_of(form)))

    def done(self, request: Request, form: Form) -> Response:
        """Give 0 for the items that are still open, and go on."""
        turn = self._turn(request)
        if _unsaved(form):
            return self._marks(request, turn, form, "Not saved: points without a reason.", 409)
        current = self.review.current(turn)
        entries: list[Entry] = []
        for item in turn.part.rubric:
            present = current.get(item.id)
            if present is None or present.points is None:
                comment = present.comment if present else ""
                entries.append(self.review.give(turn, item, 0.0, comment))
        response = self._saved(
            request, turn, form, lambda: self.review.save(turn, *_page_of(form), entries)
        )
        if response.status_code == 200:
            key = self.review.key(turn.submission)
            response.headers["HX-Redirect"] = f"/parts/{turn.part.name}/next?after={key}"
        return response

    def agreement(self, request: Request) -> Response:
        """Show how far two readings agree, and what is to be settled."""
        return self._agreement(request, {})

    def _agreement(self, request: Request, form: Form, trouble: str = "") -> Response:
        part = self._part(request)
        progress = self.review.progress(part, self._grader(request))
        book = self.review.book
        rows = []
        for answer, first, second in book.ledger.twice(part, book.facts):
            readers = book.ledger.readers(answer)
            marks = [
                book.ledger.current(answer, reading, self.review.digest(answer))
                for reading in (FIRST, SECOND)
            ]
            rows.append(
                {
                    "key": self.review.key(answer[0]),
                    "readers": (readers[FIRST], readers[SECOND]),
                    "points": (first, second),
                    "open": [
                        (item, marks[0][item.id], marks[1][item.id])
                        for item in self.review.differing(answer, part)
                    ],
                }
            )
        return self._shown(
            request,
            "review_agreement.html",
            status=409 if trouble else 200,
            part=part,
            progress=progress,
            rows=rows,
            form=form,
            trouble=trouble,
        )

    def settle(self, request: Request, form: Form) -> Response:
        """Save what two readings settle on for one item."""
        part = self._part(request)
        item = next((item for item in part.rubric if item.id == form.get("item")), None)
        submission = self.review.submissions.get(form.get("key", ""))
        if item is None or submission is None:
            raise HTTPException(400, "There is no such item or answer: load the page again.")
        try:
            points = _points(form.get("points", ""), item.points)
        except ValueError as error:
            return self._agreement(request, form, str(error))
        if points is None:
            trouble = "Not saved: write the points that both of you settle on."
            return self._agreement(request, form, trouble)
        comment = readable_lines(form.get("comment", ""))
        answer = (submission, part.name)
        try:
            self.review.settle(answer, item, points, comment, self._grader(request))
        except NoReasonError as error:
            return self._agreement(request, form, str(error))
        return RedirectResponse(f"/parts/{part.name}/agreement", 303)

    def _saved(
        self, request: Request, turn: Turn, form: Form, step: Callable[[], object]
    ) -> Response:
        try:
            step()
        except NoReasonError as error:
            waiting = {UNSAVED + error.item: points_text(error.points)}
            return self._marks(request, turn, {**form, **waiting}, status=409)
        except NotSavedError as error:
            return self._marks(request, turn, form, str(error), 409)
        except DeskError as error:
            return self._marks(request, turn, form, f"Not saved: {error}", 503)
        return self._marks(request, turn, form)

    def _marks(
        self, request: Request, turn: Turn, form: Form, trouble: str = "", status: int = 200
    ) -> Response:
        response = self._shown(
            request,
            "review_panel.html",
            status,
            **self._panel(turn, _page_of(form)[0], _unsaved(form)),
            trouble=trouble,
        )
        if status != 200:
            response.headers["HX-Reswap"] = "outerHTML"
        return response

    def _panel(self, turn: Turn, page: str, unsaved: Mapping[str, str]) -> dict[str, Any]:
        current = self.review.current(turn)
        items = []
        for number, item in enumerate(turn.part.rubric, start=1):
            entry = current.get(item.id)
            points = entry.points if entry else None
            comment = entry.comment if entry else ""
            state = "open"
            if points is not None:
                state = "full" if points >= item.points else "some" if points else "none"
            shown = "" if points is None else points_text(points)
            if UNSAVED + item.id in unsaved:
                state, shown, comment = "unsaved", unsaved[UNSAVED + item.id], ""
            items.append(
                ItemRow(
                    number,
                    item.id,
                    item.text,
                    item.note,
                    points_text(item.points),
                    shown,
                    comment,
                    state,
                )
            )
        given = [float(item.points) for item in items if item.points and item.state != "unsaved"]
        return {
            "turn": turn,
            "part": turn.part,
            "key": self.review.key(turn.submission),
            "items": items,
            "total": points_text(round(sum(given), 6)),
            "complete": len(given) == len(items),
            "remark": self.review.remark(turn),
            "seen": self.review.seen(turn),
            "page": page,
            "comments": self.review.book.ledger.comments(turn.part.name)[:30],
            "unsaved": unsaved,
        }

    def _material(self, part: str) -> Material:
        """Return prompt and model solution from the solution that the last build verified."""
        path = self.review.book.project.build(self.review.homework.id) / "solution.ipynb"
        if not path.is_file():
            return Material(Markup(), Markup())
        prompt, solution = [], Markup()
        for cell in nbformat.read(path, as_version=4).cells:
            noted = cell.metadata.get("chainrule", {})
            if noted.get("part") != part or cell.cell_type != "markdown":
                continue
            html = render.markdown(cell.source, cell.get("attachments"))
            if noted.get("role") == "prompt":
                prompt.append(html)
            else:
                solution = html  # the placeholder comes first, the model solution last
        return Material(Markup("").join(prompt), solution)

    def _shown(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        html = (
            _templates()
            .get_template(template)
            .render(homework=self.review.homework, grader=self._grader(request), **values)
        )
        return HTMLResponse(html, status, {"Cache-Control": "no-store"})

    def _grader(self, request: Request) -> str:
        name = readable(unquote(request.cookies.get("grader", "")))[:LONGEST_NAME]
        return name or self.default_grader

    def _part(self, request: Request) -> Part:
        part = self.review.part(request.path_params["part"])
        if part is None:
            raise HTTPException(404, "This homework has no such written part.")
        return part

    def _submission(self, request: Request) -> str:
        submission = self.review.submissions.get(request.path_params["key"])
        if submission is None:
            raise HTTPException(404, "There is no such answer.")
        return submission

    def _turn(self, request: Request) -> Turn:
        part, submission = self._part(request), self._submission(request)
        turn = self.review.claim(self._grader(request), submission, part)
        if turn is None:
            raise HTTPException(423, "Not saved: another grader has this answer.")
        return turn

    def _address(self, turn: Turn) -> str:
        return f"/parts/{turn.part.name}/answers/{self.review.key(turn.submission)}"


def readable_lines(text: str) -> str:
    """Return a comment line by line as people read it, cut to a bound."""
    return "\n".join(readable(line) for line in text[:LONGEST_COMMENT].splitlines()).strip()


@cache
def _templates() -> Environment:
    return environment()


def _page_of(form: Form) -> tuple[str, int]:
    """Return which page asks, and the last mark that it showed."""
    seen = form.get("seen", "")
    return form.get("page", ""), int(seen) if seen.isdecimal() else -1


def _unsaved(form: Form) -> Form:
    """Return the points on the page that wait for a reason, each under its name in a form."""
    return {name: text for name, text in form.items() if name.startswith(UNSAVED)}


def _points(text: str, maximum: float) -> float | None:
    """Return the points in a field; a comma is a decimal point, an empty field an open mark.

    Raises:
        ValueError: With a sentence for the grader.
    """
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        points = float(text)
    except ValueError:
        raise ValueError(f"Not saved: {text!r} is not a number.") from None
    if not 0 <= points <= maximum:
        raise ValueError(f"Not saved: {text} points are not between 0 and {points_text(maximum)}.")
    return round(points, 6)
