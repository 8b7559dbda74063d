"""Putting the region up: as much as promised, everything public was reviewed, and every run is alike."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.accounts.states import StaffRole
from marketplace.booths.models import Booth, Organization
from marketplace.catalog.models import Product
from marketplace.demo.album import Album
from marketplace.demo.region import load_region, things
from marketplace.demo.seed import seed
from marketplace.kernel.db import db
from marketplace.kernel.jobs import queue
from marketplace.kernel.mail import Letter
from marketplace.messages.models import Message, Thread
from marketplace.moderation.models import Revision
from marketplace.offers.models import Offer
from marketplace.search.models import LookAgain
from marketplace.search.service import the_engine
from marketplace.search.upkeep import compare, rebuild

pytestmark = [pytest.mark.database, pytest.mark.slow]

REGION = load_region()
REVIEWED = (Organization, Booth, Product, Offer)


class OnePictureAlbum(Album):
    """One picture of each sort for everything: that all of them can be drawn has tests of its own."""

    def draw_all(self, pictures: Iterable[things.Picture], booths, progress) -> None:
        self.picture, self.booth = next(iter(pictures)), booths[0]
        super().draw_all([self.picture], [self.booth], progress)

    def photos_of(self, pictures, names) -> list[dict]:
        return super().photos_of([self.picture], names)

    def logo_of(self, booth) -> list[dict]:
        return super().logo_of(self.booth)

    def banner_of(self, booth) -> list[dict]:
        return super().banner_of(self.booth)


def put_up(house) -> dict[str, int]:
    """The region in an empty database of ``house``; what `seed` says of it."""
    db.session.remove()
    db.engine.dispose()
    queue.close()
    house.database.restore()
    var = Path(house.app.config["VAR_DIR"])
    return seed(OnePictureAlbum(var / "media"), var / "private", lambda progress: None)


@pytest.fixture(scope="module")
def counts(house) -> Iterator[dict[str, int]]:
    """The region is up, once for all tests here; what was said of it."""
    with house.app.app_context():
        yield put_up(house)
        db.session.remove()


def how_many(model, *where) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def revisions_of(model) -> list[Revision]:
    mine = Revision.subject_kind == model.__tablename__
    return list(db.session.scalars(select(Revision).where(mine).order_by(Revision.id)))


def digest() -> str:
    """Keys, addresses and names of everything there is."""
    columns = (
        (Person.id, Person.email, Person.name),
        (Organization.id, Organization.names),
        (Booth.id, Booth.slug, Booth.name),
        (Product.id, Product.booth_id, Product.sku, Product.name),
        (Offer.id, Offer.booth_id, Offer.side, Offer.name),
        (Revision.id, Revision.subject_kind, Revision.subject_id, Revision.state),
        (Message.id, Message.thread_id, Message.text),
    )
    rows = [db.session.execute(select(*some).order_by(some[0])).all() for some in columns]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_everything_of_the_region_is_there(counts):
    assert counts == {"organizations": 47, "products": 402, "offers": 83, "conversations": 12}
    assert (how_many(Organization), how_many(Booth)) == (47, 47), "a buyer has a booth too, never opened"
    assert (how_many(Product), how_many(Offer), how_many(Thread)) == (402, 83, 12)
    assert how_many(Person, Person.staff_role != "") == len(REGION.staff)


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (Organization, [*(one.organization for one in REGION.booths), *REGION.buyers]),
        (Booth, REGION.booths),
        (Product, REGION.products),
        (Offer, REGION.offers),
    ],
    ids=lambda value: getattr(value, "__tablename__", ""),
)
def test_first_answers_are_those_the_region_tells(counts, model, told):
    begun = Counter(one.state for one in revisions_of(model) if one.number == 1)
    never_opened = len(REGION.buyers) if model is Booth else 0

    assert begun == Counter(one.review.state for one in told) + Counter({things.DRAFT: never_opened})


def test_every_state_of_a_review_can_be_looked_at(counts):
    assert {one.state for one in revisions_of(Product)} == set(things.STATES)


def test_changes_of_live_products_wait_while_the_products_stay(counts):
    changes = [one for one in revisions_of(Product) if one.number > 1]

    assert len(changes) == len(REGION.edits)
    for change in changes:
        product = db.session.get(Product, change.subject_id)
        assert change.state == things.SUBMITTED
        assert product.is_public
        assert product.live_content == change.base


def test_nothing_is_public_that_no_officer_approved(counts):
    officers = set(db.session.scalars(select(Person.id).where(Person.staff_role == StaffRole.OFFICER.value)))
    approved = {
        (one.subject_kind, one.subject_id)
        for model in REVIEWED
        for one in revisions_of(model)
        if one.state == things.APPROVED
        and one.decided_by_id in officers
        and one.decided_by_id != one.edited_by_id
    }
    public = [
        thing for model in (Booth, Product, Offer) for thing in db.session.scalars(model.public()).unique()
    ]

    assert len(public) > 400
    for thing in public:
        booth = thing if isinstance(thing, Booth) else thing.booth
        assert (thing.__tablename__, thing.id) in approved
        assert ("booth", booth.id) in approved
        assert ("organization", booth.organization_id) in approved


def test_nobody_gets_a_letter(counts):
    assert how_many(Letter) == 0


def test_the_index_holds_exactly_what_is_public(counts, house):
    assert how_many(LookAgain) > 0, "the worker would build it by itself"
    engine = the_engine(house.app)
    rebuild(engine)
    db.session.commit()
    found = compare(engine)

    assert found.is_equal
    assert found.documents == sum(
        len(db.session.scalars(one.public()).unique().all()) for one in (Booth, Product, Offer)
    )


def test_a_second_region_is_refused(counts, house):
    refused = house.app.test_cli_runner().invoke(args=["seed"])

    assert refused.exit_code == 1
    assert "needs an empty one" in refused.output


def test_the_next_run_tells_the_same(counts, house):
    first = digest()

    assert put_up(house) == counts
    assert digest() == first
