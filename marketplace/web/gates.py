"""Who may enter. Each edge file has one gate for its whole blueprint, declared in ``routes.py``."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, request, session, url_for
from flask_login import current_user

from marketplace.kernel.errors import NotAllowed

Gate = Callable[[], object]


def anyone():
    """The public: nobody is asked who they are."""


def signed_in():
    """Anybody with an account; others sign in first and come back."""
    if not current_user.is_authenticated:
        if request.method == "GET":
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        abort(401)
    return None


def booth_member():
    """A person who belongs to an organization. ``g.membership`` says which and as what."""
    answer = signed_in()
    if answer is not None:
        return answer
    memberships = current_user.memberships
    if not memberships:
        if request.method == "GET":
            return redirect(url_for("registration.start"))
        raise NotAllowed("not a member of any organization")
    chosen = session.get("organization_id")
    g.membership = next((one for one in memberships if one.organization_id == chosen), memberships[0])
    return None


def staff():
    """Somebody of the Department. To anybody else these pages do not exist."""
    answer = signed_in()
    if answer is not None:
        return answer
    if not current_user.is_staff:
        abort(404)
    return None


def officer():
    """Somebody who reviews: an officer or an administrator. Private papers and people's data are for them."""
    answer = staff()
    if answer is None and not current_user.is_officer:
        raise NotAllowed("for officers and administrators")
    return answer


def editor():
    """Somebody who writes the house's own texts: an editor or an administrator."""
    answer = staff()
    if answer is None and not current_user.is_editor:
        raise NotAllowed("for editors and administrators")
    return answer


def guard(blueprint: Blueprint, gate: Gate) -> Blueprint:
    """Put ``gate`` before every address of ``blueprint`` and remember it for the tests of the house."""
    if getattr(blueprint, "gate", None) is None:
        blueprint.gate = gate
        blueprint.before_request(gate)
    return blueprint
