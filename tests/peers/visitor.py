"""The test client: a browser without a screen that says what it expects."""

from __future__ import annotations

import contextvars

from flask import session
from flask.testing import FlaskClient

from marketplace.accounts.models import Person
from marketplace.accounts.signing import begin_sign_in
from marketplace.kernel import clock
from marketplace.kernel.db import db


def from_outside(function, *arguments, **options):
    """Call something the way the server or the worker would, with no context or session of the test in it.

    What the test arranged is committed first, and what it holds is read anew afterwards. A clock that the
    test has stopped stands still outside too.
    """
    db.session.commit()
    outside = contextvars.Context()
    outside.run(clock._frozen.set, clock._frozen.get())
    try:
        return outside.run(function, *arguments, **options)
    finally:
        db.session.expire_all()


class Visitor(FlaskClient):
    """A visitor of the house. ``client.get(url, expect=404)`` fails on any other status."""

    def open(self, *arguments, expect: int | None = None, **options):
        """Send one request, as every ``get``, ``post`` … does."""
        answer = from_outside(super().open, *arguments, **options)
        if expect is not None and answer.status_code != expect:
            asked = f"{answer.request.method} {answer.request.path}"
            raise AssertionError(
                f"{asked} answered {answer.status_code}, not {expect}\n{answer.data[:2000]!r}"
            )
        return answer

    def sign_in(self, person: Person) -> Visitor:
        """Be this person from now on, as after the sign-in form; returns the visitor."""
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie.update(from_outside(self._begin_sign_in, person.id))
        return self

    def _begin_sign_in(self, person_id: int) -> dict:
        """Write the sign-in's row; returns what the browser keeps of it."""
        with self.application.test_request_context():
            begin_sign_in(db.session.get(Person, person_id), device="test")
            db.session.commit()
            return dict(session)
