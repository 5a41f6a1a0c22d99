"""HorizonPay's notifications as the simulator sends them, in fair weather and foul."""

from __future__ import annotations

import pytest

from billing.answers import Delivery, Forged, Kind, Seen
from tests.contract.harness import Shop
from tests.contract.horizonpay.bench import HorizonPayBench

WITHOUT_BASIC = ["no_basic", "wrong_basic", "cut_secret", "non_ascii", "forged", "stripped"]
WRONGLY_SIGNED = ["no_signature", "wrong_key", "altered", "redumped"]


async def told(bank: HorizonPayBench, shop: Shop, mode: str, *, signed: bool) -> Delivery | Forged:
    """How one notification is read that came in this mode."""
    await bank.control("notifications", mode=mode, count=1)
    await shop.billed()
    key = (await bank.control("key"))["der"] if signed else None
    (received,) = await bank.delivers()
    return bank.client(public_key=key).read_webhook(received.headers, received.body)


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("mode", WITHOUT_BASIC)
async def test_without_the_shops_secret_nothing_is_read(
    bank: HorizonPayBench, shop: Shop, mode: str, signed: bool
) -> None:
    assert isinstance(await told(bank, shop, mode, signed=signed), Forged)


@pytest.mark.parametrize("mode", WRONGLY_SIGNED)
async def test_where_the_key_is_set_a_wrong_signature_or_none_is_forged(
    bank: HorizonPayBench, shop: Shop, mode: str
) -> None:
    assert isinstance(await told(bank, shop, mode, signed=True), Forged)


@pytest.mark.parametrize("form", ["pem", "der"])
async def test_with_both_proofs_it_is_read(bank: HorizonPayBench, shop: Shop, form: str) -> None:
    bank.provider = bank.client(public_key=(await bank.control("key"))[form])
    bill = await shop.billed()
    (received,) = await bank.delivers()
    read = bank.provider.read_webhook(received.headers, received.body)
    assert isinstance(read, Delivery)
    assert (read.kind, read.reference) == (Kind.PAYMENT, bill.reference)


async def test_a_notification_of_the_other_world_is_of_no_concern(bank: HorizonPayBench, shop: Shop) -> None:
    bank.provider = bank.client(test=True)
    await shop.billed()
    (received,) = await bank.delivers()
    read = bank.client().read_webhook(received.headers, received.body)
    assert isinstance(read, Delivery)
    assert (read.kind, read.reference) == (Kind.OTHER, None)


async def test_a_refund_ours_or_the_banks_is_told_of_the_payment(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    before = len(await bank.delivers())
    await bank.provider.refund(await shop.repayment(bill, 100000))
    await bank.control("chargeback", tracking_id=bill.reference, amount=100000)
    bank.wait(bank.repaying_takes())
    await bank.control("books")
    news = (await bank.delivers())[before:]
    read = [bank.provider.read_webhook(one.headers, one.body) for one in news]
    assert [(one.kind, one.reference) for one in read if isinstance(one, Delivery)] == [
        (Kind.REFUND, bill.reference)
    ] * 3


async def test_the_same_news_has_one_key_and_other_news_another(bank: HorizonPayBench, shop: Shop) -> None:
    await bank.control("notifications", mode="doubled")
    bill = await shop.billed()
    await bank.pays(bill)
    read = [bank.provider.read_webhook(one.headers, one.body) for one in await bank.delivers()]
    keys = {(one.key, one.claim) for one in read if isinstance(one, Delivery)}
    assert (len(read), {claim for _, claim in keys}) == (4, {Seen.PENDING, Seen.PAID})
    assert len(keys) == 2


async def test_another_type_is_of_no_concern(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    (received,) = await bank.delivers()
    payout = received.body.replace(b'"type":"payment"', b'"type":"payout"')
    read = bank.provider.read_webhook(received.headers, payout)
    assert isinstance(read, Delivery)
    assert (read.kind, read.reference) == (Kind.OTHER, bill.reference)


async def test_what_cannot_be_read_is_taken_and_not_acted_on(bank: HorizonPayBench, shop: Shop) -> None:
    await shop.billed()
    (received,) = await bank.delivers()
    for body in (b"", b"[]", b'{"transaction": 1}', b'{"transaction": {"uid": "2-1"}}', b"\xff"):
        read = bank.provider.read_webhook(received.headers, body)
        assert isinstance(read, Delivery)
        assert read.kind is Kind.OTHER
    assert isinstance(bank.provider.read_webhook(received.headers, b" " * 70_000), Forged)
