"""A market in words of the demonstration that can be small or large: for what must not grow with its rows."""

from __future__ import annotations

from itertools import cycle, islice

from flask import current_app

from marketplace.demo.region import load_region
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.messages import actions as messages
from marketplace.search import upkeep
from marketplace.search.service import the_engine
from tests import make

#: A photo as content keeps it; no page opens the files behind it.
PHOTO = {"key": "ab" * 16, "width": 1600, "height": 1200, "alt": {"vi": "Bao cà phê", "en": "Sacks"}}


class Market:
    """Booths with products, offers, conversations and work for the officer."""

    def __init__(self):
        region = load_region()
        self._booths, self._products = cycle(region.booths), cycle(region.products)
        self._offers = cycle(region.offers)
        self.officer = make.make_staff()
        self.booth = self._open_booth()
        self.owner = make.owner_of(self.booth.organization)
        self.product, *_others = self._fill(self.booth, 2)
        self.offer = self._post_offers(self.booth, 2)[0]
        self.draft = make.make_product(self.booth, is_public=False)
        self.grow(booths=1)

    def grow(self, *, booths: int) -> None:
        """So many more booths, and as many conversations and waiting listings; our booth grows along."""
        for _turn in range(booths):
            other = self._open_booth()
            for booth in (self.booth, other):
                self._fill(booth, 2)
                self._post_offers(booth, 1)
                self._ask_and_send(booth)
        db.session.commit()
        upkeep.rebuild(the_engine(current_app))
        db.session.commit()

    def _open_booth(self):
        facts = next(self._booths)
        return make.make_booth(make.make_organization(facts.organization.country), **facts.content())

    def _fill(self, booth, count: int) -> list:
        contents = [one.content(clock.today()) for one in islice(self._products, count)]
        return [make.make_product(booth, **content, photos=[PHOTO]) for content in contents]

    def _post_offers(self, booth, count: int) -> list:
        contents = [one.content(clock.today()) for one in islice(self._offers, count)]
        return [make.make_offer(booth, **content) for content in contents]

    def _ask_and_send(self, booth) -> None:
        """Somebody asks the booth about itself, and the booth sends something to the officers."""
        messages.send_inquiry(booth, "How much for 18 tonnes?", by=make.make_person("Buyer"))
        owner = make.owner_of(booth.organization)
        make.make_waiting(make.make_product(booth, is_public=False), by=owner)
