"""A small catalogue for the engines: the same goods written in different languages."""

from decimal import Decimal

from marketplace.search.engine import Kind, SearchDoc

COFFEE = "cà phê | coffee | green coffee | ກາເຟ | Cà phê và chè | Coffee and tea | ກາເຟ ແລະ ຊາ"
PEPPER = "tiêu đen | black pepper | ພິກໄທດຳ | Gia vị | Spices | ເຄື່ອງເທດ"
FRUIT = "Trái cây | Fruit | ໝາກໄມ້"


def listing(number: int, kind: Kind = Kind.PRODUCT, **facts: object) -> SearchDoc:
    """Return a document with the facts that matter to a test; the rest is ordinary."""
    ordinary: dict[str, object] = {
        "version": 1,
        "country": "VN",
        "province": "75",
        "side": "sell" if kind != Kind.BOOTH else "",
        "booth_slug": "hop-tac-xa-xuan-loc",
        "booth_names": {"vi": "Hợp tác xã Xuân Lộc"},
        "published_at": 1_750_000_000 + number,
    }
    return SearchDoc(id=f"{kind}-{number}", kind=kind, object_id=number, **{**ordinary, **facts})


def catalogue() -> list[SearchDoc]:
    """Return coffee in three languages, fruit that folding confuses, pepper, offers and booths."""
    coffee = {"other_names": COFFEE, "category": "coffee", "category_path": ("coffee_tea", "coffee")}
    fruit = {"other_names": FRUIT, "category": "fresh_fruit", "category_path": ("fruit", "fresh_fruit")}
    pepper = {"other_names": PEPPER, "category": "pepper", "category_path": ("spices", "pepper")}
    return [
        listing(
            1,
            names={"vi": "Cà phê nhân Robusta"},
            descriptions={"vi": "Phơi trên giàn, độ ẩm 12%."},
            sku="CF-1200/B",
            certificates=("vietgap", "ocop"),
            price=Decimal(95000),
            currency="VND",
            comparable_price=Decimal("3.65"),
            moq=Decimal(500),
            **coffee,
        ),
        listing(
            2,
            names={"en": "Arabica coffee beans, washed"},
            country="LA",
            province="LA-CH",
            place_names="Chăm-pa-sắc | Champasak | ຈຳປາສັກ",
            booth_slug="paksong-highland",
            booth_names={"en": "Paksong Highland", "lo": "ປາກຊ່ອງ ໄຮແລນ"},
            certificates=("organic",),
            price=Decimal("6.20"),
            currency="USD",
            comparable_price=Decimal("6.20"),
            moq=Decimal(60),
            **coffee,
        ),
        listing(3, names={"lo": "ກາເຟຄົ່ວບົດ ຄຸນນະພາບສູງ"}, country="LA", province="LA-AT", **coffee),
        listing(4, names={"vi": "Dừa xiêm Bến Tre", "en": "Young coconut"}, price=Decimal(12000), **fruit),
        listing(5, names={"vi": "Dứa Cayenne", "en": "Pineapple"}, price=Decimal(9000), **fruit),
        listing(6, names={"lo": "ເຂົ້າໜຽວ ແຂວງຄຳມ່ວນ"}, country="LA", province="LA-KH"),
        listing(7, names={"vi": "Hồ tiêu đen Lộc Ninh"}, price=Decimal(140000), **pepper),
        listing(8, Kind.OFFER, names={"en": "Wanted: 18 t of green coffee"}, side="buy", **coffee),
        listing(9, Kind.OFFER, names={"vi": "Cần bán cà phê vối"}, side="sell", **coffee),
        listing(10, Kind.BOOTH, names={"vi": "Hợp tác xã Cà phê Lâm San"}, booth_slug="lam-san"),
    ]
