"""When books are not moved: one sentence says why, and both databases stay as they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from store.chats import PROCESS
from store.migrate import HEAD, config
from store.moving import Refused, move
from tests.support.books import open_database
from tests.support.moving import is_empty, nobody, on


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
        await database.write(lambda books: books.farewell(f"{PROCESS}1"))
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


@pytest.mark.parametrize(
    "url", ["postgresql://x@127.0.0.1:1/tolem", "postgresql://x@/tolem?host=/nowhere", "{}nowhere"]
)
async def test_a_target_that_does_not_answer_is_said(source: str, bare_postgres_url: str, url: str) -> None:
    name = bare_postgres_url.split("/")[3].split("?")[0]
    target = bare_postgres_url.replace(name, "nowhere", 1) if url.startswith("{") else url
    with pytest.raises(Refused, match=r"^The target: .*(does not exist|no server answers there .+)"):
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
    await on(source, "DROP TRIGGER strict_UPDATE_payments")  # only in tests SQLite is so strict
    await on(source, statement)
    with pytest.raises(Refused, match=f"^Nothing was moved. .*{words}"):
        await move(source, bare_postgres_url, nobody)
    assert await is_empty(bare_postgres_url)
