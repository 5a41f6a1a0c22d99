"""Outages of banks on both databases: one at a time, found by every process, kept as a record."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from billing import outages
from billing.answers import Seen
from billing.halts import BankCall, CallKind, Halt
from billing.models import Audience, Person, Place, Role
from billing.money import Money
from billing.records import NewDelivery, NewPayment
from billing.states import InvoiceState, PaymentState
from store.books import SqlBooks
from store.engine import Database
from store.outages import REDRAWN_MOST
from tests.store.test_engine import add_invoice
from tests.support.books import NOON, sweep

BANK = "bank"
LOST = Halt("session_lost")
MINUTE = timedelta(minutes=1)


def halted(books: SqlBooks, halt: Halt = LOST) -> None:
    outages.begin(books, BANK, halt, NOON)


async def test_an_outage_comes_back_as_it_was_written(database: Database) -> None:
    until = NOON + timedelta(hours=5)
    await database.write(lambda books: halted(books, Halt("limit", "30 of 30", until)))
    found = await database.read(lambda books: books.outage(BANK))
    assert found is not None
    assert (found.code, found.since, found.refused_at, found.until) == ("limit", NOON, NOON, until)
    assert (found.next_check, found.checks, found.seen, found.trial_at) == (until, 0, False, None)
    assert await database.read(lambda books: books.outages()) == [found]


async def test_ten_who_find_it_at_once_write_one_and_tell_it_once(database: Database) -> None:
    owner = Person(501, role=Role.OWNER, started=True)
    await database.write(lambda books: books.save_person(owner, NOON))
    await asyncio.gather(*(database.write(halted) for _ in range(5)))
    await asyncio.gather(*(database.write_small(halted) for nth in range(5)))
    assert len(await database.read(lambda books: books.outages())) == 1
    (notice,) = await database.read(lambda books: books.due_notices(NOON, 100))
    assert notice.kind == "alert-bank-lost"
    assert notice.values == {"bank": BANK, "code": "session_lost", "since": NOON.isoformat()}


async def test_one_of_many_takes_the_check(database: Database) -> None:
    await database.write(halted)
    outage = await database.read(lambda books: books.outage(BANK))
    assert outage is not None
    later = NOON + MINUTE
    taken = await asyncio.gather(
        *(database.write(lambda books: books.take_check(outage, later)) for _ in range(8))
    )
    assert sorted(taken) == [False] * 7 + [True]
    again = await database.read(lambda books: books.outage(BANK))
    assert again is not None
    assert (again.checks, again.next_check) == (1, later)


async def test_what_ended_stays_as_a_record_and_cannot_be_changed(database: Database) -> None:
    await database.write(halted)
    outage = await database.read(lambda books: books.outage(BANK))
    assert outage is not None
    await database.write(lambda books: outages.end(books, outage, NOON + MINUTE))
    assert await database.read(lambda books: books.outages()) == []
    assert not await database.write(lambda books: books.amend_outage(outage.id, code="other"))
    assert await database.read(lambda books: books.worked_since(BANK, NOON))
    assert not await database.read(lambda books: books.worked_since(BANK, NOON + MINUTE))
    await database.write(lambda books: outages.begin(books, BANK, LOST, NOON + 2 * MINUTE))
    second = await database.read(lambda books: books.outage(BANK))
    assert second is not None
    assert second.id != outage.id
    await database.write(lambda books: sweep(books, NOON + timedelta(days=400)))
    assert not await database.read(lambda books: books.worked_since(BANK, NOON))
    assert await database.read(lambda books: books.outages()) == [second]


async def test_the_cards_of_open_invoices_are_drawn_again_little_by_little(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[int, int]:
        for nth in range(REDRAWN_MOST + 5):
            books.add_card(add_invoice(books, f"s{nth}"), Audience.ISSUER, Place(nth + 1), None, NOON, NOON)
        for card in books.due_cards(NOON, 1000):
            books.card_drawn(card, message_id=card.id, picture="p")
        closed = add_invoice(books, "closed")
        books.move_invoice(closed, frozenset({InvoiceState.OPEN}), InvoiceState.CANCELLED, NOON)
        done = books.add_card(closed, Audience.ISSUER, Place(9999), None, NOON, NOON)
        books.card_drawn(done, message_id=1, picture="p")
        halted(books)
        books.flush()
        at_once = books.due_cards(NOON, 1000)
        return len(at_once), len(books.due_cards(NOON + timedelta(hours=1), 1000))

    assert await database.write(write) == (1, REDRAWN_MOST)


async def test_a_bill_proves_that_its_bank_works_once_it_has_stood(database: Database) -> None:
    def write(books: SqlBooks) -> list[bool]:
        invoice_id, found = add_invoice(books), []
        payment = books.add_payment(NewPayment(invoice_id, BANK, "1", Money(500000, "KZT"), "h", NOON))

        def stands(since: timedelta = timedelta(), before: timedelta = MINUTE) -> None:
            found.append(books.bill_stands(BANK, NOON + since, NOON + before))

        stands()  # not asked for yet
        books.amend_payment(payment.id, asked_at=NOON)
        stands()  # nobody knows what became of it
        reserved = frozenset({PaymentState.RESERVED})
        books.move_payment(payment.id, reserved, PaymentState.PENDING, {"observed_at": NOON})
        stands()
        stands(before=-MINUTE)  # too young
        stands(since=MINUTE)  # of another time
        found.append(books.bill_stands("another", NOON, NOON + MINUTE))
        pending = frozenset({PaymentState.PENDING})
        books.move_payment(payment.id, pending, PaymentState.REJECTED, {})
        stands()
        books.move_payment(payment.id, frozenset({PaymentState.REJECTED}), PaymentState.PAID, {})
        stands(before=-MINUTE)
        return found

    assert await database.write(write) == [False, False, True, False, False, False, False, True]


async def test_the_last_call_of_each_kind_is_kept(database: Database) -> None:
    calls = [
        BankCall(BANK, CallKind.TEST, NOON),
        BankCall(BANK, CallKind.FORGED, NOON, "not signed"),
        BankCall(BANK, CallKind.TEST, NOON + MINUTE),
        BankCall("another", CallKind.TEST, NOON + 2 * MINUTE),
    ]
    for call in calls:
        await database.write(lambda books, call=call: books.note_bank_call(call))
    kept = await database.read(lambda books: books.bank_calls(BANK))
    assert kept == {CallKind.FORGED: calls[1], CallKind.TEST: calls[2]}

    def report(books: SqlBooks) -> None:
        payment = books.add_payment(
            NewPayment(add_invoice(books), BANK, "1", Money(500000, "KZT"), "h", NOON)
        )
        books.add_deliveries(
            [NewDelivery(BANK, "key", payment.id, Seen.PAID, b"{}", "process:other", NOON, NOON + MINUTE)]
        )

    await database.write(report)
    kept = await database.read(lambda books: books.bank_calls(BANK))
    assert kept[CallKind.REPORT] == BankCall(BANK, CallKind.REPORT, NOON)


async def test_a_limit_that_a_wrong_clock_has_put_a_year_off_is_over(database: Database) -> None:
    far, near = (
        Halt("limit", until=NOON + timedelta(days=365)),
        Halt("limit", until=NOON + timedelta(days=20)),
    )
    await database.write(lambda books: outages.begin(books, "far", far, NOON))
    await database.write(lambda books: outages.begin(books, "near", near, NOON))
    await database.write(lambda books: books.pull_back(NOON))
    lasting = await database.read(lambda books: books.outages())
    assert {one.provider: one.away(NOON) for one in lasting} == {"far": False, "near": True}
