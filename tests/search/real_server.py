"""A real Meilisearch server for tests, where ``MEILISEARCH_URL`` names one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import meilisearch

from marketplace.search.meili_line import Server


@contextmanager
def indexes_of_their_own(url: str) -> Iterator[Server]:
    """Give a server with names that nobody else uses, and remove what was made under them.

    The key must be allowed to do everything with these names: ``MEILISEARCH_WORKER_KEY`` or
    ``MEILISEARCH_KEY``, on a server for tests its master key.
    """
    key = os.environ.get("MEILISEARCH_WORKER_KEY") or os.environ.get("MEILISEARCH_KEY", "")
    family = f"contract-{token_hex(6)}_listings"
    try:
        yield Server(url, key, index=family, timeout=10)
    finally:
        client = meilisearch.Client(url, key or None, timeout=30)
        for index in client.get_raw_indexes({"limit": 1000})["results"]:
            if index["uid"].startswith(family):
                client.wait_for_task(client.delete_index(index["uid"]).task_uid, 30_000)
