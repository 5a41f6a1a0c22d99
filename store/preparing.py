"""What each new connection is told before anything else goes over it."""

from __future__ import annotations

import socket
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

BUSY_SECONDS = 5
STOOD_STILL = 20.0  # seconds in a transaction without a word: whoever does is dead, and its locks are over
GONE = 20  # seconds without a sign of the server's machine: the line is dead
KEEPALIVE = {
    "TCP_KEEPIDLE": GONE // 2,
    "TCP_KEEPINTVL": GONE // 4,
    "TCP_KEEPCNT": 2,
    "TCP_USER_TIMEOUT": GONE * 1000,  # what was sent and nobody acknowledged
}


def prepare_sqlite(engine: Engine, begin: str) -> None:
    """Each connection: WAL, every commit on disk, foreign keys; each transaction begins with ``begin``."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")  # first: what follows may have to wait
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _write_ahead(cursor: Any) -> None:
    """Who opens a new file beside another is refused at once, not after the usual wait: both would wait."""
    for last in (False,) * BUSY_SECONDS * 10 + (True,):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if last:
                raise
            time.sleep(0.1)
        else:
            return


def prepare_postgres(engine: AsyncEngine) -> None:
    """Each connection: a machine that went dark in a transaction keeps nobody waiting, nor does a frozen one.

    Else its locks last until the server's system gives the line up, by default after two hours. Said after
    connecting, because poolers refuse it among what opens a connection.
    """
    limit = f"SET idle_in_transaction_session_timeout = {round(STOOD_STILL * 1000)}"

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        _watch_over(connection.driver_connection)
        connection.run_async(lambda line: line.execute(limit))


def _watch_over(line: Any) -> None:
    """Where the server's machine is gone without a word, whoever waits for it is let go soon.

    Else the system goes on sending for a quarter of an hour, and listens for two hours. Elsewhere than on
    Linux the options have other names, and what is there already holds.
    """
    sock = line._transport.get_extra_info("socket")
    if sock is None or sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE.items():
        if (option := getattr(socket, name, None)) is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)
