"""A booth's products: listed, written, sent for approval, taken down and shown again."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.booths.models import Booth
from marketplace.booths.queries import get_booth_of
from marketplace.catalog import actions, queries
from marketplace.catalog.cards import price_of
from marketplace.catalog.forms import CertificateRow, ProductForm
from marketplace.catalog.models import Product
from marketplace.catalog.queries import CERTIFICATE
from marketplace.catalog.states import Tab
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotFound, Stale, WrongState
from marketplace.kernel.files import accept_document
from marketplace.kernel.slugs import slug_of
from marketplace.moderation import actions as moderation
from marketplace.moderation import steps
from marketplace.moderation.conflicts import list_differences
from marketplace.moderation.models import Revision
from marketplace.moderation.queries import Draft, get_draft
from marketplace.moderation.reasons import ReasonLine, reason_lines
from marketplace.moderation.steps import Button, Question
from marketplace.reference.queries import hs_words
from marketplace.reference.rates import usual_currency
from marketplace.reference.units import unit_text
from marketplace.web.addresses import asked_page, asked_words
from marketplace.web.language import current_language

blueprint = Blueprint("catalog_desk", __name__)


def _own_booth() -> Booth:
    return get_booth_of(g.membership.organization)


def _own_product(product_id: int) -> Product:
    return queries.get_own_product(current_user, product_id)


# --- the list -----------------------------------------------------------------------------------------


@blueprint.get("/")
def list_products():
    """The booth's products by state, looked through by name and SKU."""
    tab = request.args.get("state", Tab.ALL.value)
    if tab not in set(Tab):
        raise NotFound("tab")
    text = asked_words()
    found = queries.list_own_products(_own_booth(), Tab(tab), text, asked_page())

    def address(**changed) -> str:
        wanted = {"state": tab, "q": text} | changed
        return url_for(".list_products", **{name: value for name, value in wanted.items() if value})

    return render_template(
        "catalog/list.html",
        found=found,
        tabs=[(one.label, address(state=one.value), found.counts[one], one == tab) for one in Tab],
        tab=Tab(tab),
        text=text,
        page_address=lambda number: address(page=number),
        price_of=price_of,
        unit_text=unit_text,
    )


# --- writing ------------------------------------------------------------------------------------------


@blueprint.route("/new", methods=["GET", "POST"])
def new():
    """Begin a product."""
    booth = _own_booth()
    form = ProductForm(_beginning(booth), current_language())
    if request.method == "GET":
        return _show_form(form, None, Draft({}))
    if _is_right(form, booth):
        try:
            product = actions.create_product(booth, _typed_content(form, booth), by=current_user)
        except Invalid as problem:
            _explain(form, problem)
        else:
            return _after_saving(product)
    return _show_form(form, None, Draft({})), 422


def _beginning(booth: Booth) -> dict:
    """What is true of most products of a booth."""
    organization = booth.organization
    return {
        "is_available": True,
        "currency": usual_currency(organization.country),
        "unit": "KGM",
        "origin_country": organization.country,
        "origin_province": organization.province,
    }


@blueprint.route("/<int:id>", methods=["GET", "POST"])
def edit(id: int):
    """Write on a product. The public keeps seeing what was approved."""
    product = _own_product(id)
    draft = get_draft(product)
    form = ProductForm(draft.content, current_language())
    if request.method == "GET":
        form.go_on_from(draft)
        if "missing" in request.args:
            form.add_problems(product.content_problems(draft.content))
        return _show_form(form, product, draft)
    if draft.is_waiting:
        raise WrongState("with the staff", state=draft.revision.status)
    if _is_right(form, product.booth):
        try:
            content = _typed_content(form, product.booth, draft.content)
            actions.save_product(product, content, by=current_user, **form.seen)
        except Invalid as problem:
            _explain(form, problem)
        except Stale as stale:
            return _show_conflict(form, product, stale), 409
        else:
            return _after_saving(product)
    return _show_form(form, product, draft), 422


def _is_right(form: ProductForm, booth: Booth) -> bool:
    """Can everything typed be read, and every photo be taken? What can be taken is kept either way."""
    is_readable = form.validate()
    return form.photos.accept(owner_id=booth.id) and is_readable


def _typed_content(form: ProductForm, booth: Booth, draft: dict | None = None) -> dict:
    """Everything the form says, as content JSON; new certificate files are stored.

    Of the files that are there already only those of the ``draft`` can be meant.
    """
    known_files = {row.get("file_id") for row in (draft or {}).get("certificates") or ()}
    certificates = [_certificate(row, booth, known_files) for row in form.filled_rows(form.certificates)]
    return form.content | {"certificates": certificates}


def _certificate(row: CertificateRow, booth: Booth, known_files: set) -> dict:
    """One certificate with its file: a new one, the one it had, or none. Raises ``Invalid``."""
    content = row.content
    if content["file_id"] not in known_files:
        content["file_id"] = None
    upload = row.file.data
    if upload:
        stored = accept_document(
            upload.stream,
            upload.filename,
            Path(current_app.config["PRIVATE_DIR"]),
            owner_kind=CERTIFICATE,
            owner_id=booth.id,
            by=current_user,
        )
        db.session.flush()  # the content names the file by its key
        content["file_id"] = stored.id
    return content


def _explain(form: ProductForm, problem: Invalid) -> None:
    """Hang what the rules or a document's check said on the field it concerns."""
    form.add_problems(problem.details.get("problems") or {"certificates": problem.message})


