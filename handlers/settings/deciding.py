"""The taps by which the shop's settings are chosen. What holds from then on is drawn in their place."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from billing.errors import NotFound
from handlers.answers import redraw, toast
from handlers.settings.panel import Panel
from screens import settings_buttons as b
from screens import settings_pages as pages
from screens.settings_keys import Part


def register(router: Router) -> None:
    """A handler for each button."""
    router.callback_query.register(show, b.SettingPage.filter())
    router.callback_query.register(undo, b.UndoSetting.filter())
    router.callback_query.register(speak, b.ShopLanguage.filter())
    router.callback_query.register(set_deadline, b.Deadline.filter())
    router.callback_query.register(prefer, b.FirstBank.filter())
    router.callback_query.register(switch, b.SwitchBank.filter())
    router.callback_query.register(keep_quiet, b.QuietHours.filter())
    router.callback_query.register(hear, b.HearOf.filter())
    router.callback_query.register(morning, b.MorningReport.filter())


async def show(callback: CallbackQuery, callback_data: b.SettingPage, panel: Panel) -> None:
    """A small page; a question that was open is dropped."""
    shown = await panel.page(callback_data.part)
    await panel.state.clear()
    await toast(callback)
    await redraw(callback, *shown)


async def undo(callback: CallbackQuery, callback_data: b.UndoSetting, panel: Panel) -> None:
    """What the environment says counts again."""
    settings = panel.desk.settings
    match callback_data.part:
        case Part.NAME:
            await settings.rename(panel.person, None)
        case Part.LANGUAGE:
            await settings.speak(panel.person, None)
        case Part.DEADLINE:
            await settings.set_deadline(panel.person, None)
        case _:
            raise NotFound("button-old")
    await _done(callback, callback_data.part, panel)


async def speak(callback: CallbackQuery, callback_data: b.ShopLanguage, panel: Panel) -> None:
    """The language of the shop."""
    await panel.desk.settings.speak(panel.person, callback_data.locale)
    await _done(callback, Part.LANGUAGE, panel)


async def set_deadline(callback: CallbackQuery, callback_data: b.Deadline, panel: Panel) -> None:
    """How long invoices can be paid."""
    await panel.desk.settings.set_deadline(panel.person, callback_data.span)
    await _done(callback, Part.DEADLINE, panel)


async def prefer(callback: CallbackQuery, callback_data: b.FirstBank, panel: Panel) -> None:
    """Whose QR comes without a question."""
    await panel.desk.settings.prefer(panel.person, callback_data.bank or None)
    await _done(callback, Part.WAY, panel)


async def switch(callback: CallbackQuery, callback_data: b.SwitchBank, panel: Panel) -> None:
    """On at once; off after a question that says what follows."""
    slug, settings = callback_data.bank, panel.desk.settings
    settings.see(panel.person)
    bank = panel.desk.banking.providers.get(slug)
    if bank is not None and not callback_data.on and not callback_data.sure:
        settings.may_switch_off(slug)
        await toast(callback)
        charges, runs = bank.capabilities.keeps_methods, slug in panel.desk.subscriptions.engines
        await redraw(callback, *pages.sure_off(bank, charges=charges, runs=runs, reader=panel.reader))
        return
    await settings.switch(panel.person, slug, on=callback_data.on)
    await _done(callback, Part.BANKS, panel)


async def keep_quiet(callback: CallbackQuery, callback_data: b.QuietHours, panel: Panel) -> None:
    """From when to when, or never."""
    await panel.desk.settings.keep_quiet(panel.person, callback_data.hours)
    await _done(callback, Part.QUIET, panel)


async def hear(callback: CallbackQuery, callback_data: b.HearOf, panel: Panel) -> None:
    """Some news, for who taps."""
    await panel.desk.settings.listen(panel.person, callback_data.topic, on=callback_data.on)
    await _done(callback, Part.NEWS, panel)


async def morning(callback: CallbackQuery, callback_data: b.MorningReport, panel: Panel) -> None:
    """The same choice as under the figures."""
    panel.desk.settings.see(panel.person)
    await panel.desk.figures.choose_morning(panel.person, on=callback_data.on)
    await _done(callback, Part.NEWS, panel)


async def _done(callback: CallbackQuery, part: Part, panel: Panel) -> None:
    await toast(callback, panel.words("settings-done"))
    await panel.redraw(callback, part)
