"""Plans: the list, and one of them with its link."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from billing.subscriptions.records import Plan
from screens import phrases
from screens.buttons import Row, keyboard, press
from screens.reader import Reader
from screens.subscribers import buttons as b
from screens.subscribers import wording
from screens.subscribers.choices import EditOf, To
from screens.subscribers.setup import PLANS, plan_label, share
from screens.subscriptions import terms as t
from screens.subscriptions.buttons import SUBSCRIPTION_LINK

Text = tuple[str, InlineKeyboardMarkup | None]


def listed(
    plans: Sequence[Plan], page: int, reader: Reader, *, closed: bool, editable: bool, others: bool = True
) -> Text:
    """A button for each; ``closed``: those that nobody may take any more are among them.

    ``others``: there are any that the other list would show.
    """
    words = reader.words
    first = min(page, max(len(plans) - 1, 0) // PLANS) * PLANS
    shown = plans[first : first + PLANS]
    rows: list[Row] = [[press(_label(plan, reader), b.SeePlan(plan=plan.id))] for plan in shown]
    turns: Row = []
    if first:
        turns.append(press("◀", b.ListPlans(page=first // PLANS - 1, closed=closed)))
    if first + PLANS < len(plans):
        turns.append(press("▶", b.ListPlans(page=first // PLANS + 1, closed=closed)))
    key = "btn-subs-open-plans" if closed else "btn-subs-all-plans"
    tools = [press(words(key), b.ListPlans(closed=not closed))] if others else []
    new = [press(words("btn-subs-new-plan"), b.Begin(to=To.PLAN))] if editable else []
    text = words("subs-plans-hint" if plans else "subs-plans-none")
    return f"<b>{words('subs-plans')}</b>\n{text}", keyboard([*rows, turns, [*new, *tools]])


def one(plan: Plan, shop: str, reader: Reader, *, editable: bool) -> Text:
    """What it asks for, and the link for everybody."""
    words, offer = reader.words, plan.offer
    address = reader.site.start_link(f"{SUBSCRIPTION_LINK}{plan.token}")
    text = phrases.lines(
        [
            f"<b>{t.titled(offer.title)}</b>",
            wording.price(offer, reader),
            wording.day_line(offer, reader),
            t.unpaid(offer.rules, words),
            words("subs-line-reminders", days=wording.reminded(offer.reminders, reader)),
            words("subs-plan-closed") if plan.closed else words.html("subs-plan-link", link=address),
        ]
    )
    rows: list[Row] = [] if plan.closed else [[share(offer, address, shop, reader)]]
    if editable:
        rows += _edits(plan, reader)
    return text, keyboard([*rows, [press(words("btn-subs-plans"), b.ListPlans())]])


def _edits(plan: Plan, reader: Reader) -> list[Row]:
    words = reader.words

    def edit(key: str, what: EditOf) -> Row:
        return [press(words(key), b.EditPlan(plan=plan.id, version=plan.version, what=what))]

    change = [*edit("btn-subs-edit-title", EditOf.TITLE), *edit("btn-subs-edit-amount", EditOf.PRICE)]
    if plan.closed:
        return [change, edit("btn-subs-open-plan", EditOf.OPEN)]
    return [change, edit("btn-subs-close-plan", EditOf.CLOSE)]


def _label(plan: Plan, reader: Reader) -> str:
    return phrases.dotted(plan_label(plan, reader), reader.words("subs-closed") if plan.closed else "")
