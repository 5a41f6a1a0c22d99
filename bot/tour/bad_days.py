"""The steps of a bad day: lost webhooks, a bank that is down, answers that never arrive, money a day late."""

from __future__ import annotations

from billing import returned
from billing.models import Payment
from billing.states import PaymentState
from bot.demo import CUSTOMER, MERCHANT
from bot.tour import horizonpay, kaspi, reading
from bot.tour.good_days import QR_LIFE, decision
from bot.tour.scene import HALYK, KASPI, Deal, Scene, can_be_renewed
from screens.buttons import Pay
from store.books import SqlBooks

DAY = 25 * 60 * 60
GIVEN_UP = 21
COPIES = 50


async def webhook_is_lost(scene: Scene) -> None:
    """The bank's webhook never arrives; watching finds the money"""
    deal = await scene.issue("1500 Pie", 1_500_00)
    await scene.opens(deal)
    await scene.bank("callbacks", "the next webhook will be lost", mode="lost", count=1)
    await scene.pays(deal)
    await scene.told_paid(deal)
    called = (await scene.at_bank(deal))["callbacks"]
    scene.check("and no webhook ever came", [(c["mode"], c["answers"]) for c in called] == [("lost", [])])


async def fifty_copies(scene: Scene) -> None:
    """One webhook comes fifty times at once: told once"""
    deal = await scene.issue("1800 Salad", 1_800_00)
    await scene.opens(deal)
    await scene.bank("callbacks", "the first webhook is held back", mode="lost", count=1)
    await scene.pays(deal)
    number = deal.bill["invoiceID"]
    sent = await scene.bank(
        "copies", f"and then sent {COPIES} times at once", invoiceID=number, n=COPIES, concurrency=COPIES
    )
    scene.check("each copy is acknowledged", sent["answers"] == [200] * COPIES)
    await scene.told_paid(deal)
    await scene.all_told()
    scene.check("each was told once", await scene.times_told(deal) == (1, 1))


async def bank_is_down(scene: Scene) -> None:
    """The bank is down: a kind word, and later another try works"""
    await scene.bank("trouble", "answers 500 to everybody", endpoint="token", kind="500")
    deal = await scene.offer("2200 Soup", 2_200_00)
    await scene.chooses(MERCHANT, deal.card, HALYK)
    preparing = await scene.sees_on(
        MERCHANT, deal.card, "a plain card stands in for the QR", lambda m: not reading.buttons(m)
    )
    scene.check("with nothing to scan", await scene.code(preparing) is None)
    await scene.later(GIVEN_UP, "21 seconds pass, and the bank is still down")
    card = await scene.sees_on(
        MERCHANT,
        deal.card,
        "the card says ⚠ and offers another try",
        lambda m: reading.sign(m) == reading.DECLINED and reading.button(m, Pay) is not None,
    )
    await scene.bank("trouble", "is well again", endpoint="token", kind="none")
    await scene.taps(MERCHANT, card, Pay)
    await scene.billed(deal)
    await scene.pays(deal)
    await scene.told_paid(deal)


async def answer_is_lost(scene: Scene) -> None:
    """The bank makes a QR and its answer is lost: that QR is found again, no second one is made"""
    before = (await scene.books())["generated"]
    await scene.bank(
        "trouble", "the next answer will be lost", endpoint="generate", kind="reset_after", count=1
    )
    deal = await scene.issue("2600 Plov", 2_600_00)
    books = await scene.books()
    new = {number: times for number, times in books["generated"].items() if number not in before}
    scene.check("the bank was asked once and made one QR", new == {deal.bill["invoiceID"]: 1})
    scene.check("one request, one QR", books["asked"][deal.bill["invoiceID"]] == 1)
    await scene.pays(deal)
    await scene.told_paid(deal)


async def wrong_sum_is_taken(scene: Scene) -> None:
    """The bank takes another sum than was asked: not paid, a person decides"""
    deal = await scene.issue("700,42 Cheese", 700_42)
    await scene.pays(deal)
    item = await scene.sees(MERCHANT, "the merchant is asked what to do", lambda ms: decision(ms, deal.card))
    taken = (await scene.at_bank(deal))["taken"]
    scene.check("one tenge less was taken", taken == deal.price - 1_00)
    scene.check("both sums are named", {taken, deal.price} <= set(reading.sums(item)))
    await scene.sees_on(
        MERCHANT, deal.card, "the card does not say paid", lambda m: reading.sign(m) == reading.ATTENTION
    )
    scene.check("nobody was told that it is", await scene.times_told(deal) == (0, 0))


