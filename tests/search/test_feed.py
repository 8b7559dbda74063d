"""The index follows the database: late, but always."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.edition import current_edition
from marketplace.kernel.errors import NotFound
from marketplace.kernel.jobs import LONG, SHORT, queue
from marketplace.kernel.mail import Letter, write_letter
from marketplace.moderation import actions as moderation
from marketplace.reference.queries import list_wards
from marketplace.search import backlog, feed, jobs, queries, registry, service, upkeep
from marketplace.search.choice import choose_engine
from marketplace.search.engine import SearchQuery
from marketplace.search.jobs import build_index, catch_up, heal_index
from marketplace.search.models import DeadLetter, IndexBuild, LookAgain, LookAgainGroup
from tests.make import approve, make_booth, make_offer, make_product, make_staff, owner_of
from tests.peers.visitor import from_outside
from tests.search.stand_in import FULL, WELL, StandIn, running_stand_in


def rows_waiting() -> int:
    return backlog.measure_backlog().rows


def indexed(app) -> set[str]:
    return {id for id, _version in service.the_engine(app).ids()}


def found(app, text: str) -> set[str]:
    return {hit.id for hit in service.the_engine(app).search(SearchQuery(text)).hits}


@pytest.fixture
def server(app) -> Iterator[StandIn]:
    """The house searches with a server; the embedded index stands behind it."""
    with running_stand_in() as stand_in:
        kept = app.extensions.pop(service._EXTENSION, None)
        app.extensions[service._EXTENSION] = choose_engine(
            Path(app.config["VAR_DIR"]) / "search", stand_in.url
        )
        yield stand_in
        del app.extensions[service._EXTENSION]
        if kept:
            app.extensions[service._EXTENSION] = kept


def test_with_the_worker_stopped_everything_saves_and_once_started_the_index_catches_up(app, work):
    product, offer = make_product(), make_offer()
    db.session.commit()
    assert rows_waiting() > 0
    assert found(app, "coffee") == set()

    work(catch_up)
    assert rows_waiting() == 0
    assert {f"product-{product.id}", f"offer-{offer.id}"} <= found(app, "coffee")
    assert {f"booth-{product.booth_id}", f"booth-{offer.booth_id}"} <= indexed(app)


def test_what_is_not_public_has_no_document(app, work):
    draft = make_product(is_public=False)
    work(catch_up)
    assert f"product-{draft.id}" not in indexed(app)
    assert f"booth-{draft.booth_id}" in indexed(app)


def test_a_change_reaches_the_index_and_only_after_its_commit(app, work):
    product = make_product()
    work(catch_up)
    member = owner_of(product.booth.organization)
    moderation.withdraw(product, by=member)
    db.session.rollback()
    assert rows_waiting() == 0, "a change taken back leaves nothing to look at"
    assert queue.pending_count() == 0

    moderation.withdraw(product, by=member)
    work(catch_up)
    assert f"product-{product.id}" not in indexed(app)


def test_a_change_of_booth_or_organization_brings_every_listing_with_it(app, work):
    product = make_product()
    offer = make_offer(product.booth)
    work(catch_up)
    before = dict(service.the_engine(app).ids())

    owner = owner_of(product.booth.organization)
    moderation.save_draft(product.booth, {"name": {"en": "Highland Roasters"}}, by=owner)
    approve(product.booth, by=owner)
    db.session.commit()
    behind = upkeep.compare(service.the_engine(app))
    assert behind.is_equal and behind.waiting == 3, "the index is behind until the worker comes"
    work(catch_up)
    after = dict(service.the_engine(app).ids())
    ids = {f"product-{product.id}", f"offer-{offer.id}", f"booth-{product.booth_id}"}
    assert all(after[id] != before[id] for id in ids)
    assert ids <= found(app, "highland roasters")

    organization = product.booth.organization
    moderation.save_draft(organization, {"province": "VN-52", "ward": list_wards("VN-52")[0].code}, by=owner)
    approve(organization, by=owner)
    work(catch_up)
    assert ids <= found(app, "gia lai")
    assert ids <= found(app, "bình định"), "people go on using the names of former provinces"
    assert upkeep.compare(service.the_engine(app)).is_equal


def test_search_pages_are_new_once_the_index_has_caught_up(app, work):
    make_product()
    db.session.commit()
    before = current_edition()
    work(catch_up)
    assert current_edition() > before


def test_a_suspended_booth_is_forgotten_and_comes_back_with_what_was_public(app, work):
    product, draft = make_product(), make_product(is_public=False)
    booth, officer = product.booth, make_staff()
    work(catch_up)
    moderation.suspend(booth, by=officer, reason="other")
    work(catch_up)
    assert not {f"booth-{booth.id}", f"product-{product.id}"} & indexed(app)
    moderation.reinstate(booth, by=officer)
    work(catch_up)
    assert {f"booth-{booth.id}", f"product-{product.id}"} <= indexed(app)
    assert f"product-{draft.id}" not in indexed(app)


def test_while_the_engine_is_away_rows_wait_longer_each_time_and_nothing_is_lost(app, work, server):
    work(catch_up)
    product = make_product()
    db.session.commit()
    server.mood = FULL
    moment, waits = clock.now(), []
    for _turn in range(4):
        with clock.frozen(moment):
            work(catch_up)
        row = db.session.scalars(select(LookAgain)).first()
        waits.append(round((row.next_try_at - moment).total_seconds()))
        moment = row.next_try_at
    assert waits == [1, 2, 4, 8]
    assert rows_waiting() > 0
    assert backlog.measure_backlog().postponed > 0
    embedded = service.the_engine(app).embedded
    assert f"product-{product.id}" in dict(embedded.ids()), "the index behind the server stays current"

    server.mood = WELL
    with clock.frozen(clock.now() + timedelta(hours=1)):
        work(catch_up)
    assert rows_waiting() == 0
    assert f"product-{product.id}" in indexed(app)


def test_a_refused_document_is_parked_alone_and_leaves_when_it_is_taken(app, work, server, caplog):
    work(catch_up)
    good, bad = make_product(), make_product()
    db.session.commit()
    server.poisoned = {f"product-{bad.id}"}
    with caplog.at_level(logging.CRITICAL):
        work(catch_up)
    letter = db.session.scalars(select(DeadLetter)).one()
    assert (letter.kind, letter.object_id) == ("product", bad.id)
    assert rows_waiting() == 0
    assert f"product-{good.id}" in indexed(app)

    backlog.retry_refused()
    with caplog.at_level(logging.CRITICAL):
        work(catch_up)
    assert db.session.scalar(select(func.count()).select_from(DeadLetter)) == 1, "refused again, parked once"

    server.poisoned = set()
    backlog.retry_refused()
    work(catch_up)
    assert db.session.scalar(select(func.count()).select_from(DeadLetter)) == 0
    assert f"product-{bad.id}" in indexed(app)


def test_a_thing_no_document_can_be_made_of_is_parked_and_the_rest_goes_on(app, work, monkeypatch, caplog):
    good, bad = make_product(), make_product()
    db.session.commit()
    products = registry.searchable("product")

    def stumble(product):
        if product.id == bad.id:
            raise KeyError("scheme")
        return products.document(product)

    monkeypatch.setitem(registry._kinds, "product", replace(products, document=stumble))
    with caplog.at_level(logging.CRITICAL):
        work(catch_up)
        assert upkeep.compare(service.the_engine(app)).is_equal
    assert f"product-{good.id}" in indexed(app)
    assert [letter.object_id for letter in db.session.scalars(select(DeadLetter))] == [bad.id]


def test_a_broken_index_file_is_built_anew(app, work):
    product = make_product()
    work(catch_up)
    folder = Path(app.config["VAR_DIR"]) / "search"
    service.the_engine(app).close()
    for file in folder.glob("index-*"):
        file.write_bytes(b"nothing an index begins with" * 100)
    work(catch_up)
    assert f"product-{product.id}" in indexed(app)


def test_only_one_worker_feeds_at_a_time(app, work):
    make_product()
    db.session.commit()
    with feed.the_only_feeder(Path(app.config["VAR_DIR"]) / "search") as is_alone:
        assert is_alone
        work(catch_up)
        assert rows_waiting() > 0
    work(catch_up)
    assert rows_waiting() == 0


def test_the_nightly_comparison_heals_what_differs_and_tells_administrators(app, work, outbox):
    product, administrator = make_product(), make_staff("administrator", lang="en")
    work(catch_up)
    engine = service.the_engine(app)
    engine.delete([f"product-{product.id}"])
    work(heal_index)
    (check,) = upkeep.list_last_checks(engine)
    assert (check.missing, check.extra, check.stale, check.is_equal) == (1, 0, 0, False)
    assert f"product-{product.id}" in indexed(app)
    (letter,) = outbox(to=administrator.email)
    assert "1 documents were missing" in letter.get_content()
    work(heal_index)
    assert upkeep.list_last_checks(engine)[0].is_equal
    assert len(outbox(to=administrator.email)) == 1


def test_both_indexes_are_compared_and_each_is_healed(app, work, server):
    product = make_product()
    work(catch_up)
    engine = service.the_engine(app)
    engine.embedded.delete([f"product-{product.id}"])
    del server.documents()[f"booth-{product.booth_id}"]
    embedded, meili = upkeep.check(engine)
    assert embedded.missing == [f"product-{product.id}"]
    assert meili.missing == [f"booth-{product.booth_id}"]
    work(catch_up)
    assert all(comparison.is_equal for comparison in upkeep.check(engine))


def test_a_parked_document_is_not_found_missing_every_night(app, work, server, caplog):
    work(catch_up)
    bad = make_product()
    db.session.commit()
    server.poisoned = {f"product-{bad.id}"}
    with caplog.at_level(logging.CRITICAL):
        work(catch_up)
    _embedded, meili = upkeep.check(service.the_engine(app))
    assert (meili.is_equal, meili.refused) == (True, 1)
    with caplog.at_level(logging.CRITICAL):
        for _again in range(2):
            upkeep.rebuild(service.the_engine(app))
    assert backlog.count_dead_letters() == 1, "refused again, parked once"
    server.poisoned = set()
    work(heal_index)
    assert backlog.count_dead_letters() == 0, "tried again in the night"


def test_a_server_that_is_away_does_not_keep_the_embedded_index_from_being_built(app, work, server):
    product = make_product()
    db.session.commit()
    server.mood = FULL
    work(catch_up)
    result = service.the_engine(app).search(SearchQuery("coffee"))
    assert result.degraded
    assert f"product-{product.id}" in {hit.id for hit in result.hits}
    assert rows_waiting() > 0


def test_a_server_that_lost_everything_is_filled_again(app, work, server):
    product = make_product()
    work(catch_up)
    server.indexes.clear()
    assert service.the_engine(app).search(SearchQuery("coffee")).degraded
    work(catch_up)
    assert f"product-{product.id}" in server.documents()
    assert not service.the_engine(app).search(SearchQuery("coffee")).degraded


def test_a_building_that_died_is_begun_again(app, work):
    make_product()
    work(catch_up)
    left = IndexBuild(done=500, total=9_000)
    db.session.add(left)
    work(catch_up)
    assert (left.error, left.total) == ("", 2)
    assert left.ended_at is not None


def test_what_is_late_is_told_to_monitors(client, app):
    with clock.frozen(clock.now() - timedelta(minutes=10)):
        make_product()
    db.session.commit()
    search = client.get("/health", expect=200).json["search"]
    assert search["late"] and search["waiting"] > 0 and search["oldest_seconds"] >= 600


@pytest.fixture
def booth_of_eight(app, work, monkeypatch):
    """A booth with eight products in the index, and a worker that takes three things at a time."""
    monkeypatch.setattr(feed, "BATCH", 3)
    monkeypatch.setattr(upkeep, "BATCH", 3)
    booth = make_booth()
    for _number in range(8):
        make_product(booth)
    work(catch_up)
    return booth


def test_a_group_takes_one_row_and_says_how_far_it_is(app, work, booth_of_eight):
    feed.look_again([("booth_listings", booth_of_eight.id)])
    db.session.commit()
    (group,) = db.session.scalars(select(LookAgainGroup))
    assert (group.total, group.left, rows_waiting()) == (None, 1, 1)
    feed.feed(service.the_engine(app), batches=2)
    db.session.refresh(group)
    assert (group.done, group.total, group.left, rows_waiting()) == (6, 8, 2, 2)
    work(catch_up)
    assert rows_waiting() == 0


def test_a_long_walk_lets_a_letter_go_in_between(app, work, booth_of_eight, monkeypatch):
    monkeypatch.setattr(jobs, "TURNS", 1)
    feed.look_again([("booth_listings", booth_of_eight.id)])
    write_letter("hoa@example.com", "Your account", "Press here.", lang="en")
    db.session.commit()
    while next_job() != "send_letters":
        pass
    assert db.session.scalar(select(Letter.sent_at)) and rows_waiting() > 0
    work()
    assert rows_waiting() == 0


def next_job() -> str:
    """Does what the worker would do next, and says what it was."""
    job = queue.lanes[SHORT].dequeue()
    from_outside(job.execute)
    return job.name


@contextmanager
def held(job, app, monkeypatch) -> Iterator[None]:
    """The worker's long lane has begun the job, and stands still in its reading; at the end it goes on."""
    begun, go_on, products = threading.Event(), threading.Event(), registry.searchable("product")

    def describe_slowly(product):
        if threading.current_thread() is worker:
            begun.set()
            assert go_on.wait(30)
        return products.document(product)

    monkeypatch.setitem(registry._kinds, "product", replace(products, document=describe_slowly))
    job.soon()
    db.session.commit()
    worker = threading.Thread(target=queue.lanes[LONG].dequeue().execute)
    worker.start()
    try:
        assert begun.wait(30)
        yield
    finally:
        db.session.commit()  # whoever reads here keeps writers out
        go_on.set()
        worker.join(30)


