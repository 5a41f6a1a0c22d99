"""Who paid: sealed, found by words and by the bank's number, forgotten for good; on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from alembic import command
from sqlalchemy import Connection, select

from billing.models import Details, Invoice, Person
from billing.money import Money
from billing.names import words_of
from billing.records import NewInvoice, NewPayment
from billing.states import PaymentState
from store.books import SqlBooks
from store.engine import Database, connect
from store.migrate import config, migrate
from store.schema import invoices, merchants, payer_words, payments
from store.secrets import Vault
from tests.support.books import NOON, SECRET_KEY

OWNER, CASHIER, CUSTOMER = 501, 502, 601
PHONE = "+77071234567"


def bill(
    books: SqlBooks, source: str, name: str = "", *, issuer: int = OWNER, number: str = "", again: int = 0
) -> int:
    """An invoice with a payment (``again``: with so many more) by somebody of this name; the payment's id."""
    invoice = books.add_invoice(
        NewInvoice(
            number=books.next_number("invoice"),
            token=f"token-{source}",
            amount=Money(500000, "KZT"),
            description="Coffee",
            issuer_id=issuer,
            source=source,
            created_at=NOON,
            deadline=NOON,
        )
    )
    assert invoice is not None
    for attempt in range(1, again + 2):
        payment = books.add_payment(
            NewPayment(
                invoice_id=invoice.id,
                provider="bank",
                reference=f"{source}-{attempt}",
                amount=invoice.amount,
                hook_token=f"hook-{source}-{attempt}",
                created_at=NOON,
                attempt=attempt,
                phone=PHONE,
            )
        )
        if name:
            assert books.name_payer(payment.id, name)
        if number:
            books.amend_payment(payment.id, details=Details(reference=number))
    return payment.id


async def made(database: Database, source: str, name: str = "", **more: object) -> int:
    return await database.write(lambda books: bill(books, source, name, **more))  # type: ignore[arg-type]


async def found(database: Database, typed: str, **more: object) -> list[int]:
    """Numbers of the invoices, as a search gives them."""
    asked = {"issuer": None, "before": None, "limit": 10} | more

    def read(books: SqlBooks) -> list[Invoice]:
        return books.invoices_of_payer(words_of(typed), **asked)  # type: ignore[arg-type]

    return [invoice.number for invoice in await database.read(read)]


async def numbered(database: Database, number: str, issuer: int | None = None) -> list[int]:
    def read(books: SqlBooks) -> list[Invoice]:
        return books.invoices_by_bank_number(number, issuer=issuer, limit=10)

    return [invoice.number for invoice in await database.read(read)]


async def payer(database: Database, payment_id: int) -> str:
    payment = await database.read(lambda books: books.payment(payment_id))
    assert payment is not None
    assert "Иван" not in repr(payment)
    return payment.payer


async def test_a_name_comes_back_as_the_bank_said_it(database: Database) -> None:
    said = "Иван <b>Ёлкин</b> \u202e👍"
    assert await payer(database, await made(database, "a", said)) == said


async def test_all_words_of_a_search_are_in_one_name(database: Database) -> None:
    for source, name in (("a", "Иван Иванов"), ("b", "Иван Ёлкин"), ("c", "Пётр Иванов"), ("d", "")):
        await made(database, source, name)
    assert await found(database, "ИВАН") == [2, 1]
    assert await found(database, "иванов иван") == [1]
    assert await found(database, "елкин") == [2]
    assert await found(database, "пётр ёлкин") == []
    assert await found(database, "ива") == []


async def test_the_words_of_two_payers_of_one_invoice_make_no_third(database: Database) -> None:
    await made(database, "a", "Иван Иванов", again=1)
    payment_id = await database.read(lambda books: books.payments_of(1)[0].id)
    await database.write(lambda books: books.name_payer(payment_id, "Пётр Петров"))
    assert await found(database, "иван") == [1]
    assert await found(database, "петр петров") == [1]
    assert await found(database, "иван петров") == []


