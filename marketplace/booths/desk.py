"""The booth's own people: the booth as they write it, whether it is shown, and who works for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.booths import actions, queries, rules
from marketplace.booths.forms import EXPORT_MARKETS, BoothForm, InvitationForm, RoleForm
from marketplace.booths.models import Booth
from marketplace.booths.pages import show_booth
from marketplace.booths.states import MemberRole
from marketplace.kernel.errors import Invalid, Stale, WrongState
from marketplace.kernel.images import accept_photo
from marketplace.kernel.translated import LANGUAGE_NAMES
from marketplace.moderation import steps
from marketplace.moderation.conflicts import list_differences
from marketplace.moderation.queries import get_draft
from marketplace.moderation.reasons import reason_lines
from marketplace.reference import choices
from marketplace.reference.queries import category_tree, name_for
from marketplace.web.language import current_language
from marketplace.web.throttle import throttle

blueprint = Blueprint("booths_desk", __name__)

INVITATIONS_PER_HOUR = 20


# --- the booth ----------------------------------------------------------------------------------------


@blueprint.get("/")
def own():
    """The booth of the organization one works for just now."""
    return redirect(url_for("booths_desk.edit", id=g.membership.organization.booth.id))


@blueprint.route("/<int:id>", methods=["GET", "POST"])
def edit(id: int):
    """Write the booth: keep a draft, look at it, send it for approval."""
    booth = _editable_booth(id)
    draft = get_draft(booth)
    if draft.is_waiting:
        if request.method == "POST":
            raise WrongState("the draft is with the staff")
        return _show_booth_page(booth, "waiting")
    content = draft.content
    form = BoothForm(content, booth.organization.country)
    _offer_choices(form)
    if request.method == "GET":
        form.go_on_from(draft)
        if request.args.get("show") == "missing":
            form.show_problems(rules.booth_problems(content))
        return _show_edit(booth, form)
    if not form.validate():
        return _show_edit(booth, form), 422
    try:
        proposed = form.content | _pictures(booth, form, content)
        actions.save(booth, proposed, by=current_user, **form.seen)
    except Stale as stale:
        form.go_on_from(draft)
        return _show_edit(booth, form, differences=list_differences(stale, current_language())), 409
    except Invalid as problem:
        form.add_problems({problem.details["field"]: problem.message})
        return _show_edit(booth, form), 422
    return _go_on(booth)


def _go_on(booth: Booth):
    """After saving: to the preview, into the queue, or back to the form."""
    where = request.form.get("go")
    if where == "preview":
        return redirect(url_for("booths_desk.preview", id=booth.id))
    if where == "send" and booth.open_revision:
        return _send(booth)
    flash(steps.say_saved(booth, waits=booth.open_revision is not None), "good")
    return redirect(url_for("booths_desk.edit", id=booth.id))


def _send(booth: Booth):
    """Into the queue, or back to the form with what is missing. The draft is kept either way."""
    if rules.booth_problems(get_draft(booth).content):
        flash(_("The draft is kept. Something is still missing before it can be sent."), "warn")
        return redirect(url_for("booths_desk.edit", id=booth.id, show="missing"))
    actions.send_for_approval(booth, by=current_user)
    flash(_("Sent for approval. You will get a letter with the answer."), "good")
    return redirect(url_for("booths_desk.edit", id=booth.id))


def _editable_booth(booth_id: int) -> Booth:
    """A booth of the person's own that they may edit; clerks get a 403."""
    booth = queries.get_own_booth(current_user, booth_id)
    actions.require_editor(booth, current_user)
    return booth


def _offer_choices(form: BoothForm) -> None:
    lang = current_language()
    leaves = [leaf for group in choices.category_groups(lang).values() for leaf in group]
    form.sells.choices = form.buys.choices = leaves
    form.languages.choices = list(LANGUAGE_NAMES.items())
    form.export_markets.choices = [(code, name_for("country", code, lang)) for code in EXPORT_MARKETS]


def _pictures(booth: Booth, form: BoothForm, content: dict) -> dict:
    """Logo and banner after this form: kept, replaced or removed. ``Invalid`` names the field."""
    pictures = {}
    for name in ("logo", "banner"):
        upload = form[name].data
        if upload:
            try:
                image = accept_photo(
                    upload.stream, upload.filename, Path(current_app.config["MEDIA_DIR"]), owner_id=booth.id
                )
            except Invalid as problem:
                raise Invalid(problem.message, field=name) from problem
            pictures[name] = [image.as_photo()]
        else:
            pictures[name] = [] if form[f"{name}_remove"].data else content[name]
    return pictures


def _show_edit(booth: Booth, form: BoothForm, differences=()) -> str:
    form.mark_required()
    content = get_draft(booth).content
    return _show_booth_page(
        booth,
        "edit",
        form=form,
        logo=content["logo"],
        banner=content["banner"],
        tree=category_tree(),
        differences=differences,
    )


