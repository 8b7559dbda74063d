"""``flask search …`` and its older name ``flask reindex``."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.kernel.db import db
from marketplace.search import feed, queries
from marketplace.search.jobs import catch_up
from marketplace.search.models import DeadLetter, IndexCheck, LookAgain
from marketplace.search.service import the_engine
from tests.make import make_product
from tests.peers.visitor import from_outside
from tests.search.stand_in import running_stand_in


@pytest.fixture
def run(app):
    def run(*arguments: str, **options):
        return from_outside(app.test_cli_runner().invoke, args=list(arguments), **options)

    return run


def test_rebuild_builds_everything_and_says_how_much(app, run):
    product = make_product()
    done = run("reindex")
    assert done.exit_code == 0, done.output
    assert "2 documents in embedded" in done.output
    assert {id for id, _version in the_engine(app).ids()} == {
        f"product-{product.id}",
        f"booth-{product.booth_id}",
    }
    assert "2 documents" in run("search", "rebuild").output
    build = queries.find_last_build()
    assert (build.total, build.error, queries.find_build()) == (2, "", None)


def test_rebuild_of_what_is_missing_leaves_alone_what_fits(app, run):
    make_product()
    assert "built: embedded" in run("search", "rebuild", "--missing").output
    assert len(dict(the_engine(app).ids())) == 2
    assert "built: nothing" in run("search", "rebuild", "--missing").output


@pytest.mark.parametrize("command", [("reindex", "--verify"), ("search", "verify")])
def test_verify_is_content_when_index_and_database_agree(run, work, command):
    make_product()
    work(catch_up)
    done = run(*command)
    assert done.exit_code == 0, done.output
    assert "embedded holds what the database shows: 2 documents" in done.output
    assert db.session.scalars(select(IndexCheck)).one().is_equal


def test_verify_names_what_differs_and_fails_and_mends_it_when_told(app, run, work):
    product = make_product()
    work(catch_up)
    the_engine(app).delete([f"product-{product.id}"])
    done = run("search", "verify")
    assert done.exit_code == 1
    assert f"missing: 1 product-{product.id}" in done.output
    assert db.session.scalars(select(LookAgain)).all() == []
    assert run("search", "verify", "--fix").exit_code == 1
    assert [row.object_id for row in db.session.scalars(select(LookAgain))] == [product.id]
    done = run("search", "verify")
    assert (done.exit_code, "waiting: 1" in done.output) == (0, True), "what is on its way is not wrong"
    work(catch_up)
    assert "waiting" not in run("search", "verify").output


def test_status_says_what_waits_and_fails_when_somebody_should_look(run, work):
    product = make_product()
    db.session.commit()
    missing = run("search", "status")
    assert missing.exit_code == 1 and "must be built" in missing.output
    work(catch_up)
    well = run("search", "status")
    assert well.exit_code == 0, well.output
    assert "embedded: answers, 2 documents" in well.output
    assert "waiting: 0" in well.output
    db.session.add(DeadLetter(engine="embedded", kind="product", object_id=product.id, error="odd"))
    db.session.commit()
    assert run("search", "status").exit_code == 1


def test_status_says_in_one_line_what_has_not_begun(app, run, work, monkeypatch):
    booth = make_product().booth
    make_product(booth)
    work(catch_up)
    monkeypatch.setattr(feed, "BATCH", 1)
    feed.look_again([("booth_listings", booth.id)])
    db.session.commit()
    feed.feed(the_engine(app), batches=1)
    feed.look_again(("of_category", f"leaf-{number}") for number in range(600))
    lines = run("search", "status").output.splitlines()
    assert f"  booth_listings {booth.id}: 1 of 2 left" in lines
    assert "  of_category: 600 not begun yet" in lines


def test_dead_letters_are_listed_tried_again_and_forgotten(run, work):
    letters = [
        DeadLetter(engine="embedded", kind="product", object_id=make_product().id, error="odd")
        for _number in range(3)
    ]
    work(catch_up)
    db.session.add_all(letters)
    db.session.commit()
    one, two, _three = (letter.id for letter in letters)
    assert run("search", "dead-letters").output.count("odd") == 3
    assert "1 forgotten" in run("search", "dead-letters", "--forget", str(one)).output
    assert "1 will be tried" in run("search", "dead-letters", "--retry", str(two)).output
    assert db.session.scalars(select(LookAgain)).one().kind == "product"
    assert "1 will be tried" in run("search", "dead-letters", "--retry").output
    assert run("search", "dead-letters").output == ""
    assert run("search", "dead-letters", "--forget").exit_code == 2


def test_keys_are_printed_as_settings(app, run, monkeypatch):
    assert run("search", "make-keys", env={"MEILI_MASTER_KEY": "master"}).exit_code == 1
    with running_stand_in() as server:
        monkeypatch.setitem(app.config, "MEILISEARCH_URL", server.url)
        done = run("search", "make-keys", env={"MEILI_MASTER_KEY": "master"})
    assert done.exit_code == 0, done.output
    assert [line.partition("=")[0] for line in done.output.splitlines()] == [
        "MEILISEARCH_KEY",
        "MEILISEARCH_WORKER_KEY",
    ]
    assert set(server.keys_seen) == {"Bearer master"}