def test_what_is_fed_during_the_nightly_comparison_does_not_differ(app, work, monkeypatch, outbox):
    changed, lost = make_product(name={"en": "Robusta"}), make_product(name={"en": "Cassava"})
    administrator = make_staff("administrator", lang="en")
    work(catch_up)
    service.the_engine(app).delete([f"product-{lost.id}"])
    with held(heal_index, app, monkeypatch):
        made = make_product(name={"en": "Cardamom"})
        moderation.withdraw(changed, by=owner_of(changed.booth.organization))
        work(catch_up)
        assert found(app, "cardamom") == {f"product-{made.id}"} and not found(app, "robusta")
    (check,) = upkeep.list_last_checks(service.the_engine(app))
    assert (check.missing, check.extra, check.stale) == (1, 0, 0)
    assert len(outbox(to=administrator.email)) == 1 and found(app, "cassava") == {f"product-{lost.id}"}


def test_letters_leave_and_changes_are_found_while_the_index_is_built_anew(app, work, monkeypatch):
    changed, gone = make_product(name={"en": "Robusta"}), make_product(name={"en": "Dried longan"})
    make_product(name={"en": "Cassava"})
    work(catch_up)
    upkeep.order_build()
    with held(build_index, app, monkeypatch):
        write_letter("hoa@example.com", "Your account", "Press here.", lang="en")
        made = make_product(name={"en": "Cardamom"})
        moderation.withdraw(gone, by=owner_of(gone.booth.organization))
        by = owner_of(changed.booth.organization)
        moderation.save_draft(changed, {"name": {"en": "Pepper"}}, by=by)
        approve(changed, by=by)
        work(catch_up)
        assert db.session.scalar(select(Letter.sent_at)) is not None
        assert found(app, "cardamom") == {f"product-{made.id}"} and not found(app, "longan")
        assert queries.find_build() is not None and rows_waiting() == 0
        assert upkeep.compare(service.the_engine(app)).is_equal
    assert queries.find_build() is None and queries.find_last_build().error == ""
    assert rows_waiting() > 0, "the new index was read before all this"
    until = queries.surely_indexed_until()
    assert until < queries.find_last_build().ordered_at, "alerts must not take the new index for complete"
    work()
    assert rows_waiting() == 0 and queries.surely_indexed_until() > until
    assert found(app, "cardamom") == {f"product-{made.id}"} and not found(app, "longan")
    assert found(app, "pepper") == {f"product-{changed.id}"} and not found(app, "robusta")
    assert upkeep.compare(service.the_engine(app)).is_equal


