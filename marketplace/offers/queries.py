"""Offers as their own people, the public board and the clock look them up."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import Select, and_, bindparam, case, exists, func, not_, or_, select, true
from sqlalchemy.orm import lazyload

from marketplace.accounts.models import Person
from marketplace.booths.models import Booth, Organization
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.kernel.paging import TabbedPage, count_pages
from marketplace.moderation.models import Revision
from marketplace.moderation.states import OPEN, ReviewState, Visibility
from marketplace.offers.models import ENDS_SOON, ExpiryStep, Offer
from marketplace.offers.states import Side, Tab
from marketplace.reference.queries import category_path, list_categories

OFFERS_PER_PAGE = 24
OFFERS_PER_SHELF = 12
DESK_ROWS_PER_PAGE = 25


# --- for the booth's own people -----------------------------------------------------------------------


def get_own_offer(person: Person, offer_id: int) -> Offer:
    """An offer of an organization that ``person`` belongs to; anybody else's is ``NotFound``."""
    offer = db.session.scalar(Offer.of_person(person).where(Offer.id == offer_id))
    if offer is None:
        raise NotFound("offer")
    return offer


def get_visible_offer(person: Person, offer_id: int) -> Offer:
    """An offer, public or not, for its own people and for officers; ``NotFound`` for anybody else."""
    offer = db.session.get(Offer, offer_id)
    if offer is None or not (person.is_authenticated and offer.booth.lets_in(person)):
        raise NotFound("offer")
    return offer


@dataclass(frozen=True)
class DeskLine:
    """One offer in the desk's list, with its newest revision."""

    offer: Offer
    revision: Revision | None

    @property
    def content(self) -> dict:
        """What the line shows: the live content, or what was proposed where nothing is live yet."""
        return self.offer.live_content or (self.revision.content if self.revision else {})


def list_own_offers(booth: Booth, tab: Tab = Tab.ALL, page: int = 1) -> TabbedPage:
    """A page of a booth's offers, newest first. Three queries, whatever their number.

    What was thrown away before staff ever approved it is left out.
    """
    kept = (Offer.booth_id == booth.id, not_(_is_thrown_away()))
    counted = select(*(func.count().filter(_is_under(one)) for one in Tab)).select_from(Offer)
    counts = dict(zip(Tab, db.session.execute(counted.where(*kept)).one(), strict=True))
    pages = count_pages(counts[tab], DESK_ROWS_PER_PAGE)
    page = min(max(page, 1), pages)
    offers = db.session.scalars(
        select(Offer)
        .where(*kept, _is_under(tab))
        .order_by(Offer.id.desc())
        .offset((page - 1) * DESK_ROWS_PER_PAGE)
        .limit(DESK_ROWS_PER_PAGE)
    ).all()
    newest = _newest_revisions([offer.id for offer in offers])
    return TabbedPage([DeskLine(offer, newest.get(offer.id)) for offer in offers], counts, page, pages)


def _newest_revisions(offer_ids: list[int]) -> dict[int, Revision]:
    """Offer key → its newest revision."""
    of_these = (Revision.subject_kind == Offer.__tablename__, Revision.subject_id.in_(offer_ids))
    last = select(func.max(Revision.id)).where(*of_these).group_by(Revision.subject_id)
    found = db.session.scalars(select(Revision).where(Revision.id.in_(last)))
    return {revision.subject_id: revision for revision in found}


def _is_thrown_away():
    return and_(
        Offer.published_at.is_(None), not_(_has_revision(Revision.state != ReviewState.DISCARDED.value))
    )


def _has_revision(condition):
    return exists().where(
        Revision.subject_kind == Offer.__tablename__, Revision.subject_id == Offer.id, condition
    )


