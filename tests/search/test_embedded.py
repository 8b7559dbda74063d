"""The embedded engine among several processes, while it is rebuilt, and when its file is broken."""

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from marketplace.search import embedded, index_file
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import (
    DocumentsRefused,
    Kind,
    SearchBusy,
    SearchDoc,
    SearchQuery,
    SearchUnavailable,
)
from marketplace.search.schema import PARTS
from tests.search.catalogue import catalogue, listing


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    made = EmbeddedEngine(tmp_path, patience=0.1)
    made.rebuild(catalogue)
    return made


def found_numbers(engine: EmbeddedEngine, query: SearchQuery) -> list[int]:
    return [hit.object_id for hit in engine.search(query).hits]


def test_a_first_document_makes_the_index(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "new" / "place")
    engine.index([listing(1, names={"en": "Tea"})])
    assert engine.search(SearchQuery("tea")).total == 1
    assert engine.health().needs_rebuild, "nobody has read the whole database into it yet"


def test_only_the_file_in_use_is_kept(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.rebuild(catalogue)
    assert len(list(tmp_path.glob("index-*.sqlite"))) == 1


def test_searches_and_changes_go_on_during_a_rebuild(engine: EmbeddedEngine) -> None:
    def while_reading() -> Iterator[SearchDoc]:
        yield listing(1, names={"en": "Tea"})
        assert engine.search(SearchQuery("arabica")).total == 1
        engine.index([listing(2, names={"en": "Found at once"})])
        assert engine.search(SearchQuery("at once")).total == 1
        with pytest.raises(SearchBusy):
            engine.rebuild(catalogue)

    assert engine.rebuild(while_reading) == 1
    assert engine.search(SearchQuery("arabica")).total == 0
    assert engine.search(SearchQuery("tea")).total == 1
    engine.index([listing(2, names={"en": "Repeated by whoever changed it"})])
    assert engine.search(SearchQuery("repeated")).total == 1


def test_a_rebuild_that_fails_leaves_the_old_index(engine: EmbeddedEngine, tmp_path: Path) -> None:
    def broken() -> Iterator[SearchDoc]:
        yield listing(1, names={"en": "Tea"})
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(broken)
    assert engine.search(SearchQuery("arabica")).total == 1
    assert len(list(tmp_path.glob("index-*.sqlite"))) == 1


def test_another_thread_follows_a_rebuild(engine: EmbeddedEngine) -> None:
    totals: list[int] = []
    before, after = threading.Event(), threading.Event()

    def reader() -> None:
        totals.append(engine.search(SearchQuery()).total)
        before.set()
        after.wait(5)
        totals.append(engine.search(SearchQuery()).total)
        engine.close()

    thread = threading.Thread(target=reader)
    thread.start()
    before.wait(5)
    engine.rebuild(lambda: catalogue()[:2])
    after.set()
    thread.join(5)
    assert totals == [10, 2]


def _write(directory: Path, first: int, count: int) -> None:
    engine = EmbeddedEngine(directory)
    for number in range(first, first + count):
        engine.index([listing(number, names={"en": f"Parcel {number}"})])


def _read(directory: Path, times: int) -> None:
    engine = EmbeddedEngine(directory)
    for _ in range(times):
        engine.search(SearchQuery("parcel"))


def test_processes_write_and_read_at_once_without_loss(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path).rebuild(list)
    context = multiprocessing.get_context("fork")
    work = [(_write, (tmp_path, 100, 15)), (_write, (tmp_path, 200, 15)), (_read, (tmp_path, 30))]
    processes = [context.Process(target=target, args=arguments) for target, arguments in work]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert EmbeddedEngine(tmp_path).search(SearchQuery("parcel")).total == 30


def test_a_forked_process_opens_its_own_connection(engine: EmbeddedEngine) -> None:
    engine.search(SearchQuery())
    mine = engine._files.connection()

    def child() -> None:
        raise SystemExit(0 if engine._files.connection() is not mine else 1)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(10)
    assert process.exitcode == 0


def test_an_index_of_other_text_rules_asks_for_a_rebuild(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_file, "analyzer_version", lambda: "2-other")
    assert engine.health().needs_rebuild
    assert engine.search(SearchQuery("arabica")).total == 1
    with pytest.raises(SearchUnavailable, match="other rules"):
        engine.index(catalogue())
    engine.rebuild(catalogue)
    assert not engine.health().needs_rebuild


def test_a_broken_file_is_reported_and_a_rebuild_mends_it(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.close()
    (path,) = tmp_path.glob("index-*.sqlite")
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery("arabica"))
    health = engine.health()
    assert not health.ok and health.needs_rebuild
    engine.rebuild(catalogue)
    assert engine.search(SearchQuery("arabica")).total == 1


def test_a_full_disk_is_told_and_loses_nothing(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_a_small_disk(path: Path) -> sqlite3.Connection:
        connection = index_file.create_index(path)
        connection.execute("pragma max_page_count = 60")
        return connection

    monkeypatch.setattr(embedded, "create_index", on_a_small_disk)
    with pytest.raises(SearchUnavailable, match="full"):
        engine.rebuild(lambda: (listing(number, names={"en": f"Parcel {number}"}) for number in range(500)))
    assert engine.search(SearchQuery("arabica")).total == 1
    assert len(list(tmp_path.glob("index-*.sqlite"))) == 1


def test_versions_with_other_tables_go_on_beside_each_other(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_file, "LAYOUT", index_file.LAYOUT + 1)
    upgraded = EmbeddedEngine(tmp_path)
    assert upgraded.health().needs_rebuild
    for attempt in (lambda: upgraded.search(SearchQuery("tea")), lambda: upgraded.index(catalogue())):
        with pytest.raises(SearchUnavailable, match="not built yet"):
            attempt()
    upgraded.rebuild(lambda: [listing(1, names={"en": "Soap"})])
    assert found_numbers(upgraded, SearchQuery("soap")) == [1]
    engine.close()
    assert found_numbers(engine, SearchQuery("arabica")) == [2], "the former version has not been stopped yet"
    upgraded.rebuild(catalogue)
    assert len(list(tmp_path.glob("index-*.sqlite"))) == 1, "by now it has"


def test_a_missing_file_is_reported_and_a_rebuild_mends_it(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.close()
    for path in tmp_path.glob("index-*"):
        path.unlink()
    assert engine.health().needs_rebuild
    engine.rebuild(catalogue)
    assert engine.health().ok


def test_a_document_that_cannot_be_stored_does_not_stop_the_others(engine: EmbeddedEngine) -> None:
    poisoned = listing(2, names={"en": "Broken \ud800 letter"})
    with pytest.raises(DocumentsRefused) as refusal:
        engine.index([listing(21, names={"en": "Cinnamon"}), poisoned, listing(22, names={"en": "Cardamom"})])
    assert list(refusal.value.reasons) == ["product-2"]
    assert engine.search(SearchQuery("cinnamon")).total == 1
    assert engine.search(SearchQuery("cardamom")).total == 1
    assert engine.search(SearchQuery("arabica")).total == 1, "its last good version stays"


def test_what_was_corrected_is_told(engine: EmbeddedEngine) -> None:
    assert engine.search(SearchQuery("caphe")).corrected == "cà phê"
    assert engine.search(SearchQuery("hotieuden")).corrected == "hồ tiêu đen"
    assert engine.search(SearchQuery("arabca beans")).corrected == "arabica beans"
    assert engine.search(SearchQuery("hồ tiêuu đen")).corrected == "hồ tiêu đen"
    assert engine.search(SearchQuery("ho tieuu den")).corrected == "ho tieu den"
    assert engine.search(SearchQuery("arabica")).corrected is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ca phe nhn", "product-1"),
        ("ho tieu dne", "product-7"),
        ("capherobusta", "product-1"),
        ("arab", "product-2"),
        ("young coco", "product-4"),
        ("dừ", "product-4"),
        ("arabica coffe to Pakse", "product-2"),
    ],
)
def test_slips_and_unfinished_words_find_what_was_meant(
    engine: EmbeddedEngine, typed: str, meant: str
) -> None:
    assert meant in [hit.id for hit in engine.search(SearchQuery(typed)).hits[:5]]


def test_words_with_diacritics_find_nothing_that_only_sounds_alike(engine: EmbeddedEngine) -> None:
    assert [hit.id for hit in engine.search(SearchQuery("dứa")).hits] == ["product-5"]


def test_few_finds_are_followed_by_the_same_goods_from_elsewhere(engine: EmbeddedEngine) -> None:
    engine.index(
        [
            listing(30, names={"vi": "Hạt điều"}, concept_names="hạt điều, cashew", place_names="Gia Lai"),
            listing(31, names={"vi": "Hạt điều rang"}, concept_names="hạt điều, cashew", place_names="Huế"),
            listing(32, names={"vi": "Chuối"}, concept_names="chuối, banana", place_names="Gia Lai"),
        ]
    )
    result = engine.search(SearchQuery("hạt điều Gia Lai"))
    assert [hit.id for hit in result.hits] == ["product-30", "product-31"]
    assert result.widened


def test_a_name_may_be_joined_broken_off_or_spelt_like_another(engine: EmbeddedEngine) -> None:
    maize, melon = "ngô, bắp, maize", "dưa lê, honeydew"
    for number in range(12):
        engine.index(
            [
                listing(50 + number, names={"vi": "Bắp hạt"}, concept_names=maize),
                listing(70 + number, names={"vi": "Dưa lê Quảng Ngãi"}, concept_names=melon),
                listing(90 + number, names={"vi": "Gạo Hà Giang"}, concept_names="gạo, rice"),
            ]
        )
    engine.index(
        [
            listing(110, names={"vi": "Bắp nếp"}, concept_names="ngô ngọt, sweet corn"),
            listing(111, names={"vi": "Dưa chuột"}, concept_names="dưa leo, cucumber"),
            listing(112, names={"vi": "Mầm đậu xanh"}, concept_names="giá đậu, bean sprout"),
            listing(113, names={"vi": "Bắp nổ"}, concept_names="ngô nổ, popcorn"),
        ]
    )

    def found(typed: str) -> list[str]:
        return [hit.id for hit in engine.search(SearchQuery(typed, lang="vi")).hits]

    assert found("ngo ngo")[:2] == ["product-61", "product-110"], "a word said twice is not lost"
    assert found("ngô ngọ")[0] == "product-110"
    assert "product-111" in found("dưa le")[:2], "honeydew has another diacritic"
    assert "product-112" in found("giá đậ")[:2], "a little word may begin a name"
    assert found("ngono")[0] == "product-113"
    assert found("ngono quang ngai")[0] == "product-113", "beside other words too"


def test_goods_are_not_found_by_what_only_sounds_like_them_in_a_description(engine: EmbeddedEngine) -> None:
    engine.index(
        [
            listing(130, names={"vi": "Tỏi"}, concept_names="tỏi, garlic", place_names="Cần Thơ"),
            listing(131, names={"vi": "Tỏi"}, concept_names="tỏi, garlic", place_names="Huế"),
            *(
                listing(
                    140 + number,
                    names={"vi": "Nồi gang"},
                    descriptions={"vi": "Chúng tôi có nhiều cỡ."},
                    place_names="Cần Thơ",
                )
                for number in range(12)
            ),
        ]
    )
    found = [hit.id for hit in engine.search(SearchQuery("tỏi Cần Thơ", lang="vi")).hits]
    assert found == ["product-130", "product-131"]


def test_goods_come_before_a_booth_that_is_called_so(engine: EmbeddedEngine) -> None:
    beans = {"concept_names": "cà phê, coffee", "place_names": "Champasak"}
    engine.index(
        [
            listing(160, names={"en": "Roasted whole beans of the new harvest"}, **beans),
            listing(
                161,
                Kind.BOOTH,
                names={"en": "Champasak Coffee"},
                other_names="Coffee",
                place_names="Champasak",
            ),
        ]
    )
    found = [hit.id for hit in engine.search(SearchQuery("coffee Champasak", lang="en")).hits]
    assert found[:2] == ["product-160", "booth-161"]


def test_goods_from_elsewhere_come_before_what_has_their_name_and_the_place_by_chance(
    engine: EmbeddedEngine,
) -> None:
    shrimp = {"names": {"en": "Shrimp"}, "concept_names": "tôm, shrimp"}
    noodles = {"names": {"vi": "Mì gói"}, "concept_names": "mì tôm, mì ăn liền", "place_names": "Quảng Ninh"}
    engine.index(
        [
            listing(170, **shrimp, place_names="Quảng Ninh"),
            listing(171, names={"vi": "Tôm hùm"}, other_names="tôm, shrimp", place_names="Quảng Ninh"),
            listing(172, **shrimp, place_names="Huế"),
            *(listing(180 + number, **noodles) for number in range(12)),
        ]
    )
    for typed in ("tôm Quảng Ninh", "tom quang ninh", "Quảng Ninh tôm"):
        answer = engine.search(SearchQuery(typed, lang="vi"))
        assert [hit.object_id for hit in answer.hits[:3]] == [170, 171, 172]
        assert answer.widened


def test_a_place_names_no_goods(engine: EmbeddedEngine) -> None:
    paint = {"names": {"vi": "Sơn nước"}, "concept_names": "sơn, paint", "place_names": "Huế"}
    engine.index(
        [
            listing(200, names={"vi": "Chanh"}, concept_names="chanh, lime", place_names="Sơn La"),
            listing(201, names={"vi": "Chanh"}, concept_names="chanh, lime", place_names="Huế"),
            *(listing(210 + number, **paint) for number in range(12)),
        ]
    )
    assert found_numbers(engine, SearchQuery("Sơn La chanh", lang="vi")) == [200, 201]
    assert found_numbers(engine, SearchQuery("chanh son la", lang="vi")) == [200, 201]
    assert found_numbers(engine, SearchQuery("sơn", lang="vi"))[0] >= 210


@pytest.mark.parametrize(
    ("typed", "meant", "shown"),
    [
        ("thịtt heo Đồng Tháp", [220, 221], "thit heo đồng tháp"),
        ("Đồng Tháp thịtt heo", [220, 221], "đồng tháp thit heo"),
        ("hương tắp", [222], "hương thắp"),  # marks that nobody writes: "tap" is a word all the same
        ("giấyy in", [223], "giấy in"),  # a little word is part of the name
        ("cần tìm mũ ạ", [224], None),
    ],
)
def test_slips_are_mended_beside_places_and_little_words(
    engine: EmbeddedEngine, typed: str, meant: list[int], shown: str | None
) -> None:
    engine.index(
        [
            listing(220, names={"vi": "Thịt heo"}, concept_names="thịt heo, pork", place_names="Đồng Tháp"),
            listing(221, names={"vi": "Thịt heo"}, concept_names="thịt heo, pork", place_names="Huế"),
            listing(222, names={"vi": "Hương thắp"}, concept_names="hương thắp, incense"),
            listing(223, names={"vi": "Giấy in A4"}, concept_names="giấy in, paper"),
            listing(224, names={"vi": "Mũ vải"}, concept_names="mũ, hat"),
            *(
                listing(230 + number, names={"vi": "Đồng"}, concept_names="đồng, copper")
                for number in range(12)
            ),
            *(
                listing(250 + number, names={"vi": "Vở Hương Sen tập 2"}, concept_names="vở, notebook")
                for number in range(12)
            ),
            *(
                listing(270 + number, names={"vi": "Dừa"}, concept_names="dừa, coconut")
                for number in range(12)
            ),
        ]
    )
    answer = engine.search(SearchQuery(typed, lang="vi"))
    assert [hit.object_id for hit in answer.hits[: len(meant)]] == meant
    assert answer.corrected == shown


def test_a_name_without_marks_comes_before_those_that_had_to_lose_theirs(engine: EmbeddedEngine) -> None:
    engine.index(
        [
            listing(280, names={"vi": "Cam sành"}, concept_names="cam, orange"),
            *(
                listing(281 + number, names={"vi": "Cám"}, concept_names="cám, rice bran")
                for number in range(12)
            ),
        ]
    )
    found = found_numbers(engine, SearchQuery("cam", lang="vi"))
    assert found[0] == 280
    assert len(found) == 13


def test_diacritics_tell_goods_from_what_is_made_of_them(engine: EmbeddedEngine) -> None:
    engine.index(
        [
            listing(165, names={"vi": "Lạc củ"}, concept_names="lạc, đậu phộng, peanut"),
            listing(166, names={"vi": "Dầu phộng"}, concept_names="dầu phộng, dầu đậu phộng, peanut oil"),
        ]
    )
    found = [hit.id for hit in engine.search(SearchQuery("đậu phộng", lang="vi")).hits]
    assert found == ["product-165", "product-166"]


def test_goods_beside_a_place_are_no_slip(engine: EmbeddedEngine) -> None:
    engine.index(
        [
            listing(210, names={"vi": "Rau muống"}, concept_names="rau, vegetable", place_names="Cần Thơ"),
            *(
                listing(220 + number, names={"vi": "Dầu ăn Cần Thơ"}, concept_names="dầu ăn, oil")
                for number in range(12)
            ),
            listing(240, names={"en": "Green tea"}, concept_names="tea", place_names="Champasak"),
            listing(241, names={"en": "Teak of Champasak"}, concept_names="teak"),
        ]
    )
    for typed, meant in (("rau cần thơ", "product-210"), ("tea champasak", "product-240")):
        result = engine.search(SearchQuery(typed))
        assert (result.hits[0].id, result.corrected) == (meant, None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xoaituquy", "Xoài tứ quý"),
        ("bauxanh", "Bầu xanh"),
        ("cần mua bauxanh", "Bầu xanh"),
        ("bng he", "Bông hẹ"),
        ("cần ta", "Cần tàu"),
        ("cần t", "Cần tàu"),
        ("quý", "Quýt"),
        ("cần mua cần tàu giá sỉ", "Cần tàu"),
        ("giá sạch", "Giá sạch"),
    ],
)
def test_goods_without_a_trade_name_are_found_like_those_with_one(
    engine: EmbeddedEngine, typed: str, meant: str
) -> None:
    called = ("Xoài tứ quý", "Bầu xanh", "Rau muống bào", "Bông hẹ", "Cần tàu", "Quýt", "Giá sạch")
    trade_names = ("rau xanh", "nghệ", "cần tây", "rau má", "bàn ghế")
    engine.index(
        [
            *(listing(300 + place, names={"vi": name}) for place, name in enumerate(called)),
            *(
                listing(400 + place, names={"vi": f"{name} loại {place} giá sỉ"}, concept_names=name)
                for place, name in enumerate(trade_names * 4)
            ),
        ]
    )
    found = engine.search(SearchQuery(typed, lang="vi", per_page=3)).hits
    assert f"product-{300 + called.index(meant)}" in [hit.id for hit in found]


