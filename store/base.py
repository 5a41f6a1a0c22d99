"""What every part of the books stands on: one connection, one merchant, one vault."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Result, Table, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from billing.models import Merchant
from store.schema import counters, leases
from store.secrets import Vault


class Section:
    """Runs statements for one merchant inside the caller's transaction."""

    def __init__(self, connection: Connection, merchant: Merchant, vault: Vault) -> None:
        self.connection = connection
        self.merchant = merchant
        self.vault = vault
        self.outbox_touched = False  # there is something to draw or tell once this is committed

    def run(self, statement: Executable) -> Result[Any]:
        """One statement."""
        return self.connection.execute(statement)

    def changed(self, statement: Executable) -> bool:
        """Whether an ``UPDATE`` hit a row: the answer of a compare-and-set."""
        return bool(self.run(statement).rowcount)  # type: ignore[attr-defined]

    def mine(self, table: Table) -> ColumnElement[bool]:
        """The condition that every query names."""
        return table.c.merchant_id == self.merchant.id

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An ``INSERT`` that knows ``ON CONFLICT``, for this database."""
        if self.connection.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    def insert_once(self, table: Table, values: dict[str, Any]) -> int | None:
        """Insert and give the new id, or ``None`` where a unique key says that it is there already."""
        row = {"merchant_id": self.merchant.id, **values}
        statement = self.insert(table).values(row).on_conflict_do_nothing().returning(table.c.id)
        return self.run(statement).scalar()

    def next_number(self, counter: str, first: int = 1) -> int:
        """The next value of a counter: ``first`` and on, never one twice."""
        row = {"merchant_id": self.merchant.id, "name": counter, "value": first}
        statement = (
            self.insert(counters)
            .values(row)
            .on_conflict_do_update(
                index_elements=[counters.c.merchant_id, counters.c.name],
                set_={"value": counters.c.value + 1},
            )
            .returning(counters.c.value)
        )
        return int(self.run(statement).scalar_one())

    def take_lease(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Take or keep a named lease; ``False``: another process has it."""
        row = {"merchant_id": self.merchant.id, "name": name, "owner": owner, "until": until}
        if self.run(self.insert(leases).values(row).on_conflict_do_nothing()).rowcount:  # type: ignore[attr-defined]
            return True
        free = (leases.c.until <= now) | (leases.c.owner == owner)
        return self.changed(
            update(leases)
            .where(self.mine(leases), leases.c.name == name, free)
            .values(owner=owner, until=until)
        )

    def drop_lease(self, name: str, owner: str, now: datetime) -> None:
        """Let go, so that another process need not wait."""
        self.run(
            update(leases)
            .where(self.mine(leases), leases.c.name == name, leases.c.owner == owner)
            .values(until=now)
        )
