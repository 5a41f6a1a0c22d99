"""One subscription as the staff see it: terms, what comes next, payments and invoices, what may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.enums import ButtonStyle
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from billing.subscriptions.banking import BankSubscription
from billing.subscriptions.ladder import Rung
from billing.subscriptions.models import State
from billing.subscriptions.records import PeriodRow, Subscription, Wish
from billing.subscriptions.viewing import HISTORY, SubscriptionView
from screens import phrases
from screens.buttons import Row, Show, keyboard, press
from screens.reader import Reader
from screens.subscribers import buttons as b
from screens.subscribers import wording
from screens.subscribers.buttons import Act
from screens.subscribers.choices import Do
from screens.subscribers.setup import dated, share
from screens.subscriptions import one
from screens.subscriptions import terms as t
from screens.subscriptions.buttons import SUBSCRIPTION_LINK

Text = tuple[str, InlineKeyboardMarkup | None]

_UNDER_WAY = frozenset({Wish.PAUSE, Wish.RESUME, Wish.CANCEL})
_COUNTED = ("payments", "successful", "failed")


@dataclass(frozen=True, slots=True)
class Held:
    """One of them; ``view`` has one payment more than are shown, where there is one."""

    view: SubscriptionView
    page: int = 0
    by_phone: str | None = None  # the bank that would bill it by phone
    shown: BankSubscription | None = None  # what its bank says of it
    said: str = ""  # what has just been done

    @property
    def subscription(self) -> Subscription:
        """The subscription itself."""
        return self.view.subscription

    @property
    def rows(self) -> Sequence[PeriodRow]:
        """The payments of the page."""
        return self.view.history[self.page * HISTORY : (self.page + 1) * HISTORY]

    @property
    def older(self) -> bool:
        """Whether there is another page."""
        return len(self.view.history) > (self.page + 1) * HISTORY


def drawn(held: Held, reader: Reader) -> Text:
    """All of it."""
    view, words = held.view, reader.words
    number = words("subs-number", number=str(held.subscription.number))
    blocks = (
        [held.said],
        [phrases.dotted(one.title(held.subscription, reader), number), _who(held, reader)],
        [one.costs(view, reader), _now(view, reader), _ended(held.subscription, reader)],
        _unpaid(view, reader),
        _terms(held, reader),
        _history(held, reader),
        _at_bank(held, reader),
    )
    text = "\n\n".join(filter(None, (phrases.lines(block) for block in blocks)))
    return text, _keys(held, reader)


# --- words


def _who(held: Held, reader: Reader) -> str:
    """The subscriber, and whether the chat reaches them."""
    view, subscription, words = held.view, held.subscription, reader.words
    chat = view.subscriber.name if view.subscriber else ""
    who = wording.subscriber(subscription.name or chat, subscription.phone, reader)
    told = words.html("subs-line-who", who=phrases.safe(who))
    if subscription.over or subscription.state is State.OFFERED or view.remindable:
        return told
    return phrases.lines([told, words("subs-not-remindable" if view.subscriber is None else "subs-blocked")])


def _now(view: SubscriptionView, reader: Reader) -> str:
    subscription = view.subscription
    if view.unpaid is None or subscription.state is not State.ACTIVE or subscription.wish is not None:
        return one.now(view, reader)
    return f"⏳ {phrases.capital(wording.waits(subscription, view.next_at, reader, view.at))}"


def _unpaid(view: SubscriptionView, reader: Reader) -> list[str]:
    """The period that is not paid, how often it failed, and what follows."""
    row, words = view.unpaid, reader.words
    if row is None or view.subscription.over:
        return []
    failures = row.ladder.failures if row.ladder else view.subscription.failed
    told = [words("subs-unpaid", amount=phrases.sum_of(row.amount, reader), span=t.span(row.period))]
    told += [words("subs-failures", count=str(failures))] if failures else []
    if (until := view.grace_until) is not None:
        told.append(words("subs-told-grace-until", when=t.when(until, reader, view.at)))
    elif row.ladder is not None and row.ladder.rung is Rung.TRYING and row.ladder.until is not None:
        told.append(words("sub-waits-again", when=t.when(row.ladder.until, reader, view.at)))
    return told


def _ended(subscription: Subscription, reader: Reader) -> str:
    if subscription.ended_by is None or not subscription.over:
        return ""
    return reader.words(f"subs-end-{subscription.ended_by}")


def _terms(held: Held, reader: Reader) -> list[str]:
    subscription, words = held.subscription, reader.words
    if subscription.over:
        return []
    offer = subscription.offer
    days = wording.reminded(offer.reminders, reader)
    silent = bool(offer.reminders) and not subscription.remind
    return [
        wording.engine(subscription, reader),
        wording.day_line(offer, reader) if subscription.terms is None else "",
        t.unpaid(offer.rules, words),
        words("subs-reminders-silenced") if silent else words("subs-line-reminders", days=days),
        words("subs-of-plan") if held.view.plan is not None else "",
    ]


def _history(held: Held, reader: Reader) -> list[str]:
    words = reader.words
    if held.subscription.terms is None:
        return []
    if not held.rows:
        return [words("sub-history-none")]
    told = (phrases.dotted(one.payment(row, reader), _invoice(held, row)) for row in held.rows)
    return [f"<b>{words('sub-history')}</b>", *told]


def _invoice(held: Held, row: PeriodRow) -> str:
    number = held.view.numbers.get(row.invoice_id or 0)
    return f"#{number}" if number is not None else ""


def _at_bank(held: Held, reader: Reader) -> list[str]:
    """What its bank counts by itself, and says of the newest bill."""
    shown, words = held.shown, reader.words
    if shown is None:
        return []
    found = [words.html("subs-at-bank", bank=phrases.safe(phrases.bank(held.subscription.engine, reader)))]
    if shown.stats is not None:
        counts = {name: str(getattr(shown.stats, name)) for name in _COUNTED}
        sum_ = phrases.sum_of(shown.stats.collected, reader)
        found += [words("subs-bank-stats", **counts), words("subs-bank-collected", sum=sum_)]
    if shown.last is not None:
        state = words(f"sub-period-{shown.last.state}") if shown.last.state else ""
        at = shown.last.paid_at
        day = dated(at.astimezone(reader.zone).date(), reader, held.view.at) if at else ""
        last = phrases.dotted(phrases.sum_of(shown.last.amount, reader), state, day)
        found.append(words("subs-bank-last", last=last))
    return found if len(found) > 1 else [*found, words("subs-bank-nothing")]


# --- buttons


def _keys(held: Held, reader: Reader) -> InlineKeyboardMarkup | None:
    subscription, words = held.subscription, reader.words
    rows = [*_invoices(held), _leaf(held)]
    if subscription.state is State.OFFERED:
        rows += _offered(held, reader)
    elif not subscription.over and subscription.wish is not Wish.CANCEL:
        rows += _living(held, reader)
    return keyboard([*rows, [press(words("btn-subs-list"), b.ListThem())]])


def _offered(held: Held, reader: Reader) -> list[Row]:
    subscription = held.subscription
    address = reader.site.start_link(f"{SUBSCRIPTION_LINK}{subscription.token}")
    passed = share(subscription.offer, address, held.view.merchant.name, reader)
    return [[passed], [_copy(address, reader)], _act(Do.CANCEL, held, reader, ButtonStyle.DANGER)]


def _living(held: Held, reader: Reader) -> list[Row]:
    subscription = held.subscription
    rows: list[Row] = []
    if subscription.wish not in _UNDER_WAY:
        paused = subscription.state is State.PAUSED
        rows.append(_act(Do.RESUME if paused else Do.PAUSE, held, reader))
    changes = [*_act(Do.PRICE, held, reader), *_act(Do.REMIND, held, reader)]
    if subscription.offer.cycle.months or subscription.offer.cycle.days > 1:
        changes[1:1] = _act(Do.DAY, held, reader)
    rows += b.pairs(changes)
    rows += _switch(held, reader)
    if subscription.customer_id is not None:
        rows.append([_copy(reader.site.start_link(f"{SUBSCRIPTION_LINK}{subscription.token}"), reader)])
    return [*rows, _act(Do.CANCEL, held, reader, ButtonStyle.DANGER)]


def _switch(held: Held, reader: Reader) -> list[Row]:
    """The other engine; and the figures of the bank that runs it."""
    subscription, words = held.subscription, reader.words
    if subscription.ours:
        if held.by_phone is None:
            return []
        text = words("btn-subs-to-bank", bank=words.way(held.by_phone))
        return [[press(text, Act(subscription=subscription.id, do=Do.BANK))]]
    figures = press(
        words("btn-subs-at-bank", bank=words.way(subscription.engine)), b.AtBank(subscription=subscription.id)
    )
    rows = [[figures]] if subscription.bank_id is not None else []
    return [*rows, _act(Do.CHAT, held, reader)]


def _act(do: Do, held: Held, reader: Reader, style: ButtonStyle | None = None) -> Row:
    return [press(reader.words(f"btn-subs-do-{do}"), Act(subscription=held.subscription.id, do=do), style)]


def _copy(address: str, reader: Reader) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=reader.words("btn-subs-copy"), copy_text=CopyTextButton(text=address))


def _invoices(held: Held) -> list[Row]:
    """Each payment's invoice."""
    known = held.view.numbers
    shown = [
        press(f"#{known[row.invoice_id]}", Show(invoice=row.invoice_id))
        for row in held.rows
        if row.invoice_id is not None and row.invoice_id in known
    ]
    return [shown[at : at + 3] for at in range(0, len(shown), 3)]


def _leaf(held: Held) -> Row:
    found: Row = []
    if held.page:
        found.append(press("◀", b.See(subscription=held.subscription.id, page=held.page - 1)))
    if held.older:
        found.append(press("▶", b.See(subscription=held.subscription.id, page=held.page + 1)))
    return found