async def telegram_stumbles(scene: Scene) -> None:
    """Telegram wants a pause and loses answers: everybody is told all the same"""
    telegram = scene.sandbox.trouble
    scene.transcript.does("Telegram", "drops the next card")
    await telegram("dropped", method="sendPhoto")
    deal = await scene.issue("1100 Honey", 1_100_00)
    deal.repeated = True
    await scene.opens(deal)
    scene.transcript.does("Telegram", "asks for a pause at the next message, then loses two answers")
    await telegram("429", method="sendMessage")
    await telegram("lost", method="sendMessage")
    await telegram("lost", method="editMessageMedia")
    await scene.pays(deal)
    await scene.told_paid(deal)
    await scene.stamped(deal)


async def money_a_day_late(scene: Scene) -> None:
    """Money comes a day late, when nobody watches any more: settling the webhook finds it"""
    deal = await scene.issue("8000 Banquet", 8_000_00)
    await scene.opens(deal)
    await scene.later(QR_LIFE, "21 minutes pass")
    await scene.sees_on(MERCHANT, deal.card, "the QR has run out", can_be_renewed)
    await scene.later(DAY, "a day passes")
    await scene.sees_on(
        CUSTOMER,
        deal.theirs,
        "the invoice has ended: there is nothing to press",
        lambda m: reading.sign(m) == reading.OVER and not reading.buttons(m),
    )

    async def unwatched() -> bool:
        return await scene.program.database.read(lambda books: not _watched(books, deal))

    await scene.wait_until("nobody asks the bank about it any more", unwatched)
    await scene.bank("late", "the money comes all the same", invoiceID=deal.bill["invoiceID"])
    item = await scene.sees(
        MERCHANT, "the merchant is told of late money", lambda ms: decision(ms, deal.card)
    )
    scene.check("it names the sum", deal.price in reading.sums(item))
    scene.check("the bank has it", (await scene.at_bank(deal))["taken"] == deal.price)


async def books_agree(scene: Scene) -> None:
    """In the end the banks' books, ours and the chat agree to the tiyn"""
    await scene.all_told()

    bank, ours = await _at_banks(scene), await scene.program.database.read(_taken)
    odd = sorted(bank.items() ^ ours.items())
    scene.check(
        f"all books name the same {len(bank)} payments and what is left of each{f': {odd}' if odd else ''}",
        not odd,
    )
    numbers = {number for _, number in bank}
    paid = [deal for deal in scene.deals if any(bill["invoiceID"] in numbers for bill in deal.bills)]
    told = [deal for deal in scene.deals if await scene.facts(deal)]
    scene.check("the merchant was told of each of them and of nothing else", told == paid)
    often = [deal for deal in told if len(await scene.facts(deal)) > 1 and not deal.repeated]
    scene.check("and once, but where Telegram lost the answer", not often)


async def _at_banks(scene: Scene) -> dict[tuple[str, str], int]:
    """What is left of each payment by the banks' own books, by bank and our number for it."""
    left = {
        HALYK: {b["invoiceID"]: b["taken"] for b in (await scene.books())["bills"] if b["taken"]},
        KASPI: kaspi.kept((await kaspi.books(scene))["invoices"]),
        horizonpay.SLUG: horizonpay.kept((await horizonpay.books(scene))["transactions"]),
    }
    return {(bank, number): sum_ for bank, rows in left.items() for number, sum_ in rows.items()}


def _watched(books: SqlBooks, deal: Deal) -> bool:
    numbers = {bill["invoiceID"] for bill in deal.bills}
    payments = [p for i in _invoices(books) for p in books.payments_of(i) if p.reference in numbers]
    return any(p.next_look is not None for p in payments)


def _taken(books: SqlBooks) -> dict[tuple[str, str], int]:
    """What came and has not gone back."""
    payments = [p for i in _invoices(books) for p in books.payments_of(i)]
    sums = {
        (p.provider, p.reference): returned.sums(p, books.refunds_of(p.id)) for p in payments if _is_paid(p)
    }
    return {payment: (money.taken - money.returned).minor for payment, money in sums.items()}


def _is_paid(payment: Payment) -> bool:
    return payment.state is PaymentState.PAID


def _invoices(books: SqlBooks) -> list[int]:
    rows = books.invoices(state=None, issuer=None, before=None, limit=100)
    return [invoice.id for invoice in rows]
