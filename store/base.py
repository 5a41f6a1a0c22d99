"""What every part of the books stands on: one connection, one merchant, one vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Result, Row, Table, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from billing.models import Merchant
from store import statements
from store.ahead import Found
from store.schema import counters, leases
from store.secrets import Vault

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Section:
    """Runs statements for one merchant inside the caller's transaction."""

    def __init__(self, connection: Connection, merchant: Merchant, vault: Vault) -> None:
        self.connection = connection
        self.merchant = merchant
        self.vault = vault
        self.ahead = Found()
        self._collected: dict[Executable, list[dict[str, Any]]] = {}
        self.outbox_touched = False  # there is something to draw or tell once this is committed

    def run(self, statement: Executable, values: Values = None) -> Result[Any]:
        """One statement, with values for one row or for several."""
        return self.connection.execute(statement, values)

    def rows(self, table: Table, **equal: Any) -> Sequence[Row[Any]]:
        """Rows by the values of columns."""
        here = {"is_merchant_id": self.merchant.id, **{f"is_{name}": value for name, value in equal.items()}}
        return self.run(statements.reading(table, *equal), here).all()

    def row(self, table: Table, **equal: Any) -> Row[Any] | None:
        """The one row by the values of columns."""
        return next(iter(self.rows(table, **equal)), None)

    def change(self, table: Table, equal: Mapping[str, Any], sets: Mapping[str, Any]) -> bool:
        """Compare and set; whether a row was hit."""
        statement = statements.changing(table, tuple(equal), tuple(sets))
        values = {"is_merchant_id": self.merchant.id}
        values |= {f"is_{name}": value for name, value in equal.items()}
        values |= {f"to_{name}": value for name, value in sets.items()}
        return bool(self.run(statement, values).rowcount)  # type: ignore[attr-defined]

    def collect(self, statement: Executable, values: dict[str, Any]) -> None:
        """A write that nobody reads in this transaction: all of its kind go out in one statement."""
        self._collected.setdefault(statement, []).append(values)

    def flush(self) -> None:
        """Write what was collected; called before the transaction ends."""
        collected, self._collected = self._collected, {}
        for statement, rows in collected.items():
            self.run(statement, rows)

    def add(self, table: Table, values: Mapping[str, Any]) -> None:
        """A new row."""
        row = {"merchant_id": self.merchant.id, **values}
        self.run(statements.adding(table, self.connection.dialect.name), row)

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
        return self.run(statements.adding(table, self.connection.dialect.name, once=True), row).scalar()

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

    def drop_lease(self, name: str, owner: str) -> None:
        """Let go, so that another process need not wait, also where our clock runs ahead of theirs."""
        self.run(delete(leases).where(self.mine(leases), leases.c.name == name, leases.c.owner == owner))
