"""Doors: signing up, in and out, and the links in letters.

A link in a letter opens a page with one button: mail programs and virus scanners follow links, and only
the button spends the pass.
"""

from __future__ import annotations

import secrets

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.accounts import actions, guessing
from marketplace.accounts.devices import name_device
from marketplace.accounts.forms import AddressForm, ChoosePasswordForm, SignInForm, SignUpForm, VerifyForm
from marketplace.accounts.limits import LETTERS_PER_ADDRESS, RESETS_PER_VISITOR, SIGN_UPS_PER_VISITOR
from marketplace.accounts.models import Person
from marketplace.accounts.queries import find_pass
from marketplace.accounts.signing import begin_sign_in, end_sign_in
from marketplace.accounts.states import PassPurpose
from marketplace.kernel.errors import Invalid, WrongState
from marketplace.web.forms import Form
from marketplace.web.language import current_language
from marketplace.web.throttle import client_address, throttle

blueprint = Blueprint("accounts", __name__)


# --- signing up ---------------------------------------------------------------------------------------


@blueprint.route("/sign-up", methods=["GET", "POST"])
def sign_up():
    """A new account; the answer is the same whether or not the address has one already."""
    if current_user.is_authenticated:
        return redirect(_next_path() or _home_of(current_user))
    form = SignUpForm(lang=current_language())
    if not form.validate_on_submit():
        return _page("accounts/sign_up.html", form)
    email = form.email.data
    throttle("sign-up, visitor", client_address(), **SIGN_UPS_PER_VISITOR)
    throttle("sign-up, address", email, **LETTERS_PER_ADDRESS)
    browser = _remember_mailbox(email, "sign_up")
    actions.sign_up(
        email,
        form.name.data,
        form.password.data,
        form.lang.data,
        browser=browser,
        next_path=_next_path(),
    )
    return redirect(url_for("accounts.mailbox"))


@blueprint.get("/mailbox")
def mailbox():
    """Look in your mailbox: after signing up and after asking for a new password."""
    return render_template(
        "accounts/mailbox.html", address=session.get("mailbox", ""), about=session.get("mailbox_about")
    )


@blueprint.route("/verify/<token>", methods=["GET", "POST"])
def verify(token: str):
    """Confirm the address; signs in and goes on to where the person was heading."""
    letter_pass = find_pass(PassPurpose.VERIFY_EMAIL, token)
    if letter_pass is None:
        return _dead_link("sign_up")
    browser = session.get("browser", "")
    form = VerifyForm()
    is_same_browser = actions.is_browser_of(letter_pass, browser)
    if form.validate_on_submit():
        guessing.refuse_when_guessing(letter_pass.email)
        next_path = letter_pass.brings["next"]
        try:
            person = actions.verify_email(letter_pass, browser=browser, password=form.password.data or "")
        except Invalid as problem:
            guessing.count_wrong_password(letter_pass.email)
            form.add_problems({problem.details["field"]: problem.message})
        else:
            response = _enter(person, next_path or url_for("registration.start"))
            flash(_("Your address is confirmed. Welcome."), "good")
            return response
    return _page("accounts/verify.html", form, address=letter_pass.email, asks_password=not is_same_browser)


