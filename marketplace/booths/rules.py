"""What an identity and a booth need before staff may look at them, and what is wrong with a number.

What a country asks for is data with the day it began and where it stands, never a branch in code: laws
change, and an old registration is judged by the law of its day.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from marketplace.booths.contacts import is_normal, normal_email, normal_phone
from marketplace.booths.states import DocumentKind, OrganizationKind
from marketplace.kernel import clock
from marketplace.kernel.translated import Translated
from marketplace.reference.places import all_provinces
from marketplace.reference.queries import find_ward, has_code, present_wards

#: The countries whose organizations may open a booth; buyers come from anywhere else.
HOME_COUNTRIES = ("VN", "LA")

FOREIGN = frozenset({OrganizationKind.FOREIGN_BUYER})
SELLERS = frozenset(OrganizationKind) - FOREIGN
PUBLIC_BODIES = frozenset({OrganizationKind.ASSOCIATION, OrganizationKind.DEPARTMENT})
BUSINESSES = SELLERS - PUBLIC_BODIES
#: Behind these stands one person or family; their home is nobody's business.
PERSONAL_KINDS = frozenset({OrganizationKind.HOUSEHOLD, OrganizationKind.FARM, OrganizationKind.CRAFT_HOUSE})

_VN_DECREE_52 = (date(2013, 7, 1), "Decree 52/2013/ND-CP; since 1 July 2026 E-commerce Law 122/2025/QH15")
_LA_DECREE_296 = (date(2021, 4, 12), "Decree 296/GOV of 12 April 2021")
_LA_INSTRUCTION = (date(2023, 4, 5), "Instruction 0479/MOIC of 5 April 2023")
_HOUSE_RULE = (date(2026, 1, 1), "our own operating rules")


@dataclass(frozen=True)
class Requirement:
    """Something organizations of some kinds must give, from a day on.

    ``asks`` is the name of a field of the identity or a kind of document; ``country`` is empty where it
    holds everywhere.
    """

    asks: str
    country: str
    kinds: frozenset[OrganizationKind]
    since: date
    source: str

    def applies(self, kind: str, country: str, on: date) -> bool:
        """Does it bind an organization of this kind and country on that day?"""
        return kind in self.kinds and self.country in ("", country) and self.since <= on


FIELDS_ASKED = (
    Requirement("names", "", frozenset(OrganizationKind), *_HOUSE_RULE),
    Requirement("address", "", frozenset(OrganizationKind), *_HOUSE_RULE),
    Requirement("phone", "", frozenset(OrganizationKind), *_HOUSE_RULE),
    Requirement("email", "", FOREIGN, *_HOUSE_RULE),
    Requirement("province", "", SELLERS, *_HOUSE_RULE),
    Requirement("ward", "", SELLERS, *_HOUSE_RULE),
    Requirement("representative", "", SELLERS, *_VN_DECREE_52),
    Requirement("tax_code", "VN", BUSINESSES, *_VN_DECREE_52),
    Requirement(
        "registration_number",
        "VN",
        BUSINESSES - {OrganizationKind.FARM},  # farming households need none (Decree 168/2025/ND-CP)
        *_VN_DECREE_52,
    ),
    Requirement("latin_name", "LA", SELLERS, *_VN_DECREE_52),  # shown to Vietnamese buyers in Latin letters
    Requirement("enterprise_number", "LA", BUSINESSES, *_LA_DECREE_296),
    Requirement("moic_number", "LA", BUSINESSES, *_LA_INSTRUCTION),
    Requirement("moic_on", "LA", BUSINESSES, *_LA_INSTRUCTION),
    Requirement("registration_number", "", FOREIGN, *_HOUSE_RULE),
)

DOCUMENTS_ASKED = (
    Requirement(
        DocumentKind.BUSINESS_REGISTRATION,
        "VN",
        BUSINESSES - {OrganizationKind.COOPERATIVE, OrganizationKind.FARM},
        *_VN_DECREE_52,
    ),
    Requirement(
        DocumentKind.COOPERATIVE_REGISTRATION, "VN", frozenset({OrganizationKind.COOPERATIVE}), *_VN_DECREE_52
    ),
    Requirement(DocumentKind.REPRESENTATIVE_ID, "VN", frozenset({OrganizationKind.FARM}), *_VN_DECREE_52),
    Requirement(DocumentKind.ENTERPRISE_REGISTRATION, "LA", BUSINESSES, *_LA_DECREE_296),
    Requirement(DocumentKind.MOIC_RECOGNITION, "LA", BUSINESSES, *_LA_INSTRUCTION),
    Requirement(DocumentKind.ESTABLISHMENT_DECISION, "", PUBLIC_BODIES, *_HOUSE_RULE),
    Requirement(DocumentKind.FOREIGN_REGISTRATION, "", FOREIGN, *_HOUSE_RULE),
)


def required_fields(content: dict) -> list[str]:
    """Names of the fields this organization must fill in."""
    return _asked(FIELDS_ASKED, content)


def required_documents(content: dict) -> list[DocumentKind]:
    """The papers this organization must show."""
    return [DocumentKind(asked) for asked in _asked(DOCUMENTS_ASKED, content)]


def missing_documents(content: dict) -> list[DocumentKind]:
    """The papers that are asked for and not there yet."""
    shown = {paper["kind"] for paper in content.get("documents") or ()}
    return [kind for kind in required_documents(content) if kind not in shown]


def _asked(requirements: tuple[Requirement, ...], content: dict) -> list[str]:
    kind, country, today = content.get("kind") or "", content.get("country") or "", clock.today()
    return [one.asks for one in requirements if one.applies(kind, country, today)]


# --- problems of an identity --------------------------------------------------------------------------


def identity_problems(content: dict) -> dict[str, str]:
    """What stands between an identity and its review: one sentence by field, empty when all is there."""
    problems = {
        name: _("This is still missing.") for name in required_fields(content) if not content.get(name)
    }
    for name, check in _CHECKS.items():
        if name not in problems and content.get(name):
            sentence = check(content[name], content)
            if sentence:
                problems[name] = sentence
    papers = missing_documents(content)
    if papers:
        labels = ", ".join(str(kind.label) for kind in papers)
        problems["documents"] = _("These papers are still missing: %(papers)s", papers=labels)
    return problems


def kind_problem(kind: str, content: dict) -> str:
    """Booths are for the two countries; buyers from elsewhere have a kind of their own."""
    at_home = content.get("country") in HOME_COUNTRIES
    if kind not in set(OrganizationKind):
        return _("Please choose from the list.")
    if kind in FOREIGN and at_home:
        return _("An organization of Vietnam or Laos registers as what it is there, not as a foreign buyer.")
    if kind in SELLERS and not at_home:
        return _(
            "Booths are for organizations of Vietnam and Laos. From elsewhere, register as a foreign buyer."
        )
    return ""


def names_problem(names: dict, content: dict) -> str:
    """Buyers must be able to read who the seller is: in Vietnamese or in Latin letters."""
    if content.get("country") == "VN" and not names.get("vi"):
        return _("Write the name in Vietnamese, as it stands in the registration.")
    if not (names.get("vi") or names.get("en") or content.get("latin_name")):
        return _("Write the name in English too, or give the name in Latin letters.")
    return ""


def latin_name_problem(name: str, content: dict) -> str:
    """Every letter of it must be Latin."""
    foreign_letters = [
        letter for letter in name if letter.isalpha() and not unicodedata.name(letter).startswith("LATIN")
    ]
    return _("Use Latin letters only (A–Z, with or without accents).") if foreign_letters else ""


_VN_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_VN_TAX_CODE = re.compile(r"(\d{10})(?:-?(?!000)\d{3})?", re.ASCII)
_VN_PERSONAL_NUMBER = re.compile(r"0\d{11}", re.ASCII)
_LAO_NUMBER = re.compile(r"[\d\- ]{6,20}", re.ASCII)


def is_vietnamese_tax_code(text: str) -> bool:
    """Ten digits, the last a check digit, and for a branch three more (Circular 105/2020/TT-BTC)."""
    found = _VN_TAX_CODE.fullmatch(text)
    if not found:
        return False
    digits = [int(digit) for digit in found[1]]
    return 10 - sum(map(int.__mul__, _VN_TAX_WEIGHTS, digits)) % 11 == digits[9]


def is_personal_number(text: str) -> bool:
    """A citizen's number of twelve digits, the tax code of households since 1 July 2025.

    Circular 86/2024/TT-BTC. Valid, and never shown to the public.
    """
    return bool(_VN_PERSONAL_NUMBER.fullmatch(text))


def tax_code_problem(code: str, content: dict) -> str:
    """A Vietnamese code proves itself by its check digit; a Lao one only by its digits."""
    if content.get("country") == "VN":
        if content.get("kind") in PERSONAL_KINDS and is_personal_number(code):
            return ""
        if not is_vietnamese_tax_code(code):
            return _("This is not a Vietnamese tax code: 10 or 13 digits, of which one checks the others.")
    elif content.get("country") == "LA" and not _LAO_NUMBER.fullmatch(code):
        return _("A Lao tax number has only digits.")
    return ""


def enterprise_number_problem(number: str, content: dict) -> str:
    """Digits, as on the enterprise registration certificate."""
    return "" if _LAO_NUMBER.fullmatch(number) else _("A Lao enterprise number has only digits.")


def moic_on_problem(day: str, content: dict) -> str:
    """A recognition lies in the past."""
    if date.fromisoformat(day) > clock.today():
        return _("This day lies in the future.")
    return ""


def founded_year_problem(year: str, content: dict) -> str:
    """Four digits, not in the future."""
    if not re.fullmatch(r"1[89]\d\d|20\d\d", year, re.ASCII) or int(year) > clock.today().year:
        return _("Write the year with four digits.")
    return ""


def province_problem(code: str, content: dict) -> str:
    """A province of the organization's country that exists today."""
    if content.get("country") not in HOME_COUNTRIES:
        return ""
    province = all_provinces().get(code)
    if province is None or province.country != content["country"]:
        return _("Please choose from the list.")
    if not province.is_valid(clock.today()):
        return _("This province was merged on 1 July 2025. Please choose the present one.")
    return ""


