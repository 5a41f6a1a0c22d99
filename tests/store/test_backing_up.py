"""A backup of SQLite's file is whole, or it is not there; numbers given since are not given again."""

from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from billing.money import Money
from billing.records import NewInvoice, NewPayment
from store.backing_up import NotBackedUp, back_up
from store.books import SqlBooks
from store.engine import Database
from tests.support.books import NOON, new_books, open_database

BODY = text("SELECT body FROM bank_events")


def test_a_backup_is_of_one_moment_while_others_write(tmp_path: Path) -> None:
    """A row and its copy are written together: a moment has both, or neither."""
    url = new_books(tmp_path)
    writer = sqlite3.connect(tmp_path / "tolem.db", isolation_level=None, check_same_thread=False)
    writer.execute("CREATE TABLE one (n)")
    writer.execute("CREATE TABLE other (n)")
    begun, over = threading.Event(), threading.Event()

    def write() -> None:
        n = 0
        while not over.is_set() and n < 100_000:
            n += 1
            writer.execute("BEGIN")
            writer.execute("INSERT INTO one VALUES (?)", (n,))
            writer.execute("INSERT INTO other VALUES (?)", (n,))
            writer.execute("COMMIT")
            begun.set()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait()
    sizes = [back_up(url, tmp_path / f"copy{n}.db") for n in range(5)]
    over.set()
    thread.join()
    writer.close()
    for n, size in enumerate(sizes):
        copy = sqlite3.connect(tmp_path / f"copy{n}.db")
        (ones,) = copy.execute("SELECT count(*) FROM one").fetchone()
        (others,) = copy.execute("SELECT count(*) FROM other").fetchone()
        copy.close()
        assert ones == others > 0
        assert size == (tmp_path / f"copy{n}.db").stat().st_size
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob("copy*-*"))


def test_a_backup_is_never_written_over_and_goes_nowhere_without_a_word(tmp_path: Path) -> None:
    url, copy = new_books(tmp_path), tmp_path / "copy.db"
    copy.write_text("an older one")
    with pytest.raises(NotBackedUp, match="is there already"):
        back_up(url, copy)
    assert copy.read_text() == "an older one"
    with pytest.raises(NotBackedUp, match="nowhere is no folder that is there: make it first"):
        back_up(url, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(NotBackedUp, match="names no file"):
        back_up(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "copy2.db")
    with pytest.raises(NotBackedUp, match="pg_dump"):
        back_up("postgresql+asyncpg:///shop", tmp_path / "copy2.db")


def test_a_spoiled_file_makes_no_backup(tmp_path: Path) -> None:
    url, path = new_books(tmp_path), tmp_path / "tolem.db"
    page = 4096
    spoiled = bytearray(path.read_bytes())
    spoiled[3 * page : 5 * page] = b"\x07" * 2 * page
    path.write_bytes(spoiled)
    with pytest.raises(NotBackedUp, match="No backup was made"):
        back_up(url, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_what_a_killed_one_left_is_in_nobodys_way(tmp_path: Path) -> None:
    url = new_books(tmp_path)
    (tmp_path / "copy.db.part").write_text("half of it")
    assert back_up(url, tmp_path / "copy.db")


async def test_what_was_sealed_opens_again_from_the_copy(tmp_path: Path) -> None:
    async for database in open_database(new_books(tmp_path)):
        await database.write(lambda books: books.keep_event("bank", "key", "test", b"its body", NOON))
        back_up(f"sqlite:///{tmp_path / 'tolem.db'}", tmp_path / "copy.db")
    async for database in open_database(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}"):
        sealed = await database.transaction(lambda connection: connection.execute(BODY).scalar())
        assert database.vault.open(sealed) == b"its body"


def bill(books: SqlBooks, nth: int, at: object) -> tuple[int, int]:
    """An invoice and its payment; number and reference."""
    number, reference = books.next_number("invoice"), books.next_number("bank:b")
    amount = Money(100, "KZT")
    made = books.add_invoice(NewInvoice(number, f"t{nth}", amount, "", 1, f"s{nth}", at, at))  # type: ignore[arg-type]
    assert made is not None
    books.add_payment(NewPayment(made.id, "b", str(reference), amount, f"h{nth}", at))  # type: ignore[arg-type]
    return number, reference


async def test_restored_books_count_on_past_what_they_may_have_forgotten(database: Database) -> None:
    """A hundred bills in the hour before the backup: thrice as many, and a thousand more, are left free."""

    def sell(books: SqlBooks) -> None:
        books.next_number("bot")
        bill(books, 0, NOON - timedelta(days=1))
        for nth in range(1, 101):
            bill(books, nth, NOON - timedelta(minutes=nth % 50))

    await database.write(sell)
    assert await database.write(lambda books: books.make_room(NOON + timedelta(hours=1))) == 1300
    assert await database.write(lambda books: bill(books, 200, NOON)) == (1402, 1402)
    assert await database.write(lambda books: books.next_number("bot")) == 2
    if not database.exclusive:
        newest = "SELECT max(id) FROM invoices"
        found = await database.transaction(lambda connection: connection.execute(text(newest)).scalar())
        assert found > 1400


async def test_empty_books_that_come_back_have_room_too(database: Database) -> None:
    assert await database.write(lambda books: books.make_room(NOON)) == 1000
