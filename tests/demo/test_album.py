"""The album takes photographs of the goods they are named after, and draws the rest."""

from __future__ import annotations

from PIL import Image as Pillow

from marketplace.demo.album import PhotoAlbum
from marketplace.demo.region.things import Picture
from marketplace.kernel.translated import Translated

NAMES = Translated(en="Passion fruit")


def photographs(folder, *names: str):
    """A folder with a photograph of its own under each name."""
    for shade, name in enumerate(names):
        Pillow.new("RGB", (400, 300), (200, 40 * shade, 60)).save(folder / name)
    return folder


def test_goods_show_their_photographs_in_turn_and_others_are_drawn(app, tmp_path):
    folder = photographs(tmp_path, "passion-fruit_1.jpg", "passion-fruit_2.png", "coffee.jpg")
    (folder / "sources.txt").write_text("where they are from")
    album = PhotoAlbum(tmp_path / "media", folder)
    fruit = [Picture("passion_fruit", seed) for seed in range(3)]
    beans = Picture("coffee_green", 0)
    album.draw_all([*fruit, beans], [], lambda done, of: None)

    assert set(album.drawn) == {("goods", "coffee_green", 0)}
    shown = album.photos_of(fruit, NAMES)
    assert [photo["width"] for photo in shown] == [400, 400], "the third is the first photograph again"
    assert len({photo["key"] for photo in shown}) == 2
    assert shown[0]["alt"] == {"en": "Passion fruit"}
    assert [photo["width"] for photo in album.photos_of([beans], NAMES)] == [900]
