"""The counter of the public side."""

from marketplace.kernel.db import db
from marketplace.kernel.edition import current_edition, new_edition


def test_it_goes_up_once_a_transaction(app):
    before = current_edition()
    new_edition()
    new_edition()
    db.session.commit()
    assert current_edition() == before + 1
    new_edition()
    db.session.commit()
    assert current_edition() == before + 2


def test_a_rolled_back_change_leaves_it_alone(app):
    new_edition()
    db.session.commit()
    before = current_edition()
    new_edition()
    db.session.rollback()
    assert current_edition() == before
