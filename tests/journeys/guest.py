"""Somebody at a browser of their own, who reads the house in one language and presses what it offers there."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from marketplace.demo.logins import PASSWORD
from tests.catalog.pictures import photo
from tests.peers.live_house import LiveHouse

TRANSLATIONS = Path(__file__).parents[2] / "translations"
PAPER = b"%PDF-1.4\n%%EOF"


@cache
def catalogue(lang: str) -> GNUTranslations | NullTranslations:
    """The words of the house in one language."""
    return translation("messages", TRANSLATIONS, [lang], fallback=lang == "en")


class Guest:
    """One person's browser. Labels are named in English and looked for in the guest's language.

    Every page must fit the screen: nobody scrolls sideways.
    """

    def __init__(self, page: Page, house: LiveHouse, lang: str, email: str = ""):
        self.page, self.house, self.lang, self.email = page, house, lang, email

    def word(self, text: str, **values) -> str:
        """A text of the house as this guest reads it."""
        said = catalogue(self.lang).gettext(text)
        return said % values if values else said

    # --- moving about ---------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        """The page without its header and footer."""
        return self.page.locator("main")

    def go(self, path: str, lang: str = "") -> None:
        """Open an address, in the guest's language unless told otherwise."""
        self.page.goto(path if path.startswith("http") else f"/{lang or self.lang}{path}")
        self._look_around()

    def press(self, label: str, within: Locator | None = None) -> None:
        """Press a button that leads on."""
        self._move(self._button(label, within))

    def follow(self, label: str) -> None:
        """Follow a link."""
        self._move(self.main.get_by_role("link", name=self.word(label), exact=True).first)

    def follow_to(self, name: str) -> None:
        """Follow a link that says what somebody wrote."""
        self._move(self.main.get_by_role("link", name=name).first)

    def _button(self, label: str, within: Locator | None = None) -> Locator:
        return (within or self.main).get_by_role("button", name=self.word(label), exact=True).first

    def _move(self, locator: Locator) -> None:
        with self.page.expect_navigation():
            locator.click()
        self._look_around()

    def _look_around(self) -> None:
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{self.page.url} is {too_wide} pixels too wide"

    def reload_until(self, locator: Locator, patience_s: float = 25) -> None:
        """Look again until something is there: the worker has its own time."""
        deadline = time.monotonic() + patience_s
        while not locator.count():
            assert time.monotonic() < deadline, f"{self.page.url} never showed {locator}"
            time.sleep(0.3)
            self.page.reload()

    # --- reading --------------------------------------------------------------------------------------

    def reads(self, text: str, **values) -> None:
        """The page says this, in the guest's language where it is a text of the house."""
        wanted = self.word(text, **values)
        try:
            expect(self.main).to_contain_text(wanted)
        except AssertionError:
            shown = self.main.inner_text()[:1500]
            raise AssertionError(f"{self.page.url} does not say “{wanted}” but:\n{shown}") from None

    def sees_nothing_of(self, text: str) -> None:
        """The page does not say this."""
        expect(self.main).not_to_contain_text(text)

    def status_of(self, path: str) -> int:
        """The status an address answers to this guest's browser."""
        return self.page.request.get(path, max_redirects=0).status

    def asks(self, path: str) -> dict:
        """What the interface for programs answers."""
        return self.page.request.get(f"/api/v1{path}").json()

    # --- typing ---------------------------------------------------------------------------------------

    def entry(self, name: str) -> Locator:
        """An entry of a form by its name."""
        return self.main.locator(f'[name="{name}"]')

    def types(self, **entries: str) -> None:
        """Fill in entries by their names."""
        for name, text in entries.items():
            self.entry(name).fill(text)

    def says(self, field: str, **texts: str) -> None:
        """Fill in a text by languages; where scripts run, each language is behind its tab."""
        for lang, text in texts.items():
            tab = self.main.locator(f"fieldset#{field} [role=tab][lang={lang}]")
            if tab.count():
                tab.click()
            self.entry(f"{field}-{lang}").fill(text)

    def chooses(self, **entries: str) -> None:
        """Choose values of lists by their codes."""
        for name, value in entries.items():
            self.entry(name).select_option(value)

    def ticks(self, name: str, value: str) -> None:
        """Tick one of several boxes of a name, or choose one of them; unfold what they are in."""
        box = f'[name="{name}"][value="{value}"]'
        folded = self.main.locator(f"details:not([open]):has({box}) > summary")
        if folded.count():
            folded.click()
        self.main.locator(box).check()

    def attaches(
        self, field: str, filename: str, data: bytes = PAPER, media_type: str = "application/pdf"
    ) -> None:
        """Choose a file."""
        file = {"name": filename, "mimeType": media_type, "buffer": data}
        self.entry(field).set_input_files([file])

    def attaches_photo(self, field: str, shade: int = 90) -> None:
        """Choose a photograph."""
        self.attaches(field, "sacks.jpg", photo(shade=shade).read(), "image/jpeg")

    # --- the account ----------------------------------------------------------------------------------

    def signs_up(self, name: str, password: str = "bon cay so khac nhau") -> None:
        """On the page for it: an account, the letter, the confirmation."""
        self.types(name=name, email=self.email, password=password)
        self.ticks("lang", self.lang)
        self.press("Sign up")
        self.reads("A letter is on its way to %(address)s.", address=self.email)
        self.opens_letter("Confirm your e-mail address")
        self.press("Confirm and go on")

    def signs_in(self, email: str) -> Guest:
        """As somebody of the demonstration."""
        self.email = email
        self.go("/account/sign-in")
        self.types(email=email, password=PASSWORD)
        self.press("Sign in")
        return self

    def opens_letter(self, subject: str, **values) -> None:
        """Wait for the letter with this subject in the guest's language, and follow its link."""
        letter = self._wait_for_letter(self.word(subject, **values))
        link = re.search(rf"{re.escape(self.house.url)}/\S+", letter.get_content())[0]
        assert f"/{self.lang}/" in link
        self.go(link)

    def _wait_for_letter(self, subject: str, patience_s: float = 25) -> EmailMessage:
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            letters = self.house.letters(to=self.email)
            for letter in letters:
                if letter["Subject"] == subject:
                    return letter
            time.sleep(0.2)
        raise AssertionError(f"no letter “{subject}”, only {[one['Subject'] for one in letters]}")
