"""Telegram's updates: stored before they are acknowledged, handled in order per chat, at least once.

Of several replicas one has a chat in hand, and handles what all of them store for it (``store/chats.py``).

An update that fails five times is set aside: the person gets an apology, the owners an alert, the chat
goes on.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from aiogram.exceptions import (
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from billing import telling
from billing.errors import StoreUnavailable
from billing.models import Place
from billing.ports import Clock
from billing.records import NewNotice
from billing.tracing import where
from bot import dialogue
from bot.loops import Crew, Loop
from bot.readable import readable
from store.books import SqlBooks
from store.engine import Database
from store.inbox import NewUpdate, StoredUpdate

log = logging.getLogger(__name__)

TRIES = 5
PAUSES = (0.2, 1.0, 3.0, 8.0)
AWAY_PAUSE = 1.0  # while the books are away
TELEGRAM_AWAY = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)
TELEGRAM_PAUSES = (0.2, 30.0)  # the shortest and the longest, in seconds
TELEGRAM_PATIENCE = 600.0  # seconds: others of the chat wait, and it may be the update after all
CHATS_AT_ONCE = 64
TYPING_AT_ONCE = 16
TYPING_PATIENCE = 10.0  # seconds; Telegram takes no answer much later
PAGE = 500
TURN = 2.0  # so soon the updates of a dead process are somebody else's

Handle = Callable[[dict[str, Any]], Awaitable[object]]
Wanted = Callable[[dict[str, Any]], bool]


class Inbox:
    """Stores updates and hands them to the dispatcher."""

    def __init__(
        self, database: Database, clock: Clock, handle: Handle, wanted: Wanted, *, owner: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._handle = handle
        self._wanted = wanted
        self.owner = owner
        self._begun: set[int] = set()  # chats that are worked on
        self._news: set[int] = set()  # those of them in which something may wait
        self._crew = Crew("updates", CHATS_AT_ONCE)
        self._typing = Crew("typing", TYPING_AT_ONCE)
        self._open = True
        self.loop = Loop("updates", self._turn)

    def __len__(self) -> int:
        """How many chats are in hand here."""
        return len(self._begun)

    async def accept(self, updates: Sequence[dict[str, Any]]) -> None:
        """Commit those addressed to us; who has the chat in hand handles them, beside the caller.

        What somebody is typing is answered at once or never: it is not stored, and keeps nobody waiting.
        """
        ours = [update for update in updates if self._is_ours(update)]
        for update in ours:
            if "inline_query" in update and self._open:
                self._typing.spawn(self._answer(update))
        incoming = [_new(update) for update in ours if "inline_query" not in update]
        if not incoming:
            return
        at = self._clock.now()

        def write(books: SqlBooks) -> dict[int, StoredUpdate | None]:
            added = sorted({stored.chat_key for stored in books.add_updates(incoming, at)})
            ours = [chat_key for chat_key in added if books.take_chat(chat_key, self.owner)]
            return {chat_key: books.next_update(chat_key) for chat_key in ours}

        for chat_key, first in (await self._database.write_small(write)).items():
            self._begin(chat_key, first)

    async def accept_raw(self, body: bytes) -> bool:
        """One update as Telegram posted it; ``False``: that is not an update."""
        try:
            update = json.loads(body)
        except ValueError:
            return False
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return False
        await self.accept([update])
        return True

    async def resume(self) -> bool:
        """Go on with what processes that are dead had not handled; whether there may be more."""
        now, most = self._clock.now(), PAGE + len(self._begun)
        left = await self._database.read(lambda books: books.left_chats(self.owner, now, most))
        await asyncio.gather(
            *(self._adopt(chat_key, now) for chat_key in left if chat_key not in self._begun)
        )
        return len(left) == most

    async def _adopt(self, chat_key: int, now: datetime) -> None:
        if await self._database.write_small(lambda books: books.adopt_chat(chat_key, self.owner, now)):
            self._begin(chat_key)

    async def _turn(self) -> float:
        return 0.0 if await self.resume() else TURN

    async def stop(self, seconds: float) -> None:
        """Finish the updates in hand; the rest is in the books."""
        self._open = False
        await self.loop.stop()
        await asyncio.gather(self._crew.drain(seconds), self._typing.drain(seconds))

    async def _answer(self, update: dict[str, Any]) -> None:
        """One keystroke. A failure is logged and not repeated: the next one comes by itself."""
        dialogue.begin()
        try:
            async with asyncio.timeout(TYPING_PATIENCE):
                await self._handle(readable(update))
        except (TimeoutError, *TELEGRAM_AWAY) as error:
            log.warning("typing not answered: %s", type(error).__name__)

    def _is_ours(self, update: dict[str, Any]) -> bool:
        if not isinstance(update.get("update_id"), int):
            log.warning("an update without a number was dropped")
            return False
        try:
            return self._wanted(update)
        except (KeyError, TypeError, AttributeError, ValueError):
            return True  # unreadable: stored, and set aside where it cannot be handled

    def _begin(self, chat_key: int, first: StoredUpdate | None = None) -> None:
        """Something waits in a chat that is ours; ``first``: what has been read of it already."""
        if chat_key in self._begun:
            self._news.add(chat_key)
            return
        self._begun.add(chat_key)
        self._crew.spawn(self._work(chat_key, first))

    async def _work(self, chat_key: int, stored: StoredUpdate | None) -> None:
        """One chat's updates, one after another."""
        try:
            while self._open:
                stored = stored or await self._written(chat_key)
                while stored is not None and self._open:
                    stored = await self._handle_one(stored)
                if chat_key not in self._news:
                    return
                self._news.discard(chat_key)
        finally:
            self._begun.discard(chat_key)

    async def _handle_one(self, stored: StoredUpdate) -> StoredUpdate | None:
        """Gives the chat's next."""
        for nth in range(stored.tries, TRIES):
            changes = await self._tried(stored)
            if changes is not None:
                return await self._finish(stored, changes)
            if nth + 1 < TRIES:
                await self._count_try(stored)
                await asyncio.sleep(PAUSES[min(nth, len(PAUSES) - 1)])
        return await self._set_aside(stored)

    async def _tried(self, stored: StoredUpdate) -> dialogue.Changes | None:
        """What it changed in the conversation; ``None``: it failed.

        Books that are away are no failure, nor is Telegram for some minutes, which may give and not take.
        """
        since = asyncio.get_running_loop().time()
        while True:
            changes = dialogue.begin()
            try:
                await self._handle(readable(json.loads(stored.body)))
            except StoreUnavailable as error:
                log.warning("books unavailable: update=%s %s", stored.update_id, error)
                await asyncio.sleep(AWAY_PAUSE)
            except TELEGRAM_AWAY as error:
                if isinstance(error, TelegramEntityTooLarge) or not await self._may_come_back(stored, since):
                    return None
            except Exception as error:  # noqa: BLE001 - the edge of the chat: one bad update must not stop it
                log.error("update failed: update=%s %s", stored.update_id, where(error))
                return None
            else:
                return changes

    async def _may_come_back(self, stored: StoredUpdate, since: float) -> bool:
        """Wait a little, and longer the longer it lasts; ``False``: it has lasted too long."""
        away = asyncio.get_running_loop().time() - since
        log.warning("telegram takes no answers: update=%s for %.0f s", stored.update_id, away)
        if away > TELEGRAM_PATIENCE:
            return False
        await asyncio.sleep(min(max(away, TELEGRAM_PAUSES[0]), TELEGRAM_PAUSES[1]))
        return True

    async def _finish(self, stored: StoredUpdate, changes: dialogue.Changes) -> StoredUpdate | None:
        """The mark and the conversation, in one commit."""
        at = self._clock.now()

        def write(books: SqlBooks) -> None:
            books.finish_update(stored.id, "handled", at)
            for key, (state, data) in changes.items():
                books.save_dialogue(key, state, data, at)

        return await self._written(stored.chat_key, write)

    async def _written(
        self, chat_key: int, write: Callable[[SqlBooks], object] | None = None
    ) -> StoredUpdate | None:
        """Gives the chat's next, which is in the same commit: who adds to the chat meanwhile waits for it.

        Only the writing is repeated while the books are away: what was said is not said again. Nothing is
        written where this process was thought dead and another has the chat: that one handles it, too.
        """

        def hold_and_write(books: SqlBooks) -> StoredUpdate | None:
            if not books.hold_chat(chat_key, self.owner):
                if write is not None:
                    log.warning("another process has the chat that was in hand here")
                return None
            if write is not None:
                write(books)
            return books.next_or_leave(chat_key, self.owner)

        while True:
            try:
                return await self._database.write_small(hold_and_write)
            except StoreUnavailable as error:
                log.warning("books unavailable: updates %s", error)
                await asyncio.sleep(AWAY_PAUSE)

    async def _count_try(self, stored: StoredUpdate) -> None:
        try:
            await self._database.write_small(lambda books: books.count_try(stored.id))
        except StoreUnavailable as error:
            log.warning("books unavailable: update=%s %s", stored.update_id, error)

    async def _set_aside(self, stored: StoredUpdate) -> StoredUpdate | None:
        at = self._clock.now()

        def write(books: SqlBooks) -> None:
            books.finish_update(stored.id, "aside", at)
            if stored.chat_key > 0:
                apology = NewNotice(
                    key=f"set-aside:{stored.id}",
                    kind="set-aside",
                    place=Place(stored.chat_key),
                    loud=True,
                    person_id=stored.chat_key,
                )
                books.tell(apology, at)
            telling.alert(books, "alert-set-aside", f"u{stored.id}", {"update": str(stored.update_id)}, at)

        log.error("update set aside: update=%s", stored.update_id)
        return await self._written(stored.chat_key, write)


def _new(update: dict[str, Any]) -> NewUpdate:
    body = json.dumps(update, separators=(",", ":")).encode()  # ASCII: half a surrogate pair is no UTF-8
    return NewUpdate(update["update_id"], chat_key(update), body)


def chat_key(update: dict[str, Any]) -> int:
    """What keeps order: the chat, else the person."""
    for content in update.values():
        if not isinstance(content, dict):
            continue
        message = content.get("message")
        for holder in (content, message):
            chat = holder.get("chat") if isinstance(holder, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
        person = content.get("from")
        if isinstance(person, dict) and isinstance(person.get("id"), int):
            return int(person["id"])
    return 0
