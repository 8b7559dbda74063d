"""How the search index is: what waits, what was refused, and whether it is what the database shows."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import NotFound
from marketplace.search import feed, upkeep
from marketplace.search.jobs import catch_up, heal_index
from marketplace.search.labels import facet_label, group_label
from marketplace.search.service import the_engine
from marketplace.web.language import current_language

blueprint = Blueprint("search_backoffice", __name__)


@blueprint.get("/")
def state():
    """The engines, the backlog, groups and buildings under way, comparisons, and what was refused."""
    engine, lang = the_engine(current_app), current_language()
    return render_template(
        "search/state.html",
        indexes=[part.health() for part in upkeep.parts_of(engine)],
        backlog=feed.measure_backlog(),
        checks=upkeep.list_last_checks(engine),
        building=upkeep.find_build(),
        last_build=upkeep.find_last_build(),
        refused=feed.list_dead_letters(),
        refused_count=feed.count_dead_letters(),
        name_of_kind=lambda kind: facet_label("kind", kind, lang),
        name_of_group=group_label,
    )


@blueprint.post("/compare")
def compare():
    """Have the worker compare the whole index with the database now."""
    heal_index.soon()
    flash(_("The worker compares the index with the database. Look again in a minute."), "info")
    return _back()


@blueprint.post("/build")
def build():
    """Have the worker build the whole index anew; searches go on meanwhile."""
    upkeep.order_build()
    catch_up.soon()
    flash(_("The worker builds the index anew. Searches go on with the present one meanwhile."), "info")
    return _back()


@blueprint.post("/retry")
def retry():
    """Try a refused document once more, or all of them."""
    feed.retry_refused([_chosen_letter()] if "letter" in request.form else None)
    flash(_("The worker tries the refused documents once more."), "info")
    return _back()


@blueprint.post("/forget")
def forget():
    """Take a refused document off the list; searches do without it."""
    feed.forget_refused([_chosen_letter()])
    flash(_("Taken off the list."), "info")
    return _back()


def _chosen_letter() -> int:
    letter = request.form.get("letter", type=int)
    if letter is None:
        raise NotFound("letter")
    return letter


def _back():
    return redirect(url_for("search_backoffice.state"))
