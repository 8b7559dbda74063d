"""What is typed about a saved search."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from marketplace.search.models import LONGEST_NAME
from marketplace.search.states import Frequency
from marketplace.web.forms import Form, at_most, required


class SavedSearchForm(Form):
    """What it is called and how often it may write."""

    name = StringField(_l("Name"), [required(), at_most(LONGEST_NAME)])
    frequency = RadioField(
        _l("Letter about what is new"),
        [required()],
        choices=[(one.value, one.label) for one in Frequency],
        default=Frequency.DAILY.value,
    )
