"""Listings in three languages written by chance from trade names: the same on every run, of any number.

Half of the Lao names are written without spaces, as people do; one listing in twenty names goods without
being them (a dryer for coffee, a bag for rice); descriptions speak of other goods as well.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from benchmarks.search.goods import Good, all_goods, path_to
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference.categories import written_categories
from marketplace.reference.concept_keeping import shipped_concepts
from marketplace.reference.concepts import Concept, Concepts, names_of_concepts
from marketplace.reference.places import all_provinces
from marketplace.search.engine import Kind, SearchDoc

GRADES = {
    "vi": (
        "loại 1",
        "loại 2",
        "hữu cơ",
        "xuất khẩu",
        "vụ mới",
        "đóng gói",
        "cao cấp",
        "giá sỉ",
        "sạch",
        "tươi ngon",
        "tuyển chọn",
    ),
    "en": (
        "grade A",
        "premium",
        "organic",
        "export quality",
        "new crop",
        "wholesale",
        "in bulk",
        "selected",
        "fresh",
        "packed",
    ),
    "lo": ("ຄຸນນະພາບສູງ", "ຊັ້ນ1", "ອິນຊີ", "ສົ່ງອອກ", "ລະດູໃໝ່", "ຂາຍສົ່ງ", "ຄັດພິເສດ", "ສົດ", "ບັນຈຸຖົງ"),
}
PACKINGS = ("", "", "5kg", "50 kg", "1 tấn", "25kg/bao", "500 g", "12 x 330ml", "20ft")
SELLING = {
    "vi": ("Cần bán {}", "Cung cấp {}", "Bán sỉ {}"),
    "en": ("{} for sale", "Supply of {}", "We sell {}"),
    "lo": ("ຂາຍ{}", "ສະໜອງ{}"),
}
BUYING = {
    "vi": ("Cần mua {}", "Thu mua {}"),
    "en": ("Wanted: {}", "Looking for {}"),
    "lo": ("ຕ້ອງການຊື້{}", "ຮັບຊື້{}"),
}
SENTENCES = {
    "vi": (
        "Hàng có sẵn tại kho, giao trong tuần.",
        "Sản phẩm của hợp tác xã, thu hoạch bằng tay và sơ chế ngay trong ngày.",
        "Độ ẩm dưới 12%, tạp chất dưới 1%, đóng bao theo yêu cầu.",
        "Chúng tôi cũng có {other} với giá tốt.",
        "Trồng xen với {other} trên đất bazan.",
        "Giá tại xưởng, chưa gồm vận chuyển qua cửa khẩu {place}.",
    ),
    "en": (
        "In stock, delivered within a week.",
        "Grown by a cooperative, picked by hand and processed the same day.",
        "Moisture below 12%, foreign matter below 1%, packed as you wish.",
        "We also have {other} at a good price.",
        "Grown together with {other} on volcanic soil.",
        "Price ex works, without transport through {place}.",
    ),
    "lo": (
        "ມີສິນຄ້າພ້ອມສົ່ງພາຍໃນອາທິດ.",
        "ສິນຄ້າຂອງສະຫະກອນ ເກັບກ່ຽວດ້ວຍມື.",
        "ຄວາມຊຸ່ມຕ່ຳກວ່າ 12% ບັນຈຸຕາມຄວາມຕ້ອງການ.",
        "ພວກເຮົາຍັງມີ{other}ໃນລາຄາດີ.",
        "ປູກຮ່ວມກັບ{other}.",
    ),
}
WRITTEN_IN = ("vi",) * 9 + ("lo",) * 4 + ("en",) * 2 + ("vi en",) * 3 + ("lo en",) * 2 + ("vi en lo",)
SYLLABLES = (
    "an",
    "bao",
    "chi",
    "dai",
    "dong",
    "ha",
    "hoa",
    "khang",
    "lam",
    "linh",
    "long",
    "minh",
    "nam",
    "phu",
    "sen",
    "son",
    "tan",
    "thanh",
    "tien",
    "viet",
    "xuan",
)
CERTIFICATES = ("vietgap", "organic", "ocop", "haccp", "iso22000")


@dataclass(frozen=True, slots=True)
class Aside:
    """What is made for goods and named after them: its own article, the leaf it is filed under, its names."""

    good: str
    leaf: str
    called: Mapping[str, str]


ASIDES = (
    Aside(
        "dryer",
        "processing-machinery",
        {"vi": "máy sấy {}", "en": "{} drying machine", "lo": "ຈັກອົບ{}"},
    ),
    Aside(
        "machinery",
        "processing-machinery",
        {"vi": "khuôn làm {}", "en": "{} cutter", "lo": "ຈັກຕັດ{}"},
    ),
    Aside(
        "packaging",
        "packaging",
        {"vi": "bao bì đựng {}", "en": "bags for {}", "lo": "ຖົງໃສ່{}"},
    ),
    Aside(
        "freight",
        "logistics",
        {"vi": "dịch vụ vận chuyển {}", "en": "transport of {}", "lo": "ບໍລິການຂົນສົ່ງ{}"},
    ),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A document and the goods it sells or buys."""

    document: SearchDoc
    good: str
    province: str


