"""The way from a registration to being found: identity, booth, first listing, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from marketplace.booths.models import Booth, Membership, Organization
from marketplace.booths.states import OrganizationKind
from marketplace.catalog.models import Product
from marketplace.desk.queries import BoothNumbers
from marketplace.moderation.states import ReviewState
from marketplace.offers.models import Offer
from marketplace.offers.states import Side


@dataclass(frozen=True)
class Step:
    """One step. ``advice`` and ``action`` say what to do while it is the next; no ``url``: not for you."""

    label: str
    url: str | None
    is_done: bool
    advice: str
    action: str


def is_buyer(organization: Organization) -> bool:
    """Has it come to buy? It may look and ask without any of the steps."""
    return organization.kind == OrganizationKind.FOREIGN_BUYER


def list_steps(membership: Membership, revisions: Counter, numbers: BoothNumbers) -> list[Step]:
    """The three steps of an organization. ``revisions`` is what ``queries.count_open_revisions`` gives."""
    organization = membership.organization
    return [
        _identity_step(organization, membership.may_edit_booth, revisions),
        _booth_step(organization.booth, membership.may_edit_booth, revisions),
        _listing_step(organization, revisions, numbers),
    ]


def next_step(steps: list[Step]) -> Step | None:
    """The first that is not done; None once everything is."""
    return next((step for step in steps if not step.is_done), None)


def progress(steps: list[Step]) -> list[tuple[str, str | None, str]]:
    """(label, address, state) as the component of steps shows them."""
    current = next_step(steps)

    def state_of(step: Step) -> str:
        return "done" if step.is_done else "current" if step is current else "todo"

    return [(step.label, step.url, state_of(step)) for step in steps]


def _is_with_staff(kind: type, revisions: Counter) -> bool:
    return bool(revisions[kind.__tablename__, ReviewState.SUBMITTED.value])


def _is_sent_back(kind: type, revisions: Counter) -> bool:
    return bool(revisions[kind.__tablename__, ReviewState.CHANGES_REQUESTED.value])


def _identity_step(organization: Organization, may_edit: bool, revisions: Counter) -> Step:
    if _is_with_staff(Organization, revisions):
        advice = _("The Department is checking who you are. You can write your booth meanwhile.")
    elif _is_sent_back(Organization, revisions):
        advice = _("The Department asks you to correct something about your identity.")
    else:
        advice = _("Say who you are and add your papers. The Department checks them once.")
    return Step(
        _("Identity"),
        url_for("registration.identity", id=organization.id) if may_edit else None,
        organization.is_verified,
        advice,
        _("Go to the identity"),
    )


def _booth_step(booth: Booth, may_edit: bool, revisions: Counter) -> Step:
    if _is_with_staff(Booth, revisions):
        advice = _("Your booth is with the Department. You can prepare products and offers meanwhile.")
    elif _is_sent_back(Booth, revisions):
        advice = _("The Department asks you to correct something in your booth.")
    else:
        advice = _(
            "Write your booth: its name, its story and how buyers reach you. Then send it for approval."
        )
    return Step(
        _("Booth"),
        url_for("booths_desk.edit", id=booth.id) if may_edit else None,
        booth.has_live_content,
        advice,
        _("Go to the booth"),
    )


def _listing_step(organization: Organization, revisions: Counter, numbers: BoothNumbers) -> Step:
    kind = Offer if is_buyer(organization) else Product
    if _is_with_staff(Product, revisions) or _is_with_staff(Offer, revisions):
        advice = _("What you sent is with the Department. You get a message when it is answered.")
    elif is_buyer(organization):
        advice = _("Say what you need: sellers of the region read the buy offers first.")
    else:
        advice = _("Show your first product: a name, a photo and a category are enough to begin.")
    return Step(
        _("First buy offer") if kind is Offer else _("First product"),
        url_for("offers_desk.new", side=Side.BUY.value) if kind is Offer else url_for("catalog_desk.new"),
        bool(numbers.products or numbers.offers),
        advice,
        _("Post a buy offer") if kind is Offer else _("Add a product"),
    )