def _after_saving(product: Product):
    """Go on: to the list once it is sent, back to the form while it is a draft or something is missing."""
    draft = get_draft(product)
    steps.warn_of_price(product, draft, edit_url=url_for(".edit", id=product.id))
    if request.form.get("action") != "send" or not draft.is_open:
        flash(steps.say_saved(product, waits=draft.is_open), "good")
        return redirect(url_for(".edit", id=product.id))
    if product.content_problems(draft.content):
        flash(_("Your draft is saved. Before it can be sent, something is still missing."), "warn")
        return redirect(url_for(".edit", id=product.id, missing=1))
    moderation.send_for_approval(product, by=current_user)
    flash(_("Sent for approval. You get a message when the officer has answered."), "good")
    return redirect(url_for(".list_products"))


def _show_form(form: ProductForm, product: Product | None, draft: Draft, **more) -> str:
    form.offer_blank_rows()
    form.mark_required()
    return render_template(
        "catalog/edit.html",
        form=form,
        product=product,
        draft=draft,
        answers=_answers_by_field(draft.revision),
        reasons=reason_lines(draft.revision),
        slug=slug_of(product.name) if product else "",
        hs_words=hs_words(form.hs.digits, current_language()),
        moves=_moves(product, draft) if product else [],
        **more,
    )


def _answers_by_field(revision: Revision | None) -> dict[str, list[ReasonLine]]:
    """What the officer said of single fields, as far as it still stands."""
    by_field = defaultdict(list)
    if revision and revision.is_answered_with_reasons:
        for line in reason_lines(revision):
            by_field[line.field].append(line)
    return by_field


def _show_conflict(form: ProductForm, product: Product, stale: Stale) -> str:
    """Both versions side by side, and the form as it was typed: sending it again is a decision now."""
    differences = list_differences(stale, current_language())
    db.session.rollback()  # nothing of this try is kept; what the page shows is read anew
    db.session.refresh(product)
    draft = get_draft(product)
    form.go_on_from(draft)
    return _show_form(form, product, draft, differences=differences)


# --- what else can be done with one -------------------------------------------------------------------


def _questions() -> dict[str, Question]:
    """The steps that ask once."""
    return {
        "discard": steps.DISCARDING,
        "withdraw": Question(
            _("Take this product down?"),
            _("Buyers no longer find it. You can show it again whenever you like."),
        ),
        "delete": Question(
            _("Delete this draft?"), _("It has never been public. It cannot be brought back.")
        ),
    }


def _moves(product: Product, draft: Draft) -> list[Button]:
    """The buttons beside the form. What nobody else has seen is deleted rather than discarded."""
    buttons = steps.list_buttons(
        product,
        draft.revision,
        _questions(),
        by=current_user,
        url_of=lambda verb: url_for(".move", id=product.id, verb=verb),
    )
    if product.has_live_content:
        label = _("Mark as sold out") if product.is_available else _("Mark as available")
        wanted = {"available": "" if product.is_available else "yes"}
        buttons.insert(
            0, Button("availability", label, url_for(".availability", id=product.id), hidden=wanted)
        )
    buttons.append(Button("duplicate", _("Make a copy"), url_for(".duplicate", id=product.id)))
    if product.has_live_content or queries.has_been_submitted(product):
        return buttons
    delete = Button("delete", _("Delete this draft"), url_for(".delete", id=product.id), "bad")
    buttons = [one for one in buttons if one.verb != "discard"]
    return [*buttons, delete.asking(_questions()["delete"])]


@blueprint.post("/<int:id>/<any(take_back,discard,withdraw,show_again):verb>")
def move(id: int, verb: str):
    """Take a waiting edit back, discard a draft, take a live product down, show it again."""
    product = _own_product(id)
    question = steps.ask_first(_questions().get(verb), back=url_for(".edit", id=id))
    if question:
        return question
    steps.take_step(product, verb, by=current_user)
    flash(_said_of(verb), "good")
    return redirect(url_for(".edit", id=id))


def _said_of(verb: str) -> str:
    return {
        "take_back": _("Taken back. You can edit it now and send it again."),
        "discard": _("The draft is gone."),
        "withdraw": _("Taken down. Buyers no longer find it."),
        "show_again": _("Buyers find it again."),
    }[verb]


@blueprint.post("/<int:id>/availability")
def availability(id: int):
    """Sold out, or to be had again: the public sees it at once."""
    product = _own_product(id)
    actions.set_availability(product, bool(request.form.get("available")), by=current_user)
    flash(steps.say_saved(product), "good")
    return redirect(url_for(".edit", id=id))


@blueprint.post("/<int:id>/duplicate")
def duplicate(id: int):
    """Begin another product from this one."""
    copy = actions.duplicate_product(_own_product(id), by=current_user)
    flash(_("This is the copy. Change what is different, then send it for approval."), "good")
    return redirect(url_for(".edit", id=copy.id))


@blueprint.post("/<int:id>/delete")
def delete(id: int):
    """Throw away a draft that nobody else has seen."""
    product = _own_product(id)
    question = steps.ask_first(_questions()["delete"], back=url_for(".edit", id=id))
    if question:
        return question
    actions.delete_draft(product, by=current_user)
    flash(_("The draft is gone."), "good")
    return redirect(url_for(".list_products"))
