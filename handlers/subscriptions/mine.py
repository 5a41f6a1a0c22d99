"""``/subscriptions``: one's own; see, pay, pause, stop, be reminded or not, charged by itself or not."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.models import Person
from billing.subscriptions.records import Subscription
from handlers.answers import chat_link, place_of_tap, redraw, say, toast
from handlers.filters import GROUP
from handlers.subscriptions.offers import IN_PRIVATE
from handlers.subscriptions.proposing import mine_of
from screens.kept import names_of
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions import listed, one, questions
from screens.subscriptions.buttons import Do


def routes() -> Router:
    """The list, one of them, and what can be done with it."""
    router = Router(name="subscriptions")
    router.callback_query.filter(IN_PRIVATE)
    command = Command("subscriptions", ignore_case=True, ignore_mention=True)
    router.message.register(in_group, command, GROUP)
    router.message.register(by_command, command)
    router.callback_query.register(see_all, b.Mine.filter())
    router.callback_query.register(see, b.See.filter())
    router.callback_query.register(pay_now, b.PayNow.filter())
    router.callback_query.register(ask_to_cancel, b.Change.filter(F.what == Do.CANCEL))
    router.callback_query.register(change, b.Change.filter())
    router.callback_query.register(charge, b.Charge.filter())
    return router


async def in_group(message: Message, reader: Reader) -> None:
    """Lists are not shown in groups."""
    await say(message, reader.words("sub-in-private"), chat_link(reader))


async def by_command(message: Message, desk: Desk, person: Person, reader: Reader) -> None:
    """All of them."""
    found = await desk.subscriptions.mine(person)
    await say(message, *listed.drawn(found, 0, reader, desk.clock.now()))


async def see_all(
    callback: CallbackQuery, callback_data: b.Mine, desk: Desk, person: Person, reader: Reader
) -> None:
    """A page of them."""
    await toast(callback)
    found = await desk.subscriptions.mine(person)
    await redraw(callback, *listed.drawn(found, callback_data.page, reader, desk.clock.now()))


async def see(
    callback: CallbackQuery, callback_data: b.See, desk: Desk, person: Person, reader: Reader
) -> None:
    """One of them."""
    mine = await mine_of(callback_data.subscription, desk, person, callback_data.page)
    await toast(callback)
    await redraw(callback, *one.drawn(mine, reader))


async def pay_now(
    callback: CallbackQuery, callback_data: b.PayNow, desk: Desk, person: Person, reader: Reader
) -> None:
    """The bill's card comes below; one that is not due yet is made for it."""
    place = place_of_tap(callback, person)
    await desk.subscriptions.pay_now(person, callback_data.subscription, place)
    await toast(callback, reader.words("sub-said-pay"))


async def ask_to_cancel(
    callback: CallbackQuery, callback_data: b.Change, desk: Desk, person: Person, reader: Reader
) -> None:
    """Really? What it means."""
    mine = await mine_of(callback_data.subscription, desk, person)
    await toast(callback)
    over = mine.view.subscription.over
    await redraw(callback, *(one.drawn(mine, reader) if over else questions.cancelling(mine.view, reader)))


async def change(
    callback: CallbackQuery, callback_data: b.Change, desk: Desk, person: Person, reader: Reader
) -> None:
    """Done, or asked of the bank that runs it; the screen shows which."""
    subscription_id, what = callback_data.subscription, callback_data.what
    await mine_of(subscription_id, desk, person)
    changed = await _changed(desk, person, subscription_id, what)
    said = _SAID[what] if changed.ours or what in {Do.REMIND, Do.SILENCE} else "sub-said-asked"
    await toast(callback, reader.words(said))
    await redraw(callback, *one.drawn(await mine_of(subscription_id, desk, person), reader))


_SAID = {
    Do.PAUSE: "sub-said-paused",
    Do.RESUME: "sub-said-resumed",
    Do.SURELY_CANCEL: "sub-said-cancelled",
    Do.REMIND: "sub-said-remind",
    Do.SILENCE: "sub-said-silence",
}


async def _changed(desk: Desk, person: Person, subscription_id: int, what: Do) -> Subscription:
    subscriptions = desk.subscriptions
    match what:
        case Do.PAUSE:
            return await subscriptions.pause(person, subscription_id)
        case Do.RESUME:
            return await subscriptions.resume(person, subscription_id)
        case Do.REMIND | Do.SILENCE:
            return await subscriptions.remind(person, subscription_id, wanted=what is Do.REMIND)
    return await subscriptions.cancel(person, subscription_id)


async def charge(
    callback: CallbackQuery, callback_data: b.Charge, desk: Desk, person: Person, reader: Reader
) -> None:
    """Charge a kept way to pay each time, after one question; or none any more, at once."""
    words, wish = reader.words, callback_data
    mine = await mine_of(wish.subscription, desk, person)
    method = next((each for each in mine.methods if each.id == wish.method), None)
    if wish.method is not None and method is None:
        await toast(callback, words("method-none-kept"))
    elif method is not None and not wish.sure:
        await toast(callback)
        await redraw(callback, *questions.charging(mine, method, reader))
        return
    else:
        await desk.subscriptions.charge_by(person, wish.subscription, wish.method)
        name = names_of(mine.methods, reader)[method.id] if method else ""
        on = words("sub-said-charge", method=name)
        await toast(callback, on if method else words("sub-said-no-charge"))
    await redraw(callback, *one.drawn(await mine_of(wish.subscription, desk, person), reader))
