"""What is typed about a product. A draft may lack anything; what is typed must be readable."""

from __future__ import annotations

from babel.dates import get_month_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from marketplace.catalog.models import Product
from marketplace.catalog.rules import MAX_PHOTOS, MONTHS, is_gtin
from marketplace.catalog.states import Scheme
from marketplace.kernel.content import Field, Kind
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.translated import LOCALES
from marketplace.moderation.forms import DraftForm
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
)
from marketplace.web.photos import PhotosField

#: So many empty rows wait below the filled ones, for those without scripts.
BLANK_ROWS = 3
MAX_ROWS = 20
_DECIMAL = {"inputmode": "decimal"}
_NUMERIC = {"inputmode": "numeric"}


class Row(Form):
    """One row of a list inside a form; an empty row says nothing."""

    class Meta(Form.Meta):
        csrf = False

    #: Entries that make the row count when one of them is filled in.
    TYPED: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Has nothing been typed into it?"""
        return not any(self[name].data or any(self[name].raw_data or ()) for name in self.TYPED)


class TierRow(Row):
    """From this quantity on, this unit price."""

    TYPED = ("quantity", "price")

    quantity = NumberField(_l("From quantity"), render_kw=_DECIMAL)
    price = NumberField(_l("Unit price"), render_kw=_DECIMAL)

    def validate(self, **options) -> bool:
        """One without the other means nothing."""
        is_valid = super().validate(**options)
        if not self.is_blank:
            for entry in (self.quantity, self.price):
                if entry.data is None and not entry.errors:
                    entry.errors = [_("A row needs both: quantity and price.")]
                    is_valid = False
        return is_valid

    @property
    def content(self) -> dict:
        """As content keeps it."""
        number = Field("", "", Kind.NUMBER)
        return {"from": number.dump(self.quantity.data), "price": number.dump(self.price.data)}


class CertificateRow(Row):
    """One certificate; its file goes to staff, its facts to everybody."""

    TYPED = ("issuer", "number", "expires_on", "file", "scheme")

    scheme = SelectField(_l("Certificate"), choices=[("", "–"), *((one.value, one.label) for one in Scheme)])
    issuer = StringField(_l("Issued by"), [at_most(150)])
    number = StringField(_l("Number"), [at_most(80)])
    expires_on = DayField(_l("Valid until"))
    file = FileField(_l("File (PDF or photo)"))
    file_id = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def validate_scheme(self, field) -> None:
        """Everything else says too little without it."""
        if not field.data and not self.is_blank:
            raise ValidationError(_("Choose which certificate this is."))

    @property
    def content(self) -> dict:
        """As content keeps it; a new file comes apart from it."""
        return {
            "scheme": self.scheme.data,
            "issuer": self.issuer.data or "",
            "number": self.number.data or "",
            "expires_on": self.expires_on.data.isoformat() if self.expires_on.data else "",
            "file_id": self.file_id.data,
        }


class ProductForm(DraftForm):
    """A product as its people write it."""

    name = TranslatedField(
        _l("Name"),
        max_length=150,
        description=_l("One language is enough; each further one is found by more buyers."),
    )
    description = TranslatedField(
        _l("Description"),
        rows=8,
        max_length=6_000,
        description=_l("Blank lines make paragraphs; **bold**, lists with “- ” and links are possible."),
    )
    category = SelectField(_l("Category"))
    hs = HsField()
    photos = PhotosField(
        _l("Photos"),
        limit=MAX_PHOTOS,
        description=_l("Up to ten. The first one stands in lists. JPEG, PNG or WebP."),
    )
    price = NumberField(
        _l("Price"), render_kw=_DECIMAL, description=_l("For one unit. Leave it empty for “on request”.")
    )
    currency = SelectField(_l("Currency"))
    unit = SelectField(_l("Unit"))
    price_tiers = FieldList(FormField(TierRow), _l("Prices by quantity"), max_entries=MAX_ROWS)
    moq = NumberField(_l("Minimum order quantity (MOQ)"), render_kw=_DECIMAL)
    order_multiple = NumberField(
        _l("Order multiple"),
        render_kw=_DECIMAL,
        description=_l("Orders go in steps of this quantity, for example 60 for sacks of 60 kg."),
    )
    is_available = BooleanField(_l("Available now"))
    origin_country = SelectField(_l("Country of origin"))
    origin_province = SelectField(_l("Province of origin"))
    harvest_months = CodesField(_l("Harvest season"))
    monthly_capacity = NumberField(_l("Capacity a month"), render_kw=_DECIMAL)
    lead_time_days = NumberField(_l("Lead time in days"), whole=True, maximum=999, render_kw=_NUMERIC)
    packaging = TranslatedField(_l("Packaging"), description=_l("For example: jute sacks of 60 kg."))
    shelf_life = TranslatedField(_l("Shelf life"), description=_l("For example: 12 months, cool and dry."))
    certificates = FieldList(FormField(CertificateRow), _l("Certificates"), max_entries=MAX_ROWS)
    delivery_area = TranslatedField(_l("Delivery area"), description=_l("Where you deliver to, and how."))
    incoterms = CodesField(_l("Incoterms offered"))
    gates = CodesField(_l("Border gates"))
    sku = StringField(
        _l("SKU"), [at_most(60)], description=_l("Your own article number. Buyers can search for it.")
    )
    gtin = StringField(
        _l("GTIN"),
        [at_most(20)],
        render_kw=_NUMERIC,
        description=_l("The number under the barcode, if there is one."),
    )

    #: Fields of the content that are not taken from one input of the same name.
    _APART = frozenset({"price_tiers", "certificates"})

    def __init__(self, content: dict, lang: str, **options):
        """``content``: what the draft says; ``lang``: of the reader, for the names of choices."""
        tiers = [{"quantity": row["from"], "price": row["price"]} for row in content.get("price_tiers") or ()]
        super().__init__(data=content | {"price_tiers": tiers}, **options)
        self._offer_choices(lang)

    def _offer_choices(self, lang: str) -> None:
        self.category.choices = choices.no_group() | choices.category_groups(lang)
        self.currency.choices = [(code, code) for code in CURRENCIES]
        self.unit.choices = choices.unit_choices(lang)
        self.origin_country.choices = [choices.NOTHING, *choices.country_choices(lang)]
        self.origin_province.choices = choices.no_group() | choices.province_groups(lang)
        names = get_month_names("wide", "stand-alone", locale=LOCALES[lang])
        self.harvest_months.choices = [(month, names[int(month)]) for month in MONTHS]
        self.incoterms.choices = choices.incoterm_choices(lang)
        self.gates.choices = choices.gate_choices(lang)

    def validate_gtin(self, field) -> None:
        """The check digit tells a typing mistake."""
        if field.data and not is_gtin(_digits_only(field.data)):
            raise ValidationError(_("This GTIN is wrong: please check its digits."))

    @property
    def content(self) -> dict:
        """What is typed, as content JSON. Certificates come apart from it, for their files must be stored."""
        typed = content_from(self, [one for one in Product.CONTENT if one.name not in self._APART])
        return typed | {
            "hs": self.hs.digits,
            "gtin": _digits_only(self.gtin.data or ""),
            "price_tiers": [row.content for row in self.filled_rows(self.price_tiers)],
        }

    @staticmethod
    def filled_rows(rows: FieldList) -> list[Row]:
        """The rows in which something was typed."""
        return [entry.form for entry in rows if not entry.form.is_blank]

    def offer_blank_rows(self) -> None:
        """Put empty rows below the filled ones."""
        for rows in (self.price_tiers, self.certificates):
            blank = len(rows) - len(self.filled_rows(rows))
            for _turn in range(min(BLANK_ROWS - blank, MAX_ROWS - len(rows))):
                rows.append_entry()

    def mark_required(self) -> None:
        """Say on the page what will be asked for in the end. A draft may still leave it empty."""
        self.name.require_one = True
        for name in ("category", "unit", "currency", "origin_country"):
            self[name].flags.required = True


def _digits_only(text: str) -> str:
    return text.replace(" ", "").replace("-", "")
