"""Rows in every table there is, with values that are easily lost on the way from one database to another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
)

from store.schema import leases, metadata, people
from store.types import Instant
from tests.support.noon import NOON

MANY = 4  # rows a table
TABLES = [table for table in metadata.sorted_tables if table is not leases]
Rows = dict[str, list[tuple[Any, ...]]]


def fill(connection: Connection) -> None:
    """The tables are empty; the last row of each has nothing where nothing may stand."""
    for table in TABLES:
        connection.execute(insert(table), [_row(table, n) for n in range(1, many(table) + 1)])


def many(table: Table) -> int:
    """One of what each merchant has one of, and there is one merchant with rows."""
    return 1 if [column.name for column in table.primary_key] == ["merchant_id"] else MANY


def everything(connection: Connection) -> Rows:
    """All rows of all tables, in an order of their own."""
    return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in TABLES}


def _row(table: Table, n: int) -> dict[str, Any]:
    return {column.name: _value(column, n) for column in table.columns}


def _value(column: Column[Any], n: int) -> Any:
    if column.name == "merchant_id":
        return 1
    if column.foreign_keys or column.name == "id":
        return n
    if column.nullable and n == MANY:
        return None
    if isinstance(column.type, Instant):
        return NOON + timedelta(microseconds=n)
    if isinstance(column.type, Boolean):
        return n % 2 == 0
    if isinstance(column.type, LargeBinary):
        return bytes([0, 255, n])
    if isinstance(column.type, String):
        return f"ә\\'%\n{n}\u2028🙂"[: column.type.length] if column.type.length != 3 else "KZT"
    return _number(column, n)


def _number(column: Column[Any], n: int) -> int:
    assert isinstance(column.type, Integer | BigInteger)
    big = type(column.type) is BigInteger and column.table is not people
    return (-1) ** n * (2**62 + n) if big else n
