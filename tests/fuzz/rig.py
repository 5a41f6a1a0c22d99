"""The whole program under a crowd: each update by itself, and what must be true after it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import traceback
from collections import Counter
from typing import Any

from sqlalchemy import func, select

from billing.people import reads
from bot import dialogue
from bot.program import Program
from bot.readable import readable
from handlers import addressed_to_us
from sandbox.app import USERNAME
from store.books import SqlBooks
from store.schema import metadata
from tests.fuzz.crowd import MANAGER, OWNER, Crowd, Happening
from tests.fuzz.findings import BENIGN, BROKEN, Findings, shown, sort_of, static_sentences, texts_of
from tests.fuzz.telegram import UPDATE, Call, Spoken

LAST = 200  # updates that a finding may speak of
PATIENCE = 90.0  # seconds for one update: a sheet is read in a process that must start first
SPEAKS = ("send", "edit", "copy", "forward")


class Fuzzed:
    """Program, world and crowd."""

    def __init__(self, program: Program, line: Spoken, crowd: Crowd, paid: set[int]) -> None:
        self.program, self.line, self.crowd = program, line, crowd
        self.paid = paid
        self.findings = Findings()
        self.counted: Counter[str] = Counter()
        self._static = static_sentences()
        self._spoken: dict[int, set[str]] = {}

    @property
    def desk(self) -> Any:
        """The desk that the program's chat works at."""
        return self.program.delivery._desk

    async def feed(self, happening: Happening) -> None:
        """One update, handled to its end, and everything looked at."""
        number = happening.update["update_id"]
        self.findings.last[number] = shown(happening.update)
        self.findings.last.pop(number - LAST, None)
        self.counted[next(name for name in happening.update if name != "update_id")] += 1
        ours = addressed_to_us(happening.update, self.program.bot.id, USERNAME)
        read = reads(await self.desk.person(happening.person), self.desk.merchant.locale)
        self._spoken.setdefault(happening.person, set()).add(read)
        before, first = await self._outbox(happening.chat), len(self.line.calls)
        if ours:
            await self._handled(happening)
        if ours and happening.answer and not self._answered(happening, first):
            await self._drained()
            silent = not self._answered(happening, first) and before == await self._outbox(happening.chat)
            if silent and not _stands(happening, before) and not await self._heard(happening.chat, first):
                self.findings.add(f"silence: {sort_of(happening.update)}", shown(happening.update))
        if happening.query is not None and happening.query.answer is None:
            await self._drained()
            if happening.query.answer is None:
                self.findings.add(f"unanswered: {sort_of(happening.update)}", shown(happening.update))
        if not ours and any(call.update == number for call in self.line.calls[first:]):
            self.findings.add("an answer to what was not for us", shown(happening.update))
        await self._look_at_words(happening.person, read)

    async def _handled(self, happening: Happening) -> None:
        UPDATE.set(happening.update["update_id"])
        changes = dialogue.begin()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.program.inbox._handle(readable(json.loads(json.dumps(happening.update))))
        except Exception as error:  # noqa: BLE001 - whatever reached the edge
            place = traceback.extract_tb(error.__traceback__)[-1]
            sort = f"{type(error).__name__} at {place.filename.rsplit('/', 2)[-1]}:{place.lineno}"
            trace = "".join(traceback.format_exception(error)[-12:])
            self.findings.add(sort, f"{shown(happening.update)}\n{trace[-3000:]}")
            return
        finally:
            dialogue._changes.set(None)
            UPDATE.set(0)
        at = self.program.delivery._clock.now()

        def write(books: SqlBooks) -> None:
            for key, (state, data) in changes.items():
                books.save_dialogue(key, state, data, at)

        if changes:
            await self.program.database.write(write)

    def _answered(self, happening: Happening, first: int) -> bool:
        number, chat = happening.update["update_id"], str(happening.chat)
        return any(
            call.update == number and call.method.startswith(SPEAKS) and str(call.values["chat_id"]) == chat
            for call in self.line.calls[first:]
        )

    async def _drained(self) -> None:
        """What was begun beside the chat has ended."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while len(self.program.asking):
                    await asyncio.sleep(0.01)

    async def _heard(self, chat: int, first: int) -> bool:
        """Whether the outbox has something to say there after all."""
        for _ in range(300):  # a card waits for its QR, as long as people do
            if any(str(call.values.get("chat_id")) == str(chat) for call in self.line.calls[first:]):
                return True
            await asyncio.sleep(0.02)
        return False

    async def _outbox(self, chat: int) -> tuple[int, ...]:
        """What waits to be said in a chat, or was."""
        if not chat:
            return ()
        notices, cards = metadata.tables["notices"], metadata.tables["cards"]
        reports = metadata.tables["reports"]

        def read(connection: Any) -> tuple[int, ...]:
            told = select(func.count()).select_from(notices).where(notices.c.chat_id == chat)
            drawn = select(func.coalesce(func.sum(cards.c.wanted), 0)).where(cards.c.chat_id == chat)
            asked = select(func.count()).select_from(reports).where(reports.c.chat_id == chat)
            return tuple(int(connection.execute(query).scalar()) for query in (told, drawn, asked))

        return await self.program.database.transaction(read)

    async def _look_at_words(self, person: int, read: str) -> None:
        calls, self.line.calls[:] = list(self.line.calls), []
        for call in calls:
            if (
                call.refusal
                and not any(words in call.refusal for words in BENIGN)
                and "Forbidden" not in call.refusal
            ):
                self.findings.add(f"{call.method} refused: {call.refusal[:80]}", self._told_of(call))
            for text in texts_of(call):
                if found := BROKEN.search(text):
                    self.findings.add(f"in the chat: {found[0]}", self._told_of(call))
                await self._read(
                    call, text, {read} if str(person) == str(call.values.get("chat_id")) else set()
                )

    def _told_of(self, call: Call) -> str:
        return f"{call}"[:2000] + "\n" + self.findings.last.get(call.update, "of delivery")

    async def _read(self, call: Call, text: str, before: set[str]) -> None:
        """A sentence without values is known by its words: it must be one of the reader's language."""
        chat = str(call.values.get("chat_id", ""))
        spoken = self._static.get(text)
        if spoken is None or not chat.isdecimal():
            return
        languages = {reads(await self.desk.person(int(chat)), self.desk.merchant.locale)} | before
        if not call.update:  # delivery may have begun before a language was chosen
            languages |= self._spoken.get(int(chat), set())
        if languages.isdisjoint(spoken):
            self.findings.add(f"not in {languages}: {text[:60]}", self._told_of(call))

    async def money(self) -> None:
        """Nobody paid; nothing went back but by those who may."""
        invoices, refunds = metadata.tables["invoices"], metadata.tables["refunds"]

        def read(connection: Any) -> tuple[set[int], set[int]]:
            paid = connection.execute(select(invoices.c.id).where(invoices.c.state == "paid"))
            back = connection.execute(select(refunds.c.person_id).where(refunds.c.state != "proposed"))
            return {row[0] for row in paid}, {row[0] for row in back}

        paid, who = await self.program.database.transaction(read)
        if paid != self.paid:
            self.findings.add("paid by an update", f"{sorted(paid ^ self.paid)}")
        if not who <= {OWNER, MANAGER}:
            self.findings.add("a refund by who may not", f"{who}")

    async def tokens(self) -> None:
        """What links lead to, for those who come by them."""

        def read(connection: Any) -> list[str]:
            found = []
            for name in ("invoices", "items", "subscriptions", "plans"):
                table = metadata.tables[name]
                if "token" in table.c:
                    found += [row[0] for row in connection.execute(select(table.c.token).limit(20)) if row[0]]
            return found

        self.crowd.tokens = await self.program.database.transaction(read)


def _stands(happening: Happening, before: tuple[int, ...]) -> bool:
    """A link that is opened twice within seconds: its card has just been sent into this chat."""
    message = happening.update.get("message", {})
    text = str(message.get("text") or message.get("caption"))
    return text.startswith("/start inv_") and before[1] > 0
