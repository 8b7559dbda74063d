"""Editors issue the house's own texts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel import clock
from marketplace.pages import actions, queries
from marketplace.pages.forms import PageForm

blueprint = Blueprint("pages_backoffice", __name__)


@blueprint.get("/")
def list_pages():
    """All house texts; those nobody has written yet stand out."""
    return render_template("pages/backoffice_list.html", pages=queries.list_pages_in_force())


@blueprint.route("/<slug>", methods=["GET", "POST"])
def edit_page(slug: str):
    """Issue a new version, starting from the one in force."""
    present = queries.get_page(slug)
    form = PageForm(obj=present)
    if not form.is_submitted():
        form.effective_from.data = clock.today()
    if form.validate_on_submit():
        if "vi" in form.body.data:
            actions.write_page(
                slug,
                title=form.title.data,
                body=form.body.data,
                effective_from=form.effective_from.data,
                by=current_user,
            )
            flash(_("The new version is issued."), "good")
            return redirect(url_for("pages_backoffice.list_pages"))
        form.add_problems({"body": _("The Vietnamese text is authoritative and cannot be left empty.")})
    page = render_template(
        "pages/backoffice_edit.html", form=form, present=present, versions=queries.list_versions(slug)
    )
    return page, 422 if form.is_submitted() else 200
