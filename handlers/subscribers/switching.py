"""From the chat to a bank, or back: another subscription that begins when this one has ended for certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aiogram.types import CallbackQuery

from billing.errors import Closed, NoBank
from billing.subscriptions.calendar import next_after, period
from billing.subscriptions.changing import INSTEAD
from billing.subscriptions.records import Offer, Subscription
from billing.subscriptions.viewing import SubscriptionView
from handlers.answers import toast
from handlers.subscribers.office import Asking, Office, Text
from screens.subscribers import buttons as b
from screens.subscribers import questions
from screens.subscribers import setup as made
from screens.subscribers.card import Held
from screens.subscribers.choices import Do
from screens.subscriptions import one


async def act(callback: CallbackQuery, tapped: b.Act, office: Office) -> None:
    """Whose phone, sure, then both: the other one is made first, and waits for the end of this one."""
    view = await office.subscriptions.view(office.person, tapped.subscription)
    if tapped.sure:
        await _switch(callback, view, tapped.do, office)
        return
    phone = view.subscription.phone
    await office.state.clear()
    await toast(callback)
    if tapped.do is Do.BANK and not phone:
        await office.wait(Asking.one, one=tapped.subscription, do=Do.BANK.value)
        await office.show(callback, (office.words("subs-ask-phone"), b.back(office.words)), below=True)
        return
    await office.wait(Asking.one, one=tapped.subscription, do=tapped.do.value, phone=phone)
    await office.show(callback, _sure(view, tapped.do, phone, office))


async def offered(subscription_id: int, phone: str, office: Office) -> Text:
    """A phone was typed: what it means that a bank bills it."""
    view = await office.subscriptions.view(office.person, subscription_id)
    await office.wait(Asking.one, one=subscription_id, do=Do.BANK.value, phone=phone)
    return _sure(view, Do.BANK, phone, office)


async def _switch(callback: CallbackQuery, view: SubscriptionView, do: Do, office: Office) -> None:
    data, old = await office.asked(Asking.one), view.subscription
    if data is None or (data["one"], data["do"]) != (old.id, do) or "phone" not in data:
        await office.over(callback, "/subscribers")
        return
    if old.over:
        raise Closed("subscription-over")
    new = await _made(view, do, data["phone"], office)
    await office.subscriptions.cancel(office.person, old.id)
    await office.state.clear()
    await toast(callback)
    if do is Do.BANK:
        first = period(new.terms, 0).first_day if new.terms else None
        text = made.made_by_phone(new, first, office.reader, office.now)
    else:
        text = made.made_link(new, office.desk.merchant.name, office.reader)
    await office.show(callback, text)


async def _made(view: SubscriptionView, do: Do, phone: str, office: Office) -> Subscription:
    """Once for each that is replaced."""
    desk, old, offer = office.subscriptions, view.subscription, _goes_on(view, office)
    more = {"source": f"{INSTEAD}{old.id}", "name": old.name, "after_id": old.id}
    if do is Do.BANK:
        return await desk.add_by_phone(office.person, offer, phone, **more)  # type: ignore[arg-type]
    return await desk.offer_to(office.person, offer, **more)  # type: ignore[arg-type]


def _goes_on(view: SubscriptionView, office: Office) -> Offer:
    """The same at its price, from the date on which the next bill would have come."""
    offer, price = view.subscription.offer, one.cost_next(view)
    day = _next_day(view, office)
    first = day if day is not None and day >= office.today else None
    lines = offer.lines if price == offer.amount else ()
    return replace(offer, amount=price, first=first, lines=lines)


def _next_day(view: SubscriptionView, office: Office) -> date | None:
    """Days that are billed already are not billed again: also where one rests, or its bank has not told."""
    terms = view.subscription.terms
    if view.next_at is not None:
        return view.next_at.astimezone(office.reader.zone).date()
    if terms is None:
        return None
    return next_after(terms, office.now).first_day if view.history else terms.legs[0].starts


def _sure(view: SubscriptionView, do: Do, phone: str, office: Office) -> Text:
    engine = office.subscriptions.engine_by_phone(_goes_on(view, office))
    if do is Do.BANK and engine is None:
        raise NoBank("subscription-not-by-phone")
    return questions.sure_switch(Held(view, by_phone=engine), do, phone, office.reader)
