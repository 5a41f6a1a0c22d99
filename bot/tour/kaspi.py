"""The steps with Kaspi, through ApiPay: bills to a phone, one cancelled too late, a part that goes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from bot.demo import CUSTOMER, MERCHANT
from bot.tour import reading, refunds
from bot.tour.good_days import decision
from bot.tour.reading import Message
from bot.tour.scene import KASPI, Bill, Deal, Scene
from screens.buttons import Accept, Cancel, Check
from screens.format import phone as masked

TYPED, THERE = "87001234567", "+77001234567"
PART = 1_200_00
MADE, CANCELLED, BACK = 5, 10, 11  # seconds after which Kaspi is surely done with it
QUIET, SELDOM = 45, timedelta(seconds=20)
NEWS = "invoice.refunded"
MONEY = frozenset({"paid", "partially_refunded", "refunded"})


async def billed_by_number(scene: Scene) -> None:
    """A member types the customer's number: Kaspi bills it at once, and the payer confirms in the app"""
    deal = await scene.offer(f"/invoice 5000 {TYPED} Coffee", 5_000_00)
    bill = await billed(scene, deal, MERCHANT, deal.card, THERE)
    scene.check("Kaspi was asked to bill that number", bill["phone"] == TYPED)
    scene.check("with the words of the invoice", "Coffee" in str(bill["description"]))
    await pays(scene, deal)
    await told_paid(scene, deal)
    shown = [reading.said(m) for m in await scene.messages(MERCHANT) if reading.by_bot(m)]
    scene.check("the number is never written out", not any("1234567" in words for words in shown))


async def shares_the_phone(scene: Scene) -> None:
    """The customer chooses Kaspi, shares the phone with one tap, and pays in the Kaspi app"""
    deal = await scene.offer("2700 Cake", 2_700_00)
    await scene.follows(deal, "the customer may choose Kaspi", lambda m: reading.way(m, KASPI) is not None)
    await scene.chooses(CUSTOMER, deal.theirs, KASPI)
    asked = await scene.sees(CUSTOMER, "the customer is asked for the number", _contact_button)
    scene.transcript.does(scene.people[CUSTOMER], "presses the contact button")
    last = (await scene.messages(CUSTOMER))[-1]["message_id"]
    await scene.sandbox.send_contact(CUSTOMER, reply_to=asked["message_id"])

    def card(messages: list[Message]) -> Message | None:
        return next((m for m in messages if reading.is_card(m) and m["message_id"] > last), None)

    deal.theirs = (await scene.sees(CUSTOMER, "the card comes down to the end of the chat", card))[
        "message_id"
    ]
    await billed(scene, deal, CUSTOMER, deal.theirs)
    await pays(scene, deal)
    await told_paid(scene, deal)
    await scene.stamped(deal)


async def cancelled_too_late(scene: Scene) -> None:
    """Cancelled, and Kaspi only promises it: the card says *cancelling* until it is true, and it is paid"""
    deal = await scene.offer(f"3300 {TYPED} Roses", 3_300_00)
    await billed(scene, deal, MERCHANT, deal.card, THERE)
    await comes(scene, deal)
    card = await scene.sees_on(
        MERCHANT, deal.card, "it can be cancelled", lambda m: reading.button(m, Cancel) is not None
    )
    await scene.taps(MERCHANT, card, Cancel)
    await scene.sees_on(MERCHANT, deal.card, "the card says that it is being cancelled", _is_cancelling)

    async def asked() -> bool:
        return bool((await at_kaspi(scene, deal))["status"] == "cancelling")

    await scene.wait_until("Kaspi was asked to, and has only promised it", asked)
    await confirms(scene, deal)
    await scene.sees_on(MERCHANT, deal.card, "nobody says *cancelled*: it is not true", _is_cancelling)
    await scene.later(CANCELLED, "Kaspi gives up the cancellation, and has the money")
    item = await scene.sees(
        MERCHANT, "the merchant is told of late money", lambda ms: decision(ms, deal.card)
    )
    scene.check("it names the sum", deal.price in reading.sums(item))
    scene.check("Kaspi has it", taken(await at_kaspi(scene, deal)) == deal.price)
    await scene.taps(MERCHANT, item, Accept)
    await scene.sees_on(
        MERCHANT, deal.card, "once accepted, the card says paid", lambda m: reading.sign(m) == reading.PAID
    )


