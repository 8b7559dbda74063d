"""One appeal, and another pair of eyes on it where there is one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import WrongState
from marketplace.kernel.mail import Letter
from marketplace.moderation import actions, queries
from tests import make

REFUSED = {"reasons": [{"code": "price_doubtful", "field": "price", "note": ""}]}


@pytest.fixture
def officer(app):
    return make.make_staff(name="Who refused")


@pytest.fixture
def product(app):
    return make.make_product()


@pytest.fixture
def appealed(product, officer):
    """A refusal that its people appeal against."""
    owner = make.owner_of(product.booth.organization)
    for one in db.session.scalars(type(officer).officers()):
        if one is not officer:
            one.staff_role = ""  # whoever approved what was there before
    revision = make.make_waiting(product, by=owner, price="980000")
    actions.refuse(revision, by=officer, seen_version=revision.version, **REFUSED)
    actions.appeal(revision, "It is a speciality.", by=owner)
    db.session.flush()
    return revision


def test_another_officer_looks_at_an_appeal_first(appealed, officer, product):
    another = make.make_staff()
    for verb in (
        lambda: actions.claim(appealed, by=officer),
        lambda: actions.approve(appealed, by=officer, seen_version=appealed.version),
    ):
        with pytest.raises(WrongState):
            verb()
    assert queries.find_next(officer) is None and queries.find_next(another) is appealed
    actions.claim(appealed, by=another)
    actions.approve(appealed, by=another, seen_version=appealed.version)
    assert product.price == 980000


def test_the_next_item_lies_behind_any_number_of_others(appealed, officer, product):
    another, owner = make.make_staff(), make.owner_of(product.booth.organization)
    insider = make.make_member(appealed.organization)
    insider.staff_role = "officer"
    for _number in range(queries.PAGE_SIZE):
        revision = make.make_waiting(make.make_product(product.booth, is_public=False), by=owner)
        actions.refuse(revision, by=officer, seen_version=revision.version, **REFUSED)
        actions.appeal(revision, "It is a speciality.", by=owner)
    newer = make.make_product(is_public=False)
    newest = make.make_waiting(newer, by=make.owner_of(newer.booth.organization))
    db.session.flush()
    assert queries.find_next(officer) is newest, "all others are another officer's first"
    assert queries.find_next(insider) is newest, "all others come from their own organization"
    assert queries.find_next(another) is appealed


def test_where_there_is_no_other_the_same_officer_answers(appealed, officer):
    elsewhere, closed, editor = make.make_staff(), make.make_staff(), make.make_staff("editor")
    elsewhere.review_provinces = ["LA-CH"]
    closed.deactivated_at = clock.now()
    insider = make.make_member(appealed.organization)
    insider.staff_role = "officer"
    db.session.flush()
    assert editor and queries.find_next(officer) is appealed
    actions.claim(appealed, by=officer)


def test_nobody_waits_for_the_other_for_ever(appealed, officer):
    make.make_staff()
    with clock.frozen(clock.now() + queries.SECOND_LOOK_LASTS + timedelta(minutes=1)):
        actions.approve(appealed, by=officer, seen_version=appealed.version)


def test_the_desk_says_whose_turn_it_is_and_what_the_appeal_says(client, appealed, officer):
    queue, item = "/en/backoffice/review", f"/en/backoffice/review/{appealed.id}"
    client.sign_in(officer)
    assert "Take it" in client.get(queue).text
    another = make.make_staff()
    page = client.get(item, expect=200).text
    assert "Another officer looks at the appeal first" in page and "Your answer" not in page
    assert "you refused it" in client.get(queue).text and "Take it" not in client.get(queue).text
    sent = {"seen_version": appealed.version}
    assert "Another officer" in client.post(f"{item}/approve", data=sent, expect=409).text
    page = client.sign_in(another).get(item, expect=200).text
    assert "It is a speciality." in page and "The price looks wrong" in page and "Your answer" in page


def test_the_letter_leads_to_the_appeal_and_says_when_there_is_none_left(appealed):
    another = make.make_staff()
    actions.refuse(appealed, by=another, seen_version=appealed.version, **REFUSED)
    db.session.flush()
    first, last = db.session.scalars(
        db.select(Letter).where(Letter.body.contains(f"/desk/revisions/{appealed.id}")).order_by(Letter.id)
    )
    assert "khiếu nại một lần" in first.body and "khiếu nại một lần" not in last.body
