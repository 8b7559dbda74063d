"""Two keys for a site: one that may only search, and one for the worker with what its work needs.

A key belongs to the names of this site's indexes, so that several sites can share a server.
"""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from meilisearch import Client

from marketplace.search.engine import SearchUnavailable
from marketplace.search.meili_line import Line, Server, code_of

SEARCH = ("search",)
WORKER = (
    *("documents.add", "documents.get", "documents.delete"),
    *("indexes.create", "indexes.get", "indexes.delete", "indexes.swap"),
    *("settings.update", "tasks.get"),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The values that go into ``MEILISEARCH_KEY`` and ``MEILISEARCH_WORKER_KEY``."""

    search: str
    worker: str


def make_keys(server: Server) -> Keys:
    """Make both keys with the master key as ``server.worker_key``; asked again, the same keys come back.

    Raises ``SearchUnavailable``, also when the key may make no keys.
    """
    line = Line(server)
    return Keys(
        _make(line, server.index, "search", SEARCH),
        _make(line, server.index, "worker", WORKER),
    )


def _make(line: Line, family: str, name: str, actions: tuple[str, ...]) -> str:
    # What a key may do cannot be changed; another list of actions is another key.
    uid = str(uuid5(NAMESPACE_URL, f"chotalat:{family}:{name}:{','.join(actions)}"))
    wish = {
        "uid": uid,
        "name": f"{family} {name}",
        "description": f"ChoTalat, {name}",
        "actions": list(actions),
        "indexes": [f"{family}_*"],
        "expiresAt": None,
    }

    def create(client: Client) -> str:
        return client.create_key(wish).key

    try:
        return line.work(create)
    except SearchUnavailable as problem:
        if code_of(problem) != "api_key_already_exists":
            raise
        return line.work(lambda client: client.get_key(uid).key)