def _is_under(tab: Tab):
    """The tab as a condition. A refusal counts until something new is begun."""
    match tab:
        case Tab.ALL:
            return true()
        case Tab.PUBLISHED:
            return and_(Offer.is_shown, Offer.is_live)
        case Tab.EXPIRED:
            return and_(Offer.is_shown, not_(Offer.is_live))
        case Tab.TAKEN_DOWN:
            return or_(Offer.state == Visibility.WITHDRAWN.value, Offer.suspended_at.is_not(None))
        case Tab.CLOSED:
            return Offer.state == Visibility.CLOSED.value
        case Tab.REFUSED:
            return and_(
                _has_revision(Revision.state == ReviewState.REFUSED.value),
                Offer.published_at.is_(None),
                not_(_has_revision(Revision.state.in_(OPEN))),
            )
    state = {Tab.WAITING: ReviewState.SUBMITTED}.get(tab) or ReviewState(tab.value)
    return _has_revision(Revision.state == state.value)


# --- for the public -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class BoardFilter:
    """What the reader of the board has narrowed it to; an empty part narrows nothing."""

    side: str = Side.SELL.value
    category: str = ""
    country: str = ""
    province: str = ""

    def arguments(self, **changed) -> dict:
        """For an address: what is chosen, with some of it ``changed``; empty parts are left out."""
        return {name: value for name, value in (asdict(self) | changed).items() if value}

    def fits(self, side: str, category: str, country: str, province: str, *, without: str = "") -> bool:
        """Do these values pass, leaving out the part named ``without``?"""
        values = {"side": side, "country": country, "province": province}
        return all(
            part == without or not getattr(self, part) or getattr(self, part) == value
            for part, value in values.items()
        ) and (without == "category" or not self.category or category in self.leaves)

    @property
    def leaves(self) -> list[str]:
        """The exact categories that the chosen one stands for."""
        return [entry.code for entry in list_categories() if self.category in (entry.code, entry.parent_code)]

    def conditions(self):
        """The same as SQL."""
        yield Offer.side == self.side
        if self.category:
            yield Offer.category.in_(self.leaves)
        if self.country:
            yield Organization.country == self.country
        if self.province:
            yield Organization.province == self.province


@dataclass(frozen=True)
class Board:
    """One page of the board with the numbers beside it."""

    offers: list[Offer]
    total: int
    #: Part of the filter → value → number of offers, each part counted under the other parts.
    counts: dict[str, Counter]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return count_pages(self.total, OFFERS_PER_PAGE)


def list_board(wanted: BoardFilter, page: int) -> Board:
    """The live offers that fit, newest first. Two queries, whatever the number of offers."""
    columns = (Offer.side, Offer.category, Organization.country, Organization.province)
    groups = db.session.execute(
        select(*columns, func.count())
        .select_from(Offer)
        .join(Offer.booth)
        .join(Booth.organization)
        .where(*Offer.public_conditions())
        .group_by(*columns)
    ).all()
    offers = db.session.scalars(
        _newest_first(Offer.public_in_lists().where(*wanted.conditions()))
        .offset((page - 1) * OFFERS_PER_PAGE)
        .limit(OFFERS_PER_PAGE)
    )
    total = sum(number for *values, number in groups if wanted.fits(*values))
    return Board(list(offers), total, _count_parts(groups, wanted))


def _newest_first(query):
    return query.order_by(Offer.published_at.desc(), Offer.id.desc())


def _count_parts(groups, wanted: BoardFilter) -> dict[str, Counter]:
    """How many offers each value of each part would show; a branch counts what lies under it."""
    counts = {part: Counter() for part in ("side", "category", "country", "province")}
    for *values, number in groups:
        for part, value in zip(counts, values, strict=True):
            if value and wanted.fits(*values, without=part):
                codes = [entry.code for entry in category_path(value)] if part == "category" else [value]
                counts[part].update(dict.fromkeys(codes, number))
    return counts


def find_public_offer(offer_id: int) -> Offer | None:
    """The offer if strangers may see it now."""
    return db.session.scalar(Offer.public().where(Offer.id == offer_id))


