"""People for the stories of this room, and ways to read their letters."""

from __future__ import annotations

import re

from marketplace.accounts import passwords
from marketplace.accounts.models import Person
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.mail import Letter

PASSWORD = "tram mua ben song"


def add_person(email: str = "hoa@example.com", **more) -> Person:
    """Somebody whose address is confirmed and whose password is ``PASSWORD``."""
    about = {
        "name": "Nguyễn Thị Hoa",
        "lang": "vi",
        "password_hash": passwords.hash_password(PASSWORD),
        "email_verified_at": clock.now(),
    }
    person = Person(email=email, **(about | more))
    db.session.add(person)
    db.session.commit()
    return person


def letters_to(address: str) -> list[Letter]:
    """Letters written to this address, oldest first."""
    return list(db.session.query(Letter).filter_by(to_address=address).order_by(Letter.id))


def link_in(letter: Letter) -> str:
    """The path of the one link in a letter."""
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]
