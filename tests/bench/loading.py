"""Puts made-up books into a database: PostgreSQL by COPY, SQLite in a few big transactions."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime

import asyncpg

from store.engine import Database, connect
from store.migrate import load_merchant, migrate
from store.secrets import Vault
from tests.bench.generate import COLUMNS, History, Rows
from tests.bench.places import file_of, link_to

WITHOUT_ID = {"people", "payer_words"}
QUICKLY = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000")


async def opened(url: str, key: str) -> Database:
    """A migrated database with its merchant."""
    database = connect(url, Vault(key))
    await migrate(database)
    now = datetime.now(UTC)
    await load_merchant(database, name="Dana", currency="KZT", locale="ru", timezone="Asia/Almaty", at=now)
    return database


async def years_in(url: str, key: str, count: int) -> None:
    """New books of a shop with so many invoices."""
    await (await opened(url, key)).close()
    await load(url, History(count, Vault(key)))


async def load(url: str, history: History) -> None:
    """Fill migrated, empty books that nobody has open."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_into_sqlite, file_of(url), history)
    else:
        await _into_postgres(url, history)


def _into_sqlite(path: str, history: History) -> None:
    """No journal and no waiting for the disk: and, as in the program, no ANALYZE."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in QUICKLY:
        connection.execute(f"PRAGMA {pragma}")
    for rows in history:
        connection.execute("BEGIN")
        for table, columns in _columns(rows):
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[table])  # noqa: S608
        connection.execute("COMMIT")
    for name, value in history.counters.items():
        connection.execute("INSERT INTO counters VALUES (1, ?, ?)", (name, value))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


async def _into_postgres(url: str, history: History) -> None:
    """As a restore does it: no look at foreign keys; then the statistics that autovacuum would have made."""
    connection = await asyncpg.connect(**link_to(url))
    await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    for rows in history:
        async with connection.transaction():
            for table, columns in _columns(rows):
                await connection.copy_records_to_table(table, records=rows[table], columns=columns)
    await connection.executemany("INSERT INTO counters VALUES (1, $1, $2)", list(history.counters.items()))
    for table in COLUMNS.keys() - WITHOUT_ID:
        highest = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
        await connection.execute(highest)
    await connection.execute("VACUUM (ANALYZE)")
    await connection.close()


def _columns(rows: Rows) -> list[tuple[str, list[str]]]:
    return [(table, columns.split()) for table, columns in COLUMNS.items() if rows[table]]
