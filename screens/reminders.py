"""Reminders of a subscription's next bill and of an invoice's deadline, in a message of their own."""

from __future__ import annotations

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from billing.cards import CardView
from billing.models import Notice
from billing.states import InvoiceState
from billing.subscriptions.viewing import SubscriptionView
from screens import buttons as b
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, keyboard, press
from screens.reader import Reader
from screens.reminder_buttons import AskForNew, Of, RemindMe
from screens.subscriptions import one
from screens.subscriptions.buttons import PayNow
from screens.subscriptions.terms import titled

KINDS = frozenset({"remind-subscription", "remind-invoice", "sub-unreachable-member"})
Text = tuple[str, InlineKeyboardMarkup | None]


def tell(
    notice: Notice, view: CardView | None, subscription: SubscriptionView | None, reader: Reader
) -> Text:
    """HTML and buttons; ``LookupError`` where what it speaks of is gone."""
    match notice.kind:
        case "remind-invoice" if view is not None:
            return _of_invoice(view, int(notice.values["days"]), reader)
        case "remind-subscription" if subscription is not None:
            return _of_subscription(subscription, notice, reader)
        case "sub-unreachable-member" if subscription is not None:
            return _unreachable(subscription, reader), None
    raise LookupError(f"nothing is known to say about {notice.kind}")


def under_subscription(
    view: SubscriptionView, reader: Reader, *, silent: bool = False
) -> InlineKeyboardMarkup | None:
    """*Pay now*, *Pause*, *Cancel subscription*, *Don't remind me*; ``silent``: the way back."""
    pay = press(
        reader.words("btn-remind-pay"), PayNow(subscription=view.subscription.id), ButtonStyle.SUCCESS
    )
    pause = one.pause(view, reader)
    silence = [_silence(Of.SUBSCRIPTION, view.subscription.id, reader, silent=silent)]
    beside = [pause, silence] if silent else [[*pause, *silence]]  # the longer words need a row
    return keyboard([[pay] if view.may_ask else [], *beside, one.cancel(view, reader)])


def under_invoice(view: CardView, reader: Reader, *, silent: bool = False) -> InlineKeyboardMarkup | None:
    """*Pay*, or *Ask for a new one*; and *Don't remind me*."""
    return keyboard([_do(view, reader), [_silence(Of.INVOICE, view.invoice.id, reader, silent=silent)]])


def _of_subscription(view: SubscriptionView, notice: Notice, reader: Reader) -> Text:
    words, days, number = reader.words, int(notice.values["days"]), int(notice.values["number"])
    at = view.next_at or view.at
    day = words("remind-day", days=days, day=fmt.day(at, reader.zone, words.locale, view.at))
    amount = phrases.sum_of(view.subscription.price(number), reader)
    title = words.html("remind-title", title=titled(view.subscription.offer.title))
    text = phrases.lines(
        [
            one.linked(words("remind-head", day=day, amount=amount), view.subscription, reader),
            phrases.dotted(title, _shop(view.merchant.name, reader)),
            _how(view, days, fmt.clock(at, reader.zone), reader),
        ]
    )
    return text, under_subscription(view, reader)


def _how(view: SubscriptionView, days: int, time: str, reader: Reader) -> str:
    """A bill comes, by us or by a bank; or it is taken from what the subscriber let us charge."""
    words = reader.words
    if not view.subscription.ours:
        bank = phrases.safe(phrases.bank(view.subscription.engine, reader))
        return words.html("remind-by-bank", days=days, bank=bank)
    if view.method is None:
        return words("remind-bill", days=days, time=time)
    if card := fmt.card(view.method.label):
        return words("remind-card", card=card)
    label = fmt.clean(view.method.label, 20) or words("method-unnamed")
    return words.html("remind-kept", method=label)


def _of_invoice(view: CardView, days: int, reader: Reader) -> Text:
    words, amount = reader.words, phrases.sum_of(view.invoice.amount, reader)
    head = words("remind-invoice-over" if days < 0 else "remind-invoice", amount=amount)
    text = phrases.lines(
        [
            phrases.title(head, view, reader),
            phrases.about(view, reader, _shop(view.merchant.name, reader)),
            words("remind-invoice-ask") if days < 0 else _until(view, days, reader),
        ]
    )
    return text, under_invoice(view, reader)


def _until(view: CardView, days: int, reader: Reader) -> str:
    deadline, words = view.invoice.deadline, reader.words
    day = fmt.day(deadline, reader.zone, words.locale, view.at)
    return words("remind-invoice-until", days=days, day=day, time=fmt.clock(deadline, reader.zone))


def _unreachable(view: SubscriptionView, reader: Reader) -> str:
    """For the member who answers for it."""
    words, subscription = reader.words, view.subscription
    name = fmt.clean(view.subscriber.name if view.subscriber else subscription.name, 40)
    named = words.html("remind-unreachable", name=name) if name else words("remind-unreachable-unnamed")
    title = words.html("remind-title", title=titled(subscription.offer.title))
    amount = phrases.sum_of(one.cost_next(view), reader)
    do = words("remind-unreachable-do")
    return phrases.lines([f"<b>{named}</b>", phrases.dotted(title, amount), do])


def _do(view: CardView, reader: Reader) -> Row:
    words, invoice = reader.words, view.invoice
    match invoice.state:
        case InvoiceState.OPEN:
            return [press(words("btn-get-page"), b.Show(invoice=invoice.id), ButtonStyle.SUCCESS)]
        case InvoiceState.EXPIRED:
            return [press(words("btn-ask-new"), AskForNew(invoice=invoice.id), ButtonStyle.SUCCESS)]
    return []


def _silence(of: Of, subject_id: int, reader: Reader, *, silent: bool) -> InlineKeyboardButton:
    text = reader.words("btn-remind-again" if silent else "btn-remind-never")
    return press(text, RemindMe(of=of, id=subject_id, wanted=silent))


def _shop(name: str, reader: Reader) -> str:
    shown = fmt.shop(name)
    return reader.words.html("remind-shop", shop=shown) if shown else ""
