"""Which engine this site searches with, from its settings."""

from pathlib import Path

from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchEngine
from marketplace.search.fallback import FallbackEngine

INDEX_NAME = "listings"


def choose_engine(
    directory: Path, url: str = "", key: str = "", worker_key: str = "", prefix: str = ""
) -> SearchEngine:
    """Return the embedded engine in ``directory``, or with a server's ``url`` that server backed by it.

    Make one for the process and keep it: threads share it, forked processes may use it too.
    """
    embedded = EmbeddedEngine(directory)
    if not url:
        return embedded

    # Only now: what speaks with a server weighs as much as a sixth of the house.
    from marketplace.search.meili import MeiliEngine
    from marketplace.search.meili_line import Server

    return FallbackEngine(MeiliEngine(Server(url, key, worker_key, family_of(prefix))), embedded)


def family_of(prefix: str) -> str:
    """Return how the names of this site's indexes on a server begin."""
    return f"{prefix}_{INDEX_NAME}" if prefix else INDEX_NAME
