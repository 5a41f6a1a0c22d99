"""What an answer makes of a subscription that is put together. Raises ``BillingError`` for what cannot be."""

from __future__ import annotations

from pydantic import TypeAdapter

from billing.catalog.carts import described, lines_of, sum_of
from billing.catalog.models import Cart, CartKind
from billing.errors import AmountRefused, NotFound, Refused
from billing.money import Money
from billing.subscriptions.models import Cycle
from billing.subscriptions.offering import TITLE_MOST
from billing.subscriptions.reminders import usual
from handlers.parse import read_order, read_phone, read_words
from handlers.subscribers import drafts
from handlers.subscribers import words as w
from handlers.subscribers.drafts import Draft
from handlers.subscribers.office import Office
from screens.buttons import Id
from screens.format import clean
from screens.subscribers.choices import Step, To
from screens.subscribers.setup import NEVER

_ID: TypeAdapter[int] = TypeAdapter(Id)


async def tapped(step: Step, value: str, draft: Draft, office: Office) -> Draft:
    """One of the answers that were offered."""
    try:
        return await _chosen(step, value, draft, office)
    except ValueError:
        raise NotFound("button-old") from None


async def _chosen(step: Step, value: str, draft: Draft, office: Office) -> Draft:
    """Raises ``ValueError`` for what is never offered."""
    match step:
        case Step.TO:
            return _to(To(value), draft)
        case Step.PLAN:
            plan = await office.subscriptions.plan(_ID.validate_python(value))
            return await check({**draft, **drafts.of_plan(plan.id, plan.offer)}, office)
        case Step.AMOUNT:
            return await check(await _of_cart(draft, office), office)
        case Step.TITLE:
            filled = await _filled(office)
            return {**draft, "title": clean(described(filled.lines), TITLE_MOST) if filled else "–"}
        case Step.CYCLE:
            return _with_cycle(draft, Cycle(value))
        case Step.DAY:
            return await check({**draft, "day": None if value == "first" else int(value)}, office)
        case Step.REMIND:
            days = [] if value == NEVER else [int(day) for day in value.split(",")]
            return await check({**draft, "remind": days}, office)
        case Step.NAME:
            return {**draft, step: ""}
        case Step.FIRST:
            return {**draft, step: None}
        case Step.RULES:
            return {**draft, step: drafts.USUAL["rules"]}
    raise ValueError(step)


async def typed(step: Step, text: str, draft: Draft, office: Office) -> Draft:
    """The same in words."""
    match step:
        case Step.TO | Step.PLAN:
            raise Refused("subs-choose-please")
        case Step.PHONE:
            return {**draft, "phone": phone(text)}
        case Step.NAME:
            return {**draft, "name": read_words(text, 60)}
        case Step.AMOUNT:
            return await check(drafts.with_amount(draft, amount(text, office.currency).minor), office)
        case Step.TITLE:
            return await check({**draft, "title": read_words(text)}, office)
        case Step.CYCLE:
            cycle = w.read_cycle(text)
            if cycle is None:
                raise Refused("subs-cycle-unknown")
            return _with_cycle(draft, cycle)
        case Step.DAY:
            return await check({**draft, "day": w.read_day(text, Cycle(draft["cycle"]))}, office)
        case Step.FIRST:
            return await check({**draft, "first": w.read_first(text, office.today).isoformat()}, office)
        case Step.RULES:
            rules = w.read_rules(text)
            return {**draft, "rules": [rules.attempts, rules.retry_hours, rules.grace_days]}
    return await check({**draft, "remind": list(w.read_reminders(text))}, office)


async def check(draft: Draft, office: Office) -> Draft:
    """The draft, if all that is known of it can be."""
    await office.subscriptions.check(drafts.offer_of(draft, office.currency))
    return draft


def phone(text: str) -> str:
    """E.164, or why not."""
    found = read_phone(text)
    if found is None:
        raise Refused("subs-phone-unread")
    return found


def amount(text: str, currency: str) -> Money:
    """A sum and nothing else."""
    reading = read_order(text, currency)
    if reading.amount is None or reading.words or reading.phone:
        raise AmountRefused("subs-amount-unread")
    return reading.amount


async def cart(office: Office) -> tuple[Money, str] | None:
    """What the member has put together for a customer: what it comes to, and in words."""
    filled = await _filled(office)
    if filled is None:
        return None
    total = sum_of(filled, office.currency).total
    return Money(total, office.currency), described(filled.lines)


async def empty_cart(draft: Draft, office: Office) -> None:
    """Its items are in the subscription now, unless it was changed meanwhile."""
    filled = await _filled(office) if draft.get("lines") else None
    if filled is not None and draft.get("cart") == [filled.id, filled.version]:
        await office.desk.catalog.empty(office.person, CartKind.TILL)


async def _of_cart(draft: Draft, office: Office) -> Draft:
    filled = await _filled(office)
    if filled is None:
        raise Refused("cart-empty")
    total = sum_of(filled, office.currency)
    made = drafts.with_amount(draft, total.total, lines_of(filled, total))
    return {**made, "cart": [filled.id, filled.version]}


async def _filled(office: Office) -> Cart | None:
    found = await office.desk.catalog.filled(office.person, CartKind.TILL)
    return found if found is not None and found.lines else None


def _to(value: To, draft: Draft) -> Draft:
    """By a plan it is still a link for one person."""
    if value is To.PLAN:
        return {**draft, "to": To.LINK.value, "by_plan": True}
    known = {key: each for key, each in draft.items() if key != "phone" or value is To.PHONE}
    return {**known, "to": value.value}


def _with_cycle(draft: Draft, cycle: Cycle) -> Draft:
    """After a line that did not say it, reminders are as usual for it."""
    made = drafts.with_cycle(draft, cycle)
    if made.pop("usual", False):
        made["remind"] = list(usual(cycle))
    return made
