"""Whatever fails on the way, and in whatever order: in the end the index is what the database shows."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import WrongState
from marketplace.moderation import actions as moderation
from marketplace.moderation.states import VISIBILITY
from marketplace.search import backlog, feed, upkeep
from marketplace.search.choice import choose_engine
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchDoc, SearchUnavailable
from marketplace.search.service import the_engine
from tests.make import approve, make_booth, make_offer, make_product, make_staff, owner_of
from tests.search.stand_in import CUT, FORBIDDEN, FULL, HTML, PROXY, RESET, WELL, running_stand_in

FAULTS = 0.4
ROLLED_BACK = 0.05
TRANSACTIONS_BETWEEN_ROUNDS = 12


@dataclass
class Unsteady:
    """The real engine behind a bad line: a change is lost on the way there, or its answer on the way back."""

    engine: EmbeddedEngine
    chance: random.Random
    is_steady: bool = False
    faults: int = field(default=0)
    name: str = "embedded"

    def index(self, documents: Iterable[SearchDoc]) -> None:
        self._send(self.engine.index, list(documents))

    def delete(self, ids: Iterable[str]) -> None:
        self._send(self.engine.delete, list(ids))

    def _send(self, change, what: list) -> None:
        if self.is_steady or self.chance.random() >= FAULTS:
            change(what)
            return
        self.faults += 1
        if self.chance.random() < 0.5:
            change(what)
        raise SearchUnavailable("the line broke")


class Trade:
    """A few booths and their people, who do something at random."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        self.officer = make_staff()
        self.booths = [make_booth() for _number in range(6)]
        self.listings = [make_product(booth) for booth in self.booths]
        self.listings += [make_offer(booth) for booth in self.booths]

    def do_something(self) -> None:
        """One transaction; now and then it is taken back, as is what nobody may do with suspended things."""
        deed = self.chance.choice((self.edit, self.change_at_once, self.show_or_hide, self.suspend, self.add))
        try:
            deed()
            db.session.flush()
            is_allowed = True
        except WrongState:
            is_allowed = False
        if not is_allowed or self.chance.random() < ROLLED_BACK:
            db.session.rollback()
            self.listings = [listing for listing in self.listings if listing in db.session]
        else:
            db.session.commit()

    def edit(self) -> None:
        thing = self.chance.choice([*self.booths, *self.listings])
        by = self._owner(thing)
        name = f"Coffee {self.chance.randrange(10_000)}"
        moderation.save_draft(thing, {"name": {"en": name}}, by=by)
        approve(thing, by=by, officer=self.officer)

    def change_at_once(self) -> None:
        product = self.chance.choice([one for one in self.listings if one.__tablename__ == "product"])
        by = self._owner(product)
        moderation.change_instantly(product, {"is_available": not product.is_available}, by=by)

    def show_or_hide(self) -> None:
        thing = self.chance.choice([*self.booths, *self.listings])
        by = self._owner(thing)
        verbs = [move.verb for move in VISIBILITY.moves_for(thing.visibility, thing.roles_of(by))]
        if "withdraw" in verbs:
            moderation.withdraw(thing, by=by)
        elif "show_again" in verbs:
            moderation.show_again(thing, by=by)

    def suspend(self) -> None:
        thing = self.chance.choice([*self.booths, *self.listings])
        if thing.suspended_at:
            moderation.reinstate(thing, by=self.officer)
        else:
            moderation.suspend(thing, by=self.officer, reason="other")

    def add(self) -> None:
        make = self.chance.choice((make_product, make_offer))
        self.listings.append(make(self.chance.choice(self.booths), is_public=self.chance.random() < 0.7))

    def open_every_booth(self) -> None:
        for booth in self.booths:
            if booth.suspended_at:
                moderation.reinstate(booth, by=self.officer)
            if booth.state == "withdrawn":
                moderation.show_again(booth, by=self._owner(booth))
        db.session.commit()

    def _owner(self, thing):
        return owner_of(thing.organization if thing in self.booths else thing.booth.organization)


def go_on(trade: Trade, transactions: int, feed_now: Callable[[], object]) -> datetime:
    """So many transactions with the worker coming by now and then; returns the moment at the end."""
    moment = clock.now()
    for number in range(transactions):
        with clock.frozen(moment):
            trade.do_something()
            if number % TRANSACTIONS_BETWEEN_ROUNDS == 0:
                feed_now()
        moment += timedelta(seconds=trade.chance.randrange(3))
    trade.open_every_booth()
    return moment


def test_after_random_changes_and_faults_index_and_database_agree(app):
    transactions = int(os.environ.get("FEED_TRANSACTIONS", "200"))
    chance = random.Random(20_260_301)
    trade = Trade(chance)
    db.session.commit()
    engine = Unsteady(the_engine(app), chance)
    moment = go_on(trade, transactions, lambda: feed.feed(engine))
    assert engine.faults > transactions / TRANSACTIONS_BETWEEN_ROUNDS * FAULTS / 4

    engine.is_steady = True
    with clock.frozen(moment + 2 * feed.LONGEST_WAIT):
        feed.feed(engine)
        assert backlog.measure_backlog().rows == 0
        comparison = upkeep.compare(engine.engine)
    assert comparison.is_equal, comparison
    assert comparison.documents > 10


def test_what_changes_while_the_index_is_built_again_and_again_is_in_the_last_one(app):
    trade = Trade(random.Random(11))
    db.session.commit()
    engine, stop, builds = the_engine(app), threading.Event(), []

    def build_until_told_to_stop() -> None:
        with app.app_context():
            while not stop.is_set():
                builds.append(upkeep.build(engine))

    builder = threading.Thread(target=build_until_told_to_stop)
    builder.start()
    try:
        moment = go_on(trade, 120, lambda: feed.feed(engine))
    finally:
        stop.set()
        builder.join(30)
    with clock.frozen(moment + 2 * feed.LONGEST_WAIT):
        feed.feed(engine)
        assert backlog.measure_backlog().rows == 0
        comparison = upkeep.compare(engine)
    assert comparison.is_equal, comparison
    assert len(builds) > 5


def test_after_outages_of_every_kind_both_indexes_and_database_agree(app, tmp_path):
    chance = random.Random(7)
    trade = Trade(chance)
    db.session.commit()
    with running_stand_in() as server:
        engine = choose_engine(tmp_path, server.url)
        upkeep.build_what_is_missing(engine)
        moods = cycle((WELL, FULL, WELL, HTML, CUT, WELL, RESET, FORBIDDEN, PROXY))

        def feed_in_some_mood() -> None:
            server.mood = next(moods)
            feed.feed(engine)

        moment = go_on(trade, 110, feed_in_some_mood)
        server.mood = WELL
        with clock.frozen(moment + 2 * feed.LONGEST_WAIT):
            feed.feed(engine)
            assert backlog.measure_backlog().rows == 0
            comparisons = upkeep.check(engine)
        assert [comparison.engine for comparison in comparisons] == ["embedded", "meilisearch"]
        assert all(comparison.is_equal for comparison in comparisons), comparisons
        assert len(server.documents()) == comparisons[0].documents > 10
