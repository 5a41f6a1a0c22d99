"""Reports in the books, and our payments as a bank's list is compared with them; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from billing.models import Details, Place
from billing.money import Money
from billing.records import NewInvoice, NewPayment
from billing.reports import NewReport, Report, Wish
from billing.statement import Filter, Ledger, Method, Order, Query
from billing.states import PaymentState
from store.books import SqlBooks
from store.chats import PROCESS
from store.engine import Database
from tests.support.books import NOON, sweep

ALMATY = ZoneInfo("Asia/Almaty")
MINUTE = timedelta(minutes=1)
QUERY = Query(
    Ledger.OPERATIONS,
    NOON.astimezone(ALMATY) - timedelta(days=2),
    NOON.astimezone(ALMATY),
    (Filter("payer_phone", Method.LIKE, ("%7071234567",)), Filter("amount", Method.BETWEEN, ("1", "2.50"))),
    (Order("amount"), Order("created_date", descending=True)),
)
NEW = NewReport("501:7:testbank", "testbank", QUERY, 501, Place(501, 3), NOON)


async def add(database: Database, new: NewReport = NEW) -> Report:
    return await database.write(lambda books: books.add_report(new))


async def lease(database: Database, owner: str = "me", after: timedelta = MINUTE) -> list[Report]:
    now = NOON + after
    return await database.write(lambda books: books.lease_due_reports(owner, now, now + MINUTE, 10))


async def test_a_report_comes_back_as_it_was_asked_for(database: Database) -> None:
    report = await add(database)
    assert (report.query, report.place, report.wish, report.page) == (QUERY, Place(501, 3), Wish.PAGE, 0)
    assert await database.read(lambda books: books.report(report.id)) == report


async def test_the_same_source_never_makes_two_reports(database: Database) -> None:
    assert (await add(database)).id == (await add(database)).id


async def test_a_report_under_work_is_taken_by_nobody_else(database: Database) -> None:
    await add(database)
    assert len(await lease(database)) == 1
    assert await lease(database, "other") == []
    assert await lease(database) == []


async def test_a_report_that_a_dead_process_had_is_done_again(database: Database) -> None:
    await add(database)
    await lease(database, f"{PROCESS}dead")
    late = NOON + timedelta(seconds=90)
    await database.write(lambda books: books.beat(f"{PROCESS}alive", late, late + MINUTE))
    assert len(await lease(database, f"{PROCESS}alive", timedelta(seconds=91))) == 1


async def test_a_report_is_done_once(database: Database) -> None:
    await add(database)
    (report,) = await lease(database)
    await database.write(lambda books: books.report_done(report, "me", 42, NOON))
    assert await lease(database, after=2 * MINUTE) == []
    done = await database.read(lambda books: books.report(report.id))
    assert done is not None
    assert (done.message_id, done.due_at) == (42, None)


async def test_a_page_wanted_while_another_is_made_stays_due(database: Database) -> None:
    await add(database)
    (report,) = await lease(database)
    await database.write(lambda books: books.turn_report(report.id, 2, 42, NOON + MINUTE))
    await database.write(lambda books: books.report_done(report, "me", 42, NOON))
    (again,) = await lease(database)
    assert again.page == 2


async def test_a_report_that_failed_waits_and_is_given_up_at_last(database: Database) -> None:
    await add(database)
    (report,) = await lease(database)
    await database.write(lambda books: books.report_failed(report, "me", NOON + 2 * MINUTE, NOON))
    assert await lease(database) == []
    (again,) = await lease(database, after=3 * MINUTE)
    assert again.tries == 1
    await database.write(lambda books: books.report_failed(again, "me", None, NOON))
    assert await lease(database, after=9 * MINUTE) == []


async def test_a_file_is_under_way_until_it_is_there(database: Database) -> None:
    parent = await add(database)
    await add(database, replace(NEW, source="file", wish=Wish.XLSX, parent_id=parent.id))

    async def under_way(wish: Wish) -> bool:
        return await database.read(lambda books: books.file_under_way(parent.id, wish))

    assert (await under_way(Wish.XLSX), await under_way(Wish.CSV)) == (True, False)
    _, file = await lease(database)
    await database.write(lambda books: books.report_done(file, "me", None, NOON))
    assert not await under_way(Wish.XLSX)


async def test_old_reports_are_swept_away_and_new_ones_stay(database: Database) -> None:
    report = await add(database)
    await lease(database)
    await database.write(lambda books: books.report_done(report, "me", 42, NOON))
    await database.write(lambda books: sweep(books, NOON + timedelta(days=29)))
    assert await database.read(lambda books: books.report(report.id)) is not None
    await database.write(lambda books: sweep(books, NOON + timedelta(days=31)))
    assert await database.read(lambda books: books.report(report.id)) is None


# --- our payments


def pay(books: SqlBooks, nth: int, minutes: int, *, taken: int | None = 500000) -> int:
    invoice = books.add_invoice(
        NewInvoice(
            1040 + nth,
            f"token{nth}",
            Money(500000, "KZT"),
            "Coffee",
            501,
            f"s{nth}",
            NOON,
            NOON + timedelta(days=1),
        )
    )
    assert invoice is not None
    payment = books.add_payment(
        NewPayment(invoice.id, "testbank", f"10000{nth}", invoice.amount, f"hook{nth}", NOON)
    )
    if taken is not None:
        changes = {
            "bank_id": f"bank-{nth}",
            "taken": Money(taken, "KZT"),
            "details": Details(reference=f"32051807400{nth}"),
            "settled_at": NOON + minutes * MINUTE,
        }
        books.move_payment(payment.id, frozenset({PaymentState.RESERVED}), PaymentState.PAID, changes)
    return payment.id


async def test_payments_of_a_period_are_read_in_pages_and_none_twice(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        for nth, minutes in enumerate((5, 3, 3, 3, 60)):
            pay(books, nth, minutes)
        pay(books, 5, 0, taken=None)

    await database.write(write)
    seen, since, after = [], NOON, 0
    while page := await database.read(
        lambda books, s=since, a=after: books.entries_settled("testbank", s, NOON + 60 * MINUTE, a, 2)
    ):
        seen += page
        since, after = page[-1].settled_at, page[-1].payment_id
    assert [entry.reference for entry in seen] == ["100001", "100002", "100003", "100000"]
    assert (seen[0].number, seen[0].rrn, seen[0].taken) == (1041, "320518074001", Money(500000, "KZT"))


async def test_payments_are_found_by_the_banks_id_and_by_ours(database: Database) -> None:
    await database.write(lambda books: [pay(books, 0, 5), pay(books, 1, 5), pay(books, 2, 5, taken=None)])
    found = await database.read(
        lambda books: books.entries_known_as("testbank", ["bank-0", "strange"], ["100002"])
    )
    assert {(entry.reference, entry.taken is None) for entry in found} == {
        ("100000", False),
        ("100002", True),
    }
    assert await database.read(lambda books: books.entries_known_as("otherbank", ["bank-0"], [])) == []


async def test_what_is_asked_for_cannot_be_read_in_the_table(database: Database) -> None:
    await add(database)

    def stored(connection):
        return connection.exec_driver_sql("SELECT query FROM reports").scalar_one()

    assert b"7071234567" not in bytes(await database.transaction(stored))


async def test_who_is_forgotten_leaves_no_questions_to_the_bank(database: Database) -> None:
    theirs, others = await add(database), await add(database, replace(NEW, source="other", person_id=502))
    await database.write(lambda books: books.forget_person(501, NOON))
    assert await database.read(lambda books: books.report(theirs.id)) is None
    assert await database.read(lambda books: books.report(others.id)) is not None
