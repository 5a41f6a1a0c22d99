"""The shop's subscriptions: totals on top, then one by one with what comes next, came last, did not come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from billing.subscriptions.figures import Totals, price_now
from billing.subscriptions.models import State
from billing.subscriptions.records import Listed
from billing.subscriptions.viewing import next_of
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, keyboard, press
from screens.reader import Reader
from screens.subscribers import buttons as b
from screens.subscribers import wording
from screens.subscribers.choices import Shown
from screens.subscribers.setup import dated
from screens.subscriptions import standing
from screens.subscriptions import terms as t

Text = tuple[str, InlineKeyboardMarkup | None]

SIZE = 6  # on one page, so that text and buttons of all of them are on the screen together
NAME_MOST = 24  # characters of a name on a button


def listed(
    found: Sequence[Listed],
    shown: Shown,
    totals: Totals | None,
    reader: Reader,
    now: datetime,
    *,
    first: bool = True,
    figures: bool = False,
) -> Text:
    """One page; ``found`` has one row more where there is a next one. ``figures``: the reader sees all."""
    page, words = found[:SIZE], reader.words
    text = phrases.lines(
        [
            f"<b>{words('subs-title')}</b>",
            *_totals(totals, reader),
            "" if page else words(f"subs-none-{shown}"),
        ]
    )
    told = "\n\n".join([text, *(_entry(each, reader, now) for each in page)])
    return told, keyboard(_keys(found, shown, reader, now, first=first, figures=figures))


def name_of(listed: Listed, reader: Reader) -> str:
    """As the shop calls them, else the chat; else by the masked phone. Plain text."""
    subscription = listed.subscription
    name = fmt.clean(subscription.name or listed.subscriber, NAME_MOST)
    masked = fmt.phone(subscription.phone) if subscription.phone else ""
    return name or masked or reader.words("subs-nobody-yet")


def _totals(totals: Totals | None, reader: Reader) -> list[str]:
    if totals is None:
        return []
    words = reader.words
    return [
        phrases.dotted(
            words("subs-total-active", count=str(totals.active)),
            words("subs-total-risk", count=str(totals.at_risk)),
            words("subs-total-paused", count=str(totals.paused)),
        ),
        words("subs-total-monthly", sum=phrases.sum_of(totals.monthly, reader)),
        words("subs-total-churned", count=str(totals.churned)),
    ]


def _entry(listed: Listed, reader: Reader, now: datetime) -> str:
    """Who, what and how much; how it stands; what came last, and what did not come."""
    subscription, words = listed.subscription, reader.words
    sign, stands = standing.of_listed(listed, reader, now)
    if listed.unpaid is not None and subscription.state is State.ACTIVE and subscription.wish is None:
        stands = wording.waits(subscription, next_of(listed, now), reader, now)
    who = wording.subscriber(subscription.name or listed.subscriber, subscription.phone, reader)
    amount = phrases.sum_of(price_now(subscription, now), reader)
    last = listed.last_paid
    paid_at = last.settled_at or last.period.start if last is not None else None
    day = dated(paid_at.astimezone(reader.zone).date(), reader, now) if paid_at else ""
    failures = _failures(listed)
    return phrases.lines(
        [
            f"{sign} {phrases.dotted(f'<b>{who}</b>', t.titled(subscription.offer.title), amount)}",
            phrases.capital(stands),
            phrases.dotted(
                words("subs-last-paid", day=day) if day else "",
                words("subs-failures", count=str(failures)) if failures else "",
            ),
        ]
    )


def _failures(listed: Listed) -> int:
    """Attempts that failed for the bill that is not paid."""
    ladder = listed.unpaid.ladder if listed.unpaid else None
    return ladder.failures if ladder is not None else listed.subscription.failed


def _keys(
    found: Sequence[Listed],
    shown: Shown,
    reader: Reader,
    now: datetime,
    *,
    first: bool,
    figures: bool,
) -> list[Row]:
    words, page = reader.words, found[:SIZE]
    rows: list[Row] = [_button(each, reader, now) for each in page]
    turns: Row = [] if first else [press("⏮", b.ListThem(shown=shown))]
    if len(found) > SIZE:
        turns.append(press("▶", b.ListThem(shown=shown, before=page[-1].subscription.id)))
    others = [press(words(f"btn-subs-{each}"), b.ListThem(shown=each)) for each in Shown if each is not shown]
    new = [press(words("btn-subs-new"), b.Begin()), press(words("btn-subs-plans"), b.ListPlans())]
    drawn = [press(words("btn-subs-figures"), b.SeeFigures())] if figures else []
    return [*rows, turns, *b.pairs(others), new, drawn]


def _button(each: Listed, reader: Reader, now: datetime) -> Row:
    amount = phrases.sum_of(price_now(each.subscription, now), reader)
    label = phrases.dotted(name_of(each, reader), amount)
    return [press(label, b.See(subscription=each.subscription.id))]
