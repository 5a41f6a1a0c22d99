"""What one person sees of one invoice: the card, what was said, and how the bank names the bill."""

from __future__ import annotations

import asyncio
import re

from sandbox.client import Sandbox
from tests.chaos.eyes import Eyes, Message, read_code
from tests.chaos.plan import Story

READY = "valid until"
NAMED = {
    "halyk": (r"bill=(\d+)", r"62\d\d01\d\d(\d{11})"),
    "horizonpay": (r"/(?:qr|pay)/([0-9a-f]{32})",),
}
"""How a bank names a bill in the link or the code on a card."""
FAILED = ("Try again", "New QR", "New bill", "New link")
OVER = ("✅ Paid", "↩️ Returned")


class Sight:
    """Through the eyes of all, the messages of one story."""

    def __init__(self, story: Story, sandbox: Sandbox, eyes: Eyes) -> None:
        self.story = story
        self._sandbox, self._eyes = sandbox, eyes
        self._scanned: dict[str, str] = {}

    @property
    def _payer(self) -> int:
        return self.story.customer or self.story.shop

    async def _card(self, chat: int) -> Message:
        return await self._eyes.until(lambda: self._newest(chat))

    def _newest(self, chat: int) -> Message | None:
        cards = [m for m in self._eyes.of(self.story.n, chat) if m.is_card and "Moved below" not in m.text]
        return cards[-1] if cards else None

    def _with_button(self, chat: int, *names: str) -> Message | None:
        found = [m for m in self._eyes.of(self.story.n, chat) if m.button(*names)]
        return found[-1] if found else None

    def _saying(self, chat: int, *words: str) -> Message | None:
        found = [m for m in self._eyes.of(self.story.n, chat) if any(w in m.text for w in words)]
        return found[-1] if found else None

    def _is_ready(self, bank: str, after: str) -> bool:
        return self._bill_shown(bank, after) is not None or self._saying(self._payer, *OVER) is not None

    def _bill_shown(self, bank: str, after: str) -> Message | None:
        """The card from which it can be paid."""
        card = self._newest(self._payer)
        if card is None or card.button(*FAILED):
            return None
        return card if self._bill(bank) not in (None, after) else None

    def _bill(self, bank: str) -> str | None:
        """How the bank's app or page names the bill on the payer's card, where it has a name there."""
        card = self._newest(self._payer)
        if card is None or READY not in card.text:
            return None
        if bank == "apipay":
            return "push"
        links = " ".join(data for _, data in card.buttons)
        return _named(bank, links) or _named(bank, self._scan(card))

    def _scan(self, card: Message) -> str:
        """What the QR on it says, once somebody has held a phone to it; where no link leads to the bill."""
        if card.picture not in self._scanned:
            self._scanned[card.picture] = ""
            self._work = asyncio.create_task(self._held_to(card.picture))
        return self._scanned.get(card.picture, "")

    async def _held_to(self, picture: str) -> None:
        data = await self._sandbox.file(picture)
        self._scanned[picture] = await asyncio.to_thread(read_code, data)
        self._eyes.look_again()


def _named(bank: str, shown: str) -> str | None:
    return next((found[1] for name in NAMED[bank] if (found := re.search(name, shown))), None)
