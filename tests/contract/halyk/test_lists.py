"""Halyk's two lists, read from the simulator over a socket."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from billing.errors import BankRefusesUs, BankSilent, ListCut
from billing.money import Money
from billing.statement import Filter, Ledger, Method, Operation, Order, Query, QueryWrong, sorted_by
from providers.http import Patience
from sandbox.halyk import CLIENT_ID, PASSWORD, USERNAME
from tests.contract.halyk.bench import HalykBench

LONG_SCOPE = "webapi usermanagement email_send verification statement statistics payment"
BOTH = pytest.mark.parametrize("ledger", list(Ledger))
MADE = {Ledger.OPERATIONS: "operations_bulk", Ledger.TRANSFERS: "transfers_bulk"}
ONE = {Ledger.OPERATIONS: "operation", Ledger.TRANSFERS: "transfer"}
DATE = {Ledger.OPERATIONS: "created_date", Ledger.TRANSFERS: "created_at"}


def day(bank: HalykBench) -> tuple[datetime, datetime]:
    """The day that the bulk of rows is spread over."""
    return bank.now() - timedelta(days=1, seconds=5), bank.now() + timedelta(seconds=5)


def asked(bank: HalykBench, ledger: Ledger, *filters: Filter, orders: Sequence[Order] = ()) -> Query:
    return Query(ledger, *day(bank), filters, tuple(orders))


async def listed(bank: HalykBench, query: Query) -> list[Operation]:
    return [row async for row in bank.provider.operations(query)]


async def bulk(bank: HalykBench, ledger: Ledger, count: int = 132, **more: object) -> dict[str, Any]:
    return await bank.control(MADE[ledger], count=count, seed=7, **more)


async def moves(bank: HalykBench, ledger: Ledger) -> int:
    """How often the bank was asked for a list."""
    return len(await bank.requests(ledger.value))


# --- Whole lists ----------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(("paging", "cap"), [("skip", 100), ("pages", 100), ("skip", 10), ("pages", 1000)])
async def test_132_rows_come_once_each_in_order_of_time(
    bank: HalykBench, ledger: Ledger, paging: str, cap: int
) -> None:
    made = await bulk(bank, ledger)
    await bank.control("configure", paging=paging, page_cap=cap)
    rows = await listed(bank, asked(bank, ledger))
    assert sorted(row.id for row in rows) == sorted(made["ids"])
    assert [row.happened_at for row in rows] == sorted(row.happened_at for row in rows if row.happened_at)
    assert (await moves(bank, ledger) == 1) is (cap == 1000)


@BOTH
async def test_no_rows_are_an_empty_list_and_not_an_error(bank: HalykBench, ledger: Ledger) -> None:
    assert await listed(bank, asked(bank, ledger)) == []


@BOTH
async def test_the_period_begins_with_its_first_moment_and_ends_before_its_last(
    bank: HalykBench, ledger: Ledger
) -> None:
    since = (bank.now() - timedelta(hours=3)).replace(microsecond=0)
    until = since + timedelta(hours=1)
    tick = timedelta(microseconds=1)
    wanted = {since, since + tick, until - tick}
    for at in (since - tick, until, until + tick, *wanted):
        await bank.control(ONE[ledger], at=at.isoformat())
    rows = await listed(bank, Query(ledger, since, until))
    assert {row.happened_at for row in rows} == wanted
    later = await listed(bank, Query(ledger, until, until + timedelta(hours=1)))
    assert {row.happened_at for row in later} == {until, until + tick}


@BOTH
async def test_a_period_of_less_than_seconds_is_exact_too(bank: HalykBench, ledger: Ledger) -> None:
    at = (bank.now() - timedelta(hours=3)).replace(microsecond=0)
    tick = timedelta(milliseconds=100)
    for n in range(20):
        await bank.control(ONE[ledger], at=(at + n * tick).isoformat())
    rows = await listed(bank, Query(ledger, at + 3 * tick, at + 15 * tick))
    assert [row.happened_at for row in rows] == [at + n * tick for n in range(3, 15)]


@BOTH
async def test_rows_on_the_seams_between_parts_come_once(bank: HalykBench, ledger: Ledger) -> None:
    until = bank.now().replace(microsecond=0)
    since = until - timedelta(seconds=40)
    await bank.control("configure", page_cap=5)
    for second in range(40):
        await bank.control(ONE[ledger], at=(since + timedelta(seconds=second)).isoformat())
    rows = await listed(bank, Query(ledger, since, until))
    assert [row.happened_at for row in rows] == [since + timedelta(seconds=n) for n in range(40)]
    assert len({row.id for row in rows}) == 40


@BOTH
async def test_a_second_that_holds_more_than_the_bank_shows_is_an_error_and_no_shorter_list(
    bank: HalykBench, ledger: Ledger
) -> None:
    at = (bank.now() - timedelta(hours=1)).replace(microsecond=0)
    await bank.control("configure", page_cap=5)
    for n in range(6):
        await bank.control(ONE[ledger], at=(at + timedelta(milliseconds=n + 1)).isoformat())
    with pytest.raises(ListCut) as cut:
        await listed(bank, asked(bank, ledger))
    assert (cut.value.total, cut.value.came) == (6, 5)


# --- Filters and orders ---------------------------------------------------------------------------------


async def fitting(bank: HalykBench, ledger: Ledger, *filters: Filter) -> set[str]:
    return {row.id for row in await listed(bank, asked(bank, ledger, *filters))}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("invoice_id", "invoiceID"),
        ("account_id", "accountId"),
        ("payer_phone", "payerPhone"),
        ("payer_email", "payerEmail"),
        ("reference", "reference"),
        ("card_mask", "cardMask"),
        ("client", "client"),
        ("installment_id", "installmentID"),
        ("transaction_type_id", "transactionTypeID"),
        ("description", "description"),
    ],
)
async def test_a_filter_of_text_finds_its_row(bank: HalykBench, name: str, field: str) -> None:
    await bulk(bank, Ledger.OPERATIONS, 20)
    made = await bank.control("operation", **{field: "7711223344", "at": -60})
    mine = {made["id"]}
    for method, values in (
        (Method.EQUAL, ("7711223344",)),
        (Method.IN, ("nothing", "7711223344")),
        (Method.LIKE, ("77112%",)),
        (Method.BETWEEN, ("7711223344", "7711223344")),
    ):
        assert await fitting(bank, Ledger.OPERATIONS, Filter(name, method, values)) == mine


async def test_filters_of_sums_dates_and_flags_find_their_rows(bank: HalykBench) -> None:
    await bulk(bank, Ledger.OPERATIONS, 20)
    paid_out = (bank.now() - timedelta(minutes=30)).replace(microsecond=0)
    made = await bank.control(
        "operation", at=-60, amount=30_000_050, refunded=25_000_000, refunded_at=paid_out.isoformat()
    )
    mine = {made["id"]}
    day_later = (paid_out + timedelta(days=1)).isoformat()
    for wanted in (
        Filter("amount", Method.EQUAL, ("300 000,50",)),
        Filter("amount", Method.AT_LEAST, ("300000",)),
        Filter("amount", Method.MORE, ("250000.99",)),
        Filter("payout_amount", Method.BETWEEN, ("240000", "260000")),
        Filter("payout_date", Method.EQUAL, (paid_out.isoformat(),)),
        Filter("payout_date", Method.IN, (paid_out.isoformat(), day_later)),
    ):
        assert await fitting(bank, Ledger.OPERATIONS, wanted) == mine
    assert mine & await fitting(bank, Ledger.OPERATIONS, Filter("amount", Method.LESS, ("300000",))) == set()
    flags = [
        await fitting(bank, Ledger.OPERATIONS, Filter("post_link", Method.EQUAL, (flag,)))
        for flag in ("true", "false")
    ]
    assert flags[0]
    assert flags[1]
    assert not flags[0] & flags[1]
    assert len(flags[0] | flags[1]) == 21


async def test_the_shops_own_id_is_a_filter(bank: HalykBench) -> None:
    made = await bank.control("operation", at=-60)
    told = await fitting(
        bank, Ledger.OPERATIONS, Filter("shop_id", Method.EQUAL, (made["record"]["shopID"],))
    )
    assert told == {made["id"]}
    assert await fitting(bank, Ledger.OPERATIONS, Filter("shop_id", Method.EQUAL, ("another",))) == set()


@pytest.mark.parametrize(
    ("name", "field"),
    [("terminal_id", "terminal"), ("invoice_id", "invoiceID"), ("account_id", "accountId")],
)
async def test_a_filter_of_transfers_finds_its_row(bank: HalykBench, name: str, field: str) -> None:
    await bulk(bank, Ledger.TRANSFERS, 20)
    made = await bank.control("transfer", **{field: "77112233", "at": -60})
    for method, value in ((Method.EQUAL, "77112233"), (Method.LIKE, "7711%"), (Method.IN, "77112233")):
        assert await fitting(bank, Ledger.TRANSFERS, Filter(name, method, (value,))) == {made["id"]}


@BOTH
async def test_several_filters_are_joined_by_and(bank: HalykBench, ledger: Ledger) -> None:
    for account, invoice in (("a", "100001"), ("a", "100002"), ("b", "100001")):
        await bank.control(ONE[ledger], at=-60, accountId=account, invoiceID=invoice)
    filters = Filter("account_id", Method.EQUAL, ("a",)), Filter("invoice_id", Method.EQUAL, ("100001",))
    assert len(await fitting(bank, ledger, *filters)) == 1


@BOTH
async def test_a_filter_on_the_rows_own_date_narrows_the_period(bank: HalykBench, ledger: Ledger) -> None:
    await bulk(bank, ledger, 24)
    half = (bank.now() - timedelta(hours=12)).replace(microsecond=0)
    early = await listed(bank, asked(bank, ledger, Filter(DATE[ledger], Method.LESS, (half.isoformat(),))))
    late = await listed(bank, asked(bank, ledger, Filter(DATE[ledger], Method.AT_LEAST, (half.isoformat(),))))
    assert all(row.happened_at is not None and row.happened_at < half for row in early)
    assert all(row.happened_at is not None and row.happened_at >= half for row in late)
    assert (len(early) > 0, len(late) > 0, len(early) + len(late)) == (True, True, 24)


@BOTH
async def test_what_the_bank_could_not_read_is_never_sent(bank: HalykBench, ledger: Ledger) -> None:
    for wrong in (
        asked(bank, ledger, Filter("weather", Method.EQUAL, ("fine",))),
        asked(bank, ledger, Filter(DATE[ledger], Method.EQUAL, ("yesterday",))),
        asked(bank, ledger, orders=[Order("weather")]),
    ):
        with pytest.raises(QueryWrong):
            bank.provider.operations(wrong)
    assert await bank.requests("token") == []


@BOTH
@pytest.mark.parametrize("cap", [1000, 10])
async def test_the_newest_may_come_first(bank: HalykBench, ledger: Ledger, cap: int) -> None:
    await bulk(bank, ledger, 60)
    await bank.control("configure", page_cap=cap)
    rows = await listed(bank, asked(bank, ledger, orders=[Order(DATE[ledger], descending=True)]))
    moments = [row.happened_at for row in rows if row.happened_at is not None]
    assert moments == sorted(moments, reverse=True)
    assert len(moments) == 60


async def test_several_orders_sort_in_turn(bank: HalykBench) -> None:
    await bulk(bank, Ledger.OPERATIONS, 60)
    orders = [Order("client"), Order("amount", descending=True)]
    query = asked(bank, Ledger.OPERATIONS, orders=orders)
    shape = bank.provider.shape(Ledger.OPERATIONS)
    assert shape is not None
    await bank.control("configure", page_cap=1000)
    whole = await listed(bank, query)
    keys = [(row.client.casefold(), -row.amount.minor) for row in whole if row.amount is not None]
    assert keys == sorted(keys)
    await bank.control("configure", page_cap=10)
    parts = await listed(bank, query)
    assert [row.id for row in sorted_by(parts, orders, shape.columns)] == [row.id for row in whole]


async def test_the_bank_sorts_by_what_we_keep_no_column_for(bank: HalykBench) -> None:
    for email in ("c@example.com", "a@example.com", "b@example.com"):
        await bank.control("operation", at=-60, payerEmail=email, description=email[0])
    rows = await listed(bank, asked(bank, Ledger.OPERATIONS, orders=[Order("payer_email", descending=True)]))
    assert "".join(row.description for row in rows) == "cba"


# --- Names of the date ----------------------------------------------------------------------------------


async def test_after_232_the_date_is_asked_for_by_its_other_name_and_that_is_remembered(
    bank: HalykBench,
) -> None:
    made = await bulk(bank, Ledger.TRANSFERS, 12)
    await bank.control("configure", p2p_period="created_date")
    for _ in range(2):
        rows = await listed(bank, asked(bank, Ledger.TRANSFERS, orders=[Order("created_at")]))
        assert {row.id for row in rows} == set(made["ids"])
    assert await moves(bank, Ledger.TRANSFERS) == 3


# --- What goes wrong ------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("kind", ["500", "html", "empty", "badjson", "429", "404"])
async def test_no_usable_answer_is_silence_and_never_an_empty_list(
    bank: HalykBench, ledger: Ledger, kind: str
) -> None:
    await bulk(bank, ledger, 3)
    await bank.control("trouble", endpoint=ledger.value, kind=kind, count=1)
    with pytest.raises(BankSilent):
        await listed(bank, asked(bank, ledger))
    assert len(await listed(bank, asked(bank, ledger))) == 3


@BOTH
async def test_trouble_in_the_middle_of_a_list_is_said(bank: HalykBench, ledger: Ledger) -> None:
    await bulk(bank, ledger)
    rows = bank.provider.operations(asked(bank, ledger))
    assert await anext(rows)
    await bank.control("trouble", endpoint=ledger.value, kind="500")
    with pytest.raises(BankSilent):
        [row async for row in rows]


@BOTH
async def test_a_slow_bank_is_waited_for(bank: HalykBench, ledger: Ledger) -> None:
    await bulk(bank, ledger, 3)
    bank.provider = bank.client(Patience(read=0.2, whole=0.2, listing=30))
    await bank.control("trouble", endpoint=ledger.value, kind="slow", seconds=0.5, count=1)
    assert len(await listed(bank, asked(bank, ledger))) == 3


@BOTH
async def test_a_bank_that_never_answers_is_given_up(bank: HalykBench, ledger: Ledger) -> None:
    bank.provider = bank.client(Patience(read=5, whole=5, listing=0.3))
    await bank.control("trouble", endpoint=ledger.value, kind="silence_before", count=1)
    with pytest.raises(BankSilent):
        await listed(bank, asked(bank, ledger))


@BOTH
async def test_nothing_of_a_card_but_its_mask_leaves_the_wire(
    bank: HalykBench, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = await bank.control(ONE[ledger], at=-60)
    secrets = {str(made["record"][name]) for name in ("cardCVC", "cardExpDate") if name in made["record"]}
    assert bool(secrets) is (ledger is Ledger.OPERATIONS)
    (row,) = await listed(bank, asked(bank, ledger))
    told = f"{row!r} {dataclasses.asdict(row)} {vars(bank.provider)} {caplog.text}"
    assert [secret for secret in secrets if secret in told] == []


# --- Who asks -------------------------------------------------------------------------------------------


@BOTH
async def test_without_a_reader_the_missing_setting_is_named_and_nobody_is_asked(
    bank: HalykBench, ledger: Ledger
) -> None:
    assert bank.provider.missing(ledger) == ""
    bank.provider = bank.client(username=None, password=None)
    assert bank.provider.missing(ledger) == "HALYK_USERNAME"
    with pytest.raises(BankRefusesUs, match="HALYK_USERNAME"):
        await listed(bank, asked(bank, ledger))
    assert await bank.requests("token") == []


@BOTH
async def test_a_wrong_password_is_a_refusal(bank: HalykBench, ledger: Ledger) -> None:
    bank.provider = bank.client(password="another")
    with pytest.raises(BankRefusesUs):
        await listed(bank, asked(bank, ledger))


@BOTH
async def test_many_questions_share_one_token_until_a_minute_before_its_end(
    bank: HalykBench, ledger: Ledger
) -> None:
    query = asked(bank, ledger)
    await asyncio.gather(*(listed(bank, query) for _ in range(5)))
    assert len(await bank.requests("token")) == 1
    life = 900 if ledger is Ledger.OPERATIONS else 7200
    bank.wait(timedelta(seconds=life - 70))
    await listed(bank, query)
    assert len(await bank.requests("token")) == 1
    bank.wait(timedelta(seconds=15))
    await listed(bank, query)
    assert len(await bank.requests("token")) == 2


@BOTH
async def test_a_token_that_the_bank_dropped_is_renewed_once(bank: HalykBench, ledger: Ledger) -> None:
    await listed(bank, asked(bank, ledger))
    await bank.control("revoke")
    assert await listed(bank, asked(bank, ledger)) == []
    assert len(await bank.requests("token")) == 2
    await bank.control("trouble", endpoint=ledger.value, kind="401", count=2)
    with pytest.raises(BankRefusesUs):
        await listed(bank, asked(bank, ledger))
    assert len(await bank.requests("token")) == 3


@BOTH
async def test_the_whole_token_form_is_the_documented_one(bank: HalykBench, ledger: Ledger) -> None:
    await listed(bank, asked(bank, ledger))
    (form,) = await bank.requests("token")
    assert form["content_type"] == "application/x-www-form-urlencoded"
    assert form["query"] == ""
    assert form["body"] == {  # client_secret and password are what the simulator leaves out of its log
        "grant_type": "password",
        "client_id": CLIENT_ID,
        "scope": LONG_SCOPE if ledger is Ledger.OPERATIONS else "transfer",
        "username": USERNAME,
    }


@BOTH
async def test_logs_name_calls_and_nothing_secret(
    bank: HalykBench, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await listed(bank, asked(bank, ledger, Filter("account_id", Method.EQUAL, ("account-of-mine",))))
    assert "list-token: 200" in caplog.text
    assert f"{ledger.value}: 200" in caplog.text
    ours = "\n".join(each.getMessage() for each in caplog.records if not each.name.startswith("aiohttp"))
    assert [word for word in (PASSWORD, USERNAME, "Bearer", "account-of-mine") if word in ours] == []


async def test_each_list_and_the_statuses_have_a_token_of_their_own(bank: HalykBench) -> None:
    for ledger in Ledger:
        await listed(bank, asked(bank, ledger))
    assert (await bank.provider.check()).ok
    for ledger in Ledger:
        await listed(bank, asked(bank, ledger))
    assert len(await bank.requests("token")) == 3


async def test_the_two_lists_may_live_at_different_addresses(bank: HalykBench) -> None:
    away = f"{bank.base}/nowhere"
    elsewhere = bank.client(p2p_api_url=away)
    assert [row async for row in elsewhere.operations(asked(bank, Ledger.OPERATIONS))] == []
    with pytest.raises(BankSilent):
        await anext(aiter(elsewhere.operations(asked(bank, Ledger.TRANSFERS))), None)
    await elsewhere.close()


# --- The doctor -----------------------------------------------------------------------------------------


async def test_the_check_asks_for_one_row_of_the_last_minute(bank: HalykBench) -> None:
    health = await bank.provider.check()
    assert (health.ok, "lists" in health.text) == (True, True)
    assert await moves(bank, Ledger.OPERATIONS) == 1


async def test_the_check_names_the_settings_of_a_refused_reader(bank: HalykBench) -> None:
    bank.provider = bank.client(password="another")
    health = await bank.provider.check()
    assert not health.ok
    assert "HALYK_PASSWORD" in health.advice


async def test_the_check_says_that_no_list_is_given(bank: HalykBench) -> None:
    await bank.control("trouble", endpoint="operations", kind="500", count=1)
    health = await bank.provider.check()
    assert (health.ok, "list of operations" in health.text) == (False, True)


async def test_without_a_reader_the_check_asks_for_no_list(bank: HalykBench) -> None:
    bank.provider = bank.client(username=None, password=None)
    assert (await bank.provider.check()).ok
    assert await moves(bank, Ledger.OPERATIONS) == 0


# --- Reading --------------------------------------------------------------------------------------------


async def test_sums_bonuses_and_refunds_add_up_to_the_banks_own(bank: HalykBench) -> None:
    made = await bulk(bank, Ledger.OPERATIONS)
    rows = await listed(bank, asked(bank, Ledger.OPERATIONS))
    assert sum(row.total.minor for row in rows if row.total) == made["amount"] + made["bonus"]
    assert any(row.bonus != Money(0, "KZT") for row in rows)
