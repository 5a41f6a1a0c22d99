"""Who has a chat in hand: one process at a time handles its updates, in the order in which they came.

A row stands for a chat while its updates wait. Whoever adds one, and whoever is done with one, holds the row:
either the holder sees the new update before it lets go, or who added it finds the chat free.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, ScalarSelect, delete, select, update

from store.base import Section
from store.inbox import StoredUpdate
from store.schema import chats, leases, updates

PROCESS = "process:"  # the lease by which a process shows that it lives


class Chats(Section):
    """Chats in hand."""

    def alive(self, now: datetime) -> ScalarSelect[str]:
        """The processes that have been heard of lately."""
        return select(leases.c.owner).where(self._lives(now)).scalar_subquery()

    def living(self, now: datetime) -> list[str]:
        """The same, by name."""
        query = select(leases.c.owner).where(self._lives(now)).order_by(leases.c.owner)
        return list(self.run(query).scalars())

    def at_work_beside(self, owner: str, now: datetime) -> dict[str, datetime]:
        """The others, and until when each is known to live."""
        others = select(leases.c.owner, leases.c.until).where(self._lives(now), leases.c.owner != owner)
        return {row.owner: row.until for row in self.run(others)}

    def _lives(self, now: datetime) -> ColumnElement[bool]:
        return self.mine(leases) & leases.c.name.startswith(PROCESS) & (leases.c.until > now)

    def take_chat(self, chat_key: int, owner: str) -> bool:
        """Take a chat that is free; ``False``: another process has it, and will see what has been added."""
        row = {"merchant_id": self.merchant.id, "chat_key": chat_key, "owner": owner}
        taking = self.insert(chats).values(row)
        held = taking.on_conflict_do_update(
            index_elements=[chats.c.merchant_id, chats.c.chat_key], set_={"owner": chats.c.owner}
        )
        return bool(self.run(held.returning(chats.c.owner)).scalar_one() == owner)

    def hold_chat(self, chat_key: int, owner: str) -> bool:
        """Nobody adds to the chat before this transaction ends; ``False``: it is in other hands now."""
        here = self.mine(chats), chats.c.chat_key == chat_key
        return self.run(select(chats.c.owner).where(*here).with_for_update()).scalar() == owner

    def next_update(self, chat_key: int) -> StoredUpdate | None:
        """The first of the chat's that is not handled yet."""
        due = (self.mine(updates), updates.c.state == "due", updates.c.chat_key == chat_key)
        row = self.run(select(updates).where(*due).order_by(updates.c.id).limit(1)).first()
        if row is None:
            return None
        return StoredUpdate(row.id, row.update_id, row.chat_key, row.tries, self.vault.open(row.body))

    def next_or_leave(self, chat_key: int, owner: str) -> StoredUpdate | None:
        """The next update of a chat that is held; the chat is let go where there is none."""
        following = self.next_update(chat_key)
        if following is None:
            here = self.mine(chats), chats.c.chat_key == chat_key, chats.c.owner == owner
            self.run(delete(chats).where(*here))
        return following

    def left_chats(self, owner: str, now: datetime, limit: int) -> Sequence[int]:
        """Chats whose updates wait, and that no other living process has in hand."""
        others = chats.c.owner.in_(self.alive(now)) & (chats.c.owner != owner)
        in_hand = select(chats.c.chat_key).where(self.mine(chats), others)
        waiting = select(updates.c.chat_key).where(self.mine(updates), updates.c.state == "due")
        left = waiting.where(updates.c.chat_key.not_in(in_hand)).distinct()
        return list(self.run(left.limit(limit)).scalars())

    def adopt_chat(self, chat_key: int, owner: str, now: datetime) -> bool:
        """Take what a dead process left. Its first update counts a try: it may have been the cause."""
        here = self.mine(chats), chats.c.chat_key == chat_key
        left: Row[tuple[str]] | None = self.run(select(chats.c.owner).where(*here).with_for_update()).first()
        if left is None or left.owner == owner:
            return self.take_chat(chat_key, owner)
        if not self.changed(
            update(chats).where(*here, chats.c.owner.not_in(self.alive(now))).values(owner=owner)
        ):
            return False
        first = self.next_update(chat_key)
        if first is not None:
            counted = update(updates).where(self.mine(updates), updates.c.id == first.id)
            self.run(counted.values(tries=updates.c.tries + 1))
        return True
