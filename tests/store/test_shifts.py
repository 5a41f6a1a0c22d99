"""Shifts in the books, on both databases: one report for a shift, and all money on exactly one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, make_url, select
from sqlalchemy.ext.asyncio import create_async_engine

from billing.books import Books
from billing.models import Person, Role
from billing.money import Money
from billing.records import NewInvoice, NewPayment, NewRefund
from billing.shifts import working
from billing.shifts.models import Entry, Part, Report, Shift, What
from billing.states import AttentionKind, PaymentState, RefundState
from store.engine import Database
from store.schema import invoices, shift_entries, shifts
from tests.support import PATIENCE
from tests.support.books import NOON, open_database

OWNER, CASHIER, OTHER = 501, 502, 503
PRICE = Money(500_000, "KZT")
MINUTE = timedelta(minutes=1)
PEOPLE = [
    Person(OWNER, "Owner", started=True, role=Role.OWNER),
    Person(CASHIER, "Cashier", started=True, role=Role.CASHIER),
    Person(OTHER, "Other", started=True, role=Role.CASHIER),
]


def meet(books: Books) -> None:
    for person in PEOPLE:
        books.save_person(person, NOON)


def sell(
    books: Books, at: datetime, issuer: int = CASHIER, bank: str = "bank", amount: Money = PRICE
) -> tuple[int, int]:
    """An invoice that was paid at this moment; its id and that of its payment."""
    number = books.next_number("invoice")
    new = NewInvoice(number, f"token{number}", amount, "Coffee", issuer, f"s:{number}", NOON, NOON + MINUTE)
    invoice = books.add_invoice(new)
    assert invoice is not None
    made = NewPayment(invoice.id, bank, str(number), amount, f"hook{number}", NOON)
    payment = books.add_payment(made)
    changes: dict[str, object] = {"taken": amount, "settled_at": at}
    assert books.move_payment(payment.id, frozenset({payment.state}), PaymentState.PAID, changes)
    return invoice.id, payment.id


def give_back(books: Books, sold: tuple[int, int], amount: Money, at: datetime) -> None:
    invoice, payment = sold
    key = f"back:{payment}:{at.isoformat()}"
    assert books.add_refund(NewRefund(invoice, payment, amount, key, key, at, RefundState.COMPLETED))


async def begin(database: Database, at: datetime = NOON, who: int = CASHIER, source: str = "tap:1") -> Shift:
    person = next(each for each in PEOPLE if each.id == who)
    return await database.write(lambda books: working.begin(books, person, source, at))


async def end(database: Database, shift: Shift, at: datetime, who: int = OWNER) -> Report:
    person = next(each for each in PEOPLE if each.id == who)
    return await database.write(lambda books: working.end(books, person, shift.id, at))


async def entries(database: Database, shift: Shift, until: datetime, size: int = 2) -> list[Entry]:
    found: list[Entry] = []

    def read(books: Books) -> Sequence[Entry]:
        return working.entries(books, PEOPLE[0], shift.id, until, found[-1] if found else None, size)

    while page := await database.read(read):
        found += page
    return found


async def test_of_two_who_close_it_at_once_both_get_the_one_report(database: Database) -> None:
    await database.write(meet)
    shift = await begin(database)
    await database.write(lambda books: sell(books, NOON + MINUTE))
    ended = await asyncio.gather(*(end(database, shift, NOON + 2 * MINUTE, who) for who in (OWNER, CASHIER)))
    assert ended[0] == ended[1]
    assert ended[0].shift.number == 1
    assert await database.read(lambda books: books.run(select(func.count(shift_entries.c.at))).scalar()) == 1


async def test_of_two_taps_at_once_one_opens_a_shift_and_both_find_it(database: Database) -> None:
    await database.write(meet)
    begun = await asyncio.gather(*(begin(database, source=f"tap:{n}") for n in range(3)))
    assert len({shift.id for shift in begun}) == 1
    assert await database.read(lambda books: books.run(select(func.count(shifts.c.id))).scalar()) == 1


async def test_shifts_that_are_closed_at_once_have_numbers_of_their_own(database: Database) -> None:
    await database.write(meet)
    begun = [await begin(database, who=who, source=f"tap:{who}") for who in (OWNER, CASHIER, OTHER)]
    ended = await asyncio.gather(*(end(database, shift, NOON + MINUTE) for shift in begun))
    assert sorted(report.shift.number or 0 for report in ended) == [1, 2, 3]


async def test_sums_are_exact_and_read_back_as_they_were(database: Database) -> None:
    await database.write(meet)
    shift, much = await begin(database), Money(2**53 + 1, "KZT")

    def trade(books: Books) -> None:
        for _ in range(3):
            sell(books, NOON + MINUTE, bank="b", amount=much)
        sell(books, NOON + MINUTE, bank="a", amount=Money(7, "USD"))
        sell(books, NOON + MINUTE, issuer=OTHER)
        sell(books, NOON - MINUTE)
        give_back(books, sell(books, NOON + MINUTE, bank="a"), Money(1, "KZT"), NOON + MINUTE)

    await database.write(trade)
    x = await database.read(
        lambda books: working.report(books, PEOPLE[1], shift.id, NOON + 2 * MINUTE).figures
    )
    z = (await end(database, shift, NOON + 2 * MINUTE)).figures
    paid = [
        Part(What.PAID, "a", 1, PRICE),
        Part(What.PAID, "a", 1, Money(7, "USD")),
        Part(What.PAID, "b", 3, Money(3 * (2**53 + 1), "KZT")),
    ]
    assert sorted(z.of(What.PAID), key=lambda part: (part.bank, part.sum.currency)) == paid
    assert z.of(What.REFUNDED) == (Part(What.REFUNDED, "a", 1, Money(1, "KZT")),)
    assert set(z.parts) == set(x.parts)
    again = await database.read(lambda books: books.shift(shift.id))
    assert again is not None
    assert again.figures == z


async def test_entries_come_page_by_page_the_same_before_and_after_closing(database: Database) -> None:
    await database.write(meet)
    shift = await begin(database)

    def trade(books: Books) -> None:
        sold = [sell(books, NOON + n * MINUTE) for n in (3, 1, 1, 2)]
        for n, each in enumerate(sold[:3]):
            give_back(books, each, Money(n + 1, "KZT"), NOON + 4 * MINUTE)
        invoice, payment = sold[0]
        books.add_attention(invoice, payment, AttentionKind.LATE, NOON)
        books.add_attention(invoice, payment, AttentionKind.QUESTION, NOON)

    await database.write(trade)
    until = NOON + 5 * MINUTE
    before = await entries(database, shift, until)
    await end(database, shift, until)
    assert await entries(database, shift, NOON) == before
    assert [(each.refund, each.at - NOON) for each in before] == [
        *((False, n * MINUTE) for n in (1, 1, 2, 3)),
        *((True, 4 * MINUTE) for _ in range(3)),
    ]
    assert [each.misfit for each in before if each.misfit] == [AttentionKind.LATE]
    assert [each.amount.minor for each in before if each.refund] == [1, 2, 3]


async def test_however_settlements_and_closings_meet_all_money_stands_on_exactly_one_report(
    database: Database,
) -> None:
    """Each settlement has taken its moment already when it gets its turn; shifts follow one another."""
    await database.write(meet)
    moments = [NOON + n * timedelta(seconds=1) for n in range(1, 41)]
    reports: list[Report] = []

    async def settle(at: datetime) -> None:
        await asyncio.sleep(0)
        await database.write(lambda books: sell(books, at))

    async def work() -> None:
        for n in range(4):
            shift = await begin(database, NOON + 10 * n * timedelta(seconds=1), source=f"tap:{n}")
            await asyncio.sleep(0)
            reports.append(await end(database, shift, NOON + 10 * (n + 1) * timedelta(seconds=1)))

    await asyncio.gather(work(), *(settle(at) for at in reversed(moments)))
    last = await begin(database, moments[-1] + MINUTE, source="tap:last")
    reports.append(await end(database, last, moments[-1] + 2 * MINUTE))
    counted = [part for report in reports for part in report.figures.of(What.PAID, What.EARLY)]
    assert sum(part.count for part in counted) == len(moments)
    assert sum(part.sum.minor for part in counted) == len(moments) * PRICE.minor


async def test_a_report_waits_for_nobody_who_holds_an_invoice(postgres_url: str) -> None:
    """Who settles holds several; each would wait for the other in a ring."""
    engine = create_async_engine(make_url(postgres_url).set(drivername="postgresql+asyncpg"))
    async with contextlib.aclosing(open_database(postgres_url)) as opened:
        async for database in opened:
            await database.write(meet)
            shift = await begin(database)
            await database.write(lambda books: sell(books, NOON + MINUTE))
            async with engine.begin() as settling, asyncio.timeout(PATIENCE):
                await settling.execute(select(invoices.c.id).with_for_update())
                assert (await end(database, shift, NOON + 2 * MINUTE)).shift.number == 1
    await engine.dispose()


@pytest.mark.parametrize("question", ["figures", "remind", "closed"])
async def test_a_report_is_found_along_indexes(database: Database, question: str) -> None:
    """Not through all that was ever paid, returned, issued or worked."""
    await database.write(meet)
    shift = await begin(database)

    def plans(connection: Connection) -> list[str]:
        said: list[tuple[str, Any]] = []
        books = database.books(connection)
        sell(books, NOON + MINUTE)
        sqlite = connection.dialect.name == "sqlite"
        listen = event.listens_for(connection, "before_cursor_execute")
        listen(lambda *e: said.append((e[2], e[3])))
        match question:
            case "figures":
                books.shift_figures(shift, NOON + 2 * MINUTE)
            case "remind":
                books.shifts_to_remind(NOON)
            case "closed":
                books.shifts_closed(None, 7, 9)
        asked, found = list(said), []
        if not sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        for sql, values in asked:
            found.append(str(connection.exec_driver_sql(f"{explain} {sql}", values).all()))
        return found

    found = await database.transaction(plans)
    assert found
    for plan in found:
        assert "SCAN" not in plan.replace("SCAN (subquery", "").replace("SCAN anon", "")
        assert "Seq Scan" not in plan
    if question == "figures":
        whole = " ".join(found)
        for index in ("ix_payments_settled", "ix_refunds_settled", "ix_payments_live", "ix_invoices_issuer"):
            assert index in whole
