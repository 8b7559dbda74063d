"""The people of ``test_kill``: made in a process of its own, started with the settings of its house."""

from __future__ import annotations

import json

from marketplace import create_app
from marketplace.kernel.db import db
from marketplace.kernel.mail import Letter
from marketplace.messages.actions import send_inquiry
from tests.make import make_booth, make_organization, make_person, make_product, owner_of
from tests.peers.visitor import Visitor

PAIRS = 3
PRODUCTS = 4


def tell() -> None:
    """Print each pair's conversation with the cookies of both, and the products the first seller keeps."""
    app = create_app()
    app.test_client_class = Visitor
    with app.app_context():
        booths = [make_booth(make_organization(owner=make_person(f"Seller {n}"))) for n in range(PAIRS)]
        products = [make_product(booths[0]) for _number in range(PRODUCTS)]
        pairs = []
        for number, booth in enumerate(booths):
            buyer, seller = make_person(f"Buyer {number}", lang="en"), owner_of(booth.organization)
            thread = send_inquiry(booth, "Hello", by=buyer).thread
            db.session.commit()
            pairs.append({"thread": thread.id, "people": [_cookie(app, buyer), _cookie(app, seller)]})
        db.session.query(Letter).delete()  # what the reviews brought is no part of this story
        db.session.commit()
        print(json.dumps({"pairs": pairs, "products": [product.id for product in products]}))


def _cookie(app, person) -> str:
    return app.test_client().sign_in(person).get_cookie("session").value
