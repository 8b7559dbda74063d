"""Letters about accounts: subject and body are in ``templates/mail/<name>.txt``.

They go to an address rather than to a bell: who reads them is often not signed in, and sometimes not yet
a person. What a stranger typed never goes into a letter to an address nobody has confirmed.
"""

from __future__ import annotations

from datetime import timedelta

from marketplace.accounts.letters import compose, path_to
from marketplace.accounts.models import Person
from marketplace.kernel.mail import write_letter


def verify_email(address: str, lang: str, token: str, lasts: timedelta) -> None:
    """To whoever signed up with this address: the link that confirms it."""
    _write(address, lang, "verify_email", path_to("accounts.verify", token=token), hours=_hours(lasts))


def address_known(owner: Person) -> None:
    """To the owner of an address somebody signs up with: you already have an account."""
    _write_to(owner, "welcome_known_address", path_to("accounts.sign_in"))


def reset_password(person: Person, token: str, lasts: timedelta) -> None:
    """The link to a new password."""
    _write_to(person, "reset_password", path_to("accounts.reset", token=token), hours=_hours(lasts))


def no_account_to_reset(address: str, lang: str) -> None:
    """To an address without an account: nothing can be reset, you may have used another one."""
    _write(address, lang, "reset_unknown_address", path_to("accounts.sign_up"))


def password_changed(person: Person) -> None:
    """The password is another one now; if that was not you, act."""
    _write_to(person, "password_changed", path_to("accounts.forgot"))


def confirm_new_email(person: Person, address: str, token: str, lasts: timedelta) -> None:
    """To the new address: the link that makes it the account's."""
    _write(
        address,
        person.lang,
        "change_email",
        path_to("accounts.confirm_email", token=token),
        hours=_hours(lasts),
    )


def email_changed(person: Person, old_address: str) -> None:
    """To the old address: it no longer opens the account."""
    _write(old_address, person.lang, "email_changed", path_to("accounts.sign_in"), person_name=person.name)


def staff_role_changed(person: Person) -> None:
    """Appointed, moved or relieved."""
    _write_to(person, "staff_role_changed", path_to("accounts.sign_in"), role=person.role_label)


def account_closed(person: Person, reason: str) -> None:
    """The Department has closed the account, and why."""
    _write_to(person, "account_closed", path_to("pages.home"), reason=reason)


def account_opened_again(person: Person) -> None:
    """The account can be used again."""
    _write_to(person, "account_opened_again", path_to("accounts.sign_in"))


def _write_to(person: Person, template: str, path: str, **about) -> None:
    _write(person.email, person.lang, template, path, to_name=person.name, person_name=person.name, **about)


def _write(address: str, lang: str, template: str, path: str, *, to_name: str = "", **about) -> None:
    subject, body = compose(template, lang, path=path, **about)
    write_letter(address, subject, body, lang=lang, to_name=to_name)


def _hours(lasts: timedelta) -> int:
    return int(lasts.total_seconds()) // 3600
