"""Methods that people let the shop keep: sealed, once, forgotten for good; on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from billing.answers import Kept, Seen
from billing.kept import KeptMethod, NewKeptMethod
from billing.models import Person, Role
from billing.money import Money
from billing.records import NewDelivery, NewInvoice, NewPayment
from store.books import SqlBooks
from store.engine import Database
from store.schema import deliveries, merchants, methods, payments, people
from store.secrets import Vault
from tests.support.books import NOON, SECRET_KEY

CUSTOMER, STRANGER = 601, 602


def new(person: int = CUSTOMER, provider: str = "bank") -> NewKeptMethod:
    return NewKeptMethod(provider, person, Kept("tok-1", "•• 4242"), NOON)


async def keep(database: Database, **more: object) -> KeptMethod:
    method = await database.write(lambda books: books.add_method(new(**more)))  # type: ignore[arg-type]
    assert method is not None
    return method


async def labels(database: Database, person: int = CUSTOMER) -> list[str]:
    return [m.label for m in await database.read(lambda books: books.methods_of(person))]


async def rows(database: Database) -> list[tuple[bytes | None, bytes, bytes | None]]:
    def read(connection: Connection) -> list[tuple[bytes | None, bytes, bytes | None]]:
        found = connection.execute(select(methods.c.token, methods.c.digest, methods.c.label))
        return [tuple(row) for row in found]  # type: ignore[misc]

    return await database.transaction(read)


def bill(books: SqlBooks, person: int = CUSTOMER) -> int:
    """A payment whose payer lets us keep the method."""
    number = books.next_number("invoice")
    invoice = books.add_invoice(
        NewInvoice(number, f"token-{number}", Money(500000, "KZT"), "", 501, f"s{number}", NOON, NOON)
    )
    assert invoice is not None
    payment = books.add_payment(
        NewPayment(invoice.id, "bank", f"r{number}", invoice.amount, f"h{number}", NOON, keep_for=person)
    )
    return payment.id


async def test_a_token_comes_back_and_cannot_be_read_in_the_database(database: Database) -> None:
    method = await keep(database)
    assert await database.read(lambda books: books.method_token(method.id)) == "tok-1"
    assert method.label == "•• 4242"
    (stored,) = await rows(database)
    assert all(b"tok-1" not in (part or b"") and b"4242" not in (part or b"") for part in stored)


async def test_the_same_token_of_the_same_person_is_one_method(database: Database) -> None:
    made = await asyncio.gather(*(database.write(lambda books: books.add_method(new())) for _ in range(5)))
    assert len({method.id for method in made if method is not None}) == 1
    assert await labels(database) == ["•• 4242"]


async def test_it_is_known_again_by_an_older_key(database: Database) -> None:
    first = await keep(database)
    database.vault = Vault("a key that is new, and long enough", [SECRET_KEY])
    assert (await keep(database)).id == first.id


async def test_the_same_token_of_two_people_or_two_banks_are_two(database: Database) -> None:
    made = [
        await keep(database),
        await keep(database, person=STRANGER),
        await keep(database, provider="other"),
    ]
    assert len({method.id for method in made}) == 3
    assert [len(await labels(database, person)) for person in (CUSTOMER, STRANGER)] == [2, 1]


async def test_a_dead_one_loses_its_token_and_comes_to_life_when_it_is_kept_again(database: Database) -> None:
    method = await keep(database)
    assert await database.write(lambda books: books.bury_method(method.id))
    assert not await database.write(lambda books: books.bury_method(method.id))
    dead = await database.read(lambda books: books.method(method.id))
    assert dead is not None
    assert dead.dead
    assert (await rows(database))[0][0] is None
    again = await keep(database)
    assert (again.id, again.dead) == (method.id, False)
    assert await database.read(lambda books: books.method_token(method.id)) == "tok-1"


async def test_only_its_owner_forgets_it_and_nothing_is_left(database: Database) -> None:
    method = await keep(database)
    assert not await database.write(lambda books: books.forget_method(method.id, STRANGER))
    assert await database.write(lambda books: books.forget_method(method.id, CUSTOMER))
    assert not await database.write(lambda books: books.forget_method(method.id, CUSTOMER))
    assert await rows(database) == []


async def test_the_number_of_a_forgotten_one_is_never_anothers(database: Database) -> None:
    """A button that is still on somebody's screen would else mean another card."""
    first = await keep(database)
    await database.write(lambda books: books.forget_method(first.id, CUSTOMER))
    assert (await keep(database)).id > first.id


