"""People for the stories of this room, and ways to read their letters."""

from __future__ import annotations

import re
from functools import cache

from marketplace.accounts import passwords
from marketplace.kernel.db import db
from marketplace.kernel.mail import Letter
from tests.make import make_person

PASSWORD = "tram mua ben song"


def add_person(email: str = "hoa@example.com", *, name: str = "Nguyễn Thị Hoa", lang: str = "vi", **more):
    """Somebody whose address is confirmed and whose password is ``PASSWORD``; ``more`` are columns."""
    person = make_person(name, email=email, lang=lang)
    for column, value in ({"password_hash": _digest()} | more).items():
        setattr(person, column, value)
    db.session.commit()
    return person


@cache
def _digest() -> str:
    return passwords.hash_password(PASSWORD)


def letters_to(address: str) -> list[Letter]:
    """Letters written to this address, oldest first."""
    return list(db.session.query(Letter).filter_by(to_address=address).order_by(Letter.id))


def link_in(letter: Letter) -> str:
    """The path of the one link in a letter."""
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]
