"""How the search index is, and the words it knows: trade concepts beside what people searched in vain."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from marketplace.kernel.history import list_history
from marketplace.kernel.paging import count_pages
from marketplace.kernel.translated import LANGUAGES
from marketplace.reference import concept_keeping as concepts
from marketplace.reference.concept_keeping import ConceptContent
from marketplace.reference.concepts import all_concepts
from marketplace.reference.forms import ConceptForm, NewConceptForm
from marketplace.reference.models import TradeConcept
from marketplace.reference.queries import category_tree, get_concept, list_concepts
from marketplace.search import backlog, queries, unanswered, upkeep
from marketplace.search.jobs import catch_up, heal_index
from marketplace.search.labels import facet_label, group_label
from marketplace.search.service import the_engine
from marketplace.web.addresses import asked_page, asked_words
from marketplace.web.language import current_language

blueprint = Blueprint("search_backoffice", __name__)

CONCEPTS_ON_A_PAGE = 40
#: Of what was searched in vain, so much that nobody knows and so much that nobody sells.
WORDS_SHOWN = 50
#: A concept that does not exist yet.
NOTHING = ConceptContent({lang: [] for lang in LANGUAGES})


@blueprint.get("/")
def state():
    """The engines, the backlog, groups and buildings under way, comparisons, and what was refused."""
    engine, lang = the_engine(current_app), current_language()
    return render_template(
        "search/state.html",
        indexes=[part.health() for part in upkeep.parts_of(engine)],
        backlog=backlog.measure_backlog(),
        checks=upkeep.list_last_checks(engine),
        building=queries.find_build(),
        last_build=queries.find_last_build(),
        refused=backlog.list_dead_letters(),
        refused_count=backlog.count_dead_letters(),
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
    backlog.retry_refused([_chosen_letter()] if "letter" in request.form else None)
    flash(_("The worker tries the refused documents once more."), "info")
    return _back()


@blueprint.post("/forget")
def forget():
    """Take a refused document off the list; searches do without it."""
    backlog.forget_refused([_chosen_letter()])
    flash(_("Taken off the list."), "info")
    return _back()


def _chosen_letter() -> int:
    letter = request.form.get("letter", type=int)
    if letter is None:
        raise NotFound("letter")
    return letter


def _back():
    return redirect(url_for("search_backoffice.state"))


# --- trade concepts, and what was searched in vain ----------------------------------------------------


@blueprint.get("/concepts")
def list_of_concepts():
    """Trade concepts by their words; beside them what people searched for and did not find."""
    _only_editors()
    words, number = asked_words("q"), asked_page()
    wanted = {name: name in request.args for name in ("is_unsure", "is_retired")}
    found = list_concepts(words, **wanted)
    lang, is_ignored = request.args.get("of", ""), "is_ignored" in request.args
    in_vain = unanswered.list_unanswered(lang if lang in LANGUAGES else "", is_ignored=is_ignored)
    start = (number - 1) * CONCEPTS_ON_A_PAGE
    return render_template(
        "search/concepts.html",
        words=words,
        wanted=wanted,
        found=found[start : start + CONCEPTS_ON_A_PAGE],
        total=len(found),
        number=number,
        pages=count_pages(len(found), CONCEPTS_ON_A_PAGE),
        of=lang,
        is_ignored=is_ignored,
        unknown=[one for one in in_vain if not one.goods][:WORDS_SHOWN],
        unsold=[one for one in in_vain if one.goods][:WORDS_SHOWN],
        known=_known_concepts(),
        backlog=backlog.measure_backlog(),
    )


@blueprint.route("/concepts/new", methods=["GET", "POST"])
def new_concept():
    """Add an article of trade, perhaps for words that were searched in vain."""
    _only_editors()
    query = unanswered.find_unanswered(request.args.get("for", type=int))
    content = ConceptContent(NOTHING.names | ({query.lang: [query.text]} if query else {}))
    form = NewConceptForm.showing(content, 0)
    form.categories.choices = _leaves()
    if form.validate_on_submit():
        try:
            concept = concepts.add_concept(
                form.code.data, form.content, by=current_user, may_share=form.may_share.data
            )
        except Invalid as problem:
            form.add_problems({problem.details["field"]: problem.message})
        else:
            if query:
                unanswered.settle(query)
            flash(_("The concept is in use. Listings are looked at again."), "good")
            return redirect(url_for("search_backoffice.concept", code=concept.code))
    return _concept_page(form), 422 if form.is_submitted() else 200


@blueprint.route("/concepts/<code>", methods=["GET", "POST"])
def concept(code: str):
    """Edit the names of a concept and what else is known of it."""
    _only_editors()
    concept = get_concept(code)
    form = ConceptForm.showing(ConceptContent.of(concept), concept.version)
    form.categories.choices = _leaves()
    theirs, status = None, 200
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            has_changed = concepts.edit_concept(
                concept,
                form.content,
                by=current_user,
                seen_version=request.form.get("seen_version", 0, int),
                may_share=form.may_share.data,
            )
        except Invalid as problem:
            form.add_problems({problem.details["field"]: problem.message})
        except Stale as stale:
            # Whoever has read both may save once more and means it.
            theirs, status = _both(stale.details["theirs"], stale.details["yours"]), 409
            form.seen_version.data = str(concept.version)
        else:
            if has_changed:
                flash(_("Saved. The worker looks again at everything these words may stand in."), "good")
            else:
                flash(_("Nothing was different, so nothing was changed."), "info")
            return redirect(url_for("search_backoffice.concept", code=code))
    return _concept_page(form, concept, theirs), status


def _concept_page(form: ConceptForm, concept: TradeConcept | None = None, theirs: list | None = None) -> str:
    """The page of one concept or of a new one; ``theirs`` is where somebody else has saved other words."""
    return render_template(
        "search/concept.html",
        form=form,
        concept=concept,
        theirs=theirs,
        history=list_history(concept, limit=20) if concept else [],
        known=_known_concepts(),
        backlog=backlog.measure_backlog(),
    )


@blueprint.post("/concepts/<code>/retire")
def retire_concept(code: str):
    """Take a concept out of use."""
    concepts.retire_concept(get_concept(code), by=current_user)
    flash(_("The concept is out of use."), "info")
    return redirect(url_for("search_backoffice.concept", code=code))


@blueprint.post("/concepts/<code>/restore")
def restore_concept(code: str):
    """Put a retired concept to use again."""
    concepts.restore_concept(get_concept(code), by=current_user)
    flash(_("The concept is in use again."), "good")
    return redirect(url_for("search_backoffice.concept", code=code))


@blueprint.post("/unanswered/<int:id>/name")
def name_unanswered(id: int):
    """Let a concept answer to the words from now on."""
    _only_editors()
    query = unanswered.get_unanswered(id)
    try:
        concept = concepts.concept_meant(request.form.get("code", ""))
        concepts.add_name(concept, query.lang, query.text, by=current_user)
    except Invalid as problem:
        flash(problem.message, "bad")
    else:
        flash(_("“%(words)s” is a name of “%(code)s” now.", words=query.text, code=concept.code), "good")
        unanswered.settle(query)
    return _back_to_queries()


@blueprint.post("/unanswered/<int:id>/ignore")
def ignore_unanswered(id: int):
    """Show the words no more: they ask for nothing that is traded here."""
    query = unanswered.get_unanswered(id)
    unanswered.ignore(query, by=current_user)
    flash(_("“%(words)s” is ignored now. You find it under “Ignored”.", words=query.text), "info")
    return _back_to_queries()


@blueprint.post("/unanswered/<int:id>/heed")
def heed_unanswered(id: int):
    """Undo that the words are ignored."""
    query = unanswered.get_unanswered(id)
    unanswered.heed(query, by=current_user)
    flash(_("“%(words)s” is no longer ignored.", words=query.text), "info")
    return _back_to_queries()


def _back_to_queries():
    """The list as the editor had it: the words of one language, the ignored ones."""
    kept = {name: request.args.get(name) for name in ("of", "is_ignored")}
    return redirect(url_for("search_backoffice.list_of_concepts", **kept))


def _only_editors() -> None:
    if not current_user.is_editor:
        raise NotAllowed("for editors")


def _known_concepts() -> list[tuple[str, str]]:
    """(code, its usual name in each language) of every concept in use, to choose from while typing."""
    return [
        (code, " · ".join(dict.fromkeys(one.names[lang][0] for lang in LANGUAGES)))
        for code, one in sorted(all_concepts().by_code.items())
    ]


def _leaves() -> list[tuple[str, str]]:
    lang = current_language()
    return [
        (leaf.code, f"{branch.names.in_(lang)} › {leaf.names.in_(lang)}")
        for branch, leaves in category_tree()
        for leaf in leaves
    ]


def _both(theirs: ConceptContent, yours: ConceptContent) -> list[tuple[str, str, str]]:
    """(part, what stands there now, what was sent) of every part in which they differ."""
    return [
        (name, _in_words(value), _in_words(yours.parts[name]))
        for name, value in theirs.parts.items()
        if value != yours.parts[name]
    ]


def _in_words(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
