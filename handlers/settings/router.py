"""``/settings``: the first page, asking the banks how they are, when invoices are reminded of."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may, require
from handlers.answers import redraw, say, toast
from handlers.settings import deciding, typed
from handlers.settings.panel import Panel
from handlers.workplace import AtWork
from screens import settings as screen
from screens.buttons import CheckBanks
from screens.reminder_buttons import BackToSettings, InvoiceReminders
from screens.reminder_keys import CHOICES


def routes() -> Router:
    """The command, the buttons, and what is typed."""
    router = Router(name="settings")
    router.message.middleware(AtWork("panel", Panel))
    router.callback_query.middleware(AtWork("panel", Panel))
    router.message.register(by_command, Command("settings", ignore_case=True, ignore_mention=True))
    router.callback_query.register(check, CheckBanks.filter())
    router.callback_query.register(reminders, InvoiceReminders.filter())
    router.callback_query.register(again, BackToSettings.filter())
    deciding.register(router)
    typed.register(router)
    return router


async def by_command(message: Message, panel: Panel) -> None:
    """How things stand, without asking anybody."""
    if not may(panel.person, Action.SETTINGS):
        await say(message, panel.words("settings-for-deciders"))
        return
    await say(message, *await panel.first())


async def reminders(callback: CallbackQuery, callback_data: InvoiceReminders, panel: Panel) -> None:
    """When invoices are reminded of: asked, or chosen."""
    require(panel.person, Action.SETTINGS)
    if callback_data.chosen is None:
        await toast(callback)
        days = await panel.desk.reminders.days()
    else:
        days = await panel.desk.reminders.choose(panel.person, CHOICES[callback_data.chosen])
        await toast(callback, panel.words("settings-reminders-kept"))
    await redraw(callback, *screen.reminders(days, panel.reader))


async def again(callback: CallbackQuery, panel: Panel) -> None:
    """Back from a choice; a question that was open is dropped."""
    shown = await panel.first()
    await panel.state.clear()
    await toast(callback)
    await redraw(callback, *shown)


async def check(callback: CallbackQuery, panel: Panel) -> None:
    """Ask each bank beside the chat: an answer may take a minute, and is put in the message's place."""
    shown = await panel.first()
    if panel.desk.checking.checked_lately:
        await toast(callback, panel.words("settings-just-checked"))
        await redraw(callback, *shown)
        return
    await toast(callback, panel.words("asking-bank"))

    async def ask() -> None:
        await panel.desk.checking.check(panel.person)
        await redraw(callback, *await panel.first())

    panel.desk.spawn(ask())
