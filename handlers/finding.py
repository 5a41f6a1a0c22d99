"""``/invoices Иван``: by the invoice's number, by the bank's, or by words of the payer's name."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.desk import Desk
from billing.errors import NotAllowed, NotFound
from billing.models import Person, Role
from billing.names import words_of
from billing.viewing import InvoicePage
from handlers.answers import place_of, redraw, say, toast
from handlers.pages import lines, numbers
from handlers.parse import EVERYTHING, read_number
from screens.buttons import Found, Row, keyboard, press
from screens.format import clean
from screens.reader import Reader

SHOWN_MOST = 60  # characters of what was typed that are said back
DATA_MOST = 64  # bytes that Telegram takes behind a button


def routes() -> Router:
    """The pages of what was found."""
    router = Router(name="finding")
    router.callback_query.register(turn, Found.filter())
    return router


async def answer(message: Message, typed: str, desk: Desk, person: Person, reader: Reader) -> None:
    """A card where a number names one invoice, else a list, else what can be searched by."""
    if await _shown_by_number(message, typed, desk, person):
        return
    sought = clean(typed.replace(":", " "), EVERYTHING)
    try:
        page = await desk.find(person, sought)
    except NotAllowed:
        await say(message, reader.words("chat-invoices-for-staff"))
        return
    if page.exact and len(page.invoices) == 1:
        await _show(message, page.invoices[0].id, desk, person)
        return
    await say(message, *_drawn(page, sought, None, desk, person, reader))


async def by_number(message: Message, number: int, desk: Desk, person: Person) -> None:
    """The card of ``#number``, for whoever may see it."""
    invoice = await desk.invoice_by_number(number, person)
    await _show(message, invoice.id, desk, person)


async def turn(
    callback: CallbackQuery, callback_data: Found, desk: Desk, person: Person, reader: Reader
) -> None:
    """Another page, in the same message."""
    sought, before = callback_data.typed, callback_data.before
    page = await desk.find(person, sought, before)
    await toast(callback)
    await redraw(callback, *_drawn(page, sought, before, desk, person, reader))


async def _shown_by_number(message: Message, typed: str, desk: Desk, person: Person) -> bool:
    """For the staff a number that is no invoice's may be the bank's."""
    number = read_number(typed)
    if number is None:
        return False
    try:
        await by_number(message, number, desk, person)
    except NotFound:
        if person.role is None:
            raise
        return False
    return True


async def _show(message: Message, invoice_id: int, desk: Desk, person: Person) -> None:
    await desk.show(invoice_id, person, place_of(message, person), afresh=True)


def _drawn(
    page: InvoicePage, sought: str, before: int | None, desk: Desk, person: Person, reader: Reader
) -> tuple[str, InlineKeyboardMarkup | None]:
    words = reader.words
    if not page.invoices:
        return _nothing(sought, person, reader), None
    title = words.html("chat-found", words=clean(sought, SHOWN_MOST))
    text = lines(title, page, reader, desk.clock.now())
    older = Found(typed=sought, before=page.after)
    row: Row = []
    if before is not None:
        row.append(press(words("chat-first-page"), Found(typed=sought)))
    if page.after is not None and fits(older):
        row.append(press(words("chat-older"), older))
    elif page.after is not None:
        text = f"{text}\n\n{words('chat-found-more')}"
    return text, keyboard([*numbers(page), row])


def _nothing(sought: str, person: Person, reader: Reader) -> str:
    """What can be searched by; without a letter or digit nothing was searched for."""
    words = reader.words
    if not words_of(sought):
        return words("chat-search-help")
    none = words.html("chat-found-none", words=clean(sought, SHOWN_MOST))
    own = words("chat-found-own") if person.role is Role.CASHIER else ""
    return "\n".join(part for part in (none, own, words("chat-search-help")) if part)


def fits(data: Found) -> bool:
    """Whether a button can carry it."""
    try:
        return len(data.pack().encode()) <= DATA_MOST
    except ValueError:
        return False