async def part_goes_back(scene: Scene) -> None:
    """A part of a Kaspi payment goes back, and its end comes by webhook"""
    deal = await scene.offer(f"4200 {TYPED} Dinner", 4_200_00)
    await billed(scene, deal, MERCHANT, deal.card, THERE)
    await pays(scene, deal)
    await told_paid(scene, deal)
    await refunds.confirmed(scene, await refunds.asked(scene, deal), "1200", PART)
    await scene.sees(
        MERCHANT,
        "the merchant is told that the bank has it",
        lambda ms: [m for m in ms if reading.answers(m, deal.card) and PART in reading.sums(m)],
    )
    refund = (await at_kaspi(scene, deal))["refunds"]
    scene.check(
        "at Kaspi it is under way, once", [(r["amount"], r["status"]) for r in refund] == [(PART, "pending")]
    )
    await scene.later(BACK, "a moment passes at Kaspi")
    await scene.sees(
        MERCHANT,
        "the merchant is told that the money is back, and what is left",
        lambda ms: [m for m in ms if _is_back(m, deal, PART) and deal.price - PART in reading.sums(m)],
    )
    bill = await at_kaspi(scene, deal)
    scene.check("Kaspi has given it back, once", [r["status"] for r in bill["refunds"]] == ["completed"])
    calls = [call["answers"] for call in bill["webhooks"] if call["event"] == NEWS]
    scene.check("and has reported it, once", calls == [[200]])


# --- Kaspi's own books


async def billed(scene: Scene, deal: Deal, person: int, card: int | None, phone: str | None = None) -> Bill:
    """Wait until that card says where the bill went, and find it in Kaspi's books."""
    end = masked(phone) if phone else "•••"
    await scene.sees_on(
        person, card, "the card says which phone the bill went to", lambda m: end in reading.said(m)
    )
    known = {bill["invoice"] for bill in deal.bills}
    rows = (await books(scene))["invoices"]
    new = [row for row in rows if row["invoice"] not in known and row["amount"] == deal.price]
    scene.check("Kaspi has one new bill with the price, to the tiyn", len(new) == 1)
    deal.bills.append(new[0] | {"invoiceID": new[0]["external_order_id"]})
    return deal.bill


async def pays(scene: Scene, deal: Deal) -> None:
    """The push comes; when we look only seldom, the payer confirms it: the news has to come by webhook."""
    await comes(scene, deal, QUIET)
    await scene.wait_until("we will look again in a minute", partial(_is_quiet, scene, deal))
    await confirms(scene, deal)


async def _is_quiet(scene: Scene, deal: Deal) -> bool:
    now, reference = scene.program.banking.clock.now(), deal.bill["external_order_id"]
    open_now = await scene.program.database.read(lambda books: books.open_payments())
    looks = [payment.next_look for payment in open_now if payment.reference == reference]
    return all(look is not None and look - now > SELDOM for look in looks)


async def comes(scene: Scene, deal: Deal, seconds: float = MADE) -> None:
    """Kaspi is done with making the bill: the payer's phone shows it."""
    await scene.later(seconds, "a moment passes at Kaspi")
    pushes = await scene.sandbox.pushes(deal.bill["phone"])
    scene.check("the Kaspi app shows the push", any(push["id"] == deal.bill["invoice"] for push in pushes))


async def confirms(scene: Scene, deal: Deal) -> None:
    """The payer presses *Pay* in the Kaspi app, which still shows the bill as open."""
    phone, number = deal.bill["phone"], deal.bill["invoice"]
    push = next(push for push in await scene.sandbox.pushes(phone) if push["id"] == number)
    scene.check("it can be paid there", push["open"])
    scene.transcript.does("Kaspi", f"{push['shop']}: {push['amount']} is paid")
    await scene.sandbox.press_push(phone, number, "pay")


async def told_paid(scene: Scene, deal: Deal) -> None:
    """Both hear of it, and Kaspi has the money."""
    await scene.told(deal)
    scene.check("Kaspi has taken the price, to the tiyn", taken(await at_kaspi(scene, deal)) == deal.price)


async def books(scene: Scene) -> dict[str, Any]:
    """All that ApiPay has written down."""
    return await scene.sandbox.apipay("books")


async def at_kaspi(scene: Scene, deal: Deal) -> Bill:
    """The newest bill as Kaspi has it now."""
    rows = (await books(scene))["invoices"]
    return next(row for row in rows if row["invoice"] == deal.bill["invoice"])


def taken(row: Bill) -> int:
    """What Kaspi took for this bill, refunds left out of account."""
    return int(row["amount"]) if row["status"] in MONEY else 0


def kept(rows: Iterable[Bill]) -> dict[str, int]:
    """What is left of each paid bill, by our number for it."""
    return {str(row["external_order_id"]): taken(row) - row["refunded"] for row in rows if taken(row)}


def _contact_button(messages: list[Message]) -> Message | None:
    def asks(message: Message) -> bool:
        rows = message.get("reply_keyboard", {}).get("keyboard", [])
        return any(isinstance(key, dict) and key.get("request_contact") for row in rows for key in row)

    return next((m for m in reversed(messages) if reading.by_bot(m) and asks(m)), None)


def _is_cancelling(card: Message) -> bool:
    """It waits for the bank, and nothing but asking can be pressed."""
    only = len(reading.buttons(card)) == 1 and reading.button(card, Check) is not None
    return reading.sign(card) == reading.WAITING and only


def _is_back(message: Message, deal: Deal, amount: int) -> bool:
    fact = reading.answers(message, deal.card) and reading.sign(message) == reading.RETURNED
    return fact and amount in reading.sums(message)
