"""A subscription, or plan, while it is put together: what of it is known, and what is to be asked next.

Kept as JSON with the open question. What is known has its key; a key with ``None`` was answered with *none*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from billing.catalog.models import NewLine, Unit
from billing.money import Money
from billing.subscriptions.models import Cycle, Rules
from billing.subscriptions.offering import LEAST
from billing.subscriptions.records import Offer
from billing.subscriptions.reminders import usual
from screens.subscribers.choices import Step, To

Draft = dict[str, Any]

_TERMS = (Step.AMOUNT, Step.TITLE, Step.CYCLE, Step.DAY, Step.FIRST, Step.RULES, Step.REMIND)
_ORDER = {
    To.LINK: (Step.NAME, *_TERMS),
    To.PHONE: (Step.PHONE, Step.NAME, *_TERMS),
    To.PLAN: tuple(step for step in _TERMS if step is not Step.FIRST),
}
_FROM_PLAN = {Step.AMOUNT, Step.TITLE, Step.CYCLE, Step.DAY, Step.RULES, Step.REMIND}
USUAL: Draft = {"name": "", "day": None, "first": None, "rules": [3, 24, 3]}
"""What a line leaves unsaid."""


def next_step(draft: Draft) -> Step | None:
    """What is to be asked now; ``None``: all of it is known."""
    if "to" not in draft:
        return Step.TO
    if draft.get("by_plan") and "plan" not in draft:
        return Step.PLAN
    return next((step for step in _ORDER[To(draft["to"])] if step not in draft), None)


def of_plan(plan_id: int, offer: Offer) -> Draft:
    """What a plan fixes."""
    return {"plan": plan_id, **_terms_of(offer), "first": None}


def with_cycle(draft: Draft, cycle: Cycle) -> Draft:
    """Another period: its day, and days of reminders that were the usual ones, are other ones, too."""
    known = {key: value for key, value in draft.items() if key != "day" or value is None}
    if known.get("remind") is not None and "cycle" in draft:
        known["remind"] = list(usual(cycle))
    if cycle is Cycle.DAILY:
        known["day"] = None
    return {**known, "cycle": cycle.value}


def with_amount(draft: Draft, minor: int, lines: Sequence[NewLine] = ()) -> Draft:
    """Another sum; with lines it is theirs."""
    made_of = [{**asdict(line), "unit": line.unit.value} for line in lines]
    return {**draft, "amount": minor, "lines": made_of}


def offer_of(draft: Draft, currency: str) -> Offer:
    """What it comes to; what is not known yet is something that can be."""
    cycle = Cycle(draft.get("cycle", Cycle.MONTHLY))
    first = draft.get("first")
    return Offer(
        title=draft.get("title", "–"),
        amount=Money(draft.get("amount", LEAST), currency),
        cycle=cycle,
        day=draft.get("day"),
        first=date.fromisoformat(first) if first else None,
        rules=Rules(*(draft.get("rules") or (3, 24, 3))),
        reminders=tuple(draft.get("remind", usual(cycle))),
        lines=tuple(NewLine(**{**line, "unit": Unit(line["unit"])}) for line in draft.get("lines", ())),
    )


def fixed(draft: Draft, step: Step) -> bool:
    """Whether the plan says so, and nobody else."""
    return "plan" in draft and step in _FROM_PLAN


def _terms_of(offer: Offer) -> Draft:
    rules = [offer.rules.attempts, offer.rules.retry_hours, offer.rules.grace_days]
    terms = {"title": offer.title, "cycle": offer.cycle.value, "day": offer.day, "rules": rules}
    return with_amount({**terms, "remind": list(offer.reminders)}, offer.amount.minor, offer.lines)
