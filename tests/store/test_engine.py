"""Both databases keep what they promise."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from billing.errors import StoreUnavailable
from billing.models import Audience, Card, Person, Place
from billing.money import Money
from billing.records import NewInvoice, NewPayment, NewRefund
from billing.states import InvoiceState, PaymentState
from store.books import SqlBooks
from store.engine import Database, connect
from store.migrate import HEAD, config, migrate, upgrade
from store.schema import metadata
from store.secrets import Vault, WrongKey
from tests.support import PATIENCE
from tests.support.books import NOON, SECRET_KEY, open_database


def add_invoice(books: SqlBooks, source: str = "s") -> int:
    invoice = books.add_invoice(
        NewInvoice(
            number=books.next_number("invoice"),
            token=f"token-{source}",
            amount=Money(500000, "KZT"),
            description="Coffee",
            issuer_id=501,
            source=source,
            created_at=NOON,
            deadline=NOON,
        )
    )
    assert invoice is not None
    return invoice.id


async def test_the_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await database.transaction(differences) == []


async def test_migrating_twice_at_once_is_harmless(bare_database_url: str) -> None:
    first, second = (connect(bare_database_url, Vault(SECRET_KEY)) for _ in range(2))
    await asyncio.gather(migrate(first), migrate(second))
    await asyncio.gather(first.close(), second.close())


async def test_an_operation_that_raises_leaves_nothing(database: Database) -> None:
    def half(books: SqlBooks) -> None:
        add_invoice(books)
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await database.write(half)
    assert await database.read(lambda books: books.invoice_by_source("s")) is None


async def test_a_bad_member_of_a_group_does_not_fail_the_others(database: Database) -> None:
    def bad(books: SqlBooks) -> None:
        raise RuntimeError("bad")

    results = await asyncio.gather(
        database.write_small(lambda books: add_invoice(books, "a")),
        database.write_small(bad),
        database.write_small(lambda books: add_invoice(books, "b")),
        return_exceptions=True,
    )
    assert isinstance(results[1], RuntimeError)
    for source in "ab":
        assert await database.read(lambda books, s=source: books.invoice_by_source(s)) is not None


async def test_a_compare_and_set_has_one_winner(database: Database) -> None:
    invoice_id = await database.write(add_invoice)

    def pay(books: SqlBooks) -> bool:
        return books.move_invoice(invoice_id, frozenset({InvoiceState.OPEN}), InvoiceState.PAID, NOON)

    answers = await asyncio.gather(*(database.write(pay) for _ in range(20)))
    assert sorted(answers) == [False] * 19 + [True]


async def test_a_counter_never_gives_a_number_twice(database: Database) -> None:
    numbers = await asyncio.gather(
        *(database.write(lambda books: books.next_number("invoice")) for _ in range(40))
    )
    assert sorted(numbers) == list(range(1, 41))


async def test_the_same_source_never_makes_two_invoices(database: Database) -> None:
    await database.write(add_invoice)

    def again(books: SqlBooks) -> object:
        return books.add_invoice(NewInvoice(99, "other", Money(1, "KZT"), "", 501, "s", NOON, NOON))

    assert await database.write(again) is None


async def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    def slow(books: SqlBooks) -> None:
        add_invoice(books)
        future = asyncio.run_coroutine_threadsafe(
            database.read(lambda other: other.invoice_by_source("s")), loop
        )
        if database.merchant and books.connection.dialect.name == "sqlite":
            assert future.result(timeout=PATIENCE) is None

    loop = asyncio.get_running_loop()
    await database.write(slow)


async def test_a_locked_file_is_said_plainly_and_passes(tmp_path: Path) -> None:
    path = tmp_path / "tolem.db"
    async for database in open_database(f"sqlite+aiosqlite:///{path}?timeout=0.1"):
        await database.write(lambda books: books.connection.execute(text("PRAGMA busy_timeout=50")))
        other = create_engine(f"sqlite:///{path}", isolation_level=None)
        with other.connect() as locker:
            locker.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="locked"):
                await database.write(add_invoice)
            locker.exec_driver_sql("ROLLBACK")
        other.dispose()
        assert await database.write(add_invoice)


async def test_money_and_moments_come_back_as_they_went(database: Database) -> None:
    invoice_id = await database.write(add_invoice)

    def write(books: SqlBooks) -> object:
        payment = books.add_payment(
            NewPayment(invoice_id, "bank", "100001", Money(500000, "KZT"), "hook", NOON)
        )
        books.move_payment(
            payment.id,
            frozenset({PaymentState.RESERVED}),
            PaymentState.PAID,
            {"taken": Money(499999, "KZT"), "settled_at": NOON, "access": "a bank's token"},
        )
        return books.payment(payment.id)

    payment = await database.write(write)
    assert payment.taken == Money(499999, "KZT")
    assert payment.settled_at == NOON
    assert payment.access == "a bank's token"


SECRETS = (
    *("Dana-the-secret", "token-of-the-bank", "+77000000011", "+77000000022", "reason-of-a-refund"),
    *("Zhandos", "zhandos"),
)


async def test_names_and_tokens_cannot_be_found_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "tolem.db"
    async for database in open_database(f"sqlite+aiosqlite:///{path}"):
        await _write_secrets(database)
        for file in tmp_path.iterdir():
            assert [secret for secret in SECRETS if secret.encode() in file.read_bytes()] == []
        dump = "\n".join(create_engine(f"sqlite:///{path}").raw_connection().iterdump())
        assert "CREATE TABLE payments" in dump
        assert [secret for secret in SECRETS if secret in dump] == []


async def test_names_and_tokens_cannot_be_found_in_a_dump(postgres_server, postgres_url: str) -> None:
    async for database in open_database(postgres_url):
        await _write_secrets(database)
        dump = postgres_server.dump(postgres_url.split("/")[3].split("?")[0])
        assert b"CREATE TABLE public.payments" in dump
        assert [secret for secret in SECRETS if secret.encode() in dump] == []


async def _write_secrets(database: Database) -> None:
    name, token, own_phone, billed_phone, reason, payer, _ = SECRETS

    def write(books: SqlBooks) -> None:
        books.save_person(replace(Person(601), name=name, phone=own_phone), NOON)
        invoice_id = add_invoice(books)
        new = NewPayment(invoice_id, "bank", "100001", Money(500000, "KZT"), "hook", NOON, phone=billed_phone)
        payment = books.add_payment(new)
        books.amend_payment(payment.id, access=token)
        assert books.name_payer(payment.id, f"{payer} Z.")
        amount = Money(1000, "KZT")
        books.add_refund(NewRefund(invoice_id, payment.id, amount, "key", "source", NOON, reason=reason))

    await database.write(write)


def test_a_replaced_key_still_opens_what_the_old_one_sealed() -> None:
    old = Vault("the old key")
    both = Vault("the new key", ["the old key"])
    assert both.open_text(old.seal("kept")) == "kept"
    with pytest.raises(WrongKey):
        Vault("the new key").open(old.seal("kept"))


def test_a_database_from_before_the_first_start_is_brought_up(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    for _ in range(2):
        with engine.begin() as connection:
            upgrade(connection)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD


def test_what_was_kept_before_numbers_were_for_ever_is_kept_as_it_is(tmp_path: Path) -> None:
    merchant = "INSERT INTO merchants VALUES (1, 'Dana', 'KZT', 'ru', 'Asia/Almaty', '2026-11-22')"
    kept = "INSERT INTO methods VALUES (7, 1, 'bank', 601, x'01', x'02', NULL, '2026-11-22', NULL, 0)"
    engine = create_engine(f"sqlite:///{tmp_path / 'before.db'}")
    with engine.begin() as connection:
        command.upgrade(config(connection), "0010")
        for each in (merchant, kept):
            connection.execute(text(each))
        (before,) = connection.execute(text("SELECT * FROM methods"))
    with engine.begin() as connection:
        upgrade(connection)
        assert connection.execute(text("SELECT * FROM methods")).all() == [before]
        connection.execute(text("DELETE FROM methods"))
        connection.execute(text(kept.replace("(7,", "(NULL,")))
        assert connection.execute(text("SELECT id FROM methods")).scalar() == 8


async def test_a_card_is_drawn_at_the_soonest_of_two_wishes(database: Database) -> None:
    later, sooner = NOON + timedelta(seconds=2), NOON + timedelta(seconds=1)

    def write(books: SqlBooks) -> Card | None:
        invoice_id = add_invoice(books)
        card = books.add_card(invoice_id, Audience.ISSUER, Place(501), 501, NOON, later)
        books.redraw(invoice_id, sooner)
        books.redraw(invoice_id, later)
        return books.card(card.id)

    card = await database.write(write)
    assert (card.due_at, card.wanted) == (sooner, 3)


async def test_a_card_changed_while_it_was_drawn_stays_due(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[Card | None, Card | None]:
        invoice_id = add_invoice(books)
        card = books.add_card(invoice_id, Audience.ISSUER, Place(501), 501, NOON, NOON)
        books.redraw(invoice_id, NOON)
        books.card_drawn(card, message_id=7, picture="qr")
        meanwhile = books.card(card.id)
        books.card_drawn(meanwhile, message_id=7, picture="qr")
        return meanwhile, books.card(card.id)

    meanwhile, settled = await database.write(write)
    assert meanwhile.due_at == NOON
    assert settled.due_at is None


async def test_a_card_that_was_drawn_over_by_one_who_stood_still_is_drawn_once_more(
    database: Database,
) -> None:
    def write(books: SqlBooks) -> Card | None:
        invoice_id = add_invoice(books)
        old = books.add_card(invoice_id, Audience.ISSUER, Place(501), 501, NOON, NOON)
        books.redraw(invoice_id, NOON)
        books.card_drawn(books.card(old.id), message_id=7, picture="paid")
        books.card_drawn(old, message_id=7, picture="qr")
        return books.card(old.id)

    assert (await database.write(write)).due_at == NOON


async def test_what_a_dead_process_held_is_free_once_it_has_been_silent(database: Database) -> None:
    later = NOON + timedelta(seconds=30)

    def write(books: SqlBooks) -> int:
        payment = books.add_payment(
            NewPayment(add_invoice(books), "bank", "100001", Money(500000, "KZT"), "hook", NOON)
        )
        for owner in ("process:dead", "process:alive"):
            books.beat(owner, NOON, NOON + timedelta(seconds=20))
        books.lease_payment(payment.id, "process:dead", NOON, NOON + timedelta(seconds=120))
        books.beat("process:alive", NOON + timedelta(seconds=5), NOON + timedelta(seconds=25))
        assert not books.lease_payment(payment.id, "process:alive", NOON + timedelta(seconds=6), later)
        return payment.id

    payment_id = await database.write(write)
    until = later + timedelta(seconds=20)
    await database.write(lambda books: books.beat("process:alive", later, until))
    assert await database.write(lambda books: books.lease_payment(payment_id, "process:alive", later, until))


async def test_a_small_write_right_after_another_is_not_left_waiting(database: Database) -> None:
    async with asyncio.timeout(PATIENCE):
        for _ in range(20):
            await database.write_small(lambda books: books.next_number("a"))
        assert await database.write_small(lambda books: books.next_number("a")) == 21
