"""Another price, day, or reminders of a subscription: asked for, and told from when on it counts."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from billing.errors import BillingError, Refused
from billing.money import Money
from billing.subscriptions import offering
from billing.subscriptions.viewing import SubscriptionView
from handlers.answers import say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.subscribers import answers, showing, switching
from handlers.subscribers import words as w
from handlers.subscribers.office import Asking, Issues, Office, Text
from screens.subscribers import buttons as b
from screens.subscribers import questions
from screens.subscribers.choices import Do
from screens.subscribers.setup import NEVER

AGAIN = "/subscribers"


def routes() -> Router:
    """What is tapped below a question, and what is typed."""
    router = Router(name="subscribers-changing")
    router.callback_query.register(weekday, b.SetDay.filter(), Issues())
    router.callback_query.register(reminders, b.SetReminders.filter(), Issues())
    asked = StateFilter(Asking.one)
    router.message.register(typed, asked, F.text, Commandless(), PRIVATE)
    router.message.register(again, asked, Commandless(), PRIVATE)
    return router


async def act(callback: CallbackQuery, tapped: b.Act, office: Office) -> None:
    """Ask for it; or *Yes*, once it was told what it means."""
    if tapped.sure:
        await _sure(callback, tapped, office)
        return
    view = await office.subscriptions.view(office.person, tapped.subscription)
    await office.state.clear()
    await office.wait(Asking.one, one=tapped.subscription, do=tapped.do.value)
    await toast(callback)
    await office.show(callback, _question(tapped.do, view, office), below=True)


async def weekday(callback: CallbackQuery, callback_data: b.SetDay, office: Office) -> None:
    """A day of the week: when the next one would be billed."""
    data = await office.asked(Asking.one)
    if data is None or data["one"] != callback_data.subscription or data["do"] != Do.DAY:
        await office.over(callback, AGAIN)
        return
    text = await _offered(data, {"day": callback_data.day}, office)
    await toast(callback)
    await office.show(callback, text)


async def reminders(callback: CallbackQuery, callback_data: b.SetReminders, office: Office) -> None:
    """So many days before, from now on."""
    days = callback_data.days
    chosen = () if days == NEVER else tuple(int(day) for day in days.split(","))
    await office.subscriptions.set_reminders(office.person, callback_data.subscription, chosen)
    await office.state.clear()
    await toast(callback, office.words("subs-said-reminders"))
    await office.show(callback, await showing.drawn(callback_data.subscription, office))


async def typed(message: Message, office: Office) -> None:
    """A price, a day, days, a phone; what cannot be is told, and the question stays."""
    data, text = await office.state.get_data(), message.text or ""
    try:
        answer = await _answered(data, text, office)
    except BillingError as refusal:
        view = await office.subscriptions.view(office.person, data["one"])
        _, answers_again = _question(Do(data["do"]), view, office)
        await say(message, office.why(refusal), answers_again)
        return
    await say(message, *answer)


async def again(message: Message, office: Office) -> None:
    """A sticker, a voice: the question once more."""
    data = await office.state.get_data()
    view = await office.subscriptions.view(office.person, data["one"])
    await office.show(message, _question(Do(data["do"]), view, office))


async def _answered(data: dict[str, object], text: str, office: Office) -> Text:
    do, of = Do(str(data["do"])), int(str(data["one"]))
    match do:
        case Do.PRICE:
            return await _offered(data, {"minor": _price(text, office).minor}, office)
        case Do.DAY:
            view = await office.subscriptions.view(office.person, of)
            return await _offered(data, {"day": w.read_day(text, view.subscription.offer.cycle)}, office)
        case Do.REMIND:
            await office.subscriptions.set_reminders(office.person, of, w.read_reminders(text))
            await office.state.clear()
            return await showing.drawn(of, office, office.words("subs-said-reminders"))
    return await switching.offered(of, answers.phone(text), office)


async def _offered(data: dict[str, object], known: dict[str, int], office: Office) -> Text:
    """What it means, before it is so."""
    of = int(str(data["one"]))
    view = await office.subscriptions.view(office.person, of)
    if view.changes is None:
        raise Refused("subscription-over")
    await office.wait(Asking.one, one=of, do=data["do"], **known)
    if "minor" in known:
        return questions.sure_price(view, Money(known["minor"], office.currency), office.reader)
    return questions.sure_day(view, known["day"], office.reader)


async def _sure(callback: CallbackQuery, tapped: b.Act, office: Office) -> None:
    """The yes to what is kept with the question; a second one finds it done."""
    data, of = await office.asked(Asking.one), tapped.subscription
    value = (data or {}).get("minor" if tapped.do is Do.PRICE else "day")
    if data is None or data["one"] != of or value is None:
        await toast(callback, office.words("subs-question-over", again=AGAIN), alert=True)
        await office.show(callback, await showing.drawn(of, office))
        return
    if tapped.do is Do.PRICE:
        await office.subscriptions.set_price(office.person, of, Money(value, office.currency))
        said = "subs-said-price"
    else:
        await office.subscriptions.set_day(office.person, of, value)
        said = "subs-said-day"
    await office.state.clear()
    await toast(callback, office.words(said))
    await office.show(callback, await showing.drawn(of, office))


def _price(text: str, office: Office) -> Money:
    amount = answers.amount(text, office.currency)
    if not offering.LEAST <= amount.minor <= offering.MOST:
        raise Refused("subscription-amount")
    return amount


def _question(do: Do, view: SubscriptionView, office: Office) -> Text:
    if view.changes is None and do is not Do.BANK:
        raise Refused("subscription-over")
    match do:
        case Do.PRICE:
            return questions.ask_price(view, office.reader)
        case Do.DAY:
            return questions.ask_day(view, office.reader)
        case Do.REMIND:
            return questions.ask_reminders(view, office.reader)
    return office.words("subs-ask-phone"), b.back(office.words)
