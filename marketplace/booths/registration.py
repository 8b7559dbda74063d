"""Registering an organization, step by step; leaving and coming back goes on where it stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.booths import actions, queries, rules
from marketplace.booths.forms import (
    AddressForm,
    ForeignAddressForm,
    IdentityForm,
    PaperForm,
    PeopleForm,
    StartForm,
    StepForm,
)
from marketplace.booths.models import Membership, Organization
from marketplace.booths.states import DocumentKind, MemberRole
from marketplace.kernel.errors import Invalid, NotAllowed, Stale
from marketplace.kernel.files import accept_document
from marketplace.kernel.translated import Translated
from marketplace.moderation.comparison import say
from marketplace.moderation.conflicts import list_differences
from marketplace.moderation.queries import get_draft
from marketplace.moderation.reasons import reason_lines
from marketplace.reference import choices
from marketplace.reference.places import all_provinces, list_provinces
from marketplace.reference.queries import list_wards
from marketplace.web.downloads import hand_out
from marketplace.web.language import current_language
from marketplace.web.throttle import throttle

blueprint = Blueprint("registration", __name__)

REGISTRATIONS_PER_DAY = 10
UPLOADS_PER_HOUR = 60


@dataclass(frozen=True)
class Step:
    """One page of the registration: its name in the address, what it is called, what it asks."""

    name: str
    label: object
    fields: tuple[str, ...]
    form: type[StepForm] | None = None


_NAMES = (
    *("kind", "country", "names", "latin_name", "tax_code", "registration_number", "enterprise_number"),
    *("moic_number", "moic_on", "founded_year"),
)
_DOCUMENTS = Step("documents", _l("Documents"), ("documents",))
_CHECK = Step("check", _l("Check and send"), ())

SELLER_STEPS = (
    Step("identity", _l("Identity"), _NAMES, IdentityForm),
    Step("address", _l("Address"), ("province", "ward", "address", "phone", "email"), AddressForm),
    Step("people", _l("People"), ("representative", "representative_role"), PeopleForm),
    _DOCUMENTS,
    _CHECK,
)
#: Who only buys shows who they are and where; nobody asks for more.
BUYER_STEPS = (
    Step("identity", _l("Identity"), _NAMES, IdentityForm),
    Step("address", _l("Address"), ("address", "phone", "email"), ForeignAddressForm),
    _DOCUMENTS,
    _CHECK,
)


def steps_for(content: dict) -> tuple[Step, ...]:
    """The steps an organization of this kind goes through."""
    return BUYER_STEPS if content["kind"] in rules.FOREIGN else SELLER_STEPS


class Registration:
    """One organization on its way, as the signed-in person may edit it."""

    def __init__(self, organization_id: int):
        self.membership: Membership = queries.get_membership(current_user, organization_id)
        if not self.membership.may_edit_booth:
            raise NotAllowed("owners and managers edit the identity")
        self.organization: Organization = self.membership.organization
        self.draft = get_draft(self.organization)
        self.revision, self.content = self.draft.revision, self.draft.content
        self.problems = rules.identity_problems(self.content)
        self.steps = steps_for(self.content)

    @property
    def is_waiting(self) -> bool:
        """Is the draft with the staff, so that nobody edits it now?"""
        return self.draft.is_waiting

    @property
    def names(self) -> Translated:
        """The registered name as it is proposed now."""
        return Translated(self.content["names"])

    @property
    def has_draft(self) -> bool:
        """Is there something that can be sent?"""
        return bool(self.revision and self.revision.is_editable)

    def url(self, step: Step, **values) -> str:
        """The address of a step."""
        if step.form:
            return url_for("registration.step", id=self.organization.id, name=step.name, **values)
        return url_for(f"registration.{step.name}", id=self.organization.id, **values)

    def step(self, name: str) -> Step:
        """A step by its name; one that this kind of organization has not leads to its first."""
        return next((step for step in self.steps if step.name == name), self.steps[0])

    def after(self, step: Step) -> Step:
        """The next step."""
        return self.steps[self.steps.index(step) + 1]

    def step_of(self, field: str) -> Step | None:
        """The step that asks for a field."""
        return next((step for step in self.steps if field in step.fields), None)

    @property
    def first_unfinished(self) -> Step:
        """Where to go on: the first step with something missing, in the end the last one."""
        return next((step for step in self.steps if self._is_unfinished(step)), self.steps[-1])

    def _is_unfinished(self, step: Step) -> bool:
        return any(field in self.problems for field in step.fields)

    def progress(self, current: Step) -> list[tuple]:
        """For the ``steps`` macro."""
        return [(step.label, self.url(step), self._state_of(step, current)) for step in self.steps]

    def _state_of(self, step: Step, current: Step) -> str:
        if step == current:
            return "current"
        if step is _CHECK:
            return "done" if self.is_waiting else "todo"
        return "todo" if self._is_unfinished(step) else "done"

    def problem_links(self) -> list[tuple[str, str, str]]:
        """(field, sentence, where to mend it) for everything that is missing."""
        labels = {field.name: field.label for field in Organization.CONTENT}
        return [
            (
                str(labels[name]),
                sentence,
                self.url(self.step_of(name) or self.steps[0], _anchor=f"field-{name}"),
            )
            for name, sentence in self.problems.items()
        ]

    def show(self, template: str, step: Step, **more) -> str:
        """A page of the registration."""
        return render_template(
            f"registration/{template}.html",
            registration=self,
            organization=self.organization,
            step=step,
            progress=self.progress(step),
            reasons=reason_lines(self.revision),
            **more,
        )


@blueprint.route("/", methods=["GET", "POST"])
def start():
    """Begin, or go on with what was begun."""
    form = StartForm()
    lang = current_language()
    form.country.choices = choices.country_choices(lang)
    if not current_user.is_verified:
        return render_template("registration/verify_first.html"), 200 if request.method == "GET" else 403
    if form.validate_on_submit():
        throttle("register", str(current_user.id), limit=REGISTRATIONS_PER_DAY, per=timedelta(days=1))
        organization = actions.register_organization(
            form.kind.data, form.country.data, form.names.data, form.latin_name.data, by=current_user
        )
        session["organization_id"] = organization.id
        return redirect(url_for("registration.step", id=organization.id, name="identity"))
    unfinished = queries.list_unverified(current_user)
    page = render_template("registration/start.html", form=form, unfinished=unfinished)
    return page, 422 if form.errors else 200


@blueprint.get("/<int:id>")
def identity(id: int):
    """The right step to go on with: that of ``?field=``, else the first with something missing."""
    registration = Registration(id)
    if registration.is_waiting:
        return redirect(registration.url(_CHECK))
    asked = registration.step_of(request.args.get("field", ""))
    return redirect(registration.url(asked or registration.first_unfinished))


@blueprint.route("/<int:id>/<any(identity,address,people):name>", methods=["GET", "POST"])
def step(id: int, name: str):
    """A step that is filled in: who, where, who stands for it."""
    registration = Registration(id)
    current = registration.step(name)
    if registration.is_waiting or current.name != name:
        return redirect(registration.url(_CHECK if registration.is_waiting else current))
    form = current.form(registration.content)
    _offer_choices(form, registration)
    if request.method == "GET":
        form.go_on_from(registration.draft)
        return _show_form(registration, current, form)
    if not form.validate():
        return _show_form(registration, current, form), 422
    try:
        actions.save(registration.organization, form.content, by=current_user, **form.seen)
        _invite_colleague(registration, form)
    except Stale as stale:
        form.go_on_from(registration.draft)
        differences = list_differences(stale, current_language())
        return _show_form(registration, current, form, differences=differences), 409
    except Invalid:
        form.add_problems({"colleague_email": _("This person is a member already.")})
        return _show_form(registration, current, form), 422
    return redirect(registration.url(_next_step(registration, current, form)))


def _show_form(registration: Registration, current: Step, form: StepForm, **more) -> str:
    form.mark_required()
    return registration.show(current.name, current, form=form, **more)


def _offer_choices(form: StepForm, registration: Registration) -> None:
    lang = current_language()
    if "country" in form:
        form.country.choices = choices.country_choices(lang)
    if "province" in form:
        provinces = list_provinces(registration.content["country"], lang)
        form.province.choices = [choices.NOTHING, *choices.named(provinces, lang)]
        if request.form.get("go") == "wards":
            form.ward.data = ""  # of the province before
        known = form.province.data in all_provinces()
        wards = list_wards(form.province.data) if known else []
        form.ward.choices = [choices.NOTHING, *choices.named(wards, lang)]
    if "colleague_email" in form and not registration.membership.may_manage_people:
        del form.colleague_email


def _invite_colleague(registration: Registration, form: StepForm) -> None:
    if "colleague_email" in form and form.colleague_email.data:
        actions.invite(
            registration.organization, form.colleague_email.data, MemberRole.CLERK, by=current_user
        )
        flash(_("An invitation is on its way to %(email)s.", email=form.colleague_email.data), "good")


def _next_step(registration: Registration, current: Step, form: StepForm) -> Step:
    """Onwards, but stay where the answers have changed the questions."""
    typed = form.content
    has_other_questions = any(
        name in typed and typed[name] != registration.content[name] for name in ("kind", "country")
    )
    stays = has_other_questions or request.form.get("go") == "wards"
    return current if stays else registration.after(current)


# --- documents ----------------------------------------------------------------------------------------


@blueprint.route("/<int:id>/documents", methods=["GET", "POST"])
def documents(id: int):
    """The papers: which are asked for, which are there; add one."""
    registration = Registration(id)
    if registration.is_waiting:
        return redirect(registration.url(_CHECK))
    form = PaperForm()
    if form.validate_on_submit():
        throttle("paper", str(current_user.id), limit=UPLOADS_PER_HOUR, per=timedelta(hours=1))
        try:
            _accept_paper(registration, form)
        except Invalid as problem:
            form.add_problems({"file": problem.message})
        else:
            flash(_("The paper is stored. Only your people and the officers see it."), "good")
            return redirect(url_for("registration.documents", id=id))
    page = registration.show(
        "documents",
        _DOCUMENTS,
        form=form,
        papers=[(DocumentKind(paper["kind"]), paper) for paper in registration.content["documents"]],
        missing=rules.missing_documents(registration.content),
        required=rules.required_documents(registration.content),
    )
    return page, 422 if form.errors else 200


def _accept_paper(registration: Registration, form: PaperForm) -> None:
    upload = form.file.data
    stored = accept_document(
        upload.stream, upload.filename, Path(current_app.config["PRIVATE_DIR"]), by=current_user
    )
    actions.add_paper(registration.organization, form.kind.data, stored, by=current_user)


@blueprint.post("/<int:id>/documents/<int:file_id>/remove")
def remove_paper(id: int, file_id: int):
    """Take a paper out of the draft."""
    actions.remove_paper(Registration(id).organization, file_id, by=current_user)
    return redirect(url_for("registration.documents", id=id))


@blueprint.get("/<int:id>/documents/<int:file_id>")
def paper(id: int, file_id: int):
    """One of the organization's own papers, for its own people."""
    return hand_out(queries.get_paper(Registration(id).organization, file_id))


# --- the last step ------------------------------------------------------------------------------------


@blueprint.get("/<int:id>/check")
def check(id: int):
    """Everything on one page, with what is missing."""
    return _show_check(Registration(id))


def _show_check(registration: Registration) -> str:
    lang = current_language()
    answers = [
        (field.label, say(field, registration.content.get(field.name), lang), registration.url(one))
        for one in registration.steps
        if one.form
        for field in Organization.CONTENT
        if field.name in one.fields and field.name != "names" and registration.content.get(field.name)
    ]
    return registration.show("check", _CHECK, answers=answers)


@blueprint.post("/<int:id>/send")
def send(id: int):
    """Send the identity for approval."""
    registration = Registration(id)
    if registration.problems:
        return _show_check(registration), 422
    actions.send_for_approval(registration.organization, by=current_user)
    flash(_("Sent. An officer will check the identity and you will get a letter."), "good")
    return redirect(registration.url(_CHECK))


@blueprint.post("/<int:id>/take-back")
def take_back(id: int):
    """Take the identity back to change it."""
    registration = Registration(id)
    actions.take_back(registration.organization, by=current_user)
    return redirect(registration.url(registration.steps[0]))
