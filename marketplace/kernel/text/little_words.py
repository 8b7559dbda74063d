"""Words said beside what is wanted: "buy", "for sale", "cần mua", "20 tons".

They may help to order what was found; they must not keep a listing from being found. A query of nothing else
means them after all. Vietnamese is listed with its diacritics, and without only where the bare letters are no
ordinary goods: "cua" is crab.
"""

import re

_ENGLISH = """
a an the of for to from in at with and or by near is are any some please
buy buying buyer sell selling seller sale want wanted need needed looking find supply supplier supplying
price cheap cheapest best wholesale
"""
_VIETNAMESE = """
mua bán cần tìm kiếm giá cho của và hoặc tại ở từ đến đi với có sỉ lẻ rẻ tốt nhất các những nơi đâu muốn hôm
nay ban can gia
"""
_LAO = """
ຊື້ ຂາຍ ຕ້ອງການ ຢາກ ຢາກໄດ້ ລາຄາ ຂອງ ແລະ ທີ່ ຈາກ ໄປ ມີ ບໍ ບໍ່ ສຳລັບ ຊອກຫາ ຊອກ ຫາ ໃນ ຮັບຊື້ ຂາຍສົ່ງ ຮັບ ໄດ້ ຖືກ ມີບໍ
"""
_UNITS = """
kg kgs kilo g gr gram t ton tan tấn tạ yen yến l lit lít liter litre ml mm cm m m2 m3 ft pcs pc
bao thung thùng container cont bag box ກິໂລ ກິໂລກຣາມ ກກ ໂຕນ ກຣາມ ລິດ
"""
_PLACES = """
gia lai, cần thơ, can tho, an giang, long an, nghệ an, nghe an
"""
LITTLE_WORDS = frozenset(f"{_ENGLISH} {_VIETNAMESE} {_LAO}".split())
"""Raise ``RULES`` with every change: suggestions are kept or left out by these."""

UNITS = frozenset(_UNITS.split())
PLACES = frozenset(tuple(place.split()) for place in _PLACES.split(","))
"""Provinces of which a part would be a little word."""

_AMOUNT = re.compile(rf"\d+(?:{'|'.join(unit for unit in sorted(UNITS) if unit.isascii())})?s?")


def is_little(word: str) -> bool:
    """Tell whether a word, as typed in lower case, is said beside what is wanted."""
    return word in LITTLE_WORDS


def is_place(word: str, next_word: str) -> bool:
    """Tell whether two words are a place, though one alone would be little: Gia Lai is no price (giá)."""
    return (word, next_word) in PLACES


def is_amount(word: str) -> bool:
    """Tell whether a word is a number, alone or with a unit: ``18``, ``5kg``."""
    return _AMOUNT.fullmatch(word) is not None


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit, which counts only after a number."""
    return word in UNITS or (word.endswith("s") and word[:-1] in UNITS)