def test_who_says_everything_comes_before_who_is_of_a_booth_that_says_the_rest(
    engine: EmbeddedEngine,
) -> None:
    scarf, silk = "scarf, khăn choàng", "silk scarf, khăn lụa"
    engine.index(
        [
            listing(195, names={"en": "Woven silk scarf"}, concept_names=silk),
            listing(196, names={"en": "Woven scarf"}, concept_names=scarf, booth_names={"en": "Silk House"}),
        ]
    )
    found = [hit.id for hit in engine.search(SearchQuery("scarf silk", lang="en")).hits]
    assert found[:2] == ["product-195", "product-196"]


def test_a_word_with_its_diacritics_is_no_beginning_of_others(engine: EmbeddedEngine) -> None:
    engine.index([listing(197, names={"vi": "Măng khô"}, concept_names="măng, bamboo shoots")])
    engine.index([listing(198, names={"en": "Green mango"}, concept_names="xoài, mango")])
    assert [hit.id for hit in engine.search(SearchQuery("măng", lang="vi")).hits] == ["product-197"]


def test_of_equals_those_come_first_that_the_buyer_can_read(engine: EmbeddedEngine) -> None:
    names = ({"vi": "Lạc nhân"}, {"lo": "ຖົ່ວດິນ"}, {"en": "Peanuts"})
    peanut = "lạc, đậu phộng, peanut, groundnut, ຖົ່ວດິນ, ໝາກຖົ່ວດິນ"
    engine.index([listing(200 + place, names=one, concept_names=peanut) for place, one in enumerate(names)])
    asked = {"vi": "đậu phộng", "lo": "ໝາກຖົ່ວດິນ", "en": "groundnut"}
    found = {lang: engine.search(SearchQuery(text, lang=lang)).hits[0].id for lang, text in asked.items()}
    assert found == {"vi": "product-200", "lo": "product-201", "en": "product-202"}


