"""How ApiPay's subscriptions are looked for and listed: page after page, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from billing.errors import BankRefusesUs, BankSilent, ListCut
from billing.money import Money
from billing.subscriptions.banking import BankState
from billing.subscriptions.models import Cycle, PeriodState
from providers.apipay.subscriptions import calls
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.subscribing import (
    GENERATIONS,
    again,
    begin,
    kept,
    port,
    server,
    subscribed,
)
from tests.contract.standing import IMPATIENT, Json

BODY = {"phone_number": "87001234567", "amount": 5000, "billing_period": "monthly"}
ROW: Json = {"id": 1, "status": "active", "amount": "5000.00", "external_subscriber_id": "tolem-s-1"}
BILL: Json = {"id": 1, "invoice_id": 200, "amount": "5000.00", "status": "paid", "attempt_number": 1}


async def cabinet(bank: ApiPayBench, **more: object) -> str:
    told = await bank.control("subscription_make", body=BODY | more)
    return str(told["subscription"])


# --- 16


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_long_list_is_read_whole_with_and_without_links(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    made = [await cabinet(bank, external_subscriber_id=f"C-{number}") for number in range(205)]
    found = [one async for one in port(bank).listed()]
    assert sorted(one.bank_id for one in found) == sorted(made)
    asked = await bank.requests("subscriptions")
    assert [one["query"] for one in asked] == [f"page={page}&per_page=100" for page in (1, 2, 3)]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_those_of_a_state_or_of_a_phone_are_asked_for_by_it(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    first = await subscribed(bank)
    other = await subscribed(bank, key="tolem-s-2", phone="+77007654321")
    await port(bank).pause(other.bank_id)

    async def ids(state: BankState | None = None, phone: str = "") -> list[str]:
        return [one.bank_id async for one in port(bank).listed(state, phone)]

    assert await ids(BankState.PAUSED) == await ids(phone="+77007654321") == [other.bank_id]
    assert await ids(BankState.ACTIVE) == [first.bank_id]
    assert await ids(BankState.UNCLEAR) == await ids(BankState.EXPIRED) == []
    queries = [one["query"] for one in await bank.requests("subscriptions")]
    assert queries[:2] == [
        "status=paused&page=1&per_page=100",
        "phone_number=87007654321&page=1&per_page=100",
    ]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_by_its_key_exactly_those_are_found_that_bear_it(bank: ApiPayBench, generation: str) -> None:
    """Made twice, by whatever accident, both are found; a key that only begins alike is another's."""
    await begin(bank, generation)
    ours = await subscribed(bank)
    twin = await subscribed(bank)
    for other in ("tolem-s-10", "TOLEM-S-1", ""):
        await cabinet(bank, external_subscriber_id=other)
    await port(bank).cancel(twin.bank_id)
    found = {one.bank_id: one.state for one in await port(bank).found("tolem-s-1")}
    assert found == {ours.bank_id: BankState.ACTIVE, twin.bank_id: BankState.CANCELLED}
    assert await port(bank).found("tolem-s-2") == []
    assert await port(bank).found("") == [], "those of the cabinet bear no key"


async def test_a_server_that_does_not_filter_is_read_to_its_end(bank: ApiPayBench) -> None:
    pages = [
        {
            "data": [
                ROW | {"id": page * 2 + at, "external_subscriber_id": f"tolem-s-{page * 2 + at}"}
                for at in (0, 1)
            ]
        }
        for page in range(3)
    ]
    async with server(bank, *pages, {"data": []}) as runs:
        assert [one.bank_id for one in await runs.found("tolem-s-5")] == ["5"]
        assert [one async for one in runs.listed(BankState.PAUSED)] == []


@pytest.mark.parametrize(
    "page",
    [
        {"data": [ROW], "meta": {"current_page": 1, "total": 2, "per_page": 1}},
        {"data": [ROW], "total": 2},
        {"data": [ROW], "meta": {"current_page": 1, "total": 2, "last_page": 1, "per_page": 100}},
    ],
)
async def test_a_list_that_does_not_come_whole_is_cut_and_proves_nothing(
    bank: ApiPayBench, page: Json
) -> None:
    async with server(bank, page) as runs:
        with pytest.raises(ListCut) as cut:
            await runs.found("tolem-s-2")
        assert (cut.value.total, cut.value.came) == (2, 1)