class Catalogue:
    """``size`` listings of so many ``goods``, or of all there are.

    ``languages`` limits sellers to those who write only in one of these ways.
    """

    def __init__(
        self, size: int, languages: tuple[str, ...] = WRITTEN_IN, goods: int | None = None, seed: int = 1
    ) -> None:
        self.size = size
        self._languages = languages
        self._goods = goods
        self._seed = seed

    def __iter__(self) -> Iterator[Listing]:
        chance = random.Random(self._seed)
        goods = list(all_goods())
        chance.shuffle(goods)
        goods = goods[: self._goods]
        # A few goods are traded much, most a little; every one has its turn before any has many.
        often = goods + [goods[int(len(goods) * chance.random() ** 2)] for _ in range(2 * len(goods))]
        for number in range(self.size):
            yield _listing(number, often[number % len(often)], chance, self._languages, goods)

    def documents(self) -> Iterator[SearchDoc]:
        """Only what engines see."""
        return (listing.document for listing in self)


def _listing(
    number: int, good: Good, chance: random.Random, ways: tuple[str, ...], goods: Sequence[Good]
) -> Listing:
    languages = chance.choice(ways).split()
    aside = chance.choice(ASIDES) if chance.random() < 0.05 else None
    kind = Kind.OFFER if chance.random() < 0.15 else Kind.PRODUCT
    side = ("buy" if chance.random() < 0.4 else "sell") if kind == Kind.OFFER else "sell"
    province = chance.choice(_provinces())
    goods_names = {lang: chance.choice(good.names[lang]) for lang in languages}
    if aside:
        goods_names = {lang: aside.called[lang].format(name) for lang, name in goods_names.items()}
    names = {lang: _name(lang, name, kind, side, province, chance) for lang, name in goods_names.items()}
    booth = number // 40
    price = Decimal(chance.randrange(1000, 900_000)) if chance.random() < 0.7 else None
    path = path_to(aside.leaf) if aside else good.path
    document = SearchDoc(
        id=f"{kind}-{number}",
        kind=kind,
        object_id=number,
        version=1,
        names=names,
        descriptions={lang: _description(lang, chance, goods) for lang in languages},
        **_other_names(path[-1], tuple(goods_names.items())),
        place_names=", ".join(province.names.values()),
        sku=f"{chance.choice('ABCDEFGHK')}{chance.choice('LMNPQRST')}-{number:04d}/{chance.choice('ABX')}",
        category=path[-1],
        category_path=path,
        country=province.country,
        province=province.code,
        booth_slug=f"booth-{booth}",
        booth_names={"vi": _booth_name(booth)},
        side=side,
        certificates=(chance.choice(CERTIFICATES),) if chance.random() < 0.3 else (),
        price=price,
        currency="VND" if price is not None else "",
        comparable_price=None if price is None else price / 26_000,
        moq=Decimal(chance.choice((1, 50, 500, 5000))),
        published_at=1_750_000_000 + number,
    )
    return Listing(document, aside.good if aside else good.code, province.code)


def _name(lang: str, name: str, kind: Kind, side: str, province, chance: random.Random) -> str:
    if kind == Kind.OFFER:
        name = chance.choice((SELLING if side == "sell" else BUYING)[lang]).format(name)
    parts = [name[:1].upper() + name[1:]]
    if chance.random() < 0.6:
        parts.append(chance.choice(GRADES[lang]))
    if chance.random() < 0.35:
        parts.append(province.names[lang])
    if packing := chance.choice(PACKINGS):
        parts.append(packing)
    return ("" if lang == "lo" and chance.random() < 0.5 else " ").join(parts)


def _description(lang: str, chance: random.Random, goods: Sequence[Good]) -> str:
    chosen = chance.sample(SENTENCES[lang], chance.choice((1, 2, 3)))
    other = chance.choice(chance.choice(goods).names[lang])
    place = chance.choice(_provinces()).names[lang]
    return " ".join(chosen).format(other=other, place=place)


@cache
def _booth_name(number: int) -> str:
    chance = random.Random(f"booth {number}")
    return "Hợp tác xã " + " ".join(chance.choices(SYLLABLES, k=2)).title()


@cache
def _provinces() -> tuple:
    return tuple(province for province in all_provinces().values() if not province.successor)


@cache
def _other_names(leaf: str, names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What the application itself writes into the document of a listing with these names."""
    shipped = _shipped()
    concepts = shipped.of_listing(leaf, "", Translated(dict(names)))
    others = names_of_concepts(shipped.broader(concepts))
    category = ", ".join(written_categories()[leaf].names.values())
    return {"concept_names": names_of_concepts(concepts), "other_names": others if concepts else category}


@cache
def _shipped() -> Concepts:
    """The concepts of our own table: a benchmark has no database."""
    return Concepts(
        Concept(
            code,
            tuple(content.categories),
            tuple(content.hs_codes),
            content.broader_code,
            {lang: tuple(found) for lang, found in content.names.items()},
        )
        for code, content in shipped_concepts().items()
    )


def languages_alone(most: int) -> dict[str, Catalogue]:
    """For each language a catalogue whose sellers write nothing else: six listings of each article."""
    return {lang: Catalogue(min(most, 6 * len(all_goods())), (lang,)) for lang in LANGUAGES}