def test_a_last_word_that_is_one_by_chance_may_still_go_on(engine: EmbeddedEngine) -> None:
    engine.index(
        [
            listing(300, names={"vi": "Túi xách da"}, concept_names="túi xách, handbag"),
            *(
                listing(310 + number, names={"vi": "Bao lớn"}, concept_names="túi jumbo, bao đựng xác mía")
                for number in range(12)
            ),
        ]
    )
    assert 300 in found_numbers(engine, SearchQuery("túi xác", lang="vi"))[:2]


def test_another_spelling_may_be_broken_off(engine: EmbeddedEngine) -> None:
    engine.index([listing(168, names={"en": "Lychee"})])
    assert [hit.id for hit in engine.search(SearchQuery("litc", lang="en")).hits] == ["product-168"]


def test_the_name_of_goods_is_no_slip_however_rare(engine: EmbeddedEngine) -> None:
    engine.index([listing(170 + number, names={"en": "Black tea"}) for number in range(12)])
    engine.index([listing(190, names={"en": "Sawn teak"}, concept_names="teak, teak wood")])
    assert engine.search(SearchQuery("teak furniture", lang="en")).hits[0].id == "product-190"


def test_no_suggestion_breaks_off_before_it_says_anything(engine: EmbeddedEngine) -> None:
    engine.index([listing(195, names={"en": "Coffee-blossom honey from Paksong plateau"})])
    shown = [one.text for one in engine.suggest("coffee-b", "en")]
    assert shown and not any(text.endswith("from") for text in shown)
    assert "Coffee-blossom honey from Paksong plateau" in shown


