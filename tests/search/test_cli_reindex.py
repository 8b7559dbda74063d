"""``flask reindex`` and ``flask reindex --verify``."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.db import db
from marketplace.search.jobs import catch_up
from marketplace.search.models import IndexCheck, LookAgain
from marketplace.search.service import the_engine
from tests.make import make_product
from tests.peers.visitor import from_outside


def run(app, *arguments: str):
    return from_outside(app.test_cli_runner().invoke, args=["reindex", *arguments])


def test_reindex_builds_everything_and_says_how_much(app):
    product = make_product()
    done = run(app)
    assert done.exit_code == 0, done.output
    assert "2 documents in embedded" in done.output
    assert {id for id, _version in the_engine(app).ids()} == {
        f"product-{product.id}",
        f"booth-{product.booth_id}",
    }


def test_verify_is_content_when_index_and_database_agree(app, work):
    make_product()
    work(catch_up)
    done = run(app, "--verify")
    assert done.exit_code == 0, done.output
    assert "2 documents" in done.output
    assert db.session.scalars(select(IndexCheck)).one().is_equal


def test_verify_names_what_differs_fails_and_has_it_looked_at_again(app, work):
    product = make_product()
    work(catch_up)
    engine = the_engine(app)
    engine.delete([f"product-{product.id}"])
    done = run(app, "--verify")
    assert done.exit_code == 1
    assert f"missing: 1 product-{product.id}" in done.output
    assert [row.object_id for row in db.session.scalars(select(LookAgain))] == [product.id]
    work(catch_up)
    assert run(app, "--verify").exit_code == 0
