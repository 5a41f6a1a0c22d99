"""*Remember the card*, *pay by it*, *forget it*: in the customer's own chat, and nowhere else."""

from __future__ import annotations

import asyncio

import pytest

from billing.answers import Accepted, Kept, Observation, Rejected, Seen
from billing.kept import KeptMethod
from billing.models import AppLink, Instruction, InstructionKind, Refusal
from billing.ports import Capabilities
from billing.questions import Bill
from billing.states import InvoiceState
from sandbox.app import USERNAME
from screens import buttons as b
from screens.texts import words
from tests.flow.handlers.rig import CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.support.bank import ObedientBank

GROUP = -1001
KEEP, FORGET = "Pay and remember the card", "Forget •• 4242"


class CardBank(ObedientBank):
    """Everything is paid as soon as it is asked about, and a token comes along where that was allowed."""

    def __init__(self) -> None:
        super().__init__("cardbank")
        self.capabilities = Capabilities(redirects=True, keeps_methods=True, refund=True)
        self.keeps = False
        self.pays = True

    def accepted(self, bill: Bill) -> Accepted:
        """Its end is known at once."""
        return Accepted(Instruction(InstructionKind.CONFIRM), None, decided=self.pays)

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """Paid, where it pays."""
        at = bill.created_at.replace(year=2100)
        kept = Kept("tok-1", "•• 4242") if bill.keep else None
        seen = Seen.PAID if self.pays else Seen.PENDING
        return Observation(seen, "test", at, amount=bill.amount if self.pays else None, kept=kept)


@pytest.fixture
def bank(rig: Rig) -> CardBank:
    """The only way to pay."""
    bank, providers = CardBank(), rig.desk.banking.providers
    providers.clear()  # type: ignore[attr-defined]
    providers[bank.slug] = bank  # type: ignore[index]
    return bank


async def invoice_for(rig: Rig, number: int, who: int = CUSTOMER) -> Message:
    """The owner issues the next invoice; this person opens its link and has the card."""
    await rig.sandbox.send(OWNER, "5000 Coffee")
    await rig.said(OWNER, f"#{number}")
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    token = (await rig.desk.invoice_by_number(number, owner)).token
    await rig.sandbox.start(who, f"inv_{token}")
    return await rig.said(who, f"#{number}")


async def remembered(rig: Rig) -> Message:
    """The customer has let the shop keep the card, and has the card of the next invoice."""
    await rig.tap(CUSTOMER, CUSTOMER, await invoice_for(rig, 1), KEEP)
    receipt = spoken(await rig.said(CUSTOMER, "Thank you! Paid"))
    assert "Remembered: the next invoice can be paid with one tap." in receipt
    return await invoice_for(rig, 2)


async def paid(rig: Rig, number: int) -> None:
    """Both cards say so."""
    await rig.sandbox.wait_for(
        CUSTOMER,
        lambda found: [m for m in found if "Paid" in spoken(m) and f"#{number}" in spoken(m)] or None,
    )


async def kept(rig: Rig) -> list[KeptMethod]:
    return await rig.database.read(lambda books: books.methods_of(CUSTOMER))


async def without_it(rig: Rig, message: Message) -> Message:
    """The same message once it offers the remembered card no more."""

    def find(messages: list[Message]) -> Message | None:
        shown = (m for m in messages if m["message_id"] == message["message_id"])
        return next((m for m in shown if not [text for text in buttons(m) if "4242" in text]), None)

    return await rig.sandbox.wait_for(CUSTOMER, find)


def charging(card: Message) -> str:
    """The button that charges the remembered card."""
    return next(text for text in buttons(card) if text.startswith("Pay 5") and "4242" in text)


