"""``/invoices``: the member's invoices by state, one of them by its number, and those that are sought."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.desk import Desk
from billing.errors import NotAllowed
from billing.models import Person
from billing.states import InvoiceState
from handlers import finding
from handlers.answers import redraw, say, toast
from handlers.filters import PRIVATE
from handlers.pages import buttons, lines, state_with_count
from handlers.parse import read_number
from screens.buttons import Listing, Page
from screens.reader import Reader
from screens.texts import Words

BY_NUMBER = r"^\s*[#№]\s?[0-9]{1,9}\s*$"


def routes() -> Router:
    """The list, its pages, and a number typed alone."""
    router = Router(name="invoices")
    router.message.register(by_command, Command("invoices", ignore_case=True, ignore_mention=True))
    router.message.register(by_number, F.text.regexp(BY_NUMBER), StateFilter(None), PRIVATE)
    router.callback_query.register(turn, Page.filter(F.kind == Listing.INVOICES))
    return router


async def by_command(
    message: Message, command: CommandObject, desk: Desk, person: Person, words: Words, reader: Reader
) -> None:
    """``/invoices`` lists, ``/invoices 1042`` shows that one, ``/invoices Иван`` finds."""
    if command.args:
        await finding.answer(message, command.args, desk, person, reader)
        return
    try:
        text, markup = await _page(desk, person, None, None, reader)
    except NotAllowed:
        await say(message, words("chat-invoices-for-staff"))
    else:
        await say(message, text, markup)


async def by_number(message: Message, desk: Desk, person: Person) -> None:
    """``#1042`` for whoever may see it."""
    number = read_number(message.text or "")
    assert number is not None
    await finding.by_number(message, number, desk, person)


async def turn(
    callback: CallbackQuery, callback_data: Page, desk: Desk, person: Person, words: Words, reader: Reader
) -> None:
    """Another page or another state, in the same message."""
    if callback_data.state is not None and callback_data.state not in set(InvoiceState):
        await toast(callback, words("button-old"))
        return
    state = InvoiceState(callback_data.state) if callback_data.state else None
    text, markup = await _page(desk, person, state, callback_data.before, reader)
    await toast(callback)
    await redraw(callback, text, markup)


async def _page(
    desk: Desk, person: Person, state: InvoiceState | None, before: int | None, reader: Reader
) -> tuple[str, InlineKeyboardMarkup | None]:
    page = await desk.invoices(person, state, before)
    words = reader.words
    count = sum(page.totals.values())
    if not count:
        return words("chat-invoices-none"), None
    if state is None:
        title = words("chat-invoices", count=str(count))
    else:
        title = state_with_count(state, page, reader)
    markup = buttons(Listing.INVOICES, page, state, reader, first=before is None)
    return lines(title, page, reader, desk.clock.now()), markup
