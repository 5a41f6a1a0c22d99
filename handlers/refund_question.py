"""*How much shall go back?*, at once as the books have it, and a moment later as the bank does."""

from __future__ import annotations

from aiogram.types import Message

from billing.desk import Desk
from billing.errors import BillingError, Refused
from billing.models import Person
from billing.refund_desk import RefundView
from handlers.answers import retext, say, within_patience
from screens import refunds as screens
from screens.reader import Reader


async def ask(
    message: Message, view: RefundView, desk: Desk, person: Person, reader: Reader, first: str = ""
) -> None:
    """Put the question below; what the bank adds in time is put into it.

    What it adds later is told by itself where it is money, and shown the next time where it is not: a
    question that was answered meanwhile must not come back.
    """

    def text(asking: screens.Asking) -> str:
        return "\n\n".join(part for part in (first, asking.text) if part)

    asking = screens.question(view, reader, desk.clock.now())
    shown = await say(message, text(asking), asking.keyboard)
    try:
        fresh = await within_patience(
            desk.refunds.as_the_bank_has_it(view, person), desk.spawn, _nothing_to_say
        )
    except Refused:
        return  # all of it went back at the bank, which is told by itself
    if fresh is not None and (again := screens.question(fresh, reader, desk.clock.now())) != asking:
        await retext(shown, text(again), again.keyboard)


async def _nothing_to_say(refusal: BillingError) -> None:
    """The question stands as it is."""
