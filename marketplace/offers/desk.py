"""A booth's offers: listed, written, sent for approval, renewed, closed, taken down and shown again."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.booths.models import Booth
from marketplace.booths.queries import get_booth_of
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound, Stale, WrongState
from marketplace.moderation import actions as moderation
from marketplace.moderation import steps
from marketplace.moderation.conflicts import list_differences
from marketplace.moderation.queries import Draft, get_draft
from marketplace.moderation.reasons import reason_lines
from marketplace.moderation.states import VISIBILITY
from marketplace.moderation.steps import Button, Question
from marketplace.offers import actions, queries
from marketplace.offers.cards import offer_url, price_of, quantity_of
from marketplace.offers.forms import ClosingForm, OfferForm
from marketplace.offers.models import Offer
from marketplace.offers.pages import face_of
from marketplace.offers.states import Outcome, Side, Tab
from marketplace.reference.queries import hs_words
from marketplace.reference.rates import usual_currency
from marketplace.reference.rules import category_problem
from marketplace.reference.units import unit_text
from marketplace.web.addresses import asked_page, asked_words
from marketplace.web.language import current_language
from marketplace.web.render import day

blueprint = Blueprint("offers_desk", __name__)


def _own_booth() -> Booth:
    return get_booth_of(g.membership.organization)


def _own_offer(offer_id: int) -> Offer:
    return queries.get_own_offer(current_user, offer_id)


# --- the list -----------------------------------------------------------------------------------------


@blueprint.get("/")
def list_offers():
    """The booth's offers by state; tabs with nothing behind them are left out."""
    tab = request.args.get("state", Tab.ALL.value)
    if tab not in set(Tab):
        raise NotFound("tab")
    found = queries.list_own_offers(_own_booth(), Tab(tab), asked_page())

    def address(state: str, page: int | None = None) -> str:
        return url_for(".list_offers", state=state, page=page)

    return render_template(
        "offers/list.html",
        found=found,
        tab=Tab(tab),
        tabs=[
            (one.label, address(one.value), found.counts[one], one == tab)
            for one in Tab
            if found.counts[one] or one in (Tab.ALL, tab)
        ],
        page_address=lambda number: address(tab, number),
        side_of=Side,
        quantity_of=quantity_of,
        price_of=price_of,
        unit_text=unit_text,
        outcome_of=Outcome,
        face_of=face_of,
    )


# --- writing ------------------------------------------------------------------------------------------


@blueprint.route("/new", methods=["GET", "POST"])
def new():
    """Begin an offer: first the side, then the rest."""
    booth = _own_booth()
    side = request.values.get("side", "")
    if side not in set(Side):
        return render_template("offers/choose_side.html", sides=Side)
    form = OfferForm(_beginning(booth) | _wanted() | {"side": side}, current_language())
    if request.method == "GET":
        return _show_form(form, None, Draft({}))
    if not _is_right(form, booth):
        return _show_form(form, None, Draft({})), 422
    return _after_saving(actions.create_offer(booth, form.content, by=current_user))


def _beginning(booth: Booth) -> dict:
    """What is true of most offers of a booth."""
    return {
        "currency": usual_currency(booth.organization.country),
        "unit": "TNE",
        "valid_days": "30",
        "languages": booth.languages or [current_language()],
    }


def _wanted() -> dict:
    """What a search that found nothing brings along: its words and its category."""
    words, category = asked_words("name"), request.args.get("category", "")
    known = {"category": category} if category_problem(category) is None else {}
    return known | ({"name": {current_language(): words}} if words else {})


@blueprint.route("/<int:id>", methods=["GET", "POST"])
def edit(id: int):
    """Write on an offer. The public keeps seeing what was approved."""
    offer = _own_offer(id)
    draft = get_draft(offer)
    form = OfferForm(draft.content, current_language())
    if request.method == "GET":
        form.go_on_from(draft)
        if "missing" in request.args:
            form.add_problems(offer.content_problems(draft.content))
        return _show_form(form, offer, draft)
    if draft.is_waiting:
        raise WrongState("with the staff", state=draft.revision.status)
    if not _is_right(form, offer.booth):
        return _show_form(form, offer, draft), 422
    try:
        actions.save_offer(offer, form.content, by=current_user, **form.seen)
    except Stale as stale:
        return _show_conflict(form, offer, stale), 409
    return _after_saving(offer)


def _is_right(form: OfferForm, booth: Booth) -> bool:
    """Can everything typed be read, and every photo be taken? What can be taken is kept either way."""
    is_readable = form.validate()
    return form.photos.accept(owner_id=booth.id) and is_readable