@pytest.mark.parametrize("everything", [False, True])
async def test_with_it_goes_what_the_bank_reported_of_its_owners_payments_and_of_nobody_elses(
    database: Database, everything: bool
) -> None:
    method = await keep(database)

    def report(books: SqlBooks) -> None:
        for person in (CUSTOMER, STRANGER):
            payment = books.payment(bill(books, person))
            assert payment is not None
            assert books.claim_customer(payment.invoice_id, person)
            said = f"{person} tok-1".encode()
            books.add_deliveries(
                [NewDelivery("bank", f"k{person}", payment.id, Seen.PAID, said, "p", NOON, NOON)]
            )

    def bodies(connection: Connection) -> list[bytes]:
        return [database.vault.open(row.body) for row in connection.execute(select(deliveries))]

    await database.write(report)
    assert not await database.write(lambda books: books.forget_method(method.id, STRANGER))
    assert b"" not in await database.transaction(bodies)
    if everything:
        await database.write(lambda books: books.forget_person(CUSTOMER, NOON))
    else:
        await database.write(lambda books: books.forget_method(method.id, CUSTOMER))
    assert sorted(await database.transaction(bodies)) == [b"", f"{STRANGER} tok-1".encode()]


async def test_a_leave_to_keep_is_used_up_once(database: Database) -> None:
    payment_id = await database.write(bill)
    assert not await database.write(lambda books: books.take_keeping(payment_id, STRANGER))
    took = await asyncio.gather(
        *(database.write(lambda books: books.take_keeping(payment_id, CUSTOMER)) for _ in range(5))
    )
    assert sorted(took) == [False] * 4 + [True]


async def test_who_is_forgotten_leaves_no_method_and_no_leave_to_keep_one(database: Database) -> None:
    for role in (None, Role.CASHIER):
        await keep(database)
        theirs = await database.write(bill)
        others = await database.write(lambda books: bill(books, STRANGER))
        await database.write(lambda books, r=role: books.save_person(Person(CUSTOMER, role=r), NOON))
        await database.write(lambda books: books.forget_person(CUSTOMER, NOON))
        assert await rows(database) == []
        query = select(payments.c.id, payments.c.keep_for)
        left = dict(await database.transaction(lambda c, q=query: [tuple(r) for r in c.execute(q)]))
        assert (left[theirs], left[others]) == (None, STRANGER)


async def test_another_merchant_finds_nothing_of_it(database: Database) -> None:
    method = await keep(database)
    mine = database.merchant
    assert mine is not None

    def another(connection: Connection) -> int:
        row = {"name": "Other", "currency": "KZT", "locale": "ru", "timezone": "Asia/Almaty"}
        added = merchants.insert().values({**row, "created_at": NOON}).returning(merchants.c.id)
        return int(connection.execute(added).scalar_one())

    database.merchant = replace(mine, id=await database.transaction(another))
    assert await labels(database) == []
    assert await database.read(lambda books: books.method_token(method.id)) is None
    assert not await database.write(lambda books: books.forget_method(method.id, CUSTOMER))
    await keep(database)
    assert len({digest for _, digest, _ in await rows(database)}) == 2


async def test_what_was_told_for_a_bank_is_sealed_and_read_again(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        books.save_person(Person(CUSTOMER, "Dana"), NOON)
        books.note_particulars(CUSTOMER, {"email": "name@example.kz"}, NOON)
        books.save_person(Person(CUSTOMER, "Dana K."), NOON)

    await database.write(write)
    assert await database.read(lambda books: books.particulars(CUSTOMER)) == {"email": "name@example.kz"}
    assert await database.read(lambda books: books.particulars(STRANGER)) == {}
    stored = await database.transaction(lambda c: c.execute(select(people.c.particulars)).scalar_one())
    assert b"example" not in stored
    await database.write(lambda books: books.forget_person(CUSTOMER, NOON))
    assert await database.read(lambda books: books.particulars(CUSTOMER)) == {}
