"""``/subscribers``: who subscribes, how it goes; and six months in a picture."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may
from billing.subscriptions.models import State
from billing.subscriptions.records import Listed
from handlers.answers import say, toast
from handlers.filters import PRIVATE
from handlers.subscribers.office import Issues, Office, Text
from screens.subscribers import buttons as b
from screens.subscribers import figures, listing
from screens.subscribers.choices import Shown
from screens.subscribers.listing import SIZE

_STATES = {Shown.ACTIVE: State.ACTIVE, Shown.PAUSED: State.PAUSED, Shown.OFFERED: State.OFFERED}


def routes() -> Router:
    """The command, the pages, the picture; and what others are told."""
    router = Router(name="subscribers-list")
    router.message.register(
        by_command, Command("subscribers", ignore_case=True, ignore_mention=True), Issues(), PRIVATE
    )
    staff_only = Command("subscribers", "subscribe", "plans", ignore_case=True, ignore_mention=True)
    router.message.register(for_staff, staff_only, PRIVATE)
    router.callback_query.register(turn, b.ListThem.filter(), Issues())
    router.callback_query.register(see_figures, b.SeeFigures.filter(), Issues())
    return router


async def by_command(message: Message, office: Office) -> None:
    """All of them, a cashier's own."""
    await office.show(message, await _listed(b.ListThem(), office))


async def for_staff(message: Message, office: Office) -> None:
    """A customer has subscriptions of their own."""
    await say(message, office.words("subs-for-staff"))


async def turn(callback: CallbackQuery, callback_data: b.ListThem, office: Office) -> None:
    """Another page, or others."""
    shown = await _listed(callback_data, office)
    await toast(callback)
    await office.show(callback, shown, below=callback_data.below)


async def see_figures(callback: CallbackQuery, office: Office) -> None:
    """Below the list, so that it stays."""
    months = await office.subscriptions.counting.months(office.person)
    await toast(callback)
    drawn = figures.drawn(months, office.desk.merchant.name, office.reader)
    await office.gallery.post(office.place(callback), drawn)


async def _listed(wanted: b.ListThem, office: Office) -> Text:
    """Totals stand over the first page: they are counted over all that are active."""
    sees_all, first = may(office.person, Action.SEE_ALL), wanted.before is None
    totals = await office.subscriptions.counting.totals(office.person) if sees_all and first else None
    return listing.listed(
        await _found(wanted, office),
        wanted.shown,
        totals,
        office.reader,
        office.now,
        first=first,
        figures=sees_all,
    )


async def _found(wanted: b.ListThem, office: Office) -> list[Listed]:
    return await office.subscriptions.listed(
        office.person,
        _STATES.get(wanted.shown),
        at_risk=wanted.shown is Shown.RISK,
        over=wanted.shown is Shown.ENDED,
        before=wanted.before,
        size=SIZE,
    )
