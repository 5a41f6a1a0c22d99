"""*Forget it*: a method that somebody let the shop keep is deleted for good, on a card or under /privacy."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.types import CallbackQuery

from billing.desk import Desk
from billing.models import Person
from handlers.answers import redraw, toast
from handlers.middleware import FoundCard
from handlers.privacy import page
from screens import buttons as b
from screens.reader import Reader


def routes() -> Router:
    """On the card of an invoice, and on the page of /privacy."""
    router = Router(name="kept")
    router.callback_query.middleware(FoundCard())
    router.callback_query.register(on_page, b.ForgetMethod.filter(F.invoice.is_(None)))
    router.callback_query.register(on_card, b.ForgetMethod.filter())
    return router


async def on_card(
    callback: CallbackQuery, callback_data: b.ForgetMethod, desk: Desk, person: Person, reader: Reader
) -> None:
    """The card is drawn anew without it."""
    await _forget(callback, callback_data, desk, person, reader)


async def on_page(
    callback: CallbackQuery, callback_data: b.ForgetMethod, desk: Desk, person: Person, reader: Reader
) -> None:
    """The page is shown again without it."""
    await _forget(callback, callback_data, desk, person, reader)
    text, buttons = await page(desk, person, reader, private=True)
    await redraw(callback, text, buttons)


async def _forget(
    callback: CallbackQuery, tapped: b.ForgetMethod, desk: Desk, person: Person, reader: Reader
) -> None:
    gone = await desk.methods.forget(tapped.method, person, tapped.invoice)
    await toast(callback, reader.words("method-forgotten" if gone else "method-none-kept"))