async def test_a_row_that_tells_no_key_is_looked_at_alone_and_may_be_ours(bank: ApiPayBench) -> None:
    """The samples of some pages leave it out; that nothing was found would make a second one."""
    bare = {name: value for name, value in ROW.items() if name != "external_subscriber_id"}
    listed = {"data": [bare], "meta": {"total": 1}}
    async with server(bank, listed, ROW, path="/{any:.*}") as runs:
        assert [one.bank_id for one in await runs.found("tolem-s-1")] == ["1"]
    async with server(bank, listed, ROW, path="/{any:.*}") as runs:
        assert await runs.found("tolem-s-2") == []
    async with server(bank, listed, bare, path="/{any:.*}") as runs:
        with pytest.raises(BankSilent):
            await runs.found("tolem-s-1")
    none = bare | {"external_subscriber_id": None}
    async with server(bank, {"data": [none], "meta": {"total": 1}}) as runs:
        assert await runs.found("tolem-s-1") == []
    async with server(bank, listed, {"subscription": none}, path="/{any:.*}") as runs:
        assert await runs.found("tolem-s-1") == []


async def test_who_is_made_while_a_list_is_read_cuts_nothing(bank: ApiPayBench) -> None:
    """It stands first and pushes the others on, so that the count grows and one is shown twice."""
    pages = [
        {"data": [ROW | {"id": 2}], "meta": {"total": 2, "per_page": 1}},
        {"data": [ROW | {"id": 2}, ROW | {"id": 1}], "meta": {"total": 3, "per_page": 1}},
    ]
    async with server(bank, *pages) as runs:
        assert [one.bank_id for one in await runs.found("tolem-s-1")] == ["2", "1"]


@pytest.mark.parametrize(
    "page",
    [{}, {"data": None}, {"data": [{}]}, {"data": [ROW | {"id": "x"}]}, {"data": ["1"]}, {"data": {"id": 1}}],
)
async def test_a_list_that_cannot_be_read_is_silence(bank: ApiPayBench, page: Json) -> None:
    async with server(bank, page) as runs:
        with pytest.raises(BankSilent):
            await runs.found("tolem-s-1")


# --- 17


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_nobodys_and_somebody_elses_are_none(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    told = await bank.control("subscription_make", body=BODY, org="other")
    assert await port(bank).shown("99") is None
    assert await port(bank).shown(str(told["subscription"])) is None
    assert await port(bank).shown("tolem-s-1") is None
    assert [one async for one in port(bank).listed()] == []


@pytest.mark.parametrize("kind", ["html", "500", "429", "reset_before", "badjson"])
async def test_silence_about_one_is_no_proof_that_there_is_none(bank: ApiPayBench, kind: str) -> None:
    made = await subscribed(bank)
    bank.provider = bank.client(replace(IMPATIENT, listing=0.5))
    for endpoint in ("subscription", "subscriptions", "subscription_invoices"):
        await bank.trouble(endpoint, kind)
    for asking in (
        port(bank).shown(made.bank_id),
        port(bank).found(made.key),
        port(bank).bills(made.bank_id),
    ):
        with pytest.raises(BankSilent):
            await asking


@pytest.mark.parametrize("path", ["/", "/subscriptions/1"])
async def test_a_wrong_address_is_no_proof_either(bank: ApiPayBench, path: str) -> None:
    """There any path is unknown, and the words of that name the path; another page shows somebody else's."""
    async with server(bank, ROW | {"id": 2}, path=path) as runs:
        with pytest.raises(BankSilent):
            await runs.shown("1")
    bank.provider = bank.client(base_url=f"{bank.base}/apipay/api/v1/of")
    with pytest.raises(BankSilent):
        await port(bank).shown("1")


async def test_a_key_that_is_refused_is_for_a_person(bank: ApiPayBench) -> None:
    bank.provider = bank.client(api_key="another")
    for asking in (port(bank).shown("10"), port(bank).found("tolem-s-1"), port(bank).bills("10")):
        with pytest.raises(BankRefusesUs) as refused:
            await asking
        assert refused.value.halt is not None


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("active", BankState.ACTIVE),
        ("PAUSED", BankState.PAUSED),
        ("cancelled", BankState.CANCELLED),
        ("expired", BankState.EXPIRED),
        ("completed", BankState.EXPIRED),
        ("frozen", BankState.UNCLEAR),
    ],
)
async def test_a_word_that_we_do_not_know_is_unclear(bank: ApiPayBench, word: str, state: BankState) -> None:
    async with server(
        bank, ROW | {"status": word, "billing_period": "hourly"}, path="/subscriptions/1"
    ) as runs:
        shown = await runs.shown("1")
    assert shown is not None
    assert (shown.state, shown.cycle) == (state, None)


