"""What came in and is not done yet: webhooks of banks, updates of Telegram, conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from billing.answers import Seen
from billing.records import NewDelivery, StoredDelivery
from store import statements
from store.base import Section
from store.leasing import Leasing
from store.schema import bank_events, counters, deliveries, dialogues, pictures, updates


class Deliveries(Leasing):
    """Webhooks, stored before they are answered."""

    def add_deliveries(self, new: Sequence[NewDelivery]) -> list[StoredDelivery | None]:
        """Store them, leased to us; ``None``: a copy of one that is stored already."""
        by_key = {one.key: one for one in reversed(new)}
        if not by_key:
            return []
        rows = [self._delivery_row(one) for one in by_key.values()]
        added = self.run(statements.adding_deliveries(self.connection.dialect.name), rows)
        ids = {row.key: row.id for row in added}
        for key in by_key.keys() - ids.keys():
            self._rearm(by_key[key].provider, key, by_key[key].received_at)
        return [
            StoredDelivery(ids[one.key], one.provider, one.payment_id, one.claim, one.received_at, 0)
            if one.key in ids and by_key[one.key] is one
            else None
            for one in new
        ]

    def keep_event(self, provider: str, key: str, kind: str, body: bytes, at: datetime) -> bool:
        """Store what a bank reports beside payments, sealed; ``False``: a copy of what is there already."""
        row = {"provider": provider, "key": key, "kind": kind, "body": self.vault.seal(body)}
        return self.insert_once(bank_events, {**row, "received_at": at}) is not None

    def _delivery_row(self, one: NewDelivery) -> dict[str, Any]:
        return {
            "merchant_id": self.merchant.id,
            "provider": one.provider,
            "key": one.key,
            "payment_id": one.payment_id,
            "claim": one.claim.value,
            "body": self.vault.seal(one.body),
            "received_at": one.received_at,
            "due_at": None if one.known else one.received_at,
            "finished_at": one.received_at if one.known else None,
            "tries": 0,
            "lease_owner": None if one.known else one.owner,
            "lease_until": None if one.known else one.lease_until,
        }

    def _rearm(self, provider: str, key: str, now: datetime) -> None:
        """The bank says it again: if that one was given up, look once more."""
        self.run(
            update(deliveries)
            .where(
                self.mine(deliveries),
                deliveries.c.provider == provider,
                deliveries.c.key == key,
                deliveries.c.finished_at.is_not(None),
            )
            .values(due_at=now, finished_at=None, tries=0, lease_owner=None, lease_until=None)
        )

    def lease_due_deliveries(
        self, owner: str, now: datetime, until: datetime, limit: int
    ) -> list[StoredDelivery]:
        """Take those that are due and that nobody is settling."""
        rows = self.lease_due(deliveries.c.due_at, owner, now, until, limit)
        return [_delivery(row) for row in rows]

    def has_due_deliveries(self, now: datetime) -> bool:
        """Whether some are to be settled."""
        return self.has_due(deliveries.c.due_at, now)

    def finish_delivery(self, delivery_id: int, at: datetime) -> None:
        """Nothing is left to do about it."""
        here = {"is_merchant_id": self.merchant.id, "is_id": delivery_id, "finished": at}
        self.collect(statements.finishing_delivery(), here)

    def postpone_delivery(self, delivery_id: int, due_at: datetime) -> None:
        """Look again later."""
        self.run(
            update(deliveries)
            .where(self.mine(deliveries), deliveries.c.id == delivery_id)
            .values(due_at=due_at, tries=deliveries.c.tries + 1, lease_owner=None, lease_until=None)
        )


def _delivery(row: Row[Any]) -> StoredDelivery:
    return StoredDelivery(row.id, row.provider, row.payment_id, Seen(row.claim), row.received_at, row.tries)


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """One Telegram update in the inbox. ``id`` is our own number: the order in which it came."""

    id: int
    update_id: int
    chat_key: int
    tries: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewUpdate:
    """What is stored of an update before Telegram is told that we have it."""

    update_id: int
    chat_key: int
    body: bytes = field(repr=False)


class Updates(Section):
    """Telegram's updates, stored before they are acknowledged."""

    def serve_bot(self, bot_id: int) -> None:
        """From now on updates are this bot's. Each bot counts its own, and keeps its own uploaded pictures.

        What the last bot left gets numbers that Telegram never gives, so that nothing new looks like a copy.
        """
        here = {"merchant_id": self.merchant.id, "name": "bot"}
        last = self.row(counters, name="bot")
        if last is not None and last.value != bot_id:
            numbered = update(updates).where(self.mine(updates), updates.c.update_id > 0)
            self.run(numbered.values(update_id=-updates.c.id))
            self.run(delete(pictures).where(self.mine(pictures)))
        self.run(
            self.insert(counters)
            .values(**here, value=bot_id)
            .on_conflict_do_update(
                index_elements=[counters.c.merchant_id, counters.c.name], set_={"value": bot_id}
            )
        )

    def add_updates(self, incoming: Sequence[NewUpdate], at: datetime) -> list[StoredUpdate]:
        """Store those that are new, in their order."""
        added = []
        for one in incoming:
            new_id = self.insert_once(
                updates,
                {
                    "update_id": one.update_id,
                    "chat_key": one.chat_key,
                    "body": self.vault.seal(one.body),
                    "state": "due",
                    "tries": 0,
                    "received_at": at,
                },
            )
            if new_id is not None:
                added.append(StoredUpdate(new_id, one.update_id, one.chat_key, 0, one.body))
        return added

    def finish_update(self, update_row: int, state: str, at: datetime) -> None:
        """``handled`` or ``aside``."""
        self.run(
            update(updates)
            .where(self.mine(updates), updates.c.id == update_row)
            .values(state=state, handled_at=at)
        )

    def count_try(self, update_row: int) -> None:
        """One more failed try; counted before the handler runs, so that a crash counts too."""
        self.run(
            update(updates)
            .where(self.mine(updates), updates.c.id == update_row)
            .values(tries=updates.c.tries + 1)
        )


class Dialogues(Section):
    """Conversation state, committed together with the mark that its update is handled."""

    def dialogue(self, key: str) -> tuple[str | None, dict[str, Any], datetime | None]:
        """State, data and when it was changed."""
        row = self.run(select(dialogues).where(self.mine(dialogues), dialogues.c.key == key)).first()
        if row is None:
            return None, {}, None
        data = self.vault.open_json(row.data)
        return row.state, data if isinstance(data, dict) else {}, row.changed_at

    def save_dialogue(self, key: str, state: str | None, data: Mapping[str, Any], at: datetime) -> None:
        """Keep it, or forget it where nothing is left."""
        if state is None and not data:
            self.run(delete(dialogues).where(self.mine(dialogues), dialogues.c.key == key))
            return
        values = {"state": state, "data": self.vault.seal_json(dict(data)), "changed_at": at}
        self.run(
            self.insert(dialogues)
            .values({"merchant_id": self.merchant.id, "key": key, **values})
            .on_conflict_do_update(index_elements=[dialogues.c.merchant_id, dialogues.c.key], set_=values)
        )
