"""The demo's page as a person sees it: two chats, the bank's app, the clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.async_api import Locator, Page, expect

from bot.demo import Demo
from screens.texts import Words, words

WIDE = {"width": 1280, "height": 900}
LOCALES = {"ru": "ru-RU", "kk": "kk-KZ", "en": "en-GB"}


def exactly(text: str) -> re.Pattern[str]:
    """The whole text of a button, whatever kind of space it has."""
    return re.compile(r"^\s*" + r"\s+".join(map(re.escape, text.split())) + r"\s*$")


class Chat:
    """One person's chat with the bot."""

    def __init__(self, page: Page, name: str) -> None:
        self._page, self._name = page, name
        self.box = page.get_by_test_id(f"{name}-chat")
        self.messages = page.get_by_test_id(f"{name}-message")
        self.cards = self.messages.filter(has=page.get_by_test_id("picture"))
        self.toast = page.get_by_test_id(f"{name}-toast")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.messages.last

    async def start(self) -> None:
        """Press Start."""
        await self._page.get_by_test_id(f"{self._name}-start").click()

    async def write(self, text: str) -> None:
        """Type a line and send it."""
        line = self._page.get_by_test_id(f"{self._name}-input")
        await line.fill(text)
        await line.press("Enter")

    def button(self, text: str) -> Locator:
        """The newest button with this text."""
        return self.box.get_by_test_id("button").filter(has_text=exactly(text)).last

    async def press(self, text: str) -> None:
        """Press it."""
        await self.button(text).click()

    async def says(self, text: str) -> Locator:
        """The newest message that has this in it, as soon as there is one."""
        found = self.messages.filter(has_text=text).last
        await expect(found).to_be_visible()
        return found

    async def card(self, text: str, nth: int = -1) -> Locator:
        """A card, as soon as it says this: where nothing is said, the newest."""
        card = self.cards.nth(nth)
        await expect(card).to_contain_text(text)
        return card


@dataclass
class Theatre:
    """What a person has before them, and what the page complained of."""

    demo: Demo
    page: Page
    language: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words: Words = words(self.language)
        self.merchant, self.customer = Chat(self.page, "merchant"), Chat(self.page, "customer")
        self.bank = self.page.frame_locator("[data-testid=bank-frame]")
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def enter(self) -> None:
        """Open the page."""
        await self.page.goto(f"{self.demo.sandbox_url}/?lang={self.language}")

    async def opened_shop(self) -> None:
        """The merchant has pressed Start and chosen the language."""
        await self.merchant.start()
        await self.merchant.press(self.words(f"language-{self.language}"))
        await expect(self.merchant.toast).to_contain_text(self.words("chat-language-chosen"))

    async def show(self, pane: str) -> None:
        """On a phone's width one pane is seen at a time."""
        tab = self.page.get_by_test_id(f"tab-{pane}")
        if await tab.is_visible():
            await tab.click()

    async def issue(self, line: str) -> None:
        """The merchant issues an invoice, chooses Halyk, and has its card with the QR."""
        await self.offer(line)
        await self.merchant.press(self.words("bank-halyk"))
        await self.merchant.card(self.words("hint-issuer"))

    async def offer(self, line: str) -> None:
        """The merchant issues an invoice; its card asks how it will be paid."""
        await self.merchant.write(line)
        await self.merchant.card(self.words("hint-choose-issuer"))

    async def share(self, waiting: str = "") -> None:
        """The newest invoice's link goes to the customer, who opens it and gets the card that says this."""
        links = self.merchant.messages.filter(has_text="start=inv_")
        before = await links.count()
        await self.merchant.press(self.words("btn-share"))
        await self.page.get_by_test_id("merchant-share").locator("button[value=send]").click()
        await expect(links).to_have_count(before + 1)
        link = links.last
        sent = await link.get_attribute("data-message-id")
        await self.show("customer")
        theirs = self.customer.box.locator(f"[data-message-id='{sent}'] a")
        await theirs.click()
        await self.customer.card(waiting or self.words("card-waiting", amount=""))

    async def open_kaspi(self) -> None:
        """The Kaspi app on the customer's phone, where pushes come."""
        await self.show("bank")
        await self.page.get_by_test_id("bank-kaspi").click()

    async def open_bank(self) -> None:
        """The customer opens the bank's app from the card, and sees the bill."""
        await self.customer.press(self.words("link-homebank"))
        await expect(self.bank.get_by_test_id("bank-pay")).to_be_visible()

    async def press_at_bank(self, button: str) -> None:
        """Pay, or reject."""
        await self.bank.get_by_test_id(f"bank-{button}").click()

    async def try_again(self) -> None:
        """From the news that it was declined; the card with the new QR comes down to it."""
        await self.customer.card(self.words("card-declined"))
        await self.customer.press(self.words("btn-try-again"))
        await self.customer.card(self.words("card-moved", amount=""), nth=0)
        await self.customer.card(self.words("card-waiting", amount=""))
        await expect(self.customer.button(self.words("link-homebank"))).to_be_visible()

    async def later(self, jump: str = "forward") -> None:
        """Twenty minutes pass; or a ``day``, a ``week``, a ``month``; ``reset`` is back to real time."""
        button = self.page.get_by_test_id(f"clock-{jump}")
        if not await button.is_visible():
            await self.page.get_by_test_id("clock").click()  # on a phone's width they are folded away
        await button.click()
        await self.page.keyboard.press("Escape")
