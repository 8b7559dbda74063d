"""Who the seller is, as the law wants it shown beside every booth and listing (E-commerce Law, Art. 18).

Of a firm or cooperative: name, seat and numbers. Of one person or family only province and ward: where
they live is nobody's business, nor is a citizen's number that serves as their tax code.
"""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.booths.models import Organization
from marketplace.booths.rules import PERSONAL_KINDS, is_personal_number
from marketplace.kernel.translated import Said, Translated
from marketplace.reference.queries import name_for


def seller_facts(organization: Organization, ward: Translated, lang: str) -> list[tuple[str, str | Said]]:
    """(term, detail) pairs for a reader of ``lang``; empty details are to be left out.

    ``ward`` is the name of its ward or district. Nothing here names a representative.
    """
    return [
        (_("Registered name"), organization.names.in_(lang)),
        (_("Name in Latin letters"), organization.latin_name),
        (_("Kind of organization"), str(organization.kind_label)),
        (_("Place"), place_of(organization, lang, ward)),
        (_("Address"), "" if organization.kind in PERSONAL_KINDS else organization.address),
        (_("Tax code"), _public_tax_code(organization)),
        (_("Business registration number"), organization.registration_number),
        (_("Enterprise number (Laos)"), organization.enterprise_number),
        (_("MOIC recognition number (Laos)"), organization.moic_number),
    ]


def _public_tax_code(organization: Organization) -> str:
    return "" if is_personal_number(organization.tax_code) else organization.tax_code


def place_of(organization: Organization, lang: str, ward: Translated | None = None) -> str:
    """``"Paksong, Champasak, Laos"``: ward or district if given, province, country, as far as known."""
    parts = [ward.in_(lang).text if ward else ""]
    for table, code in (("province", organization.province), ("country", organization.country)):
        parts.append(name_for(table, code, lang))
    return ", ".join(part for part in parts if part)
