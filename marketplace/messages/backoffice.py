"""Staff's warnings beside inquiries."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.messages import actions, queries
from marketplace.messages.forms import ScamNoticeForm
from marketplace.messages.models import ScamNotice
from marketplace.reference.choices import country_choices
from marketplace.web.language import current_language

blueprint = Blueprint("messages_backoffice", __name__)


@blueprint.get("/")
def list_notices():
    """All warnings, those in force first."""
    return render_template("messages/scam_notices.html", notices=queries.list_all_scam_notices())


@blueprint.route("/new", methods=["GET", "POST"])
def new_notice():
    """Write a warning."""
    return _edit(None)


@blueprint.route("/<int:id>", methods=["GET", "POST"])
def edit_notice(id: int):
    """Change a warning."""
    return _edit(_get(id))


@blueprint.post("/<int:id>/end")
def end_notice(id: int):
    """Take a warning away."""
    actions.end_scam_notice(_get(id), by=current_user)
    flash(_("The warning is no longer shown."), "good")
    return redirect(url_for("messages_backoffice.list_notices"))


def _get(id: int) -> ScamNotice:
    notice = db.session.get(ScamNotice, id)
    if notice is None:
        raise NotFound("scam notice")
    return notice


def _edit(notice: ScamNotice | None):
    form = ScamNoticeForm(obj=notice)
    lang = current_language()
    form.countries.choices = country_choices(lang)
    if form.validate_on_submit():
        actions.save_scam_notice(
            notice, title=form.title.data, text=form.text.data, countries=form.countries.data, by=current_user
        )
        flash(_("The warning is shown beside inquiries now."), "good")
        return redirect(url_for("messages_backoffice.list_notices"))
    page = render_template("messages/scam_notice.html", form=form, notice=notice)
    return page, 422 if form.is_submitted() else 200
