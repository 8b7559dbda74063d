"""Accepting an invitation to an organization."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.booths import actions, queries

blueprint = Blueprint("invitations", __name__)

#: The letter was real once: used, withdrawn, replaced or too old now.
GONE = 410


@blueprint.get("/<token>")
def accept(token: str):
    """Who invites, to what, as what; the button accepts."""
    invitation = queries.find_invitation(token)
    if invitation is None:
        return render_template("invitations/gone.html"), GONE
    is_for_reader = invitation.email == current_user.email
    return render_template(
        "invitations/accept.html", invitation=invitation, is_for_reader=is_for_reader, token=token
    )


@blueprint.post("/<token>")
def join(token: str):
    """Accept."""
    invitation = queries.find_invitation(token)
    if invitation is None:
        return render_template("invitations/gone.html"), GONE
    membership = actions.accept_invitation(invitation, by=current_user)
    session["organization_id"] = membership.organization_id
    flash(_("Welcome! You now work for this organization."), "good")
    return redirect(url_for("desk.home"))
