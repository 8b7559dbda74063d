"""Inbox, conversation and inquiry: for everybody with an account, buyers and booths alike."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotFound
from marketplace.kernel.files import StoredFile, accept_document
from marketplace.kernel.machine import Role
from marketplace.kernel.slugs import slug_of
from marketplace.messages import actions, queries
from marketplace.messages.forms import MAX_FILES, InquiryForm, ReplyForm
from marketplace.messages.models import Message, Thread
from marketplace.offers.models import Offer
from marketplace.reference import units
from marketplace.reference.choices import unit_choices
from marketplace.web.addresses import asked_page
from marketplace.web.downloads import hand_out
from marketplace.web.language import current_language
from marketplace.web.throttle import throttle

blueprint = Blueprint("messages_desk", __name__)

#: What can be asked about: the word in the address → the model.
SUBJECTS = {"product": Product, "offer": Offer, "booth": Booth}

INQUIRIES_PER_HOUR = 20
REPLIES_PER_HOUR = 120


@blueprint.get("/")
def inbox():
    """All conversations, newest first."""
    page = asked_page()
    only_unread = request.args.get("show") == "unread"
    lines, pages = queries.list_inbox(current_user, page, only_unread=only_unread)
    return render_template(
        "messages/inbox.html",
        lines=lines,
        page=page,
        pages=pages,
        only_unread=only_unread,
        inbox_page=lambda number: url_for("messages_desk.inbox", page=number, show=request.args.get("show")),
    )


@blueprint.get("/<int:id>")
def thread(id: int):
    """One conversation."""
    return _show_thread(queries.get_thread(current_user, id), ReplyForm())


@blueprint.post("/<int:id>")
def reply(id: int):
    """Answer in a conversation."""
    throttle("reply", str(current_user.id), limit=REPLIES_PER_HOUR, per=timedelta(hours=1))
    conversation = queries.get_thread(current_user, id)
    form = ReplyForm()
    if form.validate_on_submit():
        try:
            message = actions.reply(conversation, form.text.data, by=current_user, files=_accept_files(form))
        except Invalid as problem:
            form.add_problems({"files": problem.message})
        else:
            return redirect(url_for("messages_desk.thread", id=id, _anchor=f"message-{message.id}"))
    return _show_thread(conversation, form), 422


@blueprint.post("/<int:id>/read")
def read(id: int):
    """Everything in this conversation has been seen."""
    actions.mark_read(queries.get_thread(current_user, id), by=current_user)
    return redirect(url_for("messages_desk.inbox"))


@blueprint.get("/<int:id>/files/<int:file_id>")
def attachment(id: int, file_id: int):
    """Download an attachment of a conversation one takes part in."""
    return hand_out(queries.get_attachment(current_user, id, file_id))


@blueprint.route("/new/<any(product,offer,booth):kind>/<int:id>", methods=["GET", "POST"])
def inquire(kind: str, id: int):
    """Ask the people of a booth about a product, an offer or the booth itself."""
    if request.method == "POST":
        throttle("inquiry", str(current_user.id), limit=INQUIRIES_PER_HOUR, per=timedelta(hours=1))
    subject = _public_subject(kind, id)
    form = _inquiry_form(subject)
    booth = subject if kind == "booth" else subject.booth
    obstacle = _obstacle(booth)
    if not obstacle and form.validate_on_submit():
        try:
            message = actions.send_inquiry(
                subject,
                form.text.data,
                by=current_user,
                quantity=form.quantity.data,
                unit=form.unit.data,
                delivery_place=form.delivery_place.data or "",
                delivery_on=form.delivery_on.data,
                files=_accept_files(form),
                organization=_chosen_organization(form),
            )
        except Invalid as problem:
            form.add_problems({"files": problem.message})
        else:
            flash(_("Your inquiry is on its way. You will get a letter when the booth answers."), "good")
            return redirect(url_for("messages_desk.thread", id=message.thread_id))
    page = render_template(
        "messages/inquire.html",
        form=form,
        kind=kind,
        subject=subject,
        booth=booth,
        obstacle=obstacle,
        warnings=queries.list_scam_notices({booth.organization.country}),
    )
    return page, 422 if form.is_submitted() else 200


def _public_subject(kind: str, id: int):
    """The public thing asked about; what is not public cannot be asked about."""
    model = SUBJECTS[kind]
    subject = db.session.scalar(model.public().where(model.id == id))
    if subject is None:
        raise NotFound(kind)
    return subject


def _inquiry_form(subject) -> InquiryForm:
    lang = current_language()
    organizations = [membership.organization for membership in current_user.memberships]
    form = InquiryForm(
        unit=getattr(subject, "unit", "KGM"), organization=str(organizations[0].id) if organizations else ""
    )
    form.unit.choices = unit_choices(lang)
    form.organization.choices = [
        (str(one.id), one.names.in_(lang).text or one.latin_name) for one in organizations
    ]
    form.organization.choices.append(("", _("Myself")))
    return form


def _chosen_organization(form: InquiryForm):
    chosen = form.organization.data
    return next(
        (one.organization for one in current_user.memberships if str(one.organization_id) == chosen), None
    )


def _obstacle(booth: Booth) -> str:
    """Why this person cannot ask here, or nothing."""
    if Role.COLLEAGUE in booth.roles_of(current_user):
        return _("This is your own booth. Buyers' questions arrive in your inbox.")
    if not current_user.is_verified:
        return _("Please verify your e-mail address first, so that the answer reaches you.")
    return ""


def _accept_files(form) -> list[StoredFile]:
    """The attachments as stored documents. Raises ``Invalid`` naming the file that cannot be taken."""
    sent = [upload for upload in form.files.data or () if upload and upload.filename]
    if len(sent) > MAX_FILES:
        raise Invalid(_("At most %(max)d files fit one message.", max=MAX_FILES))
    folder = Path(current_app.config["PRIVATE_DIR"])
    return [accept_document(upload.stream, upload.filename, folder, by=current_user) for upload in sent]


def _show_thread(conversation: Thread, form: ReplyForm):
    messages = queries.list_messages(conversation)
    buyer_country = conversation.buyer_organization.country if conversation.buyer_organization else ""
    is_seller = conversation.is_seller_side(current_user)
    other_country = buyer_country if is_seller else conversation.booth.organization.country
    return render_template(
        "messages/thread.html",
        thread=conversation,
        messages=messages,
        files=queries.files_of(messages),
        form=form,
        is_seller=is_seller,
        is_unread=bool(messages) and queries.is_unread(conversation, current_user),
        warnings=queries.list_scam_notices({other_country}),
        unit_of=units.unit,
        subject_url=_subject_url,
    )


def _subject_url(message: Message) -> str:
    """Where the thing asked about is shown, as long as it is public."""
    if message.subject_kind == "booth":
        return url_for("booths.booth", slug=message.thread.booth.slug)
    endpoint = {"product": "catalog.product", "offer": "offers.offer"}[message.subject_kind]
    return url_for(endpoint, id=message.subject_id, slug=slug_of(message.subject_name))
