"""A product's page: for everybody once it is public, for its own people and officers before."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask_login import current_user

from marketplace.accounts.models import Person
from marketplace.catalog import queries
from marketplace.catalog.pages import show_product
from marketplace.kernel.slugs import slug_of
from marketplace.moderation.queries import get_draft
from marketplace.web.caching import public_page
from marketplace.web.downloads import hand_out

blueprint = Blueprint("catalog", __name__)


@blueprint.get("/<int:id>-<slug>")
@public_page
def product(id: int, slug: str):
    """One product with everything a buyer asks first."""
    found = queries.get_public_product(id)
    if slug != slug_of(found.name):
        return redirect(url_for("catalog.product", id=id, slug=slug_of(found.name)), 301)
    return show_product(found)


@blueprint.get("/<int:id>/preview")
def preview(id: int):
    """The product as the open draft would make it."""
    found = queries.get_visible_product(_viewer(), id)
    return show_product(found.as_proposed(get_draft(found).content), preview_of=found)


@blueprint.get("/certificates/<int:file_id>")
def certificate(file_id: int):
    """The paper behind a certificate. The public sees its facts only."""
    return hand_out(queries.get_certificate(_viewer(), file_id))


def _viewer() -> Person | None:
    return current_user if current_user.is_authenticated else None