async def test_an_invoice_paid_twice_by_one_person_is_found_once(database: Database) -> None:
    await made(database, "a", "Дана К.")
    await made(database, "b", "Дана К.", number="13234689513", again=2)
    assert await found(database, "дана", limit=2) == [2, 1]
    assert await numbered(database, "13234689513") == [2]


async def test_a_search_goes_on_below_what_was_shown(database: Database) -> None:
    for n in range(5):
        await made(database, str(n), "Дана К.")
    assert await found(database, "дана", limit=2) == [5, 4]
    shown = await database.read(lambda books: books.invoice_by_number(4))
    assert shown is not None
    assert await found(database, "дана", limit=2, before=shown.id) == [3, 2]


async def test_a_search_keeps_to_an_issuer(database: Database) -> None:
    await made(database, "a", "Дана К.", number="777")
    await made(database, "b", "Дана К.", issuer=CASHIER, number="777")
    assert await found(database, "дана", issuer=CASHIER) == [2]
    assert await numbered(database, "777", CASHIER) == [2]
    assert await numbered(database, "777") == [2, 1]


async def test_the_banks_number_is_found_exactly(database: Database) -> None:
    await made(database, "a", number="13234689513")
    await made(database, "b", number="ABC123")
    assert await numbered(database, "13234689513") == [1]
    assert await numbered(database, "ABC123") == [2]
    for near in ("1323468951", "132346895130", "13234689513 ", "ABC%", ""):
        assert await numbered(database, near) == []


async def test_a_number_too_long_for_its_column_is_no_trouble(database: Database) -> None:
    await made(database, "a", number="9" * 500)
    assert await numbered(database, "9" * 128) == [1]


async def test_a_new_name_is_found_and_the_old_one_is_not(database: Database) -> None:
    payment_id = await made(database, "a", "Иван И.")
    assert await database.write(lambda books: books.name_payer(payment_id, "Пётр П."))
    assert await payer(database, payment_id) == "Пётр П."
    assert await found(database, "петр") == [1]
    assert await found(database, "иван") == []


async def test_a_name_told_twice_at_once_is_written_once(database: Database) -> None:
    payment_id = await made(database, "a")
    write = [database.write(lambda books: books.name_payer(payment_id, "Иван И. Иван")) for _ in range(8)]
    assert await asyncio.gather(*write) == [True] * 8
    assert len(await database.transaction(lambda c: c.execute(select(payer_words)).all())) == 2


async def test_a_name_without_a_letter_is_kept_and_found_by_nothing(database: Database) -> None:
    payment_id = await made(database, "a", "🙂")
    assert await payer(database, payment_id) == "🙂"


def rows(connection: Connection) -> tuple[list[bytes | None], list[bytes]]:
    names = connection.execute(select(payments.c.payer).order_by(payments.c.id)).scalars()
    return list(names), list(connection.execute(select(payer_words.c.digest)).scalars())


async def test_who_is_forgotten_is_found_no_more_and_never_named_again(database: Database) -> None:
    """The bank goes on saying the name for as long as it is asked."""
    theirs = await made(database, "a", "Иван И.", number="777")
    early = await made(database, "b")
    others = await made(database, "c", "Иван И.")

    def forget(books: SqlBooks) -> None:
        books.save_person(Person(CUSTOMER, "Ivan"), NOON)
        for payment_id in (theirs, early):
            payment = books.payment(payment_id)
            assert payment is not None
            books.claim_customer(payment.invoice_id, CUSTOMER)
        books.forget_person(CUSTOMER, NOON)

    await database.write(forget)
    for payment_id in (theirs, early):
        assert await payer(database, payment_id) == ""
        assert not await database.write(lambda books, p=payment_id: books.name_payer(p, "Иван И."))
        assert await payer(database, payment_id) == ""
    assert await found(database, "иван") == [3]
    assert await payer(database, others) == "Иван И."
    assert await numbered(database, "777") == [1]
    names, digests = await database.transaction(rows)
    assert [bool(name) for name in names] == [False, False, True]
    assert len(digests) == 2


