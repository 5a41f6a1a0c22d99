"""``/payments``: what the customer was asked for and paid."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.desk import Desk
from billing.models import Person
from handlers.answers import redraw, say, toast
from handlers.pages import buttons, lines
from screens.buttons import Listing, Page
from screens.reader import Reader


def routes() -> Router:
    """The list and its pages."""
    router = Router(name="payments")
    router.message.register(by_command, Command("payments", ignore_case=True, ignore_mention=True))
    router.callback_query.register(turn, Page.filter(F.kind == Listing.PAYMENTS))
    return router


async def by_command(message: Message, desk: Desk, person: Person, reader: Reader) -> None:
    """Newest first."""
    text, markup = await _page(desk, person, None, reader)
    await say(message, text, markup)


async def turn(
    callback: CallbackQuery, callback_data: Page, desk: Desk, person: Person, reader: Reader
) -> None:
    """Another page in the same message."""
    text, markup = await _page(desk, person, callback_data.before, reader)
    await toast(callback)
    await redraw(callback, text, markup)


async def _page(
    desk: Desk, person: Person, before: int | None, reader: Reader
) -> tuple[str, InlineKeyboardMarkup | None]:
    page = await desk.payments(person, before)
    if not page.invoices:
        return reader.words("chat-payments-none"), None
    markup = buttons(Listing.PAYMENTS, page, None, reader, first=before is None)
    return lines(reader.words("chat-payments"), page, reader, desk.clock.now()), markup
