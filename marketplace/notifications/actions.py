"""Tell somebody something."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import update

from marketplace.accounts.letters import compose
from marketplace.accounts.models import Person
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.mail import write_letter
from marketplace.notifications.models import Notice


def tell(
    person: Person,
    template: str,
    *,
    path: str,
    bell: bool = True,
    letter: bool = True,
    unsubscribe_path: str = "",
    **about,
) -> None:
    """Tell ``person`` in their language: ring the bell, write a letter, or both.

    ``template`` names ``templates/mail/<template>.txt``: its first line is the subject and the bell's
    sentence, the rest the letter's body. ``path`` is where the link leads, starting with ``/{lang}/`` where
    the literal ``{lang}`` becomes the reader's language. A letter that may come again and again has an
    ``unsubscribe_path``, which needs no signing in. ``about`` is handed to the template.
    """
    subject, body = compose(template, person.lang, path=path, person_name=person.name, **about)
    path = path.replace("{lang}", person.lang)
    if bell:
        db.session.add(Notice(person_id=person.id, text=subject, lang=person.lang, url=path))
    if letter:
        unsubscribe_url = ""
        if unsubscribe_path:
            unsubscribe_url = current_app.config["SITE_URL"] + unsubscribe_path.replace("{lang}", person.lang)
        write_letter(
            person.email,
            subject,
            body,
            lang=person.lang,
            to_name=person.name,
            unsubscribe_url=unsubscribe_url,
        )


def mark_read(person: Person, notice_ids: list[int] | None = None) -> None:
    """The person has seen these notices; all of them when none are named."""
    wanted = update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    if notice_ids is not None:
        wanted = wanted.where(Notice.id.in_(notice_ids))
    db.session.execute(wanted.values(read_at=clock.now()))
