"""Who asks for the pages: over a socket like a browser, or within this process, where queries are counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from flask import Flask

_BOUNDARY = "so-that-parts-can-be-told-apart"


@dataclass(frozen=True)
class Request:
    """One question to a server."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class WrongAnswer(RuntimeError):
    """A page did not answer as it should; it cannot be measured."""


class Visitor:
    """Somebody at a server, with the cookies of a browser."""

    def __init__(self):
        self._cookies: dict[str, str] = {}

    def ask(self, request: Request) -> Answer:
        """Send one request and read the whole answer."""
        headers = {**request.headers}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        status, answered, body = self._exchange(request, headers)
        for name, value in answered:
            if name.lower() == "set-cookie":
                self._cookies |= {one.key: one.value for one in SimpleCookie(value).values()}
        return Answer(status, {name.lower(): value for name, value in answered}, body)

    def sign_in(self, email: str, password: str) -> None:
        """Go through the sign-in form."""
        path = "/en/account/sign-in"
        self.ask_for(post(path, self.open_form(path) | {"email": email, "password": password}), {302})

    def open_form(self, path: str) -> dict[str, list[str]]:
        """What a browser would send back unchanged of the largest form of a page, CSRF token included."""
        reader = _FormReader()
        reader.feed(self.ask_for(Request(path)).body.decode())
        return max(reader.forms, key=len)

    def ask_for(self, request: Request, good: Collection[int] = (200,)) -> Answer:
        """The answer, if it has one of these statuses; else raises ``WrongAnswer``."""
        answer = self.ask(request)
        if answer.status not in good:
            raise WrongAnswer(f"{request.method} {request.path} answered {answer.status}")
        return answer

    def _exchange(self, request: Request, headers: dict) -> tuple[int, list[tuple[str, str]], bytes]:
        raise NotImplementedError


class DistantVisitor(Visitor):
    """Asks over a socket; a server that closes it after each answer is connected to again."""

    def __init__(self, url: str):
        super().__init__()
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=30)

    def _exchange(self, request, headers):
        self._connection.request(request.method, request.path, request.body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()


class InsideVisitor(Visitor):
    """Asks an application of this process."""

    def __init__(self, app: Flask):
        super().__init__()
        self._client = app.test_client(use_cookies=False)

    def _exchange(self, request, headers):
        answer = self._client.open(request.path, method=request.method, headers=headers, data=request.body)
        return answer.status_code, list(answer.headers), answer.data


def post(path: str, entries: Mapping[str, str | list[str]], *, has_files: bool = False) -> Request:
    """A form sent by a browser. ``has_files``: the form has places for files, all left empty."""
    if not has_files:
        body = urlencode(entries, doseq=True).encode()
        return Request(path, "POST", {"Content-Type": "application/x-www-form-urlencoded"}, body)
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, values in entries.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    body = "".join([*parts, f"--{_BOUNDARY}--\r\n"]).encode()
    return Request(path, "POST", {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}, body)


class _FormReader(HTMLParser):
    """Collects names and values of the entries of every form."""

    def __init__(self):
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._textarea: str | None = None
        self._select: str | None = None
        self._options: list[str] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and _is_sent(given):
            self._add(given["name"], given.get("value") or "")
        elif tag == "textarea":
            self._textarea = given["name"]
            self._add(self._textarea, "")
        elif tag == "select":
            self._select, self._options = given["name"], []
        elif tag == "option" and ("selected" in given or not self._options):
            self._options = [given.get("value") or ""]  # the first one where none is selected

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            for value in self._options:
                self._add(self._select, value)

    def handle_data(self, text):
        if self._textarea:
            self.forms[-1][self._textarea][-1] += text

    def _add(self, name, value):
        if self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def _is_sent(entry: dict) -> bool:
    """Does a browser send this input when nobody touches it?"""
    kind = entry.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "checked" in entry
    return bool(entry.get("name")) and kind not in ("submit", "button", "reset", "image", "file")
