"""What the index should hold: the document of each thing that is public now, as its room makes it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from marketplace.search.engine import SearchDoc
from marketplace.search.registry import Searchable, searchable

log = logging.getLogger(__name__)

#: (kind, key) of a thing that is searched.
Thing = tuple[str, int]


@dataclass
class DocumentsRead:
    """Documents of what is public now, and why no document could be made of some things, by id."""

    documents: list[SearchDoc] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)


def document_id(kind: str, key: int) -> str:
    """The id of a thing in every engine."""
    return f"{kind}-{key}"


def thing_of(document_id: str) -> Thing:
    """The (kind, key) that an id stands for."""
    kind, _dash, key = document_id.rpartition("-")
    return kind, int(key)


def read_documents(things: Iterable[Thing]) -> DocumentsRead:
    """What the index should have of these things; what is not public has no document."""
    by_kind: dict[str, list[int]] = {}
    for kind, key in things:
        by_kind.setdefault(kind, []).append(key)
    reading = DocumentsRead()
    for kind, keys in by_kind.items():
        one = searchable(kind)
        reading.documents += make_documents(one, one.load(keys), reading.unreadable)
    return reading


def make_documents(one: Searchable, things: list, unreadable: dict[str, str]) -> Iterator[SearchDoc]:
    """The documents of loaded things. One that cannot be made must not keep all others out of the index."""
    for thing in things:
        try:
            document = one.document(thing)
        except Exception as problem:
            log.exception("no document can be made of %s %s", one.kind, thing.id)
            unreadable[document_id(one.kind, thing.id)] = repr(problem)
        else:
            yield replace(document, version=fingerprint(document))


def fingerprint(document: SearchDoc) -> int:
    """A number that differs where documents do, small enough for any JSON reader."""
    everything = repr(replace(document, version=0)).encode()
    return int.from_bytes(hashlib.blake2b(everything, digest_size=6).digest())
