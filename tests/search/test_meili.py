"""What the Meilisearch engine asks of its server, and what it does when the server fails."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from marketplace.search import meili_index
from marketplace.search.engine import (
    DocumentsRefused,
    Matched,
    SearchQuery,
    SearchResult,
    SearchUnavailable,
    Sort,
)
from marketplace.search.meili import MeiliEngine
from marketplace.search.meili_index import (
    IS_OURS,
    SETTINGS,
    TEXT_FIELDS,
    document_for_server,
    filters,
    index_name,
)
from marketplace.search.meili_keys import make_keys
from marketplace.search.meili_line import Line, Server
from marketplace.search.texts import DocumentTexts
from tests.search.catalogue import catalogue, listing
from tests.search.stand_in import QUOTED_OR_WORD, TROUBLES, Index, StandIn, hanging_port, running_stand_in


@pytest.fixture
def server() -> Iterator[StandIn]:
    with running_stand_in() as stand_in:
        yield stand_in


@pytest.fixture
def engine(server: StandIn) -> MeiliEngine:
    return MeiliEngine(Server(server.url, "key", timeout=1))


@pytest.fixture
def filled(engine: MeiliEngine) -> MeiliEngine:
    engine.rebuild(catalogue)
    return engine


def calls(server: StandIn) -> list[list[dict]]:
    """The questions of each call, in their order."""
    return [body["queries"] for _, path, body in server.asked if path == "/multi-search"]


def pages_asked(server: StandIn) -> list[dict]:
    """The questions for a page, one for each way to ask."""
    return [question for call in calls(server) for question in call if "hitsPerPage" in question]


def ids(result: SearchResult) -> list[str]:
    return [hit.id for hit in result.hits]


# --- changes ------------------------------------------------------------------------------------------


def test_documents_arrive_and_go(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    engine.index(catalogue())
    assert dict(engine.ids()) == {document.id: 1 for document in catalogue()}
    engine.delete(["product-1"])
    assert "product-1" not in server.documents()
    assert server.live.settings == SETTINGS
    health = engine.health()
    assert (health.ok, health.documents, health.needs_rebuild) == (True, 9, False)


def test_deleting_nothing_asks_nothing_of_the_documents(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    server.asked.clear()
    engine.delete([])
    assert not [path for _, path, _ in server.asked if "documents" in path]


def test_every_text_is_searchable_and_absent_prices_are_left_out() -> None:
    assert {*TEXT_FIELDS, "kind_of"} == set(DocumentTexts._fields)
    stored = document_for_server(listing(1, names={"vi": "Chè"}))
    assert not {"price", "sorting_price", "moq"} & set(stored)


def test_poisoned_documents_are_found_and_the_rest_stored(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    server.poisoned = {"product-3", "offer-8"}
    with pytest.raises(DocumentsRefused) as refusal:
        engine.index(catalogue())
    assert set(refusal.value.reasons) == {"product-3", "offer-8"}
    assert "invalid_document_id" in refusal.value.reasons["offer-8"]
    assert len(server.documents()) == 8


def test_what_is_too_large_for_one_call_goes_in_parts_and_one_that_never_fits_is_refused(
    engine: MeiliEngine, server: StandIn
) -> None:
    engine.rebuild(list)
    server.largest = 8_000
    with pytest.raises(DocumentsRefused) as refusal:
        engine.index([*catalogue(), listing(99, names={"en": "Salt"}, descriptions={"en": "salt " * 3_000})])
    assert set(refusal.value.reasons) == {"product-99"}
    assert len(server.documents()) == 10


@pytest.mark.parametrize("failure", ["no_space_left_on_device", "internal", "canceled"])
def test_a_server_that_cannot_work_is_not_the_fault_of_the_documents(
    engine: MeiliEngine, server: StandIn, failure: str
) -> None:
    engine.rebuild(list)
    server.task_failure = failure
    with pytest.raises(SearchUnavailable, match=failure):
        engine.index(catalogue())


# --- questions ----------------------------------------------------------------------------------------


def test_hits_come_with_reasons_and_facets(filled: MeiliEngine) -> None:
    result = filled.search(SearchQuery("ກາເຟ", lang="lo"))
    matched = {hit.id: hit.matched for hit in result.hits}
    assert matched["product-3"] == Matched("name", "lo")
    assert matched["product-1"] == Matched("other_names")
    assert result.engine == "meilisearch"
    assert dict(result.facets["category"])["coffee"] == result.total


def test_lao_reaches_the_server_as_shifted_words(filled: MeiliEngine, server: StandIn) -> None:
    filled.search(SearchQuery("cà phê ກາເຟ"))
    questions = [question["q"] for call in calls(server) for question in call]
    assert any(page["q"].startswith('"ca" "phe" "') for page in pages_asked(server))
    assert not any("\u0e80" <= letter <= "\u0eff" for text in questions for letter in text)


def test_diacritics_as_typed_come_first_and_what_only_looks_like_them_follows_once(
    filled: MeiliEngine, server: StandIn
) -> None:
    fruit = [listing(n, names={"vi": f"Dứa {n}" if n % 3 else f"Dừa {n}"}, version=1) for n in range(20, 32)]
    filled.index(fruit)
    wanted = ["product-4", "product-21", "product-24", "product-27", "product-30"]
    pages = [filled.search(SearchQuery("dừa", page=page, per_page=3)) for page in range(1, 6)]
    found = [id for page in pages for id in ids(page)]
    assert found[:5] == wanted
    assert len(found) == len(set(found)) == pages[0].total == 14
    assert any("NOT id IN" in str(call) for call in calls(server))


def test_no_more_words_are_sent_than_the_server_reads(filled: MeiliEngine, server: StandIn) -> None:
    filled.search(SearchQuery("một hai ba bốn năm sáu bảy tám chín mười mười một"))
    questions = [question["q"] for call in calls(server) for question in call]
    assert all(len(QUOTED_OR_WORD.findall(text)) <= 10 for text in questions)


def test_a_leading_hyphen_never_excludes_and_quotation_marks_never_bind(
    filled: MeiliEngine, server: StandIn
) -> None:
    filled.search(SearchQuery('-coffee "beans'))
    assert [question["q"] for question in pages_asked(server)][:2] == ['"coffee" "bean"', "coffee bean"]


def test_exactly_as_typed_forgives_nothing(filled: MeiliEngine, server: StandIn) -> None:
    result = filled.search(SearchQuery('cà phê "submarine', exact=True))
    assert [question["q"] for question in pages_asked(server)] == ['"ca" "phe" "submarine"']
    assert (result.total, result.widened) == (0, False)


def test_words_are_left_out_only_when_no_listing_has_them_all(filled: MeiliEngine, server: StandIn) -> None:
    assert not filled.search(SearchQuery("arabica bean")).widened
    assert {question["matchingStrategy"] for question in pages_asked(server)[:2]} == {"all"}
    filled.search(SearchQuery("nothing submarine"))
    assert [question["q"] for question in pages_asked(server)][-2:] == ["nothing submarine", "submarine"]
    assert {question["matchingStrategy"] for question in pages_asked(server)[-2:]} == {"last"}


def test_others_of_the_goods_named_follow_those_few_that_have_every_word(
    filled: MeiliEngine, server: StandIn
) -> None:
    coffee = "cà phê, coffee"
    names = ["Robusta", "Cà phê Đắk Lắk", "Cà phê Buôn Hồ", "Cà phê chồn Đắk Lắk"]
    filled.index([listing(40 + n, names={"vi": name}, concept_names=coffee) for n, name in enumerate(names)])
    server.asked.clear()
    result = filled.search(SearchQuery("cà phê Đắk Lắk"))
    assert ids(result)[:2] == ["product-41", "product-43"]
    assert '"cafphee" dak lak' in [page["q"] for page in pages_asked(server)]
    assert result.widened


def test_an_article_number_is_looked_for_among_article_numbers_first(
    filled: MeiliEngine, server: StandIn
) -> None:
    server.asked.clear()
    assert ids(filled.search(SearchQuery("cf 1200/b"))) == ["product-1"]
    (questions,) = calls(server)
    assert (questions[0]["q"], questions[0]["attributesToSearchOn"]) == ('"cf1200b"', ["sku"])


def test_of_each_trade_name_that_begins_as_typed_one_listing_follows_the_other(filled: MeiliEngine) -> None:
    coconut, juice = "dừa tươi, young coconut", "young coconut juice"
    filled.index([listing(n, names={"lo": "ໝາກພ້າວ"}, concept_names=coconut) for n in range(50, 53)])
    filled.index([listing(n, names={"lo": "ນ້ຳໝາກພ້າວ"}, concept_names=juice) for n in range(60, 63)])
    query = SearchQuery("young cocon", per_page=2)
    pages = [filled.search(replace(query, page=page)).hits for page in range(1, 5)]
    assert [hit.object_id for page in pages for hit in page][:6] == [50, 60, 51, 61, 52, 62]


def test_a_trade_name_with_a_page_of_listings_takes_one_call(filled: MeiliEngine, server: StandIn) -> None:
    meal = [listing(n, names={"vi": f"Bột nghệ {n}"}, concept_names="bột nghệ") for n in range(70, 80)]
    filled.index([*meal, listing(80, names={"en": "Turmeric"}, concept_names="nghệ, turmeric")])
    server.asked.clear()
    assert ids(filled.search(SearchQuery("nghệ"))) == ["product-80", *(f"product-{n}" for n in range(70, 80))]
    assert len(calls(server)) == 1


def test_a_little_word_counts_where_it_is_part_of_a_trade_name(filled: MeiliEngine, server: StandIn) -> None:
    filled.index([listing(70, names={"en": "Celery"}, concept_names="cần tây, celery")])
    filled.index([listing(71, names={"vi": "Măng tây"}, concept_names="măng tây, asparagus")])
    assert ids(filled.search(SearchQuery("cần tây"))) == ["product-70"]  # cần is also "need"
    server.asked.clear()
    assert ids(filled.search(SearchQuery("cần măng tây"))) == ["product-71"]


def test_a_trade_name_is_recognized_though_the_server_forgives_no_error(filled: MeiliEngine) -> None:
    filled.index([listing(60, names={"lo": "ໝາກພ້າວ"}, concept_names="coconut")])
    assert ids(filled.search(SearchQuery("cocontu"))) == ["product-60"]


def test_each_order_but_relevance_ends_with_the_first_way_that_finds(
    filled: MeiliEngine, server: StandIn
) -> None:
    filled.search(SearchQuery("arabica", sort=Sort.PRICE_ASC))
    assert len(pages_asked(server)) == 1


def test_each_chosen_facet_is_counted_by_a_question_without_it(filled: MeiliEngine, server: StandIn) -> None:
    filled.search(SearchQuery("coffee", countries=("LA",), side="sell"))
    page, side, country = calls(server)[-1]
    assert page["filter"] == [IS_OURS, 'side IN ["sell"]', 'country IN ["LA"]']
    assert (side["filter"], side["facets"]) == ([IS_OURS, 'country IN ["LA"]'], ["side"])
    assert (country["filter"], country["facets"]) == ([IS_OURS, 'side IN ["sell"]'], ["country"])


def test_filters_are_written_so_that_nobody_can_break_out(filled: MeiliEngine) -> None:
    query = SearchQuery(booth='x" OR kind = "offer', price_max=Decimal("1E+3"), currency="VND")
    assert filters(query) == ['booth_slug = "x? OR kind = ?offer"', 'currency = "VND"', "price <= 1000"]
    # A value that no listing can have finds nothing; refused, it would pass for an outage.
    assert filled.search(SearchQuery("coffee", provinces=('x"\\',))).total == 0


def test_order_is_asked_for_only_when_wanted(filled: MeiliEngine, server: StandIn) -> None:
    filled.search(SearchQuery("coffee"))
    assert pages_asked(server)[-1]["sort"] == []
    filled.search(SearchQuery("coffee", sort=Sort.PRICE_ASC))
    assert pages_asked(server)[-1]["sort"][0] == "sorting_price:asc"
    filled.search(SearchQuery())
    assert pages_asked(server)[-1]["sort"] == ["published_at:desc"]


# --- trouble ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mood", TROUBLES)
def test_trouble_of_every_kind_is_one_exception(filled: MeiliEngine, server: StandIn, mood: str) -> None:
    server.mood = mood
    calls = [lambda: filled.search(SearchQuery("coffee")), lambda: filled.suggest("cof", "en")]
    calls += [lambda: filled.index(catalogue()), lambda: filled.delete(["product-1"])]
    calls += [lambda: filled.rebuild(catalogue), lambda: list(filled.ids())]
    for call in calls[:1] if mood == "slow" else calls:
        with pytest.raises(SearchUnavailable):
            call()
    health = filled.health()
    assert not health.ok and not health.needs_rebuild


def test_a_server_that_is_not_there() -> None:
    engine = MeiliEngine(Server("http://127.0.0.1:9", timeout=1))
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery("coffee"))
    assert not engine.health().ok


def test_a_server_that_takes_no_connection_is_left_after_two_seconds() -> None:
    with hanging_port() as url:
        began = time.monotonic()
        with pytest.raises(SearchUnavailable):
            MeiliEngine(Server(url)).index(catalogue())
        assert time.monotonic() - began < 5


# --- the index as a whole -----------------------------------------------------------------------------


def test_a_new_server_asks_for_a_rebuild(engine: MeiliEngine) -> None:
    health = engine.health()
    assert health.ok and health.needs_rebuild
    with pytest.raises(SearchUnavailable, match="rebuild"):
        engine.index(catalogue())


def test_an_index_of_other_rules_or_settings_has_another_name_and_goes_after_the_next_rebuild(
    filled: MeiliEngine, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    (former,) = server.indexes
    server.indexes["other-site_listings_1"] = Index("id")
    monkeypatch.setitem(meili_index.SETTINGS, "searchCutoffMs", 900)
    upgraded = MeiliEngine(Server(server.url))
    assert upgraded.health().needs_rebuild
    assert former in server.indexes and not filled.health().needs_rebuild
    upgraded.rebuild(catalogue)
    assert set(server.indexes) == {index_name("listings"), "other-site_listings_1"}
    assert former not in server.indexes


def test_a_rebuild_exchanges_and_leaves_nothing_behind(engine: MeiliEngine, server: StandIn) -> None:
    engine.rebuild(list)
    engine.index([listing(99, names={"en": "Gone tomorrow"})])
    assert engine.rebuild(catalogue) == 10
    assert set(server.indexes) == {index_name("listings")}
    assert "product-99" not in server.documents()


def test_what_a_dead_rebuild_left_shuts_nothing_out_and_goes_with_the_next(
    engine: MeiliEngine, server: StandIn
) -> None:
    engine.rebuild(list)
    building = f"{index_name('listings')}_next"
    server.indexes[building] = Index("id")
    engine.index(catalogue())
    assert len(server.documents()) == 10
    engine.rebuild(catalogue)
    assert building not in server.indexes


def test_a_rebuild_that_fails_leaves_the_index_in_use(filled: MeiliEngine, server: StandIn) -> None:
    def broken() -> Iterator:
        yield listing(1)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        filled.rebuild(broken)
    assert len(server.documents()) == 10


def test_a_first_rebuild_that_died_before_the_exchange_counts_as_none(
    engine: MeiliEngine, server: StandIn
) -> None:
    server.indexes[index_name("listings")] = Index(None)
    server.indexes[f"{index_name('listings')}_next"] = Index("id", settings=SETTINGS)
    assert engine.health().needs_rebuild
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery("coffee"))
    assert engine.rebuild(catalogue) == 10


# --- keys and clients ---------------------------------------------------------------------------------


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


def test_keys_are_made_for_the_indexes_of_this_site_and_the_same_again(server: StandIn) -> None:
    master = Server(server.url, worker_key="master", index="chotalat_listings")
    keys = make_keys(master)
    assert keys == make_keys(master)
    search, worker = server.keys.values()
    assert (search["actions"], search["indexes"]) == (["search"], ["chotalat_listings_*"])
    assert not {"*", "search", "keys.create"} & set(worker["actions"])


def test_each_thread_has_its_own_client() -> None:
    line = Line(Server("http://127.0.0.1:9"))
    clients = [line._client("key", 1)]
    thread = threading.Thread(target=lambda: clients.append(line._client("key", 1)))
    thread.start()
    thread.join()
    assert clients[0] is line._client("key", 1)
    assert clients[0] is not clients[1]
