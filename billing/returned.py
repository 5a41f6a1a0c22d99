"""What became of refunds, by the bank's own figures.

What a bank says was returned of a payment, all refunds together, is the evidence: it is noted just before a
refund is sent, and the refund has come about when it has grown by the refund's amount. What grew without us
was returned at the bank, and becomes a refund of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import proposing, telling
from billing.answers import Declined, RefundListed, RefundSeen, Returned
from billing.books import Books
from billing.models import Invoice, Origin, Payment, Refund
from billing.money import DIGITS, Money
from billing.records import NewRefund
from billing.refund_moves import move
from billing.states import UNDER_WAY, AttentionKind, AttentionState, RefundState

PATIENCE = {
    RefundState.UNKNOWN: timedelta(minutes=15),
    RefundState.PENDING: timedelta(days=3),
}
"""How long a refund may stay open before a person is asked to look."""

_SETTLES = frozenset(
    {
        AttentionKind.SECOND,
        AttentionKind.LATE,
        AttentionKind.OVER,
        AttentionKind.SHORT,
        AttentionKind.CURRENCY,
    }
)


@dataclass(frozen=True, slots=True)
class Sums:
    """Where the money of one payment is."""

    taken: Money
    returned: Money  # refunds that came about
    under_way: Money  # of the one that is open

    @property
    def left(self) -> Money:
        """What could still go back."""
        return self.taken - self.returned - self.under_way

    @property
    def all_back(self) -> bool:
        """Everything went back."""
        return 0 < self.taken.minor <= self.returned.minor

    def surplus(self, owed: Money) -> Money | None:
        """What the customer paid beyond what was owed and has not got back; ``None``: nothing."""
        if owed.currency != self.taken.currency or not owed < self.left:
            return None
        return self.left - owed


def sums(payment: Payment, refunds: list[Refund]) -> Sums:
    """Derived from the refunds, never kept."""
    taken = payment.taken or payment.amount
    returned = under_way = Money(0, taken.currency)
    for refund in refunds:
        if refund.state is RefundState.COMPLETED:
            returned = returned + refund.amount
        elif refund.state in UNDER_WAY:
            under_way = under_way + refund.amount
    return Sums(taken, returned, under_way)


def of_invoice(books: Books, invoice: Invoice) -> Money:
    """What went back of all its payments."""
    return completed(books.refunds_of_invoice(invoice.id), invoice.amount.currency)


def completed(refunds: Iterable[Refund], currency: str) -> Money:
    """What they have brought back in this currency, to be shown; a refund that is under way has not yet."""
    done = (r.amount for r in refunds if r.state is RefundState.COMPLETED)
    return Money(sum(amount.minor for amount in done if amount.currency == currency), currency)


def fail(books: Books, refund: Refund, why: Declined, at: datetime, actor: str = "bank") -> bool:
    """It did not come about; whoever asked for it hears why."""
    changes: dict[str, object] = {
        "refusal": why.refusal,
        "code": why.code[:32],
        "text": why.text[:200],
        "settled_at": at,
    }
    if not move(books, refund, RefundState.FAILED, at, f"{why.code} {why.text}".strip(), changes, actor):
        return False
    telling.refund_failed(books, refund, at)
    return True


def lose(books: Books, refund: Refund, at: datetime) -> Refund | None:
    """Asked, and nobody wrote the answer down: the process died or the line broke."""
    if move(books, refund, RefundState.UNKNOWN, at, "nobody wrote the answer down"):
        telling.refund_unclear(books, refund, at)
    return books.refund(refund.id)


def apply(books: Books, refund: Refund, payment: Payment, seen: RefundSeen, at: datetime) -> None:
    """What the bank shows of a refund becomes its state."""
    if refund.state in UNDER_WAY and seen.seen is not Returned.FAILED:
        refund = reckon(books, refund, seen.amount, at)
    if seen.total is not None:
        account_for(books, payment, seen.total, at)
        if refund.before is not None and seen.total == refund.before:
            books.amend_refund(refund.id, unmoved_at=at)
        return
    if seen.seen is Returned.COMPLETED:
        complete(books, refund, at, seen.source)
    elif seen.seen is Returned.FAILED:
        fail(books, refund, Declined(seen.refusal, seen.code, seen.text), at)


def account_for(books: Books, payment: Payment, total: Money, at: datetime) -> None:
    """Explain what the bank says went back of a payment by our refunds; what is left over began there.

    Only one refund of a payment is under way at a time, so growth by its amount is its end. Who sees the same
    growth at the same time waits, and finds it explained. Where nothing went back there is nothing to
    explain: so it is with each payment that has just come.
    """
    if total.minor <= 0:
        return
    books.invoice(payment.invoice_id, lock=True)
    refunds = books.refunds_of(payment.id)
    known = sums(payment, refunds).returned
    if total.currency != known.currency or not known < total:
        return
    grown = total - known
    for refund in _explaining(books, payment, refunds, grown):
        counted = reckon(books, refund, grown, at) if _nearly(books, payment, refund, grown) else refund
        if complete(books, counted, at, "figures"):
            grown = grown - counted.amount
    if grown.minor > 0:
        _began_at_bank(books, payment, grown, total, at)


def reckon(books: Books, refund: Refund, amount: Money | None, at: datetime) -> Refund:
    """The bank says what goes back. Where that is another sum than ours, it counts, and a person is told.

    A bank that was told pieces reckons by itself what they come to, and may round otherwise.
    """
    if amount is None or amount == refund.amount or amount.currency != refund.amount.currency:
        return refund
    if amount.minor <= 0:
        return refund
    books.amend_refund(refund.id, amount=amount)
    sums_said: dict[str, object] = {"ours": refund.amount.minor, "theirs": amount.minor}
    books.audit("refund", refund.id, refund.state, refund.state, "bank", at, sums_said)
    telling.refund_reckoned(books, refund, at)
    return books.refund(refund.id) or refund


def _nearly(books: Books, payment: Payment, refund: Refund, grown: Money) -> bool:
    """Whether the growth is what a bank may make of the pieces that it was told, by its own rounding.

    Shares of a discount and parts of a line each differ by less than a whole unit.
    """
    if not payment.by_lines or refund.state not in UNDER_WAY:
        return False
    unit: int = 10 ** DIGITS[grown.currency]
    return abs(grown.minor - refund.amount.minor) <= 2 * unit * len(books.returned_with(refund.id))


def _explaining(books: Books, payment: Payment, refunds: list[Refund], grown: Money) -> list[Refund]:
    """Ours that the growth may be: the one under way, else one that we had taken for failed."""
    sent = [r for r in refunds if r.asked_at is not None or r.before is not None]
    under_way = [r for r in sent if r.state in UNDER_WAY]
    open_now = [r for r in under_way if not grown < r.amount or _nearly(books, payment, r, grown)]
    if open_now:
        return open_now[:1]
    failed = [r for r in sent if r.state is RefundState.FAILED and r.amount == grown]
    return failed[-1:]


def not_ours(ours: list[Refund], listed: Sequence[RefundListed]) -> tuple[RefundListed, ...]:
    """Those that were made in the bank's cabinet, by the bank's id; where we lost that, by the sum."""
    named = {refund.bank_id for refund in ours}
    lost = [r.amount for r in ours if r.bank_id is None and r.asked_at is not None]
    others = []
    for each in listed:
        if each.bank_id in named:
            continue
        if each.amount in lost:
            lost.remove(each.amount)
        else:
            others.append(each)
    return tuple(others)


def complete(books: Books, refund: Refund, at: datetime, evidence: str) -> bool:
    """The money is back with the customer."""
    if not move(books, refund, RefundState.COMPLETED, at, evidence, {"settled_at": at, "refusal": None}):
        return False
    _consequences(books, refund, at)
    return True


def _began_at_bank(books: Books, payment: Payment, amount: Money, total: Money, at: datetime) -> None:
    once = f"bank:{payment.id}:{total.minor}"
    refund = books.add_refund(
        NewRefund(
            invoice_id=payment.invoice_id,
            payment_id=payment.id,
            amount=amount,
            key=once,
            source=once,
            created_at=at,
            state=RefundState.COMPLETED,
            origin=Origin.BANK,
        )
    )
    if refund is not None:
        actor = f"bank:{payment.provider}"
        books.audit("refund", refund.id, "", RefundState.COMPLETED, actor, at, {"amount": amount.minor})
        _consequences(books, refund, at)


def _consequences(books: Books, refund: Refund, at: datetime) -> None:
    invoice = books.invoice(refund.invoice_id)
    payment = books.payment(refund.payment_id)
    if invoice is None or payment is None:
        return
    done = books.refund(refund.id) or refund
    telling.refund_completed(books, invoice, done, at)
    _resolve(books, invoice, payment, done, at)
    books.redraw(invoice.id, at)
    if invoice.whole_id is not None:
        books.redraw(invoice.whole_id, at)  # who has paid stands on its card, too


def _resolve(books: Books, invoice: Invoice, payment: Payment, refund: Refund, at: datetime) -> None:
    """What waited for a decision about this money is over with it."""
    money = sums(payment, books.refunds_of(payment.id))
    proposing.outdate(books, payment.id, money.taken - money.returned, at)
    everything = money.left.minor <= 0
    for item in books.attentions(invoice_id=invoice.id):
        over = item.kind is AttentionKind.REFUND or (everything and item.kind in _SETTLES)
        if item.payment_id == payment.id and over:
            books.decide_attention(item.id, AttentionState.RESOLVED, refund.person_id, at)


def is_late(refund: Refund, at: datetime) -> bool:
    """Open for longer than it may be, or since a moment far ahead that a wrong clock wrote."""
    patience = PATIENCE.get(refund.state)
    return patience is not None and abs(at - (refund.asked_at or refund.created_at)) >= patience


def note_silence(books: Books, refund: Refund, at: datetime) -> None:
    """A refund that stays open for long becomes something that a person looks at."""
    if not is_late(refund, at):
        return
    invoice, payment = books.invoice(refund.invoice_id), books.payment(refund.payment_id)
    if invoice is None or payment is None:
        return
    item = books.add_attention(
        invoice.id, payment.id, AttentionKind.REFUND, at, subject=f"refund:{refund.id}"
    )
    if item is not None:
        telling.attention(books, invoice, item, payment, at)
