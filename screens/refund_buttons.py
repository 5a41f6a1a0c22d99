"""The buttons by which money goes back, and by which held money is decided about: ids only, never sums."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from billing.cards import CardView
from billing.models import Payment
from billing.states import Hold
from screens import phrases
from screens.buttons import Id, Row, press
from screens.reader import Reader

Nth = Annotated[int, Field(ge=0, lt=100_000)]
"""How many refunds the payment had when the question was asked: a later answer is an old one."""


class Part(StrEnum):
    """How much is to go back."""

    ALL = "a"
    SURPLUS = "s"  # what came beyond the invoice's amount
    TYPED = "t"
    ITEMS = "i"


class AskRefund(CallbackData, prefix="rfd"):
    """How much of this invoice's money shall go back?"""

    invoice: Id


class Choose(CallbackData, prefix="rfp"):
    """So much; ``below``: the question stands elsewhere and keeps its place."""

    payment: Id
    asked: Nth
    part: Part
    below: bool = False


class Confirm(CallbackData, prefix="rfy"):
    """The yes to the sum in the draft that ``draft`` (a message's number) and ``part`` name."""

    payment: Id
    asked: Nth
    part: Part
    draft: Id


class Pick(CallbackData, prefix="rfi"):
    """One more piece of a line, or one less."""

    payment: Id
    asked: Nth
    line: Id
    by: Annotated[int, Field(ge=-1, le=1)]


class TurnItems(CallbackData, prefix="rfg"):
    """Another page of the lines."""

    payment: Id
    asked: Nth
    page: Nth


class GoOn(CallbackData, prefix="rfn"):
    """These pieces it is."""

    payment: Id
    asked: Nth


class LeaveRefund(CallbackData, prefix="rfl"):
    """Nothing is to go back after all."""


class CheckRefund(CallbackData, prefix="rfc"):
    """Ask the bank what became of a refund."""

    refund: Id


class SeeRefund(CallbackData, prefix="rfs"):
    """Show how the refund stands, without asking anybody."""

    refund: Id


class SendAgain(CallbackData, prefix="rfa"):
    """A refund whose answer was lost, once more."""

    refund: Id


class CallOff(CallbackData, prefix="rfo"):
    """It never happened; ``sure``: asked once and answered yes."""

    refund: Id
    sure: bool = False


class Approve(CallbackData, prefix="rfv"):
    """Yes to what somebody proposed; ``sure``: asked once and answered yes."""

    refund: Id
    sure: bool = False


class Decline(CallbackData, prefix="rfx"):
    """No to it; or, of who proposed it, not after all."""

    refund: Id


class SeeProposal(CallbackData, prefix="rfw"):
    """Back from the question to the proposal."""

    refund: Id


class DecideHold(CallbackData, prefix="hld"):
    """Take held money, or let it go."""

    payment: Id
    what: Hold


OF_STAFF: tuple[type[CallbackData], ...] = (
    AskRefund,
    Choose,
    Confirm,
    Pick,
    TurnItems,
    GoOn,
    LeaveRefund,
    Decline,
)
"""Who sends money back, or proposes it."""

OF_DECIDERS: tuple[type[CallbackData], ...] = (
    CheckRefund,
    SeeRefund,
    SendAgain,
    CallOff,
    Approve,
    SeeProposal,
    DecideHold,
)


def ask(view: CardView, reader: Reader) -> Row:
    """*Refund*, for the staff whose invoice it is and where money can go back; it may be a proposal."""
    if not reader.staff or view.payment is None or not view.may_return(view.payment):
        return []
    data = AskRefund(invoice=view.invoice.id)
    return [press(reader.words("btn-refund"), data, ButtonStyle.DANGER)]


def try_again(view: CardView, reader: Reader) -> Row:
    """The question once more, under the news that a refund was not made."""
    if not any(view.may_return(payment) for payment in view.payments):
        return []
    return [press(reader.words("btn-try-again"), AskRefund(invoice=view.invoice.id))]


def give_back(view: CardView, payment: Payment | None, reader: Reader, part: Part) -> Row:
    """*Refund 5 000 ₸* under money that waits for a decision.

    A bill by lines is overpaid where its bank has added up otherwise: no item stands for that part of it.
    """
    if payment is None or not view.may_return(payment) or (part is Part.SURPLUS and payment.by_lines):
        return []
    money = view.money_of(payment)
    amount = money.left if part is Part.ALL else money.surplus(view.invoice.amount)
    if amount is None or money.under_way.minor or amount.minor <= 0:
        return []
    asked = sum(refund.payment_id == payment.id for refund in view.refunds)
    data = Choose(payment=payment.id, asked=asked, part=part, below=True)
    text = reader.words("btn-refund-sum", amount=phrases.sum_of(amount, reader))
    return [press(text, data, ButtonStyle.DANGER)]


def hold(view: CardView, payment: Payment | None, reader: Reader) -> Row:
    """*Take the money*, *Let it go*; none while the bank is being told."""
    if payment is None or payment.provider not in view.holding or payment.hold_wish is not None:
        return []
    words = reader.words
    return [
        press(words("btn-take"), DecideHold(payment=payment.id, what=Hold.CAPTURE), ButtonStyle.SUCCESS),
        press(words("btn-let-go"), DecideHold(payment=payment.id, what=Hold.RELEASE), ButtonStyle.DANGER),
    ]
