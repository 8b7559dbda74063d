"""What officers and members type at the review desk, and what every form that writes a draft is."""

from __future__ import annotations

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from marketplace.kernel.content import Field, Kind
from marketplace.moderation.queries import Draft
from marketplace.moderation.states import Reason
from marketplace.web.forms import Form, TranslatedField, at_most, required

#: How many reasons fit on one answer; more belong into the note.
REASON_LINES = 4
LONGEST_NOTE = 2_000

#: A correction is for words; numbers, codes and photos are for the member to change.
CORRECTABLE = (Kind.TEXT, Kind.TRANSLATED, Kind.MARKDOWN)


def _reason_choices(empty: object) -> list[tuple[str, object]]:
    return [("", empty), *((reason.value, reason.label) for reason in Reason)]


class ReasonLine(wtforms.Form):
    """One coded reason on one field; the field may stay open when the reason concerns the whole."""

    field = SelectField(_l("Field"), default="")
    code = SelectField(_l("Reason"), default="")
    note = StringField(_l("What exactly"), [at_most(300)])

    def validate_code(self, code: SelectField) -> None:
        """No words on a line without a reason."""
        if self.note.data and not code.data:
            raise ValidationError(_("Please choose a reason for this line."))


class ReasonsForm(Form):
    """Why it cannot be published as it is: up to four coded reasons and a few words."""

    lines = FieldList(FormField(ReasonLine), min_entries=REASON_LINES, max_entries=REASON_LINES)
    note = TextAreaField(_l("A few words to the booth"), [at_most(LONGEST_NOTE)])

    def offer(self, fields: tuple[Field, ...]) -> ReasonsForm:
        """Let the lines choose among the fields of this kind of thing; returns the form."""
        names = [("", _("The whole")), *((field.name, field.label) for field in fields)]
        for line in self.lines:
            line.form.field.choices = names
            line.form.code.choices = _reason_choices(_("No reason chosen"))
        return self

    @property
    def reasons(self) -> list[dict]:
        """The lines that say something, as an answer keeps them."""
        lines = [line.form for line in self.lines]
        return [
            {"code": line.code.data, "field": line.field.data, "note": line.note.data or ""}
            for line in lines
            if line.code.data
        ]

    def validate(self, extra_validators=None) -> bool:
        """At least one reason, and words where the reason says nothing by itself."""
        super().validate(extra_validators)
        if not self.reasons:
            self.form_errors.append(_("Please choose at least one reason."))
        unsaid = [one for one in self.reasons if one["code"] == Reason.OTHER and not one["note"]]
        if unsaid and not self.note.data:
            self.form_errors.append(_("“Another reason” needs a few words that say which."))
        return not self.errors


class DraftForm(Form):
    """A form that writes a draft: it knows what its page was made from."""

    #: The version of the draft; 0, or nothing, where there was none.
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    #: The newest act in the history of the thing, for what moves in public without a draft.
    seen_act = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @property
    def seen(self) -> dict[str, int | None]:
        """What the page was made from, as a save asks for it; None where the page does not say."""
        return {"seen_version": self.version.data, "seen_act": self.seen_act.data}

    def go_on_from(self, draft: Draft) -> None:
        """Remember what the page shows. After a conflict both versions stand on it: sending it again is a
        decision now."""
        for field, value in ((self.version, draft.version), (self.seen_act, draft.newest_act)):
            field.data, field.raw_data = value, None


class SuspensionForm(Form):
    """Why something is hidden from the public at once."""

    reason = SelectField(_l("Reason"), [required(_l("Please choose a reason."))])
    note = TextAreaField(_l("A few words to the booth"), [at_most(LONGEST_NOTE)])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reason.choices = _reason_choices(_("No reason chosen"))


class AppealForm(Form):
    """Why a refusal should be looked at again."""

    note = TextAreaField(_l("Why should it be looked at again?"), [required(), at_most(LONGEST_NOTE)])


def correction_form(fields: tuple[Field, ...], content: dict) -> Form:
    """A form of the texts of ``content``, to be corrected in place."""
    entries = {field.name: _entry_for(field) for field in fields if field.kind in CORRECTABLE}
    filled = {
        field.name: field.load(content.get(field.name)) for field in fields if field.kind in CORRECTABLE
    }
    return type("CorrectionForm", (Form,), entries)(prefix="corrected-", data=filled)


def _entry_for(field: Field):
    match field.kind:
        case Kind.MARKDOWN:
            return TranslatedField(field.label, rows=8, max_length=20_000)
        case Kind.TRANSLATED:
            return TranslatedField(field.label, max_length=1_000)
        case _:
            return StringField(field.label, [at_most(1_000)])


def correction_from(form: Form, fields: tuple[Field, ...], content: dict) -> dict:
    """Content JSON of the texts that differ from what was proposed."""
    typed = {field.name: field.dump(form[field.name].data) for field in fields if field.kind in CORRECTABLE}
    return {name: value for name, value in typed.items() if value != (content.get(name) or type(value)())}
