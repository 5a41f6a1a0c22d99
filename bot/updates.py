"""Telegram's updates: stored before they are acknowledged, handled in order per chat, at least once.

An update that fails five times is set aside: the person gets an apology, the owners an alert, the chat
goes on.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from billing import telling
from billing.books import NewNotice
from billing.errors import StoreUnavailable
from billing.models import Place
from billing.ports import Clock
from billing.tracing import where
from bot import dialogue
from bot.loops import Crew, Loop
from bot.telegram import Poll, PollFailed
from store.books import SqlBooks
from store.engine import Database
from store.inbox import NewUpdate, StoredUpdate

log = logging.getLogger(__name__)

TRIES = 5
PAUSES = (0.2, 1.0, 3.0, 8.0)
AWAY_PAUSE = 1.0  # while the books are away
CHATS_AT_ONCE = 64
PAGE = 500

Handle = Callable[[dict[str, Any]], Awaitable[object]]
Wanted = Callable[[dict[str, Any]], bool]


class Inbox:
    """Stores updates and hands them to the dispatcher."""

    def __init__(self, database: Database, clock: Clock, handle: Handle, wanted: Wanted) -> None:
        self._database = database
        self._clock = clock
        self._handle = handle
        self._wanted = wanted
        self._queues: dict[int, deque[StoredUpdate]] = {}
        self._crew = Crew("updates", CHATS_AT_ONCE)
        self._open = True

    async def accept(self, updates: Sequence[dict[str, Any]]) -> None:
        """Commit those addressed to us, then handle them beside the caller."""
        incoming = [_new(update) for update in updates if self._is_ours(update)]
        if not incoming:
            return
        at = self._clock.now()
        for stored in await self._database.write_small(lambda books: books.add_updates(incoming, at)):
            self._queue(stored)

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

    async def resume(self) -> None:
        """Go on with what was stored and not handled when the last process ended."""
        last, begun = 0, set[int]()
        while page := await self._database.read(lambda books, after=last: books.due_updates(after, PAGE)):  # type: ignore[misc]
            for stored in page:
                if stored.chat_key not in begun:  # only the first of a chat may have been in hand
                    begun.add(stored.chat_key)
                    await self._count_try(stored)
                    stored = replace(stored, tries=stored.tries + 1)
                self._queue(stored)
            last = page[-1].id

    async def stop(self, seconds: float) -> None:
        """Finish the updates in hand; the rest is in the books."""
        self._open = False
        await self._crew.drain(seconds)

    def _is_ours(self, update: dict[str, Any]) -> bool:
        if not isinstance(update.get("update_id"), int):
            log.warning("an update without a number was dropped")
            return False
        try:
            return self._wanted(update)
        except (KeyError, TypeError, AttributeError, ValueError):
            return True  # unreadable: stored, and set aside where it cannot be handled

    def _queue(self, stored: StoredUpdate) -> None:
        queue = self._queues.setdefault(stored.chat_key, deque())
        queue.append(stored)
        if len(queue) == 1:
            self._crew.spawn(self._work(stored.chat_key))

    async def _work(self, chat_key: int) -> None:
        """One chat's updates, one after another."""
        queue = self._queues[chat_key]
        try:
            while queue and self._open:
                await self._handle_one(queue[0])
                queue.popleft()
        finally:
            del self._queues[chat_key]

    async def _handle_one(self, stored: StoredUpdate) -> None:
        for nth in range(stored.tries, TRIES):
            changes = await self._tried(stored)
            if changes is not None:
                await self._finish(stored, changes)
                return
            if nth + 1 < TRIES:
                await self._count_try(stored)
                await asyncio.sleep(PAUSES[min(nth, len(PAUSES) - 1)])
        await self._set_aside(stored)

    async def _tried(self, stored: StoredUpdate) -> dialogue.Changes | None:
        """What it changed in the conversation; ``None``: it failed. Books that are away are no failure."""
        while True:
            changes = dialogue.begin()
            try:
                await self._handle(json.loads(stored.body))
            except StoreUnavailable as error:
                log.warning("books unavailable: update=%s %s", stored.update_id, error)
                await asyncio.sleep(AWAY_PAUSE)
            except Exception as error:  # noqa: BLE001 - the edge of the chat: one bad update must not stop it
                log.error("update failed: update=%s %s", stored.update_id, where(error))
                return None
            else:
                return changes

    async def _finish(self, stored: StoredUpdate, changes: dialogue.Changes) -> None:
        """The mark and the conversation, in one commit."""
        at = self._clock.now()

        def write(books: SqlBooks) -> None:
            books.finish_update(stored.id, "handled", at)
            for key, (state, data) in changes.items():
                books.save_dialogue(key, state, data, at)

        await self._written(stored, write)

    async def _written(self, stored: StoredUpdate, write: Callable[[SqlBooks], None]) -> None:
        """Only the writing is repeated while the books are away: what was said is not said again."""
        while True:
            try:
                await self._database.write_small(write)
            except StoreUnavailable as error:
                log.warning("books unavailable: update=%s %s", stored.update_id, error)
                await asyncio.sleep(AWAY_PAUSE)
            else:
                return

    async def _count_try(self, stored: StoredUpdate) -> None:
        try:
            await self._database.write_small(lambda books: books.count_try(stored.id))
        except StoreUnavailable as error:
            log.warning("books unavailable: update=%s %s", stored.update_id, error)

    async def _set_aside(self, stored: StoredUpdate) -> None:
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

        await self._written(stored, write)
        log.error("update set aside: update=%s", stored.update_id)


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


class Polling:
    """Long polling over the inbox: the offset moves only past what is committed."""

    def __init__(self, poll: Poll, inbox: Inbox) -> None:
        self._poll = poll
        self._inbox = inbox
        self._offset: int | None = None
        self.loop = Loop("polling", self._turn)
        self._asking: asyncio.Task[list[dict[str, Any]]] | None = None

    async def stop(self) -> None:
        """End the open question to Telegram and the loop."""
        if self._asking is not None:
            self._asking.cancel()
        await self.loop.stop()
        await self._poll.close()

    async def _turn(self) -> float:
        self._asking = asyncio.create_task(self._poll(self._offset))
        await asyncio.wait([self._asking])
        if self._asking.cancelled():
            return 0.0
        try:
            updates = self._asking.result()
        except PollFailed as error:
            log.warning("telegram gave no updates: %s", error)
            return error.pause
        await self._inbox.accept(updates)
        numbers = [u["update_id"] for u in updates if isinstance(u.get("update_id"), int)]
        if numbers:
            self._offset = max(numbers) + 1
        return 0.0
