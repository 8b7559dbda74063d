"""What buyers type instead of what sellers write: raw keys, chat, spaces within words, slips, numbers."""

from pathlib import Path

import pytest

from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchQuery
from tests.search.catalogue import listing

GOODS = {
    1: ({"vi": "Cà phê nhân Đắk Lắk"}, "cà phê nhân, cà phê"),
    2: ({"vi": "Nước mắm Phú Quốc"}, "nước mắm, fish sauce, ນ້ຳປາ"),
    3: ({"vi": "Quả dứa tươi"}, "dứa, pineapple"),
    4: ({"vi": "Dừa xiêm"}, "dừa, coconut"),
    5: ({"en": "Firewood"}, "firewood, củi"),
    6: ({"en": "Dog food"}, "pet food"),
    7: ({"vi": "Bình gốm"}, "đồ gốm, đồ gỗ"),
    8: ({"vi": "Xăm lốp"}, "tyre, car tyre"),
    9: ({"en": "Ginger cookies"}, "biscuit"),
    10: ({"en": "Corn"}, "corn, ngô"),
    11: ({"vi": "Cỏ voi"}, "cỏ"),
    12: ({"en": "Handbag"}, "handbag"),
    13: ({"en": "Bags for handbags"}, "packaging"),
    14: ({"en": "Calendar"}, "calendar"),
    15: ({"vi": "Tôn mát"}, "tôn"),
    16: ({"en": "Sleeping mat"}, "mat"),
    17: ({"vi": "Nhà cung cấp vôi bột"}, "vôi"),
    18: ({"lo": "ປາແຫ້ງ ນ້ຳຈືດ"}, "ປາແຫ້ງ"),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    folder: Path = tmp_path_factory.mktemp("spelling")
    made = EmbeddedEngine(folder)
    made.rebuild(
        lambda: (
            listing(number, names=names, concept_names=concepts, sku=f"HR-41{number:02}/A")
            for number, (names, concepts) in GOODS.items()
        )
    )
    return made


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("caf phee", 1),
        ("caf phee Ddawsk Lawsk", 1),
        ("mua ca2 phe6", 1),
        ("cà fê", 1),
        ("ca fe", 1),
        ("nuoc71 mam81", 2),
        ("nước mấm", 2),
        ("cá phế", 1),
        ("cà phê daklak", 1),
        ("fsh sauc", 2),
        ("ນ້ຳ ປາ", 2),
        ("duwas", 3),
        ("dừa", 4),
        ("fire wood", 5),
        ("firewoods", 5),
        ("dog", 6),
        ("car trye", 8),
        ("ginger cookie", 9),
        ("cornz", 10),
        ("handbag for sale", 12),
        ("clednar", 14),
        ("mats", 16),
        ("nhà cung cấp cà phê", 1),
        ("coffee beans exporters", 0),
        ("HR-4103", 3),
        ("mã HR-4112/A", 12),
        ("SKU: hr4105a", 5),
    ],
)
def test_the_best_answer_comes_first(engine: EmbeddedEngine, typed: str, first: int) -> None:
    hits = engine.search(SearchQuery(typed)).hits
    assert [hit.object_id for hit in hits[:1]] == ([first] if first else [])


def test_a_buyer_is_told_what_the_keys_were_taken_for(engine: EmbeddedEngine) -> None:
    assert engine.search(SearchQuery("nuwowcs mawms")).corrected == "nước mắm"
    assert engine.search(SearchQuery("nước mắm")).corrected is None


def test_a_word_that_may_be_broken_off_is_both(engine: EmbeddedEngine) -> None:
    found = {hit.object_id for hit in engine.search(SearchQuery("cor")).hits}
    assert {10, 11} <= found
