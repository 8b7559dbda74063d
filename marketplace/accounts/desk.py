"""One's own account: name, language, password, address, and where one is signed in."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.accounts import actions, guessing
from marketplace.accounts.devices import name_device
from marketplace.accounts.forms import ChangeEmailForm, ChangePasswordForm, ProfileForm
from marketplace.accounts.limits import LETTERS_PER_ADDRESS
from marketplace.accounts.queries import get_sign_in, list_sign_ins
from marketplace.accounts.signing import begin_sign_in, this_sign_in
from marketplace.kernel.errors import Invalid
from marketplace.web.forms import Form
from marketplace.web.throttle import throttle

blueprint = Blueprint("accounts_desk", __name__)


@blueprint.route("/settings", methods=["GET", "POST"])
def settings():
    """Name and language; the ways to everything else of the account."""
    form = ProfileForm(obj=current_user)
    if not form.validate_on_submit():
        return _page("accounts/settings.html", form)
    actions.change_profile(current_user, form.name.data, form.lang.data)
    flash(_("Your settings are saved."), "good")
    return redirect(url_for("accounts_desk.settings", lang=form.lang.data))


@blueprint.route("/password", methods=["GET", "POST"])
def change_password():
    """Another password; every other browser has to sign in again."""
    form = ChangePasswordForm()
    form.own_words = (current_user.name, current_user.email)
    if not form.validate_on_submit():
        return _page("accounts/change_password.html", form)
    guessing.refuse_when_guessing(current_user.email)
    person = current_user._get_current_object()
    try:
        actions.change_password(person, form.current_password.data, form.password.data)
    except Invalid as problem:
        return _wrong_password("accounts/change_password.html", form, problem)
    begin_sign_in(person, name_device(request.user_agent.string))
    flash(_("Your password is changed. Other browsers have been signed out."), "good")
    return redirect(url_for("accounts_desk.settings"))


@blueprint.route("/email", methods=["GET", "POST"])
def change_email():
    """Ask for another address; it counts once the letter to it has been answered."""
    form = ChangeEmailForm()
    if not form.validate_on_submit():
        return _page("accounts/change_email.html", form)
    guessing.refuse_when_guessing(current_user.email)
    throttle("change of e-mail", str(current_user.id), **LETTERS_PER_ADDRESS)
    try:
        actions.ask_to_change_email(current_user, form.current_password.data, form.email.data)
    except Invalid as problem:
        return _wrong_password("accounts/change_email.html", form, problem)
    session["mailbox"], session["mailbox_about"] = form.email.data, "change_email"
    return redirect(url_for("accounts.mailbox"))


@blueprint.get("/sign-ins")
def sign_ins():
    """The browsers one is signed in with."""
    return render_template(
        "accounts/sign_ins.html", sign_ins=list_sign_ins(current_user), this_one=this_sign_in()
    )


@blueprint.post("/sign-ins/<int:id>/end")
def end_sign_in(id: int):
    """Sign one browser out."""
    actions.end_sign_in(get_sign_in(current_user, id))
    flash(_("That browser is signed out."), "good")
    return redirect(url_for("accounts_desk.sign_ins"))


@blueprint.post("/sign-ins/end-others")
def end_other_sign_ins():
    """Sign every other browser out."""
    actions.end_sign_ins(current_user, but=this_sign_in())
    flash(_("All other browsers are signed out."), "good")
    return redirect(url_for("accounts_desk.sign_ins"))


def _page(template: str, form: Form):
    return make_response(render_template(template, form=form), 422 if form.errors else 200)


def _wrong_password(template: str, form: Form, problem: Invalid):
    """Show what was wrong; a wrong password counts as a guess even from somebody who is signed in."""
    if problem.details["field"] == "current_password":
        guessing.count_wrong_password(current_user.email)
    form.add_problems({problem.details["field"]: problem.message})
    return _page(template, form)
