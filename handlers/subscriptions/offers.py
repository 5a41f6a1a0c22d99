"""What a subscription's link leads to, and the answers to what it asks."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.errors import BillingError
from billing.models import Person
from billing.subscriptions.offering import Way
from handlers.answers import place_of_tap, redraw, say, toast
from handlers.subscriptions.proposing import Yes, accept, proposed, screen_or_why
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions import offered
from screens.subscriptions.offered import Proposal
from screens.toasts import refused

IN_PRIVATE = F.message.chat.type == "private"


def routes() -> Router:
    """The answers."""
    router = Router(name="subscription-offers")
    router.callback_query.filter(IN_PRIVATE)
    router.callback_query.register(see, b.SeeOffer.filter())
    router.callback_query.register(consent, b.Consent.filter())
    router.callback_query.register(agree, b.Agree.filter())
    router.callback_query.register(no_thanks, b.NoThanks.filter())
    return router


async def by_link(message: Message, token: str, desk: Desk, person: Person, reader: Reader) -> None:
    """What is asked; or how it stands, for who has agreed already."""
    await say(message, *await screen_or_why(token, desk, person, reader))


async def see(
    callback: CallbackQuery,
    callback_data: b.SeeOffer,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """The same in the place of the tapped message; a question that was open there is left."""
    await state.clear()
    await toast(callback)
    await redraw(callback, *await screen_or_why(callback_data.token, desk, person, reader))


async def consent(
    callback: CallbackQuery, callback_data: b.Consent, desk: Desk, person: Person, reader: Reader
) -> None:
    """Before a card is charged without asking: what, how much, when."""
    found = await proposed(callback_data.token, desk, person)
    methods = found.methods if isinstance(found, Proposal) else ()
    method = next((each for each in methods if each.id == callback_data.method), None)
    if not isinstance(found, Proposal) or method is None:
        await toast(callback, reader.words("method-none-kept"))
        await redraw(callback, *await screen_or_why(callback_data.token, desk, person, reader))
        return
    await toast(callback)
    await redraw(callback, *offered.consent(found, method, reader))


async def agree(
    callback: CallbackQuery, callback_data: b.Agree, desk: Desk, person: Person, reader: Reader
) -> None:
    """Yes: when the first bill comes is said at once; one that is due now follows."""
    tapped, place = callback_data, place_of_tap(callback, person)
    number = callback.message.message_id if callback.message else 0
    yes = Yes(tapped.token, tapped.shown, tapped.on, f"sub:{place.chat_id}:{number}")
    try:
        drawn = await accept(yes, Way(method_id=tapped.method), desk, person, reader)
    except BillingError as refusal:
        await toast(callback, refused(refusal, reader.words), alert=True)
        drawn = await screen_or_why(tapped.token, desk, person, reader)
    else:
        await toast(callback)
    await redraw(callback, *drawn)


async def no_thanks(callback: CallbackQuery, reader: Reader) -> None:
    """Nothing begins."""
    await toast(callback)
    await redraw(callback, *offered.no_thanks(reader))
