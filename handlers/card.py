"""The taps that only look at a card: show it here, its banks, the same invoice again."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.cards import CardView
from billing.desk import Desk
from billing.errors import Closed
from billing.models import Audience, Payment, Person, Place
from billing.states import InvoiceState
from handlers.answers import place_of_tap, recaption, toast
from handlers.audience import audience_of
from handlers.middleware import FoundCard
from handlers.phone_question import ask
from screens import buttons as b
from screens.cards import Drawn, choose, draw
from screens.reader import Reader
from screens.situations import payable_still
from screens.texts import Words
from screens.texts import words as words_of


def routes() -> Router:
    """A handler for each button that asks nobody."""
    router = Router(name="card")
    router.callback_query.middleware(FoundCard())
    router.callback_query.register(show, b.Show.filter())
    router.callback_query.register(show_ways, b.Ways.filter())
    router.callback_query.register(back_to_card, b.Back.filter())
    router.callback_query.register(issue_again, b.Again.filter())
    return router


async def show(
    callback: CallbackQuery, callback_data: b.Show, desk: Desk, person: Person, words: Words
) -> None:
    """The card below, in the private chat: an issuer's card is nothing for a group."""
    if not person.reachable:
        await toast(callback, words("start-needed"), alert=True)
        return
    await desk.show(callback_data.invoice, person, Place(person.id), afresh=True)
    await toast(callback)


async def show_ways(
    callback: CallbackQuery, callback_data: b.Ways, desk: Desk, person: Person, reader: Reader
) -> None:
    """The card with the banks to choose from; nothing is asked yet."""
    view = await desk.view(callback_data.invoice)
    ways = [provider.slug for provider in desk.ways(view.invoice.amount)]
    if view.invoice.state is not InvoiceState.OPEN or not ways:
        await toast(callback, reader.words("button-old"))
        return
    audience = audience_of(callback, view, person)
    await _put(callback, choose(view, audience, _reader(audience, view, person, reader), ways))


async def back_to_card(
    callback: CallbackQuery, callback_data: b.Back, desk: Desk, person: Person, reader: Reader
) -> None:
    """The card as it was."""
    view = await desk.view(callback_data.invoice)
    ways = [provider.slug for provider in desk.ways(view.invoice.amount)]
    audience = audience_of(callback, view, person)
    await _put(callback, draw(view, audience, _reader(audience, view, person, reader), ways))


async def issue_again(
    callback: CallbackQuery,
    callback_data: b.Again,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """The same invoice once more; a second tap finds the one that the first made.

    Where the former was billed to a phone, that number is offered and nothing is billed unasked.
    """
    former = await _visible(callback_data.invoice, desk, person)
    if payable_still(former) or former.taken_back:
        raise Closed("bill-still-open")
    place = place_of_tap(callback, person)
    invoice = await desk.issue_again(person, former.invoice, place)
    while invoice.state is not InvoiceState.OPEN:
        invoice = await desk.issue_again(person, invoice, place)
    await desk.show(invoice.id, person, place)
    at_once = desk.way_at_once(invoice.amount) is not None or len(desk.ways(invoice.amount)) == 1
    await toast(callback, reader.words("hint-preparing") if at_once else None)
    billed = next((payment for payment in reversed(former.payments) if payment.phone), None)
    if billed is not None:
        await _offer_phone(callback, invoice.id, billed, bot, desk, person, reader, state)


async def _offer_phone(
    callback: CallbackQuery,
    invoice_id: int,
    billed: Payment,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """The number of the invoice before, unless there is a bill already or the bank is no way any more."""
    view = await desk.view(invoice_id)
    ways = [provider.slug for provider in desk.ways(view.invoice.amount)]
    private = place_of_tap(callback, person).private
    if private and billed.provider in ways and not view.payments:
        await ask(callback, view, billed.provider, bot, person, reader, state, known=billed.phone)


async def _visible(invoice_id: int, desk: Desk, person: Person) -> CardView:
    """The invoice, if this person may see it; ids in buttons prove nothing."""
    view = await desk.view(invoice_id)
    await desk.invoice_by_number(view.invoice.number, person)
    return view


async def _put(callback: CallbackQuery, drawn: Drawn) -> None:
    await toast(callback)
    if isinstance(callback.message, Message):
        await recaption(callback.message, drawn.caption, drawn.keyboard)


def _reader(audience: Audience, view: CardView, person: Person, reader: Reader) -> Reader:
    """A group's card speaks the shop's language and shows nobody's rights."""
    if audience.public:
        shops = words_of(view.merchant.locale)
        return replace(reader, words=shops, staff=False, details=False, person_id=None)
    return replace(reader, staff=audience is Audience.ISSUER)
