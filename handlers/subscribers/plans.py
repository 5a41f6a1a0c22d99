"""``/plans``: offers to anybody who has their link; managers and owners keep them."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message

from billing.access import Action, require
from billing.errors import BillingError, Closed
from billing.subscriptions.records import Offer, Plan
from handlers.answers import say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.parse import read_words
from handlers.subscribers import answers
from handlers.subscribers.office import Asking, Issues, Office, Text
from screens.format import money
from screens.subscribers import buttons as b
from screens.subscribers import plans as screen
from screens.subscribers.choices import EditOf


def routes() -> Router:
    """The command, the buttons, and what is typed for a plan."""
    router = Router(name="subscribers-plans")
    command = Command("plans", ignore_case=True, ignore_mention=True)
    router.message.register(by_command, command, Issues(), PRIVATE)
    router.callback_query.register(turn, b.ListPlans.filter(), Issues())
    router.callback_query.register(see, b.SeePlan.filter(), Issues())
    router.callback_query.register(edit, b.EditPlan.filter(), Issues())
    asked = StateFilter(Asking.plan)
    router.message.register(typed, asked, F.text, Commandless(), PRIVATE)
    router.message.register(again, asked, Commandless(), PRIVATE)
    return router


def may_keep(office: Office) -> None:
    """``NotAllowed`` for cashiers."""
    require(office.person, Action.CATALOG)


def drawn(plan: Plan, office: Office) -> Text:
    """A plan as this person sees it."""
    return screen.one(plan, office.desk.merchant.name, office.reader, editable=office.keeps_plans)


async def by_command(message: Message, office: Office) -> None:
    """Those that may be taken."""
    await office.show(message, await _listed(b.ListPlans(), office))


async def turn(callback: CallbackQuery, callback_data: b.ListPlans, office: Office) -> None:
    """Another page, or all of them."""
    await toast(callback)
    await office.show(callback, await _listed(callback_data, office))


async def see(callback: CallbackQuery, callback_data: b.SeePlan, office: Office) -> None:
    """One of them."""
    plan = await office.subscriptions.plan(callback_data.plan)
    await toast(callback)
    await office.show(callback, drawn(plan, office))


async def edit(callback: CallbackQuery, callback_data: b.EditPlan, office: Office) -> None:
    """Closed and opened at once, the rest is asked for; who was not as quick sees how it is now."""
    may_keep(office)
    plan, what = await office.subscriptions.plan(callback_data.plan), callback_data.what
    if what in {EditOf.CLOSE, EditOf.OPEN}:
        await _close(callback, plan, callback_data, office)
        return
    await office.state.clear()
    await office.wait(Asking.plan, plan=plan.id, version=callback_data.version, what=what.value)
    await toast(callback)
    await office.show(callback, _question(plan, what, office), below=True)


async def typed(message: Message, office: Office) -> None:
    """Another title or price, for those to come."""
    data = await office.state.get_data()
    plan = await office.subscriptions.plan(data["plan"])
    try:
        changed = _with(plan.offer, EditOf(data["what"]), message.text or "", office)
        plan = await _change(plan, data["version"], changed, office, closed=plan.closed)
    except Closed:
        await office.state.clear()
        await say(message, office.words("subs-plan-quicker"))
    except BillingError as refusal:
        await say(message, office.why(refusal), b.back(office.words))
        return
    else:
        await office.state.clear()
        await say(message, office.words("subs-plan-changed"))
    await say(message, *drawn(plan, office))


async def again(message: Message, office: Office) -> None:
    """A sticker, a voice: the question once more."""
    data = await office.state.get_data()
    plan = await office.subscriptions.plan(data["plan"])
    await office.show(message, _question(plan, EditOf(data["what"]), office))


async def _close(callback: CallbackQuery, plan: Plan, tapped: b.EditPlan, office: Office) -> None:
    closed = tapped.what is EditOf.CLOSE
    try:
        if plan.closed is not closed:
            plan = await _change(plan, tapped.version, plan.offer, office, closed=closed)
    except Closed:
        await toast(callback, office.words("subs-plan-quicker"), alert=True)
    else:
        await toast(callback, office.words("subs-plan-closed-now" if closed else "subs-plan-opened"))
    await office.show(callback, drawn(plan, office))


async def _listed(wanted: b.ListPlans, office: Office) -> Text:
    every = await office.subscriptions.plans(office.person, closed=True)
    plans = every if wanted.closed else [plan for plan in every if not plan.closed]
    return screen.listed(
        plans,
        wanted.page,
        office.reader,
        closed=wanted.closed,
        editable=office.keeps_plans,
        others=wanted.closed or len(plans) < len(every),
    )


async def _change(plan: Plan, version: int, offer: Offer, office: Office, *, closed: bool) -> Plan:
    return await office.subscriptions.change_plan(office.person, plan.id, version, offer, closed=closed)


def _with(offer: Offer, what: EditOf, text: str, office: Office) -> Offer:
    if what is EditOf.TITLE:
        return replace(offer, title=read_words(text))
    return replace(offer, amount=answers.amount(text, office.currency), lines=())


def _question(plan: Plan, what: EditOf, office: Office) -> Text:
    words = office.words
    if what is EditOf.TITLE:
        return words.html("subs-ask-plan-title", title=plan.offer.title), b.back(words)
    price = money(plan.offer.amount, words.locale)
    return words.html("subs-ask-plan-price", title=plan.offer.title, price=price), b.back(words)
