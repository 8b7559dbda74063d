"""The public directory of booths, and each booth."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, render_template, request, url_for

from marketplace.booths import queries
from marketplace.booths.cards import booth_card
from marketplace.booths.pages import show_booth
from marketplace.booths.queries import DirectoryFilter
from marketplace.booths.shelves import count_products
from marketplace.booths.states import OrganizationKind
from marketplace.kernel.errors import NotFound
from marketplace.reference.queries import category_tree, name_for
from marketplace.web.addresses import asked_page, with_arguments
from marketplace.web.caching import once_an_edition, public_page
from marketplace.web.language import current_language

blueprint = Blueprint("booths", __name__)

PARTS = ("country", "province", "kind", "category")


@blueprint.get("/")
@public_page
def directory():
    """All public booths, narrowed by country, province, kind and category."""
    wanted = DirectoryFilter(**{name: request.args.get(name, "") for name in PARTS})
    page = asked_page()
    found = queries.list_directory(wanted, page, _count_booths())
    if page > found.pages:
        raise NotFound("page")
    lang = current_language()
    products = count_products([one.id for one in found.booths])
    return render_template(
        "booths/directory.html",
        found=found,
        page=page,
        page_url=lambda number: _narrowed(wanted, page=number if number > 1 else None),
        facets=_facets(wanted, found.counts, lang),
        chosen=[
            (_name(part, getattr(wanted, part), lang), _narrowed(wanted, **_without(part)))
            for part in PARTS
            if getattr(wanted, part)
        ],
        wanted=wanted,
        cards=[booth_card(one, lang) | {"products_count": products.get(one.id, 0)} for one in found.booths],
    )


_count_booths = once_an_edition(queries.count_booths)


def _narrowed(wanted: DirectoryFilter, **changed) -> str:
    """The directory's address with some parts of the filter changed; None and "" leave a part out."""
    parts = {part: getattr(wanted, part) for part in PARTS} | changed
    return with_arguments(url_for("booths.directory"), parts)


def _without(part: str) -> dict[str, str]:
    """What leaving out a part changes: a province means nothing without its country."""
    return {part: "", "province": ""} if part == "country" else {part: ""}


def _name(part: str, value: str, lang: str) -> str:
    if part == "kind":
        return str(OrganizationKind(value).label) if value in set(OrganizationKind) else value
    return name_for(part, value, lang)


def _facets(wanted: DirectoryFilter, counts: dict[str, dict[str, int]], lang: str) -> dict[str, list]:
    """For the ``facet`` macro: the values of each part that would find something."""
    branches = {branch.code for branch, _leaves in category_tree()}
    shown = counts | {"category": {code: n for code, n in counts["category"].items() if code in branches}}
    return {part: _options(part, shown[part], wanted, lang) for part in PARTS}


def _options(part: str, counts: dict[str, int], wanted: DirectoryFilter, lang: str) -> list[SimpleNamespace]:
    options = [
        SimpleNamespace(
            label=_name(part, value, lang),
            count=number,
            is_active=value == getattr(wanted, part),
            url=_narrowed(
                wanted,
                **(_without(part) if value == getattr(wanted, part) else _without(part) | {part: value}),
            ),
        )
        for value, number in counts.items()
    ]
    return sorted(options, key=lambda option: (-option.count, option.label))


@blueprint.get("/<slug>")
@public_page
def booth(slug: str):
    """One booth with its story, who stands behind it, how to reach it, and what it offers."""
    found, ward = queries.get_public_booth(slug)
    return show_booth(found, found, ward=ward)
