"""The HTTP API, over a socket, on both databases; each answer is held against the served document."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from billing.developers.models import Scope
from billing.models import Role
from billing.money import Money
from tests.flow.web.receiver import OWNER, Receiver, served
from tests.support.books import give_role
from tests.support.programs import Answer, Program, arrive

COFFEE = {"amount": 500000, "currency": "KZT", "description": "Кофе"}
INVOICES = "/api/v1/invoices"


MANAGER = 503


@pytest.fixture
async def http(shop: Receiver) -> AsyncIterator[aiohttp.ClientSession]:
    """A program without habits."""
    async with aiohttp.ClientSession(shop.url) as session:
        yield session


@pytest.fixture
async def program(shop: Receiver, http: aiohttp.ClientSession) -> Program:
    """With a key for everything."""
    return await arrive(http, shop.desk, OWNER)


async def paid(shop: Receiver, program: Program) -> int:
    """An invoice of the program's, paid in the bank's app; its number."""
    number = int((await program.post(INVOICES, COFFEE)).body["number"])
    await shop.settled()
    invoice = await shop.desk.invoice_by_number(number, OWNER)
    await shop.halyk("pay", await shop.payment(invoice))
    await shop.looks(invoice)
    return number


async def back(program: Program, number: int, amount: int = 500000, name: str = "") -> Answer:
    wish = {"amount": amount, "currency": "KZT", "reason": "cold"}
    return await program.post(f"{INVOICES}/{number}/refunds", wish, name)


async def exposed(shop: Receiver) -> list[str]:
    programs = await shop.desk.developers.programs(OWNER)
    return [key.start for key in programs.keys if key.exposed_at]


async def test_an_invoice_is_made_paid_and_read(shop: Receiver, program: Program) -> None:
    made = await program.post(INVOICES, COFFEE)
    assert made.status == 201
    assert (made.body["state"], made.body["amount"], made.body["description"]) == ("open", 500000, "Кофе")
    assert made.body["pay_url"].startswith("https://pay.example.kz/pay/")
    assert made.body["chat_url"].startswith("https://t.me/dana_shop_bot?start=inv_")
    number = await paid(shop, program)
    read = await program.get(f"{INVOICES}/{number}")
    assert (read.status, read.body["state"]) == (200, "paid")
    assert (read.body["payment"]["bank"], read.body["payment"]["amount"]) == ("halyk", 500000)


async def test_the_same_request_again_gets_the_same_answer_also_many_at_once(
    shop: Receiver, program: Program
) -> None:
    answers = await asyncio.gather(*[program.post(INVOICES, COFFEE, "order-7") for _ in range(8)])
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["number"] for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 7
    await shop.settled()
    assert ((await shop.rows())["invoices"], (await shop.rows())["payments"]) == (1, 1)
    other = await program.post(INVOICES, {**COFFEE, "amount": 1}, "order-7")
    assert (other.status, other.word) == (409, "api-key-reused")


async def test_two_keys_do_not_share_their_names(shop: Receiver, program: Program) -> None:
    other = await arrive(program.http, shop.desk, OWNER)
    first, second = await program.post(INVOICES, COFFEE, "a"), await other.post(INVOICES, COFFEE, "a")
    assert first.body["number"] != second.body["number"]


async def test_a_list_goes_on_where_it_ended_and_is_newest_first(program: Program) -> None:
    made = [(await program.post(INVOICES, {**COFFEE, "amount": n})).body["number"] for n in range(1, 6)]
    seen: list[int] = []
    cursor = ""
    while True:
        page = await program.get(f"{INVOICES}?limit=2&state=open{cursor}")
        seen += [each["number"] for each in page.body["invoices"]]
        if page.body["next"] is None:
            break
        cursor = f"&cursor={page.body['next']}"
    assert seen == sorted(made, reverse=True)
    assert (await program.get(f"{INVOICES}?state=paid")).body["invoices"] == []


async def test_a_refund_is_sent_once_and_read(shop: Receiver, program: Program) -> None:
    number = await paid(shop, program)
    sent = await asyncio.gather(*[back(program, number, 200000, "r1") for _ in range(5)])
    assert {answer.status for answer in sent} == {202}
    assert len({answer.body["id"] for answer in sent}) == 1
    await shop.settled()
    (listed,) = (await program.get(f"{INVOICES}/{number}/refunds")).body["refunds"]
    assert (listed["amount"], listed["invoice"]) == (200000, number)
    assert (await program.get(f"/api/v1/refunds/{listed['id']}")).body["id"] == listed["id"]
    assert (await back(program, number, 400000)).status == 409
    assert (await shop.rows())["refunds"] == 1


async def test_above_the_owners_amount_a_program_only_proposes(shop: Receiver, program: Program) -> None:
    await shop.books_do(lambda books: give_role(books, MANAGER, Role.MANAGER))
    await shop.desk.refunds.choose_alone_most(OWNER, Money(100000, "KZT"))
    number = await paid(shop, program)
    assert (await back(program, number, 200000)).body["state"] == "proposed"
    again = await back(program, number, 100000)
    assert (again.status, again.body["state"]) == (202, "requested")


async def test_what_was_not_paid_does_not_go_back(program: Program) -> None:
    number = (await program.post(INVOICES, COFFEE)).body["number"]
    refused = await back(program, number)
    assert (refused.status, refused.word) == (409, "refund-before-charge")
    assert (await back(program, 999999)).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer tolem_" + "x" * 44},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"X-Api-Key": "secret"},
    ],
)
async def test_without_a_key_that_opens_nobody_comes_in(program: Program, headers: dict[str, str]) -> None:
    program.token = ""
    answer = await program.get(INVOICES, **headers)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert (await program.post(INVOICES, COFFEE, **headers)).status == 401


async def test_a_revoked_key_and_one_of_a_former_owner_open_nothing(shop: Receiver, program: Program) -> None:
    other = await arrive(program.http, shop.desk, OWNER)
    keys = (await shop.desk.developers.programs(OWNER)).keys
    await shop.desk.developers.revoke_key(OWNER, keys[0].id)
    assert (await program.get(INVOICES)).status == 401
    assert (await other.get(INVOICES)).status == 200
    await shop.books_do(lambda books: give_role(books, OWNER.id, Role.MANAGER))
    assert (await other.get(INVOICES)).status == 401


async def test_a_key_does_what_it_was_made_for(shop: Receiver, program: Program) -> None:
    reads = await arrive(program.http, shop.desk, OWNER, Scope.READ)
    writes = await arrive(program.http, shop.desk, OWNER, Scope.WRITE)
    assert (await reads.post(INVOICES, COFFEE)).word == "api-scope-missing"
    number = (await writes.post(INVOICES, COFFEE)).body["number"]
    assert (await writes.get(f"{INVOICES}/{number}")).status == 403
    assert (await back(writes, number)).status == 403
    assert (await reads.get(f"{INVOICES}/{number}")).status == 200


async def test_a_key_in_an_address_is_refused_and_counts_as_exposed(shop: Receiver, program: Program) -> None:
    token = program.token
    for path in (f"{INVOICES}?key={token}", f"/api/v1/{token}", f"{INVOICES}?k=%74{token[1:]}"):
        answer = await program.get(path, Authorization="")
        assert (answer.status, answer.word) == (400, "key-in-the-wrong-place")
        assert "/developers" in answer.body["detail"]
        assert token not in str(answer.body)
    assert await exposed(shop) == [token[:12]]


@pytest.mark.parametrize("path", ["/API/v1/invoices", "/v1/invoices", "/api", "/", "/pay/nobody", "/metrics"])
async def test_a_key_in_any_address_counts_as_exposed(shop: Receiver, program: Program, path: str) -> None:
    """Whoever mistypes the API's address has written the key into a log all the same."""
    async with program.http.get(f"{path}?key={program.token}") as answer:
        assert answer.status == 400
        assert (await answer.json(content_type=None))["type"] == "urn:tolem:problem:key-in-the-wrong-place"
    assert await exposed(shop) == [program.token[:12]]