def ward_problem(code: str, content: dict) -> str:
    """A ward or district of the chosen province."""
    if content.get("country") not in HOME_COUNTRIES:
        return ""
    ward = find_ward(code)
    if ward is not None and not ward.is_valid(clock.today()):
        names = " / ".join(one.names.in_("vi").text for one in present_wards(code))
        return _("This ward was merged on 1 July 2025. Please choose the present one: %(ward)s.", ward=names)
    if ward is None or ward.province_code != content.get("province"):
        return _("Please choose a ward or district of this province.")
    return ""


def phone_problem(text: str, content: dict) -> str:
    """A number that can be called from abroad."""
    return _sentence_of(normal_phone, text, content.get("country") or "")


def email_problem(text: str, content: dict) -> str:
    """An address somebody could write to."""
    return _sentence_of(normal_email, text)


def _sentence_of(normalise, *arguments) -> str:
    try:
        normalise(*arguments)
    except ValueError as error:
        return str(error)
    return ""


#: Field of the identity → (value, whole content) → what is wrong with it, or nothing.
_CHECKS = {
    "kind": kind_problem,
    "names": names_problem,
    "latin_name": latin_name_problem,
    "tax_code": tax_code_problem,
    "enterprise_number": enterprise_number_problem,
    "moic_on": moic_on_problem,
    "founded_year": founded_year_problem,
    "province": province_problem,
    "ward": ward_problem,
    "phone": phone_problem,
    "email": email_problem,
}


