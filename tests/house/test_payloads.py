"""What strangers write into every text: it is shown as written and never becomes part of the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest

from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.messages.models import Thread
from marketplace.offers.models import Offer
from tests import make
from tests.house.forms import forms_on

pytestmark = pytest.mark.database

#: Every payload leaves this word behind, however it is broken up.
MARK = "pwned"
PAYLOADS = (
    f'<script src=//{MARK}.example></script><img src=x onerror="{MARK}(1)">',
    f"\"><svg onload={MARK}(1)>' onfocus={MARK}(1) autofocus x='</textarea></title></script><b id={MARK}>",
    f"{{{{ 7*7 }}}}{{% raw %}}${{7*7}}<%= 7*7 %>%(x)s{{x}} {MARK} &lt;script&gt;",
    f"[a](javascript:{MARK}(1)) ![b](data:text/html,{MARK}) <javascript:{MARK}(1)>\n\n"
    f"[c](JaVaScRiPt&#58;{MARK}(1)) [f]\n\n[f]: javascript:{MARK}\n\n"
    f'[d](https://a.example/" onclick="{MARK}(1)) `<i {MARK}>` <a href="vbscript:{MARK}">e</a>',
)
#: Attributes and elements that our pages never carry, so that a payload brought them.
STRANGE_ELEMENTS = {"iframe", "object", "embed", "base", "frame", "math", "style", "applet"}
GOOD_SCHEMES = {"", "http", "https", "mailto", "tel", "data"}


class Page(HTMLParser):
    """Reads a page as a browser does and notes what a payload would have brought into it."""

    def __init__(self):
        super().__init__()
        self.brought: list[str] = []

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if tag in STRANGE_ELEMENTS or (
            tag == "script" and not (about.get("src") or "").startswith("/static/")
        ):
            self.brought.append(self.get_starttag_text())
        for name, value in attributes:
            is_script = name.startswith("on") or name in ("style", "srcdoc", "autofocus", MARK)
            leads_away = name in ("href", "src", "action", "formaction") and not is_good_address(value or "")
            if is_script or leads_away or (name == "id" and value == MARK):
                self.brought.append(self.get_starttag_text())


def is_good_address(address: str) -> bool:
    scheme = urlsplit(re.sub(r"[\s\x00-\x1f]", "", address)).scheme.lower()
    return scheme in GOOD_SCHEMES and not address.lower().startswith("data:text")


def what_payloads_brought(page: str) -> list[str]:
    reader = Page()
    reader.feed(page)
    reader.close()
    return reader.brought


def test_the_reader_of_pages_sees_what_a_browser_would():
    """A test of the tests: each payload is noticed where it is not escaped."""
    assert what_payloads_brought(PAYLOADS[0])
    assert what_payloads_brought(f'<input value="{PAYLOADS[1]}">')
    assert what_payloads_brought(f'<a href="javascript:{MARK}(1)">x</a>')
    assert not what_payloads_brought(
        '<a href="/en/" class="x">x</a><script src="/static/js/site.js"></script>'
    )


# --- a whole region of payloads -----------------------------------------------------------------------


def say(words: str) -> dict:
    """The same in all three languages."""
    return {"vi": words, "en": words, "lo": words}


def fill(form: dict, words: str, *, but: set[str] = frozenset(), longest: int = 100) -> dict:
    """Every text of a form replaced by a payload; numbers, choices and tokens stay."""
    texts = {
        name
        for name, value in form.items()
        if name not in but
        and isinstance(value, str)
        and (name.endswith(("-vi", "-en", "-lo")) or name in _TEXTS)
    }
    return form | {name: words if _is_long(name) else words[:longest] for name in texts}


_TEXTS = {
    *("text", "note", "name", "sku", "delivery_place", "place_note", "capacity", "latin_name", "reason"),
    *("certificates-0-issuer", "certificates-0-number", "address", "representative", "representative_role"),
    "moic_number",
    "registration_number",
}


_ASKED_OF_THE_SEARCH = (
    *("q", "kind", "side", "category", "country", "province", "certificate", "booth", "price", "price_min"),
    *("price_max", "currency", "moq_max", "sort", "page"),
)


def _is_long(name: str) -> bool:
    return name.partition("-")[0] in ("story", "description", "body", "text", "note")


class Region:
    """One organization whose every text is a payload, typed into the real forms, sent and approved."""

    def __init__(self, app, words: str):
        self.app, self.words = app, words
        self.short = words[:100].replace("\n", " ").strip()
        self.people = {"officer": make.make_staff(), "administrator": make.make_staff("administrator")}
        self._register()
        self._list_things()
        self._talk()
        self._write_house_texts()

    def visitor(self, who: str):
        client = self.app.test_client()
        return client.sign_in(self.people[who]) if self.people.get(who) else client

    def _send(self, who: str, path: str, *, expect: int = 302, **changed) -> None:
        """Fill in the longest form of a page with payloads and send it."""
        client = self.visitor(who)
        form = max((form.fields for form in forms_on(client.get(path, expect=200).text)), key=len)
        sent = fill(form, self.words) | changed
        client.post(path, data=sent, expect=expect)
        db.session.expire_all()

    def _register(self) -> None:
        owner = self.people["owner"] = make.make_person()
        organization = self.organization = make.make_organization(
            owner=owner, names=say(self.short), address=self.short, representative=self.short
        )
        self._send("owner", "/en/account/settings")
        booth = self.booth = organization.booth
        self._send(
            "owner",
            f"/en/desk/booth/{booth.id}",
            languages=["en"],
            sells=["green-coffee"],
            web="https://a.example/'onclick=x",
        )
        make.approve(booth, by=owner)
        db.session.commit()

    def _list_things(self) -> None:
        owner = self.people["owner"]
        certificate = {
            "certificates-0-scheme": "vietgap",
            "certificates-0-issuer": self.short,
            "certificates-0-number": self.short[:80],
        }
        for _turn in range(2):
            self._send(
                "owner",
                "/en/desk/products/new",
                category="green-coffee",
                sku=self.short[:50] + str(_turn),
                **certificate,
            )
            self._send(
                "owner",
                "/en/desk/offers/new?side=sell",
                category="green-coffee",
                quantity="5",
                place_note=self.short,
            )
        self.product, self.waiting = db.session.query(Product).order_by(Product.id)
        self.offer, self.waiting_offer = db.session.query(Offer).order_by(Offer.id)
        make.approve(self.product, by=owner)
        make.approve(self.offer, by=owner)
        make.make_waiting(self.waiting, by=owner)
        db.session.commit()

    def _talk(self) -> None:
        self.people["buyer"] = make.make_person("Buyer")
        db.session.commit()
        self._send("buyer", "/en/account/settings")
        self._send(
            "buyer",
            f"/en/messages/new/product/{self.product.id}",
            text=self.words,
            delivery_place=self.short,
            quantity="5",
        )
        self.thread = db.session.query(Thread).one()
        self._send("owner", f"/en/messages/{self.thread.id}", text=self.words)

    def _write_house_texts(self) -> None:
        self._send("administrator", "/en/backoffice/pages/privacy", effective_from="2020-01-01")
        self._send("administrator", "/en/backoffice/scam-notices/new")
        revision = self.waiting.open_revision
        sent = {"seen_version": revision.version, "verb": "refuse", "note": self.words}
        sent |= {"lines-0-code": "other", "lines-0-field": "name", "lines-0-note": self.words[:300]}
        self.visitor("officer").post(f"/en/backoffice/review/{revision.id}/answer", data=sent, expect=302)
        self.refused = revision
        reason = {"reason": "other", "note": self.words}
        path = f"/en/backoffice/review/things/offer/{self.offer.id}"
        self.visitor("officer").post(f"{path}/suspend", data=reason, expect=302)
        self.visitor("officer").post(f"{path}/reinstate", data={"note": self.words}, expect=302)
        db.session.expire_all()

    @property
    def addresses(self) -> dict[str, list[str]]:
        """Who reads what."""
        organization, booth, product, offer = self.organization, self.booth, self.product, self.offer
        asked = quote(self.words, safe="")
        public = [
            *("/en/", "/en/booths/", "/en/offers/", "/en/search", "/en/pages/privacy"),
            *(f"/en/search?{name}={asked}" for name in _ASKED_OF_THE_SEARCH),
            *(f"/en/booths/?{name}={asked}" for name in ("country", "province", "kind", "category")),
            *(f"/en/offers/?{name}={asked}" for name in ("country", "province", "side", "category")),
            *(f"/en/account/sign-in?next={asked}", f"/en/account/verify/{asked}"),
            *(f"/en/{asked}", f"/{asked}", f"/en/booths/{asked}"),
            f"/en/booths/{booth.slug}",
            f"/en/products/{product.id}-x",
            f"/en/offers/{offer.id}-x",
        ]
        own = [
            *("/en/desk", "/en/desk/products/", "/en/desk/offers/", "/en/desk/booth/people"),
            *(f"/en/desk/products/?q={asked}", "/en/messages/", "/en/notices/"),
            *("/en/account/settings", f"/en/messages/{self.thread.id}"),
            f"/en/register/{organization.id}/check",
            f"/en/register/{organization.id}/identity",
            f"/en/desk/booth/{booth.id}",
            f"/en/desk/booth/{booth.id}/preview",
            f"/en/desk/products/{product.id}",
            f"/en/desk/products/{self.waiting.id}",
            f"/en/products/{self.waiting.id}/preview",
            f"/en/desk/offers/{offer.id}",
            f"/en/offers/{self.waiting_offer.id}/preview",
            f"/en/desk/revisions/{self.refused.id}",
        ]
        staff = [
            *("/en/backoffice", "/en/backoffice/review", "/en/backoffice/booths/"),
            *("/en/backoffice/people/", "/en/backoffice/scam-notices/", "/en/backoffice/pages/"),
            *(f"/en/backoffice/people/?q={asked}", f"/en/backoffice/booths/?text={asked}"),
            f"/en/backoffice/booths/{booth.id}",
            f"/en/backoffice/people/{self.people['owner'].id}",
            f"/en/backoffice/review/{self.refused.id}",
            f"/en/backoffice/review/things/product/{product.id}",
            f"/en/backoffice/review/things/offer/{offer.id}",
            "/en/backoffice/pages/privacy",
        ]
        ask = [
            f"/en/messages/new/product/{product.id}",
            f"/en/messages/{self.thread.id}",
            "/en/messages/",
        ]
        return {"nobody": public, "owner": own, "buyer": ask, "administrator": staff}


@pytest.mark.parametrize("words", PAYLOADS, ids=("script", "quotes", "template", "markdown"))
def test_no_text_becomes_part_of_a_page(app, work, words):
    region = Region(app, words)
    work()
    seen = 0
    for who, paths in region.addresses.items():
        visitor = region.visitor(who)
        for path in paths:
            answer = visitor.get(path)
            if answer.location:
                answer = visitor.get(answer.location)
            assert answer.status_code < 500, path
            assert what_payloads_brought(answer.text) == [], path
            assert "49" not in re.findall(r">\s*(49)\b", answer.text), path
            seen += MARK in answer.text
    assert seen > 40, "the payloads should be on the pages, as text"
    for path in (f"products/{region.product.id}", f"offers/{region.offer.id}", f"booths/{region.booth.slug}"):
        answer = app.test_client().get(f"/api/v1/{path}", expect=200)
        assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/json", "nosniff")
        assert MARK in answer.text
