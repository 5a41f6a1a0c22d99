"""One subscription as its subscriber sees it: terms, what comes next, payments; and what they may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from billing.kept import KeptMethod
from billing.money import Money
from billing.subscriptions.ladder import Rung
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import PeriodRow, Subscription, Wish
from billing.subscriptions.viewing import HISTORY, SubscriptionView
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, keyboard, press
from screens.kept import names_of
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions import standing
from screens.subscriptions import terms as t

Text = tuple[str, InlineKeyboardMarkup | None]
METHODS_MOST = 3
_UNDER_WAY = frozenset({Wish.PAUSE, Wish.RESUME, Wish.CANCEL})
_SIGNS = {
    PeriodState.PENDING: "⏳",
    PeriodState.PAID: "✅",
    PeriodState.FAILED: "⌛",
    PeriodState.CANCELLED: "🚫",
    PeriodState.SKIPPED: "➖",
}


@dataclass(frozen=True, slots=True)
class Mine:
    """A subscription of its reader; ``view`` has one payment more than are shown, where there is one."""

    view: SubscriptionView
    methods: Sequence[KeptMethod] = ()  # that may be charged each time
    page: int = 0  # of its payments

    @property
    def charged(self) -> KeptMethod | None:
        """What is charged each time."""
        return next((m for m in self.methods if m.id == self.view.subscription.method_id), None)

    @property
    def payments(self) -> Sequence[PeriodRow]:
        """Those of the page."""
        return self.view.history[self.page * HISTORY : (self.page + 1) * HISTORY]

    @property
    def older(self) -> bool:
        """Whether there is another page."""
        return len(self.view.history) > (self.page + 1) * HISTORY


def drawn(mine: Mine, reader: Reader) -> Text:
    """All of it."""
    blocks = (
        [title(mine.view.subscription, reader), costs(mine.view, reader), now(mine.view, reader)],
        waits(mine.view, reader),
        _ways(mine, reader),
        _payments(mine, reader),
    )
    text = "\n\n".join(filter(None, (phrases.lines(block) for block in blocks)))
    return text, _keys(mine, reader)


def title(subscription: Subscription, reader: Reader) -> str:
    """Its name, bold, with the link that opens it."""
    name = reader.words.html("sub-title", title=t.titled(subscription.offer.title))
    return linked(name, subscription, reader)


def linked(text: str, subscription: Subscription, reader: Reader) -> str:
    """A bold first line that leads to the subscription."""
    address = escape(reader.site.start_link(f"{b.SUBSCRIPTION_LINK}{subscription.token}"))
    return f'<b><a href="{address}">{text}</a></b>'


def waits(view: SubscriptionView, reader: Reader) -> list[str]:
    """The payment that is open, and what follows if it does not come."""
    row, words = view.unpaid, reader.words
    if row is None or view.subscription.over:
        return []
    amount = phrases.sum_of(row.amount, reader)
    if view.subscription.state is State.PAUSED and not view.subscription.ours:  # its bank takes no bill back
        bank = phrases.safe(phrases.bank(view.subscription.engine, reader))
        return [words.html("sub-waits-open", amount=amount, span=t.span(row.period), bank=bank)]
    told = [words("sub-waits", amount=amount, span=t.span(row.period))]
    if (until := view.grace_until) is not None:
        told.append(words("sub-waits-grace", until=t.when(until, reader, view.at)))
    elif row.ladder is not None and row.ladder.rung is Rung.TRYING and row.ladder.until is not None:
        told.append(words("sub-waits-again", when=t.when(row.ladder.until, reader, view.at)))
    return told


# --- words


def now(view: SubscriptionView, reader: Reader) -> str:
    """``✅ next bill: 23 December, 10:00``."""
    sign, told = standing.of_view(view, reader)
    return f"{sign} {phrases.capital(told)}"


def cost_next(view: SubscriptionView) -> Money:
    """What the next payment is."""
    number = view.upcoming.number if view.upcoming else _newest(view)
    return view.subscription.price(number)


def _cost_now(view: SubscriptionView) -> Money:
    number = view.upcoming.number - 1 if view.upcoming else _newest(view)
    return view.subscription.price(max(0, number))


def _newest(view: SubscriptionView) -> int:
    return view.history[0].period.number if view.history else 0


def costs(view: SubscriptionView, reader: Reader) -> str:
    """What it costs, how often, and another price that is to come."""
    terms, then = view.subscription.terms, cost_next(view)
    every = t.every(terms, reader) if terms else ""
    told = phrases.dotted(phrases.sum_of(_cost_now(view), reader), every)
    if view.upcoming is None or then == _cost_now(view):
        return told
    day = t.dated(view.upcoming.first_day, reader, view.at.astimezone(reader.zone).date())
    return phrases.lines([told, reader.words("sub-new-price", day=day, amount=phrases.sum_of(then, reader))])


def _ways(mine: Mine, reader: Reader) -> list[str]:
    """How it is billed and reminded of; of one that is over, until when it counts."""
    view, words = mine.view, reader.words
    subscription = view.subscription
    if subscription.over:
        return [_paid_until(view, reader)]
    days = t.days_before(subscription.offer.reminders, words)
    reminded = (
        words("sub-reminders", days=days) if subscription.remind and days else words("sub-reminders-off")
    )
    return [_billed(mine, reader), reminded]


def _billed(mine: Mine, reader: Reader) -> str:
    subscription, words = mine.view.subscription, reader.words
    if not subscription.ours:
        bank = phrases.safe(phrases.bank(subscription.engine, reader))
        return words.html("sub-pays-phone", bank=bank, phone=fmt.phone(subscription.phone))
    if mine.charged is None:
        return words("sub-pays-here")
    return words.html("sub-pays-card", method=names_of(mine.methods, reader)[mine.charged.id])


def _paid_until(view: SubscriptionView, reader: Reader) -> str:
    paid = next((row for row in view.history if row.state is PeriodState.PAID), None)
    if paid is None or paid.period.end <= view.at:
        return ""
    day = t.dated(paid.period.last_day, reader, view.at.astimezone(reader.zone).date())
    return reader.words("sub-paid-until", day=day)


def _payments(mine: Mine, reader: Reader) -> list[str]:
    words = reader.words
    if not mine.payments:
        return [words("sub-history-none")]
    return [f"<b>{words('sub-history')}</b>", *(payment(row, reader) for row in mine.payments)]


def payment(row: PeriodRow, reader: Reader) -> str:
    amount = phrases.sum_of(row.amount, reader) if row.state is not PeriodState.SKIPPED else ""
    told = phrases.dotted(t.span(row.period), amount, reader.words(f"sub-period-{row.state}"))
    return f"{_SIGNS[row.state]} {told}"


# --- buttons


def pay(view: SubscriptionView, reader: Reader) -> Row:
    """*Pay now 5 000 ₸*, where there is something to pay here."""
    if not view.may_ask:
        return []
    amount = phrases.sum_of(view.unpaid.amount if view.unpaid else cost_next(view), reader)
    data = b.PayNow(subscription=view.subscription.id)
    return [press(reader.words("btn-sub-pay", amount=amount), data, ButtonStyle.SUCCESS)]


def pause(view: SubscriptionView, reader: Reader) -> Row:
    """*Pause*, or *Resume*; nothing while a bank is asked for one of them."""
    subscription, words = view.subscription, reader.words
    if subscription.over or subscription.wish in _UNDER_WAY:
        return []
    if subscription.state is State.PAUSED:
        return [press(words("btn-sub-resume"), b.Change(subscription=subscription.id, what=b.Do.RESUME))]
    return [press(words("btn-sub-pause"), b.Change(subscription=subscription.id, what=b.Do.PAUSE))]


def cancel(view: SubscriptionView, reader: Reader) -> Row:
    """*Cancel subscription*: asked first."""
    subscription = view.subscription
    if subscription.over or subscription.wish is Wish.CANCEL:
        return []
    data = b.Change(subscription=subscription.id, what=b.Do.CANCEL)
    return [press(reader.words("btn-sub-cancel"), data, ButtonStyle.DANGER)]


def again(view: SubscriptionView, reader: Reader) -> Row:
    """*Subscribe again*, where its plan is still offered."""
    if not view.subscription.over or view.plan is None or view.plan.closed:
        return []
    return [press(reader.words("btn-sub-again"), b.SeeOffer(token=view.plan.token))]


def _keys(mine: Mine, reader: Reader) -> InlineKeyboardMarkup | None:
    view = mine.view
    return keyboard(
        [
            pay(view, reader),
            [*pause(view, reader), *_remind(view, reader)],
            *_charge(mine, reader),
            _leaf(mine, reader),
            again(view, reader),
            cancel(view, reader),
            [press(reader.words("btn-sub-list"), b.Mine())],
        ]
    )


def _remind(view: SubscriptionView, reader: Reader) -> Row:
    subscription, words = view.subscription, reader.words
    if subscription.over or not subscription.offer.reminders:
        return []
    what, text = (b.Do.SILENCE, "btn-sub-silence") if subscription.remind else (b.Do.REMIND, "btn-sub-remind")
    return [press(words(text), b.Change(subscription=subscription.id, what=what))]


def _charge(mine: Mine, reader: Reader) -> list[Row]:
    """What is charged by itself can be left alone; what is not may be, where a kept way to pay is there."""
    subscription, words = mine.view.subscription, reader.words
    if subscription.over or not subscription.ours:
        return []
    if subscription.method_id is not None:
        return [[press(words("btn-sub-no-charge"), b.Charge(subscription=subscription.id))]]
    names = names_of(mine.methods, reader)
    return [
        [
            press(
                words("btn-sub-charge", method=names[m.id]),
                b.Charge(subscription=subscription.id, method=m.id),
            )
        ]
        for m in mine.methods[:METHODS_MOST]
    ]


def _leaf(mine: Mine, reader: Reader) -> Row:
    """To older payments, and back."""
    row: Row = []
    subscription_id = mine.view.subscription.id
    if mine.page:
        row.append(
            press(reader.words("btn-sub-newer"), b.See(subscription=subscription_id, page=mine.page - 1))
        )
    if mine.older:
        row.append(press(reader.words("chat-older"), b.See(subscription=subscription_id, page=mine.page + 1)))
    return row
