"""What the Meilisearch engine asks of its server, and what it does when the server fails."""

import dataclasses
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from marketplace.search.engine import (
    DocumentsRefused,
    Matched,
    SearchBusy,
    SearchQuery,
    SearchUnavailable,
    Sort,
)
from marketplace.search.meili import SETTINGS, TEXT_FIELDS, MeiliEngine, Server, document_for_server, filters
from marketplace.search.texts import DocumentTexts
from tests.search.catalogue import catalogue, listing
from tests.search.stand_in import TROUBLES, StandIn, running_stand_in


@pytest.fixture
def server() -> Iterator[StandIn]:
    with running_stand_in() as stand_in:
        yield stand_in


@pytest.fixture
def engine(server: StandIn) -> MeiliEngine:
    return MeiliEngine(Server(server.url, "key", timeout=1))


def last_question(server: StandIn) -> dict:
    return [body for _, path, body in server.asked if path == "/multi-search"][-1]["queries"][0]


def test_documents_arrive_and_go(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    engine.index(catalogue())
    assert dict(engine.ids()) == {document.id: 1 for document in catalogue()}
    engine.delete(["product-1"])
    assert "product-1" not in server.indexes["listings"]
    assert server.settings["listings"] == SETTINGS
    health = engine.health()
    assert (health.ok, health.documents, health.needs_rebuild) == (True, 9, False)


def test_deleting_nothing_asks_nothing_of_the_documents(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    server.asked.clear()
    engine.delete([])
    assert not [path for _, path, _ in server.asked if "documents" in path]


def test_hits_come_with_reasons_and_facets(engine: MeiliEngine) -> None:
    engine.rebuild(catalogue)
    result = engine.search(SearchQuery("ກາເຟ", lang="lo", countries=("LA",)))
    matched = {hit.id: hit.matched for hit in result.hits}
    assert matched["product-3"] == Matched("name", "lo")
    assert matched["product-1"] == Matched("other_names")
    assert result.engine == "meilisearch"
    assert dict(result.facets["category"])["coffee"] == result.total


def test_lao_reaches_the_server_as_shifted_words_and_marks_come_last(
    engine: MeiliEngine, server: StandIn
) -> None:
    engine.rebuild(catalogue)
    engine.search(SearchQuery("cà phê ກາເຟ"))
    asked = last_question(server)["q"]
    assert asked.split()[:2] == ["ca", "phe"]
    assert asked.split()[-2:] == ["caf", "phee"]
    assert not any("\u0e80" <= letter <= "\u0eff" for letter in asked)


def test_a_leading_hyphen_never_excludes(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(catalogue)
    engine.search(SearchQuery("-coffee"))
    assert last_question(server)["q"] == "coffee"


def test_words_as_typed_are_asked_for_in_quotation_marks(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(catalogue)
    engine.search(SearchQuery('green -coffee "', exact=True))
    question = last_question(server)
    assert (question["q"], question["matchingStrategy"]) == ('"green" "coffee"', "all")


def test_each_chosen_facet_is_counted_by_a_query_without_it(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(catalogue)
    engine.search(SearchQuery("coffee", countries=("LA",), side="sell"))
    (asked,) = [body for _, path, body in server.asked if path == "/multi-search"]
    page, side, country = asked["queries"]
    assert page["filter"] == ['side IN ["sell"]', 'country IN ["LA"]']
    assert (side["filter"], side["facets"]) == (['country IN ["LA"]'], ["side"])
    assert (country["filter"], country["facets"]) == (['side IN ["sell"]'], ["country"])


def test_filters_are_written_so_that_nobody_can_break_out() -> None:
    query = SearchQuery(booth='x" OR kind = "offer', price_max=Decimal("1E+3"), currency="VND")
    assert filters(query) == ['booth_slug = "x\\" OR kind = \\"offer"', 'currency = "VND"', "price <= 1000"]


def test_order_is_asked_for_only_when_wanted(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(catalogue)
    engine.search(SearchQuery("coffee"))
    assert last_question(server)["sort"] == []
    engine.search(SearchQuery("coffee", sort=Sort.PRICE_ASC))
    assert last_question(server)["sort"][0] == "sorting_price:asc"
    engine.search(SearchQuery())
    assert last_question(server)["sort"] == ["published_at:desc"]


def test_every_text_is_searchable_and_absent_prices_are_left_out() -> None:
    assert set(TEXT_FIELDS) == {text.name for text in dataclasses.fields(DocumentTexts)}
    stored = document_for_server(listing(1, names={"vi": "Chè"}))
    assert not {"price", "sorting_price", "moq"} & set(stored)


def test_poisoned_documents_are_found_and_the_rest_stored(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    server.poisoned = {"product-3", "offer-8"}
    with pytest.raises(DocumentsRefused) as refusal:
        engine.index(catalogue())
    assert set(refusal.value.reasons) == {"product-3", "offer-8"}
    assert "invalid_document_id" in refusal.value.reasons["offer-8"]
    assert len(server.indexes["listings"]) == 8


def test_a_full_disk_is_not_the_fault_of_the_documents(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    server.task_failure = "no_space_left_on_device"
    with pytest.raises(SearchUnavailable, match="no_space_left"):
        engine.index(catalogue())


@pytest.mark.parametrize("mood", TROUBLES)
def test_trouble_of_every_kind_is_one_exception(engine: MeiliEngine, server: StandIn, mood: str) -> None:
    engine.rebuild(catalogue)
    server.mood = mood
    calls = [lambda: engine.search(SearchQuery("coffee")), lambda: engine.suggest("cof", "en")]
    calls += [lambda: engine.index(catalogue()), lambda: engine.delete(["product-1"])]
    for call in calls[:1] if mood == "slow" else calls:
        with pytest.raises(SearchUnavailable):
            call()
    assert not engine.health().ok


def test_a_server_that_is_not_there() -> None:
    engine = MeiliEngine(Server("http://127.0.0.1:9", timeout=1))
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery("coffee"))
    assert not engine.health().ok


def test_a_new_server_asks_for_a_rebuild(engine: MeiliEngine) -> None:
    health = engine.health()
    assert health.ok and health.needs_rebuild
    with pytest.raises(SearchUnavailable, match="rebuild"):
        engine.index(catalogue())


def test_an_index_of_other_text_rules_asks_for_a_rebuild(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(catalogue)
    for document in server.indexes["listings"].values():
        document["analyzer"] = "0-older"
    assert engine.health().needs_rebuild


def test_a_rebuild_swaps_and_leaves_nothing_behind(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    engine.index([listing(99, names={"en": "Gone tomorrow"})])
    assert engine.rebuild(catalogue) == 10
    assert set(server.indexes) == {"listings"}
    assert "product-99" not in server.indexes["listings"]


def test_changes_wait_for_a_rebuild_but_not_for_a_dead_one(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    server.make_index("listings_next")
    with pytest.raises(SearchBusy):
        engine.index(catalogue())
    server.written_at["listings_next"] = datetime.now(UTC) - timedelta(hours=1)
    engine.index(catalogue())
    assert len(server.indexes["listings"]) == 10


def test_a_rebuild_that_fails_leaves_the_index_in_use(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(catalogue)

    def broken() -> Iterator:
        yield listing(1)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(broken)
    assert set(server.indexes) == {"listings"}
    assert len(server.indexes["listings"]) == 10


def test_the_search_key_is_used_for_searching_only(server: StandIn) -> None:
    engine = MeiliEngine(Server(server.url, "search-key", "worker-key"))
    engine.rebuild(catalogue)
    engine.index(catalogue())
    engine.delete(["product-1"])
    engine.search(SearchQuery("coffee"))
    engine.suggest("cof", "en")
    assert list(engine.ids()) and engine.health().ok
    assert set(server.keys_seen) == {"Bearer search-key", "Bearer worker-key"}
    assert server.keys_seen["Bearer search-key"] == {"/multi-search"}
    assert "/multi-search" not in server.keys_seen["Bearer worker-key"]


def test_each_thread_has_its_own_client(engine: MeiliEngine) -> None:
    clients = [engine._client("key", 1)]
    thread = threading.Thread(target=lambda: clients.append(engine._client("key", 1)))
    thread.start()
    thread.join()
    assert clients[0] is engine._client("key", 1)
    assert clients[0] is not clients[1]
