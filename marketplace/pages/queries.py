"""House texts and the numbers of the region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, func, select, union_all

from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.offers.models import Offer
from marketplace.offers.states import Side
from marketplace.pages.models import PageVersion
from marketplace.pages.texts import TITLES, first_text
from marketplace.reference.queries import category_path

#: How many of the newest products are looked at for the home page: a few hundred are enough, unless somebody
#: has just brought in a whole catalogue.
DEPTHS = (300, 50_000)


def get_page(slug: str, number: int | None = None) -> PageVersion:
    """The version in force today, or the numbered one. Raises ``NotFound``.

    A page nobody has written yet is answered with its unsaved placeholder, number 0.
    """
    if slug not in TITLES:
        raise NotFound(slug)
    versions = select(PageVersion).where(PageVersion.slug == slug)
    if number:
        found = db.session.scalar(versions.where(PageVersion.number == number))
        if found is None:
            raise NotFound(slug)
        return found
    in_force = versions.where(PageVersion.effective_from <= clock.today())
    return db.session.scalar(in_force.order_by(PageVersion.number.desc()).limit(1)) or _unwritten(slug)


def _unwritten(slug: str) -> PageVersion:
    body, is_placeholder = first_text(slug)
    return PageVersion(
        slug=slug,
        number=0,
        title=TITLES[slug],
        body=body,
        effective_from=clock.today(),
        is_placeholder=is_placeholder,
    )


def list_versions(slug: str) -> list[PageVersion]:
    """All written versions, newest first."""
    return list(
        db.session.scalars(
            select(PageVersion).where(PageVersion.slug == slug).order_by(PageVersion.number.desc())
        )
    )


def list_pages_in_force() -> dict[str, PageVersion]:
    """Slug → version in force, for the editors' list; unwritten pages as placeholders. One query."""
    written = db.session.scalars(
        select(PageVersion).where(PageVersion.effective_from <= clock.today()).order_by(PageVersion.number)
    )
    newest = {version.slug: version for version in written}
    return {slug: newest.get(slug) or _unwritten(slug) for slug in TITLES}


@dataclass(frozen=True)
class RegionNumbers:
    """What the home page counts."""

    booths: int
    sell_offers: int
    buy_offers: int
    #: Code of a top category → products below it.
    products_by_branch: dict[str, int]

    @property
    def products(self) -> int:
        """All of them."""
        return sum(self.products_by_branch.values())


def count_region() -> RegionNumbers:
    """The public numbers of the region. Two queries that look at everything public."""
    counts = [
        _count(Booth.public(), Booth.id),
        _count(Offer.public().where(Offer.side == Side.SELL.value), Offer.id),
        _count(Offer.public().where(Offer.side == Side.BUY.value), Offer.id),
    ]
    return RegionNumbers(*db.session.execute(select(*counts)).one(), _count_products_by_branch())


def _count(public, key):
    return public.with_only_columns(func.count(key)).order_by(None).scalar_subquery()


def _count_products_by_branch() -> dict[str, int]:
    """The tree is in memory; booths are few, so each product is only asked which of them is its own."""
    rows = (
        select(Product.category, func.count())
        .where(Product.is_shown, Product.booth_id.in_(Booth.public().with_only_columns(Booth.id)))
        .group_by(Product.category)
    )
    counts: dict[str, int] = {}
    for leaf, count in db.session.execute(rows):
        branch = category_path(leaf)[0].code
        counts[branch] = counts.get(branch, 0) + count
    return counts


def list_newest_offers(limit: int = 3) -> dict[str, list[Offer]]:
    """The newest live offers of each side, by side; one query for both."""
    offers = list(db.session.scalars(_newest_offers(limit)))
    return {side.value: [offer for offer in offers if offer.side == side] for side in Side}


@cache
def _newest_offers(limit: int) -> Select:
    """Put together once: that takes longer than asking."""
    newest_first = (Offer.published_at.desc(), Offer.id.desc())
    of_sides = [
        Offer.public()
        .with_only_columns(Offer.id)
        .where(Offer.side == side.value)
        .order_by(*newest_first)
        .limit(limit)
        .subquery()
        for side in Side
    ]
    chosen = Offer.id.in_(union_all(*(select(ids.c.id) for ids in of_sides)))
    return Offer.public_in_lists().where(chosen).order_by(*newest_first)


def list_newest_products(limit: int = 8) -> list[Product]:
    """The newest products, at most two of one booth among them so that one import does not fill the page."""
    found: list[Product] = []
    for depth in DEPTHS:
        found = list(db.session.scalars(_newest_of_booths(limit, depth)))
        if len(found) == limit:
            break
    return found


@cache
def _newest_of_booths(limit: int, depth: int) -> Select:
    """At most two of a booth among the newest ``depth`` products."""
    newest_first = (Product.published_at.desc(), Product.id.desc())
    recent = (
        Product.public()
        .with_only_columns(Product.id, Product.booth_id, Product.published_at)
        .order_by(*newest_first)
        .limit(depth)
        .subquery()
    )
    place = func.row_number().over(
        partition_by=recent.c.booth_id, order_by=(recent.c.published_at.desc(), recent.c.id.desc())
    )
    ranked = select(recent.c.id, place.label("place")).subquery()
    chosen = Product.public_in_lists().join(ranked, ranked.c.id == Product.id).where(ranked.c.place <= 2)
    return chosen.order_by(*newest_first).limit(limit)


def list_public_addresses(kind: str, after: int, limit: int) -> list[tuple[int, str, object]]:
    """(key, slug or English name, last change) of public things of one kind, by key, for the sitemap."""
    model = {"booths": Booth, "products": Product, "offers": Offer}[kind]
    named = Booth.slug if model is Booth else model.name
    rows = (
        model.public()
        .with_only_columns(model.id, named, model.public_changed_at)
        .where(model.id > after)
        .order_by(model.id)
        .limit(limit)
    )
    return [tuple(row) for row in db.session.execute(rows)]