@pytest.mark.parametrize("carried", ["also in its place", "nowhere else"])
async def test_a_key_in_a_body_is_refused_and_counts_as_exposed(
    shop: Receiver, program: Program, carried: str
) -> None:
    token, body = program.token, {**COFFEE, "description": f"key {program.token}"}
    program.token = token if carried == "also in its place" else ""
    answer = await program.post(INVOICES, body)
    assert (answer.status, answer.word) == (400, "key-in-the-wrong-place")
    assert await exposed(shop) == [token[:12]]
    assert (await shop.rows())["invoices"] == 0


@pytest.mark.parametrize("header", ["X_Api_Key", "Idempotency_Key", "Cookie"])
async def test_a_key_in_another_header_is_refused_and_counts_as_exposed(
    shop: Receiver, program: Program, header: str
) -> None:
    answer = await program.post(INVOICES, COFFEE, **{header: program.token})
    assert (answer.status, answer.word) == (400, "key-in-the-wrong-place")
    assert await exposed(shop) == [program.token[:12]]


async def test_what_only_looks_like_a_key_exposes_nothing(shop: Receiver, program: Program) -> None:
    assert (await program.get(f"{INVOICES}?key=tolem_{'x' * 44}")).status == 400
    assert await exposed(shop) == []


@pytest.mark.slice(10)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**COFFEE, "amount": 0}, 400),
        ({**COFFEE, "amount": -1}, 400),
        ({**COFFEE, "amount": 1.5}, 400),
        ({**COFFEE, "amount": "5000"}, 400),
        ({**COFFEE, "amount": True}, 400),
        ({**COFFEE, "amount": 10**20}, 400),
        (b'{"amount": 1e400, "currency": "KZT"}', 400),
        (b'{"amount": NaN, "currency": "KZT"}', 400),
        ({**COFFEE, "currency": "USD"}, 400),
        ({**COFFEE, "description": "x" * 201}, 400),
        ({**COFFEE, "extra": 1}, 400),
        ({**COFFEE, "phone": "87070000000"}, 400),
        ({**COFFEE, "phone": "+77070000000"}, 409),
        ({"currency": "KZT"}, 400),
        ([], 400),
        (b"", 400),
        (b"{", 400),
        (b'{"amount": 5000, "currency": "KZT", "description": "\\ud800"}', 400),
        (b"\xff\xfe", 400),
        (b"x" * 20_000, 413),
    ],
)
async def test_what_cannot_be_read_is_refused_and_makes_nothing(
    shop: Receiver, program: Program, body: Any, status: int
) -> None:
    assert (await program.post(INVOICES, body)).status == status
    assert (await shop.rows())["invoices"] == 0


