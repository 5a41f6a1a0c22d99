"""The front line: Basic, headers, bodies, the shapes of errors, bad days."""

import asyncio
import base64

import aiohttp
import pytest

from sandbox.horizonpay import SECRET_KEY, SHOP_ID
from tests.sandbox.horizonpay.conftest import basic

FORBIDDEN = {
    "nothing": "",
    "another word": "Bearer " + base64.b64encode(f"{SHOP_ID}:{SECRET_KEY}".encode()).decode(),
    "no base64": "Basic ~~~",
    "no text": "Basic " + base64.b64encode(b"\xff\xfe").decode(),
    "no colon": "Basic " + base64.b64encode(SHOP_ID.encode()).decode(),
    "another shop": basic(shop="1"),
    "another secret": basic(secret="x"),
    "the secret up to its colon": basic(secret=SECRET_KEY.partition(":")[0]),
    "no secret": basic(secret=""),
}
SHAPES = {
    "documented": {"message": "Unprocessable entity", "errors": {"request": {"amount": ["is missing"]}}},
    "flat": {"message": "Unprocessable entity", "errors": {"amount": ["is missing"]}},
    "list": {
        "code": "E.0625",
        "message": "Unprocessable entity",
        "errors": [{"amount": ["is missing"]}],
    },
    "text": {"message": "Unprocessable entity", "errors": "amount is missing"},
    "singular": {"message": "Unprocessable entity", "error": {"request": {"amount": ["is missing"]}}},
    "response": {
        "response": {
            "message": "Unprocessable entity",
            "errors": {"request": {"amount": ["is missing"]}},
        }
    },
    "bare": {"message": "Unprocessable entity"},
}


@pytest.mark.parametrize("auth", FORBIDDEN.values(), ids=FORBIDDEN)
async def test_let_in_is_not(bench, auth) -> None:
    status, answer = await bench.ask("GET", "/tracking_id/1", auth=auth)
    assert status == 401
    assert answer == {"message": "Invalid shop_id/secret_key.", "errors": {"system": ["System error."]}}


async def test_nobody_sees_another_shops_transactions(bench) -> None:
    await bench.control("configure", other={"shop_id": "7", "secret": "s"})
    made = await bench.paid()
    other = basic("7", "s")
    assert (await bench.ask("GET", f"/{made['uid']}", auth=other))[0] == 404
    path = f"/tracking_id/{made['tracking_id']}"
    assert (await bench.ask("GET", path, auth=other))[1] == {"transactions": []}
    body = {"request": {"parent_uid": made["uid"], "reason": "x"}}
    assert (await bench.ask("POST", "/refunds", auth=other, json=body))[0] == 404


async def test_what_is_not_there_is_not_found(bench) -> None:
    for path in ("/2-0000000000", "/2-0000000000/renotify"):
        assert await bench.ask("GET", path) == (404, {"message": "Not found."})
    assert (await bench.ask("GET", "/payments"))[0] == 404
    assert (await bench.ask("DELETE", "/payments"))[0] == 405


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b'{"request":{},"request":{}}', b"\xff"])
async def test_a_body_that_is_no_object_is_refused(bench, body) -> None:
    headers = {"Content-Type": "application/json"}
    assert (await bench.ask("POST", "/payments", data=body, headers=headers))[0] == 400


@pytest.mark.parametrize("body", [{}, {"request": None}, {"request": []}, {"request": {}, "more": 1}])
async def test_everything_stands_under_request(bench, body) -> None:
    status, answer = await bench.ask("POST", "/payments", json=body)
    assert status == 422
    assert set(answer["errors"]) == {"request"}


async def test_headers_are_looked_at(bench) -> None:
    body = b'{"request":{}}'
    assert (await bench.ask("POST", "/payments", data=body, headers={"Content-Type": "text/plain"}))[0] == 415
    assert (await bench.ask("GET", "/tracking_id/1", headers={"Accept": "text/html"}))[0] == 406


@pytest.mark.parametrize(("shape", "body"), SHAPES.items(), ids=SHAPES)
async def test_errors_come_in_the_shape(bench, shape, body) -> None:
    await bench.control("configure", errors=shape)
    assert await bench.create(amount=None) == (422, body)


async def test_a_list_of_errors_can_be_about_the_system(bench) -> None:
    await bench.control("configure", errors="list")
    _, answer = await bench.create(method="x")
    assert answer["errors"] == [{"system": ["System error."]}]


@pytest.mark.parametrize("kind", ["400", "401", "403", "404", "409", "422", "429", "500", "502", "503"])
async def test_a_bad_day_has_a_status(bench, kind) -> None:
    await bench.control("trouble", endpoint="create", kind=kind, count=1)
    status, answer = await bench.create()
    assert (status, "message" in answer) == (int(kind), True)
    assert bench.bank.books.by_uid == {}
    assert (await bench.create())[0] == 200


async def test_a_500_may_have_done_its_work(bench) -> None:
    await bench.control("trouble", endpoint="create", kind="500", count=1, acted=True)
    assert (await bench.create(tracking_id="lost"))[0] == 500
    assert len(await bench.tracked("lost")) == 1


async def test_silence_is_no_answer_and_no_work(bench) -> None:
    await bench.control("trouble", endpoint="create", kind="silence_before", count=1)
    with pytest.raises(asyncio.TimeoutError):
        async with asyncio.timeout(0.2):
            await bench.create(tracking_id="lost")
    assert await bench.tracked("lost") == []


@pytest.mark.parametrize(("kind", "made"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_connection_breaks_before_or_after_the_work(bench, kind, made) -> None:
    await bench.control("trouble", endpoint="create", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await bench.create(tracking_id="lost")
    await bench.control("trouble", kind="none")
    assert len(await bench.tracked("lost")) == made
    assert (await bench.create())[0] == 200


async def test_requests_are_noted_without_the_secret(bench) -> None:
    await bench.create(id_="11111111-2222-4333-8444-555555555555")
    told = await bench.control("requests")
    (entry,) = told["requests"]
    assert (entry["endpoint"], entry["shop"], entry["answer"]) == ("create", SHOP_ID, 200)
    assert entry["request_id"] == "11111111-2222-4333-8444-555555555555"
    assert SECRET_KEY not in str(told)
    assert (await bench.control("books"))["requests"] == {"create": 1}


async def test_a_control_that_makes_no_sense_is_refused(bench) -> None:
    for what, body, status in (
        ("nothing", {}, 404),
        ("approve", {}, 400),
        ("approve", {"uid": "2-1"}, 400),
        ("configure", {"x": 1}, 400),
        ("configure", {"times": "never"}, 400),
        ("configure", {"methods": {"card": {"flow": "teleport"}}}, 400),
        ("configure", {"methods": {"card": {"extra": [{"name": "x"}]}}}, 400),
        ("configure", {"refund_seconds": -1}, 400),
        ("trouble", {"kind": "flood"}, 400),
    ):
        async with bench.http.post(f"{bench.base}/sandbox/horizonpay/{what}", json=body) as answer:
            assert answer.status == status, what
