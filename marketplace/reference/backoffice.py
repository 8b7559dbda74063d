"""Staff enter the rates by which prices are compared."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Invalid
from marketplace.reference.actions import enter_rates
from marketplace.reference.forms import RatesForm
from marketplace.reference.rates import list_rates, newest_rates, present_rates

blueprint = Blueprint("reference_backoffice", __name__)


@blueprint.route("/rates", methods=["GET", "POST"])
def rates():
    """The rates in force, those of before, and a form for today's."""
    present = newest_rates()
    form = RatesForm(data={currency: rate.per_usd for currency, rate in present.items()})
    if form.validate_on_submit():
        try:
            enter_rates(form.per_dollar, form.source.data, by=current_user, is_sure=form.is_sure.data)
        except Invalid as problem:
            form.add_problems({problem.details["field"]: problem.message})
        else:
            flash(_("From now on prices are compared by these rates."), "good")
            return redirect(url_for("reference_backoffice.rates"))
    page = render_template("reference/rates.html", form=form, rates=list_rates(), in_force=present_rates())
    return page, 422 if form.is_submitted() else 200
