"""Kinds of organizations and people, and the life of an identity."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.machine import Machine, Move, Role, State


class OrganizationKind(State):
    """The legal body behind a booth, or behind a foreign buyer."""

    COMPANY = "company", _l("Company")
    COOPERATIVE = "cooperative", _l("Cooperative")
    FARM = "farm", _l("Farm")
    CRAFT_HOUSE = "craft_house", _l("Craft house")
    HOUSEHOLD = "household", _l("Household business")
    ASSOCIATION = "association", _l("Association")
    DEPARTMENT = "department", _l("Department or authority")
    FOREIGN_BUYER = "foreign_buyer", _l("Foreign buyer")


class MemberRole(State):
    """What a member may do: an owner everything, a manager all but people, a clerk the listings."""

    OWNER = "owner", _l("Owner"), "good"
    MANAGER = "manager", _l("Manager"), "info"
    CLERK = "clerk", _l("Clerk")


class IdentityState(State):
    """Has somebody checked who this is?"""

    UNVERIFIED = "unverified", _l("Identity not verified"), "warn"
    VERIFIED = "verified", _l("Identity verified"), "good"


IDENTITY = Machine(
    "identity",
    IdentityState,
    IdentityState.UNVERIFIED,
    Move(
        "verify",
        (IdentityState.UNVERIFIED, IdentityState.VERIFIED),
        IdentityState.VERIFIED,
        frozenset({Role.STAFF}),
        _l("Verify"),
        tone="good",
    ),
)


class DocumentKind(State):
    """Papers of identity; which ones are asked for depends on the country, see ``rules``."""

    BUSINESS_REGISTRATION = "business_registration", _l("Business registration certificate")
    COOPERATIVE_REGISTRATION = "cooperative_registration", _l("Cooperative registration certificate")
    ENTERPRISE_REGISTRATION = "enterprise_registration", _l("Enterprise registration certificate (Laos)")
    MOIC_RECOGNITION = (
        "moic_recognition",
        _l("E-commerce recognition of the Ministry of Industry and Commerce (Laos)"),
    )
    TAX_CERTIFICATE = "tax_certificate", _l("Tax certificate")
    REPRESENTATIVE_ID = "representative_id", _l("Identity paper of the representative")
    FOREIGN_REGISTRATION = "foreign_registration", _l("Company registration abroad")
    ESTABLISHMENT_DECISION = "establishment_decision", _l("Decision of establishment")
    OTHER = "other", _l("Another document")


class ContactKind(State):
    """How a booth can be reached."""

    PHONE = "phone", _l("Telephone")
    ZALO = "zalo", "Zalo"
    WHATSAPP = "whatsapp", "WhatsApp"
    EMAIL = "email", _l("E-mail")
    FACEBOOK = "facebook", "Facebook"
    WEB = "web", _l("Website")


#: What the timeline calls the acts of an organization's people, and staff's reading of its papers.
ORGANIZATION_VERBS = {
    "register": _l("Registration begun"),
    "verify": _l("Identity verified"),
    "invite": _l("Colleague invited"),
    "withdraw_invitation": _l("Invitation withdrawn"),
    "join": _l("Colleague joined"),
    "change_role": _l("Role changed"),
    "remove_member": _l("Colleague removed"),
    "leave": _l("Colleague left"),
    "read_paper": _l("Paper of identity opened"),
}
