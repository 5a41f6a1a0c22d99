"""The line to PostgreSQL: a server whose machine is gone without a word keeps nobody waiting for long."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
import uvloop

from store.engine import PostgresDatabase, connect
from store.secrets import Vault
from tests.support.books import SECRET_KEY

NAMES = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT, socket.TCP_USER_TIMEOUT)


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await reader.read(65536):
            writer.write(part)
    writer.close()


async def options_over_tcp(postgres_url: str) -> list[int]:
    """Of a connection's socket; the tests' server itself is reached by a file only."""
    parts = urlsplit(postgres_url)
    folder = parse_qs(parts.query)["host"][0]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
        await asyncio.gather(carry(reader, back), carry(there, writer))

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        database = connect(f"postgresql://postgres@127.0.0.1:{port}{parts.path}", Vault(SECRET_KEY))
        assert isinstance(database, PostgresDatabase)
        try:
            async with database._engine.connect() as connection:
                line = (await connection.get_raw_connection()).driver_connection
                sock = line._transport.get_extra_info("socket")
                assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                return [sock.getsockopt(socket.IPPROTO_TCP, name) for name in NAMES]
        finally:
            await database.close()


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_each_connection_notices_within_20_seconds_that_nobody_is_there(
    postgres_url: str, loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    """What is open on it fails then, and is done again on another."""
    with asyncio.Runner(loop_factory=loop) as runner:
        assert runner.run(options_over_tcp(postgres_url)) == [10, 5, 2, 20_000]
