"""Which passwords are refused, and that they are kept as digests only."""

from __future__ import annotations

import unicodedata

import pytest

from marketplace.accounts import passwords


@pytest.mark.parametrize(
    "easy",
    [
        "password",
        "Password1!",
        "P@ssw0rd2024",
        "matkhau123",
        "Anhyeuem1",
        "12345678",
        "11111111",
        "abcd1234",
        "1q2w3e4r",
        "qwerty123",
        "iloveyou",
        "dragonball",
        "trustno1",
        "sunshine",
        "Nguyen1990",
        "sabaidee1",
        "19900101",
        "0912345678",
        "pakse2020",
        "asdfghjkl",
        "zaq12wsx",
        "abcabcabc",
        "a1b2c3d4",
        "football1",
        "saigon@123",
    ],
)
def test_what_strangers_try_first_is_refused(easy):
    assert passwords.is_easy_to_guess(easy)


@pytest.mark.parametrize(
    "hard",
    ["tram mua ben song", "k7#vPq2m", "xanh-ngựa-rừng", "uống trà chiều", "ຊາຮ້ອນຕອນເຊົ້າ", "x" * 3 + "Ld9!w"],
)
def test_what_is_hard_to_guess_needs_no_capitals_and_signs(hard):
    assert not passwords.is_easy_to_guess(hard)


def test_ones_own_name_and_address_are_no_secret():
    assert passwords.is_easy_to_guess("bouakham.v1", "Bouakham V", "x@example.com")
    assert passwords.is_easy_to_guess("thongdam88", "", "thongdam@example.com")
    assert not passwords.is_easy_to_guess("bouakham.v1", "Hoa", "hoa@example.com")


def test_a_password_is_taken_as_typed():
    kept = passwords.hash_password(" Tiếng Việt 1 ")
    assert passwords.is_right(kept, unicodedata.normalize("NFD", " Tiếng Việt 1 "))
    assert not passwords.is_right(kept, "Tiếng Việt 1")


def test_the_digest_is_argon2id_and_salted():
    first, second = passwords.hash_password("tram mua"), passwords.hash_password("tram mua")
    assert first.startswith("$argon2id$")
    assert first != second


def test_nobodys_password_is_never_right():
    assert not passwords.is_right(None, "nobody has this password")
    assert not passwords.is_right("not a digest", "anything")