# --- in and out ---------------------------------------------------------------------------------------


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    """Open the door; a wrong address and a wrong password look the same."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_next_path() or _home_of(current_user))
    form = SignInForm()
    if not form.validate_on_submit():
        return _page("accounts/sign_in.html", form)
    email = form.email.data
    guessing.refuse_when_guessing(email)
    person = actions.recognize(email, form.password.data)
    if person is None:
        guessing.count_wrong_password(email)
        return _refuse(form, _("E-mail and password do not fit together. Check both and try again."))
    if not person.is_active:
        return _refuse(form, _("This account has been closed. Write to us if you think it is a mistake."))
    if not person.is_verified:
        throttle("sign-up, address", email, **LETTERS_PER_ADDRESS)
        browser = _remember_mailbox(email, "sign_up")
        actions.send_verification_again(person, browser=browser, next_path=_next_path())
        return redirect(url_for("accounts.mailbox"))
    return _enter(person, _next_path() or _home_of(person))


def _refuse(form: SignInForm, sentence: str) -> Response:
    form.add_problems({"form": sentence})
    return _page("accounts/sign_in.html", form)


@blueprint.post("/sign-out")
def sign_out():
    """Close the door, here and for every copy of the cookie."""
    end_sign_in()
    flash(_("You are signed out."), "good")
    response = redirect(url_for("pages.home"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


# --- forgotten passwords, new addresses ---------------------------------------------------------------


@blueprint.route("/forgot", methods=["GET", "POST"])
def forgot():
    """Ask for a letter with a link to a new password."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page("accounts/forgot.html", form)
    email = form.email.data
    throttle("reset, visitor", client_address(), **RESETS_PER_VISITOR)
    throttle("reset, address", email, **LETTERS_PER_ADDRESS)
    actions.ask_for_reset(email, current_language())
    _remember_mailbox(email, "reset")
    return redirect(url_for("accounts.mailbox"))


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str):
    """Choose a new password; then sign in with it."""
    letter_pass = find_pass(PassPurpose.RESET_PASSWORD, token)
    if letter_pass is None:
        return _dead_link("forgot")
    form = ChoosePasswordForm()
    form.own_words = (letter_pass.person.name, letter_pass.person.email)
    if not form.validate_on_submit():
        return _page("accounts/reset.html", form, address=letter_pass.person.email)
    actions.reset_password(letter_pass, form.password.data)
    end_sign_in()
    flash(_("Your new password holds. Sign in with it."), "good")
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/confirm-email/<token>", methods=["GET", "POST"])
def confirm_email(token: str):
    """Make a new address the account's."""
    letter_pass = find_pass(PassPurpose.CHANGE_EMAIL, token)
    if letter_pass is None:
        return _dead_link("settings")
    form = Form()
    if not form.validate_on_submit():
        return _page("accounts/confirm_email.html", form, address=letter_pass.email)
    try:
        actions.change_email(letter_pass)
    except WrongState:
        return _dead_link("settings")
    flash(_("%(address)s is your address now.", address=letter_pass.email), "good")
    return redirect(url_for("accounts_desk.settings"))


# --- what these pages share ---------------------------------------------------------------------------


def _page(template: str, form: Form, **about) -> Response:
    """The form, 422 when something in it was wrong. A link with a secret in it is told to no other site."""
    response = make_response(
        render_template(template, form=form, next_path=_next_path(), **about), 422 if form.errors else 200
    )
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _dead_link(about: str) -> Response:
    """The pass is spent, too old or wrong: say how to get another."""
    return make_response(render_template("accounts/dead_link.html", about=about), 410)


def _enter(person: Person, path: str) -> Response:
    begin_sign_in(person, name_device(request.user_agent.string))
    return guessing.mark_browser(redirect(path), person)


def _remember_mailbox(address: str, about: str) -> str:
    """Keep what this browser is waiting for; returns the secret by which it is known again."""
    session["mailbox"], session["mailbox_about"] = address, about
    return session.setdefault("browser", secrets.token_urlsafe(16))


def _home_of(person: Person) -> str:
    """Where somebody without a wish is led: staff to their queue, members to their desk, others home."""
    if person.is_staff:
        return url_for("backoffice.home")
    return url_for("desk.home" if person.memberships else "pages.home")


def _next_path() -> str:
    """The address to go on to, if it is a page of this site; empty otherwise."""
    wanted = request.args.get("next", "")
    as_browsers_read_it = wanted.replace("\\", "/")
    is_ours = as_browsers_read_it.startswith("/") and not as_browsers_read_it.startswith("//")
    return wanted if is_ours and wanted.isprintable() and len(wanted) <= 500 else ""
