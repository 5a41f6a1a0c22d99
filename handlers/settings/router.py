"""``/settings``: the shop and its banks, and asking them how they are."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may, require
from billing.desk import Desk
from billing.models import Person
from handlers.answers import redraw, say, toast
from screens import settings as screen
from screens.buttons import CheckBanks
from screens.reader import Reader
from screens.reminder_buttons import BackToSettings, InvoiceReminders
from screens.reminder_keys import CHOICES


def routes() -> Router:
    """The command and its button."""
    router = Router(name="settings")
    router.message.register(by_command, Command("settings", ignore_case=True, ignore_mention=True))
    router.callback_query.register(check, CheckBanks.filter())
    router.callback_query.register(reminders, InvoiceReminders.filter())
    router.callback_query.register(again, BackToSettings.filter())
    return router


async def by_command(message: Message, desk: Desk, person: Person, reader: Reader) -> None:
    """How things stand, without asking anybody."""
    if not may(person, Action.SETTINGS):
        await say(message, reader.words("settings-for-deciders"))
        return
    shown = await desk.checking.overview(person)
    await say(message, screen.settings(shown, reader), screen.under(shown, reader))


async def reminders(
    callback: CallbackQuery, callback_data: InvoiceReminders, desk: Desk, person: Person, reader: Reader
) -> None:
    """When invoices are reminded of: asked, or chosen."""
    require(person, Action.SETTINGS)
    if callback_data.chosen is None:
        await toast(callback)
        days = await desk.reminders.days()
    else:
        days = await desk.reminders.choose(person, CHOICES[callback_data.chosen])
        await toast(callback, reader.words("settings-reminders-kept"))
    await redraw(callback, *screen.reminders(days, reader))


async def again(callback: CallbackQuery, desk: Desk, person: Person, reader: Reader) -> None:
    """Back from a choice."""
    shown = await desk.checking.overview(person)
    await toast(callback)
    await redraw(callback, screen.settings(shown, reader), screen.under(shown, reader))


async def check(callback: CallbackQuery, desk: Desk, person: Person, reader: Reader) -> None:
    """Ask each bank beside the chat: an answer may take a minute, and is put in the message's place."""
    shown = await desk.checking.overview(person)
    if desk.checking.checked_lately:
        await toast(callback, reader.words("settings-just-checked"))
        await redraw(callback, screen.settings(shown, reader), screen.under(shown, reader))
        return
    await toast(callback, reader.words("asking-bank"))

    async def ask() -> None:
        found = await desk.checking.check(person)
        await redraw(callback, screen.settings(found, reader), screen.under(found, reader))

    desk.spawn(ask())
