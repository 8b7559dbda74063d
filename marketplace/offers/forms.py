"""What is typed about an offer. A draft may lack anything; what is typed must be readable."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from marketplace.catalog.photos import PhotosField
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.translated import LANGUAGE_NAMES
from marketplace.offers.models import MAX_VALID_DAYS, Offer
from marketplace.offers.rules import MAX_PHOTOS, REQUIRED
from marketplace.offers.states import Outcome, Side
from marketplace.reference import countries, places, trade_terms, units
from marketplace.reference.hs_codes import typed_digits
from marketplace.reference.queries import category_tree
from marketplace.web.forms import (
    CodesField,
    DayField,
    Form,
    NumberField,
    TranslatedField,
    at_most,
    content_from,
    required,
)

_DECIMAL = {"inputmode": "decimal"}


class OfferForm(Form):
    """An offer as its people write it."""

    #: Version of the open revision that this page was made from; 0 where there was none.
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    side = StringField(_l("Side"), widget=HiddenInput())
    name = TranslatedField(
        _l("Goods"),
        max_length=150,
        description=_l("For example: Robusta green coffee, screen 18. One language is enough."),
    )
    description = TranslatedField(
        _l("Description"),
        rows=6,
        max_length=4_000,
        description=_l("Quality, packing, papers: what the other side should know before asking."),
    )
    category = SelectField(_l("Category"), default="")
    hs = StringField(
        _l("HS heading"),
        [at_most(14)],
        description=_l("Type a word such as “coffee”, or the code if you know it."),
    )
    photos = PhotosField(
        _l("Photos"),
        limit=MAX_PHOTOS,
        description=_l("Up to ten. The first one stands in lists. JPEG, PNG or WebP."),
    )
    quantity = NumberField(_l("Quantity"), render_kw=_DECIMAL)
    unit = SelectField(_l("Unit"))
    price = NumberField(
        _l("Price"), render_kw=_DECIMAL, description=_l("For one unit. Leave it empty for “open to offers”.")
    )
    currency = SelectField(_l("Currency"))
    incoterm = SelectField(
        _l("Incoterm"),
        default="",
        description=_l("Who carries, clears and pays up to the place you name below."),
    )
    place = SelectField(_l("Place of delivery"), default="", description=_l("A border gate or a province."))
    place_note = StringField(
        _l("Place in words"),
        [at_most(120)],
        description=_l("A factory, a warehouse, or the port for goods that go by ship."),
    )
    window_from = DayField(_l("Delivery from"))
    window_until = DayField(_l("Delivery until"))
    valid_days = NumberField(
        _l("Valid for"),
        whole=True,
        minimum=1,
        maximum=MAX_VALID_DAYS,
        render_kw={"inputmode": "numeric"},
        description=_l("From the day it is approved, at most 90 days. You can renew it with one click."),
    )
    languages = CodesField(_l("Languages you answer in"))

    def __init__(self, content: dict, lang: str, **options):
        """``content``: what the draft says; ``lang``: of the reader, for the names of choices."""
        super().__init__(data=content, **options)
        self._offer_choices(lang)

    def _offer_choices(self, lang: str) -> None:
        def named(things) -> list[tuple[str, str]]:
            return [(thing.code, thing.names.in_(lang).text) for thing in things]

        def terms(*, by_sea: bool) -> list[tuple[str, str]]:
            found = [term for term in trade_terms.list_incoterms() if term.is_sea_only == by_sea]
            return [(term.code, f"{term.code} – {term.names.in_(lang).text}") for term in found]

        nothing = {_("Not chosen yet"): [("", "–")]}
        self.category.choices = nothing | {
            branch.names.in_(lang).text: named(leaves) for branch, leaves in category_tree()
        }
        self.unit.choices = named(units.list_units())
        self.currency.choices = [(code, code) for code in CURRENCIES]
        self.incoterm.choices = nothing | {
            _("By road or any other way"): terms(by_sea=False),
            _("By ship only"): terms(by_sea=True),
        }
        self.place.choices = (
            nothing
            | {_("Border gates"): named(trade_terms.list_gates())}
            | {
                countries.country(code).names.in_(lang).text: named(places.list_provinces(code, lang))
                for code in ("VN", "LA")
            }
        )
        self.languages.choices = list(LANGUAGE_NAMES.items())

    def validate_side(self, field) -> None:
        """It was chosen on the page before this one."""
        if field.data not in set(Side):
            raise ValidationError(_("Say whether you want to sell or to buy."))

    def validate_hs(self, field) -> None:
        """Digits as they stand in a tariff, dots and all."""
        digits = typed_digits(field.data or "")
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) in (4, 6, 8, 10)):
            raise ValidationError(_("An HS code has 4, 6, 8 or 10 digits, for example 0901.11."))

    @property
    def content(self) -> dict:
        """What is typed, as content JSON. Call after validation, once the photos are accepted."""
        return content_from(self, Offer.CONTENT) | {"hs": typed_digits(self.hs.data or "")}

    def mark_required(self) -> None:
        """Say on the page what will be asked for in the end. A draft may still leave it empty."""
        self.name.require_one = True
        for name in REQUIRED - {"name"}:
            self[name].flags.required = True


class ClosingForm(Form):
    """How an offer ended."""

    outcome = RadioField(
        _l("How did it end?"),
        [required(_l("Please choose how it ended."))],
        choices=[(one.value, one.label) for one in Outcome],
        description=_l("Only your people and the Department see it."),
    )
