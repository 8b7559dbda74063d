"""Steps that members take with one press beside the form of a listing, and the question some ask first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import Money
from marketplace.moderation import actions
from marketplace.moderation.models import Publishable, Revision
from marketplace.moderation.queries import Draft
from marketplace.moderation.usual_prices import find_usual_prices_missed
from marketplace.reference.units import unit_text
from marketplace.web.language import current_language

#: Verbs of the two lifecycles that are one press each, with the action behind them. An appeal needs its note
#: and has a page of its own at the review desk.
_OF_REVISION = {"take_back": actions.take_back, "discard": actions.discard}
_OF_LISTING = {"withdraw": actions.withdraw, "show_again": actions.show_again}


@dataclass(frozen=True)
class Question:
    """What is asked once before a step, and what will happen."""

    question: object
    text: object


#: Discarding means the same for every listing.
DISCARDING = Question(_l("Discard this draft?"), _l("What you wrote since the last approval is thrown away."))


@dataclass(frozen=True)
class Button:
    """One step as ``components/moves.html`` draws it."""

    verb: str
    label: object
    url: str
    tone: str = "neutral"
    question: object = None
    text: object = None
    hidden: Mapping[str, str] = field(default_factory=dict)

    def asking(self, question: Question | None) -> Button:
        """The same button, with its question where it has one."""
        return replace(self, **vars(question)) if question else self


def list_buttons(
    listing: Publishable,
    revision: Revision | None,
    questions: Mapping[str, Question],
    *,
    by,
    url_of: Callable[[str], str],
) -> list[Button]:
    """What ``by`` can do now with the listing and its newest revision, with one press.

    ``questions`` are the room's, by verb; ``url_of(verb)`` is where a step is taken.
    """
    roles = listing.roles_of(by)
    steps = [*listing.moves_for(roles), *(revision.moves_for(roles) if revision else ())]
    return [
        Button(step.verb, step.label, url_of(step.verb), step.tone).asking(questions.get(step.verb))
        for step in steps
        if step.verb in _OF_REVISION | _OF_LISTING
    ]


def take_step(listing: Publishable, verb: str, *, by) -> None:
    """Take one of these steps. ``NotFound`` where nothing is being edited that it could be about."""
    if verb in _OF_LISTING:
        _OF_LISTING[verb](listing, by=by)
        return
    revision = listing.open_revision
    if revision is None:
        raise NotFound("revision")
    _OF_REVISION[verb](revision, by=by)


def say_saved(thing: Publishable, *, waits: bool = False) -> str:
    """What is said after saving; what ``waits`` for approval, or is hidden anyway, nobody sees at once."""
    return _("Saved. The public sees it at once.") if thing.is_public and not waits else _("Saved.")


def warn_of_price(listing: Publishable, draft: Draft, *, edit_url: str) -> None:
    """Say at once when the price just written looks unusual, with the way to mend it; nobody is held up."""
    if not draft.is_open:
        return
    content, lang = draft.content, current_language()
    usual = find_usual_prices_missed(listing, content, draft.revision.base)
    if usual is None:
        return
    sentence = _(
        "The price looks unusual: %(price)s / %(unit)s. By %(count)s published prices, such goods usually "
        "cost from %(lowest)s to %(highest)s.",
        price=Money(Decimal(content["price"]), content["currency"]).format(lang),
        unit=unit_text(content["unit"], lang),
        count=usual.count,
        lowest=usual.lowest.roughly().format(lang),
        highest=usual.highest.roughly().format(lang),
    )
    text = usual.said_with_rates(sentence, lang)
    flash(Markup('{} <a href="{}#price">{}</a>').format(text, edit_url, _("Check the price")), "warn")


def ask_first(question: Question | None, *, back: str) -> str | None:
    """Where no script asked, a page that does; None once the answer is yes, or without a question."""
    if question is None or request.form.get("confirmed"):
        return None
    return render_template("moderation/confirm.html", asked=question, back=back)
