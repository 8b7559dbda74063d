"""``/api/v1``: what programs get."""

from __future__ import annotations

import json

import pytest

from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from marketplace.search.jobs import catch_up
from tests.make import make_booth, make_offer, make_organization, make_product, owner_of

FACETS = {"kind", "side", "category", "country", "province", "certificate", "price"}


def test_a_search_answers_as_documented(client, app, work):
    product = make_product()
    work(catch_up)
    answer = client.get("/api/v1/search?q=coffee&kind=product&lang=en", expect=200).json
    assert set(answer) == {
        "query", "lang", "total", "page", "per_page", "hits", "facets", "engine", "degraded",
        "glossed", "took_ms",
    }  # fmt: skip
    assert (answer["query"], answer["lang"], answer["total"], answer["page"]) == ("coffee", "en", 1, 1)
    assert (answer["per_page"], answer["engine"], answer["degraded"]) == (20, "embedded", False)
    assert isinstance(answer["took_ms"], int)
    assert answer["hits"] == [
        {
            "kind": "product",
            "id": product.id,
            "name": "Robusta green coffee",
            "lang": "en",
            "url": f"{app.config['SITE_URL']}/en/products/{product.id}-robusta-green-coffee",
            "booth": {
                "slug": product.booth.slug,
                "name": "Cau Dat Coffee",
                "country": "VN",
                "province": "VN-75",
            },
            "category": "green-coffee",
            "price": {"amount": "98000", "currency": "VND", "unit": "KGM"},
            "matched": {"field": "name", "lang": "en"},
        }
    ]
    assert set(answer["facets"]) == FACETS
    assert answer["facets"]["country"] == [{"value": "VN", "label": "Vietnam", "count": 1}]
    assert {one["label"] for one in answer["facets"]["kind"]} == {"Products", "Booths"}


def test_offers_and_booths_are_hits_of_the_same_shape(client, work):
    offer = make_offer(side="buy", price=None)
    work(catch_up)
    hits = {hit["kind"]: hit for hit in client.get("/api/v1/search?q=coffee&lang=lo").json["hits"]}
    assert set(hits) == {"offer", "booth"}
    assert set(hits["booth"]) == set(hits["offer"])
    assert hits["offer"]["price"] is None and hits["booth"]["price"] is None
    assert hits["booth"]["booth"]["slug"] == offer.booth.slug
    assert (hits["offer"]["name"], hits["offer"]["lang"]) == ("Green coffee", "en"), "said as it is"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "offer"}, {"sell", "buy"}),
        ({"side": "buy"}, {"buy"}),
        ({"country": "LA"}, {"lao"}),
        ({"province": "LA-CH"}, {"lao"}),
        ({"category": "pepper"}, {"pepper"}),
        ({"price_min": "150000", "price_max": "250000", "currency": "VND"}, {"pepper"}),
        ({"currency": "USD"}, {"lao"}),
        ({"kind": ["product", "offer"], "q": "lot"}, {"sell", "buy", "pepper", "lao"}),
    ],
)
def test_each_parameter_narrows(client, work, asked, found):
    vietnamese = make_booth(name={"en": "North"}, sells=["honey"])
    lao = make_booth(make_organization("LA"), name={"en": "South"}, sells=["honey"])
    make_offer(vietnamese, name={"en": "Lot sell"}, description={})
    make_offer(vietnamese, side="buy", name={"en": "Lot buy"}, description={})
    make_product(vietnamese, name={"en": "Lot pepper"}, category="pepper", price="200000", description={})
    make_product(lao, name={"en": "Lot lao"}, price="6", currency="USD", description={})
    work(catch_up)
    hits = client.get("/api/v1/search", query_string=asked).json["hits"]
    assert {hit["name"].split()[-1] for hit in hits if hit["kind"] != "booth"} == found


