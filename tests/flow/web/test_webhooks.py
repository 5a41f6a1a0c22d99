"""What reaches the inbox, and what is turned away."""

from __future__ import annotations

import asyncio
import json
import logging

import aiohttp
import pytest

from billing.models import Payment
from billing.states import PaymentState
from tests.flow.web.receiver import Receiver


def callback(payment: Payment, code: str = "ok", **more: object) -> bytes:
    told = {"invoiceId": payment.reference, "code": code, "id": "op-1", "amount": 5000, "currency": "KZT"}
    return json.dumps(told | more).encode()


def address(payment: Payment) -> str:
    return f"/webhooks/halyk/{payment.hook_token}"


async def deliveries(shop: Receiver) -> int:
    return (await shop.rows())["deliveries"]


@pytest.fixture
async def payment(shop: Receiver) -> Payment:
    return await shop.payment(await shop.issue())


async def test_a_webhook_is_stored_then_answered_then_handed_on(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    async with browser.post(address(payment), data=callback(payment)) as answer:
        assert (answer.status, await answer.read()) == (200, b"")
    assert await deliveries(shop) == 1
    assert [one.payment_id for one in shop.settle] == [payment.id]


async def test_a_webhook_moves_nothing_by_itself(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    async with browser.post(address(payment), data=callback(payment)):
        pass
    (delivery,) = shop.settle
    await shop.banking.settle(delivery)
    after = await shop.banking.store.read(lambda books: books.payment(payment.id))
    assert after.state is PaymentState.PENDING


async def test_the_bank_s_own_callback_makes_the_invoice_paid(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    await shop.halyk("pay", payment)
    async with browser.post(address(payment), data=callback(payment)) as answer:
        assert answer.status == 200
    for delivery in shop.settle:
        await shop.banking.settle(delivery)
    after = await shop.banking.store.read(lambda books: books.payment(payment.id))
    assert after.state is PaymentState.PAID


@pytest.mark.parametrize(("code", "due"), [("ok", 0), ("error", 0), ("unheard-of", 1)])
async def test_what_the_books_show_already_waits_behind_nobody(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment, code: str, due: int
) -> None:
    """It is kept and answered, and over: a word that nobody knows is content with a look only."""
    await shop.halyk("pay", payment)
    await shop.banking.look(payment)
    async with browser.post(address(payment), data=callback(payment, code)) as answer:
        assert answer.status == 200
    assert (await deliveries(shop), len(shop.settle)) == (1, due)
    now = shop.bench.clock.now()
    waiting = await shop.database.read(lambda books: books.queues(now)["deliveries"])
    assert waiting.length == due


@pytest.mark.parametrize("copies", [2, 50])
async def test_copies_at_once_are_one_row_and_every_answer_is_good(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment, copies: int
) -> None:
    async def send() -> int:
        async with browser.post(address(payment), data=callback(payment)) as answer:
            return answer.status

    answers = await asyncio.gather(*(send() for _ in range(copies)))
    assert set(answers) == {200}
    assert await deliveries(shop) == 1
    assert len(shop.settle) == 1


async def test_two_outcomes_of_one_payment_are_two_rows(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    for code in ("error", "ok"):
        async with browser.post(address(payment), data=callback(payment, code)) as answer:
            assert answer.status == 200
    assert await deliveries(shop) == 2


async def test_a_wrong_token_is_404_without_detail(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    for token in ("A" * 22, payment.hook_token[:-1], payment.hook_token.swapcase(), "x/y", "%00"):
        async with browser.post(f"/webhooks/halyk/{token}", data=callback(payment)) as answer:
            assert answer.status == 404
    assert await deliveries(shop) == 0


async def test_an_unknown_bank_and_a_missing_token_are_404(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    for path in (f"/webhooks/other/{payment.hook_token}", "/webhooks/halyk", "/webhooks/halyk/"):
        async with browser.post(path, data=callback(payment)) as answer:
            assert answer.status == 404


@pytest.mark.slice(5)
@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b"{}", b'{"invoiceId":', b"\xff\xfe", b"[" * 60000], ids=repr
)
async def test_what_is_not_the_bank_s_json_is_forged(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment, body: bytes
) -> None:
    async with browser.post(address(payment), data=body) as answer:
        assert answer.status == 403
    assert await deliveries(shop) == 0


async def test_a_webhook_for_another_payment_is_forged(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    other = await shop.payment(await shop.issue())
    async with browser.post(address(payment), data=callback(other)) as answer:
        assert answer.status == 403
    assert await deliveries(shop) == 0


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1_000_000])
async def test_a_body_beyond_the_limit_is_413(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment, size: int
) -> None:
    async with browser.post(address(payment), data=b"x" * size) as answer:
        assert answer.status == 413
    assert await deliveries(shop) == 0


async def test_a_body_beyond_the_limit_that_hides_its_length_is_413(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    async def chunks():
        for _ in range(17):
            yield b"x" * 4096

    async with browser.post(address(payment), data=chunks()) as answer:
        assert answer.status == 413


async def test_a_small_body_that_unpacks_to_a_big_one_is_413(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    import zlib

    packed = zlib.compress(b" " * 10_000_000)
    assert len(packed) < 64 * 1024
    headers = {"Content-Encoding": "deflate"}
    async with browser.post(address(payment), data=packed, headers=headers) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_a_body_that_does_not_unpack_is_400(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment, packing: str
) -> None:
    headers = {"Content-Encoding": packing}
    async with browser.post(address(payment), data=callback(payment), headers=headers) as answer:
        assert answer.status == 400
    assert await deliveries(shop) == 0


async def test_a_failing_database_makes_the_bank_come_again(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    shop.store.away = True
    async with browser.post(address(payment), data=callback(payment)) as answer:
        assert answer.status == 503
    shop.store.away = False
    assert await deliveries(shop) == 0
    assert shop.settle == []
    async with browser.post(address(payment), data=callback(payment)) as answer:
        assert answer.status == 200


async def test_other_methods_are_405(browser: aiohttp.ClientSession, payment: Payment) -> None:
    async with browser.get(address(payment)) as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "POST"


async def test_nothing_of_a_webhook_is_logged(
    browser: aiohttp.ClientSession, payment: Payment, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.clear()
    for body in (callback(payment, name="Айгерим"), b"secret-words"):
        async with browser.post(address(payment), data=body, headers={"X-Who": "Айгерим".encode().hex()}):
            pass
    said = caplog.text
    assert "/webhooks/{provider}/{token}" in said
    for private in (
        payment.hook_token,
        payment.reference,
        "Айгерим",
        "secret-words",
        "Айгерим".encode().hex(),
    ):
        assert private not in said
