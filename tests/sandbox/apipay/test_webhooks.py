"""Webhooks: what they say, how they are signed, how often they come, and when they do not."""

import hashlib
import hmac
import json

import pytest

from sandbox.apipay import WEBHOOK_SECRET
from sandbox.apipay.events import signature

HEADER = "X-Webhook-Signature"


def signed(raw: bytes, secret: str = WEBHOOK_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


async def newest(bench) -> tuple[dict, bytes, dict]:
    await bench.heard()
    return bench.shop.received[-1]


async def tries(bench) -> list[object]:
    return (await bench.control("books"))["webhooks"][-1]["answers"]


def test_the_published_vectors_verify() -> None:
    raw = b'{"event":"webhook.test","source":"test","timestamp":"2026-01-15T10:00:00Z"}'
    assert signature(raw, "whsec_test").endswith(
        "6efe7751ce7e25cbef279f7d2ca1bf0616ad6890e3503ba2122c6a80099cb5a4"
    )


async def test_a_payment_is_told_as_the_seed_tells_it(bench) -> None:
    await bench.listen()
    number = await bench.paid(15000, description="Оплата заказа", external_order_id="o", phone="87770000001")
    _, _, body = await newest(bench)
    assert list(body) == ["event", "invoice", "source", "timestamp"]
    invoice = body["invoice"]
    assert invoice.pop("kaspi_invoice_id").isdigit()
    assert invoice.pop("paid_at").endswith("+05:00")
    assert body["timestamp"].endswith("+05:00")
    assert (body["event"], body["source"]) == ("invoice.status_changed", "My API Key")
    assert invoice == {
        "id": number,
        "external_order_id": "o",
        "amount": "15000.00",
        "status": "paid",
        "description": "Оплата заказа",
        "client_name": "Иван И.",
        "client_phone": "87770000001",
        "is_sandbox": False,
    }


async def test_august_writes_utc_and_a_source_may_be_nobody(bench) -> None:
    await bench.listen(generation="august", source=None)
    await bench.paid()
    _, _, body = await newest(bench)
    assert body["source"] is None
    assert body["invoice"]["paid_at"].endswith("+00:00")


async def test_nothing_is_called_without_an_address(bench) -> None:
    await bench.paid()
    assert (await bench.control("books"))["webhooks"] == []


async def test_php_escapes_what_others_do_not(bench) -> None:
    await bench.listen(webhook_json="escaped")
    await bench.pending(description="Чай/кофе")
    headers, raw, body = await newest(bench)
    assert b"\\u0427\\u0430\\u0439\\/" in raw
    assert body["invoice"]["description"] == "Чай/кофе"
    assert headers[HEADER] == signed(raw)


async def test_without_a_secret_there_is_no_header(bench) -> None:
    await bench.listen(webhook_secret=None)
    await bench.pending()
    headers, _, _ = await newest(bench)
    assert HEADER not in headers
    assert headers["User-Agent"] == "Kaspi-Pay-API/1.0"


async def test_a_rotated_secret_signs_at_once_and_the_old_one_on_demand(bench) -> None:
    await bench.listen()
    await bench.control("rotate", secret="whsec_new")
    await bench.control("webhooks", mode="old_secret", count=1)
    await bench.pending()
    await bench.paid()
    await bench.heard()
    used = [
        [secret for secret in (WEBHOOK_SECRET, "whsec_new") if headers[HEADER] == signed(raw, secret)]
        for headers, raw, _ in bench.shop.received
    ]
    assert used == [[WEBHOOK_SECRET], ["whsec_new"], ["whsec_new"]]


@pytest.mark.parametrize(
    "mode", ["missing", "uppercase", "short", "non_ascii", "prefixless", "redumped", "forged"]
)
async def test_a_bad_header_is_bad_in_its_own_way(bench, mode) -> None:
    await bench.listen()
    await bench.control("webhooks", mode=mode, count=1)
    number = await bench.pending(description="Кофе")
    headers, raw, body = await newest(bench)
    got, right = headers.get(HEADER), signed(raw)
    assert got != right
    assert body["invoice"]["id"] == number
    shapes = {
        "missing": got is None,
        "uppercase": got is not None and got.lower() == right and got.startswith("sha256="),
        "short": got is not None and right.startswith(got),
        "non_ascii": got is not None and not got.isascii(),
        "prefixless": got == right.removeprefix("sha256="),
        "redumped": json.dumps(body).encode() == raw and len(got or "") == len(right),
        "forged": body["invoice"]["status"] == "paid" and len(got or "") == len(right),
    }
    assert shapes[mode]
    await bench.control("pay", invoice=number)
    headers, raw, _ = await newest(bench)
    assert headers[HEADER] == signed(raw)


async def test_webhooks_get_lost_come_late_twice_and_in_another_order(bench) -> None:
    await bench.listen()
    await bench.control("webhooks", mode="lost", count=1)
    number = await bench.pending()
    assert await bench.heard() == []
    await bench.control("webhooks", mode="late", count=1, seconds=30)
    await bench.control("pay", invoice=number)
    assert await bench.heard() == []
    bench.wait(seconds=30)
    assert await bench.heard() == ["paid"]
    await bench.control("webhooks", mode="doubled", count=1)
    await bench.pending()
    assert await bench.heard() == ["paid", "pending", "pending"]
    assert bench.shop.received[1][1] == bench.shop.received[2][1]
    await bench.control("webhooks", mode="reordered", count=2)
    await bench.paid()
    await bench.control("drain")
    assert sorted(map(str, bench.shop.words[3:])) == ["paid", "pending"]
    calls = (await bench.control("books"))["webhooks"]
    assert [call["mode"] for call in calls] == ["lost", "late", "doubled", "reordered", "reordered"]


async def test_what_is_held_back_is_let_go_by_another_weather(bench) -> None:
    await bench.listen()
    await bench.control("webhooks", mode="reordered", count=3)
    await bench.paid()
    assert await bench.heard() == []
    await bench.control("webhooks", mode="normal")
    assert set(await bench.heard()) == {"pending", "paid"}


@pytest.mark.parametrize(
    ("switches", "gaps"),
    [
        ({"generation": "april"}, []),
        ({"retries": "three"}, [60, 300, 900]),
        ({"generation": "august"}, [10, 20, 40, 80, 160, 300, 600, 900, 1500, 3600]),
        ({"generation": "august", "environment": "sandbox"}, [5, 15]),
    ],
)
async def test_a_generation_repeats_as_it_was_published(bench, switches, gaps) -> None:
    await bench.listen(**switches, breaker=False)
    bench.shop.answers = [500] * 20
    await bench.pending()
    await bench.heard()
    for made, gap in enumerate(gaps, 1):
        bench.wait(seconds=gap / 2)
        await bench.control("drain")
        assert len(bench.shop.received) == made
        bench.wait(seconds=gap / 2)
        await bench.control("drain")
    assert await tries(bench) == [500] * (len(gaps) + 1)
    bench.wait(hours=12)
    await bench.control("drain")
    assert len(bench.shop.received) == len(gaps) + 1
    assert len({raw for _, raw, _ in bench.shop.received}) == 1


@pytest.mark.parametrize(
    ("answer", "again"), [(500, True), (503, True), (429, True), (404, False), (302, False)]
)
async def test_only_some_answers_are_worth_another_try(bench, answer, again) -> None:
    await bench.listen(generation="august")
    bench.shop.answers = [answer]
    await bench.pending()
    await bench.heard()
    bench.wait(seconds=10)
    await bench.heard()
    assert await tries(bench) == ([answer, 200] if again else [answer])


@pytest.mark.parametrize(("answers", "told"), [([307, 308], 200), ([307, 307, 307], 307)])
async def test_two_redirects_that_keep_the_method_are_followed(bench, answers, told) -> None:
    await bench.listen(generation="august")
    bench.shop.answers = list(answers)
    await bench.pending()
    await bench.heard()
    assert (await tries(bench))[0] == told
    assert len(bench.shop.received) == 3


async def test_a_shop_that_cannot_be_reached_is_tried_again(bench) -> None:
    await bench.control("configure", webhook_url="http://127.0.0.1:9/hook", retries="three")
    await bench.pending()
    await bench.control("drain")
    bench.wait(seconds=60)
    await bench.control("drain")
    assert await tries(bench) == ["ClientConnectorError"] * 2


async def test_the_breaker_pauses_and_then_gives_up(bench) -> None:
    await bench.listen(generation="august", retries="none", rate_limit=0)
    bench.shop.answers = [500] * 50
    for _ in range(5):
        await bench.made(phone="87770000002")
    bench.wait(seconds=2)
    await bench.heard()
    assert (await bench.control("books"))["paused_until"]
    lost = await bench.pending()
    assert len(await bench.heard()) == 5
    bench.wait(minutes=5)
    await bench.control("pay", invoice=lost)
    assert len(await bench.heard()) == 6
    assert "paused" in [call["mode"] for call in (await bench.control("books"))["webhooks"]]
    for _ in range(44):
        await bench.control("event", event="x", body={})
        await bench.control("drain")
        bench.wait(hours=2)
    assert (await bench.control("books"))["is_off"] is True
    await bench.control("event", event="x", body={})
    await bench.control("drain")
    assert len(bench.shop.received) == 50
    await bench.listen()
    await bench.control("event", event="x", body={})
    await bench.control("drain")
    assert len(bench.shop.received) == 51


async def test_one_success_closes_the_breaker(bench) -> None:
    await bench.listen(generation="august", retries="none")
    bench.shop.answers = [500] * 4 + [200] + [500] * 4
    for _ in range(9):
        await bench.control("event", event="x", body={})
        await bench.control("drain")
    books = await bench.control("books")
    assert (books["failures"], books["paused_until"]) == (4, None)


async def test_subscription_events_are_sent_with_any_body_and_repeated(bench) -> None:
    await bench.listen()
    bench.shop.answers = [500]
    body = {"subscription": {"id": 10, "status": "active"}, "invoice_id": 200, "amount": "5000.00"}
    await bench.control("event", event="subscription.payment_succeeded", body=body)
    await bench.control("drain")
    bench.wait(seconds=60)
    await bench.control("drain")
    assert await tries(bench) == [500, 200]
    headers, raw, told = bench.shop.received[-1]
    assert list(told) == ["event", "subscription", "invoice_id", "amount", "source", "timestamp"]
    assert headers[HEADER] == signed(raw)


@pytest.mark.parametrize(("dummy", "keys"), [(False, ["event", "source", "timestamp"]), (True, ["invoice"])])
async def test_a_test_tells_how_it_was_answered(bench, dummy, keys) -> None:
    await bench.listen()
    bench.shop.answers = [418]
    assert (await bench.control("test", dummy=dummy))["answers"] == [418]
    body = bench.shop.received[0][2]
    assert body["event"] == "webhook.test"
    assert set(keys) <= set(body)
    assert body.get("invoice", {}).get("status") == ("test" if dummy else None)


async def test_a_test_is_not_repeated(bench) -> None:
    await bench.listen(generation="august")
    bench.shop.answers = [500]
    await bench.control("test")
    bench.wait(hours=3)
    await bench.control("drain")
    assert len(bench.shop.received) == 1


async def test_anybody_can_post_anything(bench) -> None:
    url = str(bench.shop.server.make_url("/hook"))
    text = '{"event": "x"}'
    answer = await bench.control("forge", url=url, text=text, mode="normal")
    assert answer["answer"] == 200
    headers, raw, _ = bench.shop.received[0]
    assert (raw, headers[HEADER]) == (text.encode(), signed(raw))
    await bench.control("forge", url=url, text=text)
    assert bench.shop.received[1][0][HEADER] != signed(raw)


async def test_copies_are_the_same_bytes(bench) -> None:
    await bench.listen()
    number = await bench.pending()
    await bench.heard()
    assert (await bench.control("copies", invoice=number, n=7))["answers"] == [200] * 7
    assert len({raw for _, raw, _ in bench.shop.received}) == 1
    assert len(bench.shop.received) == 8


async def test_the_end_is_called_out_though_nobody_asks(bench) -> None:
    await bench.listen()
    await bench.made()
    bench.wait(hours=25)
    await bench.bank.webhooks.courier.drain()
    assert bench.shop.words == ["pending", "expired"]


async def test_the_log_of_webhooks_tells_how_they_were_answered(bench) -> None:
    await bench.listen(generation="august")
    number = await bench.pending()
    await bench.heard()
    row = (await bench.get("/webhook-logs"))["data"][0]
    assert (row["invoice_id"], row["attempts"], row["last_answer"]) == (number, 1, 200)
