"""The bank's bad days: wrong answers, silence and broken connections, before and after it acted."""

import asyncio
import errno

import aiohttp
import pytest


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("500", 500, '{"code": 500, "message": ""}'),
        ("401", 401, '{"code": 401, "message": ""}'),
        ("404", 404, '{"code": 404, "message": ""}'),
        ("html", 200, "<!doctype html>"),
        ("empty", 200, ""),
        ("badjson", 200, '{"status":"PA'),
    ],
)
async def test_a_bad_answer_comes_as_ordered_and_once(bench, kind, status, body) -> None:
    await bench.control("trouble", endpoint="token", kind=kind, count=1)
    async with bench.http.post(bench.base + "/halyk/oauth2/token", data=bench.token_form()) as answer:
        text = await answer.text()
        assert (answer.status, text[: len(body) or None]) == (status, body)
    assert await bench.token()


async def test_too_many_requests_says_when_to_come_back(bench) -> None:
    await bench.control("trouble", endpoint="status", kind="429", count=1, seconds=7)
    async with bench.http.get(bench.base + "/halyk/api/check-status/payment/transaction/1") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


async def test_a_trouble_meets_its_endpoint_only(bench) -> None:
    await bench.control("trouble", endpoint="qr", kind="500")
    _, token, _ = await bench.bill()
    assert (await bench.get("/halyk/api/qr", token))[0] == 500
    assert (await bench.get("/halyk/api/qr", token))[0] == 500
    await bench.control("trouble", endpoint="qr", kind="none")
    assert (await bench.get("/halyk/api/qr", token))[0] == 200


async def test_a_trouble_ends_by_the_clock(bench) -> None:
    _, token, _ = await bench.bill()
    await bench.control("trouble", kind="500", seconds=60)
    assert (await bench.get("/halyk/api/qr", token))[0] == 500
    bench.wait(seconds=60)
    assert (await bench.get("/halyk/api/qr", token))[0] == 200


async def generate_and_lose(bench, kind: str, invoice: str) -> None:
    token = await bench.token(invoiceID=invoice)
    await bench.control("trouble", endpoint="generate", kind=kind, count=1)
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        async with asyncio.timeout(0.3):
            await bench.generate(token)


@pytest.mark.parametrize(
    ("kind", "made"), [("silence_before", 0), ("reset_before", 0), ("silence_after", 1), ("reset_after", 1)]
)
async def test_a_lost_answer_may_hide_a_finished_deed(bench, kind, made) -> None:
    await generate_and_lose(bench, kind, "777777")
    assert len((await bench.control("books"))["bills"]) == made
    code = (await bench.generate(await bench.token()))[0]
    assert code == 200


async def test_a_reset_is_a_reset_not_a_quiet_end(bench) -> None:
    await bench.control("trouble", endpoint="token", kind="reset_before", count=1)
    with pytest.raises(aiohttp.ClientOSError) as caught:
        await bench.token()
    assert caught.value.errno == errno.ECONNRESET


async def test_a_bad_answer_can_hide_a_finished_deed(bench) -> None:
    token = await bench.token()
    await bench.control("trouble", endpoint="generate", kind="500", count=1, acted=True)
    assert (await bench.generate(token))[0] == 500
    assert len((await bench.control("books"))["bills"]) == 1


async def test_a_slow_answer_is_right(bench) -> None:
    await bench.control("trouble", endpoint="token", kind="slow", count=1, seconds=0.05)
    assert await bench.token()


async def test_a_silent_bank_can_be_closed(bench) -> None:
    await bench.control("trouble", endpoint="token", kind="silence_before", count=1)
    waiting = asyncio.create_task(bench.token())
    while not any(not order.count for order in bench.bank.troubles.orders):
        await asyncio.sleep(0)
    bench.bank.closing.set()
    with pytest.raises(aiohttp.ClientError):
        await waiting


async def test_the_log_shows_requests_without_secrets(bench) -> None:
    form = aiohttp.FormData(bench.token_form(invoiceID="777778"), default_to_multipart=True)
    await bench.post("/halyk/oauth2/token", data=form)
    token = await bench.token(invoiceID="777777")
    await bench.generate(token)
    answer = await bench.control("requests")
    first, second, third = answer["requests"]
    assert first["body"]["invoiceID"] == "777778"
    assert (second["endpoint"], second["method"], second["answer"]) == ("token", "POST", 200)
    assert second["content_type"] == "application/x-www-form-urlencoded"
    assert second["body"]["invoiceID"] == "777777"
    assert third["token"]["invoiceID"] == "777777"
    assert third["body"]["description"] == "order"
    assert "sandbox-secret" not in str(answer)
    assert token not in str(answer)
