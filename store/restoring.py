"""Books that came back from a backup: numbers that were given after it are given to nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select, text, update

from store.base import Section
from store.schema import counters, metadata, payments

LEAST = 1000
FOLD = 3  # so many times what was billed in as long a time before


class Restoring(Section):
    """After a restore."""

    def make_room(self, now: datetime) -> int:
        """Count on from farther ahead: invoices, references at banks, rows; by how much.

        What was billed between the newest row here and now is not known here, but at the banks and in chats:
        a bank that is told one of those numbers again takes the new bill for the old one, or refuses it.
        """
        by = LEAST + FOLD * self._billed_lately(now)
        ours = or_(counters.c.name.in_(("invoice", "subscription")), counters.c.name.startswith("bank:"))
        self.run(update(counters).where(self.mine(counters), ours).values(value=counters.c.value + by))
        if self.connection.dialect.name == "sqlite":
            self.run(text("UPDATE sqlite_sequence SET seq = seq + :by"), {"by": by})
        else:
            self._skip_rows(by)
        return by

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
