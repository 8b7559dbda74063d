"""What strangers try: forged forms, forged hosts, links that lead away, files that lie, looks into logs."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from marketplace import create_app
from marketplace.accounts import actions as accounts
from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.config import BadSettings, settings_from
from marketplace.kernel.db import db
from marketplace.kernel.files import StoredFile
from marketplace.kernel.images import accept_photo
from marketplace.kernel.mail import Letter, LetterState, write_letter
from marketplace.messages.models import Thread
from marketplace.moderation.states import Visibility
from marketplace.web.safety import POLICY, csrf
from tests import make
from tests.accounts.people import PASSWORD, add_person, letters_to, link_in
from tests.catalog.pictures import bomb, photo
from tests.house.forms import forms_on

pytestmark = pytest.mark.database

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


# --- headers ------------------------------------------------------------------------------------------


@pytest.fixture
def broken(app, monkeypatch):
    """An address behind which something is broken; the house answers as in production."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "pages.about", lambda **_about: 1 / 0)
    return "/en/about"


def answers_of_every_kind(app, client, broken):
    """(what, answer): a page, a redirect, JSON, files, every kind of error, a copy that is still good."""
    picture = accept_photo(photo(), "sacks.jpg", Path(app.config["MEDIA_DIR"]))
    home = client.get("/en/")
    yield from {
        "page": home,
        "304": client.get("/en/", headers={"If-None-Match": home.headers["ETag"]}, expect=304),
        "redirect": client.get("/", expect=302),
        "door": client.get("/en/desk", expect=302),
        "json": client.get("/api/v1/search", expect=200),
        "problem": client.get("/api/v1/products/1", expect=404),
        "suggestions": client.get("/en/search/suggest?q=ca", expect=200),
        "static": client.get("/static/css/site.css", expect=200),
        "no static": client.get("/static/nothing", expect=404),
        "media": client.get(f"/media/{picture.key[:2]}/{picture.key}-320.jpg", expect=200),
        "sitemap": client.get("/sitemap.xml", expect=200),
        "health": client.get("/health", expect=200),
        "401": client.post("/en/desk/products/new", expect=401),
        "404": client.get("/en/nothing", expect=404),
        "405": client.post("/en/about", expect=405),
        "400": client.get("/en/search?q=a%00b", expect=400),
        "422": client.post("/en/account/sign-in", expect=422),
        "options": client.options("/en/"),
        "500": client.get(broken, expect=500),
    }.items()


def test_every_answer_carries_the_headers_that_protect_its_reader(app, client, broken):
    for what, answer in answers_of_every_kind(app, client, broken):
        headers = answer.headers
        assert headers["Content-Security-Policy"] == POLICY, what
        assert headers["X-Content-Type-Options"] == "nosniff", what
        assert headers["Referrer-Policy"] in ("strict-origin-when-cross-origin", "same-origin"), what
        assert "camera=()" in headers["Permissions-Policy"], what
        assert "Cookie" in headers["Vary"], what
        assert headers.get("Cache-Control"), what
        assert what in ("304", "options") or answer.content_type, what


def test_the_policy_lets_no_foreign_or_inline_script_run():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == "'none'"
    assert "unsafe" not in POLICY


def test_nobody_keeps_a_page_of_somebody_signed_in(app, client, broken):
    person = make.owner_of(make.make_booth().organization)
    client.sign_in(person)
    for path in (
        "/en/",
        "/en/search",
        "/en/booths/",
        "/en/desk",
        "/en/account/settings",
        "/en/nothing",
        broken,
    ):
        assert client.get(path).headers["Cache-Control"] == "no-store", path


def test_a_page_of_somebody_is_kept_by_nobody_even_when_the_database_is_away(client, broken, monkeypatch):
    client.sign_in(make.make_person())

    def be_away(*_asked, **_options):
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("marketplace.accounts.signing.this_sign_in", be_away)
        for path in ("/en/", "/en/account/settings"):
            headers = client.get(path, expect=500).headers
            assert (headers["Cache-Control"], headers["Vary"]) == ("no-store", "Cookie"), path


def test_what_strangers_share_sets_no_cookie(client):
    make.make_product()
    for path in ("/en/", "/en/search", "/en/booths/", "/en/offers/", "/sitemap.xml", "/api/v1/search"):
        answer = client.get(path, expect=200)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert "Set-Cookie" not in answer.headers, path


