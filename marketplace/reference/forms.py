"""Fields for codes that people type rather than choose; the form for rates of exchange."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from marketplace.kernel.money import CURRENCIES
from marketplace.reference.hs_codes import typed_digits
from marketplace.web.forms import Form, NumberField, at_most, required

#: Nothing is divided by zero.
SMALLEST_RATE = Decimal("0.0001")


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


class RatesForm(Form):
    """Today's rates: how many of each currency one US dollar is."""

    VND = NumberField(_l("Vietnamese dong for 1 US dollar"), [required()], minimum=SMALLEST_RATE)
    LAK = NumberField(_l("Lao kip for 1 US dollar"), [required()], minimum=SMALLEST_RATE)
    THB = NumberField(_l("Thai baht for 1 US dollar"), [required()], minimum=SMALLEST_RATE)
    CNY = NumberField(_l("Chinese yuan for 1 US dollar"), [required()], minimum=SMALLEST_RATE)
    source = StringField(
        _l("Source"), [required(), at_most(200)], description=_l("The bank or page the rates are from.")
    )
    is_sure = BooleanField(_l("The rates have really moved this far"))

    @property
    def per_dollar(self) -> dict[str, Decimal]:
        """Currency → rate."""
        return {currency: self[currency].data for currency in CURRENCIES if currency in self}
