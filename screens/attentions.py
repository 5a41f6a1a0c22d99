"""Money that does not fit, and questions: what those who decide read, and what the customer hears."""

from __future__ import annotations

from datetime import datetime
from html import escape

from billing.cards import CardView
from billing.models import Attention, Notice, Payment
from billing.states import LIVE, AttentionKind, AttentionState, InvoiceState, RefundState
from screens import format as fmt
from screens import phrases, proposals
from screens.reader import Reader
from screens.refund_news import details, open_refund
from screens.situations import MISFITS, waits

_MONEY_CAME = MISFITS | {AttentionKind.LATE, AttentionKind.SECOND}


def to_decide(view: CardView, item: Attention, reader: Reader) -> str:
    """The message to owners and managers: what came, when, and what may be done."""
    if item.kind is AttentionKind.PROPOSAL and (refund := proposals.of_item(view, item)) is not None:
        return proposals.told(view, refund, reader)
    payment = payment_of(view, item.payment_id)
    return phrases.lines(
        [
            phrases.title(_first(view, item, payment, reader), view, reader),
            phrases.about_number_first(view, reader),
            _when(view, item, payment, reader),
            _quoted(item),
            _to_do(view, item, payment, reader),
            _customer(view, reader) if item.kind is AttentionKind.QUESTION else "",
        ]
    )


def _first(view: CardView, item: Attention, payment: Payment | None, reader: Reader) -> str:
    if item.kind is AttentionKind.REFUND and (refund := open_refund(view, item.payment_id)) is not None:
        return reader.words("attention-refund", amount=phrases.sum_of(refund.amount, reader))
    return headline(item.kind, view, payment, reader)


def headline(kind: AttentionKind, view: CardView, payment: Payment | None, reader: Reader) -> str:
    """``Late money: 5 000 ₸`` and its like."""
    return _told("attention", kind, view, payment, reader)


def _to_do(view: CardView, item: Attention, payment: Payment | None, reader: Reader) -> str:
    if item.state is not AttentionState.OPEN:
        return _decided(item, view, reader)
    if item.kind is not AttentionKind.REFUND:
        return decision(item.kind, payment, reader)
    refund = open_refund(view, item.payment_id)
    if refund is None:
        return reader.words("already-decided")
    pending = refund.state is RefundState.PENDING
    return phrases.lines(
        [
            reader.words("decide-refund-pending" if pending else "decide-refund"),
            details(view, refund, reader),
        ]
    )


def _decided(item: Attention, view: CardView, reader: Reader) -> str:
    """What came of the question; nothing where its cause went away by itself."""
    if item.state is not AttentionState.ACCEPTED or item.decided_at is None:
        return ""
    at = fmt.moment(item.decided_at, reader.zone, reader.words.locale, view.at)
    return reader.words("decided-kept" if item.kind in _MONEY_CAME else "decided-done", at=at)


def decision(kind: AttentionKind, payment: Payment | None, reader: Reader) -> str:
    """What those who decide can do."""
    over = kind is AttentionKind.UNKNOWN and given_up(payment)
    return reader.words("decide-given-up" if over else f"decide-{kind}")


def given_up(payment: Payment | None) -> bool:
    """Nobody knows how it ended, and the bank is asked no more."""
    return payment is not None and payment.state in LIVE and payment.next_look is None


def waiting(view: CardView) -> Attention | None:
    """The item because of which the invoice is neither paid nor open."""
    return waits(view, AttentionKind.LATE, *MISFITS)


def for_customer(kind: AttentionKind, view: CardView, payment: Payment | None, reader: Reader) -> str:
    """That the money is safe, and who decides about it."""
    return _told("customer", kind, view, payment, reader)


def to_customer(view: CardView, notice: Notice, reader: Reader) -> str:
    """The same as a message of its own."""
    kind = AttentionKind(notice.kind.removeprefix("customer-"))
    payment = payment_of(view, notice.payment_id)
    sentence = for_customer(kind, view, payment, reader)
    return phrases.lines([sentence, phrases.about(view, reader)])


def standing(notice: Notice, reader: Reader) -> str:
    """How much waits, and since when: what owners read each day until it is decided."""
    values, locale = notice.values, reader.words.locale
    since = fmt.moment(datetime.fromisoformat(values["since"]), reader.zone, locale, notice.created_at)
    return phrases.lines(
        [
            f"<b>{reader.words('decisions-wait', count=values['count'])}</b>",
            reader.words("decisions-oldest", since=since, number=values["number"]),
            reader.words("decisions-do"),
        ]
    )


def payment_of(view: CardView, payment_id: int | None) -> Payment | None:
    """The payment that is spoken of, where the view has it."""
    known = (*view.payments, view.payment)
    return next((p for p in known if p is not None and p.id == payment_id), None)


def _told(who: str, kind: AttentionKind, view: CardView, payment: Payment | None, reader: Reader) -> str:
    amount = phrases.sum_of(view.invoice.amount, reader)
    taken = payment.taken if payment else None
    if kind in MISFITS and taken is None:
        return reader.words("attention-untold" if who == "attention" else "customer-untold", amount=amount)
    known = phrases.sum_of(taken, reader) if taken else amount
    if who == "customer" and kind is AttentionKind.UNKNOWN and given_up(payment):
        return reader.words("customer-given-up", amount=amount)
    key = f"attention-{kind}" if who == "attention" else f"customer-{kind}"
    return reader.words(key, amount=amount, taken=known)


def _when(view: CardView, item: Attention, payment: Payment | None, reader: Reader) -> str:
    """When the money came, and through whom; nothing where none came."""
    if item.kind not in _MONEY_CAME:
        return ""
    settled = payment.settled_at if payment else None
    came = phrases.at_time(settled or item.created_at, view, reader)
    if payment is None:
        return reader.words("came", came=came)
    bank = phrases.bank(payment.provider, reader)
    if item.kind is AttentionKind.LATE:
        return _late(view, item, came, bank, reader)
    return reader.words("came-through", came=came, bank=bank)


def _late(view: CardView, item: Attention, came: str, bank: str, reader: Reader) -> str:
    invoice = view.invoice
    if invoice.before_late is InvoiceState.EXPIRED:
        ended = phrases.at_time(invoice.deadline, view, reader)
        return reader.words("late-expired", ended=ended, came=came, bank=bank)
    if invoice.ended_at is None or invoice.ended_at >= item.created_at:
        return reader.words("late-cancelled-before", came=came, bank=bank)
    ended = phrases.at_time(invoice.ended_at, view, reader)
    return reader.words("late-cancelled", ended=ended, came=came, bank=bank)


def _quoted(item: Attention) -> str:
    """A customer's own words."""
    note = escape(fmt.clean(item.note, 500), quote=False)
    return f"<blockquote>{note}</blockquote>" if note else ""


def _customer(view: CardView, reader: Reader) -> str:
    """Telegram's way to the person, so that the shop can answer."""
    if view.invoice.customer_id is None:
        return ""
    text = reader.words("decide-question-link")
    return f'<a href="tg://user?id={view.invoice.customer_id}">{text}</a>'