def data_of(message: Message, text: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return str(next(button["callback_data"] for row in rows for button in row if button["text"] == text))


async def tapped(rig: Rig, who: int, message: Message, data: str, *, chat: int | None = None) -> None:
    """A tap with this data, as somebody could make it up."""
    kind = "private" if chat is None else "supergroup"
    place = {"id": chat or who, "type": kind} | ({"title": "Coffee"} if chat else {})
    sender = {"id": who, "is_bot": False, "first_name": "X", "language_code": "en"}
    said = {"message_id": message["message_id"], "date": 0, "chat": place}
    tap = {"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": said}
    await rig.sandbox.raw_update({"callback_query": tap})


async def answered(rig: Rig, who: int) -> None:
    """All that this person did before has been handled."""
    await rig.sandbox.send(who, "/help")
    await rig.said(who, "/paysupport")


async def test_the_card_offers_to_remember_and_says_what_that_means(rig: Rig, bank: CardBank) -> None:
    card = await invoice_for(rig, 1)
    assert KEEP in buttons(card)
    assert "the next invoice with one tap" in spoken(card)
    assert bank.billed == []


async def test_a_remembered_card_pays_the_next_invoice_with_one_tap(rig: Rig, bank: CardBank) -> None:
    card = await remembered(rig)
    assert charging(card).replace("\u00a0", " ") == "Pay 5 000 ₸ · •• 4242"
    await rig.tap(CUSTOMER, CUSTOMER, card, charging(card))
    await paid(rig, 2)
    assert [(bill.keep, bill.saved) for bill in bank.billed] == [(True, None), (False, "tok-1")]


async def test_two_taps_at_once_take_the_money_once(rig: Rig, bank: CardBank) -> None:
    card = await remembered(rig)
    data = data_of(card, charging(card))
    await asyncio.gather(*(tapped(rig, CUSTOMER, card, data) for _ in range(4)))
    await paid(rig, 2)
    assert len(bank.billed) == 2


async def test_the_button_of_before_a_declined_charge_takes_nothing(rig: Rig, bank: CardBank) -> None:
    card = await remembered(rig)
    data = data_of(card, charging(card))
    bank.outcomes.append(Rejected(Refusal.FUNDS))
    await tapped(rig, CUSTOMER, card, data)
    await rig.said(CUSTOMER, "Not enough money on the card")
    await tapped(rig, CUSTOMER, card, data)
    await answered(rig, CUSTOMER)
    assert len(bank.billed) == 2


async def test_a_card_that_the_bank_takes_no_more_makes_room_for_the_usual_way(
    rig: Rig, bank: CardBank
) -> None:
    card = await remembered(rig)
    bank.outcomes.append(Rejected(Refusal.METHOD_GONE))
    await rig.tap(CUSTOMER, CUSTOMER, card, charging(card))
    gone = await rig.said(CUSTOMER, "The remembered card works no more")
    assert "Nothing was taken" in spoken(gone)
    assert "Try again" in buttons(await without_it(rig, card))


async def test_forget_it_forgets_it(rig: Rig, bank: CardBank) -> None:
    card = await remembered(rig)
    assert await rig.tap(CUSTOMER, CUSTOMER, card, FORGET) == (
        "Forgotten: the shop cannot charge it any more."
    )
    await without_it(rig, card)
    assert await kept(rig) == []


async def test_privacy_shows_it_and_forgets_it(rig: Rig, bank: CardBank) -> None:
    await remembered(rig)
    await rig.sandbox.send(CUSTOMER, "/privacy")
    page = await rig.said(CUSTOMER, "What is kept about you")
    assert FORGET in buttons(page)
    await rig.tap(CUSTOMER, CUSTOMER, page, FORGET)
    await without_it(rig, page)
    assert await kept(rig) == []
    await rig.sandbox.send(STRANGER, "/privacy")
    assert not [t for t in buttons(await rig.said(STRANGER, "Сіз туралы")) if "4242" in t]


async def test_delete_my_data_deletes_it(rig: Rig, bank: CardBank) -> None:
    await remembered(rig)
    await rig.sandbox.send(CUSTOMER, "/privacy")
    await rig.tap(CUSTOMER, CUSTOMER, await rig.said(CUSTOMER, "What is kept"), "Delete my data")
    await rig.tap(CUSTOMER, CUSTOMER, await rig.said(CUSTOMER, "Delete your name"), "Yes, delete")
    assert await rig.database.read(lambda books: books.methods_of(CUSTOMER)) == []


@pytest.mark.parametrize("other", [STRANGER, OWNER])
async def test_nobody_elses_card_shows_it_and_nobody_else_can_use_it(
    rig: Rig, bank: CardBank, other: int
) -> None:
    card = await remembered(rig)
    if other == STRANGER:
        owner = await rig.desk.person(OWNER)
        assert owner is not None
        token = (await rig.desk.invoice_by_number(2, owner)).token
        await rig.sandbox.start(STRANGER, f"inv_{token}")
    theirs = await rig.said(other, "#2")
    assert not [text for text in buttons(theirs) if "4242" in text]
    assert "4242" not in spoken(theirs)
    for text in [text for text in buttons(card) if "4242" in text or text == KEEP]:
        await tapped(rig, other, theirs, data_of(card, text))
    await answered(rig, other)
    assert len(bank.billed) == 1
    assert (await rig.desk.view(2)).invoice.state is InvoiceState.OPEN
    assert len(await kept(rig)) == 1


async def test_a_page_that_keeps_a_card_is_hidden_from_all_others_who_pay_without_it(
    rig: Rig, bank: CardBank
) -> None:
    await rig.tap(CUSTOMER, CUSTOMER, await invoice_for(rig, 1), KEEP)  # this bank pays that at once
    await rig.said(CUSTOMER, "Thank you! Paid")
    bank.pays, leads = False, "https://gate.example/{}"
    bank.outcomes += [
        Accepted(Instruction(InstructionKind.OPEN, links=(AppLink("page", leads.format(n)),)), None)
        for n in range(2)
    ]
    card = await invoice_for(rig, 2)
    await rig.tap(CUSTOMER, CUSTOMER, card, KEEP)
    await rig.sandbox.wait_for(
        CUSTOMER, lambda found: [m for m in found if leads.format(0) in str(m)] or None
    )
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.sandbox.start(STRANGER, f"inv_{(await rig.desk.invoice_by_number(2, owner)).token}")
    other = await rig.said(STRANGER, "#2")
    assert "gate.example" not in str(other)
    await rig.tap(STRANGER, STRANGER, other, words("kk")("btn-pay-plain"))
    await rig.sandbox.wait_for(
        STRANGER, lambda found: [m for m in found if leads.format(1) in str(m)] or None
    )
    assert [bill.keep for bill in bank.billed] == [True, True, False]
    assert leads.format(0) not in str(await rig.said(STRANGER, "#2"))


async def test_in_a_group_it_is_neither_shown_nor_used(rig: Rig, bank: CardBank) -> None:
    await rig.sandbox.group(GROUP, "Coffee", [OWNER, CUSTOMER])
    await remembered(rig)
    await rig.sandbox.send(OWNER, f"/invoice@{USERNAME} 5000 Tea", chat=GROUP)
    shared = await rig.said(GROUP, "#3")
    assert not [text for text in buttons(shared) if "4242" in text or text == KEEP]
    (method,) = await kept(rig)
    for data in (
        b.PayKept(invoice=2, method=method.id, attempt=1).pack(),
        b.PayAndKeep(invoice=2, provider=bank.slug).pack(),
    ):
        await tapped(rig, CUSTOMER, shared, data, chat=GROUP)
    await answered(rig, CUSTOMER)
    assert len(bank.billed) == 1
    assert (await rig.desk.view(2)).payments == ()


async def test_where_a_page_is_being_prepared_the_tap_is_not_answered_by_a_word_about_a_qr(
    rig: Rig, bank: CardBank
) -> None:
    assert (
        await rig.tap(CUSTOMER, CUSTOMER, await invoice_for(rig, 1), "Pay") == "Preparing the payment page…"
    )
    await paid(rig, 1)
