"""Searches that a person has saved: kept, renamed, paused, run again, deleted."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Invalid
from marketplace.search import actions
from marketplace.search.alerts import path_of
from marketplace.search.asking import read_arguments
from marketplace.search.engine import SearchQuery
from marketplace.search.forms import SavedSearchForm
from marketplace.search.labels import facet_label
from marketplace.search.models import LONGEST_NAME, SavedSearch
from marketplace.search.narrowing import Place, list_chips
from marketplace.search.queries import get_saved, list_saved
from marketplace.search.states import Frequency
from marketplace.web.language import current_language
from marketplace.web.throttle import throttle

blueprint = Blueprint("search_desk", __name__)

#: More than anybody means to save.
SAVED_A_DAY = {"limit": 60, "per": timedelta(days=1)}


@blueprint.get("/")
def list_searches():
    """What this person has saved."""
    return _page()


@blueprint.route("/new", methods=["GET", "POST"])
def new():
    """Keep the search whose address this page was opened with."""
    lang, here = current_language(), Place.of_request()
    try:
        query = read_arguments(here.arguments, lang)
    except Invalid:
        return redirect(here.address())  # the search page says what it cannot understand
    form = SavedSearchForm(data={"name": _name(query, here, lang)})
    if form.validate_on_submit():
        throttle("saved search", str(current_user.id), **SAVED_A_DAY)
        kept = here.without("page", "per_page")
        try:
            actions.save_search(
                kept, lang, form.name.data, form.frequency.data, by=current_user._get_current_object()
            )
        except Invalid as problem:
            form.add_problems({problem.details["field"]: problem.message})
        else:
            flash(_("Saved. What is new comes by letter, as often as you have chosen."), "good")
            return redirect(url_for("search_desk.list_searches"))
    page = render_template("search/save.html", form=form, back=here.address())
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<int:id>")
def change(id: int):
    """Another name or frequency."""
    saved = get_saved(current_user, id)
    form = _form_of(saved)
    if not form.validate():
        return _page(form), 422
    actions.change_search(saved, form.name.data, form.frequency.data)
    flash(_("Your changes are saved."), "good")
    return redirect(url_for("search_desk.list_searches"))


@blueprint.post("/<int:id>/pause")
def pause(id: int):
    """No letters for now."""
    actions.pause_search(get_saved(current_user, id))
    flash(_("Paused. No letters come until you let it go on."), "good")
    return redirect(url_for("search_desk.list_searches"))


@blueprint.post("/<int:id>/resume")
def resume(id: int):
    """Letters again."""
    actions.resume_search(get_saved(current_user, id))
    flash(_("It goes on: you hear of what is published from now on."), "good")
    return redirect(url_for("search_desk.list_searches"))


@blueprint.post("/<int:id>/delete")
def delete(id: int):
    """Forget it, after asking once."""
    saved = get_saved(current_user, id)
    if not request.form.get("confirmed"):
        return render_template("search/delete.html", saved=saved)
    actions.delete_search(saved)
    flash(_("“%(name)s” is deleted.", name=saved.name), "good")
    return redirect(url_for("search_desk.list_searches"))


def _page(wrong: SavedSearchForm | None = None) -> str:
    """The list; ``wrong`` is the form of one of them with what is wrong in it."""
    entries = [
        (saved, wrong if wrong and wrong.saved is saved else _form_of(saved, formdata=None))
        for saved in list_saved(current_user)
    ]
    return render_template(
        "search/saved.html", entries=entries, wrong=wrong, path_of=path_of, frequency_of=Frequency
    )


def _form_of(saved: SavedSearch, **options) -> SavedSearchForm:
    """The form of one saved search; several stand on a page, so the names of fields are told apart."""
    form = SavedSearchForm(obj=saved, prefix=f"search{saved.id}-", **options)
    form.saved = saved
    return form


def _name(query: SearchQuery, here: Place, lang: str) -> str:
    """What a search is called until its person calls it otherwise: its words and filters."""
    tab = facet_label("side", query.side, lang) if query.side else ""
    tab = tab or ", ".join(facet_label("kind", kind, lang) for kind in query.kinds)
    parts = [query.text, tab, *(label for label, _address in list_chips(query, here, lang))]
    return " · ".join(filter(None, parts))[:LONGEST_NAME] or _("Everything")
