"""Somebody at a browser of their own, who reads the house in one language and presses what it offers."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect

from marketplace.demo.logins import PASSWORD
from marketplace.kernel.translated import LANGUAGES
from tests.catalog.pictures import photo
from tests.peers.live_house import LiveHouse

#: What people of these journeys sign up with.
OWN_PASSWORD = "bon cay so khac nhau"
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

    def __init__(self, page: Page, house: LiveHouse, lang: str, email: str = "", *, has_scripts: bool = True):
        self.page, self.house, self.lang, self.email = page, house, lang, email
        self.has_scripts = has_scripts

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
        is_whole = path.startswith(("http", *(f"/{code}/" for code in LANGUAGES)))
        answer = self.page.goto(path if is_whole else f"/{lang or self.lang}{path}")
        self._look_around(answer)

    def press(self, label: str, *, answer: int = 200) -> None:
        """Press a button that leads to a page with this status."""
        self._move(self.main.get_by_role("button", name=self.word(label), exact=True).first, answer)

    def follow(self, label: str) -> None:
        """Follow a link."""
        self._move(self.main.get_by_role("link", name=self.word(label), exact=True).first)

    def follow_to(self, name: str, *, within: str = "") -> None:
        """Follow the first link with a name that somebody gave, or any name, in a part of the page."""
        links = self.main.locator(within) if within else self.main
        self._move(links.get_by_role("link", name=name).first)

    def address_of(self, label: str) -> str:
        """Where a link leads."""
        return self.main.get_by_role("link", name=self.word(label), exact=True).first.get_attribute("href")

    def _move(self, locator: Locator, answer: int = 200) -> None:
        with self.page.expect_navigation() as led_to:
            locator.click()
        self._look_around(led_to.value, answer)

    def _look_around(self, answer: Response | None, expected: int = 200) -> None:
        """It is the page that was meant, and it fits. A jump within a page has no answer."""
        status = answer.status if answer else expected
        assert status == expected, f"{self.page.url} answered {status}\n{self._shown()}"
        assert self.too_wide <= 0, f"{self.page.url} is {self.too_wide} pixels too wide"

    @property
    def too_wide(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")

    def tab_to(self, selector: str, most: int = 120) -> None:
        """Press Tab until something is focused; what is focused must always be seen."""
        for _turn in range(most):
            self.page.keyboard.press("Tab")
            reached, outline = self.page.evaluate(
                "(wanted) => [document.activeElement.matches(wanted),"
                " getComputedStyle(document.activeElement).outlineStyle]",
                selector,
            )
            assert outline != "none", f"the focus cannot be seen: {self.focused}"
            if reached:
                return
        raise AssertionError(f"{selector} was not reached with {most} tabs")

    @property
    def focused(self) -> str:
        """The words of what the keyboard speaks to."""
        return self.page.evaluate("document.activeElement.textContent.trim()")

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
            raise AssertionError(f"{self.page.url} does not say “{wanted}” but:\n{self._shown()}") from None

    def _shown(self) -> str:
        return self.main.inner_text()[:1500]

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
            if self.has_scripts:
                self.main.locator(f"fieldset#{field} [role=tab][lang={lang}]").click()
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

    def signs_up(self, name: str) -> None:
        """On the page for it: an account, the letter, the confirmation."""
        self.types(name=name, email=self.email, password=OWN_PASSWORD)
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
