"""The line to a Meilisearch server: keys, time-outs, and tasks that are followed to their end.

The server accepts work (202) before it has looked at it, so nothing is done before its task says so.
Read against the server's sources up to version 1.50 and client 0.43.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import meilisearch
import requests
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from marketplace.search.engine import SearchUnavailable

TROUBLE = (MeilisearchError, requests.RequestException, ValueError)
"""What the client raises when the server is away or talks nonsense: a proxy's HTML page comes as a
ValueError, a reply cut short as a RequestException."""

CONNECT_SECONDS = 2
CHANGE_SECONDS = 30
"""How long the server may take to accept work; searches have the shorter time of ``Server.timeout``."""
TASK_SECONDS = 60
POLL_SECONDS = 0.05
LONGEST_REASON = 400

POISON = (
    "invalid_document",
    "missing_document",
    "document_fields_limit",
    "max_fields_limit",
    "payload_too_large",
    "malformed_payload",
)
"""How the server's codes begin when a document of the batch is at fault."""
TOO_LARGE = 413
"""A proxy that thinks so has no code of its own."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is; ``index`` is how the names of our indexes there begin.

    ``key`` may only search; ``worker_key`` may also read and write documents, indexes and tasks. Without one
    of them the other serves for both. ``timeout`` is how many seconds a search may take.
    """

    url: str
    key: str = ""
    worker_key: str = ""
    index: str = "listings"
    timeout: int = 2


class WorkRefused(RuntimeError):
    """The server refused documents for good, at once or in its task; the text says why."""


class Line:
    """Calls to one server; every trouble is a ``SearchUnavailable`` caused by the client's exception."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._mine = threading.local()

    def ask(self, question: Callable[[meilisearch.Client], Answer]) -> Answer:
        """Ask something that a search key may ask."""
        return self._call(question, self._server.key or self._server.worker_key, self._server.timeout)

    def work(self, work: Callable[[meilisearch.Client], Answer], seconds: int = CHANGE_SECONDS) -> Answer:
        """Ask something that needs the worker's key."""
        return self._call(work, self._server.worker_key or self._server.key, seconds)

    def finish(self, work: Callable[[meilisearch.Client], Any], patience: float = TASK_SECONDS) -> None:
        """Give the server work and wait until it is really done. Raises ``WorkRefused`` for poison."""
        try:
            accepted = self.work(work)
        except SearchUnavailable as problem:
            cause = problem.__cause__
            is_too_large = getattr(cause, "status_code", None) == TOO_LARGE
            if is_too_large or is_about_documents(code_of(problem)):
                raise WorkRefused(str(problem)) from problem
            raise
        task = self.work(
            lambda client: client.wait_for_task(accepted.task_uid, patience * 1000, POLL_SECONDS * 1000)
        )
        if task.status == "succeeded":
            return
        error = task.error or {}
        reason = f"{error.get('code', task.status)}: {error.get('message', '')}"[:LONGEST_REASON]
        if is_about_documents(error.get("code", "")):
            raise WorkRefused(reason)
        raise SearchUnavailable(f"Meilisearch failed at its task: {reason}")

    def find_index(self, name: str) -> dict[str, Any] | None:
        """Return what the server says of an index (primaryKey, createdAt, updatedAt), or None."""
        try:
            return self.work(lambda client: client.get_raw_index(name), self._server.timeout)
        except SearchUnavailable as problem:
            if code_of(problem) == "index_not_found":
                return None
            raise

    def swap(self, one: str, other: str, patience: float = TASK_SECONDS) -> None:
        """Exchange two indexes that exist, and wait until it is done.

        A key that may not see all indexes is shown no task of a swap (meilisearch#4103), so what is
        awaited is its effect: an index keeps its moment of creation under its new name.
        """
        created = self.work(lambda client: client.get_raw_index(other))["createdAt"]
        self.work(lambda client: client.swap_indexes([{"indexes": [one, other]}]))
        until = time.monotonic() + patience
        while self.work(lambda client: client.get_raw_index(one))["createdAt"] != created:
            if time.monotonic() > until:
                raise SearchUnavailable(f"Meilisearch did not exchange {one} and {other} in {patience} s")
            time.sleep(POLL_SECONDS)

    def _call(self, question: Callable[[meilisearch.Client], Answer], key: str, seconds: int) -> Answer:
        try:
            return question(self._client(key, seconds))
        except TROUBLE as problem:
            code = getattr(problem, "code", None) or type(problem).__name__
            text = f"Meilisearch did not answer ({code}): {problem}"[:LONGEST_REASON]
            raise SearchUnavailable(text) from problem
        except (KeyError, TypeError, AttributeError) as problem:
            raise SearchUnavailable(f"Meilisearch answered something else: {problem!r}") from problem

    def _client(self, key: str, seconds: int) -> meilisearch.Client:
        """Return this thread's client: it changes shared headers with every call."""
        if getattr(self._mine, "pid", None) != os.getpid():
            self._mine.pid, self._mine.clients = os.getpid(), {}
        if (key, seconds) not in self._mine.clients:
            # The client hands its time-out to requests, which takes one for connecting apart from the rest.
            timeout = (CONNECT_SECONDS, seconds)
            self._mine.clients[key, seconds] = meilisearch.Client(
                self._server.url, key or None, timeout=timeout
            )
        return self._mine.clients[key, seconds]


def code_of(problem: SearchUnavailable) -> str:
    """Return what the server calls the trouble; empty when it did not get so far as to say."""
    cause = problem.__cause__
    return (cause.code or "") if isinstance(cause, MeilisearchApiError) else ""


def is_about_documents(code: str) -> bool:
    """Tell whether some document is to blame, rather than the server's disk or our settings."""
    return code.startswith(POISON)
