"""Finding persons, their sign-ins and their passes."""

from __future__ import annotations

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select

from marketplace.accounts.models import Pass, Person, SignIn
from marketplace.accounts.signing import ABSOLUTE_TIMEOUT, digest
from marketplace.accounts.states import PassPurpose, StaffRole
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.kernel.text.folding import fold

PEOPLE_PER_PAGE = 50


def find_person(email: str) -> Person | None:
    """The person who signs in with this address, however it is capitalised."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def get_person(id: int) -> Person:
    """The person with this key, or ``NotFound``."""
    person = db.session.get(Person, id)
    if person is None:
        raise NotFound("person")
    return person


def find_pass(purpose: PassPurpose, token: str) -> Pass | None:
    """The pass behind a letter's link, if it can still be used; its person comes with it."""
    return db.session.scalar(
        select(Pass)
        .join(Pass.person)
        .where(
            Pass.purpose == purpose.value,
            Pass.token_hash == digest(token),
            Pass.used_at.is_(None),
            Pass.expires_at > clock.now(),
            Person.deactivated_at.is_(None),
        )
    )


def list_sign_ins(person: Person) -> list[SignIn]:
    """The browsers in which this person is signed in, the last used first."""
    held = (SignIn.ended_at.is_(None), SignIn.created_at > clock.now() - ABSOLUTE_TIMEOUT)
    newest = (SignIn.last_seen_at.desc(), SignIn.id.desc())
    return list(
        db.session.scalars(select(SignIn).where(SignIn.person_id == person.id, *held).order_by(*newest))
    )


def get_sign_in(person: Person, id: int) -> SignIn:
    """One sign-in of this person; somebody else's does not exist."""
    row = db.session.scalar(
        select(SignIn).where(SignIn.id == id, SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    )
    if row is None:
        raise NotFound("sign-in")
    return row


def list_people(text: str = "", *, staff_only: bool = False, page: int = 1) -> Pagination:
    """A page of persons, newest first, whose name or address contains every word of ``text``."""
    wanted = select(Person).order_by(Person.id.desc())
    for word in fold(text).split():
        wanted = wanted.where(Person.found_by.contains(word, autoescape=True))
    if staff_only:
        wanted = wanted.where(Person.staff_role != StaffRole.NONE.value)
    return db.paginate(wanted, page=page, per_page=PEOPLE_PER_PAGE, error_out=False)


def list_administrators() -> list[Person]:
    """Everybody who runs the site and can sign in."""
    wanted = select(Person).where(Person.staff_role == StaffRole.ADMINISTRATOR.value).order_by(Person.id)
    return [person for person in db.session.scalars(wanted) if person.is_active]
