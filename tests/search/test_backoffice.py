"""What staff see of the search index, and what they may have done."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.search.jobs import catch_up
from marketplace.search.models import DeadLetter, LookAgain
from marketplace.search.upkeep import find_last_check
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
    assert find_last_check() is not None
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


def test_it_is_for_staff(app, client):
    member = app.test_client().sign_in(make_person())
    for path in ("compare", "retry"):
        member.post(f"/en/backoffice/search/{path}", expect=404)
        client.post(f"/en/backoffice/search/{path}", expect=401)
    member.get(PAGE, expect=404)
    client.get(PAGE, expect=302)
