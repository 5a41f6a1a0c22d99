"""Under reminders: *Don't remind me*, *Remind me again*, *Ask for a new one*."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from billing.desk import Desk
from billing.errors import Closed, NotFound
from billing.models import Person
from billing.states import InvoiceState
from handlers.answers import place_of_tap, set_buttons, toast
from screens import reminders as screen
from screens.reader import Reader
from screens.reminder_buttons import AskForNew, Of, RemindMe
from screens.situations import payable_still


def routes() -> Router:
    """The buttons."""
    router = Router(name="reminders")
    router.callback_query.register(of_subscription, RemindMe.filter(F.of == Of.SUBSCRIPTION))
    router.callback_query.register(of_invoices, RemindMe.filter())
    router.callback_query.register(ask_for_new, AskForNew.filter())
    return router


async def of_subscription(
    callback: CallbackQuery, callback_data: RemindMe, desk: Desk, person: Person, reader: Reader
) -> None:
    """Of this subscription: no more, or again; the button turns into the way back."""
    await desk.subscriptions.remind(person, callback_data.id, wanted=callback_data.wanted)
    view = await desk.subscriptions.view(person, callback_data.id)
    text = reader.words("remind-goes-on" if callback_data.wanted else "remind-stopped")
    await _answer(callback, text, screen.under_subscription(view, reader, silent=not callback_data.wanted))


async def of_invoices(
    callback: CallbackQuery, callback_data: RemindMe, desk: Desk, person: Person, reader: Reader
) -> None:
    """Of any invoice: no more, or again."""
    view = await desk.view(callback_data.id)
    if view.invoice.customer_id != person.id:
        raise NotFound
    await desk.reminders.of_invoices(person, wanted=callback_data.wanted)
    text = reader.words("remind-goes-on" if callback_data.wanted else "remind-stopped-invoices")
    await _answer(callback, text, screen.under_invoice(view, reader, silent=not callback_data.wanted))


async def ask_for_new(
    callback: CallbackQuery, callback_data: AskForNew, desk: Desk, person: Person, reader: Reader
) -> None:
    """Another invoice, once; a second tap shows the one that the first made."""
    newest = await desk.reminders.newest(person, callback_data.invoice)
    former = await desk.view(newest.id)
    if newest.state is InvoiceState.EXPIRED and (payable_still(former) or former.taken_back):
        raise Closed("renewal-bill-open")
    await desk.reminders.ask_for_new(person, newest.id, place_of_tap(callback, person))
    await toast(callback, reader.words("remind-new-issued"))


async def _answer(callback: CallbackQuery, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
    await toast(callback, text)
    await set_buttons(callback, keyboard)