# --- 22


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_long_history_is_read_whole_though_its_last_page_is_never_named(
    bank: ApiPayBench, generation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(bank, generation, rate_limit=0)
    tomorrow = (bank.now() + timedelta(days=1)).date()
    made = await subscribed(bank, cycle=Cycle.DAILY, first=tomorrow, at=time(8))
    for _ in range(12):
        bank.wait(timedelta(days=1, seconds=3))
        row = await kept(bank, made)
        await bank.control("pay", invoice=row["bills"][-1]["invoice"])
    monkeypatch.setattr(calls, "PAGE", 5)
    bills = await port(bank).bills(made.bank_id)
    asked = [one["query"] for one in await bank.requests("subscription_invoices")]
    assert asked == [f"page={page}&per_page=5" for page in (1, 2, 3)]
    assert [bill.first_day for bill in bills] == [tomorrow + timedelta(days=day) for day in range(12)]
    assert {bill.state for bill in bills} == {PeriodState.PAID}
    shown = await again(bank, made)
    assert shown.stats is not None
    assert (shown.stats.payments, shown.stats.collected) == (12, Money(12 * 500000, "KZT"))


@pytest.mark.parametrize("named", [True, False])
async def test_a_history_is_read_by_its_count_or_until_an_empty_page(bank: ApiPayBench, named: bool) -> None:
    """A server may give less on a page than was asked for."""
    pages = [
        {"data": [BILL | {"id": 9 - page, "invoice_id": 209 - page}]}
        | ({"meta": {"current_page": page + 1, "total": 3, "per_page": 1}} if named else {})
        for page in range(3)
    ]
    async with server(bank, *pages, {"data": []}, path="/subscriptions/1/invoices") as runs:
        assert [bill.bank_id for bill in await runs.bills("1")] == ["207", "208", "209"]


async def test_a_history_that_is_counted_and_does_not_come_is_cut(bank: ApiPayBench) -> None:
    page = {"data": [BILL], "meta": {"current_page": 1, "total": 2, "per_page": 20}}
    async with server(bank, page, {"data": []}, path="/subscriptions/1/invoices") as runs:
        with pytest.raises(ListCut):
            await runs.bills("1")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *((state.value, state) for state in PeriodState),
        ("refunded", None),
    ],
)
async def test_each_word_of_the_history_is_known_and_another_is_none(
    bank: ApiPayBench, word: str, state: PeriodState | None
) -> None:
    row = {**BILL, "status": word, "billing_period_start": "2026-02-01", "billing_period_end": "2026-02-28"}
    async with server(bank, {"data": [row], "meta": {"total": 1}}, path="/subscriptions/1/invoices") as runs:
        (bill,) = await runs.bills("1")
    assert (bill.state, str(bill.first_day), str(bill.last_day)) == (state, "2026-02-01", "2026-02-28")


async def test_a_period_that_was_never_billed_has_no_bill_and_another_without_one_is_silence(
    bank: ApiPayBench,
) -> None:
    bare = BILL | {"invoice_id": None, "amount": None}
    for row in (bare | {"status": "skipped"}, bare):
        async with server(
            bank, {"data": [row], "meta": {"total": 1}}, path="/subscriptions/1/invoices"
        ) as runs:
            if row["status"] == "skipped":
                (bill,) = await runs.bills("1")
                assert (bill.bank_id, bill.amount) == ("", Money(0, "KZT"))
            else:
                with pytest.raises(BankSilent):
                    await runs.bills("1")


async def test_the_bills_id_may_stand_in_the_invoice_alone(bank: ApiPayBench) -> None:
    row = {**BILL, "invoice_id": None, "invoice": {"id": 200, "status": "paid"}}
    async with server(bank, {"data": [row], "meta": {"total": 1}}, path="/subscriptions/1/invoices") as runs:
        (bill,) = await runs.bills("1")
    assert bill.bank_id == "200"
