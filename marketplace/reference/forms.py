"""Fields for codes that people type rather than choose."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from marketplace.reference.hs_codes import typed_digits
from marketplace.web.forms import at_most


class HsField(StringField):
    """An HS code as it stands in a tariff, dots and all. Whether there is such a heading, the rules ask."""

    def __init__(self, label=None, **options):
        hint = _l("Type a word such as “coffee”, or the code if you know it.")
        super().__init__(label or _l("HS heading"), [at_most(14)], **({"description": hint} | options))

    def pre_validate(self, form):
        """As many digits as headings and tariff lines have."""
        digits = self.digits
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) in (4, 6, 8, 10)):
            raise ValidationError(_("An HS code has 4, 6, 8 or 10 digits, for example 0901.11."))

    @property
    def digits(self) -> str:
        """What content keeps of it."""
        return typed_digits(self.data or "")