@pytest.mark.parametrize(
    ("name", "typed", "offered"),
    [
        ("Sâm dây (đẳng sâm) loại một", "sâm", "Sâm dây"),
        ("Gạo trắng 5 % tấm mới xay", "gạo", "Gạo trắng"),
        ("Mật ong rừng hũ 500 g", "mật", "Mật ong rừng"),
    ],
)
def test_no_suggestion_ends_in_a_bracket_an_amount_or_the_packing(
    engine: EmbeddedEngine, name: str, typed: str, offered: str
) -> None:
    words = name.split()
    others = [f"{' '.join(words[:2])} {grade}" for grade in ("xuất khẩu", "loại hai")]
    engine.index(
        listing(900 + number, names={"vi": f"{text} {place}"})
        for number, (text, place) in enumerate(
            [(name, "Kongxedone"), (name, "Kon Plông"), *((other, "Kbang") for other in others)]
        )
    )
    shown = [one.text for one in engine.suggest(typed, "vi")]
    assert offered in shown
    assert not [text for text in shown if text.endswith((" 5", "(đẳng", " hũ"))]


def test_what_is_only_about_the_goods_comes_after_them(engine: EmbeddedEngine) -> None:
    engine.index(
        [
            listing(40, names={"vi": "Hạt điều rang muối loại một"}, concept_names="hạt điều, cashew"),
            listing(41, names={"vi": "Máy bóc hạt điều"}, concept_names="máy chế biến, processing machine"),
        ]
    )
    assert [hit.id for hit in engine.search(SearchQuery("hat dieu")).hits] == ["product-40", "product-41"]


