"""Pictures of the demonstration region: every kind can be drawn, and drawn again the same."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from marketplace.demo import pictures


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


@pytest.mark.parametrize("kind", pictures.kinds())
def test_every_good_stands_out_from_an_empty_table(kind):
    picture = pictures.draw(kind, seed=3)

    assert (picture.mode, picture.size) == ("RGB", (1200, 900))
    middle = picture.crop((250, 250, 950, 830)).resize((70, 58))
    assert sum(ImageStat.Stat(middle).stddev) > 25, "next to nothing is drawn"


def test_the_same_seed_draws_the_same_picture_in_any_order():
    first = pictures.draw("mango", 7)
    pictures.draw("durian", 7)

    assert not differ(pictures.draw("mango", 7), first)


def test_another_seed_draws_another_picture():
    assert differ(pictures.draw("coffee_green", 1), pictures.draw("coffee_green", 2))


def test_a_picture_comes_in_the_size_asked_for():
    assert pictures.draw("honey", 1, size=(600, 450)).size == (600, 450)


@pytest.mark.parametrize("theme", pictures.themes())
def test_every_landscape_can_be_drawn_twice_alike(theme):
    banner = pictures.draw_banner(theme, 2)

    assert (banner.mode, banner.size) == ("RGB", (1600, 500))
    assert not differ(pictures.draw_banner(theme, 2), banner)


@pytest.mark.parametrize("emblem", pictures.emblems())
def test_every_emblem_fits_a_mark(emblem):
    mark = pictures.draw_logo("Phou Phieng Coffee", 4, emblem)

    assert (mark.mode, mark.size) == ("RGB", (512, 512))
    assert not differ(pictures.draw_logo("Phou Phieng Coffee", 4, emblem), mark)


@pytest.mark.parametrize("name", ["Đồng Nai", "Chè Bàu Cạn", "Kbang", "ສະຫະກອນ"])
def test_initials_are_stitched_from_names_in_any_script(name):
    assert differ(pictures.draw_logo(name, 1), Image.new("RGB", (512, 512), "#f7efe0"))
