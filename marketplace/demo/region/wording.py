"""How names, descriptions and taglines are put together in Vietnamese, English and Lao.

Lao sentences are short on purpose and built from words of the trade; a native reader has not seen them yet.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference.categories import written_categories
from marketplace.reference.places import province
from marketplace.reference.units import all_units

OPENING_HOURS = Translated(
    vi="Thứ hai đến thứ bảy, 7:30–17:00", en="Monday to Saturday, 7:30–17:00", lo="ວັນຈັນ ຫາ ວັນເສົາ, 7:30–17:00"
)
ALL_ROADS = Translated(
    vi="Việt Nam, Lào và xuất khẩu", en="Vietnam, Laos and export", lo="ຫວຽດນາມ, ລາວ ແລະ ສົ່ງອອກ"
)
NEAR = Translated(vi="Việt Nam và Lào", en="Vietnam and Laos", lo="ຫວຽດນາມ ແລະ ລາວ")

#: Nature of a good → where it comes from, in words. Several wordings keep neighbours on a page apart.
_ORIGINS = {
    "grown": (
        ("Trồng tại {place}, {province}.", "Grown in {place}, {province}.", "ປູກຢູ່ {place_lo}."),
        ("Từ các vườn ở {place}, {province}.", "From gardens in {place}, {province}.", "ຈາກສວນຢູ່ {place_lo}."),
    ),
    "made": (
        ("Làm tại {place}, {province}.", "Made in {place}, {province}.", "ຜະລິດຢູ່ {place_lo}."),
        ("Sản phẩm của {place}, {province}.", "Produced in {place}, {province}.", "ສິນຄ້າຂອງ {place_lo}."),
    ),
    "caught": (
        ("Đánh bắt và sơ chế tại {place}.", "Landed and cleaned in {place}.", "ຈັບ ແລະ ປຸງແຕ່ງຢູ່ {place_lo}."),
    ),
    "gathered": (
        ("Thu hái ở vùng rừng {place}.", "Gathered in the forests of {place}.", "ເກັບຈາກປ່າຢູ່ {place_lo}."),
        ("Hàng thu hái của {place}, {province}.", "Gathered around {place}, {province}.", "ເກັບຢູ່ {place_lo}."),
    ),
    "raised": (("Nuôi tại {place}, {province}.", "Raised in {place}, {province}.", "ລ້ຽງຢູ່ {place_lo}."),),
    "stocked": (
        ("Giao từ kho {place}, {province}.", "Delivered from our store in {place}.", "ສົ່ງຈາກສາງ {place_lo}."),
    ),
}  # fmt: skip

_WANTED = (
    (
        "Cần mua số lượng lớn, ưu tiên giao hàng đều.",
        "We buy in volume and prefer steady deliveries.",
        "ຕ້ອງການຊື້ຈຳນວນຫຼາຍ.",
    ),
    (
        "Gửi báo giá kèm ảnh và giấy tờ của lô hàng.",
        "Please quote with photos and the papers of the lot.",
        "ກະລຸນາສົ່ງລາຄາ ພ້ອມຮູບ ແລະ ເອກະສານ.",
    ),
    (
        "Thanh toán trong bảy ngày sau khi nhận hàng.",
        "We pay within seven days of receiving the goods.",
        "ຈ່າຍເງິນພາຍໃນ 7 ວັນ ຫຼັງຈາກໄດ້ຮັບສິນຄ້າ.",
    ),
)

_LASTING = {"d": ("{n} ngày", "{n} days", "{n} ວັນ"), "m": ("{n} tháng", "{n} months", "{n} ເດືອນ")}


def in_three(texts: Iterable[str]) -> Translated:
    """Vietnamese, English, Lao – in this order – as one text."""
    return Translated(dict(zip(LANGUAGES, texts, strict=True)))


def only(text: Translated, languages: Iterable[str]) -> Translated:
    """The text in some of its languages: real sellers do not write all three."""
    return Translated({lang: text[lang] for lang in languages if lang in text})


def joined(parts: Iterable[Translated], separator: str = " ") -> Translated:
    """Sentences put one after the other, language by language."""
    given = list(parts)
    return Translated(
        {lang: separator.join(part[lang] for part in given if lang in part) for lang in LANGUAGES}
    )


def placed_name(name: Translated, place: Translated) -> Translated:
    """A good named after where it comes from: “Bưởi … Tân Triều”, “Forest honey, 500 g jar, from Kbang”."""
    comma = "," if "," in name["en"] else ""
    return in_three(
        (
            f"{name['vi']} {place['vi']}",
            f"{name['en']}{comma} from {place['en']}",
            f"{name['lo']} {place['lo']}",
        )
    )


def origin(nature: str, place: Translated, province_code: str, rng: random.Random) -> Translated:
    """The first sentence of a description: where the goods come from."""
    names = province(province_code).names
    same = place["lo"] == names["lo"]
    lao_place = f"ແຂວງ{names['lo']}" if same else f"{place['lo']}, ແຂວງ{names['lo']}"
    vietnamese, english, lao = rng.choice(_ORIGINS[nature])
    return in_three(
        (
            vietnamese.format(place=place["vi"], province=names["vi"]),
            english.format(place=place["en"], province=names["en"]),
            lao.format(place_lo=lao_place),
        )
    )


def wanted(rng: random.Random) -> Translated:
    """What a buy offer says."""
    return joined(in_three(sentence) for sentence in rng.sample(_WANTED, 2))


def lasting(shelf_life: str) -> Translated:
    """“12m” → twelve months, “7d” → seven days; empty for what does not spoil."""
    if not shelf_life:
        return Translated()
    return in_three(pattern.format(n=shelf_life[:-1]) for pattern in _LASTING[shelf_life[-1]])


def tagline(categories: Iterable[str], place: Translated) -> Translated:
    """What a booth sells and where, in one line."""
    names = [written_categories()[code].names for code in categories]
    return in_three(
        f"{' · '.join([names[0][lang], *(_after_first(name[lang]) for name in names[1:])])} – {place[lang]}"
        for lang in LANGUAGES
    )


def _after_first(name: str) -> str:
    """A category name inside a list begins small."""
    return name[0].lower() + name[1:]


def yearly(amount: int, unit: str, category: str) -> Translated:
    """“1,200 tonnes of pepper a year”; unit and category by their codes."""
    names = written_categories()[category].names
    much = {lang: all_units()[unit].counted(amount, lang) for lang in LANGUAGES}
    return in_three(
        (
            f"{much['vi']} {_after_first(names['vi'])} mỗi năm",
            f"{much['en']} of {_after_first(names['en'])} a year",
            f"{names['lo']} {much['lo']} ຕໍ່ປີ",
        )
    )
