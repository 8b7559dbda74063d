"""What happens to accounts: signing up, passes, passwords, addresses, staff roles."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from marketplace.accounts import notices, passwords
from marketplace.accounts.addresses import address_of
from marketplace.accounts.models import Pass, Person, SignIn
from marketplace.accounts.queries import find_person
from marketplace.accounts.signing import digest
from marketplace.accounts.states import AccountAct, PassPurpose, StaffRole
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, WrongState
from marketplace.kernel.history import record

log = logging.getLogger(__name__)

#: How long each pass can be used.
LASTS = {
    PassPurpose.VERIFY_EMAIL: timedelta(hours=24),
    PassPurpose.RESET_PASSWORD: timedelta(hours=1),
    PassPurpose.CHANGE_EMAIL: timedelta(hours=24),
}
#: A colleague who is told "here is your account" may read it tomorrow.
FIRST_PASSWORD_LASTS = timedelta(hours=24)


# --- signing up ---------------------------------------------------------------------------------------


def sign_up(email: str, name: str, password: str, lang: str, *, browser: str, next_path: str = "") -> None:
    """Somebody wants an account. Whatever is known of the address, one digest is made and one letter written.

    An address nobody has confirmed may be signed up again: each letter brings what was typed with it, so
    that nobody can slip their own password under another person's address. ``browser`` is a secret the
    browser keeps; ``next_path`` is where to go once the address is confirmed.
    """
    password_hash = passwords.hash_password(password)  # first, so that it costs the same for a known address
    person = find_person(email) or _add_person(email, name, password_hash, lang)
    if person.is_verified:
        notices.address_known(person)
    else:
        _send_verification(person, name, password_hash, lang, browser, next_path)


def send_verification_again(person: Person, *, browser: str, next_path: str = "") -> None:
    """One more letter for somebody who knows the password and has not confirmed the address yet."""
    _send_verification(person, person.name, person.password_hash, person.lang, browser, next_path)


def verify_email(letter_pass: Pass, *, browser: str, password: str = "") -> Person:
    """The address is confirmed by whoever signed up with it; returns the person.

    Holding the letter is not enough, for somebody else may have signed up with this address: it takes the
    browser of the sign-up (``browser``) or its password. Raises ``Invalid`` for the field ``password``.
    """
    brings = letter_pass.brings
    if not is_browser_of(letter_pass, browser) and not passwords.is_right(brings["password_hash"], password):
        raise Invalid(_("This is not the password chosen at sign-up."), field="password")
    person = letter_pass.person
    person.name, person.lang, person.password_hash = brings["name"], brings["lang"], brings["password_hash"]
    person.email_verified_at = clock.now()
    _use(letter_pass)
    record(person, AccountAct.VERIFIED.value, by=person)
    return person


def is_browser_of(letter_pass: Pass, browser: str) -> bool:
    """Is this the browser in which the person signed up?"""
    return bool(browser) and secrets.compare_digest(letter_pass.brings.get("browser", ""), digest(browser))


def _add_person(email: str, name: str, password_hash: str, lang: str, **more) -> Person:
    person = Person(email=email, name=name, password_hash=password_hash, lang=lang, **more)
    try:
        with db.session.begin_nested():
            db.session.add(person)
            db.session.flush()  # the same address from two browsers at once: one of them is the first
    except IntegrityError:
        return find_person(email)
    record(person, AccountAct.SIGNED_UP.value, by=None)
    return person


def _send_verification(
    person: Person, name: str, password_hash: str, lang: str, browser: str, next_path: str
) -> None:
    purpose = PassPurpose.VERIFY_EMAIL
    brings = {
        "name": name,
        "lang": lang,
        "password_hash": password_hash,
        "browser": digest(browser),
        "next": next_path,
    }
    token = _issue_pass(person, purpose, brings=brings)
    notices.verify_email(person.email, lang, token, LASTS[purpose])


# --- passes -------------------------------------------------------------------------------------------


def _issue_pass(
    person: Person,
    purpose: PassPurpose,
    *,
    email: str = "",
    lasts: timedelta | None = None,
    brings: dict | None = None,
) -> str:
    """A new single-use secret; only its digest stays here."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        Pass(
            purpose=purpose.value,
            person=person,
            token_hash=digest(token),
            email=email or person.email,
            expires_at=clock.now() + (lasts or LASTS[purpose]),
            brings=brings or {},
        )
    )
    return token