def test_a_crash_says_nothing_about_itself(client, broken):
    answer = client.get(broken, expect=500)
    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text
    assert (
        client.get("/en/about", headers={"Accept": "application/json"}).mimetype == "application/problem+json"
    )


# --- forged forms -------------------------------------------------------------------------------------


@pytest.fixture
def guarded(app):
    """The house with the check that tests switch off."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def addresses_that_write(app):
    """Every address that takes more than a look, about something or other."""
    for rule in app.url_map.iter_rules():
        for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
            about = dict.fromkeys(rule.arguments, 1) | {"lang": "en"}
            choices = re.findall(r"<any\(([^,)]+)[^>]*:(\w+)>", rule.rule)
            about |= {name: first for first, name in choices if name != "lang"}
            yield method, app.url_map.bind("localhost").build(rule.endpoint, about, method=method)


@pytest.mark.parametrize("who", ("nobody", "owner", "administrator"))
def test_no_address_takes_a_form_of_another_site(guarded, who):
    owner = make.owner_of(make.make_booth().organization)
    people = {"nobody": None, "owner": owner, "administrator": make.make_staff("administrator")}
    client = guarded.test_client()
    if people[who]:
        client.sign_in(people[who])
    addresses = list(addresses_that_write(guarded))
    assert len(addresses) > 50
    for method, path in addresses:
        assert client.open(path, method=method, data={"csrf_token": "forged"}).status_code == 400, path


def test_nothing_is_exempt_from_the_check_but_what_mail_programs_press(app):
    assert csrf._exempt_views == {"marketplace.search.views.stop_letters"}
    assert not csrf._exempt_blueprints


def test_a_token_is_worth_nothing_in_another_browser(guarded, client):
    add_person()
    sent = {"email": "hoa@example.com", "password": PASSWORD}
    token = TOKEN.search(client.get("/en/account/sign-in").text)[1]
    guarded.test_client().post("/en/account/sign-in", data=sent | {"csrf_token": token}, expect=400)
    client.post("/en/account/sign-in", data=sent | {"csrf_token": token}, expect=302)
    client.post("/en/account/sign-out", data={"csrf_token": token}, expect=400)


def test_every_form_that_writes_carries_its_token(guarded, client):
    product = make.make_product()
    client.sign_in(make.owner_of(product.booth.organization))
    for path in (
        "/en/desk",
        f"/en/desk/products/{product.id}",
        "/en/desk/booth/people",
        "/en/account/sign-ins",
    ):
        forms = [
            form for form in forms_on(client.get(path, follow_redirects=True).text) if form.method == "post"
        ]
        assert all(form.fields.get("csrf_token") for form in forms), path


def test_a_look_changes_nothing(app, client):
    client.sign_in(make.owner_of(make.make_booth().organization))
    for _method, path in addresses_that_write(app):
        assert client.get(path).status_code < 500


# --- forged addresses ---------------------------------------------------------------------------------


def test_another_host_is_not_answered(app, client):
    app.config["TRUSTED_HOSTS"] = ["market.example"]
    for host in (
        "evil.example",
        "market.example.evil.example",
        "market.example@evil.example",
        "evil.example:80",
    ):
        for path in ("/en/", "/en/desk", "/api/v1/search", "/static/css/site.css", "/nothing"):
            assert client.get(path, headers={"Host": host}).status_code == 400, (host, path)
    client.get("/en/", base_url="https://market.example", expect=200)


def test_a_letter_leads_to_this_site_whatever_the_host_said(client):
    add_person()
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    client.post("/en/account/forgot", data={"email": "hoa@example.com"}, headers=forged, expect=302)
    assert "evil.example" not in letters_to("hoa@example.com")[0].body


def test_a_visitor_cannot_choose_the_address_they_are_counted_by(app, client):
    for number in range(21):
        last = client.post(
            "/en/account/forgot",
            data={"email": f"somebody{number}@example.com"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0


#: Ways to write another site's address that some browser follows.
AWAY = (
    *("https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example"),
    *("/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example"),
    *("http:evil.example", "/\u2028/evil.example", "evil.example", "@evil.example", "%2f%2fevil.example"),
)


@pytest.mark.parametrize("trap", AWAY)
def test_no_door_leads_away(client, trap):
    person = add_person()
    answer = client.post(
        "/en/account/sign-in",
        query_string={"next": trap},
        data={"email": person.email, "password": PASSWORD},
        expect=302,
    )
    assert answer.location == "/en/"
    assert client.get("/en/account/sign-in", query_string={"next": trap}, expect=302).location == "/en/"
    assert client.get("/en/account/sign-up", query_string={"next": trap}, expect=302).location == "/en/"


@pytest.mark.parametrize(
    "path", ("//evil.example", "//evil.example/en/desk", "/\\evil.example", "/en//evil.example")
)
def test_an_odd_path_leads_nowhere_else(client, path):
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    assert not answer.headers.get("Location", "").startswith(("//", "/\\", "http://evil", "https://evil"))


@pytest.mark.parametrize(
    "arguments", ("_scheme=javascript&_external=1", "_anchor=x&_method=POST", "lang=lo&slug=other&endpoint=x")
)
def test_an_address_cannot_steer_the_links_of_its_page(client, monkeypatch, arguments):
    monkeypatch.setattr("marketplace.catalog.queries.PRODUCTS_PER_SHELF", 1)
    monkeypatch.setattr("marketplace.booths.queries.STAFF_ROWS_PER_PAGE", 1)
    booth = make.make_booth()
    make.make_product(booth), make.make_product(booth), make.make_booth()
    shown = client.get(f"/en/booths/{booth.slug}?{arguments}", expect=200).text
    listed = client.sign_in(make.make_staff()).get(f"/en/backoffice/booths/?{arguments}", expect=200).text
    assert "products=2" in shown
    assert "page=2" in listed
    for page in (shown, listed):
        assert not re.search(r'href="(?!https?://localhost|/|#|tel:|mailto:|https://)', page)
        assert "javascript:" not in page


@pytest.mark.parametrize(
    "path",
    (
        "../chotalat.sqlite",
        "..%2fchotalat.sqlite",
        "%2e%2e/%2e%2e/etc/passwd",
        "....//etc/passwd",
        "/etc/passwd",
        "..\\..\\wsgi.py",
        ".git/config",
    ),
)
@pytest.mark.parametrize("root", ("/static/", "/media/", "/media/ab/", "/", "/en/"))
def test_no_path_leads_out_of_its_folder(client, root, path):
    assert client.get(root + path).status_code in (301, 308, 400, 404)


# --- what only the house may set ----------------------------------------------------------------------

FORBIDDEN = {
    "state": Visibility.PUBLIC.value,
    "published_at": "2020-01-01",
    "verified_at": "2020-01-01",
    "suspended_at": "",
    "booth_id": "999",
    "organization_id": "999",
    "staff_role": "administrator",
    "role": "owner",
    "is_staff": "1",
    "id": "999",
    "version_id": "999",
    "person_id": "999",
    "buyer_id": "999",
    "author_id": "999",
    "documents": "[]",
    "contacts": "[]",
    "email_verified_at": "2020-01-01",
}


def filled_in(client, path: str) -> dict:
    """The longest form of a page, as it would be sent back."""
    return max((form.fields for form in forms_on(client.get(path, expect=200).text)), key=len)


def test_forms_set_only_what_they_ask(app, client):
    product = make.make_product(is_public=False)
    booth, owner = product.booth, make.owner_of(product.booth.organization)
    unverified = make.make_organization(owner=owner, is_verified=False)
    offer = make.make_offer(booth, is_public=False)
    client.sign_in(owner)
    for path in (
        f"/en/desk/products/{product.id}",
        "/en/desk/products/new",
        f"/en/desk/offers/{offer.id}",
        "/en/desk/offers/new?side=sell",
        f"/en/desk/booth/{booth.id}",
        f"/en/register/{unverified.id}/identity",
        f"/en/register/{unverified.id}/address",
        "/en/account/settings",
    ):
        client.post(path, data=FORBIDDEN | filled_in(client, path), expect=302)
    db.session.expire_all()
    assert {one.booth_id for one in db.session.query(Product)} == {booth.id}
    assert not any(one.is_public or one.published_at for one in db.session.query(Product))
    assert unverified.verified_at is None
    assert unverified.booth.published_at is None
    assert (owner.staff_role, owner.memberships[0].role) == ("", "owner")
    assert {one.organization_id for one in db.session.query(Booth)} == {booth.organization_id, unverified.id}


def test_an_inquiry_is_signed_by_whoever_sends_it(client):
    product, buyer = make.make_product(), make.make_person("Buyer")
    forged = {"text": "Hello", "unit": "KGM", "organization": ""}
    client.sign_in(buyer).post(f"/en/messages/new/product/{product.id}", data=FORBIDDEN | forged, expect=302)
    thread = db.session.query(Thread).one()
    assert (thread.buyer_id, thread.booth_id) == (buyer.id, product.booth_id)
    stranger = str(product.booth.organization_id)
    client.post(
        f"/en/messages/new/product/{product.id}", data=forged | {"organization": stranger}, expect=422
    )


# --- files that lie -----------------------------------------------------------------------------------


def archive(**entries: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return packed.getvalue()


HTML = b"<html><script>alert(1)</script></html>"
#: (name, bytes): what must not be taken as a document.
LIES = {
    "empty": ("empty.pdf", b""),
    "page called paper": ("paper.pdf", HTML),
    "page": ("page.html", HTML),
    "drawing with script": ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    "program": ("program.exe", b"MZ\x90\x00"),
    "program behind two names": ("paper.pdf.exe", b"%PDF-1.7"),
    "sound called photo": ("photo.webp", b"RIFF\x24\x00\x00\x00WAVEfmt "),
    "archive that unpacks to a giant": ("prices.xlsx", archive(a=b"0" * 101 * 1024 * 1024)),
    "archive cut in half": ("prices.xlsx", archive(a=b"x" * 2_000)[:60]),
    "archive of the future": (
        "prices.xlsx",
        archive(a=b"x").replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"),
    ),
    "archive with a broken name": (
        "prices.xlsx",
        archive(**{"ự": b"x"}).replace("ự".encode(), b"\xe1\xbb\x28"),
    ),
    "photo with a bomb": ("bomb.gif", bomb().getvalue()),
}


@pytest.fixture
def newcomer(app, client):
    """Somebody who registers an organization, before the page of its papers."""
    organization = make.make_organization(is_verified=False)
    client.sign_in(make.owner_of(organization))
    return f"/en/register/{organization.id}/documents"


@pytest.mark.parametrize("name, raw", LIES.values(), ids=LIES)
def test_a_document_that_lies_is_refused_by_name(client, newcomer, name, raw):
    before = db.session.query(StoredFile).count()
    sent = {"kind": "cooperative_registration", "file": (io.BytesIO(raw), name)}
    answer = client.post(newcomer, data=sent, expect=422)
    assert db.session.query(StoredFile).count() == before
    assert name in answer.text or not raw


@pytest.mark.parametrize(
    "name, raw",
    [
        *LIES.values(),
        ("bomb.png", bomb().getvalue()),
        ("cut.jpg", photo().getvalue()[:900]),
        ("film.png", photo(120, 20_000, "PNG").getvalue()),
        ("ribbon.png", photo(200_000, 130, "PNG").getvalue()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_photo_that_lies_is_refused(client, name, raw):
    booth = make.make_booth()
    client.sign_in(make.owner_of(booth.organization))
    for path, field in (("/en/desk/products/new", "photos"), (f"/en/desk/booth/{booth.id}", "logo")):
        form = filled_in(client, path)
        refused = client.post(path, data=form | {field: (io.BytesIO(raw), name)}, expect=422)
        assert name in refused.text
        client.post(path, data=form | {field: (photo(), name)}, expect=302)


def test_what_hides_in_a_photo_is_gone(app, client):
    booth = make.make_booth()
    polyglot = photo(comment=HTML).getvalue() + HTML + archive(x=HTML)
    client.sign_in(make.owner_of(booth.organization))
    client.post(
        "/en/desk/products/new",
        data=filled_in(client, "/en/desk/products/new")
        | {"name-en": "Rice", "photos": (io.BytesIO(polyglot), "photo.jpg.html")},
        expect=302,
    )
    kept = [path for path in Path(app.config["MEDIA_DIR"]).rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} == {".jpg", ".webp"}
    assert not any(b"script" in path.read_bytes() for path in kept)


@pytest.mark.parametrize(
    "name, shown",
    (
        ("a\nSet-Cookie: x=1\r\n.pdf", "aSet-Cookie: x=1.pdf"),
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ('"; filename="x.html.pdf', '"; filename="x.html.pdf'),
        ("ສັນຍາ hợp đồng.pdf", "ສັນຍາ hợp đồng.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ),
)
def test_the_name_of_a_file_is_only_a_name(app, client, newcomer, name, shown):
    sent = {"kind": "cooperative_registration", "file": (io.BytesIO(b"%PDF-1.7"), "sent.pdf")}
    app.request_class, known = renaming(app.request_class, name), app.request_class
    try:
        client.post(newcomer, data=sent, expect=302)
    finally:
        app.request_class = known
    stored = db.session.query(StoredFile).order_by(StoredFile.id.desc()).first()
    assert stored.filename == shown
    assert stored.path(Path(app.config["PRIVATE_DIR"])).name == stored.key
    answer = client.get(f"{newcomer}/{stored.id}", expect=200)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def renaming(request_class, name: str):
    """Requests whose files have a name that no test client would send."""

    class Renaming(request_class):
        @property
        def files(self):
            files = super().files
            for file in files.values():
                file.filename = name
            return files

    return Renaming


# --- letters ------------------------------------------------------------------------------------------

FORGED = "Hoa\r\nBcc: everybody@example.com\n\nBuy now\x0b\x0c\x1c\x85\u2028"


def test_no_name_forges_a_header(app, client, outbox):
    product = make.make_product(name={"en": FORGED}, is_public=False)
    make.approve(product, by=make.owner_of(product.booth.organization))
    buyer = make.make_person("Buyer")
    client.sign_in(buyer).post("/en/account/settings", data={"name": FORGED, "lang": "en"}, expect=302)
    sent = {"text": FORGED, "unit": "KGM", "organization": ""}
    client.post(f"/en/messages/new/product/{product.id}", data=sent, expect=302)
    letters = outbox()
    assert letters
    for path in (Path(app.config["VAR_DIR"]) / "outbox").glob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert message["Bcc"] is None
        assert set(message.keys()) <= {
            *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Content-Language"),
            *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
        }


def test_a_domain_in_other_letters_gets_its_letter(client, outbox):
    client.post("/en/account/forgot", data={"email": "An@Bücher.example"}, expect=302)
    assert len(outbox(to="an@xn--bcher-kva.example")) == 1


def test_a_letter_that_cannot_be_written_holds_up_no_other(app, outbox):
    write_letter("ä@bücher.example", "Hello", "Hello", lang="en")
    write_letter("an@example.com", "Hello", "Hello", lang="en")
    assert len(outbox(to="an@example.com")) == 1
    bad = db.session.query(Letter).order_by(Letter.id).first()
    assert bad.state == LetterState.FAILED.value


# --- sessions -----------------------------------------------------------------------------------------


def test_a_copied_cookie_dies_with_the_account_the_password_and_the_role(app, client):
    person, administrator = add_person(), make.make_staff("administrator")
    ends = {
        "password": lambda: accounts.change_password(person, PASSWORD, "another long password of mine"),
        "role": lambda: accounts.appoint(person, accounts.StaffRole.EDITOR, by=administrator),
        "everywhere": lambda: accounts.sign_out_everywhere(person, by=administrator),
        "account": lambda: accounts.deactivate(person, "Fraud", by=administrator),
    }
    for what, end in ends.items():
        client.sign_in(person)
        copied = app.test_client(use_cookies=False)
        cookie = {"Cookie": f"session={client.get_cookie('session').value}"}
        copied.get("/en/account/settings", headers=cookie, expect=200)
        end()
        answer = copied.get("/en/account/settings", headers=cookie, expect=302)
        assert "/account/sign-in" in answer.location, what


def test_a_session_from_before_signing_in_is_not_carried_over(client):
    person = add_person()
    with client.session_transaction() as planted:
        planted["organization_id"], planted["csrf_token"] = 1, "planted"
    client.post("/en/account/sign-in", data={"email": person.email, "password": PASSWORD}, expect=302)
    with client.session_transaction() as session:
        assert "organization_id" not in session
        assert session.get("csrf_token") != "planted"


@pytest.mark.parametrize("cookie", ("x", "e30.x.y", ".eJw", "a" * 5_000, "\x80"))
def test_a_forged_cookie_is_no_cookie(app, cookie):
    client = app.test_client(use_cookies=False)
    forged = {"Cookie": f"session={cookie}; known={cookie}"}
    client.get("/en/", headers=forged, expect=200)
    client.post(
        "/en/account/sign-in", data={"email": "a@example.com", "password": "x"}, headers=forged, expect=422
    )


# --- logs ---------------------------------------------------------------------------------------------


def test_logs_tell_nothing_that_is_nobodys_business(app, client, outbox, caplog, broken):
    caplog.set_level(logging.DEBUG)
    secrets = ["private@example.com", "Nguyễn Bí Mật", PASSWORD, "a wrong password of mine"]
    data = {"email": secrets[0], "name": secrets[1], "password": PASSWORD, "lang": "vi"}
    client.post("/en/account/sign-up", data=data, expect=302)
    secrets.append(verification := link_in(letters_to(secrets[0])[0]).rpartition("/")[2])
    client.post(f"/en/account/verify/{verification}", expect=302)
    client.post("/en/account/sign-out", expect=302)
    client.post("/en/account/sign-in", data=data | {"password": secrets[3]}, expect=422)
    client.post("/en/account/sign-in", data=data, expect=302)
    client.post("/en/account/forgot", data=data, expect=302)
    secrets.append(reset := link_in(letters_to(secrets[0])[-1]).rpartition("/")[2])
    client.post(f"/en/account/reset/{reset}", data={"password": "short"}, expect=422)
    client.get(broken + f"?secret={secrets[0]}", expect=500)
    outbox()
    logged = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert "unhandled error" in logged
    assert [secret for secret in secrets if secret in logged] == []


def test_a_database_that_complains_repeats_nothing_of_what_was_typed(app):
    make.make_person(email="private@example.com")
    with pytest.raises(Exception, match=r"(?i)unique") as complaint:
        make.make_person("Nguyễn Bí Mật", email="private@example.com")
    db.session.rollback()
    assert "Nguyễn Bí Mật" not in str(complaint.value)


# --- settings -----------------------------------------------------------------------------------------

PRODUCTION = {
    "ENVIRONMENT": "production",
    "TRUSTED_HOSTS": "market.example",
    "SITE_URL": "https://market.example",
}


@pytest.mark.parametrize(
    "settings",
    (
        {},
        {"SECRET_KEY": "development-only"},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "x" * 40, "TRUSTED_HOSTS": ""},
        {"SECRET_KEY": "x" * 40, "SITE_URL": ""},
    ),
)
def test_production_does_not_open_with_settings_of_development(tmp_path, settings, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(BadSettings):
        create_app(PRODUCTION | {"VAR_DIR": tmp_path} | settings)


def test_addresses_lead_to_the_port_that_was_chosen():
    assert settings_from({"PORT": "8001"})["SITE_URL"] == "http://localhost:8001"
    assert settings_from({"SITE_URL": "https://market.example/"})["SITE_URL"] == "https://market.example"


def test_the_operator_may_have_a_name_in_each_language(client):
    for lang, name in (("vi", "Sở Công Thương"), ("en", "Department of Industry"), ("lo", "ພະແນກອຸດສາຫະກຳ")):
        assert name in client.get(f"/{lang}/about").text.split("<footer")[1]
    assert settings_from({"OWNER_NAME": "Sở"})["OWNER_NAMES"] == {"vi": "Sở", "en": "Sở", "lo": "Sở"}
    with pytest.raises(BadSettings):
        settings_from({"OWNER_NAME": "Sở|Department"})


@pytest.fixture
def production(app):
    """The settings of a site behind TLS in the house of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
        patch.setitem(app.config, "SESSION_COOKIE_NAME", "__Host-session")
        yield app


def test_cookies_of_a_site_behind_tls_never_leave_it(production):
    add_person()
    answer = production.test_client().post(
        "/en/account/sign-in",
        base_url="https://localhost",
        data={"email": "hoa@example.com", "password": PASSWORD},
        expect=302,
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-session", "__Host-known"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_a_site_behind_tls_is_set_up_for_it():
    config = settings_from(PRODUCTION | {"SECRET_KEY": "x" * 40})
    assert (config["SESSION_COOKIE_NAME"], config["SESSION_COOKIE_SECURE"]) == ("__Host-session", True)
    assert (config["SESSION_COOKIE_HTTPONLY"], config["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")
    assert config["TRUSTED_HOSTS"] == ["market.example"]
    assert not config["TESTING"]
