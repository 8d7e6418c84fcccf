"""Who may talk to the review page: own address, own pages, and a token from other machines."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from review_desk import class_of, gradebook, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Return the page's address on loopback, and on all addresses."""
    folder = tmp_path_factory.mktemp("desk")
    with (
        gradebook(folder, class_of(3)) as book,
        served(book) as local,
        served(book, host="0.0.0.0") as shared,
    ):
        yield local, shared


def ask(
    address: str, path: str = "/", method: str = "GET", body: str = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    place = urlsplit(address)
    port = place.port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    given = {"Host": f"127.0.0.1:{port}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    connection.request(method, path, body or None, given)
    answer = connection.getresponse()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()


def test_own_browser_is_let_in(addresses: tuple[str, str]) -> None:
    """The page opens without a token on loopback, with a policy that allows only its own files."""
    status, headers, text = ask(addresses[0])
    assert status == 200
    assert "Convex all the same" in text
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("host", ["example.org", "example.org:80", ""])
def test_foreign_name_is_refused(addresses: tuple[str, str], host: str) -> None:
    """A name that was made to lead here (DNS rebinding) opens nothing."""
    assert ask(addresses[0], Host=host)[0] == 403


CHANGES = {
    "another origin": {"Origin": "http://example.org"},
    "no origin": {},
    "a hidden origin": {"Origin": "null"},
    "another site": {"Sec_Fetch_Site": "cross-site"},
    "another port": {"Sec_Fetch_Site": "same-site"},
}


@pytest.mark.parametrize("kind", CHANGES)
def test_other_sites_change_nothing(addresses: tuple[str, str], kind: str) -> None:
    """A form on another page cannot give marks, nor sign in as somebody."""
    status, _, _ = ask(addresses[0], "/grader", "POST", "grader=eve", **CHANGES[kind])
    assert status == 403


def test_own_page_may_change(addresses: tuple[str, str]) -> None:
    """The page's own form is taken."""
    origin = addresses[0].rstrip("/")
    status, headers, _ = ask(addresses[0], "/grader", "POST", "grader=Lena%20M", Origin=origin)
    assert status == 303
    assert "grader=Lena%20M" in headers["set-cookie"]


def test_other_sites_read_nothing(addresses: tuple[str, str]) -> None:
    """A page of another site cannot embed an answer."""
    status, _, _ = ask(addresses[0], "/parts/convexity/next", Sec_Fetch_Site="cross-site")
    assert status == 403


def test_other_machines_need_the_token(addresses: tuple[str, str]) -> None:
    """Served to others, the page asks for the token, moves it to a cookie, and takes that."""
    shared = addresses[1]
    assert ask(shared)[0] == 403
    assert ask(shared, "/?token=wrong")[0] == 403
    status, headers, _ = ask(shared, "/?" + urlsplit(shared).query)
    assert (status, headers["location"]) == (303, "/")
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert ask(shared, Cookie=cookie.partition(";")[0])[0] == 200


def test_nothing_outside_the_static_folder_is_served(addresses: tuple[str, str]) -> None:
    """Dots in an address lead nowhere."""
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py"):
        assert ask(addresses[0], path)[0] == 404


def test_unknown_places_are_said(addresses: tuple[str, str]) -> None:
    """A part or an answer that does not exist is a plain sentence."""
    for path in ("/parts/nothing/next", "/parts/convexity/answers/0"):
        status, _, text = ask(addresses[0], path)
        assert status == 404
        assert "no such" in text
