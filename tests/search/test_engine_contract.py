"""What every search engine must do. The embedded engine always takes part, Meilisearch when one is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import (
    FACETS,
    ON_REQUEST,
    PRICED,
    Kind,
    Matched,
    SearchDoc,
    SearchEngine,
    SearchQuery,
    SearchResult,
    Sort,
)
from marketplace.search.fallback import FallbackEngine
from marketplace.search.meili import MeiliEngine
from tests.search.catalogue import catalogue, listing
from tests.search.real_server import indexes_of_their_own

COFFEE = {"product-1", "product-2", "product-3", "offer-8", "offer-9"}


URL = os.environ.get("MEILISEARCH_URL", "")
ENGINES = ["embedded", "fallback", *(["meilisearch"] if URL else [])]


@contextmanager
def _made(name: str, folder: Path) -> Iterator[SearchEngine]:
    """An empty engine; the fallback is two embedded ones. What is kept on a server goes at the end."""
    if name == "embedded":
        yield EmbeddedEngine(folder)
    elif name == "fallback":
        yield FallbackEngine(EmbeddedEngine(folder / "one"), EmbeddedEngine(folder / "two"))
    else:
        with indexes_of_their_own(URL) as server:
            yield MeiliEngine(server)


@pytest.fixture(params=ENGINES)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """Each kind of engine, empty."""
    with _made(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def own_engine(empty_engine: SearchEngine) -> SearchEngine:
    """An engine that holds the catalogue and may be changed."""
    empty_engine.rebuild(catalogue)
    return empty_engine


@pytest.fixture(params=ENGINES, scope="module")
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchEngine]:
    """An engine that holds the catalogue, for those who only ask."""
    with _made(request.param, tmp_path_factory.mktemp("engine")) as made:
        made.rebuild(catalogue)
        yield made


def found(result: SearchResult) -> set[str]:
    return {hit.id for hit in result.hits}


def ask(engine: SearchEngine, text: str = "", **wishes: object) -> SearchResult:
    return engine.search(SearchQuery(text, **wishes))


def facet(result: SearchResult, name: str) -> dict[str, int]:
    return dict(result.facets[name])


def test_it_is_a_search_engine(engine: SearchEngine) -> None:
    assert isinstance(engine, SearchEngine)
    health = engine.health()
    assert health.ok and not health.needs_rebuild
    assert health.documents == len(catalogue())


@pytest.mark.parametrize("text", ["ca phe", "cà phê", "CÀ PHÊ", "coffee", "ກາເຟ"])
def test_coffee_is_found_in_whatever_language_it_was_written(engine: SearchEngine, text: str) -> None:
    result = ask(engine, text)
    assert found(result) >= COFFEE
    assert "product-5" not in found(result)


@pytest.mark.parametrize("text", ["caf phee", "ca2 phe6", "cà fê"])
def test_vietnamese_is_read_in_raw_keys_and_as_friends_write_it(engine: SearchEngine, text: str) -> None:
    result = engine.search(SearchQuery(text, lang="vi"))
    assert {hit.id for hit in result.hits} >= {
        hit.id for hit in engine.search(SearchQuery("cà phê", lang="vi")).hits[:1]
    }
    assert result.corrected == "cà phê"


def test_diacritics_that_were_typed_decide_the_order(engine: SearchEngine) -> None:
    assert ask(engine, "dừa").hits[0].id == "product-4"
    assert ask(engine, "dứa").hits[0].id == "product-5"
    assert found(ask(engine, "dua")) >= {"product-4", "product-5"}


@pytest.mark.parametrize("text", ["ເຂົ້າໜຽວ", "ເຂົ້າຫນຽວ", "ເຂົາໜຽວ", "ເຂົ້າ\u200bໜຽວ"])
def test_lao_is_found_in_old_spelling_and_without_tone_marks(engine: SearchEngine, text: str) -> None:
    assert "product-6" in found(ask(engine, text))


def test_a_lao_word_is_found_inside_a_compound(engine: SearchEngine) -> None:
    hits = {hit.id: hit for hit in ask(engine, "ກາເຟ", lang="lo").hits}
    assert hits["product-3"].matched == Matched("name", "lo")


@pytest.mark.parametrize("text", ["arabca", "cofee beans"])
def test_a_typing_error_is_forgiven(engine: SearchEngine, text: str) -> None:
    assert "product-2" in found(ask(engine, text))


def test_words_may_be_asked_for_exactly_as_typed(engine: SearchEngine) -> None:
    assert found(ask(engine, "cofee", exact=True)) == set()
    assert ask(engine, "cofee", exact=True).corrected is None
    assert found(ask(engine, "coffee zeppelin", exact=True)) == set()
    assert "product-2" in found(ask(engine, "arabica coffee", exact=True))


def test_words_written_as_one_are_taken_apart(engine: SearchEngine) -> None:
    assert found(ask(engine, "caphe")) >= {"product-1", "offer-9"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("COFFEES", "product-2"),
        ("arabica bean", "product-2"),
        ("young coconuts", "product-4"),
        ("pineapples!", "product-5"),
        ("CA\u0300 PHE\u0302 nha\u0302n", "product-1"),
        ("we buy arabica coffee for export to Pakse", "product-2"),
        ("cần mua cà phê nhân 18 tấn", "product-1"),
        ("robusta ກາເຟ", "product-1"),
        ("ຕ້ອງການຊື້ເຂົ້າໜຽວ", "product-6"),
    ],
)
def test_a_buyer_may_say_it_in_other_words(engine: SearchEngine, text: str, expected: str) -> None:
    assert expected in found(ask(engine, text))


@pytest.mark.parametrize("text", ["CF-1200/B", "cf1200b", "cf 1200 b"])
def test_an_article_number_is_found_with_and_without_its_signs(engine: SearchEngine, text: str) -> None:
    assert "product-1" in found(ask(engine, text))


def test_when_no_listing_has_all_words_those_with_the_first_come(engine: SearchEngine) -> None:
    assert found(ask(engine, "coffee beans submarine")) >= {"product-2"}


@pytest.mark.parametrize(
    "text", ["---", '"', "AND", "name:", "*", "(", "NEAR(a b)", "'; drop table fts", "\x00"]
)
def test_signs_of_a_query_language_do_no_harm(engine: SearchEngine, text: str) -> None:
    result = ask(engine, text)
    assert result.total >= 0
    assert set(result.facets) == set(FACETS)


def test_a_very_long_query_is_answered(engine: SearchEngine) -> None:
    assert ask(engine, "cà phê " * 500).total >= 1


def test_each_hit_says_which_text_matched_and_in_which_language(engine: SearchEngine) -> None:
    matched = {hit.id: hit.matched for hit in ask(engine, "coffee", lang="vi").hits}
    assert matched["product-2"] == Matched("name", "en")
    assert matched["product-1"] == Matched("other_names")
    described = {hit.id: hit.matched for hit in ask(engine, "phơi trên giàn", lang="en").hits}
    assert described["product-1"] == Matched("description", "vi")
    at_booth = {hit.id: hit.matched for hit in ask(engine, "highland").hits}
    assert at_booth["product-2"] == Matched("booth", "en")


def test_a_hit_names_its_object(engine: SearchEngine) -> None:
    hit = ask(engine, "Arabica").hits[0]
    assert (hit.id, hit.kind, hit.object_id) == ("product-2", Kind.PRODUCT, 2)


def test_without_words_everything_comes_newest_first(engine: SearchEngine) -> None:
    result = ask(engine)
    assert result.total == len(catalogue()) and result.total_exact
    assert [hit.object_id for hit in result.hits] == list(range(10, 0, -1))
    assert all(hit.matched is None for hit in result.hits)


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"kinds": ("offer",)}, {"offer-8", "offer-9"}),
        ({"kinds": ("offer", "booth")}, {"offer-8", "offer-9", "booth-10"}),
        ({"side": "buy"}, {"offer-8"}),
        ({"categories": ("coffee_tea",)}, COFFEE),
        ({"categories": ("pepper", "fresh_fruit")}, {"product-4", "product-5", "product-7"}),
        ({"countries": ("LA",)}, {"product-2", "product-3", "product-6"}),
        ({"provinces": ("LA-CH", "LA-AT")}, {"product-2", "product-3"}),
        ({"certificates": ("vietgap",)}, {"product-1"}),
        ({"certificates": ("vietgap", "organic")}, {"product-1", "product-2"}),
        ({"booth": "paksong-highland"}, {"product-2"}),
        ({"on_request": True}, {"product-3", "product-6", "offer-8", "offer-9"}),
        ({"on_request": False}, {"product-1", "product-2", "product-4", "product-5", "product-7"}),
        ({"currency": "VND", "price_min": Decimal(90000)}, {"product-1"}),
        ({"currency": "USD", "price_max": Decimal(7)}, {"product-2"}),
        ({"price_min": Decimal(3), "price_max": Decimal(5)}, {"product-1"}),
        ({"moq_max": Decimal(100), "currency": "USD"}, {"product-2"}),
        ({"countries": ("XX",)}, set()),
        ({"categories": ("coffee_tea,coffee",)}, set()),
    ],
)
def test_filters(engine: SearchEngine, wishes: dict[str, object], expected: set[str]) -> None:
    result = ask(engine, **wishes)
    assert found(result) == expected
    assert result.total == len(expected)


def test_least_quantity_leaves_out_those_that_sell_only_more(engine: SearchEngine) -> None:
    result = found(ask(engine, moq_max=Decimal(100)))
    assert "product-1" not in result
    assert {"product-2", "product-4"} <= result
    assert "booth-10" not in result


def test_filters_and_words_together(engine: SearchEngine) -> None:
    assert found(ask(engine, "coffee", countries=("LA",), on_request=False)) == {"product-2"}
    assert found(ask(engine, "coffee", categories=("coffee_tea,coffee",))) == set()


def test_facets_count_all_values(engine: SearchEngine) -> None:
    result = ask(engine)
    assert set(result.facets) == set(FACETS)
    assert facet(result, "kind") == {"product": 7, "offer": 2, "booth": 1}
    assert facet(result, "category")["coffee_tea"] == facet(result, "category")["coffee"] == 5
    assert facet(result, "certificate") == {"vietgap": 1, "ocop": 1, "organic": 1}
    assert facet(result, "price") == {PRICED: 5, ON_REQUEST: 4}
    assert result.facets["country"][0] == ("VN", 7)


def test_a_facet_is_counted_without_its_own_choice(engine: SearchEngine) -> None:
    result = ask(engine, countries=("LA",), on_request=True)
    assert result.total == 2
    assert facet(result, "country") == {"VN": 2, "LA": 2}
    assert facet(result, "price") == {PRICED: 1, ON_REQUEST: 2}
    assert facet(result, "kind") == {"product": 2}


@pytest.mark.parametrize("text", ["coffee", "cofee", "coffee zeppelin", "", "?"])
def test_counts_alone_are_those_of_a_page(engine: SearchEngine, text: str) -> None:
    for query in (SearchQuery(text), SearchQuery(text, countries=("LA",))):
        page, counts = engine.search(query), engine.search(replace(query, per_page=0))
        assert (counts.total, counts.total_exact, counts.widened) == (
            page.total,
            page.total_exact,
            page.widened,
        )
        assert counts.facets == page.facets


def test_facets_follow_the_words(engine: SearchEngine) -> None:
    result = ask(engine, "cà phê", categories=("coffee",), certificates=("organic",))
    assert facet(result, "certificate") == {"vietgap": 1, "ocop": 1, "organic": 1}
    assert facet(result, "category") == {"coffee": 1, "coffee_tea": 1}


def test_order_by_price_across_currencies_with_missing_prices_last(engine: SearchEngine) -> None:
    cheap_first = ask(engine, "coffee", sort=Sort.PRICE_ASC, kinds=("product",))
    assert [hit.object_id for hit in cheap_first.hits] == [1, 2, 3]
    dear_first = ask(engine, "coffee", sort=Sort.PRICE_DESC, kinds=("product",))
    assert [hit.object_id for hit in dear_first.hits] == [2, 1, 3]


def test_order_by_date(engine: SearchEngine) -> None:
    newest = [hit.object_id for hit in ask(engine, "coffee", sort=Sort.NEWEST).hits]
    assert newest == sorted(newest, reverse=True)


def test_pages_cover_everything_once(engine: SearchEngine) -> None:
    pages = [ask(engine, page=page, per_page=4) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [4, 4, 2, 0]
    assert len(set().union(*map(found, pages))) == 10
    assert all(page.total == 10 for page in pages)


def test_a_page_far_beyond_the_end_is_empty(engine: SearchEngine) -> None:
    assert ask(engine, page=10**9).hits == ()


def test_a_document_is_replaced_as_a_whole(own_engine: SearchEngine) -> None:
    own_engine.index([listing(5, names={"en": "Mango"}, version=2, country="TH")])
    assert "product-5" not in found(ask(own_engine, "pineapple"))
    assert found(ask(own_engine, "mango")) == {"product-5"}
    assert facet(ask(own_engine), "country")["TH"] == 1
    assert dict(own_engine.ids())["product-5"] == 2
    assert ask(own_engine).total == len(catalogue())


def test_storing_twice_is_storing_once(own_engine: SearchEngine) -> None:
    own_engine.index(catalogue())
    assert ask(own_engine).total == len(catalogue())
    assert sorted(dict(own_engine.ids())) == sorted(document.id for document in catalogue())


def test_deleted_documents_are_gone(own_engine: SearchEngine) -> None:
    own_engine.delete(["product-2", "product-unknown"])
    own_engine.delete([])
    assert "product-2" not in found(ask(own_engine, "arabica"))
    assert facet(ask(own_engine), "certificate") == {"vietgap": 1, "ocop": 1}
    assert "product-2" not in dict(own_engine.ids())


def test_changes_are_taken_during_a_rebuild(own_engine: SearchEngine) -> None:
    def while_reading() -> Iterator[SearchDoc]:
        yield listing(1, names={"en": "Rambutan"})
        own_engine.index([listing(2, names={"en": "Longan"})])
        own_engine.delete(["product-3"])
        assert found(ask(own_engine, "longan")) == {"product-2"}
        yield listing(3, names={"en": "Lychee"})

    assert own_engine.rebuild(while_reading) == 2
    assert dict(own_engine.ids()).keys() == {"product-1", "product-3"}, "they went into the former index"


def test_a_rebuild_forgets_what_is_not_read_again(own_engine: SearchEngine) -> None:
    assert own_engine.rebuild(lambda: catalogue()[:3]) == 3
    assert found(ask(own_engine)) == {"product-1", "product-2", "product-3"}


@pytest.mark.parametrize(("typed", "lang", "expected"), [("arab", "en", "Arabica"), ("ca p", "vi", "Cà phê")])
def test_names_are_suggested_while_typing(engine: SearchEngine, typed: str, lang: str, expected: str) -> None:
    suggestions = engine.suggest(typed, lang)
    assert any(suggestion.text.startswith(expected) for suggestion in suggestions)
    assert suggestions[0].lang == lang


def test_lao_names_are_suggested(engine: SearchEngine) -> None:
    assert engine.suggest("ກາ", "lo")[0].text.startswith("ກາເຟ")


def test_suggestions_know_their_limit(engine: SearchEngine) -> None:
    assert len(engine.suggest("d", "vi", limit=1)) == 1
    assert engine.suggest("  ", "vi") == []


def test_an_empty_engine_answers(empty_engine: SearchEngine) -> None:
    empty_engine.rebuild(list)
    result = ask(empty_engine, "coffee")
    assert (result.total, result.hits) == (0, ())
    assert list(empty_engine.ids()) == []


def test_the_goods_asked_for_come_before_those_that_only_mention_them(own_engine: SearchEngine) -> None:
    own_engine.index(
        [
            listing(
                90,
                names={"vi": "Mật ong hoa cà phê", "en": "Coffee blossom honey"},
                concept_names="mật ong, honey",
            ),
            listing(
                91, names={"vi": "Nhân xanh R1 sàng 18"}, concept_names="cà phê, coffee, green coffee, ກາເຟ"
            ),
        ]
    )
    found = [hit.object_id for hit in ask(own_engine, "coffee").hits]
    assert found.index(91) < found.index(90)


def test_kinds_of_the_goods_asked_for_come_before_what_has_the_word_by_chance(
    own_engine: SearchEngine,
) -> None:
    own_engine.index(
        [
            listing(90, names={"vi": "Chén sứ"}, concept_names="chén, tô, bowl, ຖ້ວຍ"),
            listing(91, names={"vi": "Bát gỗ mít"}, concept_names="bát gỗ, tô gỗ, wooden bowl, ຖ້ວຍໄມ້"),
            *(
                listing(100 + number, names={"vi": "Ô tô", "en": "Bowl washer"}, concept_names="ô tô, car")
                for number in range(12)
            ),
        ]
    )
    for typed in ("tô", "bowl"):
        assert [hit.object_id for hit in ask(own_engine, typed).hits[:2]] == [90, 91]


def test_of_known_goods_that_nobody_has_only_what_they_are_a_kind_of_is_found(
    own_engine: SearchEngine,
) -> None:
    notes = {"vi": "Gốm màu cà phê, có súp"}
    own_engine.index(
        [
            listing(90, names={"vi": "Tôm khô"}, concept_names="tôm khô, dried shrimp", descriptions=notes),
            listing(91, names={"vi": "Gốm sứ"}, concept_names="gốm sứ, ceramics", descriptions=notes),
            listing(92, names={"vi": "Ô tô"}, concept_names="ô tô, car", descriptions=notes),
        ]
    )
    for typed in ("tôm sú", "tôm sú Cà Mau", "tom su", "cần mua tôm sú", "black tiger shrimp", "tôm Cà Mau"):
        answer = ask(own_engine, typed, known=True)
        assert [hit.object_id for hit in answer.hits] == [90] and answer.widened, typed
    assert not ask(own_engine, "tôm", known=True).widened
    for typed in ("xe máy", "lò vi sóng", "màu vẽ"):
        assert ask(own_engine, typed, known=True).total == 0, typed
    own_engine.index([listing(93, names={"vi": "Chén sứ"}, concept_names="chén, tô, bowl")])
    found = [hit.object_id for hit in ask(own_engine, "tô", known=True).hits]
    assert found[0] == 93 and 90 not in found, "who knows what a tô is has begun no tôm"


def test_kinds_of_known_goods_follow_the_few_that_are_named_so(own_engine: SearchEngine) -> None:
    own_engine.index(
        [
            listing(90, kind=Kind.BOOTH, names={"en": "Quy Nhon Seafood"}),
            listing(
                91, names={"vi": "Cá khô"}, concept_names="cá khô, dried fish", other_names="hải sản, seafood"
            ),
            listing(92, names={"vi": "Mực khô"}, concept_names="mực khô", other_names="hải sản, seafood"),
        ]
    )
    found = [hit.object_id for hit in ask(own_engine, "seafood", known=True).hits]
    assert found[0] == 90 and set(found) == {90, 91, 92}


def test_a_place_nobody_names_is_no_slip_in_words_that_never_stand_together(own_engine: SearchEngine) -> None:
    """Where there is coffee, but none from Buôn Ma Thuột, coffee is shown and nothing is corrected."""
    own_engine.index(
        [
            listing(90, names={"vi": "Cà phê nhân"}, concept_names="cà phê, coffee"),
            listing(
                91,
                names={"vi": "Cà phê rang"},
                concept_names="cà phê, coffee",
                descriptions={"vi": "Dùng với bưởi, thuốc nam và ma."},
            ),
            *(
                listing(100 + number, names={"vi": "Bưởi", "en": "Thuoc"}, concept_names="bưởi, pomelo")
                for number in range(3)
            ),
        ]
    )
    answer = ask(own_engine, "cà phê Buôn Ma Thuột")
    assert {90, 91} <= {hit.object_id for hit in answer.hits}
    assert not {100, 101, 102} & {hit.object_id for hit in answer.hits}
    assert (answer.corrected, answer.widened) == (None, True)
    assert ask(own_engine, "cà phê rnag").hits[0].object_id == 91, "a slip in words that do is mended"


def test_an_article_number_that_nobody_has_is_no_slip(own_engine: SearchEngine) -> None:
    own_engine.index([listing(90, names={"vi": "Vòng bạc"}, concept_names="vòng bạc, silver bangle")])
    assert ask(own_engine, "ABC-123").total == 0


def test_a_whole_trade_name_is_not_taken_for_the_beginning_of_another(engine: SearchEngine) -> None:
    engine.index(
        [
            listing(92, names={"en": "Rose apples"}, concept_names="mận, rose apple"),
            listing(93, names={"en": "Rice whisky"}, concept_names="rượu mận, plum wine"),
            listing(94, names={"en": "Cling film"}, concept_names="màng bọc, cling film"),
        ]
    )
    assert ask(engine, "mận").hits[0].object_id == 92