def _show_booth_page(booth: Booth, template: str, **more) -> str:
    revision = booth.latest_revision
    return render_template(
        f"booths/{template}.html",
        booth=booth,
        organization=booth.organization,
        revision=revision,
        reasons=reason_lines(revision),
        **more,
    )


@blueprint.get("/<int:id>/preview")
def preview(id: int):
    """The booth as the public will see it once the draft is approved."""
    booth = queries.get_own_booth(current_user, id)
    content = get_draft(booth).content
    face = SimpleNamespace(**{field.name: field.load(content.get(field.name)) for field in Booth.CONTENT})
    return show_booth(booth, face, is_preview=True)


@blueprint.post("/<int:id>/send")
def send(id: int):
    """Send the draft for approval as it stands."""
    booth = _editable_booth(id)
    return _send(booth)


@blueprint.post("/<int:id>/take-back")
def take_back(id: int):
    """Take the draft back from the queue to change it."""
    actions.take_back(_editable_booth(id), by=current_user)
    return redirect(url_for("booths_desk.edit", id=id))


@blueprint.post("/<int:id>/discard")
def discard(id: int):
    """Throw the draft away."""
    actions.discard_draft(_editable_booth(id), by=current_user)
    flash(_("The draft is gone. What the public sees has not changed."), "good")
    return redirect(url_for("booths_desk.edit", id=id))


@blueprint.post("/<int:id>/take-down")
def take_down(id: int):
    """Hide the booth and everything of it."""
    actions.take_down(_editable_booth(id), by=current_user)
    flash(_("Your booth is taken down. Nobody but your people sees it now."), "good")
    return redirect(url_for("booths_desk.edit", id=id))


@blueprint.post("/<int:id>/show-again")
def show_again(id: int):
    """Show the booth again."""
    actions.show_again(_editable_booth(id), by=current_user)
    flash(_("Your booth is shown again."), "good")
    return redirect(url_for("booths_desk.edit", id=id))


# --- people -------------------------------------------------------------------------------------------


@blueprint.get("/people")
def people():
    """Who works for the organization and who is invited."""
    return _show_people(InvitationForm())


def _show_people(form: InvitationForm) -> str:
    organization = g.membership.organization
    return render_template(
        "booths/people.html",
        organization=organization,
        membership=g.membership,
        members=queries.list_members(organization),
        invitations=queries.list_open_invitations(organization),
        form=form,
        roles=[(role.value, role.label) for role in MemberRole],
    )


@blueprint.post("/people/invite")
def invite():
    """Ask somebody by letter to join."""
    _throttle_letters()
    form = InvitationForm()
    if form.validate():
        try:
            actions.invite(g.membership.organization, form.email.data, form.role.data, by=current_user)
        except Invalid:
            form.add_problems({"email": _("This person is a member already.")})
        else:
            flash(_("An invitation is on its way to %(email)s.", email=form.email.data), "good")
            return redirect(url_for("booths_desk.people"))
    return _show_people(form), 422


@blueprint.post("/people/invitations/<int:id>/resend")
def resend_invitation(id: int):
    """Send the letter once more; the old one stops working."""
    _throttle_letters()
    invitation = queries.get_open_invitation(g.membership.organization, id)
    actions.resend_invitation(invitation, by=current_user)
    flash(_("An invitation is on its way to %(email)s.", email=invitation.email), "good")
    return redirect(url_for("booths_desk.people"))


def _throttle_letters() -> None:
    throttle("invite", str(current_user.id), limit=INVITATIONS_PER_HOUR, per=timedelta(hours=1))


@blueprint.post("/people/invitations/<int:id>/withdraw")
def withdraw_invitation(id: int):
    """Take an invitation back."""
    actions.withdraw_invitation(queries.get_open_invitation(g.membership.organization, id), by=current_user)
    flash(_("The invitation is withdrawn. Its letter no longer works."), "good")
    return redirect(url_for("booths_desk.people"))


@blueprint.post("/people/<int:id>/role")
def change_role(id: int):
    """Give a member another role."""
    form = RoleForm()
    if not form.validate():
        raise Invalid(_("Please choose from the list."), field="role")
    actions.change_role(queries.get_member(g.membership.organization, id), form.role.data, by=current_user)
    flash(_("The role is changed."), "good")
    return redirect(url_for("booths_desk.people"))


@blueprint.post("/people/<int:id>/remove")
def remove_member(id: int):
    """Remove a member, or leave."""
    member = queries.get_member(g.membership.organization, id)
    is_leaving = member.person_id == current_user.id
    actions.remove_member(member, by=current_user)
    if is_leaving:
        session.pop("organization_id", None)
        flash(_("You have left the organization."), "good")
        return redirect(url_for("pages.home"))
    flash(_("The person no longer belongs to the organization."), "good")
    return redirect(url_for("booths_desk.people"))


@blueprint.post("/switch")
def switch():
    """Work for another of one's organizations."""
    chosen = queries.get_own_organization(current_user, request.form.get("organization_id", 0, type=int))
    session["organization_id"] = chosen.id
    return redirect(url_for("desk.home"))
