"""E-mail addresses as they are kept: complete, deliverable in form, lower case, in ASCII letters.

A domain in other letters is kept in its ASCII form, which is what mail servers understand.
"""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from marketplace.kernel.errors import Invalid


def address_of(typed: str) -> str:
    """The address as we keep it. Raises ``Invalid`` for what letters cannot be sent to."""
    try:
        address = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        message = _("This is not a complete e-mail address. Write it like name@example.com.")
        raise Invalid(message, field="email") from None
    return address.ascii_email.lower()
