"""Rows as they lie in a database, without meaning: read in one order, written, compared value by value."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    collate,
    column,
    func,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from store.schema import leases, metadata
from store.types import Instant

PAGE = 1000  # rows in memory
TABLES = [each for each in metadata.sorted_tables if each is not leases]
"""In the order of their foreign keys. Leases are of processes, and none of those moves."""

KINDS: Mapping[type[Any], type[Any]] = {
    Boolean: bool,
    Integer: int,  # BigInteger, too
    Instant: int,
    String: str,  # Text, too
    LargeBinary: bytes,
}

Values = tuple[Any, ...]
NONE: list[Values] = []


class Unmovable(Exception):
    """A value that the other database cannot hold; the text names its place and says what to do."""


async def rows(connection: AsyncConnection, source: Table) -> AsyncIterator[list[Values]]:
    """All rows in pages, by their keys, in the order that is the same on both databases."""
    bools = [nth for nth, each in enumerate(source.columns) if isinstance(each.type, Boolean)]
    result = await connection.stream(_reading(connection, source), execution_options={"yield_per": PAGE})
    async for page in result.partitions(PAGE):
        yield [_with_bools(row, bools) for row in page]


def _reading(connection: AsyncConnection, source: Table) -> Select[Any]:
    bare = table(source.name, *(column(each.name) for each in source.columns))
    order: Iterable[ColumnElement[Any]] = (bare.c[each.name] for each in source.primary_key)
    if connection.dialect.name == "postgresql":  # SQLite sorts texts by their characters' numbers anyway
        texts = {each.name for each in source.primary_key if isinstance(each.type, String)}
        order = (collate(each, "C") if each.name in texts else each for each in order)
    return select(*bare.c).order_by(*order)


def _with_bools(row: Any, bools: list[int]) -> Values:
    if not bools:
        return tuple(row)
    values = list(row)
    for nth in bools:
        values[nth] = bool(values[nth]) if values[nth] in (0, 1) else values[nth]
    return tuple(values)


async def add(connection: AsyncConnection, target: Table, page: list[Values]) -> None:
    """A page of rows; into PostgreSQL by COPY."""
    names = [each.name for each in target.columns]
    if connection.dialect.name == "postgresql":
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.copy_records_to_table(target.name, records=page, columns=names)
        return
    bare = table(target.name, *(column(name) for name in names))
    await connection.execute(insert(bare), [dict(zip(names, row, strict=True)) for row in page])


def check(source: Table, page: list[Values], target: str) -> None:
    """``Unmovable`` for a value that the target's dialect refuses, or would keep as another one."""
    for each, values in zip(source.columns, zip(*page, strict=True), strict=True):
        kind = next(kind for declared, kind in KINDS.items() if isinstance(each.type, declared))
        for nth, value in enumerate(values):
            if value is not None and (wrong := _wrong(each, kind, value, target)):
                raise Unmovable(f"{where(source, page[nth])}, {each.name}: {wrong}")


def _wrong(where: Column[Any], kind: type[Any], value: Any, target: str) -> str:
    if type(value) is not kind:
        return f"holds {type(value).__name__}, where {kind.__name__} belongs."
    if target != "postgresql" or kind is bytes or kind is bool:
        return ""
    if kind is str:
        return _wrong_text(where, value)
    small = isinstance(where.type, Integer) and not isinstance(where.type, BigInteger)
    return "is a number too large for PostgreSQL." if small and abs(value) >= 2**31 else ""


def _wrong_text(where: Column[Any], value: str) -> str:
    if "\0" in value:
        return "holds a NUL character, which PostgreSQL keeps nowhere. Take it out: replace(…, char(0), '')."
    try:
        value.encode()
    except UnicodeEncodeError:
        return "holds bytes that are no text in UTF-8, which PostgreSQL keeps nowhere. Write it anew."
    length = getattr(where.type, "length", None)
    return f"is longer than {length} characters." if length is not None and len(value) > length else ""


def where(source: Table, row: Values) -> str:
    """Which row it is, by its key; a key in bytes is not readable, and not named."""
    names = [each.name for each in source.columns]
    keys = ((each.name, row[names.index(each.name)]) for each in source.primary_key)
    return f"{source.name} " + ", ".join(
        f"{name}={value!r}" for name, value in keys if not isinstance(value, bytes)
    )


async def differing(source: AsyncConnection, target: AsyncConnection, each: Table) -> tuple[int, str | None]:
    """How many rows were compared; and where the first difference is, ``None`` where there is none."""
    count, theirs = 0, rows(target, each)
    async for page in rows(source, each):
        other = await anext(theirs, NONE)
        if page != other:
            return count, _first_difference(each, page, other)
        count += len(page)
    more = await anext(theirs, NONE)
    return count, f"{where(each, more[0])} is only in the target" if more else None


def _first_difference(each: Table, ours: list[Values], theirs: list[Values]) -> str:
    for left, right in zip(ours, theirs, strict=False):
        if left != right:
            return f"{where(each, left)}: {', '.join(_columns(each, left, right))}"
    longer, place = (ours, "source") if len(ours) > len(theirs) else (theirs, "target")
    return f"{where(each, longer[min(len(ours), len(theirs))])} is only in the {place}"


def _columns(each: Table, left: Values, right: Values) -> Iterator[str]:
    for name, ours, theirs in zip(each.columns.keys(), left, right, strict=True):
        if ours != theirs:
            yield name


async def highest_numbers(connection: AsyncConnection) -> dict[str, int]:
    """By table the highest number that was ever given, as far as the database remembers."""
    highest = {}
    for each in numbered():
        query = select(func.coalesce(func.max(each.c.id), 0))
        highest[each.name] = int((await connection.execute(query)).scalar_one())
    for name, remembered in await _remembered(connection):
        if name in highest:
            highest[name] = max(highest[name], remembered)
    return highest


async def _remembered(connection: AsyncConnection) -> list[tuple[str, int]]:
    if connection.dialect.name == "sqlite":
        found = await connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return [(str(row.name), int(row.seq)) for row in found]
    remembered = []
    for each in numbered():
        sequence = await _sequence(connection, each)
        query = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608
        remembered.append((each.name, int((await connection.execute(query)).scalar_one())))
    return remembered


async def count_on(connection: AsyncConnection, highest: Mapping[str, int]) -> None:
    """New rows get numbers past these."""
    for each in numbered():
        number = highest[each.name]
        if connection.dialect.name == "postgresql" and number:
            values = {"sequence": await _sequence(connection, each), "number": number}
            await connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :number)"), values)
        elif connection.dialect.name == "sqlite" and each.dialect_options["sqlite"]["autoincrement"]:
            here = {"name": each.name, "number": number}
            await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), here)
            await connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :number)"), here)


def numbered() -> list[Table]:
    """Tables whose rows the database numbers."""
    return [each for each in TABLES if each.autoincrement_column is not None]


async def _sequence(connection: AsyncConnection, each: Table) -> str:
    query = text("SELECT pg_get_serial_sequence(:name, 'id')")
    return str((await connection.execute(query, {"name": each.name})).scalar_one())
