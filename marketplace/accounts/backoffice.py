"""Staff's view of people: who there is, who is staff, who reviews what, whose account is closed.

Officers may look people up; what changes an account is for administrators, and in its history.
"""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.accounts import actions, queries
from marketplace.accounts.forms import CloseAccountForm, ReviewScopeForm, RoleForm
from marketplace.accounts.models import Person
from marketplace.accounts.states import AccountAct, StaffRole
from marketplace.kernel.errors import Invalid
from marketplace.kernel.history import list_history
from marketplace.reference.choices import named, province_choices
from marketplace.reference.queries import category_tree
from marketplace.web.addresses import asked_page, asked_words
from marketplace.web.language import current_language
from marketplace.web.render import moment

blueprint = Blueprint("accounts_backoffice", __name__)

#: Other rooms may write into a person's history in words of their own.
ACTS = {act.value: act.label for act in AccountAct}


@blueprint.get("/")
def list_people():
    """Search by name or address."""
    text = asked_words()
    staff_only = bool(request.args.get("staff"))
    found = queries.list_people(text, staff_only=staff_only, page=asked_page())
    return render_template("accounts/people.html", found=found, text=text, staff_only=staff_only)


@blueprint.get("/<int:id>")
def person(id: int):
    """One person: what they are, and their history."""
    return _page(_get(id))


@blueprint.post("/<int:id>/role")
def appoint(id: int):
    """Give or take a staff role."""
    somebody, form = _get(id), RoleForm()
    if not form.validate_on_submit():
        return _page(somebody, role_form=form)
    try:
        actions.appoint(somebody, StaffRole(form.role.data), by=current_user)
    except Invalid as problem:
        form.add_problems({problem.details["field"]: problem.message})
        return _page(somebody, role_form=form)
    flash(_("The staff role is saved; the person signs in anew and gets a letter."), "good")
    return _back_to(somebody)


@blueprint.post("/<int:id>/review-scope")
def set_review_scope(id: int):
    """What an officer reviews."""
    somebody = _get(id)
    form = _scope_form(somebody)
    if not form.validate_on_submit():
        return _page(somebody, scope_form=form)
    actions.set_review_scope(somebody, form.provinces.data or (), form.categories.data or (), by=current_user)
    flash(_("Saved what this officer reviews."), "good")
    return _back_to(somebody)


@blueprint.post("/<int:id>/deactivate")
def deactivate(id: int):
    """Close the account, with a reason."""
    somebody, form = _get(id), CloseAccountForm()
    if not form.validate_on_submit():
        return _page(somebody, close_form=form)
    actions.deactivate(somebody, form.reason.data, by=current_user)
    flash(_("The account is closed and signed out everywhere."), "good")
    return _back_to(somebody)


@blueprint.post("/<int:id>/reactivate")
def reactivate(id: int):
    """Open it again."""
    somebody = _get(id)
    actions.reactivate(somebody, by=current_user)
    flash(_("The account is open again."), "good")
    return _back_to(somebody)


@blueprint.post("/<int:id>/sign-out")
def sign_out_everywhere(id: int):
    """End all sign-ins of one person."""
    somebody = _get(id)
    actions.sign_out_everywhere(somebody, by=current_user)
    flash(_("The person is signed out everywhere."), "good")
    return _back_to(somebody)


def _get(id: int) -> Person:
    return queries.get_person(id)


def _back_to(somebody: Person):
    return redirect(url_for("accounts_backoffice.person", id=somebody.id))


def _scope_form(somebody: Person) -> ReviewScopeForm:
    lang = current_language()
    form = ReviewScopeForm(provinces=somebody.review_provinces, categories=somebody.review_categories)
    form.provinces.choices = province_choices(lang)
    form.categories.choices = named((branch for branch, _leaves in category_tree()), lang)
    return form


def _page(somebody: Person, *, role_form=None, scope_form=None, close_form=None):
    forms = [role_form, scope_form, close_form]
    entries = [
        {
            "what": ACTS.get(row.verb, row.verb),
            "who": row.actor_name or _("The system"),
            "when": moment(row.at),
            "at": row.at.isoformat(),
            "note": row.note,
        }
        for row in list_history(somebody)
    ]
    page = render_template(
        "accounts/person.html",
        somebody=somebody,
        role_form=role_form or RoleForm(role=somebody.staff_role),
        scope_form=scope_form or _scope_form(somebody),
        close_form=close_form or CloseAccountForm(),
        may_change=current_user.is_administrator and current_user.id != somebody.id,
        entries=entries,
    )
    return make_response(page, 422 if any(form and form.errors for form in forms) else 200)
