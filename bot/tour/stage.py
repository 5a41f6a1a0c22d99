"""The stage of the tour: people, a bank, a clock, and what can be seen from outside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.demo import CUSTOMER, MERCHANT, Demo
from bot.program import Program
from bot.tour import reading
from bot.tour.reading import Message
from bot.tour.transcript import Transcript
from sandbox.client import Sandbox

T = TypeVar("T")

FAR = timedelta(days=2)
PEOPLE = {MERCHANT: "Айгерим", CUSTOMER: "Данияр"}


class Untrue(Exception):
    """A step claimed something that is not so."""


@dataclass
class Stage:
    """What people can do and see; each wait ends with the evidence, or after ``patience`` seconds."""

    demo: Demo
    sandbox: Sandbox
    transcript: Transcript
    language: str
    patience: float
    people: dict[int, str] = field(default_factory=lambda: dict(PEOPLE))

    @property
    def program(self) -> Program:
        """The bot itself: for what can be seen nowhere else."""
        return self.demo.program

    # --- people

    async def meet(self, person: int, name: str) -> None:
        """Somebody whose Telegram speaks the language of the tour."""
        self.people[person] = name
        await self.sandbox.person(person, name, self.language)

    async def says(self, person: int, text: str) -> int:
        """Write to the bot; gives the message's number."""
        sent = await self.sandbox.send(person, text)
        return int(sent["message_id"])

    async def taps(self, person: int, message: Message, data: type[CallbackData]) -> str:
        """Press the button of that meaning; gives the words that pop up."""
        pressed = reading.button(message, data)
        if pressed is None:
            raise Untrue(f"{self.people[person]} finds no button {data.__name__}")
        return await self.presses(person, message, pressed)

    async def presses(self, person: int, message: Message, pressed: reading.Button) -> str:
        """Press that button; gives the words that pop up."""
        self.transcript.does(self.people[person], f"taps [{pressed['text']}]")
        number = message["message_id"]
        told = await self.sandbox.tap(person, person, number, pressed["callback_data"], wait=self.patience)
        if told.get("timeout"):
            raise Untrue("the tap is answered")
        words = str(told.get("text") or "")
        if words:
            self.transcript.does("toast", words)
        return words

    async def later(self, seconds: float, words: str) -> None:
        """The clock jumps for the bank, for Telegram and for us."""
        self.transcript.does("clock", words)
        await self.sandbox.move_clock(seconds)

    # --- seeing

    async def sees(self, person: int, claim: str, accept: Callable[[list[Message]], T | None]) -> T:
        """Wait until the chat shows what is claimed."""

        def look(messages: list[Message]) -> T | None:
            self.transcript.see(self.people[person], messages)
            return accept(messages)

        try:
            found = await self.sandbox.wait_for(person, look, timeout=self.patience)
        except TimeoutError:
            raise Untrue(claim) from None
        self.transcript.verdict(f"✓ {claim}")
        return found

    async def sees_on(
        self, person: int, number: int | None, claim: str, accept: Callable[[Message], object]
    ) -> Message:
        """Wait until that message shows what is claimed."""

        def pick(messages: list[Message]) -> Message | None:
            return next((m for m in messages if m["message_id"] == number and accept(m)), None)

        return await self.sees(person, claim, pick)

    async def look_around(self) -> None:
        """Write down what happened meanwhile in all chats."""
        for person, name in self.people.items():
            self.transcript.see(name, await self.messages(person))

    async def messages(self, person: int) -> list[Message]:
        """The person's chat with the bot, now."""
        return await self.sandbox.messages(person)

    def check(self, claim: str, holds: object) -> None:
        """Something that must be so by now."""
        if not holds:
            raise Untrue(claim)
        self.transcript.verdict(f"✓ {claim}")

    async def wait_until(self, claim: str, holds: Callable[[], Any]) -> None:
        """Ask again and again for what nobody announces."""
        try:
            async with asyncio.timeout(self.patience):
                while not await holds():  # noqa: ASYNC110 - the books ring no bell
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise Untrue(claim) from None
        self.transcript.verdict(f"✓ {claim}")

    async def all_told(self) -> None:
        """Wait until every webhook is settled and every card and fact is out: now facts can be counted."""
        database, clock = self.program.database, self.program.banking.clock

        async def at_rest() -> bool:
            if await database.read(lambda books: books.has_due_deliveries(clock.now() + FAR)):
                return False
            return await database.read(lambda books: books.next_due()) is None

        await self.wait_until("nothing is left to be settled or told", at_rest)

    # --- the bank

    async def books(self) -> dict[str, Any]:
        """All that the bank has written down."""
        return await self.sandbox.halyk("books")

    async def bank(self, what: str, words: str, **body: Any) -> dict[str, Any]:
        """Something happens at the bank."""
        self.transcript.does("bank", words)
        return await self.sandbox.halyk(what, **body)

    async def calm(self) -> None:
        """Good weather again, at the banks."""
        await self.sandbox.halyk("callbacks", mode="normal")
        await self.sandbox.halyk("trouble", kind="none")
        await self.sandbox.apipay("webhooks", mode="normal")
