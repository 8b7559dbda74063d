"""Whatever alters a document of the search index marks it to be looked at again, in the same transaction.

Nobody has to list the columns a document is made of: each column is changed, and where the document that is
made afterwards differs, a look-again row must stand for it.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import inspect, select

from marketplace.catalog.jobs import forget_ended_certificates
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.translated import Translated
from marketplace.moderation.guard import publishing
from marketplace.offers.jobs import forget_expired
from marketplace.reference.actions import enter_rates
from marketplace.reference.concept_keeping import add_name
from marketplace.reference.concepts import concepts_of
from marketplace.reference.models import Category, TradeConcept
from marketplace.reference.queries import forget_categories
from marketplace.reference.rates import newest_rates
from marketplace.search.backlog import list_waiting
from marketplace.search.documents import Thing, read_documents, thing_of
from marketplace.search.jobs import catch_up
from marketplace.search.service import the_engine
from tests.make import make_booth, make_offer, make_organization, make_product, make_staff

#: Another value where any other would not do.
OTHERS = {
    "category": "tea",
    "country": "LA",
    "origin_country": "TH",
    "province": "LA-CH",
    "origin_province": "VN-52",
    "place": "VN-52",
    "hs": "0902",
    "currency": "USD",
    "side": "buy",
    "state": "withdrawn",
    "sells": ["tea"],
    "buys": ["pepper"],
    "certificates": [{"scheme": "organic", "issuer": "", "number": "", "expires_on": "", "file_id": None}],
}
#: Columns that a document is certainly made of, so that the test cannot become empty unnoticed.
CERTAINLY = {
    *(
        "product.name",
        "product.description",
        "product.category",
        "product.hs",
        "product.price",
        "product.moq",
    ),
    *("product.currency", "product.sku", "product.gtin", "product.certificates", "product.state"),
    *("product.origin_country", "product.origin_province", "product.suspended_at", "product.booth_id"),
    *("offer.name", "offer.category", "offer.price", "offer.side", "offer.place", "offer.open_until"),
    *("booth.name", "booth.slug", "booth.story", "booth.sells", "booth.buys", "booth.state"),
    *("booth.suspended_at", "organization.names", "organization.latin_name", "organization.country"),
    *("organization.province", "organization.verified_at", "categories.names", "categories.parent_code"),
}


@pytest.fixture
def trade(app):
    """A booth with a product and an offer, another booth beside it, and everything in the index."""
    booth = make_booth()
    product = make_product(booth, moq="10", sku="CF-1", gtin="4006381333931", price="95000")
    offer = make_offer(booth, price="90000")
    other = make_booth(make_organization("LA"))
    db.session.commit()
    return {
        "things": [product, offer, booth, booth.organization, db.session.get(Category, product.category)],
        "documents": [("product", product.id), ("offer", offer.id), ("booth", booth.id), ("booth", other.id)],
        "other": other,
    }


def other_value(trade, thing, column: str):
    """Something else that this column may hold, or the same where nothing else is known."""
    value = getattr(thing, column)
    if column == "booth_id":
        return trade["other"].id
    if column in OTHERS:
        return OTHERS[column]
    if column == "parent_code":
        return db.session.scalar(select(Category.code).where(Category.parent_code.is_(None)).order_by("code"))
    if column == "verified_at":
        return None
    if column == "open_until":
        return clock.today() - timedelta(days=3)
    if column.endswith("_at"):
        return clock.now() - timedelta(days=3)
    if isinstance(value, Translated):
        return Translated(vi="Khác", en="Different")
    if isinstance(value, Decimal):
        return value + 1
    return f"{value}9" if isinstance(value, str) else value


def versions(things: list[Thing]) -> dict[str, int]:
    forget_categories()
    return {document.id: document.version for document in read_documents(things).documents}


def test_every_column_that_alters_a_document_marks_it(trade):
    altering = set()
    for thing in trade["things"]:
        for column in inspect(type(thing)).columns.keys():  # noqa: SIM118 - a collection, not a dict
            if column in ("id", "code", "version", "organization_id"):
                continue
            before = versions(trade["documents"])
            with publishing():
                setattr(thing, column, other_value(trade, thing, column))
                db.session.flush()
                db.session.expire_all()
                after = versions(trade["documents"])
            changed = {thing_of(id) for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
            name = f"{thing.__tablename__}.{column}"
            assert changed <= list_waiting(changed), name
            altering |= {name} if changed else set()
            db.session.rollback()
    assert CERTAINLY - altering == set()


def _name_a_concept(trade) -> None:
    goods = concepts_of(trade["things"][0].category, trade["things"][0].hs, trade["things"][0].name)
    concept = db.session.scalar(select(TradeConcept).where(TradeConcept.code == next(iter(goods)).code))
    add_name(concept, "en", "zingo beans", by=make_staff("editor"))


def _enter_a_rate(trade) -> None:
    dong = newest_rates()["VND"].per_usd
    enter_rates({"VND": dong * Decimal("1.05")}, "a bank", by=make_staff("editor"))


@pytest.mark.parametrize("deed", [_name_a_concept, _enter_a_rate])
def test_what_staff_say_about_the_trade_marks_every_document_it_alters(trade, deed):
    before = versions(trade["documents"])
    deed(trade)
    db.session.flush()
    after = versions(trade["documents"])
    changed = {thing_of(id) for id in before if before[id] != after[id]}
    assert changed and changed <= list_waiting(changed)


def test_what_only_time_alters_is_marked_by_the_calendar(app, work, trade):
    product, offer, *_others = trade["things"]
    day = clock.today() + timedelta(days=2)
    with publishing():
        product.certificates = [
            {"scheme": "vietgap", "issuer": "", "number": "", "expires_on": day.isoformat(), "file_id": None},
            {"scheme": "organic", "issuer": "", "number": "", "expires_on": "", "file_id": None},
        ]
        offer.open_until = day
        db.session.commit()
    work(catch_up)
    before = dict(the_engine(app).ids())
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert set(read_documents([("product", product.id)]).documents[0].certificates) == {"organic"}
        work(forget_ended_certificates, forget_expired)
        after = dict(the_engine(app).ids())
    assert after[f"product-{product.id}"] != before[f"product-{product.id}"]
    assert f"offer-{offer.id}" not in after
