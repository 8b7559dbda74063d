"""Ways to reach a booth: each is brought to one safe form before it is kept, and only that form is linked."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from marketplace.booths.states import ContactKind

#: Country calling codes of the region; elsewhere a number is written with its own "+".
CALLING_CODES = {"VN": "84", "LA": "856"}
FACEBOOK_HOSTS = ("facebook.com", "fb.com", "fb.me")
MAX_LINK_LENGTH = 200

_SEPARATORS = re.compile(r"[\s().\-/]+")
#: ITU-T E.164: at most fifteen digits; fewer than eight is no number anybody abroad can call.
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{7,14}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def normal_phone(text: str, country: str) -> str:
    """``"0901 234 567"`` of a Vietnamese → ``"+84901234567"``. Raises ``ValueError`` with a sentence."""
    digits = _SEPARATORS.sub("", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0") and country in CALLING_CODES:
        digits = f"+{CALLING_CODES[country]}{digits[1:]}"
    if not _INTERNATIONAL.fullmatch(digits):
        raise ValueError(
            _("“%(text)s” is not a telephone number we understand. Write it with +84, +856 or +…", text=text)
        )
    return digits


def normal_email(text: str) -> str:
    """An address somebody could write to. Raises ``ValueError`` with a sentence."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError(_("“%(text)s” is not an e-mail address.", text=text)) from None


def normal_link(text: str) -> str:
    """A web address, http or https only, without user names in it. Raises ``ValueError`` with a sentence."""
    address = text if "://" in text else f"https://{text}"
    refusal = ValueError(_("“%(text)s” is not a web address. It starts with https://", text=text))
    if len(address) > MAX_LINK_LENGTH or re.search(r"[\s\x00-\x1f\\\"<>]", address):
        raise refusal
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise refusal from None
    if parts.scheme not in ("http", "https") or parts.username is not None or not _HOST.fullmatch(host):
        raise refusal
    return parts._replace(netloc=host + port).geturl()


def normal_facebook(text: str) -> str:
    """The address of a Facebook page. Raises ``ValueError`` with a sentence."""
    address = normal_link(text)
    host = urlsplit(address).hostname
    if not any(host == known or host.endswith("." + known) for known in FACEBOOK_HOSTS):
        raise ValueError(_("“%(text)s” is not an address on Facebook.", text=text))
    return address


_NORMAL: dict[ContactKind, Callable[[str, str], str]] = {
    ContactKind.PHONE: normal_phone,
    ContactKind.ZALO: normal_phone,
    ContactKind.WHATSAPP: normal_phone,
    ContactKind.EMAIL: lambda text, country: normal_email(text),
    ContactKind.FACEBOOK: lambda text, country: normal_facebook(text),
    ContactKind.WEB: lambda text, country: normal_link(text),
}

_LINKS: dict[ContactKind, Callable[[str], str]] = {
    ContactKind.PHONE: lambda value: f"tel:{value}",
    ContactKind.ZALO: lambda value: f"https://zalo.me/{value.removeprefix('+')}",
    ContactKind.WHATSAPP: lambda value: f"https://wa.me/{value.removeprefix('+')}",
    ContactKind.EMAIL: lambda value: f"mailto:{quote(value, safe='@')}",
    ContactKind.FACEBOOK: lambda value: value,
    ContactKind.WEB: lambda value: value,
}


def normal_contact(kind: str, text: str, country: str) -> str:
    """The one form in which a contact of this kind is kept. Raises ``ValueError`` with a sentence."""
    return _NORMAL[ContactKind(kind)](text, country)


def is_normal(contact: dict) -> bool:
    """Is this row of contacts in the form in which it may be published?"""
    try:
        return normal_contact(contact["kind"], contact["value"], "") == contact["value"]
    except (KeyError, ValueError):
        return False


def contact_link(contact: dict) -> str:
    """Where a click on the contact leads; empty for anything that is not in its safe form."""
    return _LINKS[ContactKind(contact["kind"])](contact["value"]) if is_normal(contact) else ""
