"""Books that came back from a backup: what was given out after it, numbers and entry, is not given again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, text, update

from store.base import Section
from store.schema import counters, invites, metadata, payments
from store.types import EPOCH

RESTORED = "restored"  # the counter that holds when room was made, in seconds since 1970
SHOWN = ("invoice", "subscription", "shift")  # counters of numbers that people see

LEAST = 1000
FOLD = 3  # so many times what was billed in as long a time before


class Restoring(Section):
    """After a restore."""

    def room_made_at(self) -> datetime | None:
        """Since when there is room already, and no program has used any of it."""
        query = select(counters.c.value).where(self.mine(counters), counters.c.name == RESTORED)
        seconds = self.run(query).scalar()
        return EPOCH + timedelta(seconds=seconds) if seconds is not None else None

    def use_room(self) -> None:
        """A program begins to give numbers: from now on another restore needs room of its own."""
        self.run(delete(counters).where(self.mine(counters), counters.c.name == RESTORED))

    def make_room(self, now: datetime) -> int:
        """Count on from farther ahead: invoices, references at banks, rows; by how much.

        What was billed between the newest row here and now is not known here, but at the banks and in chats:
        a bank that is told one of those numbers again takes the new bill for the old one, or refuses it.
        """
        by = LEAST + FOLD * self._billed_lately(now)
        banks = counters.c.name.startswith("bank:")  # one not there yet begins by the day, past all before
        self.run(update(counters).where(self.mine(counters), banks).values(value=counters.c.value + by))
        for name in SHOWN:
            self._count_on(name, by)
        if self.connection.dialect.name == "sqlite":
            self.run(text("UPDATE sqlite_sequence SET seq = seq + :by"), {"by": by})
        else:
            self._skip_rows(by)
        self._withdraw_invites(now)
        self.use_room()
        moment = int((now - EPOCH).total_seconds())
        self.run(insert(counters).values(merchant_id=self.merchant.id, name=RESTORED, value=moment))
        return by

    def _count_on(self, name: str, by: int) -> None:
        """Also where the copy is older than the first of them."""
        counting = self.insert(counters).values(merchant_id=self.merchant.id, name=name, value=by)
        here = [counters.c.merchant_id, counters.c.name]
        self.run(counting.on_conflict_do_update(index_elements=here, set_={"value": counters.c.value + by}))

    def _withdraw_invites(self, now: datetime) -> None:
        """Somebody may have come by one since, and been sent away again."""
        standing = self.mine(invites) & invites.c.ended_at.is_(None)
        self.run(update(invites).where(standing).values(ended_at=now))

    def _billed_lately(self, now: datetime) -> int:
        """How many bills the books have of as long a time as they miss."""
        newest = self.run(select(func.max(payments.c.created_at)).where(self.mine(payments))).scalar()
        if newest is None:
            return 0
        alike = payments.c.created_at > newest - (now - newest)
        return int(self.run(select(func.count()).where(self.mine(payments), alike)).scalar_one())

    def _skip_rows(self, by: int) -> None:
        for table in metadata.sorted_tables:
            if table.autoincrement_column is not None:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                self.run(select(func.setval(sequence, func.nextval(sequence) + by)))
