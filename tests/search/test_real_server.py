"""What only a real Meilisearch server can tell: the rights of its keys, its tasks, its exchange of indexes.

Runs where ``MEILISEARCH_URL`` names a server and ``MEILISEARCH_KEY`` holds its master key; the contract of
``test_engine_contract.py`` runs against it as well.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

import meilisearch
import pytest

from marketplace.search import meili_index
from marketplace.search.engine import DocumentsRefused, SearchQuery, SearchUnavailable
from marketplace.search.meili import MeiliEngine
from marketplace.search.meili_index import index_name
from marketplace.search.meili_keys import Keys, make_keys
from marketplace.search.meili_line import Server
from tests.search.catalogue import catalogue, listing
from tests.search.real_server import indexes_of_their_own

URL = os.environ.get("MEILISEARCH_URL", "")
if not URL:
    pytest.skip("MEILISEARCH_URL is not set: no Meilisearch server takes part", allow_module_level=True)


@pytest.fixture
def server() -> Iterator[Server]:
    with indexes_of_their_own(URL) as server:
        yield server


@pytest.fixture
def keys(server: Server) -> Iterator[Keys]:
    if not server.key:
        pytest.skip("a server without a master key has no keys")
    made = make_keys(replace(server, key="", worker_key=server.key))
    yield made
    client = meilisearch.Client(server.url, server.key)
    client.delete_key(made.search)
    client.delete_key(made.worker)


def names(server: Server) -> set[str]:
    client = meilisearch.Client(server.url, server.key)
    found = client.get_raw_indexes({"limit": 1000})["results"]
    return {index["uid"] for index in found if index["uid"].startswith(server.index)}


def test_the_two_keys_suffice_and_neither_may_do_the_work_of_the_other(server: Server, keys: Keys) -> None:
    assert make_keys(replace(server, key="", worker_key=server.key)) == keys
    engine = MeiliEngine(replace(server, key=keys.search, worker_key=keys.worker))
    assert engine.health().needs_rebuild
    assert engine.rebuild(catalogue) == engine.rebuild(catalogue) == 10
    engine.index([listing(11, names={"en": "Cinnamon"})])
    engine.delete(["product-1"])
    assert len(dict(engine.ids())) == engine.health().documents == 10
    assert engine.search(SearchQuery("cinnamon")).total == 1
    assert names(server) == {index_name(server.index)}

    only_search = MeiliEngine(replace(server, key=keys.search, worker_key=keys.search))
    assert only_search.search(SearchQuery("coffee")).total and only_search.health().ok
    for forbidden in (lambda: only_search.index(catalogue()), lambda: list(only_search.ids())):
        with pytest.raises(SearchUnavailable):
            forbidden()
    with pytest.raises(SearchUnavailable):
        MeiliEngine(replace(server, key=keys.worker)).search(SearchQuery("coffee"))
    with pytest.raises(SearchUnavailable):
        MeiliEngine(replace(server, index="somebody-elses", worker_key=keys.worker)).rebuild(catalogue)


def test_one_bad_document_does_not_keep_the_others_out(server: Server) -> None:
    engine = MeiliEngine(server)
    engine.rebuild(list)
    bad = replace(listing(12, names={"en": "Nutmeg"}), id="product 12!")
    with pytest.raises(DocumentsRefused) as refusal:
        engine.index([*catalogue(), bad])
    assert list(refusal.value.reasons) == ["product 12!"]
    assert len(dict(engine.ids())) == 10


def test_other_settings_are_another_index_and_the_former_one_goes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = MeiliEngine(server)
    engine.rebuild(catalogue)
    monkeypatch.setitem(meili_index.SETTINGS, "searchCutoffMs", 900)
    upgraded = MeiliEngine(server)
    assert upgraded.health().needs_rebuild and not engine.health().needs_rebuild
    upgraded.rebuild(catalogue)
    assert names(server) == {index_name(server.index)}


def test_a_place_without_settings_counts_as_no_index(server: Server) -> None:
    client = meilisearch.Client(server.url, server.key)
    client.wait_for_task(client.create_index(index_name(server.index)).task_uid, 30_000)
    engine = MeiliEngine(server)
    assert engine.health().needs_rebuild
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery("coffee"))
    with pytest.raises(SearchUnavailable):
        engine.index(catalogue())
    assert engine.rebuild(catalogue) == 10
