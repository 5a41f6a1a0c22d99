"""Reports as people order them, and the work on them: a bank's list, our books, and the bank asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing import alarms, differences
from billing import reporting as module
from billing.answers import Observation, Seen
from billing.errors import BankRefusesUs, BankSilent, NotAllowed, NotFound
from billing.models import Person, Place, Role
from billing.reporting import ASK_MOST, Reporting, Statement, TooMany
from billing.reports import Report, Wish
from billing.statement import Filter, Ledger, Method, Order, Query, QueryWrong, Standing
from tests.support.books import NOON, give_role
from tests.support.lists import ListingBank, kzt, operation
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

DAY = timedelta(days=1)
QUERY = Query(Ledger.OPERATIONS, NOON - DAY, NOON + DAY)


def reporting_of(shop: Shop, bank: ListingBank) -> Reporting:
    return Reporting(shop.database, shop.clock, {bank.slug: bank})


async def drawn(shop: Shop, bank: ListingBank, query: Query = QUERY) -> Statement:
    return await reporting_of(shop, bank).draw_up(bank.slug, query)


async def paid(shop: Shop, source: str = "501:1", bank_id: str = "bank-1") -> int:
    """A paid invoice of 5 000; gives its number. The clock is an hour and more after it."""
    invoice = await shop.invoice(source)
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=bank_id)
    await shop.look(payment)
    shop.clock.move(2 * 3600)
    return invoice.number


def standings(statement: Statement) -> dict[str, Standing]:
    return {row.operation.id: row.standing for row in statement.rows}


# --- drawing up


async def test_our_payments_and_strange_ones_are_told_apart(shop: Shop) -> None:
    number = await paid(shop)
    bank = ListingBank([operation("bank-1"), operation("strange", 700), operation("failed", 900)])
    bank.says = {"strange": Seen.PAID, "failed": Seen.REJECTED}
    statement = await drawn(shop, bank)
    assert standings(statement) == {
        "bank-1": Standing.OURS,
        "strange": Standing.CONFIRMED,
        "failed": Standing.NOT_MONEY,
    }
    assert statement.summary.money == {"KZT": kzt(5700)}
    assert [row.number for row in statement.rows if row.operation.id == "bank-1"] == [number]
    assert sorted(bank.confirmed) == ["failed", "strange"]


async def test_a_payment_of_another_time_is_known_by_its_number(shop: Shop) -> None:
    await paid(shop)
    before = Query(Ledger.OPERATIONS, NOON - 30 * DAY, NOON - 20 * DAY)
    statement = await drawn(shop, ListingBank([operation("bank-1")]), before)
    assert standings(statement) == {"bank-1": Standing.OURS}


async def test_a_payment_that_the_list_lacks_is_shown(shop: Shop) -> None:
    number = await paid(shop)
    statement = await drawn(shop, ListingBank())
    (row,) = statement.rows
    assert (row.standing, row.number, row.operation.amount) == (Standing.MISSING, number, kzt(5000))
    assert statement.summary.missing == {"KZT": kzt(5000)}
    assert statement.summary.money == {}


async def test_nothing_is_missing_where_only_a_part_was_asked_for(shop: Shop) -> None:
    await paid(shop)
    part = replace(QUERY, filters=(Filter("description", Method.LIKE, ("%tea%",)),))
    assert (await drawn(shop, ListingBank(), part)).rows == []


async def test_a_payment_of_a_moment_ago_is_not_missing_yet(shop: Shop) -> None:
    await paid(shop)
    shop.clock.move(-3600 * 1.5)
    assert (await drawn(shop, ListingBank())).rows == []


async def test_the_newest_stand_first_and_asked_orders_hold(shop: Shop) -> None:
    rows = [operation(str(hour), hour + 1, NOON + timedelta(hours=hour)) for hour in (1, 3, 0, 2)]
    rows.append(replace(operation("undated", 9), happened_at=None))
    newest = [row.operation.id for row in (await drawn(shop, ListingBank(rows))).rows]
    assert newest == ["3", "2", "1", "0", "undated"]
    by_amount = replace(QUERY, orders=(Order("amount"),))
    assert [row.operation.id for row in (await drawn(shop, ListingBank(rows), by_amount)).rows] == [
        *("0", "1", "2", "3"),
        "undated",
    ]


async def test_the_bank_is_asked_about_so_many_rows_and_the_rest_is_counted(shop: Shop) -> None:
    bank = ListingBank([operation(f"x{n}", at=NOON + timedelta(seconds=n)) for n in range(ASK_MOST + 7)])
    bank.says = {f"x{n}": Seen.PAID for n in range(ASK_MOST + 7)}
    statement = await drawn(shop, bank)
    assert len(bank.confirmed) == ASK_MOST
    assert "x0" not in bank.confirmed
    assert statement.over == 7
    assert statement.summary.count(Standing.CONFIRMED) == ASK_MOST


async def test_what_the_bank_proved_once_it_is_not_asked_again(shop: Shop) -> None:
    bank = ListingBank([operation("strange"), operation("open")])
    bank.says = {"strange": Seen.PAID, "open": Seen.PENDING}
    reporting = reporting_of(shop, bank)
    for _ in range(2):
        statement = await reporting.draw_up(bank.slug, QUERY)
        assert standings(statement) == {"strange": Standing.CONFIRMED, "open": Standing.UNCONFIRMED}
    assert sorted(bank.confirmed) == ["open", "open", "strange"]


async def test_a_bank_silent_about_one_row_is_asked_about_the_others(shop: Shop) -> None:
    bank = ListingBank([operation("a"), operation("b")])
    bank.says = {"a": BankSilent("busy"), "b": Seen.PAID}
    statement = await drawn(shop, bank)
    assert standings(statement) == {"a": Standing.UNCONFIRMED, "b": Standing.CONFIRMED}
    assert statement.over == 0


async def test_a_bank_silent_about_all_is_not_asked_to_the_end(shop: Shop) -> None:
    bank = ListingBank([operation(f"x{n}") for n in range(30)])
    bank.says = {f"x{n}": BankSilent("away") for n in range(30)}
    statement = await drawn(shop, bank)
    assert len(bank.confirmed) < 10
    assert statement.summary.count(Standing.UNCONFIRMED) == 30
    assert statement.puzzling == frozenset()


async def test_payments_of_ours_are_not_missing_among_transfers(shop: Shop) -> None:
    await paid(shop)
    transfers = replace(QUERY, ledger=Ledger.TRANSFERS)
    statement = await drawn(shop, ListingBank([]), transfers)
    assert statement.rows == []
    assert [row.standing for row in (await drawn(shop, ListingBank([]))).rows] == [Standing.MISSING]


async def test_more_than_a_report_holds_is_said_and_not_cut(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    assert len((await drawn(shop, ListingBank([operation(str(n)) for n in range(3)]))).rows) == 3
    with pytest.raises(TooMany):
        await drawn(shop, ListingBank([operation(str(n)) for n in range(4)]))


# --- orders


async def order(reporting: Reporting, person: Person, query: Query = QUERY, source: str = "501:7") -> Report:
    return await reporting.order(person, "testbank", query, source=source, place=Place(person.id))


async def test_an_order_is_kept_and_the_loop_is_woken(shop: Shop) -> None:
    reporting, woken = reporting_of(shop, ListingBank()), []
    reporting.on_order = lambda: woken.append(True)
    first = await order(reporting, await shop.person(OWNER))
    assert (await order(reporting, await shop.person(OWNER))).id == first.id
    assert woken
    now = shop.clock.now()
    assert await shop.database.read(lambda books: books.has_due_reports(now))


@pytest.mark.parametrize("person", [CASHIER, CUSTOMER, STRANGER])
async def test_only_owners_and_managers_order(shop: Shop, person: int) -> None:
    with pytest.raises(NotAllowed):
        await order(reporting_of(shop, ListingBank()), await shop.person(person))


async def test_a_period_that_has_not_begun_or_is_too_long_is_not_ordered(shop: Shop) -> None:
    reporting, owner = reporting_of(shop, ListingBank()), await shop.person(OWNER)
    with pytest.raises(QueryWrong, match="future"):
        await order(reporting, owner, Query(Ledger.OPERATIONS, NOON + DAY, NOON + 2 * DAY))
    with pytest.raises(QueryWrong, match="long"):
        await order(reporting, owner, Query(Ledger.OPERATIONS, NOON - 367 * DAY, NOON))
    await order(reporting, owner, Query(Ledger.OPERATIONS, NOON - 366 * DAY, NOON))


async def test_a_report_belongs_to_whom_it_was_made_for(shop: Shop) -> None:
    reporting = reporting_of(shop, ListingBank())
    report = await order(reporting, await shop.person(OWNER))
    manager = Person(777, "Manager", started=True, role=Role.MANAGER)
    await shop.database.write(lambda books: books.save_person(manager, NOON))
    with pytest.raises(NotFound):
        await reporting.turn(report.id, manager, 1, 5)
    with pytest.raises(NotFound):
        await reporting.file(report.id, manager, Wish.CSV, source="tap:1")
    with pytest.raises(NotAllowed):
        await reporting.turn(report.id, await shop.person(CASHIER), 1, 5)


async def test_a_second_tap_on_a_file_finds_it_under_way(shop: Shop) -> None:
    reporting, owner = reporting_of(shop, ListingBank()), await shop.person(OWNER)
    report = await order(reporting, owner)
    assert await reporting.file(report.id, owner, Wish.XLSX, source="tap:1")
    assert not await reporting.file(report.id, owner, Wish.XLSX, source="tap:2")
    assert await reporting.file(report.id, owner, Wish.CSV, source="tap:3")


async def test_a_role_that_ended_meanwhile_is_seen(shop: Shop) -> None:
    reporting, owner = reporting_of(shop, ListingBank()), await shop.person(OWNER)
    report = await order(reporting, owner)
    assert await reporting.still_may(report)
    await shop.database.write(lambda books: give_role(books, OWNER, None))
    assert not await reporting.still_may(report)


# --- the daily reconciliation


async def compared(shop: Shop, bank: ListingBank) -> list[tuple[str, str]]:
    """What the owner hears of it."""
    found = await differences.compare(reporting_of(shop, bank), bank.slug)
    await shop.database.write(lambda books: differences.tell(books, bank.slug, found, shop.clock.now()))
    told = await shop.database.read(lambda books: books.due_notices(shop.clock.now() + DAY, 100))
    return [(n.kind, n.values.get("operation", "")) for n in told if n.kind.startswith("alert-")]


async def test_each_difference_is_told_and_what_agrees_is_not(shop: Shop) -> None:
    number = await paid(shop, "501:1", "bank-1")
    await paid(shop, "501:2", "bank-2")
    await paid(shop, "501:3", "bank-3")
    early = shop.clock.now() - timedelta(hours=5)
    bank = ListingBank(
        [
            operation("bank-1", at=early),
            operation("bank-2", 4000, at=early),
            operation("strange", 700, at=early),
            operation("puzzle", 800, at=early),
            operation("failed", 900, at=early),
            operation("busy", 950, at=early),
        ]
    )
    bank.says = {"strange": Seen.PAID, "failed": Seen.REJECTED, "busy": Seen.PENDING}
    assert sorted(await compared(shop, bank)) == [
        ("alert-not-listed", "bank-3"),
        ("alert-other-sum", "bank-2"),
        ("alert-strange-money", "strange"),
        ("alert-strange-operation", "puzzle"),
    ]
    assert number


async def test_each_difference_is_told_once_however_often_it_is_found(shop: Shop) -> None:
    bank = ListingBank([operation("strange", at=NOON - timedelta(hours=5))])
    bank.says = {"strange": Seen.PAID}
    assert len(await compared(shop, bank)) == 1
    shop.clock.move(3600)
    assert len(await compared(shop, bank)) == 1


async def test_a_difference_that_a_later_list_does_not_show_is_told_as_settled_once(shop: Shop) -> None:
    await paid(shop, "501:2", "bank-2")
    early = NOON - timedelta(hours=5)
    wrong, right = operation("bank-2", 4000, at=early), operation("bank-2", at=early)
    bank = ListingBank([wrong])
    begun, over = ("alert-other-sum", "bank-2"), ("alert-lists-differ-over", "bank-2")
    assert await compared(shop, bank) == [begun]
    shop.clock.move(3600)
    assert await compared(shop, bank) == [begun]
    await shop.database.write(lambda books: alarms.end(books, shop.clock.now()))
    for shown in (right, right, wrong, right):
        bank.rows = [shown]
        shop.clock.move(3600)
        assert await compared(shop, bank) == [begun, over]


async def test_a_difference_that_has_grown_older_than_the_lists_is_not_said_to_be_settled(shop: Shop) -> None:
    bank = ListingBank([operation("strange", at=NOON - timedelta(hours=5))])
    bank.says = {"strange": Seen.PAID}
    assert len(await compared(shop, bank)) == 1
    bank.rows = []
    shop.clock.move(44 * 3600)
    assert len(await compared(shop, bank)) == 1
    assert await shop.database.read(lambda books: books.alarms()) == []


async def test_a_difference_about_which_the_bank_is_silent_now_is_not_settled(shop: Shop) -> None:
    bank = ListingBank([operation("strange", at=NOON - timedelta(hours=5))])
    bank.says = {"strange": Seen.PAID}
    assert len(await compared(shop, bank)) == 1
    bank.says = {"strange": BankSilent("away")}
    shop.clock.move(3600)
    assert len(await compared(shop, bank)) == 1
    assert len(await shop.database.read(lambda books: books.alarms())) == 1


async def test_a_new_operation_that_nobody_knows_is_given_an_hour(shop: Shop) -> None:
    bank = ListingBank([operation("puzzle", at=NOON - timedelta(minutes=59))])
    assert await compared(shop, bank) == []
    shop.clock.move(120)
    assert await compared(shop, bank) == [("alert-strange-operation", "puzzle")]


async def test_the_last_two_days_are_compared(shop: Shop) -> None:
    bank = ListingBank()
    await compared(shop, bank)
    (query,) = bank.asked
    assert (query.since, query.until, query.filters) == (NOON - 2 * DAY, NOON, ())


async def test_a_difference_carries_no_card_and_no_name(shop: Shop) -> None:
    strange = operation(
        "strange", at=NOON - timedelta(hours=5), card_mask="4003...9821", client="Dana", description="Coffee"
    )
    bank = ListingBank([strange])
    bank.says = {"strange": Observation(Seen.PAID, "test", NOON, amount=kzt(5000))}
    (found,) = (await differences.compare(reporting_of(shop, bank), bank.slug)).differences
    assert not {"9821", "Dana", "Coffee"} & set(" ".join(found.values.values()).split())
    assert "4003...9821" not in found.values.values()


async def test_a_bank_that_refuses_is_no_difference(shop: Shop) -> None:
    bank = ListingBank()
    bank.down = BankRefusesUs("no", "401")
    with pytest.raises(BankRefusesUs):
        await differences.compare(reporting_of(shop, bank), bank.slug)
