"""A stand-in for a Meilisearch server: keeps indexes and tasks, and fails in the ways real ones do.

It answers like the server in form, not in ranking: it is here for the paths that a healthy server never
takes. The engine contract itself runs against a real server only. Where the real one is strict, so is this
one: names and settings are checked; tasks are worked off one after the other, and nothing has changed before
its turn; nobody with a key for some indexes is shown the task of a swap; only attributes that the settings
name are filtered, counted, sorted and told apart by; what is escaped in a filter is refused, as versions
1.42 to 1.49 do (meilisearch#6493).
"""

import json
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WELL, HTML, CUT, RESET, SLOW, FULL, FORBIDDEN, PROXY = (
    "well",
    "html",
    "cut",
    "reset",
    "slow",
    "full",
    "forbidden",
    "bad gateway",
)
TROUBLES = (HTML, CUT, RESET, SLOW, FULL, FORBIDDEN, PROXY)
SLOW_SECONDS = 1.5
MOMENT = "2026-01-01T00:00:00.000000Z"
NAME_OF_INDEX = re.compile(r"[a-zA-Z0-9_-]{1,400}")
NAME_OF_DOCUMENT = re.compile(r"[a-zA-Z0-9_-]{1,511}")
QUOTED_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
LISTED = re.compile(r"(NOT )?(\w+) IN \[(.*)\]")
KNOWN_SETTINGS = {
    *("searchableAttributes", "filterableAttributes", "sortableAttributes", "displayedAttributes"),
    *("rankingRules", "typoTolerance", "localizedAttributes", "pagination", "faceting", "searchCutoffMs"),
}
KNOWN_RULES = {"words", "typo", "proximity", "attribute", "sort", "exactness"}
KNOWN_QUESTIONS = {
    *("indexUid", "q", "filter", "facets", "sort", "matchingStrategy", "attributesToSearchOn"),
    *("attributesToRetrieve", "limit", "offset", "page", "hitsPerPage", "distinct"),
}

Work = Callable[[], str]
"""Does a task and returns the code of its failure, empty when it succeeds."""


