"""Reminders that are planned, and who wishes none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from billing.subscriptions.records import NewReminder, ReminderRow
from store import statements
from store.base import Section
from store.schema import notices, reminders, silences

REMINDERS = "remind-"  # so the kinds of their notices begin


class Reminders(Section):
    """Planned, moved, dropped, taken when they are due; each is finished once."""

    def plan_reminders(self, new: Sequence[NewReminder], at: datetime) -> None:
        """Write those that are not there, and move those whose time is another now.

        One that was finished stays so, for it may have been sent; one that was dropped comes back.
        """
        rows = [
            {
                "merchant_id": self.merchant.id,
                "key": each.key,
                "subject": each.subject,
                "subject_id": each.subject_id,
                "number": each.number,
                "days": each.days,
                "due_at": each.due_at,
                "until": each.until,
                "created_at": at,
                "dropped": False,
            }
            for each in sorted(new, key=lambda each: each.key)  # nobody waits in a ring
        ]
        if rows:
            self.run(statements.planning_reminders(self.connection.dialect.name), rows)

    def drop_reminders(self, subject: str, subject_id: int, why: str, at: datetime) -> None:
        """What they would say is true no more: none of the subject is due."""
        self.run(
            update(reminders)
            .where(
                self.mine(reminders),
                reminders.c.due_at.is_not(None),
                reminders.c.subject == subject,
                reminders.c.subject_id == subject_id,
            )
            .values(due_at=None, done_at=at, how=why, dropped=True)
        )

    def due_reminders(self, now: datetime, limit: int) -> list[ReminderRow]:
        """Those whose time has come, the longest due first."""
        query = select(reminders).where(self.mine(reminders), reminders.c.due_at <= now)
        ordered = query.order_by(reminders.c.due_at, reminders.c.id).limit(limit)
        return [_reminder(row) for row in self.run(ordered)]

    def next_reminder(self) -> datetime | None:
        """When the first of all is due."""
        open_ones = self.mine(reminders), reminders.c.due_at.is_not(None)
        return self.run(select(func.min(reminders.c.due_at)).where(*open_ones)).scalar()

    def finish_reminder(self, reminder_id: int, how: str, at: datetime, *, for_good: bool = True) -> bool:
        """Compare and set: ``True`` for the first who finishes it while it is due, and only for that one.

        Not ``for_good``: it was not sent, and comes back where it is planned anew.
        """
        here = self.mine(reminders), reminders.c.id == reminder_id, reminders.c.due_at <= at
        values = {"due_at": None, "done_at": at, "how": how, "dropped": not for_good}
        return self.changed(update(reminders).where(*here).values(values))

    def unsent_reminders(self) -> int:
        """How many stand in the outbox and have not been said yet."""
        waiting = notices.c.due_at.is_not(None), notices.c.kind.startswith(REMINDERS, autoescape=True)
        return int(self.run(select(func.count()).where(self.mine(notices), *waiting)).scalar_one())

    def silence(self, person_id: int, subject: str, at: datetime, *, silent: bool) -> None:
        """From now on the person is not reminded of this, or is again."""
        if silent:
            row = {"person_id": person_id, "subject": subject, "created_at": at}
            adding = statements.adding_unless_there(silences, self.connection.dialect.name)
            self.run(adding, {"merchant_id": self.merchant.id, **row})
            return
        theirs = silences.c.person_id == person_id, silences.c.subject == subject
        self.run(delete(silences).where(self.mine(silences), *theirs))

    def is_silent(self, person_id: int, subject: str) -> bool:
        """Whether the person has asked not to be reminded of this."""
        return self.row(silences, person_id=person_id, subject=subject) is not None


def _reminder(row: Row[Any]) -> ReminderRow:
    return ReminderRow(
        key=row.key,
        subject=row.subject,
        subject_id=row.subject_id,
        number=row.number,
        days=row.days,
        due_at=row.due_at,
        until=row.until,
        id=row.id,
    )
