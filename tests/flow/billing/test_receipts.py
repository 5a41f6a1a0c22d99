"""Anybody may ask whether a receipt is genuine; nobody learns anything of what they have no code of."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.errors import NotAllowed, NotFound, Refused
from billing.exporting import Exporting
from billing.models import Payment, Place
from billing.money import Money
from billing.receipts import checking
from billing.receipts.codes import ALPHABET, Form, bare, read, signed
from billing.receipts.models import Proof, Try
from billing.refunding import Wish
from billing.reports import ReceiptPaper
from billing.states import AttentionKind
from store.secrets import Vault
from tests.flow.billing.test_two_ways import both, shows
from tests.support.bank import ObedientBank
from tests.support.books import SECRET_KEY
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, STRANGER, Shop

HOUR = timedelta(hours=1)


async def paid(shop: Shop, source: str = "501:1") -> Payment:
    invoice = await shop.invoice(source)
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    return await shop.payment(invoice)


async def code_of(shop: Shop, payment: Payment) -> str:
    code = (await shop.desk.view(payment.invoice_id)).receipt
    assert code
    return bare(code)


async def check(shop: Shop, code: str, who: int = STRANGER, source: str = "602:9") -> Proof | None:
    return await shop.desk.receipts.check(await shop.person(who), code, source=source)


def forged(seed: str, *, besides: str) -> str:
    """A well-formed code that begins as a real one does, and is signed with another key."""
    for n in range(9):
        code = bare(signed(seed, Vault(f"somebody else's key {n}").signatures("x")[0]))
        if code != besides:
            return code
    raise AssertionError


async def test_whoever_has_the_code_learns_shop_bank_sum_and_time_and_no_more(shop: Shop) -> None:
    payment = await paid(shop)
    proof = await check(shop, await code_of(shop, payment))
    assert proof == Proof(
        shop="Дана",
        provider=payment.provider,
        taken=PRICE,
        paid_at=payment.settled_at or payment.created_at,
        returned=Money(0, "KZT"),
        under_way=Money(0, "KZT"),
        practice=proof.practice if proof else False,
    )
    assert {each.name for each in fields(Proof)} == {
        *("shop", "provider", "taken", "paid_at", "returned", "under_way"),
        *("returned_at", "practice", "invoice_id"),
    }, "whatever is added here is told to strangers"


async def test_each_payment_has_a_code_of_its_own_that_is_well_formed(shop: Shop) -> None:
    codes = {await code_of(shop, await paid(shop, f"501:{n}")) for n in range(1, 6)}
    assert len(codes) == 5
    for code in codes:
        typed = read(code)
        assert typed is not None
        assert (typed.form, typed.code) == (Form.WHOLE, code)


async def test_only_its_customer_and_who_manages_it_get_the_way_to_the_whole_receipt(shop: Shop) -> None:
    payment = await paid(shop)
    code = await code_of(shop, payment)
    invoice = (await shop.desk.view(payment.invoice_id)).invoice
    await shop.database.write(lambda books: books.claim_customer(invoice.id, CUSTOMER))
    led = {who: await check(shop, code, who) for who in (OWNER, CUSTOMER, CASHIER, STRANGER)}
    assert {who for who, proof in led.items() if proof and proof.invoice_id == invoice.id} == {
        OWNER,
        CUSTOMER,
    }
    assert all(proof is not None for proof in led.values())
    for who in (OWNER, CUSTOMER):
        assert (await shop.desk.receipts.view(invoice.id, await shop.person(who))).receipt
    for who in (CASHIER, STRANGER):
        with pytest.raises(NotAllowed):
            await shop.desk.receipts.view(invoice.id, await shop.person(who))
    with pytest.raises(NotFound):
        await shop.desk.receipts.view(invoice.id + 1, await shop.person(OWNER))


async def test_a_code_with_a_real_beginning_and_a_made_up_end_is_not_ours(shop: Shop) -> None:
    payment = await paid(shop)
    code = await code_of(shop, payment)
    typed = read(forged(payment.receipt, besides=code))
    assert typed is not None
    assert typed.form is Form.WHOLE, "so that only the signature can tell"
    assert await check(shop, typed.code) is None


async def test_the_signature_of_one_payment_is_none_for_another(shop: Shop) -> None:
    one, other = await paid(shop, "501:1"), await paid(shop, "501:2")
    await shop.database.write(lambda books: books.amend_payment(other.id, receipt=one.receipt))
    first, second = await code_of(shop, one), await code_of(shop, other)
    assert first[:8] == second[:8]
    assert first != second, "two that began alike by chance are told apart"
    paid_at = {code: proof.paid_at for code in (first, second) if (proof := await check(shop, code))}
    assert paid_at == {first: one.settled_at, second: other.settled_at}


async def test_before_money_came_there_is_no_code_and_none_is_found(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    assert (await shop.desk.view(invoice.id)).receipt == ""
    await shop.database.write(lambda books: books.amend_payment(payment.id, receipt="7K2M-94QD"))
    early = replace(payment, receipt="7K2M-94QD")
    sign = f"{early.merchant_id}:{early.id}:{early.receipt}"
    code = signed(early.receipt, shop.database.vault.signatures(sign)[0])
    assert await check(shop, bare(code)) is None


async def test_a_payment_from_before_codes_were_signed_has_one_too(shop: Shop) -> None:
    payment = await paid(shop)
    assert len(payment.receipt) == 9, "nothing else was kept then"
    code = (await shop.desk.view(payment.invoice_id)).receipt
    assert code.startswith(payment.receipt)
    assert await check(shop, bare(code)) is not None


@pytest.mark.parametrize("real", [True, False])
async def test_in_which_world_it_was_paid_counts_and_not_where_the_bank_is_today(
    shop: Shop, real: bool
) -> None:
    shop.bank.capabilities = replace(shop.bank.capabilities, production=real)
    code = await code_of(shop, await paid(shop))
    shop.bank.capabilities = replace(shop.bank.capabilities, production=not real)
    proof = await check(shop, code)
    assert proof is not None
    assert proof.practice is not real


async def test_what_went_back_and_what_is_on_its_way_back_is_told(shop: Shop) -> None:
    payment = await paid(shop)
    code, part = await code_of(shop, payment), Money(150000, "KZT")
    refund = await shop.desk.refunds.request(
        await shop.person(OWNER), Wish(payment.id, part, "too much milk", "tap:1")
    )
    await shop.settle_down()
    proof = await check(shop, code)
    assert proof is not None
    assert (proof.returned.minor, proof.under_way, proof.all_back) == (0, part, False)
    shop.bank.give_back(payment.reference, part.minor)
    for _ in range(3):
        shop.clock.move(5)
        known = await shop.database.read(lambda books: books.refund(refund.id))
        assert known is not None
        await shop.desk.refunds.repaying.look(known)
    proof = await check(shop, code)
    assert proof is not None
    assert (proof.returned, proof.under_way.minor, proof.all_back) == (part, 0, False)
    assert proof.returned_at is not None
    shop.sees(payment, Seen.PAID, bank_id=payment.bank_id, returned=PRICE)
    for _ in range(2):
        await shop.look(payment)
    proof = await check(shop, code)
    assert proof is not None
    assert (proof.returned, proof.all_back) == (PRICE, True), "also what somebody sent back at the bank"


async def test_codes_signed_with_a_replaced_key_stay_genuine_as_long_as_it_is_kept(shop: Shop) -> None:
    payment = await paid(shop)
    old = await code_of(shop, payment)
    before = shop.database.vault
    try:
        shop.database.vault = Vault("a newer key, long enough to be one", [SECRET_KEY])
        new = await code_of(shop, payment)
        assert new != old
        assert await check(shop, old) is not None
        assert await check(shop, new) is not None
    finally:
        shop.database.vault = before


async def test_a_second_payment_that_the_shop_keeps_gives_its_customer_a_receipt_of_its_own(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice, first, second = await both(shop)
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    for bank, payment in ((shop.bank, first), (pushing, second)):
        await shows(shop, bank, payment, Seen.PAID, bank_id=f"op-{payment.id}")
        await shop.look(payment)
    (item,) = await shop.desk.attentions(await shop.person(OWNER))
    assert item.kind is AttentionKind.SECOND
    assert len((await shop.desk.view(invoice.id)).receipted) == 1, "the shop has not said that it keeps it"
    told = [each for each in await shop.notices() if each[0] == "receipt"]
    assert told == [("receipt", CUSTOMER, True)]
    await shop.desk.accept(item.id, await shop.person(OWNER))
    told = [each for each in await shop.notices() if each[0] == "receipt"]
    assert told == 2 * [("receipt", CUSTOMER, True)]
    shown = (await shop.desk.view(invoice.id)).receipted
    assert [each.payment.id for each in shown if each.payment] == [first.id, second.id]
    assert len({each.receipt for each in shown}) == 2
    for each in shown:
        assert await check(shop, bare(each.receipt)) is not None


async def test_a_second_tap_orders_no_second_paper_while_the_first_is_drawn(shop: Shop) -> None:
    payment = await paid(shop)
    exporting, owner = Exporting(shop.database, shop.clock), await shop.person(OWNER)
    paper = ReceiptPaper(payment.invoice_id, payment.id)
    ordered = [await exporting.order(owner, paper, source=f"tap:{n}", place=Place(OWNER)) for n in range(3)]
    assert ordered == [True, False, False]
    assert await shop.database.read(lambda books: books.exports_under_way(OWNER)) == [paper]
    with pytest.raises(NotAllowed):
        await exporting.order(await shop.person(STRANGER), paper, source="tap:9", place=Place(STRANGER))


async def wrong(shop: Shop, who: int, times: int, first: int = 0) -> None:
    for n in range(first, first + times):
        assert await check(shop, "2" * 12, who, f"{who}:{n}") is None


async def test_after_ten_wrong_codes_nobody_goes_on_guessing_for_an_hour(shop: Shop) -> None:
    code = await code_of(shop, await paid(shop))
    await wrong(shop, STRANGER, checking.MOST[Try.CODE])
    for guess in ("3" * 12, code):
        with pytest.raises(Refused) as refusal:
            await check(shop, guess, source="602:99")
        assert refusal.value.text == "receipt-tries"
    assert await check(shop, code, CUSTOMER) is not None, "others go on"
    shop.clock.move(HOUR.total_seconds() + 1)
    assert await check(shop, code) is not None


async def test_right_codes_are_asked_about_as_often_as_one_likes(shop: Shop) -> None:
    code = await code_of(shop, await paid(shop))
    for n in range(3 * checking.MOST[Try.CODE]):
        assert await check(shop, code, source=f"602:{n}") is not None


async def test_a_message_that_is_handled_twice_is_one_try(shop: Shop) -> None:
    for _ in range(3 * checking.MOST[Try.CODE]):
        assert await check(shop, "2" * 12, source="602:7") is None
    await wrong(shop, STRANGER, checking.MOST[Try.CODE] - 1, first=100)
    with pytest.raises(Refused):
        await check(shop, "2" * 12, source="602:999")
    assert await check(shop, "2" * 12, source="602:7") is None, "handled again: answered as before"


async def test_what_may_be_something_else_than_a_code_is_not_counted(shop: Shop) -> None:
    person = await shop.person(CASHIER)
    for _ in range(3 * checking.MOST[Try.CODE]):
        assert await shop.desk.receipts.glance(person, "2" * 12) is None
    assert await check(shop, "2" * 12, CASHIER) is None


async def test_so_many_pictures_are_read_in_an_hour_and_no_more(shop: Shop) -> None:
    person = await shop.person(STRANGER)
    for n in range(checking.MOST[Try.PICTURE]):
        await shop.desk.receipts.look(person, source=f"602:{n}")
    with pytest.raises(Refused):
        await shop.desk.receipts.look(person, source="602:999")
    await shop.desk.receipts.look(person, source="602:1")
    assert await check(shop, "2" * 12) is None, "codes are counted by themselves"


async def test_no_code_of_a_thousand_tried_at_random_is_found(shop: Shop) -> None:
    payment = await paid(shop)
    code = await code_of(shop, payment)
    person = await shop.person(STRANGER)
    for n in range(1000):
        tail = "".join(ALPHABET[(n // 31**at) % 31] for at in range(3))
        guess = bare(f"{payment.receipt}{tail}{code[-1]}")
        if guess != code:
            assert await shop.desk.receipts.glance(person, guess) is None