@pytest.mark.parametrize("name", [None, "x" * 65, "a b", "ключ"])
async def test_a_write_without_a_good_name_is_refused(
    shop: Receiver, program: Program, name: str | None
) -> None:
    answer = await program.post(INVOICES, COFFEE, name)
    assert (answer.status, answer.word) == (400, "idempotency-key-wanted")
    assert (await shop.rows())["invoices"] == 0


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "state=lost", "cursor=x", "cursor=-1", "a=1", "limit=1&limit=2"],
)
async def test_a_list_that_is_asked_for_wrongly_says_why(program: Program, query: str) -> None:
    assert (await program.get(f"{INVOICES}?{query}")).word == "request-unread"


async def test_only_json_is_read(program: Program) -> None:
    answer = await program.post(INVOICES, COFFEE, Content_Type="text/plain")
    assert answer.status == 415


async def test_what_is_not_there_and_wrong_verbs_are_told_in_the_same_shape(program: Program) -> None:
    assert (await program.get(f"{INVOICES}/999999")).status == 404
    assert (await program.get("/api/v1/nothing")).status == 404
    answer = await program.call("DELETE", INVOICES)
    assert answer.status == 405
    assert "POST" in answer.headers["Allow"]


async def test_who_calls_too_often_is_told_when_to_come_again(shop: Receiver, program: Program) -> None:
    other = await arrive(program.http, shop.desk, OWNER)
    async with served(replace(shop.deps(), api_calls=2)) as url, aiohttp.ClientSession(url) as http:
        program.http = other.http = http
        answers = [await program.get(INVOICES) for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 200, 429]
        assert 1 <= int(answers[2].headers["Retry-After"]) <= 30
        assert (await other.get(INVOICES)).status == 200


async def test_while_the_books_are_away_it_says_so(shop: Receiver, program: Program) -> None:
    shop.store.away = True
    assert (await program.post(INVOICES, COFFEE)).status == 503
    shop.store.away = False


async def test_control_characters_do_not_come_into_the_books(program: Program) -> None:
    made = await program.post(INVOICES, {**COFFEE, "description": "a\u0000b\u202ec\n"})
    assert made.status == 201
    assert not set(made.body["description"]) & set("\0\u202e\n")


async def test_a_whole_number_may_be_written_with_a_point(program: Program) -> None:
    made = await program.post(INVOICES, b'{"amount": 5000.0, "currency": "KZT"}')
    assert (made.status, made.body["amount"]) == (201, 5000)
