"""Words said beside what is wanted: "buy", "for sale", "cần mua", "20 tons".

They may help to order what was found; they must not keep a listing from being found. A query of nothing else
means them after all. Vietnamese is listed with its diacritics, and without only where the bare letters are no
ordinary goods: "cua" is crab.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from marketplace.kernel.text.folding import fold
from marketplace.kernel.text.lao import without_tones

_BETWEEN_WORDS = """
a an the of for to from in at with and or by near is are any some please where how much
per của và hoặc tại ở từ đến đi với có các những ຂອງ ແລະ ທີ່ ຈາກ ໄປ ມີ ໃນ
"""
_ENGLISH = """
buy buying buyer sell selling seller sale want wanted need needed looking find supply supplier supplying
price cheap cheapest best wholesale wholesaler exporter importer export import manufacturer distributor trader
retailer factory company bulk quality high
"""
_VIETNAMESE = """
mua bán cần tìm kiếm giá cho sỉ lẻ rẻ tốt nhất nơi đâu muốn hôm nay không nhé ạ ban can gia
"""
_LAO = """
ຊື້ ຂາຍ ຕ້ອງການ ຢາກ ຢາກໄດ້ ລາຄາ ບໍ ບໍ່ ສຳລັບ ຊອກຫາ ຊອກ ຫາ ຮັບຊື້ ຂາຍສົ່ງ ຂາຍຍົກ ຮັບ ໄດ້ ຖືກ ມີບໍ ລາຄາຖືກ
ຜູ້ສົ່ງອອກ ຜູ້ນຳເຂົ້າ ຜູ້ຜະລິດ ຜູ້ຂາຍ ຜູ້ຊື້ ຜູ້ ຜະລິດ ສົ່ງອອກ ນຳເຂົ້າ ໂຮງງານ ບໍລິສັດ ສະໜອງ ຈຳນວນ ຈຳນວນຫຼາຍ ຫຼາຍ ຄຸນນະພາບ
"""
_PHRASES = """
nhà cung cấp, nhà phân phối, nhà sản xuất, nhà xuất khẩu, nhà nhập khẩu, cơ sở sản xuất, xưởng sản xuất,
công ty, đại lý, cung cấp, thu mua, xuất khẩu, nhập khẩu, nguồn hàng, số lượng lớn, chất lượng,
uy tín, bao nhiêu, giá sỉ, giá lẻ, giá rẻ, ở đâu, cho hỏi, tìm mua, tìm nhà, cần tìm, hôm nay,
xuất khẩu đi, nhập khẩu từ, i want, i need, i am, i buy, we want, we need, we are, we buy, we sell, do you
"""
_UNITS = """
kg kgs kilo g gr gram t ton tan tấn tạ yen yến l lit lít liter litre ml mm cm m m2 m3 ft pcs pc
bao thung thùng container cont bag box ກິໂລ ກິໂລກຣາມ ກກ ໂຕນ ກຣາມ ລິດ
"""
_PLACES = """
gia lai, cần thơ, can tho, an giang, long an, nghệ an, nghe an
"""
BETWEEN_WORDS = frozenset(_BETWEEN_WORDS.split())
"""Words that say nothing of what is wanted, nor of what is done with it."""

LITTLE_WORDS = BETWEEN_WORDS | frozenset(f"{_ENGLISH} {_VIETNAMESE} {_LAO} {without_tones(_LAO)}".split())
"""Raise ``RULES`` with every change: suggestions are kept or left out by these."""

PHRASES = frozenset(tuple(fold(phrase).split()) for phrase in _PHRASES.split(","))

UNITS = frozenset(_UNITS.split())
PLACES = frozenset(tuple(place.split()) for place in _PLACES.split(","))
"""Provinces of which a part would be a little word."""

_AMOUNT = re.compile(rf"\d+(?:{'|'.join(unit for unit in sorted(UNITS) if unit.isascii())})?s?")


def is_little(word: str) -> bool:
    """Tell whether a word, as typed in lower case, is said beside what is wanted."""
    return word in LITTLE_WORDS or (word.endswith("s") and word[:-1] in LITTLE_WORDS)


def little_phrases(words: Sequence[str]) -> set[int]:
    """Return the places of folded words that are said beside what is wanted only together: nhà cung cấp."""
    parts = (range(*ends) for ends in combinations(range(len(words) + 1), 2))
    return {place for part in parts if tuple(words[part.start : part.stop]) in PHRASES for place in part}


def is_between(word: str) -> bool:
    """Tell whether a word, as typed, says nothing: "for", "của"."""
    return word in BETWEEN_WORDS


def is_place(word: str, next_word: str) -> bool:
    """Tell whether two words are a place, though one alone would be little: Gia Lai is no price (giá)."""
    return (word, next_word) in PLACES


def is_amount(word: str) -> bool:
    """Tell whether a word is a number, alone or with a unit: ``18``, ``5kg``."""
    return _AMOUNT.fullmatch(word) is not None


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit, which counts only after a number."""
    return word in UNITS or (word.endswith("s") and word[:-1] in UNITS)
