"""The page of ears: who hears which signal, what is reviewed, what is searchable, which menus there are."""

from __future__ import annotations

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select, true

from marketplace.accounts import jobs as _accounts_jobs  # noqa: F401 - declares the worker's nightly forgetting
from marketplace.backoffice import menu
from marketplace.booths import notices as booth_notices
from marketplace.booths import shelves
from marketplace.booths.cards import booth_card
from marketplace.booths.models import Booth, BoothCategory, Organization
from marketplace.booths.queries import get_public_booth
from marketplace.booths.search import booth_document, booth_path
from marketplace.booths.states import ORGANIZATION_VERBS, ContactKind, DocumentKind, OrganizationKind
from marketplace.catalog import jobs as _catalog_jobs  # noqa: F401 - declares the worker's look at certificates
from marketplace.catalog.cards import product_card
from marketplace.catalog.models import Product
from marketplace.catalog.pages import fill_shelf as fill_products
from marketplace.catalog.queries import count_public as count_products
from marketplace.catalog.search import product_document, product_path
from marketplace.catalog.states import PRODUCT_VERBS, Scheme
from marketplace.desk import menu as desk_menu
from marketplace.kernel import mail_jobs  # noqa: F401 - declares the worker's round with the post
from marketplace.kernel.content import Kind
from marketplace.kernel.errors import NotFound
from marketplace.messages import models as _messages  # noqa: F401 - tables must be known before the first query
from marketplace.moderation import hints, naming, public_clock, registry, signals
from marketplace.moderation.naming import Column
from marketplace.moderation.registry import Reviewable
from marketplace.notifications import bell
from marketplace.offers import jobs as _offers_jobs  # noqa: F401 - declares the worker's look at the calendar
from marketplace.offers.cards import offer_card
from marketplace.offers.models import Offer
from marketplace.offers.pages import fill_shelf as fill_offers
from marketplace.offers.queries import count_public as count_offers
from marketplace.offers.search import offer_document, offer_path
from marketplace.offers.states import Side
from marketplace.pages import menu as pages_menu
from marketplace.pages import models as _pages  # noqa: F401 - as above
from marketplace.reference.models import Category
from marketplace.reference.signals import concepts_changed, rates_changed
from marketplace.search import jobs as _search_jobs  # noqa: F401 - declares the worker's rounds with the index
from marketplace.search import labels as search_labels
from marketplace.search import listening as search_listening
from marketplace.search import models as _search  # noqa: F401 - as above
from marketplace.search import registry as search_registry
from marketplace.search.feed import look_again
from marketplace.search.registry import Searchable
from marketplace.web import throttle as _throttle  # noqa: F401 - as above

#: Everything that goes through review, with the page where its people edit it.
REVIEWABLES = (
    Reviewable(Organization, _l("Organization"), "registration.identity", hints.OF_IDENTITIES),
    Reviewable(Booth, _l("Booth"), "booths_desk.edit", hints.OF_BOOTHS),
    Reviewable(Product, _l("Product"), "catalog_desk.edit", hints.OF_LISTINGS),
    Reviewable(Offer, _l("Offer"), "offers_desk.edit", hints.OF_LISTINGS),
)


def _address_of_paper(row: dict) -> str:
    """Where an officer opens a paper of identity."""
    return url_for("booths_backoffice.paper", file_id=row["file_id"])


#: How the review desk reads codes and rows that the reference room does not name.
STATES_AS_CODES = {
    "organization_kind": OrganizationKind,
    "document_kind": DocumentKind,
    "contact_kind": ContactKind,
    "side": Side,
    "scheme": Scheme,
}
ROWS = {
    "documents": (
        Column("kind", _l("Document"), Kind.CODE, "document_kind"),
        Column("filename", _l("File"), address=_address_of_paper),
    ),
    "contacts": (
        Column("kind", _l("Contact"), Kind.CODE, "contact_kind"),
        Column("value", _l("Number or address")),
    ),
    "price_tiers": (
        Column("from", _l("From quantity"), Kind.NUMBER),
        Column("price", _l("Unit price"), Kind.NUMBER),
    ),
    "certificates": (
        Column("scheme", _l("Certificate"), Kind.CODE, "scheme"),
        Column("issuer", _l("Issued by")),
        Column("number", _l("Number")),
        Column("expires_on", _l("Valid until"), Kind.DAY),
        Column("file_id", _l("File"), address=lambda key: url_for("catalog.certificate", file_id=key)),
    ),
}

#: Every listing of a booth, looked at again together.
OF_A_BOOTH = "booth_listings"


