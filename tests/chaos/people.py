"""People: those who sell and those who buy. They see what their chat shows, and press what stands there."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sandbox.client import Sandbox, SandboxError
from tests.chaos.eyes import Eyes, Message
from tests.chaos.plan import Story
from tests.chaos.sight import FAILED, OVER, Sight

PRESS_AGAIN = 30.0
"""Seconds after which a person presses a button again that is still there."""
LOOKS = 20
"""How often a person looks for a push, once a second."""
CONFIRM = "Yes, refund"
UNDER_WAY = (
    "asking the bank",
    "The bank has the refund",
    "↩️ Refunded:",
    "Refund not made",
    "told us yet whether the refund",
    "has not finished it yet",
    "under way already",
)


@dataclass(slots=True)
class Deeds:
    """What people did about one invoice, and how far they came."""

    at: str = "before the beginning"
    attempts: int = 0
    """How often they asked for a bill."""
    refund: int = 0
    """Tenge that were asked back."""
    cancelled: bool = False
    opened: bool = False
    done: bool = False
    pressed: list[str] = field(default_factory=list)


Tills = defaultdict[int, asyncio.Lock]
"""Somebody types one thing after another: another command would close the question that is open there."""


class Actor(Sight):
    """Plays one story."""

    def __init__(self, story: Story, sandbox: Sandbox, eyes: Eyes, tills: Tills) -> None:
        super().__init__(story, sandbox, eyes)
        self.deeds, self._tills, self._till = Deeds(), tills, tills[story.shop]
        self.since = 0.0
        """When the present step began, by the monotonic clock."""

    def waits(self) -> str:
        """At what, and for how long."""
        return f"{self.deeds.at} for {time.monotonic() - self.since:.0f} s"

    async def play(self) -> None:
        """From the wish to the last thing that people do about it."""
        story = self.story
        await self._issue()
        if story.customer is not None:
            await self._open_link(story.customer)
        await self._ask_for_bill(story.bank)
        match story.course:
            case "unpaid":
                pass
            case "cancelled":
                await self._cancel()
            case "cancelled, then paid":
                bill = self._bill(story.bank)
                await self._cancel()
                await self._pay(story.bank, bill)
            case "declined, then paid":
                await self._ask_for_bill(story.bank, after=await self._decline(story.bank))
                await self._pay(story.bank)
            case "paid twice":
                first = self._bill(story.bank)
                await self._another_way(story.second)
                await self._pay(story.bank, first)
                await self._pay(story.second)
            case _:
                await self._pay(story.bank)
        if story.part:
            await self._ask_back()
        self.deeds.at, self.deeds.done = "the end", True

    # --- steps

    def _now(self, at: str) -> None:
        self.deeds.at, self.since = at, time.monotonic()

    async def _issue(self) -> None:
        self._now("issuing")
        story = self.story
        phone = f" {story.phone}" if story.bank == "apipay" else ""
        self.deeds.attempts += bool(phone)
        async with self._till:
            await self._sandbox.send(story.shop, f"/invoice {story.price}{phone} {story.words}")
        await self._card(story.shop)
        await asyncio.sleep(story.pause)

    async def _open_link(self, customer: int) -> None:
        self._now("opening the link")
        card = await self._card(self.story.shop)
        found = re.search(r"start=(\S+)", " ".join(card.links))
        if found is None:
            raise AssertionError(f"no link in the card's title: {card}")
        await self._sandbox.start(customer, found[1])
        await self._card(customer)
        self.deeds.opened = True

    async def _ask_for_bill(self, bank: str, after: str = "") -> None:
        """Until the payer's card says how to pay; another bill than ``after``, which it may show still."""
        self._now(f"waiting for a bill of {bank}")

        def look() -> Message | None:
            newest = self._newest(self._payer)
            wants = newest is not None and newest.button(f":{bank}", *FAILED)
            return newest if wants else self._saying(self._payer, *OVER)

        while not self._is_ready(bank, after):
            choose = await self._eyes.until(lambda: self._bill_shown(bank, after) or look())
            if self._is_ready(bank, after):
                return
            button = choose.button(f":{bank}") or choose.button(*FAILED)
            if button is not None:
                self.deeds.attempts += 1
                await self._press_and_say_phone(choose, button, bank)
                await self._changed(choose)

    async def _press_and_say_phone(self, card: Message, button: str, bank: str) -> None:
        """Asking again for a bill by phone, one is asked which; a customer is not shown the shop's."""
        payer = self._payer
        if bank != "apipay":
            await self._press(card, button)
            return
        async with self._tills[payer]:  # the question is the chat's, whichever of their invoices it is about
            before = self._eyes.asked_for_phone[payer]
            await self._press(card, button)
            await self._changed(card, or_else=lambda: self._eyes.asked_for_phone[payer] > before)
            if self._eyes.asked_for_phone[payer] > before:
                await self._sandbox.send(payer, self.story.phone)

    async def _another_way(self, bank: str) -> None:
        self._now("choosing another way")
        while self._bill(bank) is None:
            card = await self._eyes.until(lambda: self._with_button(self._payer, f":{bank}", "Another way"))
            to_bank = card.button(f":{bank}")
            self.deeds.attempts += bool(to_bank)
            await self._press(card, to_bank or "Another way")
            await self._changed(card)

    async def _cancel(self) -> None:
        self._now("cancelling")
        self.deeds.cancelled = True
        while True:
            card = await self._eyes.until(
                lambda: (
                    self._with_button(self.story.shop, "Cancel invoice")
                    or self._saying(self.story.shop, "Invoice cancelled", "Cancelling", *OVER, "❗")
                )
            )
            button = card.button("Cancel invoice")
            if button is None:
                return
            await self._press(card, button)
            await self._changed(card)

    async def _pay(self, bank: str, bill: str | None = None) -> None:
        self._now(f"paying at {bank}")
        bill = bill or await self._eyes.until(lambda: self._bill(bank))
        await asyncio.sleep(self.story.pause)
        with suppress(SandboxError):  # it may be too late for this bill
            match bank:
                case "halyk":
                    await self._sandbox.halyk("pay", bill=int(bill))
                case "horizonpay":
                    await self._sandbox.horizonpay("approve", sid=bill)
                case _:
                    await self._push("pay")

    async def _decline(self, bank: str) -> str:
        """Which bill it was, where it was refused."""
        self._now(f"declining at {bank}")
        bill = await self._eyes.until(lambda: self._bill(bank))
        with suppress(SandboxError):
            match bank:
                case "halyk":
                    await self._sandbox.halyk("reject", bill=int(bill))
                case "horizonpay":
                    await self._sandbox.horizonpay("decline", sid=bill)
                case _:
                    return ""  # a push that is refused goes on waiting
        # an earlier tap of theirs that comes late brings another bill before they have seen the refusal
        await self._eyes.until(
            lambda: self._with_button(self._payer, *FAILED) or self._bill(bank) not in (None, bill)
        )
        return bill

    async def _ask_back(self) -> None:
        """The shop sends `/refund` once the card says that it was paid, and confirms."""
        self._now("asking for the money back")
        await self._eyes.until(lambda: self._saying(self.story.shop, *OVER))
        self.deeds.refund = self.story.part
        while self._saying(self.story.shop, *UNDER_WAY) is None:
            async with self._till:
                await self._ask_once()

    async def _ask_once(self) -> None:
        number = max(self._eyes.number_of[self.story.n])
        before = self._with_button(self.story.shop, CONFIRM)
        await self._sandbox.send(self.story.shop, f"/refund {number} {self.story.part}")

        def question() -> Message | None:
            asked = self._with_button(self.story.shop, CONFIRM)
            return asked if asked and asked != before else self._saying(self.story.shop, *UNDER_WAY)

        asked = await self._eyes.until(question)
        button = asked.button(CONFIRM)
        while button is not None:
            await self._press(asked, button)
            await self._changed(asked)
            standing = self._with_button(self.story.shop, CONFIRM)
            button = standing.button(CONFIRM) if standing == asked else None

    async def _push(self, step: str) -> None:
        """In the Kaspi app, once the push is there; a bill that was taken back has none."""
        for _ in range(LOOKS):
            for push in await self._sandbox.pushes(self.story.phone):
                with suppress(SandboxError):
                    await self._sandbox.press_push(self.story.phone, push["id"], step)
                    return
            await asyncio.sleep(1)

    # --- what they do

    async def _press(self, card: Message, button: str) -> None:
        """Press it; that nobody answers, or that it is gone by now, they see on the card."""
        self.deeds.pressed.append(button)
        with suppress(SandboxError):
            await self._sandbox.tap(card.chat, card.chat, card.id, button)

    async def _changed(self, card: Message, *, or_else: Callable[[], bool] = lambda: False) -> None:
        """Until that message is another one, or something else has come, or patience is over."""

        def look() -> bool:
            now = next((m for m in self._eyes.of(self.story.n, card.chat) if m.id == card.id), None)
            return now != card or or_else()

        with suppress(TimeoutError):
            async with asyncio.timeout(PRESS_AGAIN):
                await self._eyes.until(look)
