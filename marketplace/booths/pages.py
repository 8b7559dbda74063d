"""The page of a booth, drawn the same for the public and for its people's preview."""

from __future__ import annotations

from flask import render_template, request, url_for

from marketplace.booths.contacts import contact_link
from marketplace.booths.models import Booth
from marketplace.booths.seller import seller_facts
from marketplace.booths.shelves import Shelf, fill_shelves, shelf_names
from marketplace.booths.states import ContactKind
from marketplace.kernel.translated import LANGUAGE_NAMES, Translated
from marketplace.reference.queries import has_code, name_for
from marketplace.web.addresses import asked_page
from marketplace.web.language import current_language


def show_booth(booth: Booth, face, *, ward: Translated | None = None, is_preview: bool = False) -> str:
    """``face`` has the fields of ``Booth.CONTENT``: the booth itself, or what a draft would make of it."""
    lang = current_language()
    pages = {name: asked_page(name) for name in shelf_names() if name in request.args}
    return render_template(
        "booths/booth.html",
        booth=booth,
        organization=booth.organization,
        face=face,
        facts=seller_facts(booth.organization, ward or Translated(), lang),
        contacts=[
            (ContactKind(one["kind"]).label, one["value"], link)
            for one in face.contacts
            if (link := contact_link(one))
        ],
        sells=_named("category", face.sells, lang),
        buys=_named("category", face.buys, lang),
        markets=_named("country", face.export_markets, lang),
        answers_in=[code for code in face.languages if code in LANGUAGE_NAMES],
        shelves=[] if is_preview else fill_shelves(booth, pages),
        shelf_page=lambda shelf: lambda page: _shelf_url(booth, shelf, pages | {shelf.name: page}),
        is_preview=is_preview,
    )


def _shelf_url(booth: Booth, shelf: Shelf, pages: dict[str, int]) -> str:
    """The booth's page with one shelf at another of its pages; the others stay where they are."""
    return url_for("booths.booth", slug=booth.slug, **pages, _anchor=shelf.name)


def _named(table: str, codes: list[str], lang: str) -> list[tuple[str, str]]:
    """(code, name) of each code that has not been taken out of its table since the booth was approved."""
    return [(code, name_for(table, code, lang)) for code in codes if has_code(table, code)]
