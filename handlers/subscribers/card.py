"""A subscription: looked at, paused, resumed, cancelled; what its bank says of it."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery

from billing.errors import BankError
from billing.subscriptions.records import Subscription
from billing.subscriptions.viewing import HISTORY, SubscriptionView
from handlers.answers import toast, within_patience
from handlers.subscribers import changing, showing, switching
from handlers.subscribers.office import Issues, Office
from screens.subscribers import buttons as b
from screens.subscribers import card as screen
from screens.subscribers import questions
from screens.subscribers.card import Held
from screens.subscribers.choices import Do

_SAID = {
    Do.PAUSE: "subs-said-paused",
    Do.RESUME: "subs-said-resumed",
    Do.CANCEL: "subs-said-cancelled",
}


def routes() -> Router:
    """The screen and its buttons."""
    router = Router(name="subscribers-card")
    router.callback_query.register(see, b.See.filter(), Issues())
    router.callback_query.register(act, b.Act.filter(), Issues())
    router.callback_query.register(at_bank, b.AtBank.filter(), Issues())
    return router


async def see(callback: CallbackQuery, callback_data: b.See, office: Office) -> None:
    """As it is now."""
    drawn = await showing.drawn(callback_data.subscription, office, page=callback_data.page)
    await toast(callback)
    await office.show(callback, drawn, below=callback_data.below)


async def act(callback: CallbackQuery, callback_data: b.Act, office: Office) -> None:
    """Done at once, asked first, or asked for."""
    do, of = callback_data.do, callback_data.subscription
    if do in {Do.PRICE, Do.DAY, Do.REMIND}:
        await changing.act(callback, callback_data, office)
    elif do in {Do.BANK, Do.CHAT}:
        await switching.act(callback, callback_data, office)
    elif do is Do.CANCEL and not callback_data.sure:
        view = await office.subscriptions.view(office.person, of)
        await toast(callback)
        await office.show(callback, questions.sure_cancel(view, office.reader))
    else:
        changed = await _done(do, of, office)
        said = "subs-said-asked" if changed.wish is not None else _SAID[do]
        await toast(callback, office.words(said))
        await office.show(callback, await showing.drawn(of, office))


async def at_bank(callback: CallbackQuery, callback_data: b.AtBank, office: Office) -> None:
    """What its bank counts: at once, else when it comes; a bank that is silent changes nothing."""
    view = await office.subscriptions.view(office.person, callback_data.subscription, history=HISTORY + 1)
    answered = False

    async def ask() -> None:
        nonlocal answered
        told = await _of_bank(view, office)
        await office.show(callback, screen.drawn(told, office.reader))
        answered = True

    async def late(_: object) -> None:
        """Nothing of it is a refusal."""

    await within_patience(ask(), office.desk.spawn, late)
    await toast(callback, None if answered else office.words("asking-bank"))


async def _of_bank(view: SubscriptionView, office: Office) -> Held:
    held, subscription = showing.held(view, office), view.subscription
    engine = office.subscriptions.banks.banks.get(subscription.engine)
    if engine is None or subscription.bank_id is None:
        return held
    try:
        shown = await engine.shown(subscription.bank_id)
    except BankError:
        return replace(held, said=office.words("subs-bank-silent"))
    return replace(held, shown=shown, said="" if shown else office.words("subs-bank-nothing"))


async def _done(do: Do, subscription_id: int, office: Office) -> Subscription:
    desk, person = office.subscriptions, office.person
    if do is Do.PAUSE:
        return await desk.pause(person, subscription_id)
    if do is Do.RESUME:
        return await desk.resume(person, subscription_id)
    return await desk.cancel(person, subscription_id)
