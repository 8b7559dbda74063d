"""Products as their own people, the public and the staff look them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import (
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased, lazyload, load_only

from marketplace.accounts.models import Person
from marketplace.booths.models import Booth
from marketplace.catalog.finding import named_like
from marketplace.catalog.models import Product
from marketplace.catalog.states import Tab
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.kernel.files import StoredFile
from marketplace.kernel.paging import TabbedPage, count_pages
from marketplace.kernel.text.own_list import made_by
from marketplace.kernel.translated import Translated
from marketplace.moderation.models import Revision
from marketplace.moderation.states import OPEN, ReviewState, Visibility

PRODUCTS_PER_PAGE = 25
PRODUCTS_PER_SHELF = 12
RELATED = 6

#: What a certificate's file belongs to; its key is the booth's.
CERTIFICATE = "certificate"


# --- for the booth's own people -----------------------------------------------------------------------


def get_own_product(person: Person, product_id: int) -> Product:
    """A product of an organization that ``person`` belongs to; anybody else's is ``NotFound``."""
    product = db.session.scalar(Product.of_person(person).where(Product.id == product_id))
    if product is None:
        raise NotFound("product")
    return product


@dataclass(frozen=True)
class DeskLine:
    """One product in the desk's list, with its newest revision."""

    product: Product
    revision: Revision | None

    @property
    def name(self) -> Translated:
        """As last proposed, for its own people think of it by that name."""
        return (self.revision.title if self.revision else None) or self.product.name


#: The SQL behind each tab, over products joined with their newest revision.
_TABS = {
    Tab.ALL: true(),
    Tab.PUBLISHED: Product.is_shown,
    Tab.WAITING: Revision.state == ReviewState.SUBMITTED.value,
    Tab.CHANGES_REQUESTED: Revision.state == ReviewState.CHANGES_REQUESTED.value,
    Tab.DRAFT: Revision.state == ReviewState.DRAFT.value,
    Tab.REFUSED: Revision.state == ReviewState.REFUSED.value,
    Tab.TAKEN_DOWN: or_(Product.state == Visibility.WITHDRAWN.value, Product.suspended_at.is_not(None)),
}


def list_own_products(booth: Booth, tab: Tab = Tab.ALL, text: str = "", page: int = 1) -> TabbedPage:
    """A page of a booth's products, newest first. Two queries, whatever their number."""
    conditions = [Product.booth_id == booth.id, *named_like(booth, text)]
    counts = dict(zip(Tab, db.session.execute(_counted_tabs().where(*conditions)).one(), strict=True))
    pages = count_pages(counts[tab], PRODUCTS_PER_PAGE)
    page = min(max(page, 1), pages)
    rows = db.session.execute(
        _desk_lines()
        .where(*conditions, _TABS[tab])
        .order_by(Product.id.desc())
        .offset((page - 1) * PRODUCTS_PER_PAGE)
        .limit(PRODUCTS_PER_PAGE)
    )
    return TabbedPage([DeskLine(*row) for row in rows], counts, page, pages)


@cache
def _counted_tabs() -> Select:
    """The number of products under each tab. Put together once, as below: that takes longer than asking."""
    return _with_newest_revision(
        select(*(func.count().filter(_TABS[one]) for one in Tab)).select_from(Product)
    )


@cache
def _desk_lines() -> Select:
    """Products with their newest revisions, and what the desk's list says of both: not their contents."""
    shown = (Product.name, Product.sku, Product.price, Product.currency, Product.unit)
    standing = (Product.state, Product.published_at, Product.suspended_at, Product.is_available)
    return _with_newest_revision(select(Product, Revision)).options(
        load_only(*shown, *standing, raiseload=True),
        lazyload(Product.booth),
        load_only(Revision.title, Revision.state, raiseload=True),
    )