def _after_saving(offer: Offer):
    """Go on: to the list once it is sent, to the preview, or back to the form."""
    draft, wanted = get_draft(offer), request.form.get("action")
    steps.warn_of_price(offer, draft, edit_url=url_for(".edit", id=offer.id))
    if wanted == "preview":
        return redirect(url_for("offers.preview", id=offer.id))
    if wanted != "send" or not draft.is_open:
        flash(steps.say_saved(offer, waits=draft.is_open), "good")
        return redirect(url_for(".edit", id=offer.id))
    if offer.content_problems(draft.content):
        flash(_("Your draft is saved. Before it can be sent, something is still missing."), "warn")
        return redirect(url_for(".edit", id=offer.id, missing=1))
    moderation.send_for_approval(offer, by=current_user)
    flash(_("Sent for approval. You get a message when the officer has answered."), "good")
    return redirect(url_for(".list_offers"))


def _show_conflict(form: OfferForm, offer: Offer, stale: Stale) -> str:
    """Both versions side by side, and the form as it was typed: sending it again is a decision now."""
    differences = list_differences(stale, current_language())
    db.session.rollback()  # nothing of this try is kept; what the page shows is read anew
    draft = get_draft(offer)
    form.go_on_from(draft)
    return _show_form(form, offer, draft, differences=differences)


def _show_form(form: OfferForm, offer: Offer | None, draft: Draft, **more) -> str:
    form.mark_required()
    booth = offer.booth if offer else _own_booth()
    return render_template(
        "offers/edit.html",
        form=form,
        side=Side.BUY if form.side.data == Side.BUY else Side.SELL,  # the form complains of any other
        offer=offer,
        booth=booth,
        is_verified=booth.organization.is_verified,
        draft=draft,
        reasons=reason_lines(draft.revision),
        hs_words=hs_words(form.hs.digits, current_language()),
        moves=_moves(offer, draft) if offer else [],
        public_address=offer_url(offer) if offer and offer.is_public else None,
        outcome=Outcome(offer.outcome) if offer and offer.outcome else None,
        **more,
    )


# --- what else can be done with one -------------------------------------------------------------------


def _questions() -> dict[str, Question]:
    """The steps that ask once."""
    return {
        "discard": steps.DISCARDING,
        "withdraw": Question(
            _("Take this offer down?"),
            _("Nobody finds it any more. You can show it again until its last day."),
        ),
    }


def _moves(offer: Offer, draft: Draft) -> list[Button]:
    """The buttons below the form. Closing asks for the outcome, so it has a page of its own."""
    buttons = steps.list_buttons(
        offer,
        draft.revision,
        _questions(),
        by=current_user,
        url_of=lambda verb: url_for(".move", id=offer.id, verb=verb),
    )
    if not offer.renewal_obstacle():
        label = _("Renew until %(day)s", day=day(offer.last_day_if_renewed))
        buttons.insert(0, Button("renew", label, url_for(".renew", id=offer.id)))
    return [*buttons, Button("duplicate", _("Make a copy"), url_for(".duplicate", id=offer.id))]


@blueprint.post("/<int:id>/<any(take_back,discard,withdraw,show_again):verb>")
def move(id: int, verb: str):
    """Take a waiting edit back, discard a draft, take a live offer down, show it again."""
    offer = _own_offer(id)
    question = steps.ask_first(_questions().get(verb), back=url_for(".edit", id=id))
    if question:
        return question
    steps.take_step(offer, verb, by=current_user)
    flash(_said_of(verb), "good")
    is_gone = verb == "discard" and not offer.has_live_content
    return redirect(url_for(".list_offers") if is_gone else url_for(".edit", id=id))


def _said_of(verb: str) -> str:
    return {
        "take_back": _("Taken back. You can edit it now and send it again."),
        "discard": _("The draft is gone."),
        "withdraw": _("Taken down. Nobody finds it any more."),
        "show_again": _("The offer is shown again."),
    }[verb]


@blueprint.post("/<int:id>/renew")
def renew(id: int):
    """Keep an offer open for its days once more, in one press."""
    offer = _own_offer(id)
    actions.renew_offer(offer, by=current_user)
    flash(_("Renewed: valid until %(day)s.", day=day(offer.open_until)), "good")
    return redirect(url_for(".list_offers"))


@blueprint.route("/<int:id>/close", methods=["GET", "POST"])
def close(id: int):
    """End an offer and say how it ended; asking for the outcome is the one question."""
    offer = _own_offer(id)
    VISIBILITY.find(offer.visibility, "close", offer.roles_of(current_user))
    form = ClosingForm()
    if form.validate_on_submit():
        actions.close_offer(offer, Outcome(form.outcome.data), by=current_user)
        flash(_("The offer is closed. Thank you for saying how it ended."), "good")
        return redirect(url_for(".list_offers"))
    return render_template("offers/close.html", offer=offer, form=form), 422 if form.is_submitted() else 200


@blueprint.post("/<int:id>/duplicate")
def duplicate(id: int):
    """Begin another offer from this one."""
    copy = actions.duplicate_offer(_own_offer(id), by=current_user)
    flash(_("This is the copy. Change what is different, then send it for approval."), "good")
    return redirect(url_for(".edit", id=copy.id))
