"""``/subscribe``: by one line, or step by step; then a summary, and nothing is made before *Make it*."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.types import CallbackQuery, Message

from billing.errors import BillingError
from billing.subscriptions.calendar import period
from billing.subscriptions.offering import would_begin
from billing.subscriptions.reminders import usual
from handlers.answers import say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.parse import Trouble
from handlers.subscribers import answers, drafts, plans
from handlers.subscribers.drafts import Draft, next_step
from handlers.subscribers.office import Asking, Issues, Office
from handlers.subscribers.words import Line, read_line
from screens.subscribers import buttons as b
from screens.subscribers import setup as screen
from screens.subscribers.choices import Step, To
from screens.subscribers.setup import Setup

DATES = 3
_TROUBLES = {
    Trouble.FOREIGN: "subs-amount-foreign",
    Trouble.PHONE: "subs-phone-unread",
    Trouble.UNREAD: "subs-amount-unread",
}


def routes() -> Router:
    """The command, the answers by button and typed, and *Make it*."""
    router = Router(name="subscribers-setup")
    command = Command("subscribe", ignore_case=True, ignore_mention=True)
    router.message.register(by_command, command, Issues(), PRIVATE)
    router.callback_query.register(begin, b.Begin.filter(), Issues())
    router.callback_query.register(chosen, b.Choose.filter(), Issues())
    router.callback_query.register(turned, b.Turn.filter(), Issues())
    router.callback_query.register(edit, b.Edit.filter(), Issues())
    router.callback_query.register(make, b.Make.filter(), Issues())
    router.callback_query.register(leave, b.LeaveSetup.filter())
    asked = StateFilter(Asking.setup)
    router.message.register(typed, asked, F.text, Commandless(), PRIVATE)
    router.message.register(again, asked, Commandless(), PRIVATE)
    return router


async def by_command(message: Message, command: CommandObject, office: Office) -> None:
    """``/subscribe 5000 monthly Coffee for a month`` leads to the summary; what is missing is asked for."""
    draft: Draft = {"source": f"chat:{message.chat.id}:{message.message_id}"}
    await office.state.clear()
    typed = (command.args or "").strip()
    if not typed:
        await _next(message, draft, office)
        return
    line = read_line(typed, office.currency)
    if line.amount is None:
        await say(message, office.words(_TROUBLES.get(line.trouble or Trouble.UNREAD, "subs-amount-unread")))
        return
    draft |= _of_line(line)
    try:
        await answers.check(draft, office)
    except BillingError as refusal:
        await say(message, office.why(refusal))
        return
    await _next(message, draft, office, said=office.words("subs-cycle-unknown") if line.odd_cycle else "")


async def begin(callback: CallbackQuery, callback_data: b.Begin, office: Office) -> None:
    """*New plan*, *New subscription*."""
    draft: Draft = {"source": f"tap:{callback.id}", "token": office.desk.ids.token()}
    if callback_data.to is not None:
        if callback_data.to is To.PLAN:
            plans.may_keep(office)
        draft["to"] = callback_data.to.value
    await office.state.clear()
    await toast(callback)
    if isinstance(callback.message, Message):
        await _next(callback.message, draft, office)


async def chosen(callback: CallbackQuery, callback_data: b.Choose, office: Office) -> None:
    """An answer by button."""
    data = await office.asked(Asking.setup)
    draft, step = (data["draft"], data["step"]) if data else ({}, None)
    if step != callback_data.step and not _link_instead(callback_data, draft):
        await office.over(callback)
        return
    draft = await answers.tapped(callback_data.step, callback_data.value, draft, office)
    await toast(callback)
    await _next(callback, draft, office)


async def turned(callback: CallbackQuery, callback_data: b.Turn, office: Office) -> None:
    """Other plans to choose from."""
    draft = await office.draft()
    if draft is None or next_step(draft) is not Step.PLAN:
        await office.over(callback)
        return
    await toast(callback)
    await _next(callback, draft, office, page=callback_data.page)


async def edit(callback: CallbackQuery, callback_data: b.Edit, office: Office) -> None:
    """Ask for it once more."""
    draft, step = await office.draft(), callback_data.step
    if draft is None or next_step(draft) is not None or drafts.fixed(draft, step):
        await office.over(callback)
        return
    await toast(callback)
    await _next(callback, draft, office, ask=step)


async def typed(message: Message, office: Office) -> None:
    """An answer in words; what cannot be is told, and the question stays."""
    data = await office.asked(Asking.setup)
    if data is None or data["step"] is None:
        await again(message, office)
        return
    try:
        draft = await answers.typed(Step(data["step"]), message.text or "", data["draft"], office)
    except BillingError as refusal:
        step, draft = Step(data["step"]), data["draft"]
        _, answers_again = screen.question(step, await _setup(draft, office, step, 0), office.reader)
        await say(message, office.why(refusal), answers_again)
        return
    await _next(message, draft, office)


async def again(message: Message, office: Office) -> None:
    """A sticker, a voice: the question once more."""
    data = await office.state.get_data()
    step = data.get("step")
    await _next(message, data["draft"], office, ask=Step(step) if step else None)


async def make(callback: CallbackQuery, office: Office) -> None:
    """Once, however often it is tapped."""
    draft = await office.draft()
    if draft is None:
        await toast(callback, office.words("subs-make-over"), alert=True)
        return
    if next_step(draft) is not None:
        await office.over(callback)
        return
    made = await _made(draft, office)
    await office.state.clear()
    await answers.empty_cart(draft, office)
    await toast(callback)
    await office.show(callback, made)


async def leave(callback: CallbackQuery, office: Office) -> None:
    """From what was asked once more back to the summary, else out of it; a newer question stays open."""
    data = await office.asked(Asking.setup)
    await toast(callback)
    if data is not None and data["step"] is not None and next_step(data["draft"]) is None:
        await _next(callback, data["draft"], office)
        return
    since = (await office.state.get_data()).get("since", 0)
    if office.at >= since and (await office.state.get_state() or "").startswith(Asking.__name__):
        await office.state.clear()
    await office.show(callback, (office.words("subs-left" if data is None else "subs-stopped"), None))


async def _made(draft: Draft, office: Office) -> screen.Text:
    desk, offer = office.subscriptions, drafts.offer_of(draft, office.currency)
    more = {"source": draft["source"], "name": draft.get("name", ""), "plan_id": draft.get("plan")}
    match To(draft["to"]):
        case To.PLAN:
            plan = await desk.add_plan(office.person, offer, token=draft["token"])
            return plans.drawn(plan, office)
        case To.PHONE:
            added = await desk.add_by_phone(office.person, offer, draft["phone"], **more)
            first = period(added.terms, 0).first_day if added.terms else None
            return screen.made_by_phone(added, first, office.reader, office.now)
    offered = await desk.offer_to(office.person, offer, **more)
    return screen.made_link(offered, office.desk.merchant.name, office.reader)


async def _next(
    event: Message | CallbackQuery,
    draft: Draft,
    office: Office,
    *,
    ask: Step | None = None,
    page: int = 0,
    said: str = "",
) -> None:
    """The next question; where nothing is left to be asked, the summary."""
    step = ask or next_step(draft)
    await office.wait(Asking.setup, draft=draft, step=step.value if step else None)
    setup = await _setup(draft, office, step, page)
    if step is None:
        await office.show(event, screen.summary(setup, office.reader, office.now))
        return
    text, keyboard = screen.question(step, setup, office.reader)
    await office.show(event, (f"{said}\n{text}" if said else text, keyboard))


async def _setup(draft: Draft, office: Office, step: Step | None, page: int) -> Setup:
    """What a screen needs to know of it."""
    desk, offer = office.subscriptions, drafts.offer_of(draft, office.currency)
    choosing = step in {Step.TO, Step.PLAN}
    terms = would_begin(offer, office.desk.merchant.timezone, office.now) if step is None else None
    return Setup(
        to=To(draft["to"]) if "to" in draft else None,
        offer=offer,
        phone=draft.get("phone", ""),
        name=draft.get("name", ""),
        by_plan="plan" in draft,
        by_phone=bool(desk.banks.banks),
        engine=desk.engine_by_phone(offer),
        cart=await answers.cart(office) if step in {Step.AMOUNT, Step.TITLE} else None,
        plans=tuple(await desk.plans()) if choosing else (),
        page=page,
        again=step is not None and next_step(draft) is None,
        dates=tuple(period(terms, number).first_day for number in range(DATES)) if terms else (),
    )


def _of_line(line: Line) -> Draft:
    """A line says the sum; what it leaves unsaid is as usual, but period and title."""
    assert line.amount is not None
    draft = drafts.with_amount({"to": To.PHONE if line.phone else To.LINK, **drafts.USUAL}, line.amount.minor)
    draft |= {"name": line.name} | ({"phone": line.phone} if line.phone else {})
    draft |= {"title": line.title} if line.title else {}
    if line.cycle is not None:
        draft = drafts.with_cycle(draft, line.cycle) | {"remind": list(usual(line.cycle))}
    else:
        draft["usual"] = True
    return draft


def _link_instead(tapped: b.Choose, draft: Draft) -> bool:
    """On the summary, where no bank bills the phone."""
    return bool(draft) and next_step(draft) is None and (tapped.step, tapped.value) == (Step.TO, To.LINK)
