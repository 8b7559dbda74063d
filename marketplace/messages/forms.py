"""What is typed when asking and answering."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from marketplace.web.forms import DayField, Form, NumberField, TranslatedField, at_most, required

MAX_MESSAGE = 5_000
MAX_FILES = 5

_FILES_HINT = _l("Up to five files of 10 MB: PDF, photo, XLSX or DOCX.")


class ReplyForm(Form):
    """An answer."""

    text = TextAreaField(
        _l("Message"), [required(_l("Please write a message.")), at_most(MAX_MESSAGE)], render_kw={"rows": 5}
    )
    files = MultipleFileField(_l("Attachments"), description=_FILES_HINT)


class InquiryForm(ReplyForm):
    """A first question: how much, where to, until when."""

    quantity = NumberField(_l("Quantity"), description=_l("Leave empty if you do not know yet."))
    unit = SelectField(_l("Unit"), validate_choice=True)
    delivery_place = StringField(
        _l("Delivery to"), [at_most(200)], description=_l("Town, border gate or port, for example Pakse.")
    )
    delivery_on = DayField(_l("Wanted by"))
    organization = SelectField(_l("You write for"), coerce=str)


class ScamNoticeForm(Form):
    """A warning of the staff."""

    title = TranslatedField(_l("Title"), require_one=True, max_length=120)
    text = TranslatedField(_l("Text"), require_one=True, rows=4, max_length=1_000)
    countries = SelectMultipleField(
        _l("Shown for buyers or booths from"), description=_l("Choose none to show it to everybody.")
    )