def _with_newest_revision(query):
    other = aliased(Revision)
    newest = (
        select(func.max(other.number))
        .where(other.subject_kind == Product.__tablename__, other.subject_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )
    return query.outerjoin(
        Revision,
        and_(
            Revision.subject_kind == Product.__tablename__,
            Revision.subject_id == Product.id,
            Revision.number == newest,
        ),
    )


def find_by_sku(booth: Booth, skus: Iterable[str]) -> dict[str, Product]:
    """Those of a booth's products that carry one of these SKUs, by SKU."""
    found = db.session.scalars(
        select(Product).where(Product.booth_id == booth.id, Product.sku.in_(list(skus))).order_by(Product.id)
    )
    return {product.sku: product for product in found}


def find_contents(booth: Booth, skus: Iterable[str], names: Iterable[str]) -> dict[str, tuple[int, dict]]:
    """SKU → (key, content) of those of a booth's products that carry one of these SKUs. One query.

    The content is what is proposed where something is; of a product that is live as it stands only the fields
    in ``names`` are read.
    """
    fields = [one for one in Product.CONTENT if one.name in set(names)]
    columns = [getattr(Product, one.name) for one in fields]
    is_proposed = Product.published_at.is_(None) | Revision.state.in_(OPEN)
    rows = db.session.execute(
        _with_newest_revision(
            select(Product.id, Product.sku, case((is_proposed, Revision.content)), *columns).select_from(
                Product
            )
        ).where(Product.booth_id == booth.id, Product.sku.in_(list(skus)))
    )
    return {
        sku: (key, proposed or {one.name: one.dump(value) for one, value in zip(fields, live, strict=True)})
        for key, sku, proposed, *live in rows
    }


def list_kept_by_former_rules(limit: int) -> list[tuple[int, dict, dict]]:
    """Products that the desk's search knows by other rules than today's.

    Of each (key, live content, newest proposed content), of the live one only what the search looks through.
    """
    rows = db.session.execute(
        _with_newest_revision(
            select(Product.id, Product.name, Product.sku, Revision.content).select_from(Product)
        )
        .where(~Product.found_by.startswith(made_by()))
        .order_by(Product.id)
        .limit(limit)
    )
    return [(key, {"name": name, "sku": sku}, proposed or {}) for key, name, sku, proposed in rows]


def has_been_submitted(product: Product) -> bool:
    """Have staff ever been sent a revision of it?"""
    sent = select(Revision.id).where(
        Revision.subject_kind == Product.__tablename__,
        Revision.subject_id == product.id,
        Revision.submitted_at.is_not(None),
    )
    return db.session.scalar(sent.limit(1)) is not None


# --- for the public -----------------------------------------------------------------------------------


def get_public_product(product_id: int) -> Product:
    """A product strangers may see, with its booth and organization, else ``NotFound``. One query."""
    product = db.session.scalar(_public_product(), {"key": product_id})
    if product is None:
        raise NotFound("product")
    return product


@cache
def _public_product() -> Select:
    return Product.public().where(Product.id == bindparam("key"))


def list_related(product: Product) -> list[Product]:
    """The newest of the same category and of the same booth, that of other booths first. One query."""
    about = {"category": product.category, "booth_id": product.booth_id, "product_id": product.id}
    return list(db.session.scalars(_related(), about))


@cache
def _related() -> Select:
    """Put together once: that takes longer than asking."""
    newest = (
        select(Product.id)
        .where(
            column == bindparam(column.name),
            Product.is_shown,
            Product.id != bindparam("product_id", type_=Integer),
        )
        .order_by(Product.published_at.desc())
        .limit(RELATED)
        .subquery()
        for column in (Product.category, Product.booth_id)
    )
    is_of_the_booth = Product.booth_id == bindparam("booth_id")
    return (
        Product.public_in_lists()
        .where(Product.id.in_(union_all(*(select(keys.c.id) for keys in newest))))
        .order_by(is_of_the_booth, Product.published_at.desc(), Product.id)
        .limit(RELATED)
    )


def list_shelf(booth: Booth, page: int) -> tuple[list[Product], int]:
    """A page of what a booth shows the public, newest first, and the number of pages. Two queries."""
    total = db.session.scalar(_count_on_shelf(), {"booth": booth.id})
    products = db.session.scalars(_on_shelf(), {"booth": booth.id, "before": (page - 1) * PRODUCTS_PER_SHELF})
    return list(products), count_pages(total, PRODUCTS_PER_SHELF)


@cache
def _count_on_shelf() -> Select:
    return (
        select(func.count())
        .select_from(Product)
        .where(Product.booth_id == bindparam("booth"), Product.is_shown)
    )


@cache
def _on_shelf() -> Select:
    return (
        select(Product)
        .options(Product.in_lists(), lazyload(Product.booth))
        .where(Product.booth_id == bindparam("booth"), Product.is_shown)
        .order_by(Product.published_at.desc(), Product.id.desc())
        .offset(bindparam("before"))
        .limit(PRODUCTS_PER_SHELF)
    )


def count_public(booth_ids: list[int]) -> dict[int, int]:
    """Booth key → number of products it shows. One query."""
    return dict(db.session.execute(_count_by_booth(), {"booths": booth_ids}).all())


@cache
def _count_by_booth() -> Select:
    return (
        select(Product.booth_id, func.count())
        .where(Product.booth_id.in_(bindparam("booths", expanding=True)), Product.is_shown)
        .group_by(Product.booth_id)
    )


# --- before it is public ------------------------------------------------------------------------------


def get_visible_product(person: Person | None, product_id: int) -> Product:
    """A product, public or not, for its own people and for officers; ``NotFound`` for anybody else."""
    product = db.session.get(Product, product_id)
    if product is None or not product.booth.lets_in(person):
        raise NotFound("product")
    return product


def get_certificate(person: Person | None, file_id: int) -> StoredFile:
    """A certificate's file, for the booth's own people and for officers; ``NotFound`` for anybody else."""
    stored = db.session.get(StoredFile, file_id)
    if stored is None or stored.owner_kind != CERTIFICATE:
        raise NotFound("certificate")
    booth = db.session.get(Booth, stored.owner_id)
    if booth is None or not booth.lets_in(person):
        raise NotFound("certificate")
    return stored


# --- by the calendar ----------------------------------------------------------------------------------


def list_with_certificates_ended(days: int) -> list[int]:
    """Keys of public products with a certificate whose last day was one of the last ``days`` before today."""
    written = cast(Product.certificates, String)
    ended = [f'"{clock.today() - timedelta(days=back)}"' for back in range(1, days + 1)]
    return list(
        db.session.scalars(
            Product.public()
            .with_only_columns(Product.id)
            .where(or_(*(written.contains(day) for day in ended)))
        )
    )
