"""What is typed about an offer. A draft may lack anything; what is typed must be readable."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.translated import LANGUAGE_NAMES
from marketplace.moderation.forms import DraftForm
from marketplace.offers.models import Offer
from marketplace.offers.rules import MAX_PHOTOS, MAX_VALID_DAYS, REQUIRED
from marketplace.offers.states import Outcome, Side
from marketplace.reference import choices
from marketplace.reference.forms import HsField
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
from marketplace.web.photos import PhotosField

_DECIMAL = {"inputmode": "decimal"}


class OfferForm(DraftForm):
    """An offer as its people write it."""

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
    hs = HsField()
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
        self.category.choices = choices.no_group() | choices.category_groups(lang)
        self.unit.choices = choices.unit_choices(lang)
        self.currency.choices = [(code, code) for code in CURRENCIES]
        self.incoterm.choices = choices.no_group() | {
            _("By road or any other way"): choices.incoterm_choices(lang, by_sea=False),
            _("By ship only"): choices.incoterm_choices(lang, by_sea=True),
        }
        gates = {_("Border gates"): choices.gate_choices(lang)}
        self.place.choices = choices.no_group() | gates | choices.province_groups(lang)
        self.languages.choices = list(LANGUAGE_NAMES.items())

    def validate_side(self, field) -> None:
        """It was chosen on the page before this one."""
        if field.data not in set(Side):
            raise ValidationError(_("Say whether you want to sell or to buy."))

    @property
    def content(self) -> dict:
        """What is typed, as content JSON. Call after validation, once the photos are accepted."""
        return content_from(self, Offer.CONTENT) | {"hs": self.hs.digits}

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
