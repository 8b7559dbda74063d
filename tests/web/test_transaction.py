"""One request is one transaction, and a GET writes nothing."""

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.kernel.db import ReadingOnly, db, reading_only
from tests.make import make_person


def test_reading_only_refuses_every_kind_of_write(app):
    person = make_person()
    db.session.commit()
    with reading_only():
        db.session.add(Person(email="x@example.com", name="X", password_hash="!"))
        with pytest.raises(ReadingOnly):
            db.session.flush()
    db.session.rollback()
    with reading_only():
        person.name = "Changed"
        with pytest.raises(ReadingOnly):
            db.session.flush()
    db.session.rollback()
    assert db.session.get(Person, person.id).name == "Hoa"


def test_a_view_that_fails_leaves_nothing_behind(client):
    answer = client.post("/en/account/sign-up", data={"email": "no"})
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_unknown_addresses_are_answered_in_the_language_of_the_path(client):
    page = client.get("/lo/no-such-thing", expect=404)
    assert 'lang="lo"' in page.text


def test_programs_get_problem_documents(client):
    answer = client.get("/api/v1/products/0", expect=404)
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == 404
