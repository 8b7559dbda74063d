"""What is typed about an organization, its booth and its people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Optional

from marketplace.accounts.forms import is_an_address
from marketplace.booths import rules
from marketplace.booths.contacts import normal_contact, normal_phone
from marketplace.booths.models import Booth, Organization
from marketplace.booths.states import ContactKind, DocumentKind, MemberRole, OrganizationKind
from marketplace.moderation.forms import DraftForm
from marketplace.web.forms import (
    CodesField,
    DayField,
    Form,
    TranslatedField,
    at_most,
    content_from,
    required,
)

_ALL_KINDS = [(kind.value, kind.label) for kind in OrganizationKind]


# --- registration -------------------------------------------------------------------------------------


class StartForm(Form):
    """The first step: what it is, where it is, what it is called."""

    kind = SelectField(_l("Kind of organization"), [required()], choices=_ALL_KINDS)
    country = SelectField(_l("Country"), [required()])
    names = TranslatedField(
        _l("Registered name"), require_one=True, description=_l("As it stands in the registration papers.")
    )
    latin_name = StringField(
        _l("Name in Latin letters"),
        [at_most(200)],
        description=_l("Needed for a Lao name, so that Vietnamese and foreign buyers can read it."),
    )

    def validate(self, **options) -> bool:
        """What is typed must fit the kind and the country."""
        if not super().validate(**options):
            return False
        typed = content_from(self, Organization.CONTENT)
        problems = rules.typing_problems(typed, {"kind", "names", "latin_name"})
        if typed["country"] == "LA" and typed["kind"] in rules.SELLERS and not typed["latin_name"]:
            problems["latin_name"] = _("Please fill this in.")
        self.add_problems(problems)
        return not problems


class StepForm(DraftForm):
    """One step of a registration. Whatever is empty may be filled in later; what is typed must be right."""

    def __init__(self, draft: dict, **options):
        """``draft``: the content so far; fields that are not asked of this organization disappear."""
        super().__init__(data=draft, **options)
        self.draft = draft
        for name in set(self._fields) & _COUNTRY_FIELDS - asked_fields(draft):
            del self[name]

    @property
    def content(self) -> dict:
        """What this step says, as content JSON."""
        typed = content_from(self, Organization.CONTENT)
        if typed.get("phone"):
            typed["phone"] = normal_phone(typed["phone"], self.draft["country"])
        return typed

    def validate(self, **options) -> bool:
        """Check what was typed by the rules of the identity."""
        if not super().validate(**options):
            return False
        typed = content_from(self, Organization.CONTENT)
        problems = rules.typing_problems(self.draft | typed, set(typed))
        self.add_problems(problems)
        return not problems

    def mark_required(self) -> None:
        """Say on the page which fields will be asked for in the end. A draft may still leave them empty."""
        for name in set(rules.required_fields(self.draft)) & set(self._fields):
            self[name].flags.required = True


#: Numbers and names that are asked of some countries and kinds only.
_COUNTRY_FIELDS = frozenset(
    {"tax_code", "registration_number", "enterprise_number", "moic_number", "moic_on"}
)


def asked_fields(draft: dict) -> set[str]:
    """The numbers this organization is asked for: the required ones, and its tax code if it has one."""
    optional = {"tax_code", "registration_number"} if draft["country"] == "VN" else {"tax_code"}
    return set(rules.required_fields(draft)) & _COUNTRY_FIELDS | optional


class IdentityForm(StepForm):
    """Who the organization is, by name and number."""

    kind = SelectField(_l("Kind of organization"), [required()], choices=_ALL_KINDS)
    country = SelectField(_l("Country"), [required()])
    names = TranslatedField(
        _l("Registered name"), require_one=True, description=_l("As it stands in the registration papers.")
    )
    latin_name = StringField(_l("Name in Latin letters"), [at_most(200)])
    tax_code = StringField(_l("Tax code"), [at_most(20)], render_kw={"inputmode": "numeric"})
    registration_number = StringField(_l("Business registration number"), [at_most(40)])
    enterprise_number = StringField(
        _l("Enterprise number (Laos)"), [at_most(20)], render_kw={"inputmode": "numeric"}
    )
    moic_number = StringField(
        _l("MOIC recognition number (Laos)"),
        [at_most(40)],
        description=_l("From the Ministry of Industry and Commerce, Department of Internal Trade."),
    )
    moic_on = DayField(_l("Date of the MOIC recognition"))
    founded_year = StringField(_l("Founded in"), [at_most(4)], render_kw={"inputmode": "numeric"})


class AddressForm(StepForm):
    """Where it is, down to ward or district, and how staff reach it."""

    province = SelectField(_l("Province"), validate_choice=False)
    ward = SelectField(_l("Ward or district"), validate_choice=False)
    address = StringField(
        _l("Street, house number, village"), [at_most(200)], render_kw={"autocomplete": "street-address"}
    )
    phone = TelField(_l("Telephone"), [at_most(40)], render_kw={"autocomplete": "tel"})
    email = EmailField(_l("E-mail"), [at_most(200)], render_kw={"autocomplete": "email"})


class ForeignAddressForm(StepForm):
    """Where a buyer from abroad is, and how staff reach them."""

    address = TextAreaField(
        _l("Address"), [at_most(300)], render_kw={"rows": 3, "autocomplete": "street-address"}
    )
    phone = TelField(
        _l("Telephone"),
        [at_most(40)],
        description=_l("With the country code, for example +66 2 123 4567."),
        render_kw={"autocomplete": "tel"},
    )
    email = EmailField(_l("E-mail"), [at_most(200)], render_kw={"autocomplete": "email"})


class PeopleForm(StepForm):
    """Who stands for it, and optionally a colleague to invite."""

    representative = StringField(_l("Legal representative"), [at_most(120)])
    representative_role = StringField(
        _l("Position of the representative"),
        [at_most(120)],
        description=_l("For example: chairwoman, director."),
    )
    colleague_email = EmailField(
        _l("Invite a colleague"),
        [Optional(), at_most(200), is_an_address],
        description=_l("They get a letter and can help with the booth. You can invite more people later."),
    )


class PaperForm(Form):
    """One paper of identity."""

    kind = SelectField(
        _l("Which paper"), [required()], choices=[(kind.value, kind.label) for kind in DocumentKind]
    )
    file = FileField(
        _l("File"),
        [FileRequired(_l("Please choose a file."))],
        description=_l("PDF or a photo of the paper, up to 10 MB. Only your people and the officers see it."),
    )


# --- booth --------------------------------------------------------------------------------------------

#: Where booths of the region sell to, neighbours first; a list short enough to tick on a phone.
EXPORT_MARKETS = (
    *("VN", "LA", "TH", "KH", "MM", "CN", "HK", "TW", "JP", "KR", "SG", "MY", "ID", "PH", "IN", "AU", "NZ"),
    *("US", "CA", "GB", "DE", "FR", "NL", "IT", "ES", "PL", "RU", "AE", "SA"),
)

_LINK = {"inputmode": "url"}


class BoothForm(DraftForm):
    """The booth as its people write it."""

    name = TranslatedField(_l("Name of the booth"), max_length=120)
    tagline = TranslatedField(
        _l("In one sentence"), max_length=200, description=_l("What a buyer should know first.")
    )
    story = TranslatedField(
        _l("Story"),
        rows=10,
        max_length=6_000,
        description=_l("Blank lines make paragraphs; **bold**, lists with “- ” and links are possible."),
    )
    logo = FileField(_l("Logo"), description=_l("Square, at least 120 pixels. JPEG, PNG or WebP."))
    logo_remove = BooleanField(_l("Remove the logo"))
    banner = FileField(
        _l("Banner"), description=_l("A wide photo of your place or goods. JPEG, PNG or WebP.")
    )
    banner_remove = BooleanField(_l("Remove the banner"))
    languages = CodesField(_l("Languages you answer in"))
    phone = TelField(ContactKind.PHONE.label, [at_most(40)])
    zalo = TelField(ContactKind.ZALO.label, [at_most(40)])
    whatsapp = TelField(ContactKind.WHATSAPP.label, [at_most(40)])
    email = EmailField(ContactKind.EMAIL.label, [at_most(200)], render_kw={"autocomplete": "email"})
    facebook = StringField(ContactKind.FACEBOOK.label, [at_most(200)], render_kw=_LINK)
    web = StringField(ContactKind.WEB.label, [at_most(200)], render_kw=_LINK)
    sells = CodesField(_l("What it sells"))
    buys = CodesField(_l("What it buys"))
    capacity = TranslatedField(
        _l("Production capacity"),
        max_length=200,
        description=_l("For example: 200 tonnes of green coffee a year."),
    )
    export_markets = CodesField(_l("Export markets"))
    opening_hours = TranslatedField(_l("Opening hours"), max_length=200)

    CONTACTS: ClassVar[tuple[str, ...]] = tuple(kind.value for kind in ContactKind)
    #: Fields of the content that are not taken from an input of the same name.
    _NOT_TYPED = frozenset({"logo", "banner", "contacts"})

    def __init__(self, draft: dict, country: str, **options):
        """``country`` of the organization: how a telephone number without its country code is read."""
        contacts = {row["kind"]: row["value"] for row in draft.get("contacts") or ()}
        super().__init__(data={**_without(draft, self._NOT_TYPED), **contacts}, **options)
        self.country = country

    @property
    def content(self) -> dict:
        """What is typed, as content JSON; pictures come apart from it."""
        typed_fields = [field for field in Booth.CONTENT if field.name not in self._NOT_TYPED]
        return content_from(self, typed_fields) | {"contacts": self.contacts}

    @property
    def contacts(self) -> list[dict]:
        """The contacts in their normal form; call after validation."""
        return [
            {"kind": kind, "value": normal_contact(kind, self[kind].data, self.country)}
            for kind in self.CONTACTS
            if self[kind].data
        ]

    def validate(self, **options) -> bool:
        """Contacts must be what they say they are."""
        is_valid = super().validate(**options)
        for kind in self.CONTACTS:
            if self[kind].data:
                try:
                    normal_contact(kind, self[kind].data, self.country)
                except ValueError as error:
                    self.add_problems({kind: error})
                    is_valid = False
        return is_valid

    def show_problems(self, problems: dict[str, object]) -> None:
        """Hang the rules' sentences on this form; the contacts share one place."""
        self.add_problems(
            {("phone" if name == "contacts" else name): text for name, text in problems.items()}
        )

    def mark_required(self) -> None:
        """Say on the page what will be asked for in the end. A draft may still leave it empty."""
        self.name.require_one = self.story.require_one = True
        self.languages.flags.required = True


def _without(content: dict, names: Iterable[str]) -> dict:
    return {name: value for name, value in content.items() if name not in names}


# --- people -------------------------------------------------------------------------------------------

_ROLES = [(role.value, role.label) for role in MemberRole]


class InvitationForm(Form):
    """A colleague's address and what they may do."""

    email = EmailField(
        _l("E-mail of your colleague"),
        [required(), at_most(200), is_an_address],
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(_l("May do"), [required()], choices=_ROLES, default=MemberRole.CLERK.value)


class RoleForm(Form):
    """Another role for a member."""

    role = SelectField(_l("May do"), [required()], choices=_ROLES)
