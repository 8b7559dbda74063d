"""What staff see of the search index, and what they may have done."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.search.jobs import catch_up
from marketplace.search.models import DeadLetter, LookAgain, LookAgainGroup
from marketplace.search.queries import find_build, find_last_build
from tests.make import make_person, make_product, make_staff

PAGE = "/en/backoffice/search/"


@pytest.fixture
def officer(app):
    return app.test_client().sign_in(make_staff())


def test_the_page_shows_what_waits_and_how_the_last_comparison_ended(officer, work):
    make_product()
    db.session.commit()
    text = officer.get(PAGE, expect=200).text
    assert "changes on the way" in text and "not been compared yet" in text
    officer.post("/en/backoffice/search/compare", expect=302)
    work(catch_up)
    text = officer.get(PAGE, expect=200).text
    assert "Last comparison" in text and "Documents that should be there" in text


def test_an_old_backlog_is_noticed(officer):
    long_ago = clock.now().replace(year=2020)
    db.session.add(LookAgain(kind="product", object_id=1, created_at=long_ago, next_try_at=long_ago))
    assert "Is the worker running?" in officer.get(PAGE).text


def test_refused_documents_are_listed_and_tried_again(officer, work):
    product = make_product()
    work(catch_up)
    db.session.add(
        DeadLetter(engine="meilisearch", kind="product", object_id=product.id, error="invalid_document_id")
    )
    assert "invalid_document_id" in officer.get(PAGE, expect=200).text
    officer.post("/en/backoffice/search/retry", expect=302)
    work()
    assert db.session.scalars(select(DeadLetter)).all() == []
    assert "Nothing was refused" in officer.get(PAGE).text


def test_one_letter_is_tried_again_and_another_forgotten(officer, work):
    product = make_product()
    work(catch_up)
    letters = [
        DeadLetter(engine="meilisearch", kind="product", object_id=product.id, error=f"odd {number}")
        for number in range(3)
    ]
    db.session.add_all(letters)
    db.session.commit()
    officer.post("/en/backoffice/search/forget", data={"letter": letters[0].id}, expect=302)
    officer.post("/en/backoffice/search/retry", data={"letter": letters[1].id}, expect=302)
    assert [letter.error for letter in db.session.scalars(select(DeadLetter))] == ["odd 2"]
    assert db.session.scalars(select(LookAgain)).one().object_id == product.id
    officer.post("/en/backoffice/search/forget", expect=404)
    officer.post("/en/backoffice/search/retry", data={"letter": "x"}, expect=404)
    assert db.session.scalars(select(DeadLetter)).one().error == "odd 2"


def test_groups_show_how_far_they_are(officer, work):
    booth = make_product().booth
    work(catch_up)
    db.session.add(LookAgainGroup(kind="booth_listings", key=str(booth.id), done=8560, total=9800))
    text = officer.get(PAGE, expect=200).text
    assert "Listings of a booth" in text and "1,240 of 9,800 left" in text


def test_the_index_is_built_anew_by_the_worker(officer, work):
    make_product()
    db.session.commit()
    officer.post("/en/backoffice/search/build", expect=302)
    officer.post("/en/backoffice/search/build", expect=302)
    assert "not begun yet" in officer.get(PAGE).text
    work()
    assert find_build() is None
    assert find_last_build().total == 2
    assert "Build it anew" in officer.get(PAGE).text


def test_it_is_for_staff(app, client):
    member = app.test_client().sign_in(make_person())
    for path in ("compare", "build", "retry", "forget"):
        member.post(f"/en/backoffice/search/{path}", expect=404)
        client.post(f"/en/backoffice/search/{path}", expect=401)
    member.get(PAGE, expect=404)
    client.get(PAGE, expect=302)
