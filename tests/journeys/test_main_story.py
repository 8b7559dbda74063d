"""The main job, from the first visit to the answer: a cooperative opens its booth, a buyer abroad finds it.

In each language, on a phone and on a desk, with scripts and without. One person writes only their own
language, and is found in the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.journeys import review_desk
from tests.journeys.guest import Guest


@dataclass(frozen=True)
class Story:
    """Who tells it: the seller's language and country, the buyer's language, and everybody's screens."""

    lang: str
    country: str
    buyer_lang: str
    width: int
    javascript: bool

    def __str__(self) -> str:
        return f"{self.lang}-{self.country}-{self.width}-{'scripts' if self.javascript else 'plain'}"

    @property
    def code(self) -> str:
        """Tells the things of this story from those of the others in the same house."""
        return f"{self.lang}{self.width}".upper()

    @property
    def organization(self) -> str:
        """The registered name, in the language of the country."""
        names = {"VN": "Hợp tác xã Cà phê Đồi Gió", "LA": "ສະຫະກອນກາເຟພູລົມ"}
        return f"{names[self.country]} {self.code}"

    def says(self, vi: str, en: str, lo: str) -> str:
        """What the seller writes, in their language."""
        return {"vi": vi, "en": en, "lo": lo}[self.lang] + f" {self.code}"

    @property
    def booth(self) -> str:
        """The name of the booth."""
        return self.says("Cà phê Đồi Gió", "Windy Hill Coffee", "ກາເຟພູລົມ")

    @property
    def product(self) -> str:
        """The name of the product."""
        return self.says("Cà phê nhân Robusta", "Robusta green coffee", "ກາເຟດິບໂຣບັສຕາ")


STORIES = (
    Story("vi", "VN", "lo", 360, javascript=True),
    Story("vi", "VN", "en", 1280, javascript=False),
    Story("en", "VN", "en", 360, javascript=False),
    Story("en", "LA", "vi", 1280, javascript=True),
    Story("lo", "LA", "en", 360, javascript=False),
    Story("lo", "LA", "vi", 1280, javascript=True),
)


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_a_cooperative_opens_its_booth_and_a_buyer_abroad_finds_it(story, guest):
    looks = {"width": story.width, "javascript": story.javascript}
    owner = guest(story.lang, email=f"owner-{story.code.lower()}@example.com", **looks)
    clerk = guest(story.lang, email=f"clerk-{story.code.lower()}@example.com", **looks)
    officer = guest(story.lang, **looks).signs_in("officer@example.com")
    buyer = guest(story.buyer_lang, email=f"buyer-{story.code.lower()}@example.com", **looks)

    register(owner, story, colleague=clerk.email)
    review_desk.approve(officer, "organization", story.organization)
    owner.opens_letter("Approved: %(title)s", title=story.organization)
    join(clerk, story)
    open_booth(owner, story)
    review_desk.approve(officer, "booth", story.booth)
    list_product(clerk, story)
    review_desk.ask_for_changes(
        officer, "product", story.product, field="description", reason="unclear_text", note="18 ?"
    )
    correct_product(clerk, story)
    review_desk.approve(officer, "product", story.product)
    for lang, words in {"lo": "ກາເຟ", "en": "green coffee"}.items():
        find(buyer, story, lang, words)
    ask(buyer, story)
    answer(clerk, buyer, story)


# --- the seller ---------------------------------------------------------------------------------------


def register(owner: Guest, story: Story, *, colleague: str) -> None:
    """Sign up, and register the organization step by step."""
    owner.go("/")
    owner.follow("Open a booth")
    owner.follow("Sign up")
    owner.signs_up("Nguyễn Thị Hoa")
    owner.chooses(kind="cooperative", country=story.country)
    owner.says("names", **{{"VN": "vi", "LA": "lo"}[story.country]: story.organization})
    owner.types(latin_name="Phu Lom Coffee Cooperative")
    owner.press("Begin")
    {"VN": show_vietnamese_papers, "LA": show_lao_papers}[story.country](owner, colleague)
    owner.reads("Everything is here. Send it, and an officer will check it.")
    owner.press("Send for approval")
    owner.reads("Waiting for approval")


def show_vietnamese_papers(owner: Guest, colleague: str) -> None:
    """Tax code, registration, ward, representative, one paper."""
    owner.types(tax_code="0100109106", registration_number="470801000001")
    owner.press("Save and continue")
    choose_ward(owner, "VN-75", "VN-26041")
    owner.types(address="12 Đường 30 Tháng 4", phone="0901234567", email="htx@example.com")
    owner.press("Save and continue")
    name_people(owner, "Nguyễn Thị Hoa", colleague)
    upload_papers(owner, "cooperative_registration")


def show_lao_papers(owner: Guest, colleague: str) -> None:
    """Enterprise number, recognition by the ministry, district, representative, two papers."""
    owner.types(enterprise_number="01-00012345", moic_number="0123/IC", moic_on="2024-03-01")
    owner.press("Save and continue")
    choose_ward(owner, "LA-CH", "LA-1604")
    owner.types(address="Ban Lak 40", phone="+856 20 5551 2345", email="coop@example.com")
    owner.press("Save and continue")
    name_people(owner, "Khamla Vongsa", colleague)
    upload_papers(owner, "enterprise_registration", "moic_recognition")