def test_an_ordered_building_that_fails_is_not_tried_for_ever(app, work, server):
    work(catch_up)
    server.mood = FULL
    upkeep.order_build()
    work(catch_up)
    assert queries.find_build() is None and queries.find_last_build().error


def test_a_group_is_followed_to_its_end_whatever_its_size(app, work, booth_of_eight):
    offer = make_offer(booth_of_eight)
    work(catch_up)
    moderation.suspend(booth_of_eight, by=make_staff(), reason="other")
    work(catch_up)
    assert indexed(app) == {f"booth-{offer.booth_id}"} - {f"booth-{booth_of_eight.id}"}
    assert rows_waiting() == 0


def test_a_change_during_the_walk_starts_another_walk_and_equal_ones_are_walked_once(app, booth_of_eight):
    feed.look_again([("booth_listings", booth_of_eight.id)])
    db.session.commit()
    feed.feed(service.the_engine(app), batches=1)
    for _again in range(3):
        feed.look_again([("booth_listings", booth_of_eight.id)])
    db.session.commit()
    feed.feed(service.the_engine(app), batches=4)
    (walk,) = db.session.scalars(select(LookAgainGroup))
    assert (walk.done, walk.total) == (3, 8), "the three that had not begun are one"


def test_nobody_can_ask_for_a_group_that_does_not_exist(app):
    with pytest.raises(NotFound):
        feed.look_again([("booth_listing", 1)])
