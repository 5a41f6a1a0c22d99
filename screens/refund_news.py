"""What is told of money that goes back, to the shop and to the customer. Imports no chat framework."""

from __future__ import annotations

from billing.cards import CardView
from billing.models import Notice, Refund, RefundRefusal
from billing.money import Money
from billing.states import UNDER_WAY
from screens import phrases, proposals, refusals
from screens.reader import Reader

KINDS = frozenset(
    {
        "refund-started",
        "refund-unclear",
        "refund-reckoned",
        "refund-failed",
        "refund-done",
        "refund-by-bank",
        "refund-done-customer",
        "refund-approved",
        "refund-declined",
        "refund-outdated",
    }
)


def news(notice: Notice, view: CardView, reader: Reader) -> str:
    """One of ``KINDS`` as HTML; ``LookupError`` where the books have no such refund."""
    refund = view.refund_of(int(notice.values.get("refund", "0")))
    if refund is None:
        raise LookupError(f"{notice.kind} speaks of no refund of its invoice")
    amount = phrases.sum_of(refund.amount, reader)
    match notice.kind:
        case "refund-failed":
            return _failed(view, refund, amount, reader)
        case "refund-done":
            return _done(reader.words("refund-done", amount=amount), view, refund, reader)
        case "refund-by-bank":
            first = reader.words("refund-by-bank", amount=amount)
            return phrases.lines([_done(first, view, refund, reader), reader.words("refund-by-bank-hint")])
        case "refund-done-customer":
            return _customer(view, refund, amount, reader)
        case "refund-approved" | "refund-declined" | "refund-outdated":
            return proposals.told(view, refund, reader)
        case "refund-reckoned":
            return _reckoned(notice, view, refund, amount, reader)
        case "refund-started":
            sentence = reader.words("refund-started", amount=amount)
        case _:
            sentence = reader.words("refund-unclear", amount=amount)
    return phrases.lines([sentence, _pieces(view, refund), phrases.about_number_first(view, reader)])


def why(view: CardView, refund: Refund, reader: Reader) -> str:
    """Why it did not come about and what to do: in the bank's own terms where they are known."""
    slug = _bank_of(view, refund)
    words = reader.words(f"refund-refusal-{refund.refusal or RefundRefusal.UNSAID}")
    return reader.words.or_else(_own_key(slug, refund), words) if refund.code else words


def details(view: CardView, refund: Refund, reader: Reader) -> str:
    """The bank's code and words, folded away for those who may see them.

    Where a number means something else to refunds than to payments, ``why`` has said it in full.
    """
    slug, means = _bank_of(view, refund), ""
    if refund.code and _own_key(slug, refund) not in reader.words:
        means = reader.words.or_else(f"{slug}-reason-{refund.code}", "")
    return refusals.details(slug, refund.code, refund.text, reader, means)


def open_refund(view: CardView, payment_id: int | None) -> Refund | None:
    """The one of this payment that is under way."""
    mine = (r for r in view.refunds if r.payment_id == payment_id and r.state in UNDER_WAY)
    return next(mine, None)


def _failed(view: CardView, refund: Refund, amount: str, reader: Reader) -> str:
    first = phrases.title(reader.words("refund-failed", amount=amount), view, reader)
    number = reader.words("number", number=str(view.invoice.number))
    return phrases.lines(
        [
            phrases.dotted(first, number),
            _pieces(view, refund),
            why(view, refund, reader),
            reader.words("refund-stayed"),
            details(view, refund, reader),
        ]
    )


def _done(words: str, view: CardView, refund: Refund, reader: Reader) -> str:
    number = reader.words("number", number=str(view.invoice.number))
    payment = view.payment_of(refund.payment_id)
    left = view.money_of(payment).left if payment else None
    rest = _left(left, reader) if left else ""
    first = phrases.dotted(phrases.title(words, view, reader), number)
    return phrases.lines([first, _pieces(view, refund), rest])


def _left(left: Money, reader: Reader) -> str:
    if not left.minor:
        return reader.words("refund-whole")
    return reader.words("refund-left", left=phrases.sum_of(left, reader))


def _reckoned(notice: Notice, view: CardView, refund: Refund, amount: str, reader: Reader) -> str:
    """The bank gives back another sum than it was asked for."""
    ours = Money(int(notice.values.get("ours", "0")), refund.amount.currency)
    first = phrases.title(reader.words("refund-reckoned", amount=amount), view, reader)
    number = reader.words("number", number=str(view.invoice.number))
    why = reader.words("refund-reckoned-why", ours=phrases.sum_of(ours, reader))
    return phrases.lines([phrases.dotted(first, number), _pieces(view, refund), why])


def _pieces(view: CardView, refund: Refund) -> str:
    """For what it is, where it is by items."""
    return phrases.pieces(view.pieces.get(refund.id, ()))


def _customer(view: CardView, refund: Refund, amount: str, reader: Reader) -> str:
    at = phrases.time_of(refund.settled_at or refund.created_at, view, reader)
    by = f"{phrases.bank(_bank_of(view, refund), reader)}, {at}"
    number = reader.words("number", number=str(view.invoice.number))
    return phrases.lines(
        [
            phrases.title(reader.words("refund-done-customer", amount=amount), view, reader),
            _pieces(view, refund),
            phrases.dotted(phrases.shop(view, reader), number, by),
            reader.words("refund-later-on-card"),
        ]
    )


def _own_key(slug: str, refund: Refund) -> str:
    """The key of what a bank's number says about a refund."""
    return f"{slug}-refund-{refund.code}"


def _bank_of(view: CardView, refund: Refund) -> str:
    payment = view.payment_of(refund.payment_id)
    return payment.provider if payment else ""
