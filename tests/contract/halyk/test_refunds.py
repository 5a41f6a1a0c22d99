"""What only Halyk does with money that goes back. The first four rows of its contradictions are here."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from billing.answers import Begun, Declined, Observation, Returned, Seen, Unknown
from billing.models import RefundRefusal
from billing.money import Money
from billing.questions import Bill
from providers.halyk.repaying import Repaying, outcome_from, refund_call
from providers.http import Answer
from tests.contract.halyk.bench import HalykBench
from tests.contract.harness import Fate, Shop


async def test_contradiction_01_the_refund_path_is_singular(bank: HalykBench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 150000)
    call = refund_call("https://bank.example/api", "token", repayment)
    assert urlsplit(call.url).path == f"/api/operation/{repayment.bill.bank_id}/refund"


@pytest.mark.parametrize("place", ["query", "body"])
async def test_contradiction_02_the_amount_is_seen_wherever_the_bank_reads_it(
    bank: HalykBench, shop: Shop, place: str
) -> None:
    await bank.control("configure", refund_reads=place)
    bill = await shop.paid()
    assert isinstance(await bank.provider.refund(await shop.repayment(bill, 150050)), Begun)
    assert await bank.repaid(bill) == [150050]


async def test_contradiction_02_a_part_never_goes_out_without_its_amount(
    bank: HalykBench, shop: Shop
) -> None:
    bill = await shop.paid()
    call = refund_call("https://bank.example", "token", await shop.repayment(bill, 150050))
    assert parse_qs(urlsplit(call.url).query)["amount"] == ["1500.50"]
    assert call.body.startswith(b'{"amount": 1500.50, "purpose": ')
    whole = refund_call("https://bank.example", "token", await shop.repayment(bill))
    assert "amount" not in whole.url
    assert b"amount" not in whole.body


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("words", ["in progress", "in_progress", ""])
def test_contradiction_03_3225_is_in_progress_whatever_is_around_it(status: int, words: str) -> None:
    body = f'{{"code":3225,"externalID":"","message":"{words}"}}'.encode()
    assert isinstance(outcome_from(Answer(status, {}, body)), Begun)


def test_contradiction_03_an_empty_200_is_begun_and_not_done() -> None:
    assert isinstance(outcome_from(Answer(200, {}, b"")), Begun)


async def test_contradiction_04_the_reason_is_called_purpose(bank: HalykBench, shop: Shop) -> None:
    call = refund_call("https://bank.example", "token", await shop.repayment(await shop.paid(), 150000))
    assert '"purpose": "Кофе остыл"' in call.body.decode()
    assert b"payerEmail" not in call.body


@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [
        (400, b'{"code":100,"message":""}', RefundRefusal.UNSAID),
        (400, b'{"code":3141,"message":""}', RefundRefusal.LIMIT),
        (400, b'{"code":1531,"message":""}', RefundRefusal.OUR_REQUEST),
        (404, b"", RefundRefusal.OUR_REQUEST),
        (403, b"", RefundRefusal.SETUP),
        (400, b'{"code":484,"message":""}', RefundRefusal.UNSAID),
    ],
)
def test_a_clear_no_is_a_no(status: int, body: bytes, refusal: RefundRefusal) -> None:
    outcome = outcome_from(Answer(status, {}, body))
    assert isinstance(outcome, Declined)
    assert outcome.refusal is refusal


@pytest.mark.parametrize("code", [-31, 293, 454, 690, 1267, 1268, 1269, 1563, 1564, 2358, 2656, 3014, 3240])
def test_a_code_that_is_not_final_proves_nothing(code: int) -> None:
    assert isinstance(outcome_from(Answer(400, {}, f'{{"code":{code}}}'.encode())), Unknown)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"code":777777}', b"[]", b'{"message":"no"}'])
def test_an_answer_that_nobody_documented_proves_nothing(body: bytes) -> None:
    assert isinstance(outcome_from(Answer(400, {}, body)), Unknown)


async def test_the_contracts_limit_is_told_apart(bank: HalykBench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 150061)
    outcome = await bank.provider.refund(repayment)
    assert outcome == Declined(RefundRefusal.LIMIT, "3141", "")


async def test_a_refund_that_never_comes_about_stays_pending(bank: HalykBench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 150062)
    assert isinstance(await bank.provider.refund(repayment), Begun)
    for _ in range(5):
        bank.wait(bank.repaying_takes())
        assert (await bank.provider.fetch_refund(repayment)).seen is Returned.PENDING


@pytest.mark.parametrize("shrinks", [True, False])
@pytest.mark.parametrize("renamed", ["stays", "refund"])
async def test_the_figures_are_read_in_each_way_the_samples_show(
    bank: HalykBench, shop: Shop, shrinks: bool, renamed: str
) -> None:
    await bank.control("configure", refund_shrinks=shrinks, refund_status=renamed)
    bill = await shop.paid()
    for nth in (1, 2):
        await bank.provider.refund(await shop.repayment(bill, 150000, f"refund-{nth}"))
        bank.wait(bank.repaying_takes())
        seen = await bank.provider.balance(bill)
        assert (seen.seen, seen.amount) == (Seen.PAID, bill.amount)
        assert seen.returned == Money(150000 * nth, "KZT")


async def test_bonuses_go_back_with_the_whole(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.paid(Fate.TAKES_BONUSES)
    repayment = await shop.repayment(bill)
    assert isinstance(await bank.provider.refund(repayment), Begun)
    bank.wait(bank.repaying_takes())
    assert (await bank.provider.fetch_refund(repayment)).seen is Returned.COMPLETED


async def test_the_service_token_is_renewed_once_and_the_refund_sent_once(
    bank: HalykBench, shop: Shop
) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    await bank.control("trouble", endpoint="operation", kind="401", count=1)
    assert isinstance(await bank.provider.refund(repayment), Begun)
    assert await bank.repaid(bill) == [150000]


async def test_without_the_banks_id_nothing_is_sent(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    outcome = await bank.provider.refund(replace(repayment, bill=replace(bill, bank_id=None)))
    assert isinstance(outcome, Declined)
    assert await bank.repaid(bill) == []


async def test_a_full_refund_is_done_by_the_word_where_the_figure_leaves_bonuses_out(
    bank: HalykBench, shop: Shop
) -> None:
    bill = await shop.paid(Fate.TAKES_BONUSES)
    repayment = await shop.repayment(bill)

    async def only_the_cards_part(asked: Bill) -> Observation:
        card = Money(bill.amount.minor // 3, "KZT")
        return Observation(Seen.PAID, "check-status", bank.now(), returned=card, word="REFUND")

    repaying = Repaying(bank.provider._asking, bank.provider._service, "unused", only_the_cards_part)
    assert (await repaying.fetch_refund(repayment)).seen is Returned.COMPLETED
    assert (await repaying.fetch_refund(replace(repayment, whole=False))).seen is Returned.PENDING