@dataclass
class Index:
    """One index: documents by id, and what was set."""

    primary_key: str | None
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    written_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class StandIn:
    """What the server knows, and the mood it is in.

    ``poisoned`` are ids whose batches fail in their task; ``task_failure`` is a code with which every task
    with documents fails, or "canceled"; ``largest`` is how many bytes of documents are taken at once;
    ``asked`` lists method, path and body of every request, ``keys_seen`` which paths were asked for with
    which key; ``keys`` holds those that were made.
    """

    def __init__(self) -> None:
        self.mood = WELL
        self.poisoned: set[str] = set()
        self.task_failure = ""
        self.largest = 100_000_000
        self.indexes: dict[str, Index] = {}
        self.tasks: list[dict[str, Any]] = []
        self.waiting: deque[tuple[dict[str, Any], Work]] = deque()
        self.working = threading.Lock()
        self.asked: list[tuple[str, str, Any]] = []
        self.keys_seen: dict[str, set[str]] = {}
        self.keys: dict[str, dict[str, Any]] = {}
        self.url = ""

    @property
    def live(self) -> Index:
        """The one index of a site that is not being built."""
        (name,) = [name for name in self.indexes if not name.endswith("_next")]
        return self.indexes[name]

    def documents(self) -> dict[str, dict[str, Any]]:
        """The documents in use."""
        return self.live.documents

    def task(self, kind: str, work: Work) -> dict[str, Any]:
        """Queue work, which tells why it failed, if it did; return the acceptance the server would send."""
        accepted = {"uid": len(self.tasks), "indexUid": None, "status": "enqueued", "type": kind}
        later = {"details": {}, "error": None, "canceledBy": None, "duration": None}
        later |= {"enqueuedAt": MOMENT, "startedAt": None, "finishedAt": None}
        self.tasks.append(accepted | later)
        self.waiting.append((self.tasks[-1], work))
        return {"taskUid": accepted["uid"], "indexUid": None, "status": "enqueued", "type": kind} | {
            "enqueuedAt": MOMENT
        }

    def work_on(self) -> None:
        """Take up the next task, or end the one that was taken up; every request but its own does so."""
        with self.working:
            if self.waiting:
                self._take_up_or_end()

    def _take_up_or_end(self) -> None:
        task, work = self.waiting[0]
        if task["status"] == "enqueued":
            task |= {"status": "processing", "startedAt": MOMENT}
            return
        self.waiting.popleft()
        code = work()
        task |= {"status": "succeeded", "finishedAt": MOMENT, "duration": "PT0.1S"}
        if code == "canceled":
            task |= {"status": "canceled", "canceledBy": 7}
        elif code:
            error = {"code": code, "message": "refused", "type": "invalid_request", "link": ""}
            task |= {"status": "failed", "error": error}

    def add(self, name: str, documents: list[dict[str, Any]]) -> str:
        """Store a batch, or fail all of it for one poisoned document."""
        ids = {document["id"] for document in documents}
        if self.task_failure:
            return self.task_failure
        if self.poisoned & ids or not all(map(NAME_OF_DOCUMENT.fullmatch, ids)):
            return "invalid_document_id"
        index = self.indexes.setdefault(name, Index("id"))
        index.documents |= {document["id"]: document for document in documents}
        index.written_at = datetime.now(UTC)
        return ""

    def create(self, name: str, primary_key: str | None) -> str:
        """Make an empty index."""
        if name in self.indexes:
            return "index_already_exists"
        self.indexes[name] = Index(primary_key)
        return ""

    def remove(self, name: str) -> str:
        """Remove an index."""
        return "" if self.indexes.pop(name, None) else "index_not_found"

    def change(self, name: str, settings: dict[str, Any]) -> str:
        """Keep settings; an index that does not exist is made for them."""
        self.indexes.setdefault(name, Index(None)).settings = settings
        return ""

    def forget(self, name: str, ids: list[str]) -> str:
        """Remove documents."""
        if name not in self.indexes:
            return "index_not_found"
        for key in ids:
            self.indexes[name].documents.pop(key, None)
        return ""

    def swap(self, pairs: list[dict[str, list[str]]]) -> str:
        """Exchange pairs of indexes that all exist."""
        if {name for pair in pairs for name in pair["indexes"]} - set(self.indexes):
            return "index_not_found"
        for pair in pairs:
            one, two = pair["indexes"]
            self.indexes[one], self.indexes[two] = self.indexes[two], self.indexes[one]
        return ""

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Answer one query with every document that has its words; filters on ids are kept.

        Quoted words must be there whole, others may be a beginning. "last" asks for the first word only.
        """
        index = self.indexes.get(question["indexUid"])
        if index is None:
            raise Refused(404, "index_not_found")
        if set(question) - KNOWN_QUESTIONS:
            raise Refused(400, "bad_request")
        _check_attributes(question, index.settings)
        within = question.get("attributesToSearchOn", ["*"])
        if set(within) - {"*", *index.settings.get("searchableAttributes", ())}:
            raise Refused(400, "invalid_search_attributes_to_search_on")
        wanted = [f" {whole} " if whole else part for whole, part in QUOTED_OR_WORD.findall(question["q"])]
        if question.get("matchingStrategy", "last") == "last":
            wanted = wanted[:1]
        lists = [match for part in question.get("filter", ()) if (match := LISTED.fullmatch(part))]
        hits = [
            found
            for key, found in index.documents.items()
            if all(part in _text(found, within) for part in wanted)
            and all(bool(match[1]) != _has_one_of(found, match[2], match[3]) for match in lists)
        ]
        if distinct := question.get("distinct"):
            hits = list({hit[distinct]: hit for hit in hits}.values())
        distribution: dict[str, dict[str, int]] = {name: {} for name in question.get("facets", ())}
        for hit in hits:
            for name, counts in distribution.items():
                values = hit[name] if isinstance(hit[name], list) else [hit[name]]
                for value in values:
                    counts[value] = counts.get(value, 0) + 1
        if "hitsPerPage" in question:
            start = (question["page"] - 1) * question["hitsPerPage"]
            page, total = hits[start : start + question["hitsPerPage"]], {"totalHits": len(hits)}
        else:
            start = question.get("offset", 0)
            page, total = hits[start : start + question.get("limit", 20)], {"estimatedTotalHits": len(hits)}
        return {"hits": page, "facetDistribution": distribution, **total}


def _check_attributes(question: dict[str, Any], settings: dict[str, Any]) -> None:
    """Refuse what the settings of an index do not provide for."""
    rules = settings.get("filterableAttributes", ())
    filterable = {name for rule in rules for name in rule["attributePatterns"]}
    wanted = question.get("filter", ())
    if set(re.findall(r"(\w+) (?:NOT )?(?:EXISTS|IN|=|!=|<=|>=)", " ".join(wanted))) - filterable:
        raise Refused(400, "invalid_search_filter")
    if any("\\" in part for part in wanted):
        raise Refused(400, "invalid_search_filter")
    if set(question.get("facets", ())) - filterable:
        raise Refused(400, "invalid_search_facets")
    if question.get("distinct", "id") not in {*filterable, "id"}:
        raise Refused(400, "invalid_search_distinct")
    sorts = {sort.partition(":")[0] for sort in question.get("sort", ())}
    if sorts - set(settings.get("sortableAttributes", ())):
        raise Refused(400, "invalid_search_sort")


def _has_one_of(document: dict[str, Any], attribute: str, values: str) -> bool:
    kept = document[attribute]
    return not set(re.findall(r'"([^"]*)"', values)).isdisjoint(kept if isinstance(kept, list) else [kept])


def _text(document: dict[str, Any], within: list[str]) -> str:
    """The words of a document, one space on either side of each; a quoted part must be there as it is."""
    everything = document if "*" in within else {name: document[name] for name in within}
    words = re.findall(r"\w+", json.dumps(everything, ensure_ascii=False))
    return f" {' '.join(words)} "


class Refused(Exception):
    """An answer other than yes."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


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
        elif mood == PROXY:
            self._send(502, b"<html>502 Bad Gateway</html>", "text/html")
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
        self.knows.work_on()
        if length > self.knows.largest and path.endswith("/documents"):
            self._send(413, b"<html>413 Request Entity Too Large</html>", "text/html")
            return
        for method, pattern, action in ROUTES:
            if method == self.command and (match := re.fullmatch(pattern, path)):
                try:
                    action(self, body, *match.groups())
                except Refused as refusal:
                    self._error(refusal.status, refusal.code)
                return
        self._error(404, "not_found")

    do_GET = do_POST = do_PATCH = do_DELETE = _handle

    def _index(self, name: str) -> Index:
        if name not in self.knows.indexes:
            raise Refused(404, "index_not_found")
        return self.knows.indexes[name]

    def _view(self, name: str) -> dict[str, Any]:
        index = self._index(name)
        moments = {"createdAt": index.created_at.isoformat(), "updatedAt": index.written_at.isoformat()}
        return {"uid": name, "primaryKey": index.primary_key, **moments}

    def show_index(self, _: object, name: str) -> None:
        self._send(200, self._view(name))

    def list_indexes(self, _: object) -> None:
        views = [self._view(name) for name in self.knows.indexes]
        self._send(200, {"results": views, "offset": 0, "limit": 1000, "total": len(views)})

    def _accept(self, kind: str, work: Work) -> None:
        self._send(202, self.knows.task(kind, work))

    def create_index(self, body: dict[str, Any]) -> None:
        if not NAME_OF_INDEX.fullmatch(body["uid"]):
            raise Refused(400, "invalid_index_uid")
        self._accept("indexCreation", lambda: self.knows.create(body["uid"], body.get("primaryKey")))

    def delete_index(self, _: object, name: str) -> None:
        self._accept("indexDeletion", lambda: self.knows.remove(name))

    def change_settings(self, body: dict[str, Any], name: str) -> None:
        rules = {rule for rule in body.get("rankingRules", ()) if ":" not in rule}
        if set(body) - KNOWN_SETTINGS or rules - KNOWN_RULES:
            raise Refused(400, "bad_request")
        self._accept("settingsUpdate", lambda: self.knows.change(name, body))

    def add_documents(self, body: list[dict[str, Any]], name: str) -> None:
        self._accept("documentAdditionOrUpdate", lambda: self.knows.add(name, body))

    def delete_documents(self, body: list[str], name: str) -> None:
        self._accept("documentDeletion", lambda: self.knows.forget(name, body))

    def list_documents(self, body: dict[str, Any], name: str) -> None:
        documents = list(self._index(name).documents.values())
        start, size = body.get("offset", 0), body.get("limit", 20)
        shown = [{name: one[name] for name in body["fields"]} for one in documents[start : start + size]]
        self._send(200, {"results": shown, "offset": start, "limit": size, "total": len(documents)})

    def search(self, body: dict[str, Any]) -> None:
        self._send(200, {"results": [self.knows.answer(question) for question in body["queries"]]})

    def swap(self, body: list[dict[str, list[str]]]) -> None:
        if any(set(pair) != {"indexes"} for pair in body):
            raise Refused(400, "bad_request")
        self._accept("indexSwap", lambda: self.knows.swap(body))

    def show_task(self, _: object, uid: str) -> None:
        task = self.knows.tasks[int(uid)]
        if task["type"] == "indexSwap":
            raise Refused(404, "task_not_found")
        self._send(200, task)

    def make_key(self, body: dict[str, Any]) -> None:
        if body["uid"] in self.knows.keys:
            raise Refused(409, "api_key_already_exists")
        made = body | {"key": f"secret of {body['name']}", "createdAt": MOMENT, "updatedAt": MOMENT}
        self.knows.keys[body["uid"]] = made
        self._send(201, made)

    def show_key(self, _: object, uid: str) -> None:
        self._send(200, self.knows.keys[uid])


ROUTES = (
    ("GET", r"/indexes", _Handler.list_indexes),
    ("GET", r"/indexes/([^/]+)", _Handler.show_index),
    ("POST", r"/indexes", _Handler.create_index),
    ("DELETE", r"/indexes/([^/]+)", _Handler.delete_index),
    ("PATCH", r"/indexes/([^/]+)/settings", _Handler.change_settings),
    ("POST", r"/indexes/([^/]+)/documents", _Handler.add_documents),
    ("POST", r"/indexes/([^/]+)/documents/delete-batch", _Handler.delete_documents),
    ("POST", r"/indexes/([^/]+)/documents/fetch", _Handler.list_documents),
    ("POST", r"/multi-search", _Handler.search),
    ("POST", r"/swap-indexes", _Handler.swap),
    ("GET", r"/tasks/(\d+)", _Handler.show_task),
    ("POST", r"/keys", _Handler.make_key),
    ("GET", r"/keys/([^/]+)", _Handler.show_key),
)


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


@contextmanager
def hanging_port() -> Iterator[str]:
    """Give the address of a server that takes no connection: its queue is full and stays so."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        waiting = [socket.socket() for _number in range(4)]
        try:
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(server.getsockname())
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            for one in waiting:
                one.close()
