"""A stand-in for a Meilisearch server: keeps indexes and tasks, and fails in the ways real ones do.

It answers like the server in form, not in ranking: it is here for the paths that a healthy server never
takes. The engine contract itself runs against a real server only.
"""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WELL, HTML, CUT, RESET, SLOW, FULL, FORBIDDEN = "well", "html", "cut", "reset", "slow", "full", "forbidden"
TROUBLES = (HTML, CUT, RESET, SLOW, FULL, FORBIDDEN)
SLOW_SECONDS = 1.5
MOMENT = "2026-01-01T00:00:00.000000Z"


class StandIn:
    """What the server knows, and the mood it is in.

    ``poisoned`` are ids whose batches fail in their task; ``task_failure`` is a code with which every task
    with documents fails; ``asked`` lists method, path and body of every request, ``keys_seen`` which paths
    were asked for with which key.
    """

    def __init__(self) -> None:
        self.mood = WELL
        self.poisoned: set[str] = set()
        self.task_failure = ""
        self.indexes: dict[str, dict[str, dict[str, Any]]] = {}
        self.settings: dict[str, dict[str, Any]] = {}
        self.written_at: dict[str, datetime] = {}
        self.tasks: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str, Any]] = []
        self.keys_seen: dict[str, set[str]] = {}
        self.url = ""

    def make_index(self, name: str) -> None:
        """Create an index, empty, written to now."""
        self.indexes[name] = {}
        self.written_at[name] = datetime.now(UTC)

    def task(self, error_code: str = "") -> dict[str, Any]:
        """Queue a task that has already ended; return the acceptance the server would send."""
        uid = len(self.tasks)
        error = {"code": error_code, "message": "refused", "type": "invalid_request", "link": ""}
        self.tasks.append(
            {
                "uid": uid,
                "indexUid": None,
                "status": "failed" if error_code else "succeeded",
                "type": "any",
                "details": {},
                "error": error if error_code else None,
                "canceledBy": None,
                "duration": "PT0.1S",
                "enqueuedAt": MOMENT,
                "startedAt": MOMENT,
                "finishedAt": MOMENT,
            }
        )
        accepted = {"taskUid": uid, "indexUid": None, "status": "enqueued", "type": "any"}
        return accepted | {"enqueuedAt": MOMENT}

    def add(self, index: str, documents: list[dict[str, Any]]) -> dict[str, Any]:
        """Store a batch, or fail all of it for one poisoned document."""
        if self.task_failure:
            return self.task(self.task_failure)
        if self.poisoned & {document["id"] for document in documents}:
            return self.task("invalid_document_id")
        self.indexes.setdefault(index, {}).update({document["id"]: document for document in documents})
        return self.task()

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Answer one query with every document that has all its words anywhere."""
        if question["indexUid"] not in self.indexes:
            raise KeyError(question["indexUid"])
        words = question["q"].split()
        documents = self.indexes[question["indexUid"]].values()
        hits = [
            found
            for found in documents
            if all(word in json.dumps(found, ensure_ascii=False) for word in words)
        ]
        distribution: dict[str, dict[str, int]] = {name: {} for name in question.get("facets", ())}
        for hit in hits:
            for name, counts in distribution.items():
                values = hit[name] if isinstance(hit[name], list) else [hit[name]]
                for value in values:
                    counts[value] = counts.get(value, 0) + 1
        return {"hits": hits, "facetDistribution": distribution, "totalHits": len(hits)}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    knows: StandIn

    def log_message(self, *arguments: object) -> None:
        """Stay silent."""

    def _send(self, status: int, body: object, kind: str = "application/json") -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _error(self, status: int, code: str) -> None:
        self._send(status, {"message": code, "code": code, "type": "invalid_request", "link": ""})

    def _is_in_trouble(self) -> bool:
        mood = self.knows.mood
        if mood == HTML:
            self._send(200, b"<html>The proxy says hello</html>", "text/html")
        elif mood == FULL:
            self._error(503, "no_space_left_on_device")
        elif mood == FORBIDDEN:
            self._error(403, "invalid_api_key")
        elif mood == SLOW:
            time.sleep(SLOW_SECONDS)
        elif mood == CUT:
            self.send_response(200)
            self.send_header("Content-Length", "500")
            self.end_headers()
            self.wfile.write(b'{"results"')
        if mood in (CUT, RESET, SLOW):
            self.close_connection = True
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        return mood != WELL

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        path = self.path.split("?")[0]
        self.knows.asked.append((self.command, path, body))
        self.knows.keys_seen.setdefault(self.headers.get("Authorization", ""), set()).add(path)
        if self._is_in_trouble():
            return
        for method, pattern, action in ROUTES:
            if method == self.command and (match := re.fullmatch(pattern, path)):
                action(self, body, *match.groups())
                return
        self._error(404, "not_found")

    do_GET = do_POST = do_PATCH = do_DELETE = _handle

    def show_index(self, _: object, name: str) -> None:
        if name not in self.knows.indexes:
            self._error(404, "index_not_found")
            return
        moment = self.knows.written_at.get(name, datetime.now(UTC)).isoformat()
        self._send(200, {"uid": name, "primaryKey": "id", "createdAt": moment, "updatedAt": moment})

    def create_index(self, body: dict[str, Any]) -> None:
        self.knows.make_index(body["uid"])
        self._send(202, self.knows.task())

    def delete_index(self, _: object, name: str) -> None:
        self.knows.indexes.pop(name, None)
        self._send(202, self.knows.task())

    def change_settings(self, body: dict[str, Any], name: str) -> None:
        self.knows.settings[name] = body
        self._send(202, self.knows.task())

    def add_documents(self, body: list[dict[str, Any]], name: str) -> None:
        self._send(202, self.knows.add(name, body))

    def delete_documents(self, body: list[str], name: str) -> None:
        for key in body:
            self.knows.indexes[name].pop(key, None)
        self._send(202, self.knows.task())

    def list_documents(self, body: dict[str, Any] | None, name: str) -> None:
        if name not in self.knows.indexes:
            self._error(404, "index_not_found")
            return
        documents = list(self.knows.indexes[name].values())
        start, size = _page(self.path, body)
        page = documents[start : start + size]
        self._send(200, {"results": page, "offset": start, "limit": size, "total": len(documents)})

    def search(self, body: dict[str, Any]) -> None:
        try:
            self._send(200, {"results": [self.knows.answer(question) for question in body["queries"]]})
        except KeyError:
            self._error(404, "index_not_found")

    def swap(self, body: list[dict[str, list[str]]]) -> None:
        for pair in body:
            one, two = pair["indexes"]
            indexes = self.knows.indexes
            indexes[one], indexes[two] = indexes[two], indexes[one]
        self._send(202, self.knows.task())

    def show_task(self, _: object, uid: str) -> None:
        self._send(200, self.knows.tasks[int(uid)])


ROUTES = (
    ("GET", r"/indexes/([^/]+)", _Handler.show_index),
    ("POST", r"/indexes", _Handler.create_index),
    ("DELETE", r"/indexes/([^/]+)", _Handler.delete_index),
    ("PATCH", r"/indexes/([^/]+)/settings", _Handler.change_settings),
    ("POST", r"/indexes/([^/]+)/documents", _Handler.add_documents),
    ("POST", r"/indexes/([^/]+)/documents/delete-batch", _Handler.delete_documents),
    ("GET", r"/indexes/([^/]+)/documents", _Handler.list_documents),
    ("POST", r"/indexes/([^/]+)/documents/fetch", _Handler.list_documents),
    ("POST", r"/multi-search", _Handler.search),
    ("POST", r"/swap-indexes", _Handler.swap),
    ("GET", r"/tasks/(\d+)", _Handler.show_task),
)


def _page(path: str, body: dict[str, Any] | None) -> tuple[int, int]:
    asked = dict(re.findall(r"[?&](offset|limit)=(\d+)", path)) | (body or {})
    return int(asked.get("offset", 0)), int(asked.get("limit", 20))


@contextmanager
def running_stand_in() -> Iterator[StandIn]:
    """Run a stand-in on a free port of this machine."""
    knows = StandIn()
    handler = type("Handler", (_Handler,), {"knows": knows})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    knows.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield knows
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
