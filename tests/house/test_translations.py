"""Every sentence a user reads exists in Vietnamese and Lao."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
#: Words that are the same in every language.
LAO = re.compile("[\u0e80-\u0eff]")


@pytest.fixture(scope="module")
def messages(tmp_path_factory) -> dict[str, polib.POEntry]:
    """Every message of code and templates, as `make translations` finds them."""
    found = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml"]
    subprocess.run([*command, "-k", "_l", "-k", "lazy_gettext", "-o", found, "."], cwd=ROOT, check=True)
    return {entry.msgid: entry for entry in polib.pofile(str(found))}


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("lang", ["vi", "lo"])
def test_the_catalogue_is_complete(messages, lang):
    catalogue = {
        entry.msgid: entry
        for entry in polib.pofile(str(ROOT / f"translations/{lang}/LC_MESSAGES/messages.po"))
        if not entry.obsolete and not entry.fuzzy
    }
    missing = [msgid for msgid in messages if msgid not in catalogue or not all(texts_of(catalogue[msgid]))]
    assert missing == []


@pytest.mark.parametrize("lang", ["vi", "lo"])
def test_translations_keep_their_placeholders(messages, lang):
    wrong = []
    for entry in polib.pofile(str(ROOT / f"translations/{lang}/LC_MESSAGES/messages.po")):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        wrong += [
            entry.msgid for text in texts_of(entry) if text and set(PLACEHOLDER.findall(text)) != wanted
        ]
    assert wrong == []


def test_lao_is_written_in_lao(messages):
    """A Lao text without a Lao letter is a name or a mistake; names are short."""
    catalogue = polib.pofile(str(ROOT / "translations/lo/LC_MESSAGES/messages.po"))
    foreign = [
        entry.msgid
        for entry in catalogue
        for text in texts_of(entry)
        if text and not LAO.search(text) and len(PLACEHOLDER.sub("", text)) > 20
    ]
    assert foreign == []
