"""Books move to another database: all of them, value for value, or none."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from billing.models import Person
from store.moving import move
from store.schema import invoices, merchants
from tests.support import PATIENCE
from tests.support.books import NOON, new_books, open_database
from tests.support.every_table import MANY, TABLES, many
from tests.support.moving import environment, is_empty, nobody, on, opened, rows_of
from tests.support.postgres import stands_in_line


async def test_every_value_of_every_table_arrives_as_it_was(source: str, bare_postgres_url: str) -> None:
    said: list[str] = []
    assert await move(source, bare_postgres_url, said.append)
    assert said == [f"✓ {table.name}: {many(table)}" for table in TABLES]
    assert await rows_of(bare_postgres_url) == await rows_of(source)


async def test_the_way_back_and_between_two_servers_is_as_open(
    source: str, postgres_url: str, bare_postgres_url: str, tmp_path: Path
) -> None:
    back = f"sqlite+aiosqlite:///{tmp_path / 'back.db'}"
    assert await move(source, postgres_url, nobody)
    assert await move(postgres_url, bare_postgres_url, nobody)
    assert await move(bare_postgres_url, back, nobody)
    assert await rows_of(back) == await rows_of(source)


@pytest.mark.parametrize("backwards", [False, True])
async def test_a_number_that_was_ever_given_is_given_to_no_new_row(
    source: str, postgres_url: str, tmp_path: Path, backwards: bool
) -> None:
    await on(source, "UPDATE sqlite_sequence SET seq = 900 WHERE name = 'carts'")
    await on(source, "UPDATE sqlite_sequence SET seq = 700 WHERE name = 'updates'")
    target = postgres_url
    await move(source, target, nobody)
    if backwards:
        target = f"sqlite+aiosqlite:///{tmp_path / 'back.db'}"
        await move(postgres_url, target, nobody)
    expected = {("carts", "person_id"): 901, ("updates", "update_id"): 701, ("audit", "at"): MANY + 1}
    for (name, unique), number in expected.items():
        assert await on(target, again(name, unique)) == number, name


def again(name: str, unique: str) -> str:
    """The first row once more, with a new number, and another value where two may not be equal."""
    (table,) = (table for table in TABLES if table.name == name)
    columns = [column.name for column in table.columns if column.name != "id"]
    changed = ["77" if column == unique else column for column in columns]
    return (
        f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(changed)} FROM {name} "  # noqa: S608
        "WHERE id = 1 RETURNING id"
    )


async def test_books_that_moved_open_with_their_secrets(tmp_path: Path, bare_postgres_url: str) -> None:
    source, dana = new_books(tmp_path), replace(Person(601), name="Dana", phone="+77070000000")
    async for database in open_database(source):
        await database.write(lambda books: books.save_person(dana, NOON))
    await move(source, bare_postgres_url, nobody)
    async for database in open_database(bare_postgres_url):
        person = await database.read(lambda books: books.person(601))
        assert person is not None
        assert (person.name, person.phone) == (dana.name, dana.phone)


NAMING_ITEMS = ("item_words", "cart_lines", "bank_items", "refund_lines", "billed_lines", "invoice_lines")
TAMPER = (
    "CREATE FUNCTION tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$",
    "CREATE TRIGGER tamper BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION tamper()",
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("NEW.price := NEW.price + (NEW.id = 2)::int; RETURN NEW;", "items id=2: price"),
        ("IF NEW.id = 2 THEN RETURN NULL; END IF; RETURN NEW;", "items id=2: id, token"),
    ],
)
async def test_a_copy_that_differs_is_thrown_away(
    source: str, postgres_url: str, body: str, words: str
) -> None:
    for table in NAMING_ITEMS:
        await on(source, f"DELETE FROM {table}")  # noqa: S608
    for statement in TAMPER:
        await on(postgres_url, statement.format(body))
    said: list[str] = []
    assert not await move(source, postgres_url, said.append)
    assert [line for line in said if line.startswith("✗")] == [next(line for line in said if words in line)]
    assert await is_empty(postgres_url)


async def test_a_move_that_is_killed_leaves_the_target_empty_and_the_next_one_works(
    source: str, postgres_url: str
) -> None:
    engine = create_async_engine(postgres_url)
    async with engine.connect() as other:
        await other.execute(text("SET session_replication_role = replica"))
        audit = "INSERT INTO audit VALUES (1, 1, 's', 1, '', '', 'a', NULL, 0)"
        await other.execute(text(audit))  # whoever gives this number, too, waits
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "move-database", postgres_url),
            env=environment(source),
            start_new_session=True,
        )
        await stands_in_line(engine)
        os.kill(child.pid, signal.SIGKILL)
        assert await child.wait() == -signal.SIGKILL
        await other.rollback()
    await engine.dispose()
    assert await is_empty(postgres_url)
    assert await move(source, postgres_url, nobody)
    assert await rows_of(postgres_url) == await rows_of(source)


async def run(source: str, target: str) -> tuple[int | None, str, str]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "move-database", target),
        env=environment(source),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, err = await child.communicate()
    return child.returncode, out.decode(), err.decode()


async def test_the_command_says_what_it_did_and_what_to_do(source: str, bare_postgres_url: str) -> None:
    target = bare_postgres_url.replace("postgres@", "postgres:hush@")
    code, out, err = await run(source, target)
    assert (code, err) == (0, "")
    assert out.startswith(f"✓ merchants: {MANY}\n")
    assert f"DATABASE_URL={target.replace('hush', '***')}\n" in out
    code, out, err = await run(source, target)
    assert (code, out) == (2, "")
    assert err.startswith("tolem: The target is not empty")
    assert err.count("\n") == 1


@pytest.mark.parametrize("look", [select(merchants), select(invoices)])
async def test_the_source_stays_as_it_was(
    source: str, bare_postgres_url: str, look: Any, tmp_path: Path
) -> None:
    read: Callable[[Any], Any] = lambda connection: connection.execute(look).all()  # noqa: E731
    async with opened(source) as database:
        before = await database.transaction(read)
    await move(source, bare_postgres_url, nobody)
    async with opened(source) as database:
        assert await database.transaction(read) == before
