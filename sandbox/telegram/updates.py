"""The queue of updates: numbered, filtered by `allowed_updates`, confirmed by `offset`."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.clock import Clock
from sandbox.common.chances import FAIR
from sandbox.telegram.errors import bad_request, conflict

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost", "guest_message",
)  # fmt: skip
ONLY_IF_NAMED = {"message_reaction", "message_reaction_count", "chat_member"}
LIFETIME = timedelta(hours=24)
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
Update = dict[str, Any]


@dataclass
class _Waiting:
    update: Update
    since: datetime
    injected: bool = False


class UpdateQueue:
    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._next_id = first_id
        self._waiting: list[_Waiting] = []
        self._arrived = asyncio.Event()
        self._poll: object | None = None
        self.allowed: list[str] = []
        self.chances = FAIR

    def add(self, kind: str, body: Any) -> None:
        """Queue a new update, unless the bot does not want this kind."""
        if not self._wants(kind):
            return
        update = {"update_id": self._next_id, kind: body}
        self._append(_Waiting(update, self._clock.now()))
        self._next_id += 1
        if self.chances.draw("update")[0]:
            self._append(_Waiting(dict(update), self._clock.now(), injected=True))  # sent twice

    def inject(self, update: Update) -> Update:
        """Queue any update as it is, known number or not; it is handed out once, whatever the offset."""
        if "update_id" not in update:
            update = {"update_id": self._next_id, **update}
            self._next_id += 1
        self._append(_Waiting(update, self._clock.now(), injected=True))
        return update

    def allow(self, kinds: Any) -> None:
        """What the bot wants from now on; None leaves the last wish, an empty list is the default."""
        if kinds is None:
            return
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("can't parse allowed_updates: expected an Array of String")
        self.allowed = [kind for kind in KINDS if kind in kinds]

    def clear(self) -> None:
        self._waiting.clear()
        self.chances = FAIR

    def __len__(self) -> int:
        self._forget_old()
        return len(self._waiting)

    async def poll(self, offset: int, limit: int, patience: float) -> list[Update]:
        """getUpdates: what has a number from `offset` on; whatever is below it is confirmed and forgotten."""
        self._poll = turn = object()
        self._announce()  # an older poll wakes up and sees that it was replaced
        self._confirm(offset)
        if patience:
            await self._wait_as(turn, patience)
        if self._poll is not turn:
            raise conflict(OTHER_POLL)
        return self._hand_out(limit)

    async def _wait_as(self, turn: object, patience: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not self._waiting and self._poll is turn:
                    await self._arrived.wait()

    def interrupt(self) -> None:
        """End the running poll, if any, with 409."""
        self._poll = None
        self._announce()

    async def first(self) -> Update:
        """The oldest update, waiting for one if need be; it stays until `drop`ped."""
        while not len(self):
            await self._arrived.wait()
        return self._waiting[0].update

    def drop(self, update: Update) -> None:
        self._waiting = [waiting for waiting in self._waiting if waiting.update is not update]

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_IF_NAMED

    def _append(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        self._announce()

    def _announce(self) -> None:
        arrived, self._arrived = self._arrived, asyncio.Event()
        arrived.set()

    def _forget_old(self) -> None:
        oldest = self._clock.now() - LIFETIME
        self._waiting = [waiting for waiting in self._waiting if waiting.since > oldest]

    def _confirm(self, offset: int) -> None:
        self._forget_old()
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [w for w in self._waiting if w.injected or w.update["update_id"] >= offset]

    def _hand_out(self, limit: int) -> list[Update]:
        batch = self._waiting[:limit]
        self._waiting = [w for w in self._waiting if not (w.injected and w in batch)]
        return [waiting.update for waiting in batch]
