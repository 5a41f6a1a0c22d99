"""Answers that the practice bank never gives, from a server that says what the test wants."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from billing.errors import BankRefusesUs, BankSilent
from billing.statement import Ledger, Operation, Order, Query
from providers.halyk import HalykProvider, HalykSettings, opened
from sandbox.clock import Clock

BOTH = pytest.mark.parametrize("ledger", list(Ledger))
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = {Ledger.OPERATIONS: "created_date", Ledger.TRANSFERS: "created_at"}
MOMENTS = {Ledger.OPERATIONS: "createdDate", Ledger.TRANSFERS: "dateTime"}
Told = tuple[int, bytes]


def told(body: object, status: int = 200) -> Told:
    return status, json.dumps(body).encode()


class OddBank:
    """Grants every token; lists what ``answer`` makes of the request."""

    def __init__(self) -> None:
        self.answer: Callable[[dict[str, Any]], Told] = lambda asked: told({"totalCount": 0, "records": []})
        self.asked: list[dict[str, Any]] = []
        self.provider: HalykProvider

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/token", self._token)
        app.router.add_post("/operations", self._list)
        app.router.add_post("/p2p/operations", self._list)
        return app

    async def _token(self, request: web.Request) -> web.Response:
        return web.json_response({"access_token": "token", "expires_in": "900"})

    async def _list(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.asked.append(asked)
        status, body = self.answer(asked)
        return web.Response(status=status, body=body, content_type="application/json")

    def dates(self) -> list[str]:
        """How we called the date, each time."""
        return [asked["searchParameters"][0]["name"] for asked in self.asked]


@pytest.fixture
async def bank() -> AsyncIterator[OddBank]:
    odd = OddBank()
    runner = web.AppRunner(odd.app(), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    settings: dict[str, Any] = {
        "client_id": "client",
        "client_secret": "secret",
        "terminal": "67e34d63-102f-4bd1-898e-370781d0074d",
        "username": "reader",
        "password": "password",
        "oauth_url": f"{base}/token",
        "api_url": base,
        "_env_file": None,
    }
    odd.provider = opened(HalykSettings(**settings), Clock())
    yield odd
    await odd.provider.close()
    await runner.cleanup()


async def listed(bank: OddBank, ledger: Ledger, *orders: Order) -> list[Operation]:
    query = Query(ledger, SINCE, SINCE + DAY, orders=orders)
    return [row async for row in bank.provider.operations(query)]


def rows(ledger: Ledger, *hours: int) -> list[dict[str, object]]:
    return [
        {"id": f"row-{hour}", MOMENTS[ledger]: (SINCE + timedelta(hours=hour)).isoformat(), "amount": hour}
        for hour in hours
    ]


@BOTH
@pytest.mark.parametrize("status", [200, 400, 500])
async def test_after_232_the_other_name_of_the_date_is_tried_whatever_the_http_status(
    bank: OddBank, ledger: Ledger, status: int
) -> None:
    other = {"created_date": "created_at", "created_at": "created_date"}[NAMES[ledger]]

    def answer(asked: dict[str, Any]) -> Told:
        if asked["searchParameters"][0]["name"] == other:
            return told({"totalCount": 1, "records": rows(ledger, 1)})
        return told({"code": 232, "message": "whatever"}, status)

    bank.answer = answer
    assert [row.id for row in await listed(bank, ledger)] == ["row-1"]
    assert bank.dates() == [NAMES[ledger], other]
    assert bank.asked[1]["orderParameters"][0]["field"] == other


@BOTH
async def test_a_bank_that_knows_neither_name_is_not_asked_a_third_time(
    bank: OddBank, ledger: Ledger
) -> None:
    bank.answer = lambda asked: told({"code": 232, "message": "no"}, 400)
    with pytest.raises(BankRefusesUs) as refusal:
        await listed(bank, ledger)
    assert refusal.value.code == "232"
    assert len(bank.asked) == 2


@BOTH
async def test_another_refusal_is_not_repeated(bank: OddBank, ledger: Ledger) -> None:
    bank.answer = lambda asked: told({"code": 1531, "message": "no"}, 400)
    with pytest.raises(BankRefusesUs) as refusal:
        await listed(bank, ledger)
    assert refusal.value.code == "1531"
    assert len(bank.asked) == 1


@BOTH
async def test_a_bank_that_does_not_sort_is_sorted_after(bank: OddBank, ledger: Ledger) -> None:
    bank.answer = lambda asked: told({"totalCount": 4, "records": rows(ledger, 3, 1, 4, 2)})
    assert [row.id for row in await listed(bank, ledger)] == ["row-1", "row-2", "row-3", "row-4"]
    newest = Order(NAMES[ledger], descending=True)
    assert [row.id for row in await listed(bank, ledger, newest)] == ["row-4", "row-3", "row-2", "row-1"]


@BOTH
async def test_a_row_that_the_bank_repeats_in_one_answer_comes_once(bank: OddBank, ledger: Ledger) -> None:
    bank.answer = lambda asked: told({"totalCount": 3, "records": rows(ledger, 1, 2, 1)})
    assert [row.id for row in await listed(bank, ledger)] == ["row-1", "row-2"]


@BOTH
async def test_nothing_is_written_as_null_too(bank: OddBank, ledger: Ledger) -> None:
    bank.answer = lambda asked: told({"totalCount": 0, "records": None})
    assert await listed(bank, ledger) == []


@BOTH
@pytest.mark.parametrize(
    "body", [{}, {"records": []}, {"totalCount": None, "records": []}, {"totalCount": 1, "records": ["?"]}]
)
async def test_an_answer_that_cannot_be_proven_whole_is_silence(
    bank: OddBank, ledger: Ledger, body: object
) -> None:
    bank.answer = lambda asked: told(body)
    with pytest.raises(BankSilent):
        await listed(bank, ledger)


@BOTH
async def test_a_bank_that_counts_rows_and_shows_none_is_not_believed(bank: OddBank, ledger: Ledger) -> None:
    bank.answer = lambda asked: told({"totalCount": 5, "records": []})
    with pytest.raises(BankSilent, match="0 of 5 rows"):
        await listed(bank, ledger)
    assert len(bank.asked) == 1


@BOTH
async def test_a_thousand_long_rows_are_read(bank: OddBank, ledger: Ledger) -> None:
    long = [row | {"id": f"{n}", "data": "x" * 2000} for n, row in enumerate(rows(ledger, *([1] * 1000)))]
    bank.answer = lambda asked: told({"totalCount": 1000, "records": long})
    assert len(await listed(bank, ledger)) == 1000
    assert bank.asked[0]["paging"] == {"page": 0, "size": 1000}


@BOTH
async def test_each_question_names_the_period_first_and_the_first_page(bank: OddBank, ledger: Ledger) -> None:
    def answer(asked: dict[str, Any]) -> Told:
        since, until = (
            datetime.fromisoformat(moment) for moment in asked["searchParameters"][0]["searchParameter"]
        )
        found = [
            row
            for hour, row in enumerate(rows(ledger, *range(24)))
            if since <= SINCE + timedelta(hours=hour) <= until
        ]
        return told({"totalCount": len(found), "records": found[:7]})

    bank.answer = answer
    assert len(await listed(bank, ledger)) == 24
    assert len(bank.asked) > 4
    for asked in bank.asked:
        assert asked["paging"]["page"] == 0
        period = asked["searchParameters"][0]
        assert (period["name"], period["method"]) == (NAMES[ledger], "between")