async def test_a_phone_goes_with_its_owner_unless_the_bill_is_still_to_be_sent(database: Database) -> None:
    sent, unsent = await made(database, "a"), await made(database, "b")

    def forget(books: SqlBooks) -> list[str]:
        books.move_payment(sent, frozenset({PaymentState.RESERVED}), PaymentState.PENDING)
        for payment_id in (sent, unsent):
            payment = books.payment(payment_id)
            assert payment is not None
            books.claim_customer(payment.invoice_id, CUSTOMER)
        books.forget_person(CUSTOMER, NOON)
        return [books.payment(each).phone for each in (sent, unsent)]  # type: ignore[union-attr]

    assert await database.write(forget) == ["", PHONE]


async def test_words_written_with_an_older_key_are_found(database: Database) -> None:
    await made(database, "a", "Иван И.")
    old, database.vault = database.vault, Vault("a key that is new, and long enough", [SECRET_KEY])
    await made(database, "b", "Иван П.")
    assert await found(database, "иван") == [2, 1]
    assert await found(database, "иван и") == [1]
    database.vault = old
    assert await found(database, "иван") == [1]


def test_a_digest_says_nothing_without_the_key() -> None:
    here, there = Vault("one key, long enough to be one"), Vault("another key, long enough")
    assert here.marks("1:иван") == here.marks("1:иван")
    assert here.marks("1:иван") != here.marks("2:иван")
    assert not set(here.marks("1:иван")) & set(there.marks("1:иван"))


async def test_equal_names_of_two_merchants_have_nothing_in_common(database: Database) -> None:
    await made(database, "a", "Иван И.")
    mine = database.merchant
    assert mine is not None

    def found_other(connection: Connection) -> int:
        row = {"name": "Other", "currency": "KZT", "locale": "ru", "timezone": "Asia/Almaty"}
        added = merchants.insert().values({**row, "created_at": NOON}).returning(merchants.c.id)
        return int(connection.execute(added).scalar_one())

    database.merchant = replace(mine, id=await database.transaction(found_other))
    assert await found(database, "иван") == []
    await made(database, "b", "Иван И.")
    _, digests = await database.transaction(rows)
    assert len(set(digests)) == len(digests) == 4


async def test_numbers_that_were_there_before_are_found_after_the_migration(bare_database_url: str) -> None:
    database = connect(bare_database_url, Vault(SECRET_KEY))
    details = ('{"reference": "13234689513"}', '{"reference": ""}', "{}")
    owed = {"merchant_id": 1, "amount": 1, "currency": "KZT", "state": "paid", "created_at": NOON}
    invoice = {"id": 1, "number": 1, "token": "t", "source": "s", "description": "", "issuer_id": OWNER}
    paid = {"invoice_id": 1, "provider": "bank", "looks": 0, "receipt": "", "trouble": ""}

    def before(connection: Connection) -> None:
        command.upgrade(config(connection), "0004")
        shop = {"id": 1, "name": "Dana", "currency": "KZT", "locale": "ru", "timezone": "Asia/Almaty"}
        connection.execute(merchants.insert().values({**shop, "created_at": NOON}))
        connection.execute(invoices.insert().values({**owed, **invoice, "deadline": NOON, "late": False}))
        for n, each in enumerate(details, 1):
            named = {"attempt": n, "reference": str(n), "hook_token": str(n), "details": each}
            flags = {"refusal_final": False, "cancel_wished": False}
            connection.execute(payments.insert().values({**owed, **paid, **named, **flags}))

    await database.transaction(before)
    await migrate(database)
    query = select(payments.c.bank_reference).order_by(payments.c.id)
    kept = await database.transaction(lambda connection: connection.execute(query).scalars().all())
    await database.close()
    assert kept == ["13234689513", None, None]
