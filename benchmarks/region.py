"""A region of any size, public as if officers had approved every line of it.

One organization of each country, one booth, two products and two offers go through the front door: filled
in by their people, sent, approved by an officer. The others are copies of all rows that this left behind
(the thing itself, its revisions, its history), with other names, prices and places, written below the net
that keeps everybody else from publishing without review.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from sqlalchemy import Engine, Table, func, insert, select, text

from benchmarks.load import VISITORS
from benchmarks.visits import PASSWORD, Stock
from marketplace.accounts.models import Person
from marketplace.accounts.passwords import hash_password
from marketplace.booths.models import Booth, BoothCategory, Membership
from marketplace.catalog.actions import create_product
from marketplace.catalog.cards import product_url
from marketplace.catalog.models import Product
from marketplace.catalog.rules import found_by_words
from marketplace.catalog.states import Scheme
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.history import History
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.slugs import slug_of
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.moderation.models import Revision
from marketplace.offers.actions import create_offer
from marketplace.offers.states import Side
from marketplace.reference.places import list_provinces
from marketplace.reference.queries import category_path
from marketplace.reference.tables import read_table
from tests import make

ROWS_AT_ONCE = 1_000
PRODUCTS_PER_BOOTH = 50
PRODUCTS_PER_OFFER = 25
#: One product in so many has an edit that waits for an officer.
PRODUCTS_PER_WAITING = 40

MEMBER, OFFICER = "member@benchmark.example", "officer@benchmark.example"

GRADES = (
    {"vi": "loại 1", "en": "grade 1", "lo": "ຊັ້ນ 1"},
    {"vi": "loại 2", "en": "grade 2", "lo": "ຊັ້ນ 2"},
    {"vi": "hữu cơ", "en": "organic", "lo": "ອິນຊີ"},
    {"vi": "xuất khẩu", "en": "export quality", "lo": "ສົ່ງອອກ"},
    {"vi": "vụ mới", "en": "new crop", "lo": "ລະດູໃໝ່"},
)
STORY = {
    "vi": "**Thu hái chín** trên 90 %, sơ chế trong ngày và phơi trên giàn.\n\n- Độ ẩm dưới 12,5 %\n"
    "- Tạp chất dưới 0,5 %\n- Đóng bao theo yêu cầu\n\nGiao tại kho hoặc tại cửa khẩu.",
    "en": "**Picked ripe**, processed on the same day and dried on raised beds.\n\n- Moisture below 12.5 %\n"
    "- Foreign matter below 0.5 %\n- Packed as you wish\n\nDelivered at the warehouse or the border gate.",
    "lo": "**ເກັບໝາກສຸກ** ແປຮູບໃນມື້ດຽວກັນ ແລະ ຕາກເທິງຮ້ານ.\n\n- ຄວາມຊຸ່ມຕ່ຳກວ່າ 12,5 %\n"
    "- ສິ່ງເຈືອປົນຕ່ຳກວ່າ 0,5 %\n\nສົ່ງມອບຢູ່ສາງ ຫຼື ດ່ານຊາຍແດນ.",
}
#: The languages sellers write in, and how many of ten do.
WRITTEN = ((("vi", "en", "lo"), 5), (("vi", "en"), 2), (("vi",), 2), (("lo",), 1))

SEARCHES = (
    "/search?q=ca+phe",
    "/search?q=coffee",
    "/search?q=%E0%BA%81%E0%BA%B2%E0%BB%80%E0%BA%9F",  # coffee in Lao
    "/search?q=g%E1%BA%A1o&country=VN",
    "/search?q=pepper&kind=product&sort=price_asc",
    "/search?category=coffee-tea-spices",
    "/search?q=coffee&certificate=organic",
    "/search",
)


@dataclass(frozen=True)
class Seller:
    """A verified organization and its booth."""

    organization_id: int
    booth_id: int
    country: str
    province: str


@dataclass(frozen=True)
class Copy:
    """How a copy differs: its columns, and what the line of the review queue says of it."""

    columns: dict
    facts: dict = field(default_factory=dict)


def build(products: int) -> Stock:
    """Fill the database of the present application with so many public products and all around them."""
    chance = random.Random(2026)
    first = _through_the_front_door()
    sellers = _copy_sellers(first, max(0, products // PRODUCTS_PER_BOOTH - len(first.sellers)), chance)
    goods = list_goods()
    waiting = products // PRODUCTS_PER_WAITING
    keys = first.edited.copy(_products(waiting, goods, sellers, chance))
    keys += first.product.copy(_products(products - waiting - 2, goods, sellers, chance))
    for offer in first.offers:
        offer.copy(_offers(products // PRODUCTS_PER_OFFER // len(first.offers) - 1, goods, sellers, chance))
    shown = chance.sample(keys, min(200, len(keys)))
    stock = Stock(
        products=_paths(product_url(one) for one in db.session.scalars(_with_keys(Product, shown))),
        booths=[f"/booths/{one.slug}" for one in db.session.scalars(select(Booth))],
        searches=list(SEARCHES),
        drafts=[f"/desk/products/{key}" for key in first.drafts],
        member=MEMBER,
        officer=OFFICER,
    )
    db.session.commit()  # a region is its own edge
    return stock


def _with_keys(model, keys: list[int]):
    return select(model).where(model.id.in_(keys)).order_by(model.id)


def _paths(addresses: Iterable[str]) -> list[str]:
    """Addresses without their language."""
    return ["/" + address.split("/", 2)[2] for address in addresses]


# --- the first of each --------------------------------------------------------------------------------


@dataclass(frozen=True)
class First:
    """What went through the front door."""

    organizations: dict[str, Original]
    booth: Original
    product: Original
    edited: Original
    offers: list[Original]
    sellers: list[Seller]
    drafts: list[int]


def _through_the_front_door() -> First:
    member = make.make_person("Hoa", email=MEMBER)
    officer = make.make_staff(email=OFFICER)
    member.password_hash = officer.password_hash = hash_password(PASSWORD)
    homes = {
        country: make.make_organization(country, owner=owner)
        for country, owner in (("VN", member), ("LA", make.make_person("Khamla")))
    }
    booth, _other = (make.make_booth(home) for home in homes.values())
    product, edited, *drafts = (
        create_product(booth, make.PRODUCT, by=member) for _turn in range(2 + VISITORS)
    )
    offers = [create_offer(booth, make.OFFER | {"side": side.value}, by=member) for side in Side]
    for listing in (product, edited, *offers):
        make.approve(listing, by=member, officer=officer)
    make.make_waiting(edited, by=member, packaging={"en": "Jute sacks of 60 kg, as before"})
    db.session.flush()  # what follows reads the rows
    return First(
        organizations={country: Original(home) for country, home in homes.items()},
        booth=Original(booth),
        product=Original(product),
        edited=Original(edited),
        offers=[Original(offer) for offer in offers],
        sellers=[Seller(one.id, one.booth.id, one.country, one.province) for one in homes.values()],
        drafts=[draft.id for draft in drafts],
    )


class Original:
    """One thing as its approval left it: its own row, its revisions, its history."""

    def __init__(self, thing):
        self._fields = {field.name: field for field in thing.CONTENT}
        self._table = thing.__table__
        (self._row,) = _rows(self._table, self._table.c.id == thing.id)
        self._about = {
            table: _rows(table, table.c.subject_kind == thing.__tablename__, table.c.subject_id == thing.id)
            for table in (Revision.__table__, History.__table__)
        }

    def copy(self, copies: Iterable[Copy]) -> list[int]:
        """Write copies of all its rows; returns the keys of the new things."""
        key = db.session.scalar(select(func.max(self._table.c.id)))
        keys = []
        copies = iter(copies)
        while batch := list(islice(copies, ROWS_AT_ONCE)):
            numbered = list(enumerate(batch, key + 1))
            _insert(self._table, [self._row | one.columns | {"id": number} for number, one in numbered])
            for table, rows in self._about.items():
                _insert(table, [self._told(row, number, one) for number, one in numbered for row in rows])
            keys += [number for number, _one in numbered]
            key = keys[-1]
        return keys

    def _told(self, row: Mapping, key: int, copy: Copy) -> dict:
        """A revision or a line of history, as if it had been about the copy."""
        told = {name: value for name, value in row.items() if name != "id"} | {"subject_id": key}
        if "content" not in told:
            return told
        proposed = {name: field.dump(copy.columns[name]) for name, field in self._changed(copy)}
        for part in ("content", "base"):
            if told[part] is not None:
                told[part] = told[part] | proposed
        return told | copy.facts

    def _changed(self, copy: Copy):
        return ((name, field) for name, field in self._fields.items() if name in copy.columns)


def _rows(table: Table, *conditions) -> list[dict]:
    return [dict(row) for row in db.session.execute(select(table).where(*conditions)).mappings()]


def _insert(table: Table, rows: list[dict]) -> None:
    """Below the session, where nobody asks whether an officer has seen it."""
    if rows:
        db.session.connection().execute(insert(table), rows)


# --- many of each -------------------------------------------------------------------------------------


def _copy_sellers(first: First, number: int, chance: random.Random) -> list[Seller]:
    """More organizations with an owner and a booth each; returns all, the first ones included."""
    homes = [
        (country, province)
        for country, _turn in zip(_in_turn("VN", "LA"), range(number), strict=False)
        for province in [chance.choice(list_provinces(country, "en"))]
    ]
    sellers = []
    for country, original in first.organizations.items():
        here = [province for home, province in homes if home == country]
        keys = original.copy(_organizations(country, here))
        booths = first.booth.copy(_booths(keys, here, country))
        sellers += [
            Seller(key, booth, country, province.code)
            for key, booth, province in zip(keys, booths, here, strict=True)
        ]
    _give_owners([seller.organization_id for seller in sellers])
    _file_under([seller.booth_id for seller in sellers], make.BOOTH["sells"])
    return [*first.sellers, *sellers]


def _in_turn(*values) -> Iterator:
    while True:
        yield from values


def _organizations(country: str, provinces: list) -> Iterator[Copy]:
    for number, province in enumerate(provinces, 1):
        names = _all_languages(lambda lang, p=province, n=number: f"{_COOPERATIVE[lang]} {p.names[lang]} {n}")
        columns = {"names": names, "province": province.code, "address": f"{number} Road 30"}
        if country == "LA":
            columns |= {"latin_name": names["en"], "enterprise_number": f"01-{number:08}"}
        else:
            columns |= {"tax_code": f"{number:010}"}
        yield Copy(columns, {"title": names, "province": province.code})


_COOPERATIVE = {"vi": "Hợp tác xã", "en": "Cooperative", "lo": "ສະຫະກອນ"}
_MARKET = {"vi": "Nông sản", "en": "Farm goods of", "lo": "ກະສິກຳ"}


def _booths(organization_ids: list[int], provinces: list, country: str) -> Iterator[Copy]:
    for number, (key, province) in enumerate(zip(organization_ids, provinces, strict=True), 1):
        name = _all_languages(lambda lang, p=province, n=number: f"{_MARKET[lang]} {p.names[lang]} {n}")
        yield Copy(
            {"organization_id": key, "slug": f"{slug_of(name)}-{country.lower()}", "name": name}
            | _made_public(number),
            {"title": name, "organization_id": key, "country": country, "province": province.code},
        )


def _all_languages(words) -> Translated:
    return Translated({lang: words(lang) for lang in LANGUAGES})


def _give_owners(organization_ids: list[int]) -> None:
    (person,) = _rows(Person.__table__, Person.email == MEMBER)
    (membership,) = _rows(Membership.__table__, Membership.person_id == person["id"])
    key = db.session.scalar(select(func.max(Person.id)))
    del membership["id"]
    owners = list(enumerate(organization_ids, key + 1))
    _insert(Person.__table__, [person | {"id": n, "email": f"owner{n}@benchmark.example"} for n, _ in owners])
    _insert(
        Membership.__table__,
        [membership | {"organization_id": organization, "person_id": n} for n, organization in owners],
    )


def _file_under(booth_ids: list[int], sells: list[str]) -> None:
    codes = sorted({entry.code for code in sells for entry in category_path(code)})
    _insert(
        BoothCategory.__table__, [{"booth_id": booth, "code": code} for booth in booth_ids for code in codes]
    )


@dataclass(frozen=True)
class Good:
    """Something the region trades."""

    names: Translated
    category: str


def list_goods() -> list[Good]:
    """The trade names of the reference tables, each by its first name."""
    return [
        Good(
            Translated({lang: row[lang].split("|")[0] for lang in LANGUAGES}), row["categories"].split(",")[0]
        )
        for row in read_table("trade_concepts")
        if row["categories"]
    ]


def _products(number: int, goods: list[Good], sellers: list[Seller], chance: random.Random) -> Iterator[Copy]:
    currencies = {"VN": ("VND", 1_000), "LA": ("LAK", 1_000)}
    for n in range(number):
        good, seller = chance.choice(goods), chance.choice(sellers)
        currency, step = currencies[seller.country]
        price = None if n % 7 == 0 else Decimal(chance.randrange(10, 400) * step)
        columns = _listing(n, good, seller, chance) | {
            "price": price,
            "approved_price": price,
            "currency": currency,
            "price_tiers": [],
            "moq": Decimal(chance.choice((10, 60, 100, 500, 1_000))),
            "origin_country": seller.country,
            "origin_province": seller.province,
            "certificates": [
                {"scheme": scheme.value, "issuer": "", "number": str(n), "expires_on": "", "file_id": None}
                for scheme in chance.sample(list(Scheme), n % 3)
            ],
            "sku": f"B-{n:05}",
        }
        columns["found_by"] = found_by_words({"name": columns["name"], "sku": columns["sku"]})
        yield Copy(columns, _line(columns, seller))


def _offers(number: int, goods: list[Good], sellers: list[Seller], chance: random.Random) -> Iterator[Copy]:
    for n in range(number):
        good, seller = chance.choice(goods), chance.choice(sellers)
        price = None if n % 3 == 0 else Decimal(chance.randrange(100, 5_000))
        columns = _listing(n, good, seller, chance) | {
            "price": price,
            "currency": chance.choice(tuple(CURRENCIES)),
            "quantity": Decimal(chance.randrange(1, 80)),
        }
        yield Copy(columns, _line(columns, seller))


def _listing(number: int, good: Good, seller: Seller, chance: random.Random) -> dict:
    """What a product and an offer have in common."""
    languages = chance.choices([one for one, _ in WRITTEN], [weight for _, weight in WRITTEN])[0]
    grade = chance.choice(GRADES)
    written = {lang: f"{good.names[lang]} {grade[lang]} {number}" for lang in languages if lang in good.names}
    name = Translated(written or {"vi": f"{good.names['vi']} {number}"})
    return {
        "booth_id": seller.booth_id,
        "name": name,
        "description": Translated({lang: f"{name[lang]}. {STORY[lang]}" for lang in name}),
        "category": good.category,
        "photos": [
            {"key": f"{chance.getrandbits(128):032x}", "width": 1_280, "height": 960, "alt": {}}
            for _photo in range(3)
        ],
    } | _made_public(number)


def _line(columns: dict, seller: Seller) -> dict:
    return {
        "title": columns["name"],
        "organization_id": seller.organization_id,
        "country": seller.country,
        "province": seller.province,
        "category": columns["category"],
    }


def _made_public(number: int) -> dict:
    """Approved one after the other, a minute apart."""
    moment = clock.now() - timedelta(minutes=number)
    return {"published_at": moment, "public_changed_at": moment}


# --- the same region on another database --------------------------------------------------------------


def transfer(source: Engine, target: Engine) -> None:
    """Copy every table of the house as it stands; ``target`` has been migrated."""
    tables = db.metadata.sorted_tables
    with source.connect() as giver, target.begin() as taker:
        for table in reversed(tables):
            taker.execute(table.delete())
        for table in tables:
            for rows in giver.execute(select(table)).mappings().partitions(ROWS_AT_ONCE):
                taker.execute(insert(table), [dict(row) for row in rows])
        for table in tables:
            _go_on_counting(taker, table)
    with target.connect().execution_options(isolation_level="AUTOCOMMIT") as taker:
        taker.execute(text("VACUUM ANALYZE"))  # as PostgreSQL does by itself after a minute


def _go_on_counting(connection, table: Table) -> None:
    """Let PostgreSQL give the next key after those that were copied."""
    if "id" not in table.c or table.c.id.autoincrement is False:
        return
    sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name})
    newest = connection.scalar(select(func.max(table.c.id)))
    if sequence and newest:
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :newest)"),
            {"sequence": sequence, "newest": newest},
        )