def _use(letter_pass: Pass) -> None:
    """Spend a pass, once, and every other one of its person with it. Raises ``WrongState`` for the second."""
    unused = (Pass.id == letter_pass.id, Pass.used_at.is_(None))
    if not db.session.execute(update(Pass).where(*unused).values(used_at=clock.now())).rowcount:
        raise WrongState("this pass has been used")
    _void_passes(letter_pass.person)


def _void_passes(person: Person) -> None:
    """Letters sent before a password or an address changed must not undo the change."""
    still_good = (Pass.person_id == person.id, Pass.used_at.is_(None))
    db.session.execute(update(Pass).where(*still_good).values(used_at=clock.now()))


# --- passwords ----------------------------------------------------------------------------------------


def recognize(email: str, password: str) -> Person | None:
    """The person with this address and password, or None – after the same work for a known and unknown one.

    Whether they may sign in (confirmed address, open account) is for the caller to ask.
    """
    person = find_person(email)
    if not passwords.is_right(person.password_hash if person else None, password):
        log.info("sign-in refused for %s", f"person {person.id}" if person else "an unknown address")
        return None
    if passwords.needs_new_hash(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    return person


def ask_for_reset(email: str, lang: str) -> None:
    """Somebody has forgotten a password. A letter goes to the address whether or not it has an account."""
    person = find_person(email)
    if person is None or not person.is_active:
        notices.no_account_to_reset(email, lang)
        return
    purpose = PassPurpose.RESET_PASSWORD
    notices.reset_password(person, _issue_pass(person, purpose), LASTS[purpose])


def reset_password(letter_pass: Pass, password: str) -> Person:
    """A new password by letter: ends every sign-in, spends every pass, and says so to the owner."""
    person = letter_pass.person
    person.email_verified_at = person.email_verified_at or clock.now()  # the letter has arrived
    _use(letter_pass)
    _set_password(person, password, AccountAct.RESET_PASSWORD)
    return person


def change_password(person: Person, current: str, new: str) -> None:
    """A new password by somebody who knows the old one. Every sign-in ends; the caller begins a new one."""
    _demand_password(person, current)
    _set_password(person, new, AccountAct.CHANGED_PASSWORD)


def _set_password(person: Person, password: str, act: AccountAct) -> None:
    person.password_hash = passwords.hash_password(password)
    _void_passes(person)
    end_sign_ins(person)
    record(person, act.value, by=person)
    notices.password_changed(person)


def _demand_password(person: Person, password: str) -> None:
    if not passwords.is_right(person.password_hash, password):
        raise Invalid(_("This is not your present password."), field="current_password")


# --- the account --------------------------------------------------------------------------------------


def change_profile(person: Person, name: str, lang: str) -> None:
    """Another name, another language for letters and notices."""
    person.name, person.lang = name, lang


def ask_to_change_email(person: Person, current_password: str, email: str) -> None:
    """Send a pass to the new address; the old one stays until it is used.

    When the address belongs to somebody else, they get a letter and the asker the same answer as ever.
    """
    _demand_password(person, current_password)
    if email == person.email:
        raise Invalid(_("This is your present address."), field="email")
    owner = find_person(email)
    if owner is not None:
        notices.address_known(owner)
        return
    purpose = PassPurpose.CHANGE_EMAIL
    token = _issue_pass(person, purpose, email=email)
    notices.confirm_new_email(person, email, token, LASTS[purpose])


def change_email(letter_pass: Pass) -> Person:
    """The new address is the account's now; the old one is told. ``WrongState`` when somebody was faster."""
    person, old_address = letter_pass.person, letter_pass.person.email
    try:
        with db.session.begin_nested():
            person.email, person.email_verified_at = letter_pass.email, clock.now()
            db.session.flush()  # the database knows whether the address is still free
    except IntegrityError as error:
        raise WrongState("the address has an account by now") from error
    _use(letter_pass)
    record(
        person,
        AccountAct.CHANGED_EMAIL.value,
        by=person,
        details={"before": old_address, "after": person.email},
    )
    notices.email_changed(person, old_address)
    return person


def end_sign_in(sign_in: SignIn) -> None:
    """Sign one browser out from afar."""
    sign_in.ended_at = clock.now()


def end_sign_ins(person: Person, *, but: SignIn | None = None) -> None:
    """Sign ``person`` out everywhere, or everywhere ``but`` in one browser."""
    held = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    if but is not None:
        held = held.where(SignIn.id != but.id)
    db.session.execute(held.values(ended_at=clock.now()))


# --- staff --------------------------------------------------------------------------------------------


def appoint(person: Person, role: StaffRole, *, by: Person | None) -> None:
    """Give ``person`` a staff role, another one, or none. Ends their sign-ins: new powers, new session.

    ``by`` is an administrator, or None for the command line.
    """
    _demand_administrator(by, over=person)
    if role is not StaffRole.NONE and not (person.is_verified and person.is_active):
        raise Invalid(
            _("Only somebody with a confirmed address and an open account can be staff."), field="role"
        )
    before = person.staff_role
    if before == role.value:
        return
    person.staff_role = role.value
    if not person.is_officer:
        person.review_provinces, person.review_categories = [], []
    end_sign_ins(person)
    record(person, AccountAct.APPOINTED.value, by=by, from_state=before, to_state=role.value)
    notices.staff_role_changed(person)


def set_review_scope(
    person: Person, provinces: Iterable[str], categories: Iterable[str], *, by: Person
) -> None:
    """What an officer reviews: provinces and category groups by code; none of a kind means all of it."""
    _demand_administrator(by)
    if not person.is_officer:
        raise WrongState("only officers review")
    before = {"provinces": person.review_provinces, "categories": person.review_categories}
    after = {"provinces": sorted(provinces), "categories": sorted(categories)}
    if before == after:
        return
    person.review_provinces, person.review_categories = after["provinces"], after["categories"]
    record(person, AccountAct.SCOPED.value, by=by, details={"before": before, "after": after})


def deactivate(person: Person, reason: str, *, by: Person) -> None:
    """Close an account: it cannot be signed in to, its sign-ins and passes end, its owner is told why."""
    _demand_administrator(by, over=person)
    if not person.is_active:
        raise WrongState("closed already")
    person.deactivated_at = clock.now()
    end_sign_ins(person)
    _void_passes(person)
    record(person, AccountAct.DEACTIVATED.value, by=by, note=reason)
    notices.account_closed(person, reason)


def reactivate(person: Person, *, by: Person) -> None:
    """Open a closed account again."""
    _demand_administrator(by, over=person)
    if person.is_active:
        raise WrongState("open already")
    person.deactivated_at = None
    record(person, AccountAct.REACTIVATED.value, by=by)
    notices.account_opened_again(person)


def sign_out_everywhere(person: Person, *, by: Person) -> None:
    """Staff end all sign-ins of somebody whose device is lost or whose account is misused."""
    _demand_administrator(by)
    end_sign_ins(person)
    record(person, AccountAct.SIGNED_OUT.value, by=by)


def create_staff(
    email: str, role: StaffRole, *, name: str = "", lang: str = "vi", password: str | None = None
) -> tuple[Person, str | None]:
    """Somebody of the Department, from the command line. Returns the person and, where one is needed, the
    token of a pass to choose a password.

    A confirmed account keeps its password. An account nobody has confirmed may have been opened by
    anybody, so whatever password it had is gone.
    """
    email = address_of(email)
    person = find_person(email)
    is_settled = person is not None and person.is_verified
    if not is_settled:
        password_hash = passwords.hash_password(password or secrets.token_urlsafe(32))
        person = person or _add_person(email, name or email.partition("@")[0], password_hash, lang)
        person.password_hash, person.email_verified_at = password_hash, clock.now()
        _void_passes(person)
    elif password is not None:
        _set_password(person, password, AccountAct.RESET_PASSWORD)
    if name:
        person.name = name
    appoint(person, role, by=None)
    if is_settled or password is not None:
        return person, None
    return person, _issue_pass(person, PassPurpose.RESET_PASSWORD, lasts=FIRST_PASSWORD_LASTS)


def _demand_administrator(by: Person | None, *, over: Person | None = None) -> None:
    """The command line may; an administrator may, but not over themselves, so that one always remains."""
    if by is None:
        return
    if not by.is_administrator:
        raise NotAllowed("only an administrator")
    if over is not None and over.id == by.id:
        raise NotAllowed("not over oneself")