def typing_problems(content: dict, names: set[str]) -> dict[str, str]:
    """What is wrong with what was typed into the fields ``names``; empty fields are no mistake of typing."""
    return {
        name: sentence
        for name, check in _CHECKS.items()
        if name in names and content.get(name) and (sentence := check(content[name], content))
    }


# --- problems of a booth ------------------------------------------------------------------------------


def booth_problems(content: dict) -> dict[str, str]:
    """What stands between a booth and its review: one sentence by field, empty when all is there."""
    problems = {}
    if not Translated(content.get("name")):
        problems["name"] = _("Please write this in at least one language.")
    if not Translated(content.get("story")):
        problems["story"] = _("Tell buyers who you are, in at least one language.")
    if not content.get("languages"):
        problems["languages"] = _("Say in which languages you answer.")
    if not content.get("contacts"):
        problems["contacts"] = _("Give at least one way to reach you.")
    elif not all(map(is_normal, content["contacts"])):
        problems["contacts"] = _("One of the contacts is not a telephone number or address we can link to.")
    for name in ("sells", "buys"):
        if not all(has_code("category", code) for code in content.get(name) or ()):
            problems[name] = _("Please choose from the list.")
    if not (content.get("sells") or content.get("buys")):
        problems["sells"] = _("Choose at least one category that you sell or buy.")
    return problems