#: Every listing with a price, whatever the key.
PRICED = "priced_listings"

#: Everything filed under a category, or under one below it.
OF_A_CATEGORY = "of_category"

#: Everything that is searched, whatever the key.
EVERYTHING = "everything"


def _groups(listing: type[Product | Offer]) -> dict:
    """The groups a listing belongs to."""
    return {
        OF_A_BOOTH: lambda key: listing.booth_id == int(key),
        PRICED: lambda _key: listing.price.is_not(None),
        OF_A_CATEGORY: lambda code: listing.category.in_(_with_those_below(code)),
        EVERYTHING: lambda _key: true(),
    }


def _with_those_below(code: str):
    return select(Category.code).where(or_(Category.code == code, Category.parent_code == code))


def _deals_in(code: str):
    """Booths that sell or buy something of a category; they are filed under the branch as well."""
    return Booth.id.in_(select(BoothCategory.booth_id).where(BoothCategory.code == code))


SEARCHABLES = (
    Searchable("product", Product, product_document, product_card, product_path, _groups(Product)),
    Searchable("offer", Offer, offer_document, offer_card, offer_path, _groups(Offer)),
    Searchable(
        "booth",
        Booth,
        booth_document,
        booth_card,
        booth_path,
        {OF_A_CATEGORY: _deals_in, EVERYTHING: lambda _key: true()},
    ),
)

#: What stands on a booth's page, in this order.
SHELVES = (
    shelves.Shelf("products", _l("Products"), "catalog/shelf.html", fill_products, count_products),
    shelves.Shelf("offers", _l("Offers"), "offers/shelf.html", fill_offers, count_offers),
)

#: Whose change alters which documents of the index.
ALTERS_DOCUMENTS = {
    Product: lambda product: [("product", product.id)],
    Offer: lambda offer: [("offer", offer.id)],
    Booth: lambda booth: [("booth", booth.id), (OF_A_BOOTH, booth.id)],
    Organization: lambda organization: (
        ALTERS_DOCUMENTS[Booth](organization.booth) if organization.booth else []
    ),
    Category: lambda category: [(OF_A_CATEGORY, category.code)],
}


def _name_scheme(code: str, lang: str) -> str:
    """A certificate's scheme in the language of the page; a scheme of former days keeps its code."""
    return str(Scheme(code).label) if code in set(Scheme) else code


def _name_booth(slug: str, lang: str) -> str:
    """A booth's name in the language of the page; one that is not public keeps the word in its address."""
    try:
        booth, _ward = get_public_booth(slug)
    except NotFound:
        return slug
    return booth.name.in_(lang).text


def _compare_prices_anew(_sender) -> None:
    """Other rates alter the document of everything that has a price."""
    look_again([(PRICED, "")])


#: What staff read while a group of documents is worked through.
GROUPS = {
    OF_A_BOOTH: _l("Listings of a booth"),
    PRICED: _l("Everything with a price"),
    OF_A_CATEGORY: _l("Everything of a category"),
    EVERYTHING: _l("Everything that is searched"),
}


def _tie_concepts_anew(_sender) -> None:
    """A concept is tied by what stands in names, so any document may have won or lost one.

    Where nothing is public yet, as when a new house is furnished, there is nothing to look at.
    """
    if any(kind.list_keys(after=0, limit=1) for kind in SEARCHABLES):
        look_again([(EVERYTHING, "")])


def connect(app: Flask) -> None:
    """Connect rooms that must not know each other."""
    for one in REVIEWABLES:
        registry.register(one)
    for table, states in STATES_AS_CODES.items():
        naming.register_states(table, states)
    for field_name, columns in ROWS.items():
        naming.register_columns(field_name, columns)
    naming.register_verbs(ORGANIZATION_VERBS)
    naming.register_verbs(PRODUCT_VERBS)
    signals.revision_decided.connect(booth_notices.tell_members_about_decision)
    signals.suspension_changed.connect(booth_notices.tell_members_about_suspension)
    rates_changed.connect(_compare_prices_anew)
    concepts_changed.connect(_tie_concepts_anew)
    for kind in SEARCHABLES:
        search_registry.register(kind)
    for model, altered in ALTERS_DOCUMENTS.items():
        search_listening.watch(model, altered)
    for shelf in SHELVES:
        shelves.register(shelf)
    search_labels.name_facet("certificate", _name_scheme)
    search_labels.name_facet("booth", _name_booth)
    for group, label in GROUPS.items():
        search_labels.name_group(group, label)
    menu.install(app)
    public_clock.install(app)
    bell.install(app)
    pages_menu.install(app)
    desk_menu.install(app)
