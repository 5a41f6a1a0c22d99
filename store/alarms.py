"""Troubles that were told, and what else waits too long."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from billing.models import Notice
from billing.troubles import Alarm, Sight, Trouble
from store.base import Section
from store.outbox import as_notice, waits_since
from store.schema import alarms, cards, deliveries, notices, reminders, updates

TOLD = [name for kind in Trouble for name in (kind.value, kind.over)]
AT_ONCE = 20


class Alarms(Section):
    """One open alarm of a cause at a time; those that ended stay as a record."""

    def alarm(self, cause: str) -> Alarm | None:
        """The one that lasts."""
        query = select(alarms).where(self._lasting(), alarms.c.cause == cause)
        row = self.run(query).first()
        return None if row is None else _alarm(row)

    def alarms(self) -> list[Alarm]:
        """All that last, oldest first."""
        return [_alarm(row) for row in self.run(select(alarms).where(self._lasting()).order_by(alarms.c.id))]

    def add_alarm(self, sight: Sight, at: datetime) -> Alarm | None:
        """A new one; ``None``: another process was first."""
        said = json.dumps(dict(sight.values), ensure_ascii=False)
        values = {"cause": sight.cause, "kind": sight.kind, "details": said, "since": at, "seen_at": at}
        return None if self.insert_once(alarms, values) is None else self.alarm(sight.cause)

    def see_alarm(self, alarm_id: int, at: datetime) -> None:
        """It lasts."""
        self.run(update(alarms).where(self._lasting(), alarms.c.id == alarm_id).values(seen_at=at))

    def note_well(self, beginning: str, at: datetime) -> None:
        """What those causes stand for works at this moment."""
        mine = self._lasting(), alarms.c.cause.startswith(beginning, autoescape=True)
        self.run(update(alarms).where(*mine).values(well_at=at))

    def end_alarm(self, alarm_id: int, at: datetime) -> bool:
        """It is over; ``False``: another process was first."""
        return self.changed(
            update(alarms).where(self._lasting(), alarms.c.id == alarm_id).values(ended_at=at)
        )

    def alarms_ended(self, cause: str, since: datetime) -> int:
        """How often it was over since then."""
        query = select(func.count()).where(
            self.mine(alarms), alarms.c.cause == cause, alarms.c.ended_at >= since
        )
        return int(self.run(query).scalar_one())

    def overdue(self, silent: Sequence[int] = ()) -> dict[Trouble, datetime]:
        """Since when the oldest entry of each queue might have been taken in hand, and was not.

        What is put off on purpose, because a bank is silent or Telegram asks for it, is not due; nor is what
        waits in the chats ``silent``. A Telegram that is away puts nothing off.
        """
        message = self.oldest_message(silent)
        received = select(func.min(updates.c.received_at))
        waiting = {
            Trouble.UPDATES_WAIT: self._first(received.where(self.mine(updates), updates.c.state == "due")),
            Trouble.REPORTS_WAIT: self._first(_first_due(deliveries).where(self.mine(deliveries))),
            Trouble.MESSAGES_WAIT: None if message is None else message[0],
            Trouble.REMINDERS_WAIT: self._first(_first_due(reminders).where(self.mine(reminders))),
        }
        return {kind: since for kind, since in waiting.items() if since is not None}

    def oldest_message(self, silent: Sequence[int] = ()) -> tuple[datetime, int] | None:
        """Since when the oldest card or notice waits, and in which chat; but for the chats ``silent``."""
        found: list[tuple[datetime, int]] = []
        for table in (notices, cards):
            since = waits_since(table)
            query: Any = select(since, table.c.chat_id).where(self.mine(table), table.c.due_at.is_not(None))
            if silent:
                query = query.where(table.c.chat_id.not_in(silent))
            found += [(row[0], row.chat_id) for row in self.run(query.order_by(since).limit(1))]
        return min(found, default=None)

    def take_untold(self, since: datetime, until: datetime) -> list[Notice]:
        """Alarms' news due before ``since`` that nobody tried to tell: out of the queue ``until`` then."""
        left = (self.mine(notices), notices.c.due_at <= since, notices.c.kind.in_(TOLD))
        found = self.run(select(notices).where(*left).order_by(notices.c.id).limit(AT_ONCE)).all()
        return [
            as_notice(row)
            for row in found
            if self.changed(update(notices).where(notices.c.id == row.id, *left).values(due_at=until))
        ]

    def _first(self, query: Select[Any]) -> datetime | None:
        return self.run(query).scalar()

    def _lasting(self) -> Any:
        return self.mine(alarms) & alarms.c.ended_at.is_(None)


def _first_due(table: Any) -> Any:
    return select(func.min(table.c.due_at)).where(table.c.due_at.is_not(None))


def _alarm(row: Row[Any]) -> Alarm:
    return Alarm(
        id=row.id,
        cause=row.cause,
        kind=Trouble(row.kind),
        values=json.loads(row.details),
        since=row.since,
        seen_at=row.seen_at,
        well_at=row.well_at,
    )
