"""How much a database does for a question, on any machine: steps of SQLite, rows touched by PostgreSQL."""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import Connection, text

from store.engine import Database
from tests.bench.questions import Question, Sought

STEPS = 10  # of SQLite's machine, between two counts
TOUCHED = text("SELECT sum(seq_tup_read), sum(coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables")


class _Enough(Exception):
    """Takes back what the question wrote."""


async def work_of(database: Database, question: Question, sought: Sought) -> int:
    """The work of one question; nothing of what it writes stays."""
    counted: list[int] = []

    def ask(connection: Connection) -> None:
        counter = _Steps(connection) if database.exclusive else _Touched(connection)
        books = database.books(connection)
        question(books, sought)
        books.flush()
        counted.append(counter.end())
        raise _Enough

    with contextlib.suppress(_Enough):
        await database.transaction(ask)
    return counted[0]


class _Steps:
    def __init__(self, connection: Connection) -> None:
        self._link: Any = connection.connection.driver_connection
        self._count = 0
        self._link.set_progress_handler(self._step, STEPS)

    def _step(self) -> int:
        self._count += STEPS
        return 0

    def end(self) -> int:
        """All steps up to here."""
        self._link.set_progress_handler(None, 0)
        return self._count


class _Touched:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._before = self._now()

    def _now(self) -> int:
        return sum(int(value or 0) for value in self._connection.execute(TOUCHED).one())

    def end(self) -> int:
        """All rows up to here."""
        return self._now() - self._before