def choose_ward(owner: Guest, province: str, ward: str) -> None:
    """Scripts fill the list of wards when the province is chosen; without them a button does.

    On a slow network the province is chosen before the script has arrived.
    """
    if owner.has_scripts:
        held, script = [], "**/ward-select*.js*"
        owner.page.route(script, lambda request: held.append(request))  # Playwright marks what it is handed
        with owner.page.expect_request(script):
            owner.page.reload()
        owner.chooses(province=province)
        held[0].continue_()
    else:
        owner.chooses(province=province)
        owner.press("Show the wards and districts of this province")
    expect(owner.entry("ward").locator(f'option[value="{ward}"]')).to_be_attached()
    owner.chooses(ward=ward)


def name_people(owner: Guest, representative: str, colleague: str) -> None:
    """Who signs, and who helps."""
    owner.types(representative=representative, representative_role="Director", colleague_email=colleague)
    owner.press("Save and continue")


def upload_papers(owner: Guest, *kinds: str) -> None:
    """The papers the country asks for, one after the other."""
    for kind in kinds:
        owner.chooses(kind=kind)
        owner.attaches("file", f"{kind}.pdf")
        owner.press("Upload")
        owner.reads(f"{kind}.pdf")
    owner.follow("Continue")


def join(clerk: Guest, story: Story) -> None:
    """The colleague opens the invitation, gets an account on the way, and accepts."""
    clerk.opens_letter(
        "%(inviter)s invites you to %(organization)s",
        inviter="Nguyễn Thị Hoa",
        organization=story.organization,
    )
    clerk.follow("Sign up")
    clerk.signs_up("Trần Văn Nam")
    clerk.press("Accept the invitation")
    clerk.reads("Welcome! You now work for this organization.")


def open_booth(owner: Guest, story: Story) -> None:
    """Name, story, languages, a telephone number, a banner, what it sells: enough for the officer."""
    owner.go("/desk/booth/")
    owner.says("name", **{story.lang: story.booth})
    owner.says("story", **{story.lang: story.says("Trồng từ 1990", "Growers since 1990", "ປູກແຕ່ 1990")})
    owner.ticks("languages", story.lang)
    owner.types(phone="+84901234567")
    owner.attaches_photo("banner", shade=40)
    owner.ticks("sells", "green-coffee")
    owner.press("Save and send for approval")
    owner.reads("Sent for approval. You will get a letter with the answer.")


def list_product(clerk: Guest, story: Story) -> None:
    """The first product, with a photo."""
    clerk.go("/desk/products/")
    clerk.follow("Add a product")
    clerk.says("name", **{story.lang: story.product})
    clerk.says("description", **{story.lang: story.says("Loại 18", "Grade 18", "ເກຣດ 18")})
    clerk.chooses(category="green-coffee")
    clerk.attaches_photo("photos", shade=story.width % 200)
    clerk.types(price="98000", moq="1000")
    clerk.press("Save and send for approval")
    clerk.reads("Sent for approval. You get a message when the officer has answered.")


def correct_product(clerk: Guest, story: Story) -> None:
    """Read why it came back, follow the letter to the field, correct it, send it again."""
    clerk.opens_letter("Please change something: %(title)s", title=story.product)
    clerk.reads("The text is unclear or misleading")
    clerk.reads("18 ?")
    better = story.says("Sàng 18, ẩm 12,5 %", "Screen 18, moisture 12.5 %", "ຕະແກງ 18, ຄວາມຊຸ່ມ 12,5 %")
    clerk.says("description", **{story.lang: better})
    clerk.press("Save and send for approval")
    clerk.reads("Sent for approval. You get a message when the officer has answered.")


# --- the buyer ----------------------------------------------------------------------------------------


def find(buyer: Guest, story: Story, lang: str, words: str) -> None:
    """Search in some language, newest first, until the worker has put the product into the index."""
    reader = Guest(buyer.page, buyer.house, lang)
    reader.go("/")
    reader.types(q=words)
    reader.press("Search")
    reader.chooses(sort="newest")
    reader.press("Sort")
    reader.reload_until(reader.main.get_by_role("link", name=story.product))
    reader.follow_to(story.product)
    expect(reader.main.get_by_role("heading", level=1)).to_contain_text(story.product)
    expect(reader.main.locator("img").first).to_be_visible()


def ask(buyer: Guest, story: Story) -> None:
    """From the product's page, by way of an account, to the inquiry."""
    buyer.go(buyer.page.url.replace(f"{buyer.house.url}/en", f"/{buyer.lang}"))
    buyer.follow("Ask about this product")
    buyer.follow("Sign up")
    buyer.signs_up("Somchai")
    buyer.types(text="How much for 18 tonnes to Pakse?", quantity="18", delivery_place="Pakse")
    buyer.chooses(unit="TNE")
    buyer.press("Send the inquiry")
    buyer.reads("How much for 18 tonnes to Pakse?")
    buyer.reads(story.product)


def answer(clerk: Guest, buyer: Guest, story: Story) -> None:
    """The clerk reads and answers; the buyer gets a letter in their own language and reads the answer."""
    clerk.opens_letter("Approved: %(title)s", title=story.product)
    clerk.opens_letter("New inquiry about %(name)s", name=story.product)
    clerk.reads("How much for 18 tonnes to Pakse?")
    clerk.types(text="95,000 VND/kg DAP Pakse.")
    clerk.press("Send")
    buyer.opens_letter("%(booth)s has answered you", booth=story.booth)
    buyer.reads("95,000 VND/kg DAP Pakse.")
