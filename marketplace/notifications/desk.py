"""The bell: what happened, newest first."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.notifications import actions, queries
from marketplace.web.addresses import asked_page

blueprint = Blueprint("notifications_desk", __name__)


@blueprint.get("/")
def list_notices():
    """Everything told to this person. Looking marks nothing as read: a look may not write."""
    found = queries.list_notices(current_user, page=asked_page())
    return render_template("notifications/notices.html", found=found)


@blueprint.post("/<int:id>/open")
def open_notice(id: int):
    """Go where the notice leads, and have seen it."""
    notice = queries.get_notice(current_user, id)
    actions.mark_read(current_user, [notice.id])
    return redirect(notice.url)


@blueprint.post("/read")
def mark_all_read():
    """Have seen them all."""
    actions.mark_read(current_user)
    flash(_("All notifications are marked as read."), "good")
    return redirect(url_for("notifications_desk.list_notices"))
