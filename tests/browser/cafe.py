"""A small café on the demo's page: its people take turns at one phone, its guests at the other."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
from playwright.async_api import Locator, expect

from bot.demo import MERCHANT as OWNER
from sandbox.app import USERNAME
from sandbox.client import Sandbox
from screens.texts import Words
from tests.browser.test_small_screens import ALBUM
from tests.browser.theatre import Chat, Theatre

MARAT, SAULE = 502, 503
DANIYAR, DINA, YERLAN = 601, 602, 603
ZONE = ZoneInfo("Asia/Almaty")
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@dataclass
class Cafe:
    """What its people do, each in a few taps."""

    play: Theatre

    @property
    def words(self) -> Words:
        """In the language of the page."""
        return self.play.words

    @property
    def staff(self) -> Chat:
        """The phone on the left."""
        return self.play.merchant

    @property
    def guest(self) -> Chat:
        """The phone on the right."""
        return self.play.customer

    async def opens_at(self, hour: time) -> None:
        """The clock on the wall shows this, of today or of tomorrow."""
        async with Sandbox(self.play.demo.sandbox_url) as sandbox:
            now = (await sandbox.clock()).astimezone(ZONE)
            then = datetime.combine(now.date(), hour, ZONE)
            await sandbox.move_clock((then - now + timedelta(days=then < now)).total_seconds())

    async def hands(self, phone: str, person: int, *, group: bool = False) -> Chat:
        """Somebody takes a phone, and looks into the group or into the chat with the bot."""
        await self.play.show(phone)
        await self.play.page.get_by_test_id(f"{phone}-who").select_option(str(person))
        chat: Chat = getattr(self.play, phone)
        await expect(chat.box).to_have_attribute("data-holder", str(person))
        button = self.play.page.get_by_test_id(f"{phone}-group")
        if (await button.get_attribute("aria-pressed") == "true") != group:
            await button.click()
        await expect(button).to_have_attribute("aria-pressed", str(group).lower())
        return chat

    async def sends_on(self, button: str) -> None:
        """What a button of the left phone's chat offers to share goes to whoever holds the right one."""
        await self.staff.press(button)
        await self.play.page.get_by_test_id("merchant-share").locator("button[value=send]").click()

    async def hires(self, cashier: int) -> str:
        """The owner invites; who opens the link is a cashier. Gives their name."""
        words = self.words
        await self.hands("customer", cashier)
        await self.hands("merchant", OWNER)
        await self.staff.write("/team")
        await self.staff.says(words("team-title", shop=self.shop))
        await self.staff.press(words("btn-team-invite"))
        await self.staff.says(words("team-invite-ask"))
        invitations = self.staff.messages.filter(has_text="start=join_")
        before = await invitations.count()
        await self.staff.press(words("team-role-cashier").capitalize())
        await expect(invitations).to_have_count(before + 1)
        await self.sends_on(words("btn-team-send"))
        await self.play.show("customer")
        await (await self.guest.says("start=join_")).locator("a").last.click()
        await self.guest.says(words("team-welcome-next"))
        await self.play.show("merchant")
        name = await self.play.page.get_by_test_id("customer-who").locator("option:checked").inner_text()
        name = name.rpartition("· ")[2]
        joined = await self.staff.says(words("team-role-cashier"))
        await expect(joined).to_contain_text(name)
        return name

    @property
    def shop(self) -> str:
        """Its name."""
        return "Dana" if self.play.language == "en" else "Дана"

    async def begins_shift(self, cashier: int) -> None:
        """In the private chat."""
        await self.hands("merchant", cashier)
        await self.staff.write("/shift")
        await self.staff.press(self.words("btn-shift-open"))
        await expect(self.staff.button(self.words("btn-shift-x"))).to_be_visible()

    async def ends_shift(self, cashier: int) -> Locator:
        """Gives the Z report."""
        await self.hands("merchant", cashier)
        closing = self.staff.box.get_by_text(self.words("btn-shift-close"), exact=True)
        before = await closing.count()
        await self.staff.write("/shift")
        await expect(closing).to_have_count(before + 1)
        await self.staff.press(self.words("btn-shift-close"))
        await self.staff.press(self.words("btn-shift-close-yes"))
        return await self.staff.says(self.words("shift-average", sum=""))

    async def sells(self, cashier: int, line: str, guest: int) -> None:
        """An invoice in the private chat, whose link goes to a guest, who pays it."""
        await self.hands("customer", guest)
        await self.hands("merchant", cashier)
        await self.play.issue(line)
        await self.play.share()
        await self.pays()

    async def sells_anywhere(self, cashier: int, line: str, guest: int) -> None:
        """A card by inline mode, in the chat of the two, paid there."""
        await self.hands("customer", guest)
        await self.hands("merchant", cashier)
        await self.play.page.get_by_test_id("merchant-input").fill(f"@{USERNAME} {line}")
        await self.play.page.get_by_test_id("merchant-results").locator("button").first.click()
        await self.play.show("customer")
        await self.guest.press(self.words("bank-halyk"))
        await self.pays()

    async def issues_in_group(self, cashier: int, line: str) -> None:
        """For all who are there."""
        await self.hands("merchant", cashier, group=True)
        await self.staff.write(f"/invoice@{USERNAME} {line}")
        await self.staff.card(self.words("card-waiting", amount=""))

    async def pays_in_group(self, guest: int) -> None:
        """The newest card there."""
        await self.hands("customer", guest, group=True)
        await self.guest.press(self.words("bank-halyk"))
        await self.pays()

    async def splits(self, cashier: int, parts: int) -> None:
        """The newest card in the cashier's private chat."""
        await self.hands("merchant", cashier)
        await self.staff.press(self.words("btn-split"))
        await self.staff.press(str(parts))

    async def pays_share(self, guest: int) -> None:
        """Taken by the button on the group's card, paid in private."""
        await self.hands("customer", guest, group=True)
        await self.guest.press(self.words("btn-take-share"))
        await self.hands("customer", guest)
        await self.guest.press(self.words("btn-take-share"))
        await self.guest.press(self.words("bank-halyk"))
        await self.pays()

    async def pays(self) -> None:
        """The newest card on the right phone."""
        await expect(self.guest.button(self.words("link-homebank"))).to_be_visible()
        await self.play.open_bank()
        await self.play.press_at_bank("pay")
        await self.play.show("customer")
        await self.guest.card(self.words("card-paid", amount=""))

    async def receipt(self, guest: int) -> tuple[str, bytes]:
        """The code that stands in the guest's first thanks, and a photo of the paper."""
        await self.hands("customer", guest)
        thanks = self.guest.messages.filter(has_text=self.words("receipt-code", code="")).first
        code = CODE.search(await thanks.inner_text())
        assert code is not None
        await thanks.get_by_text(self.words("btn-receipt-pdf")).click()
        return code[0], _photo(await self.file(self.guest, f"{code[0]}.pdf"))

    async def file(self, chat: Chat, name: str) -> bytes:
        """The newest one in a chat, once it is there."""
        link = chat.messages.locator("a.file").last
        await expect(link).to_contain_text(name)
        address = await link.get_attribute("href")
        answer = await self.play.page.request.get(f"{self.play.demo.sandbox_url}{address}")
        return await answer.body()

    async def look(self, name: str) -> None:
        """Keep what the page shows, where that is wanted."""
        if ALBUM:
            picture = Path(ALBUM) / f"cafe-{self.play.language}-{name}.png"
            await self.play.page.screenshot(path=str(picture))

    async def asks_about(self, what: str | bytes, answer: str) -> Locator:
        """A code or a photo, by whoever holds the left phone; gives what is said to it."""
        said = self.staff.messages.filter(has_text=answer)
        before = await said.count()
        if isinstance(what, str):
            await self.staff.write(what)
        else:
            photo = {"name": "receipt.png", "mimeType": "image/png", "buffer": what}
            await self.play.page.get_by_test_id("merchant-photo").set_input_files([photo])  # type: ignore[list-item]
        await expect(said).to_have_count(before + 1)
        return said.last


def _photo(paper: bytes) -> bytes:
    out = io.BytesIO()
    pypdfium2.PdfDocument(paper)[0].render(scale=2).to_pil().save(out, "PNG")
    return out.getvalue()
