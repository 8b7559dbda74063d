"""The search page as a buyer meets it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from marketplace.reference.queries import list_categories
from marketplace.search import service
from marketplace.search.jobs import catch_up
from tests.make import make_booth, make_offer, make_organization, make_product, make_staff, owner_of

IN_ONE_LANGUAGE = {"vi": "Cà phê nhân Robusta", "en": "Washed arabica coffee", "lo": "ກາເຟປາກຊ່ອງ ອາຣາບິກາ"}


@pytest.fixture
def lao_booth(app):
    booth = make_booth(make_organization("LA"), name={"lo": "ສວນປາກຊ່ອງ"}, sells=["honey"])
    db.session.commit()
    return booth


def links(text: str) -> dict[str, str]:
    """Words of a link → its address."""
    found = re.findall(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", " ", words).split()): unescape(address) for address, words in found}


def arguments_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def names_on(text: str) -> list[str]:
    """Names of the results, in order."""
    heads = re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", unescape(head)).split()) for head in heads]


@pytest.mark.parametrize("words", ["ca phe", "cà phê", "coffee", "ກາເຟ"])
@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
def test_coffee_is_found_in_whichever_language_it_was_asked_for_or_written(client, work, words, lang):
    booth = make_booth(name={"en": "Bolaven House"}, sells=["honey"])
    for written, name in IN_ONE_LANGUAGE.items():
        make_product(booth, name={written: name}, description={})
    make_product(booth, name={"vi": "Hồ tiêu đen"}, category="pepper", description={})
    work(catch_up)
    text = client.get(f"/{lang}/search", query_string={"q": words, "kind": "product"}, expect=200).text
    assert {name for name in IN_ONE_LANGUAGE.values() if name in text} == set(IN_ONE_LANGUAGE.values())
    assert "Hồ tiêu" not in text


def test_a_find_says_why_it_was_found(client, work):
    make_product(name={"vi": "Cà phê nhân", "en": "Green beans", "lo": "ກາເຟດິບ"})
    work(catch_up)
    text = client.get("/en/search?q=ca+phe").text
    assert "Matched in its Vietnamese name" in text
    assert '<span lang="vi"><mark>Cà</mark>' in text or "<mark>Cà phê</mark>" in text
    assert "Matched in" not in client.get("/en/search?q=green+beans&kind=product").text


def test_a_name_of_another_language_is_marked_as_such(client, work):
    make_product(name={"lo": "ກາເຟດິບ"})
    work(catch_up)
    assert 'lang="lo"' in client.get("/en/search?q=coffee&kind=product").text.split('aria-label="Results"')[1]


def test_a_facet_survives_its_own_choice(client, work, lao_booth):
    make_product()
    make_product(lao_booth, origin_country="LA", origin_province="LA-CH")
    work(catch_up)
    text = client.get("/en/search?country=VN&kind=product").text
    assert names_on(text) == ["Robusta green coffee"]
    facets = links(text)
    assert arguments_of(facets["Laos 1"])["country"] == ["VN", "LA"], "another country can be added"
    assert "country" not in arguments_of(facets["Vietnam 1"]), "following the chosen one takes it away"


def test_every_filter_is_a_chip_that_takes_it_away(client, work):
    make_product(certificates=[{"scheme": "vietgap", "issuer": "", "number": "1", "expires_on": ""}])
    work(catch_up)
    address = "/en/search?q=coffee&kind=product&country=VN&certificate=vietgap&price_min=90000&currency=VND"
    text = client.get(address, expect=200).text
    assert names_on(text) == ["Robusta green coffee"]
    chips = {words: to for words, to in links(text).items() if words.startswith("Remove the filter:")}
    assert set(chips) == {
        "Remove the filter: Vietnam",
        "Remove the filter: VietGAP",
        "Remove the filter: Price from 90,000 VND",
    }
    left = arguments_of(chips["Remove the filter: VietGAP"])
    assert left == {
        "q": ["coffee"],
        "kind": ["product"],
        "country": ["VN"],
        "price_min": ["90000"],
        "currency": ["VND"],
    }


def test_a_bound_of_nothing_but_a_space_is_none(client):
    text = client.get("/en/search?price_min=%20&price_max=5", expect=200).text
    assert "Price up to 5 USD" in text


def test_bounds_the_wrong_way_round_are_told(client):
    text = client.get("/en/search?q=coffee&price_min=10&price_max=2", expect=422).text
    assert "“From” (10) is more than “To” (2), so “To” was left out." in text
    assert "Price from 10 USD" in text


def test_a_price_range_is_in_the_currency_chosen_whatever_prices_are_in(client, work):
    booth = make_product(name={"en": "Baht"}, price="200", currency="THB").booth
    make_product(booth, name={"en": "Dollar"}, price="6", currency="USD")
    make_product(booth, name={"en": "Dear"}, price="60", currency="USD")
    work(catch_up)
    text = client.get("/en/search?kind=product&price_min=100&price_max=300&price_in=THB", expect=200).text
    assert names_on(text) == ["Dollar", "Baht"]
    assert "100 – 300 THB" in text
    assert '<option value="THB" selected>' in text
    assert 'name="currency"' not in text, "which prices are in a currency is no price range"


def test_a_certificate_is_found_by_its_name_in_each_language(client, work):
    booth, organic = make_booth(), {"scheme": "organic", "issuer": "", "number": "1", "expires_on": ""}
    make_product(booth, name={"en": "Coffee with a paper"}, certificates=[organic])
    make_product(booth, name={"en": "Coffee without"})
    work(catch_up)
    for words in ("organic coffee", "cà phê hữu cơ", "ກາເຟອິນຊີ"):
        hits = client.get("/api/v1/search", query_string={"q": words, "lang": "en"}).json["hits"]
        assert hits[0]["name"] == "Coffee with a paper", words


def test_sorting_by_price_goes_across_currencies(client, work):
    booth = make_booth()
    make_product(booth, name={"en": "Middle"}, price="100000", currency="VND")
    make_product(booth, name={"en": "Dear"}, price="6.20", currency="USD")
    make_product(booth, name={"en": "Cheap"}, price="30000", currency="LAK")
    work(catch_up)
    for sort, order in (
        ("price_asc", ["Cheap", "Middle", "Dear"]),
        ("price_desc", ["Dear", "Middle", "Cheap"]),
    ):
        assert names_on(client.get(f"/en/search?kind=product&sort={sort}").text) == order


def test_what_only_explains_stands_below_the_results(client, work):
    make_product(price="100000", currency="VND")
    work(catch_up)
    text = client.get("/en/search?kind=product").text
    assert text.index("<h2><a") < text.index("Prices marked ≈ are converted")
    by_price = client.get("/en/search?kind=product&sort=price_asc").text
    assert by_price.index("Compared per kg") < by_price.index("<h2><a"), "it says why they stand so"


def test_bounds_without_a_currency_are_in_the_readers_own(client, work):
    booth = make_booth()
    make_product(booth, name={"en": "Dong", "vi": "Dong"}, price="100000", currency="VND")
    make_product(booth, name={"en": "Dollar", "vi": "Dollar"}, price="6.20", currency="USD")
    work(catch_up)

    def found(lang, **bounds):
        return set(names_on(client.get(f"/{lang}/search", query_string={"kind": "product"} | bounds).text))

    assert found("en", price_min="3", price_max="5") == {"Dong"}
    assert found("vi", price_min="120.000") == {"Dollar"}
    assert found("vi", price_max="120.000", currency="VND") == {"Dong"}


def test_bounds_mean_the_same_in_another_language(client, work):
    booth = make_booth()
    make_product(booth, name={"en": "Dong", "vi": "Dong"}, price="100000", currency="VND")
    make_product(booth, name={"en": "Dollar", "vi": "Dollar"}, price="6.20", currency="USD")
    work(catch_up)

    def other_language(html: str, lang: str) -> str:
        return unescape(re.search(rf'hreflang="{lang}" href="http://localhost:8000([^"]+)"', html)[1])

    address = "/en/search?kind=product&price_min=4.50&moq_max=1,000"
    english = client.get(address).text
    vietnamese = client.get(other_language(english, "vi")).text
    assert names_on(english) == names_on(vietnamese) == ["Dollar"]
    assert "4,5 USD" in vietnamese
    assert 'value="1.000"' in vietnamese
    assert "price_in" not in other_language(vietnamese, "en")
    assert other_language(vietnamese, "lo").endswith("price_min=4%2C5&moq_max=1.000&price_in=USD")


def test_tabs_lead_to_products_each_side_of_offers_and_booths(client, work):
    make_product()
    make_offer(side="sell")
    make_offer(side="buy", name={"en": "Coffee wanted"})
    work(catch_up)
    tabs = links(client.get("/en/search?q=coffee").text)
    assert {"Products 1", "Sell offers 1", "Buy offers 1", "Booths 3"} <= tabs.keys()
    assert arguments_of(tabs["Buy offers 1"]) == {"q": ["coffee"], "kind": ["offer"], "side": ["buy"]}
    text = client.get(tabs["Buy offers 1"], expect=200).text
    assert names_on(text) == ["Coffee wanted"]
    for address in (tabs["Buy offers 1"], tabs["Products 1"]):
        counted = links(client.get(address).text)
        assert {"Products 1", "Sell offers 1", "Buy offers 1", "Booths 3"} <= counted.keys(), "as before"
    assert 'aria-current="page"' in text


def test_an_address_can_be_shared_and_pages_keep_the_filters(client, work):
    booth = make_booth()
    for number in range(30):
        make_product(booth, name={"en": f"Coffee {number}"})
    work(catch_up)
    first = client.get("/en/search?q=coffee&kind=product&sort=newest").text
    address = links(first)["Next"]
    assert arguments_of(address) == {
        "q": ["coffee"],
        "kind": ["product"],
        "sort": ["newest"],
        "page": ["2"],
    }
    second = client.get(address, expect=200).text
    assert not set(names_on(first)) & set(names_on(second))
    assert len(names_on(first)) + len(names_on(second)) == 30
    assert arguments_of(links(second)["Vietnam 30"])["q"] == ["coffee"]
    assert "page" not in arguments_of(links(second)["Vietnam 30"]), "another filter begins at the first page"


def test_a_wrong_filter_is_named_left_out_and_the_rest_is_kept(client, work):
    make_product()
    work(catch_up)
    text = client.get(
        "/en/search?q=coffee&country=VN&price_min=cheap&price_max=-4&kind=product&sort=best", expect=422
    ).text
    assert "The filter “Price range” cannot be “-4”" in text, "no price is less than nothing"
    assert "The filter “Price range” cannot be “cheap”" in text
    assert "The filter “Sort by” cannot be “best”" in text
    assert names_on(text) == ["Robusta green coffee"]
    chip = links(text)["Remove the filter: Vietnam"]
    assert arguments_of(chip) == {"q": ["coffee"], "kind": ["product"]}, (
        "the wrong ones are not carried along"
    )


@pytest.mark.parametrize("odd", ["endpoint=x", "_scheme=x", "_external=1", "lang=zz", "_anchor=x"])
def test_odd_arguments_do_no_harm(client, odd):
    client.get(f"/en/search?{odd}", expect=200)


def test_a_nul_is_refused_before_it_reaches_a_database(client):
    client.get("/en/search?q=%00", expect=400)


def test_nothing_found_shows_ways_on(client, work):
    make_product()
    work(catch_up)
    text = client.get("/en/search?q=zeppelin").text
    assert "Nothing found" in text and "side=buy" in text
    assert "Sort by" not in text, "there is nothing to put in order"
    assert "zeppelin" in arguments_of(links(text)["Post a buy offer for “zeppelin”"])["name"]


def test_goods_that_we_know_and_nobody_has_are_not_guessed_at(client, work):
    make_product(name={"vi": "Máy vi tính", "en": "Computer"}, category="electronics")
    make_product(name={"vi": "Bò sống"}, category="cattle-buffalo")
    work(catch_up)
    for typed in ("lò+vi+sóng", "lo+vi+song"):
        text = client.get(f"/en/search?q={typed}").text
        assert "Nobody has “l" in text and "Post a buy offer for" in text
        assert not names_on(text)
        assert list(ways_on(text)) == ["Machinery, vehicles and electrical goods"], "no live cattle"
    assert names_on(client.get("/en/search?q=vi+xyz").text), "no name of goods: what has a word of it"


def test_of_goods_that_nobody_has_the_nearest_kind_is_shown(client, work):
    for name in ("Tôm khô", "Gốm sứ", "Mì tôm"):
        make_product(name={"vi": name}, description={"vi": "Màu cà phê, súp"})
    work(catch_up)
    for typed in ("tôm+sú", "tôm+sú+Cà+Mau"):
        text = client.get(f"/vi/search?q={typed}").text
        assert names_on(text)[0] == "Tôm khô" and "Gốm sứ" not in names_on(text)
        assert "Có ít hoặc không có mục nào chứa đủ các từ này" in text
    assert names_on(client.get("/vi/search?q=tôm+Cà+Mau").text)[0] == "Tôm khô"


def test_a_brand_or_place_beside_goods_that_nobody_has_brings_nothing_else(client, work):
    for name in ("Trâu thịt", "Phân bón hữu cơ", "Bánh gạo trang trí", "Cà phê nhân"):
        make_product(name={"vi": name}, description={"vi": "Giao tận Nha Trang, đầu vụ"})
    work(catch_up)
    text = client.get("/vi/search?q=yến+sào+Nha+Trang").text
    assert "Ở đây chưa ai có “yến sào Nha Trang”" in text and not names_on(text)
    for typed, goods in (
        ("phân+bón+NPK+Đầu+Trâu", "Phân bón hữu cơ"),
        ("cà+phê+Trung+Nguyên", "Cà phê"),
        ("phan+bon+npk+dau+trau", "Phân bón hữu cơ"),
    ):
        for page in ("", "&kind=product"):
            text = client.get(f"/vi/search?q={typed}{page}").text
            assert names_on(text)[0].startswith(goods), (typed, page)
            assert "Có ít hoặc không có mục nào chứa đủ các từ này" in text


def test_only_what_lacks_some_of_the_words_is_said_to(client, work):
    make_product(name={"en": "Green coffee Kingfisher"}, description={})
    make_product(name={"en": "Green coffee"}, description={})
    work(catch_up)
    text = client.get("/en/search?q=green+coffee+kingfisher&kind=product").text
    assert names_on(text) == ["Green coffee Kingfisher", "Green coffee"]
    said = text.index("From here on, not every result has all of these words.")
    assert text.index("Green coffee Kingfisher</a>") < said < text.index("Green coffee</a>")
    assert "Little or nothing has all of these words" not in text
    text = client.get("/en/search?q=green+coffee+flamingo&kind=product").text
    assert text.index("Little or nothing has all of these words") < text.index("<h2><a")
    assert "Only what has all of them" not in text, "there is none"


def test_a_booth_says_why_it_was_found(client, work):
    make_booth(name={"en": "Bolaven House"}, sells=["honey"])
    work(catch_up)
    assert "Deals in these goods" in client.get("/en/search?q=honey&kind=booth").text
    text = client.get("/en/search?q=cầu+đất&kind=booth").text
    assert "Matched in its registered name" in text and "Deals in these goods" not in text


def test_new_words_begin_without_the_filters_of_the_page(client, work):
    make_product()
    work(catch_up)
    text = client.get("/en/search?q=coffee&country=VN&kind=product&sort=newest").text
    box = text.split("<search-box")[1].split("</search-box>")[0]
    assert 'name="q"' in box and 'value="coffee"' in box
    assert 'type="hidden"' not in box


def test_a_search_within_a_booth_names_the_booth_that_the_public_may_see(client, lao_booth):
    address = f"/lo/search?q=zeppelin&booth={lao_booth.slug}"
    assert "ສວນປາກຊ່ອງ" in client.get(address, expect=200).text, "also when nothing of it is found"
    moderation.suspend(lao_booth, by=make_staff(), reason="other")
    db.session.commit()
    text = client.get(address, expect=200).text
    assert lao_booth.slug in text and "ສວນປາກຊ່ອງ" not in text


def test_an_empty_page_says_what_each_filter_costs(client, work):
    make_product()
    make_product(price=None)
    work(catch_up)
    text = client.get("/en/search?q=coffee&country=TH&kind=product&price_max=5").text
    assert "Nothing fits all of these filters" in text
    ways = ways_on(text)
    assert ways["Without “Thailand”"] == (
        "1 result",
        {"q": ["coffee"], "kind": ["product"], "price_max": ["5"]},
    )
    assert ways["Search without filters"] == ("2 results", {"q": ["coffee"], "kind": ["product"]})
    assert not any("5 USD" in way for way in ways), "without that filter there would be nothing still"
    text = client.get("/en/search?q=coffee&kind=offer").text
    assert ways_on(text)["Among products, offers and booths"] == ("4 results", {"q": ["coffee"]})
    assert arguments_of(links(text)["Green coffee"]) == {"category": ["green-coffee"]}


def ways_on(text: str) -> dict[str, tuple[str, dict]]:
    """Ways out of an empty page: words → (how much there is, where it leads)."""
    found = re.findall(r'<li><a href="([^"]*)"[^>]*>([^<]*)</a> <span class="soft">([^<]*)</span>', text)
    return {words: (count, arguments_of(unescape(address))) for address, words, count in found}


def test_the_words_of_a_search_begin_a_buy_offer(app, work):
    booth = make_booth()
    desk = app.test_client().sign_in(owner_of(booth.organization))
    text = desk.get("/en/desk/offers/new?side=buy&name=zeppelin&category=green-coffee", expect=200).text
    assert 'value="zeppelin"' in text
    assert re.search(r'<option selected value="green-coffee"', text)
    desk.get("/en/desk/offers/new?side=buy&name=&category=nothing", expect=200)


def test_a_buy_offer_begins_with_the_category_of_the_goods_and_the_money_of_the_buyer(app, client, work):
    make_product()
    work(catch_up)
    address = links(client.get("/en/search?q=black+tiger+shrimp").text)
    begun = address["Post a buy offer for “black tiger shrimp”"]
    assert arguments_of(begun)["category"] == ["shrimp-shellfish"]
    for country, currency in (("TH", "USD"), ("LA", "LAK"), ("VN", "VND")):
        organization = make_organization(country)
        make_booth(organization)
        text = app.test_client().sign_in(owner_of(organization)).get(begun, expect=200).text
        assert f'<option selected value="{currency}"' in text
        assert '<option selected value="shrimp-shellfish"' in text


def test_a_corrected_word_can_be_asked_for_as_typed(client, work):
    make_product()
    work(catch_up)
    text = client.get("/en/search?q=robsuta&country=VN", expect=200).text
    assert "we also looked for “robusta”" in text
    address = links(text)["Search for “robsuta” exactly as typed"]
    assert arguments_of(address) == {"q": ["robsuta"], "country": ["VN"], "exact": ["1"]}
    text = client.get(address).text
    assert names_on(text) == [] and "Exactly these words" in text
    assert "exact" not in arguments_of(links(text)["Look for similar words as well"])


def test_what_robots_may_keep(client, work):
    make_product()
    work(catch_up)
    for kept in ("", "?category=green-coffee", "?kind=product"):
        assert "noindex" not in client.get(f"/en/search{kept}").text
    for narrowed in (
        "?q=coffee",
        "?country=VN",
        "?kind=product&sort=newest",
        "?category=tea&category=pepper",
    ):
        assert 'content="noindex, follow"' in client.get(f"/en/search{narrowed}").text
    text = client.get("/en/search?kind=product&sort=newest&per_page=1").text
    assert 'rel="canonical" href="http://localhost:8000/en/search?kind=product"' in text


def test_prices_and_quantities_of_different_units_are_compared(client, work):
    booth = make_booth()
    make_product(booth, name={"en": "By the tonne"}, price="80000000", unit="TNE", moq="2")
    make_product(booth, name={"en": "By the kilogram"}, price="95000", unit="KGM", moq="500")
    make_product(booth, name={"en": "By the quintal"}, price="9000000", unit="DTN", moq="1")
    make_product(booth, name={"en": "By the bag"}, price="90000", unit="XBG", moq="10")
    work(catch_up)

    def found(**asked) -> list[str]:
        answer = client.get("/api/v1/search", query_string={"lang": "vi", "kind": "product", **asked})
        return [hit["name"] for hit in answer.json["hits"]]

    cheapest = ["By the tonne", "By the bag", "By the quintal", "By the kilogram"]
    assert found(sort="price_asc") == cheapest
    assert set(found(price_max="90.000", currency="VND")) == set(cheapest[:3])
    assert set(found(moq_max="100")) == {"By the bag", "By the quintal"}


def test_prices_are_compared_by_dated_rates(client, work):
    make_product(price="95000", currency="VND")
    work(catch_up)
    text = client.get("/en/search?kind=product&sort=price_asc").text
    assert "Compared per kg, litre, metre or piece, in USD at the rates of 1 Nov 2025." in text
    assert "≈ 3.61\xa0US$" in text
    assert "≈" not in client.get("/vi/search?kind=product").text
    for search in ("kind=product&sort=price_asc", "kind=product"):
        for days, is_old in ((30, False), (31, True)):
            with clock.frozen(datetime(2025, 11, 1, 12, tzinfo=UTC) + timedelta(days=days)):
                text = client.get(f"/en/search?{search}").text
            assert "at the rates of 1 Nov 2025." in text
            assert ("These rates are old" in text) == is_old


def test_a_long_facet_is_folded_and_a_chosen_value_is_always_there(client, work):
    booth = make_booth()
    for entry in [one for one in list_categories() if one.is_leaf][:14]:
        make_product(booth, category=entry.code)
    work(catch_up)
    text = client.get("/en/search?kind=product&country=LA").text
    assert "Laos 0" in links(text)
    assert "Clear all" not in text
    text = client.get("/en/search?kind=product&country=LA&country=VN").text
    assert arguments_of(links(text)["Clear all"]) == {"kind": ["product"]}
    assert re.search(r'<details class="more"><summary>\d+ more', text)


def test_a_suspended_booth_is_gone_before_the_worker_comes(client, work):
    product = make_product()
    offer = make_offer(product.booth)
    work(catch_up)
    assert len(names_on(client.get("/en/search?q=coffee").text)) == 3
    officer = make_staff()
    moderation.suspend(product.booth, by=officer, reason="other")
    db.session.commit()
    assert names_on(client.get("/en/search?q=coffee").text) == []
    assert client.get("/api/v1/search?q=coffee").json["hits"] == []
    client.get(f"/api/v1/products/{product.id}", expect=404)
    client.get(f"/api/v1/offers/{offer.id}", expect=404)
    client.get(f"/api/v1/booths/{product.booth.slug}", expect=404)
    client.get(f"/en/booths/{product.booth.slug}", expect=404)
    moderation.reinstate(product.booth, by=officer)
    db.session.commit()
    assert len(names_on(client.get("/en/search?q=coffee").text)) == 3


def test_a_page_that_was_fetched_too_early_is_not_kept_for_ever(client, work):
    make_product()
    db.session.commit()
    early = client.get("/en/search?q=coffee")
    assert names_on(early.text) == []
    work(catch_up)
    late = client.get("/en/search?q=coffee", headers={"If-None-Match": early.headers["ETag"]}, expect=200)
    assert "Robusta green coffee" in names_on(late.text)
    client.get("/en/search?q=coffee", headers={"If-None-Match": late.headers["ETag"]}, expect=304)


def test_without_any_engine_the_page_says_so(client, app, work, monkeypatch):
    work(catch_up)
    engine = service.the_engine(app)

    class Broken:
        name = "embedded"

        def __getattr__(self, verb):
            from marketplace.search.engine import SearchUnavailable

            raise SearchUnavailable(verb)

    monkeypatch.setitem(app.extensions, service._EXTENSION, Broken())
    text = client.get("/en/search?q=coffee", expect=503).text
    assert "Search does not answer" in text
    assert "Nothing found" not in text
    assert client.get("/en/search/suggest?q=cof", expect=200).json == []
    problem = client.get("/api/v1/search?q=coffee", expect=503)
    assert problem.content_type == "application/problem+json"
    assert engine.name == "embedded"


def test_suggestions_lead_to_a_search(client, work):
    make_product()
    work(catch_up)
    answer = client.get("/en/search/suggest?q=rob", expect=200).json
    assert answer and set(answer[0]) == {"text", "lang", "note", "url"}
    assert answer[0]["url"].startswith("/en/search?q=")
    (category, *_phrases) = client.get("/en/search/suggest?q=c%C3%A0+ph%C3%AA+nh", expect=200).json
    assert (category["text"], category["note"]) == ("Green coffee", "Category")
    assert category["url"] == "/en/search?category=green-coffee"
    assert client.get("/en/search/suggest?q=", expect=200).json == []


def test_the_number_of_queries_does_not_grow_with_the_results(client, work, count_queries):
    def count(address):
        client.get(address)  # categories are read once by each process
        with count_queries() as queries:
            client.get(address, expect=200)
        return len(queries)

    make_product()
    make_offer()
    work(catch_up)
    few = count("/en/search?q=coffee&kind=product")
    assert count("/en/search?q=coffee") <= 4
    booth = make_booth(name={"en": "Coffee house"})
    for number in range(15):
        make_product(booth, name={"en": f"Coffee {number}"})
        make_offer(booth, name={"en": f"Coffee lot {number}"})
    work(catch_up)
    assert count("/en/search?q=coffee&kind=product") == few
    assert count("/en/search?q=coffee") <= 4
