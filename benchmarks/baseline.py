"""Baseline J: 24 cards on one page of 27 KB, with its links, and nothing behind it.

No database, no session, no translation: what Flask and Jinja cost before a marketplace begins. `make
bench` serves it with the same gunicorn settings as the house.
"""

from __future__ import annotations

from flask import Flask, render_template, url_for

CARDS = 24

app = Flask(__name__)


def _goods() -> list[dict]:
    """Invented goods with as many words as a card usually has."""
    return [
        {
            "id": number,
            "slug": f"green-coffee-robusta-screen-{number}",
            "name": f"Cà phê nhân Robusta sàng {number} & bóng đẹp",
            "summary": f"Hái chín trên {90 + number % 9} %, phơi trên giàn, độ ẩm dưới 12,5 %, "
            f"tạp chất dưới 0,5 %; đóng bao đay {50 + number} kg, giao tại kho hoặc cửa khẩu “Bờ Y”.",
            "booth": f"hop-tac-xa-{number % 7}",
            "booth_name": f"Hợp tác xã Nông nghiệp số {number % 7}",
            "category": "green-coffee",
            "category_name": "Cà phê nhân",
            "province": "VN-52",
            "place": "Gia Lai",
            "price": f"{86 + number}.000 ₫",
            "unit": "kg",
            "certificates": ["OCOP 4 ★", "VietGAP"],
        }
        for number in range(1, CARDS + 1)
    ]


GOODS = _goods()


@app.get("/")
def page():
    """The page that is measured."""
    return render_template("baseline.html", goods=GOODS)


@app.get("/health")
def health():
    """Asked until the server is up."""
    return {"status": "ok"}


@app.get("/search")
@app.get("/booths/<booth>")
@app.get("/products/<int:id>-<slug>")
@app.get("/products/<int:id>/photo-<int:width>.<kind>")
@app.get("/products/<int:id>/inquiry")
def elsewhere(**parts):
    """Where the page's links lead; nobody follows them here."""
    return url_for("page")
