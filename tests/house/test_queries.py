"""How many questions a page asks the database: few, and no more when there are many rows."""

from __future__ import annotations

import pytest
from flask import url_for

from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.kernel.slugs import slug_of
from marketplace.offers.models import Offer
from marketplace.reference.queries import list_categories
from tests.house.market import Market
from tests.peers.database import QueryCount

pytestmark = pytest.mark.database

#: Page → (who looks, budget). The search engine keeps its own file and is not counted.
PAGES = {
    "home": ("nobody", 6),
    "directory": ("nobody", 6),
    "search": ("nobody", 4),
    "search of one booth": ("nobody", 4),
    "search for programs": ("nobody", 4),
    "product": ("nobody", 6),
    "booth": ("nobody", 6),
    "board": ("nobody", 6),
    "offer": ("nobody", 6),
    "desk home": ("owner", 12),
    "product list": ("owner", 12),
    "product edit": ("owner", 12),
    "offer list": ("owner", 12),
    "inbox": ("owner", 12),
    "notices": ("owner", 12),
    "backoffice home": ("officer", 12),
    "queue": ("officer", 12),
    "list of booths": ("officer", 12),
    "list of people": ("officer", 12),
}
NOT_MODIFIED = ("home", "directory", "search", "product", "booth", "board", "offer")
NOT_MODIFIED_BUDGET, DRAFT_BUDGET = 2, 25


class Measured:
    """The statements behind each page, of a small market and of a large one."""

    def __init__(self, app):
        self.app, self.market = app, Market()
        self.addresses = self._addresses()
        self.visitors = {
            "nobody": app.test_client(),
            "owner": app.test_client().sign_in(self.market.owner),
            "officer": app.test_client().sign_in(self.market.officer),
        }
        self.few = self._look_at_everything()
        self.market.grow(booths=14)
        self.many = self._look_at_everything()
        self.unchanged = {page: self._ask_again(page) for page in NOT_MODIFIED}
        self.saved = self._save_a_draft()

    def _addresses(self) -> dict[str, str]:
        market = self.market
        things = {
            "home": ("pages.home", {}),
            "directory": ("booths.directory", {}),
            "search": ("search.page", {}),
            "search of one booth": ("search.page", {"booth": market.booth.slug}),
            "product": ("catalog.product", {"id": market.product.id, "slug": slug_of(market.product.name)}),
            "booth": ("booths.booth", {"slug": market.booth.slug}),
            "board": ("offers.board", {"side": market.offer.side}),
            "offer": ("offers.offer", {"id": market.offer.id, "slug": slug_of(market.offer.name)}),
            "desk home": ("desk.home", {}),
            "product list": ("catalog_desk.list_products", {}),
            "product edit": ("catalog_desk.edit", {"id": market.draft.id}),
            "offer list": ("offers_desk.list_offers", {}),
            "inbox": ("messages_desk.inbox", {}),
            "notices": ("notifications_desk.list_notices", {}),
            "backoffice home": ("backoffice.home", {}),
            "queue": ("moderation_backoffice.queue", {}),
            "list of booths": ("booths_backoffice.list_booths", {}),
            "list of people": ("accounts_backoffice.list_people", {}),
        }
        with self.app.test_request_context():
            named = {page: url_for(name, lang="en", **about) for page, (name, about) in things.items()}
        return named | {"search for programs": "/api/v1/search?lang=en&per_page=100"}

    def _look_at_everything(self) -> dict[str, list[str]]:
        return {page: self._look(who, self.addresses[page]) for page, (who, _budget) in PAGES.items()}

    def _look(self, who: str, address: str, expect: int = 200, **options) -> list[str]:
        """The least of three looks: what a process learns once, or renews now and then, is not the page's."""
        looks = []
        for _turn in range(3):
            list_categories()  # whether they have changed is asked by the clock, not by the page
            with QueryCount() as queries:
                self.visitors[who].get(address, expect=expect, **options)
            looks.append(queries.statements)
        return min(looks, key=len)

    def _ask_again(self, page: str) -> list[str]:
        """With the copy that the first look brought."""
        tag = self.visitors["nobody"].get(self.addresses[page]).headers["ETag"]
        return self._look("nobody", self.addresses[page], 304, headers={"If-None-Match": tag})

    def _save_a_draft(self) -> list[str]:
        address, owner = self.addresses["product edit"], self.visitors["owner"]
        version = self.market.draft.open_revision.version
        sent = {"name-vi": "Cà phê nhân", "category": "green-coffee", "version": version, "action": "save"}
        db.session.commit()
        with QueryCount() as queries:
            owner.post(address, data=sent, expect=302)
        return queries.statements


@pytest.fixture(scope="module")
def measured(house):
    """Every page looked at with few rows and with many."""
    with house.app.app_context():
        db.engine.dispose()
        house.database.restore()
        yield Measured(house.app)
        db.session.remove()
    house.writes.written = True  # the next test starts from an empty house


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_few_questions(measured, page):
    for statements in (measured.few[page], measured.many[page]):
        assert len(statements) <= PAGES[page][1], statements


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_more_questions_of_many_rows(measured, page):
    assert len(measured.many[page]) <= len(measured.few[page]), (measured.few[page], measured.many[page])


@pytest.mark.parametrize("page", NOT_MODIFIED)
def test_a_page_that_has_not_changed_costs_almost_nothing(measured, page):
    assert len(measured.unchanged[page]) <= NOT_MODIFIED_BUDGET, measured.unchanged[page]


def test_saving_a_draft_stays_within_its_budget(measured):
    assert len(measured.saved) <= DRAFT_BUDGET, measured.saved


@pytest.mark.parametrize("model", (Booth, Product, Offer))
def test_what_is_fetched_by_its_key_is_not_looked_for_among_all_that_is_public(model):
    """SQLite would: it takes a state for selective, and nearly everything has the same."""
    firsts = {next(iter(index.columns)).name for index in model.__table__.indexes}
    assert not firsts & {"state", "suspended_at"}
