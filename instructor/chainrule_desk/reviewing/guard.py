"""Who may talk to the review page: the browser on this machine, or one that knows the token.

A page on loopback can be reached by every web site that the same browser shows. So:

- **Host** must be the address that the desk listens on: a foreign name that resolves to this
  machine (DNS rebinding) is refused. With a token, whatever name leads here may be used.
- **Origin** and **Sec-Fetch-Site** must be the page's own for everything that changes something,
  and a request from another site is refused, but for opening the first page.
- **Token.** When the page is served to other machines, the first address carries a token, kept in a
  cookie from then on. Without it nothing is shown.

Every answer forbids scripts, styles and images from elsewhere, and being framed.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "token"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Door:
    """What a request must show.

    Attributes:
        hosts: What may stand in ``Host``; anything, where there is a token.
        token: The token, where other machines are let in.
    """

    hosts: frozenset[str]
    token: str | None = None

    def refusal(self, scope: Scope) -> str | None:
        """Return why a request is refused, or ``None``."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.token is None and host not in self.hosts:
            return f"This desk is not called {host!r}: open {min(self.hosts)}."
        changing = scope["method"] not in ("GET", "HEAD")
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin != f"{scope['scheme']}://{host}":
            return "This request comes from another site."
        if changing and origin is None and site != "same-origin":
            return "This request does not say where it comes from."
        if site in ("cross-site", "same-site") and (changing or scope["path"] != "/"):
            return "This request comes from another site."
        if self.token is not None and not self._knows_token(scope, headers):
            return "Open the address that the desk printed: it carries the token."
        return None

    def asked_with_token(self, scope: Scope) -> bool:
        """Return whether the address itself carries the right token."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN, [""])[0]
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def _knows_token(self, scope: Scope, headers: Headers) -> bool:
        assert self.token is not None
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(TOKEN)
        except CookieError:
            cookie = None
        given = cookie.value if cookie else ""
        return self.asked_with_token(scope) or hmac.compare_digest(
            given.encode(), self.token.encode()
        )


class Guard:
    """Let through what the door admits, and put the rules for browsers on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refused = self.door.refusal(scope)
        response: ASGIApp = self.app
        if refused is not None:
            response = PlainTextResponse(refused, 403)
        elif self.door.asked_with_token(scope):
            response = self._kept_token(scope)
        await response(scope, receive, with_headers)

    def _kept_token(self, scope: Scope) -> Response:
        """Move the token from the address, which people copy, to a cookie."""
        assert self.door.token is not None
        response = RedirectResponse(scope["path"], 303)
        response.set_cookie(TOKEN, self.door.token, httponly=True, samesite="lax")
        return response