def test_counts_without_words_follow_each_change(engine: EmbeddedEngine) -> None:
    engine.index([listing(5, names={"en": "Pineapple"}, province="Yunnan, Kunming", certificates=("ocop",))])
    engine.delete(["product-4"])
    counted = engine.search(SearchQuery()).facets
    assert dict(counted["certificate"]) == {"ocop": 2, "vietgap": 1, "organic": 1}
    assert dict(counted["province"])["Yunnan, Kunming"] == 1
    assert "fresh_fruit" not in dict(counted["category"])


def test_few_among_many_are_looked_up_rather_than_all_walked_through(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    engine.rebuild(lambda: (listing(number, names={"en": "Soap"}) for number in range(20, 90)))
    engine.index([listing(1, names={"vi": "Chè Tân Cương"}, province="19")])
    asked: list[str] = []
    connection = index_file.IndexFiles(tmp_path).connection()
    engine._files._mine.connection.set_trace_callback(asked.append)
    assert found_numbers(engine, SearchQuery(provinces=("19",))) == [1]
    (walked,) = [sql for sql in asked if sql.startswith("select id from facts")]
    plan = [row[3] for row in connection.execute(f"explain query plan {walked}")]
    assert any(step.startswith("SEARCH facts") for step in plan), plan


def test_pages_of_a_query_cover_all_that_it_finds_once(engine: EmbeddedEngine) -> None:
    engine.rebuild(lambda: (listing(number, names={"en": f"Tea {number}"}) for number in range(130)))
    pages = [engine.search(SearchQuery("tea", page=page, per_page=50)) for page in (1, 2, 3, 4)]
    found = [hit.id for page in pages for hit in page.hits]
    assert [len(page.hits) for page in pages] == [50, 50, 30, 0]
    assert len(set(found)) == 130


def test_equal_listings_come_newest_first_however_they_were_stored(engine: EmbeddedEngine) -> None:
    def soap(number: int, **facts: object) -> SearchDoc:
        return listing(number, names={"en": "Soap"}, **facts)

    def order() -> list[int]:
        return found_numbers(engine, SearchQuery("soap", per_page=100))

    engine.index([soap(number) for number in range(20, 70)])
    engine.index([soap(number) for number in range(70, 80)])
    assert order() == list(range(79, 19, -1))
    engine.index([soap(30, province="79"), soap(80), soap(25, price=Decimal(3), currency="USD")])
    assert order() == list(range(80, 19, -1)), "a change keeps its place, also in another province"


def test_of_two_versions_stored_at_once_the_last_counts(engine: EmbeddedEngine) -> None:
    engine.index([listing(20, names={"en": "Soap"}), listing(20, names={"en": "Cocoa"}, version=2)])
    assert engine.search(SearchQuery("soap", exact=True)).total == 0
    assert dict(engine.ids())["product-20"] == 2
    engine.delete(["product-20"])
    assert engine.search(SearchQuery()).total == len(catalogue())


def test_pages_cover_once_what_comes_in_several_steps(engine: EmbeddedEngine) -> None:
    named = [listing(300 + n, names={"en": "Honey robusta"}, concept_names="honey") for n in range(6)]
    others = [
        listing(400 + n, names={"en": f"Honey {'forest ' * (n % 7)}comb"}, concept_names="honey")
        for n in range(60)
    ]
    engine.index([*named, *others])
    query = SearchQuery("honey robusta", lang="en")
    for size in (5, 20, 40):
        pages = range(1, engine.search(query).total // size + 2)
        found = [
            hit.id for page in pages for hit in engine.search(replace(query, page=page, per_page=size)).hits
        ]
        assert len(found) == len(set(found)) == engine.search(query).total


def test_a_little_word_beside_a_joined_name_hides_nothing(engine: EmbeddedEngine) -> None:
    engine.index([listing(500, names={"vi": "Mầm"}, concept_names="giá, bean sprout")])
    engine.index([listing(501, names={"vi": "Hạt rang"}, concept_names="cà phê, coffee")])
    matched = {hit.id: hit.matched for hit in engine.search(SearchQuery("giá caphe", lang="vi")).hits}
    assert matched["product-501"], "it is known why it was found"


def test_fewer_words_than_asked_for_is_told(engine: EmbeddedEngine) -> None:
    assert engine.search(SearchQuery("coffee beans submarine")).widened
    assert not engine.search(SearchQuery("coffee beans")).widened


def test_a_booth_is_suggested_by_any_word_of_its_name(engine: EmbeddedEngine) -> None:
    names = {"vi": "Hợp tác xã Song Ray", "lo": "ສະຫະກອນ ສົງເຣ"}
    engine.index([listing(120, Kind.BOOTH, names=names)])
    for typed, shown in (("song r", names["vi"]), ("hop tac xa s", names["vi"]), ("ສົງ", names["lo"])):
        assert shown in [one.text for one in engine.suggest(typed, "vi")]
    assert [one.text for one in engine.suggest("s", "vi")].count(names["vi"]) == 1
    engine.delete(["booth-120"])
    assert engine.suggest("song r", "vi") == []


def test_what_is_said_before_the_goods_may_be_left_out(engine: EmbeddedEngine) -> None:
    engine.index([listing(125, Kind.OFFER, names={"vi": "Cần bán thanh long", "lo": "ຂາຍແກ້ວມັງກອນ"})])
    assert [one.text for one in engine.suggest("thanh l", "vi")] == ["thanh long"]
    assert [one.text for one in engine.suggest("cần bán thanh l", "vi")] == ["Cần bán thanh long"]
    assert engine.suggest("ແກ້ວມັງ", "lo")[0].text == "ແກ້ວມັງກອນ"
    engine.index([listing(126, names={"vi": "Cần mua: 20 tấn vải thiều"})])
    assert [one.text for one in engine.suggest("vải th", "vi")] == ["vải thiều"]
    engine.index([listing(127, names={"vi": "Cần Thơ: gạo ngon"})])
    assert [one.text for one in engine.suggest("thơ", "vi")] == ["Cần Thơ"], "a place, not taken apart"
    assert engine.search(SearchQuery("thanh lo", lang="vi")).hits[0].id == "offer-125"


@pytest.mark.parametrize(
    ("typed", "lang", "shown"),
    [
        ("dried m", "en", "Soft dried mango"),
        ("mango", "en", "Soft dried mango"),
        ("sấy d", "vi", "Xoài sấy dẻo Mộc Châu"),
        ("ອົບແ", "lo", "ໝາກມ່ວງອົບແຫ້ງ"),
        ("laos", "en", "Black pepper of Laos"),
    ],
)
def test_names_are_suggested_from_their_later_words(
    engine: EmbeddedEngine, typed: str, lang: str, shown: str
) -> None:
    mango = {"en": "Soft dried mango", "vi": "Xoài sấy dẻo Mộc Châu 500g", "lo": "ໝາກມ່ວງອົບແຫ້ງ"}
    engine.index([listing(130, names=mango), listing(131, names={"en": "Black pepper of Laos"})])
    assert [one.text for one in engine.suggest(typed, lang)] == [shown]
    engine.delete(["product-130", "product-131"])
    assert engine.suggest(typed, lang) == []


def test_what_says_nothing_by_itself_is_not_suggested(engine: EmbeddedEngine) -> None:
    names = ("Dried longan", "Dried galangal slices", "Black bamboo 500 g/l, clean, machine sorted, in bags")
    engine.index(listing(140 + place, names={"en": name}) for place, name in enumerate(names))
    engine.index([listing(150, names={"vi": "Sầu riêng Ri6 loại một"}), listing(151, names={"vi": "Sầu"})])
    assert {one.text for one in engine.suggest("dri", "en")} == {"Dried longan", "Dried galangal slices"}
    assert [one.text for one in engine.suggest("black b", "en")] == ["Black bamboo"]
    assert engine.suggest("sau r", "vi")[0].text == "Sầu riêng Ri6 loại một"
    assert engine.search(SearchQuery("blac", lang="en")).total, "a query broken off is completed all the same"


def test_frequent_names_are_suggested_among_many_rare_ones(engine: EmbeddedEngine) -> None:
    rare = [listing(1000 + number, names={"en": f"Tea house {number}"}) for number in range(300)]
    engine.index([*rare, *(listing(1400 + number, names={"en": "Tea of Tam"}) for number in range(3))])
    engine.index(listing(1500 + number, names={"vi": f"Te {number // 2}"}) for number in range(200))
    for typed in ("t", "te", "tea ", "tea o", "tea of t"):
        assert "Tea of Tam" in [one.text for one in engine.suggest(typed, "en")], typed
    assert "Tea house 290" in [one.text for one in engine.suggest("tea house 29", "en")]


def test_suggestions_count_what_is_there_now(engine: EmbeddedEngine) -> None:
    assert engine.suggest("young", "en")[0].text == "Young coconut"
    assert engine.suggest("young", "en")[0].count == 1
    engine.delete(["product-4"])
    assert engine.suggest("young", "en") == []


def test_a_refused_change_changes_no_count(engine: EmbeddedEngine) -> None:
    before, suggested = engine.search(SearchQuery()), engine.suggest("young", "en")
    with pytest.raises(DocumentsRefused):
        engine.index([listing(4, names={"en": "Young coconut"}, province="LA-XE", version=2**70)])
    after = engine.search(SearchQuery())
    assert (after.total, after.facets) == (before.total, before.facets)
    assert engine.suggest("young", "en") == suggested


def test_what_the_keys_have_no_number_for_is_refused_alone(engine: EmbeddedEngine, tmp_path: Path) -> None:
    (place,) = [part for part in PARTS if "province" in part.facts]
    (path,) = tmp_path.glob("index-*.sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into part values (?, ?, ?)", (place.name, place.most, '["XX", "Far away"]')
        )
    with pytest.raises(DocumentsRefused, match="product-21"):
        engine.index(
            [
                listing(21, names={"en": "Saffron"}, country="IR", province="Khorasan"),
                listing(22, names={"en": "Cardamom"}),
            ]
        )
    assert found_numbers(engine, SearchQuery("saffron")) == []
    assert found_numbers(engine, SearchQuery("cardamom", countries=("VN",))) == [22]


def test_the_tables_stay_consistent_after_changes(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.index([listing(number, names={"vi": f"Chè {number}"}) for number in range(1, 8)])
    engine.delete([f"product-{number}" for number in range(1, 5)])
    (path,) = tmp_path.glob("index-*.sqlite")
    connection = sqlite3.connect(path)
    connection.execute("insert into fts(fts) values ('integrity-check')")
    counts = {
        connection.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 - our own names
        for table in ("document", "facts", "fts")
    }
    connection.close()
    assert counts == {6}
