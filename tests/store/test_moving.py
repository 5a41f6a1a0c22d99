"""Books move to another database: all of them, value for value, or none."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from billing.models import Person
from store.chats import PROCESS
from store.engine import Database, connect
from store.migrate import HEAD, config, migrate
from store.moving import Refused, move
from store.schema import invoices, merchants
from store.secrets import Vault
from tests.support import PATIENCE
from tests.support.books import NOON, SECRET_KEY, new_books, open_database
from tests.support.every_table import MANY, TABLES, everything, fill
from tests.support.postgres import stands_in_line


@pytest.fixture
def source(tmp_path: Path) -> str:
    """An SQLite file with rows in every table."""
    folder = tmp_path / "source"
    folder.mkdir()
    url = new_books(folder)
    asyncio.run(_filled(url))
    return url


async def _filled(url: str) -> None:
    async with opened(url) as database:
        await database.transaction(fill)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Without a merchant being made there."""
    database = connect(url, Vault(SECRET_KEY))
    try:
        yield database
    finally:
        await database.close()


async def on(url: str, statement: str) -> Any:
    """One statement; its first value, if it has any."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        await engine.dispose()


async def rows_of(url: str) -> Any:
    async with opened(url) as database:
        return await database.transaction(everything)


async def is_empty(url: str) -> bool:
    async with opened(url) as database:
        await migrate(database)
    return all(not rows for rows in (await rows_of(url)).values())


def nobody(_: str) -> None: ...


async def test_every_value_of_every_table_arrives_as_it_was(source: str, bare_postgres_url: str) -> None:
    said: list[str] = []
    assert await move(source, bare_postgres_url, said.append)
    assert said == [f"✓ {table.name}: {MANY}" for table in TABLES]
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


# --- refused


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "INSERT INTO merchants VALUES (7, 'x', 'KZT', 'ru', 'Asia/Almaty', 0)",
            "not empty: merchants has rows",
        ),
        ("CREATE TABLE wheels (id int)", "tables of something else"),
        ("UPDATE alembic_version SET version_num = '9999'", "tables of something else"),
    ],
)
async def test_a_target_that_is_not_empty_is_left_as_it_is(
    source: str, postgres_url: str, statement: str, words: str
) -> None:
    await on(postgres_url, statement)
    with pytest.raises(Refused, match=words):
        await move(source, postgres_url, nobody)
    assert not await on(postgres_url, "SELECT count(*) FROM invoices")


async def test_the_same_database_under_two_names_is_refused(source: str) -> None:
    for again in (source, source.replace("/source/", "/source/../source/"), source.replace("+aiosqlite", "")):
        with pytest.raises(Refused, match="the same database"):
            await move(source, again, nobody)


@pytest.mark.parametrize("postgres", [False, True])
async def test_books_on_which_a_program_works_are_not_moved(
    source: str, postgres_url: str, bare_postgres_url: str, postgres: bool
) -> None:
    target = bare_postgres_url
    if postgres:
        await move(source, postgres_url, nobody)
        source = postgres_url
    now = datetime.now(UTC)
    async for database in open_database(source):
        await database.write(lambda books: books.beat(f"{PROCESS}1", now, now + timedelta(hours=1)))
        with pytest.raises(Refused, match="A program works on the source: stop it first"):
            await move(source, target, nobody)
        await database.write(lambda books: books.farewell(f"{PROCESS}1", now))
    assert await move(source, target, nobody)


async def test_nobody_writes_into_the_source_while_it_moves(source: str, bare_postgres_url: str) -> None:
    tried: list[str] = []

    def write(_: str) -> None:
        if not tried:
            engine = create_engine(source.replace("+aiosqlite", "") + "?timeout=0")
            try:
                with engine.begin() as connection:
                    connection.execute(text("UPDATE merchants SET name = 'another'"))
            except Exception as error:  # noqa: BLE001 - said below
                tried.append(str(error))
            engine.dispose()

    assert await move(source, bare_postgres_url, write)
    assert "locked" in tried[0]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite+aiosqlite:////nowhere/tolem.db", "no file that is there"),
        ("mysql://there/tolem", "neither"),
        ("nonsense", "neither"),
    ],
)
async def test_a_source_that_is_none_is_said(url: str, words: str, bare_postgres_url: str) -> None:
    with pytest.raises(Refused, match=words):
        await move(url, bare_postgres_url, nobody)


@pytest.mark.parametrize("url", ["postgresql://x@127.0.0.1:1/tolem", "{}nowhere"])
async def test_a_target_that_does_not_answer_is_said(source: str, bare_postgres_url: str, url: str) -> None:
    name = bare_postgres_url.split("/")[3].split("?")[0]
    target = bare_postgres_url.replace(name, "nowhere", 1) if url.startswith("{") else url
    with pytest.raises(Refused, match=r"^The target: .*(does not exist|Connect call failed)"):
        await move(source, target, nobody)


async def test_an_empty_source_is_said(tmp_path: Path, bare_postgres_url: str) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(Refused, match="no books in the source"):
        await move(f"sqlite:///{tmp_path / 'empty.db'}", bare_postgres_url, nobody)


async def test_books_of_a_newer_program_are_refused_and_of_an_older_one_brought_up(
    source: str, tmp_path: Path, bare_postgres_url: str
) -> None:
    await on(source, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match="made by a newer program"):
        await move(source, bare_postgres_url, nobody)
    older = tmp_path / "older.db"
    engine = create_engine(f"sqlite:///{older}")
    with engine.begin() as connection:
        command.upgrade(config(connection), "0011")
        connection.execute(text("INSERT INTO merchants VALUES (1, 'Dana', 'KZT', 'ru', 'Asia/Almaty', 0)"))
    engine.dispose()
    assert await move(f"sqlite:///{older}", bare_postgres_url, nobody)
    assert await on(bare_postgres_url, "SELECT version_num FROM alembic_version") == HEAD
    assert await on(bare_postgres_url, "SELECT name FROM merchants") == "Dana"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE invoices SET description = 'a' || char(0) WHERE id = 2",
            "invoices id=2, description: .* NUL",
        ),
        (
            "UPDATE items SET name = CAST(x'eda080' AS TEXT) WHERE id = 3",
            "items id=3, name: .* no text in UTF-8",
        ),
        ("UPDATE payments SET step = 'a step longer than its column'", "step: is longer than 16"),
        ("UPDATE audit SET at = 'yesterday' WHERE id = 1", "audit id=1, at: holds str, where int belongs"),
        ("UPDATE cards SET wanted = 3000000000 WHERE id = 1", "cards id=1, wanted: .* too large"),
        ("UPDATE cards SET alive = 7 WHERE id = 1", "cards id=1, alive: holds int, where bool belongs"),
    ],
)
async def test_what_the_other_database_cannot_hold_is_named_by_its_place(
    source: str, bare_postgres_url: str, statement: str, words: str
) -> None:
    await on(source, statement)
    with pytest.raises(Refused, match=f"^Nothing was moved. .*{words}"):
        await move(source, bare_postgres_url, nobody)
    assert await is_empty(bare_postgres_url)


# --- broken off


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


def environment(source: str) -> dict[str, str]:
    given = {"BOT_TOKEN": "42:token", "OWNER_IDS": "501", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": source}
    return {**os.environ, **given}


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