def find_past_offer(offer_id: int) -> Offer | None:
    """An offer that was public and has run out or been closed by its people, its booth still standing."""
    return db.session.scalar(
        select(Offer)
        .join(Offer.booth)
        .join(Booth.organization)
        .where(
            Offer.id == offer_id,
            Offer.published_at.is_not(None),
            Offer.suspended_at.is_(None),
            or_(
                and_(Offer.state == Visibility.PUBLIC.value, not_(Offer.is_live)),
                Offer.state == Visibility.CLOSED.value,
            ),
            *Booth.public_conditions(),
        )
    )


def list_like(offer: Offer, side: Side, limit: int = 4) -> list[Offer]:
    """Live offers of one side for the same goods, from other booths; the same HS heading comes first."""
    return list(
        db.session.scalars(
            Offer.public_in_lists()
            .where(
                Offer.side == side.value, Offer.category == offer.category, Offer.booth_id != offer.booth_id
            )
            .order_by(
                case((and_(Offer.hs == offer.hs, Offer.hs != ""), 0), else_=1),
                Offer.published_at.desc(),
                Offer.id.desc(),
            )
            .limit(limit)
        )
    )


def list_shelf(booth: Booth, page: int) -> tuple[list[Offer], int]:
    """A page of the live offers of a booth that is public, newest first, and the number of pages."""
    total = db.session.scalar(_count_on_shelf(), {"booth": booth.id})
    offers = db.session.scalars(_shelf(), {"booth": booth.id, "before": (page - 1) * OFFERS_PER_SHELF})
    return list(offers), count_pages(total, OFFERS_PER_SHELF)


def _on_shelf(query: Select) -> Select:
    return query.where(Offer.booth_id == bindparam("booth"), Offer.is_shown, Offer.is_live)


@cache
def _count_on_shelf() -> Select:
    """Put together once, as below: that takes longer than asking."""
    return _on_shelf(select(func.count()).select_from(Offer))


@cache
def _shelf() -> Select:
    offers = _on_shelf(select(Offer).options(Offer.in_lists(), lazyload(Offer.booth)))
    return _newest_first(offers).offset(bindparam("before")).limit(OFFERS_PER_SHELF)


def count_public(booth_ids: list[int]) -> dict[int, int]:
    """Booth key → number of its live offers. One query."""
    rows = db.session.execute(
        select(Offer.booth_id, func.count())
        .where(Offer.booth_id.in_(booth_ids), Offer.is_shown, Offer.is_live)
        .group_by(Offer.booth_id)
    )
    return dict(rows.tuples().all())


# --- for the clock ------------------------------------------------------------------------------------


def list_ending(days_before: int, later_than: int) -> list[Offer]:
    """Public offers whose end is near enough for this reminder, too far for the next, and not reminded yet.

    Only those that were meant to stay open for longer than ``days_before``: others were published or
    renewed with that end in sight.
    """
    today = clock.today()
    return list(
        db.session.scalars(
            Offer.public().where(
                Offer.open_until <= today + timedelta(days=days_before),
                Offer.open_until > today + timedelta(days=later_than),
                Offer.valid_days > days_before,
                not_(_step_is_done(days_before)),
            )
        )
    )


def list_newly_expired(limit: int) -> list[Offer]:
    """Published offers past their last day whose end nobody has acted on yet."""
    return list(
        db.session.scalars(
            select(Offer)
            .where(Offer.state == Visibility.PUBLIC.value, not_(Offer.is_live), not_(_step_is_done(0)))
            .order_by(Offer.id)
            .limit(limit)
        )
    )


def _step_is_done(days_before: int):
    return exists().where(
        ExpiryStep.offer_id == Offer.id,
        ExpiryStep.open_until == Offer.open_until,
        ExpiryStep.days_before == days_before,
    )


def list_ending_soon(organization: Organization, limit: int = 10) -> list[Offer]:
    """An organization's offers that are live and ending, the soonest first, for its front page."""
    return list(
        db.session.scalars(
            Offer.of_organization(organization)
            .where(Offer.is_shown, Offer.is_live, Offer.open_until <= clock.today() + ENDS_SOON)
            .order_by(Offer.open_until, Offer.id)
            .limit(limit)
        )
    )
