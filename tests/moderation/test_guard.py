"""Nothing reaches the public beside the review desk: not by an attribute, not by a statement."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, update

from marketplace.booths.models import Booth, Organization
from marketplace.catalog.models import Product
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.edition import current_edition
from marketplace.kernel.translated import Translated
from marketplace.moderation import actions, guard
from marketplace.moderation.guard import PublishedWithoutReview
from marketplace.moderation.states import Visibility
from tests import make


@pytest.fixture
def product(app):
    product = make.make_product()
    db.session.commit()
    return product


WAYS = {
    "content": lambda product: setattr(product, "name", Translated(en="Gold")),
    "instant content": lambda product: setattr(product, "is_available", False),
    "state": lambda product: setattr(product, "state", Visibility.CLOSED.value),
    "suspension": lambda product: setattr(product, "suspended_at", clock.now()),
    "another booth": lambda product: setattr(product, "booth_id", make.make_booth(is_public=False).id),
    "the name of a verified organization": lambda product: setattr(
        product.booth.organization, "names", Translated(vi="Công ty Khác")
    ),
    "the verification": lambda product: setattr(product.booth.organization, "verified_at", None),
    "removal": db.session.delete,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_live_row_is_not_written_directly(product, way):
    with pytest.raises(PublishedWithoutReview):
        way(product)
        db.session.flush()


def test_a_row_that_was_taken_down_is_not_written_directly_either(product):
    actions.withdraw(product, by=make.owner_of(product.booth.organization))
    db.session.commit()
    product.name = Translated(en="Gold")
    with pytest.raises(PublishedWithoutReview):
        db.session.flush()


def test_an_unpublished_row_is_its_owners_business_but_does_not_publish_itself(app):
    draft = make.make_product(is_public=False)
    draft.sku = "RB-18"
    db.session.flush()
    draft.state = Visibility.PUBLIC.value
    with pytest.raises(PublishedWithoutReview):
        db.session.flush()


def test_a_new_row_does_not_begin_in_public(app):
    booth = make.make_booth()
    db.session.add(Product(booth=booth, state=Visibility.PUBLIC.value))
    with pytest.raises(PublishedWithoutReview):
        db.session.flush()


STATEMENTS = {
    "update": lambda product: update(Product).values(state=Visibility.PUBLIC.value),
    "update of content": lambda product: update(Product).where(Product.id == product.id).values(price=1),
    "update of the table": lambda product: update(Product.__table__).values(sku="x"),
    "update of verification": lambda product: update(Organization).values(verified_at=clock.now()),
    "delete": lambda product: delete(Product),
    "insert in public": lambda product: insert(Product).values(
        booth_id=product.booth_id, state=Visibility.PUBLIC.value, version=1
    ),
    "copy": lambda product: insert(Booth).from_select(["id"], select(Booth.id)),
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_a_statement_does_not_go_round_the_desk(product, statement):
    with pytest.raises(PublishedWithoutReview):
        db.session.execute(statement(product))


def test_many_new_rows_may_begin_their_life_at_once(product):
    rows = [{"booth_id": product.booth_id, "sku": sku, "version": 1} for sku in ("A", "B")]
    db.session.execute(insert(Product), rows)
    public = {"state": Visibility.PUBLIC.value}
    for statement, values in (
        (insert(Product), [*rows, rows[0] | public]),
        (insert(Product).values(public), rows),
    ):
        with pytest.raises(PublishedWithoutReview):
            db.session.execute(statement, values)


def test_rows_handed_to_the_driver_are_looked_at_too(product):
    rows = [{"booth_id": product.booth_id, "sku": sku} for sku in ("A", "B")]
    guard.look_at_rows(Product.__table__, [{"state": Visibility.UNPUBLISHED.value}, *rows])
    for public in ({"state": Visibility.PUBLIC.value}, {"state": None}):
        with pytest.raises(PublishedWithoutReview):
            guard.look_at_rows(Product.__table__, [*rows, public])


def test_public_pages_get_a_new_edition_when_and_only_when_something_live_changed(product):
    before = current_edition()
    make.make_product(product.booth, is_public=False)
    db.session.commit()
    assert current_edition() == before
    actions.withdraw(product, by=make.owner_of(product.booth.organization))
    db.session.commit()
    assert current_edition() == before + 1
