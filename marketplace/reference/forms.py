"""Fields for codes that people type rather than choose; the forms for exchange rates and trade concepts."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Regexp, ValidationError

from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.translated import LANGUAGES
from marketplace.reference.concept_keeping import LONGEST_NAME, ConceptContent
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


class ConceptForm(Form):
    """A trade concept with all its names, one on a line, the usual one first."""

    names_vi = TextAreaField(_l("Vietnamese names"), [required(), at_most(5_000)])
    names_en = TextAreaField(
        _l("English names"),
        [required(), at_most(5_000)],
        description=_l("Plurals and the other of British and American spelling are added by themselves."),
    )
    names_lo = TextAreaField(_l("Lao names"), [required(), at_most(5_000)])
    is_lao_unsure = BooleanField(_l("The Lao names wait for a native reader"))
    categories = SelectMultipleField(_l("Categories"), [required()])
    hs_codes = StringField(
        _l("HS headings"), [at_most(200)], description=_l("4 or 6 digits each, parted by commas.")
    )
    broader_code = StringField(
        _l("Is a kind of"),
        [at_most(LONGEST_NAME)],
        description=_l(
            "A name or the code of the general concept: who searches for that is shown this one too."
        ),
    )
    may_share = BooleanField(_l("Another concept may have the same name"))
    seen_version = HiddenField()

    @classmethod
    def showing(cls, content: ConceptContent, version: int, **options) -> ConceptForm:
        """The form with what stands there now; what has been sent goes before it."""
        names = {f"names_{lang}": "\n".join(content.names[lang]) for lang in LANGUAGES}
        return cls(
            data=names
            | {
                "is_lao_unsure": content.is_lao_unsure,
                "categories": content.categories,
                "hs_codes": ", ".join(content.hs_codes),
                "broader_code": content.broader_code,
                "seen_version": str(version),
            },
            **options,
        )

    @property
    def content(self) -> ConceptContent:
        """What was written."""
        return ConceptContent(
            {lang: self[f"names_{lang}"].data.splitlines() for lang in LANGUAGES},
            list(self.categories.data or ()),
            [code for part in (self.hs_codes.data or "").split(",") if (code := typed_digits(part))],
            self.broader_code.data or "",
            self.is_lao_unsure.data,
        )


class NewConceptForm(ConceptForm):
    """A concept that does not exist yet has no code either."""

    code = StringField(
        _l("Code"),
        [
            required(),
            at_most(60),
            Regexp(
                r"[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Small letters and digits with hyphens between them.")
            ),
        ],
        description=_l("An English word with small letters, such as “malva-nut”. It never changes."),
    )
