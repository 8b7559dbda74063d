"""How the search index is: what waits, what was refused, and whether it is what the database shows."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from marketplace.search import feed
from marketplace.search.jobs import heal_index
from marketplace.search.labels import facet_label
from marketplace.search.service import the_engine
from marketplace.search.upkeep import find_last_check
from marketplace.web.language import current_language

blueprint = Blueprint("search_backoffice", __name__)


@blueprint.get("/")
def state():
    """The engine, the backlog, the last comparison, and the documents that were refused."""
    lang = current_language()
    return render_template(
        "search/state.html",
        health=the_engine(current_app).health(),
        backlog=feed.measure_backlog(),
        check=find_last_check(),
        refused=feed.list_dead_letters(),
        name_of_kind=lambda kind: facet_label("kind", kind, lang),
    )


@blueprint.post("/compare")
def compare():
    """Have the worker compare the whole index with the database now."""
    heal_index.soon()
    flash(_("The worker compares the index with the database. Look again in a minute."), "info")
    return redirect(url_for("search_backoffice.state"))


@blueprint.post("/retry")
def retry():
    """Try every refused document once more."""
    feed.retry_refused()
    flash(_("The worker tries the refused documents once more."), "info")
    return redirect(url_for("search_backoffice.state"))
