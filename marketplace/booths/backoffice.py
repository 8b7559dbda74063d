"""Officers look at organizations and booths, and open papers. Suspending is done at the review desk."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from marketplace.booths import actions, queries
from marketplace.booths.models import Booth, Organization
from marketplace.booths.queries import StaffFilter
from marketplace.booths.seller import place_of
from marketplace.booths.states import DocumentKind
from marketplace.moderation import naming
from marketplace.moderation.comparison import compare, sayer_of
from marketplace.moderation.forms import SuspensionForm
from marketplace.moderation.queries import find_newest_for_officer, get_draft, list_timeline
from marketplace.moderation.states import Reason
from marketplace.reference.choices import province_choices
from marketplace.web.addresses import asked_page, asked_words
from marketplace.web.downloads import hand_out
from marketplace.web.language import current_language

blueprint = Blueprint("booths_backoffice", __name__)


@blueprint.get("/")
def list_booths():
    """All organizations and booths, searched by name, number, place and state."""
    wanted = StaffFilter(**{name: asked_words(name) for name in ("text", "country", "province", "state")})
    page = asked_page()
    booths, total, pages = queries.list_for_staff(wanted, page)
    lang = current_language()
    return render_template(
        "booths/staff_list.html",
        booths=booths,
        total=total,
        page=page,
        pages=pages,
        wanted=wanted,
        provinces=province_choices(lang),
        place_of=lambda organization: place_of(organization, lang),
        page_url=lambda number: url_for(".list_booths", **wanted.arguments(), page=number),
    )


@blueprint.get("/<int:id>")
def booth(id: int):
    """One organization with its booth: identity, papers, people, history."""
    booth = queries.get_booth_for_staff(id)
    organization = booth.organization
    identity = get_draft(organization).content
    shown = [field for field in Organization.CONTENT if field.name != "documents"]
    timeline = sorted((*list_timeline(organization), *list_timeline(booth)), key=lambda row: -row.id)
    return render_template(
        "booths/staff_booth.html",
        booth=booth,
        organization=organization,
        identity=compare(shown, identity, identity, current_language()),
        papers=[(DocumentKind(paper["kind"]), paper) for paper in identity["documents"]],
        revisions=[find_newest_for_officer(thing, current_user) for thing in (organization, booth)],
        form=SuspensionForm(formdata=None),
        timeline=timeline,
        labels={field.name: field.label for field in (*Organization.CONTENT, *Booth.CONTENT)},
        say_value=sayer_of(Booth.CONTENT, current_language()),
        verb_label=naming.verb_label,
        reason_label=lambda code: Reason(code).label,
    )


# --- papers of identity -------------------------------------------------------------------------------


@blueprint.get("/papers/<int:file_id>")
def paper(file_id: int):
    """Before a paper is opened: what it is, and that opening it is written down."""
    organization, stored = queries.get_paper_with_owner(file_id)
    return render_template("booths/staff_paper.html", organization=organization, stored=stored)


@blueprint.post("/papers/<int:file_id>")
def open_paper(file_id: int):
    """Open a paper of identity; who did is written to history."""
    organization, stored = queries.get_paper_with_owner(file_id)
    actions.record_reading(organization, stored, by=current_user)
    return hand_out(stored)