def test_one_booth_at_a_time_and_pages(client, work):
    booth, other = make_booth(), make_booth()
    for number in range(5):
        make_product(booth, name={"en": f"Coffee {number}"})
    make_product(other)
    work(catch_up)
    asked = {"booth": booth.slug, "kind": "product", "per_page": "2", "sort": "newest"}
    seen = [
        hit["name"]
        for page in (1, 2, 3)
        for hit in client.get("/api/v1/search", query_string=asked | {"page": page}).json["hits"]
    ]
    assert sorted(seen) == [f"Coffee {number}" for number in range(5)]
    assert client.get("/api/v1/search", query_string=asked).json["total"] == 5


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ("per_page=101", "per_page"),
        ("per_page=0", "per_page"),
        ("page=-1", "page"),
        ("page=x", "page"),
        ("kind=booths", "kind"),
        ("side=both", "side"),
        ("sort=best", "sort"),
        ("currency=EUR", "currency"),
        ("price_min=cheap", "price_min"),
        ("lang=fr", "lang"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_names_it(client, wrong, parameter):
    answer = client.get(f"/api/v1/search?{wrong}", expect=422)
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    problem = answer.json
    assert (problem["status"], problem["parameter"], problem["type"]) == (422, parameter, "about:blank")
    assert problem["title"] and problem["detail"]


def test_a_hundred_a_page_is_allowed(client):
    assert client.get("/api/v1/search?per_page=100", expect=200).json["per_page"] == 100


@pytest.mark.parametrize(
    "path", ["products/999999", "offers/999999", "booths/nobody", "nothing", "products/x"]
)
def test_what_is_not_there_is_a_problem_too(client, path):
    answer = client.get(f"/api/v1/{path}", expect=404)
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == 404


def test_only_reading_is_offered(client):
    answer = client.post("/api/v1/search", expect=405)
    assert answer.content_type == "application/problem+json"


def test_a_product_in_full(client, app):
    product = make_product(
        moq="500",
        certificates=[
            {
                "scheme": "vietgap",
                "issuer": "QUACERT",
                "number": "V-1",
                "expires_on": "2027-01-01",
                "file_id": 7,
            }
        ],
        incoterms=["FCA"],
        sku="CF-1",
    )
    db.session.commit()
    answer = client.get(f"/api/v1/products/{product.id}?lang=vi", expect=200).json
    assert answer["names"] == {"vi": "Cà phê nhân Robusta", "en": "Robusta green coffee"}
    assert answer["url"] == f"{app.config['SITE_URL']}/vi/products/{product.id}-robusta-green-coffee"
    assert answer["price"] == {"amount": "98000", "currency": "VND", "unit": "KGM"}
    assert (answer["moq"], answer["sku"], answer["incoterms"]) == ("500", "CF-1", ["FCA"])
    assert answer["certificates"] == [
        {"scheme": "vietgap", "issuer": "QUACERT", "number": "V-1", "expires_on": "2027-01-01"}
    ]
    assert answer["booth"]["slug"] == product.booth.slug


def test_an_offer_and_a_booth_in_full(client):
    offer = make_offer()
    db.session.commit()
    answer = client.get(f"/api/v1/offers/{offer.id}", expect=200).json
    assert (answer["side"], answer["quantity"], answer["unit"]) == ("sell", "18", "TNE")
    assert answer["open_until"] == offer.open_until.isoformat()
    answer = client.get(f"/api/v1/booths/{offer.booth.slug}", expect=200).json
    assert answer["names"] == {"vi": "Cà phê Cầu Đất", "en": "Cau Dat Coffee"}
    assert answer["organization"]["names"] == {"vi": "Hợp tác xã Cà phê Cầu Đất"}
    assert answer["verified_on"]


def test_drafts_and_proposals_are_never_shown(client):
    draft = make_product(is_public=False)
    live = make_product()
    moderation.save_draft(live, {"name": {"en": "Secret plan"}}, by=owner_of(live.booth.organization))
    db.session.commit()
    client.get(f"/api/v1/products/{draft.id}", expect=404)
    assert "Secret plan" not in client.get(f"/api/v1/products/{live.id}").text


def test_nothing_private_leaves_the_house(client, work):
    organization = make_organization()
    product = make_product(make_booth(organization))
    make_offer(product.booth)
    owner = owner_of(organization)
    work(catch_up)
    told = " ".join(
        client.get(f"/api/v1/{path}", expect=200).text
        for path in (f"products/{product.id}", "search?q=coffee", f"booths/{product.booth.slug}")
    )
    for private in (
        owner.email,
        organization.representative,
        organization.tax_code,
        organization.address,
        organization.email,
        "version",
        "document",
        "file_id",
        "suspended",
        "state",
    ):
        assert private not in told, private


def test_any_site_may_read_and_an_unchanged_answer_is_empty(client, work):
    product = make_product()
    work(catch_up)
    for path in ("search?q=coffee", f"products/{product.id}", f"booths/{product.booth.slug}"):
        answer = client.get(f"/api/v1/{path}", expect=200)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": answer.headers["ETag"]}, expect=304)
        assert again.data == b""
    moderation.withdraw(product, by=owner_of(product.booth.organization))
    db.session.commit()
    client.get(
        f"/api/v1/booths/{product.booth.slug}", headers={"If-None-Match": answer.headers["ETag"]}, expect=200
    )


def test_answers_are_written_in_their_own_letters(client):
    booth = make_booth(make_organization("LA"), name={"lo": "ສວນປາກຊ່ອງ"})
    db.session.commit()
    answer = client.get(f"/api/v1/booths/{booth.slug}?lang=lo")
    assert json.loads(answer.data)["name"] == "ສວນປາກຊ່ອງ"


def test_an_answer_needs_few_queries(client, work, count_queries):
    booth = make_booth()
    for number in range(10):
        make_product(booth, name={"en": f"Coffee {number}"})
        make_offer(booth, name={"en": f"Coffee lot {number}"})
    work(catch_up)
    client.get("/api/v1/search?q=coffee")
    with count_queries() as queries:
        client.get("/api/v1/search?q=coffee", expect=200)
    assert len(queries) <= 4
