"""An invoice is split into shares, and each is taken by one person. Each share is an invoice of its own."""

from __future__ import annotations

from datetime import datetime

from billing import invoicing, withdrawing
from billing.access import may_manage
from billing.books import Books
from billing.errors import AmountRefused, Closed, NotAllowed, NotFound, Refused
from billing.models import Audience, Invoice, Payment, Person, Place
from billing.money import DIGITS, Money
from billing.ports import Ids
from billing.records import NewInvoice
from billing.split import reminding
from billing.split.models import OWN, Share, left_of
from billing.split.standing import given_back, shown
from billing.states import InvoiceState, PaymentState

LEAST, MOST = 2, 50
SPLIT = "split"  # the word of the audit
_UNTOUCHED = frozenset({PaymentState.RESERVED, PaymentState.PENDING})


def shares_of(amount: Money, parts: int) -> tuple[Money, ...]:
    """As equal as whole units allow: the first ones get the odd units, the very first also any part of one.

    ``Refused`` where there are fewer units than people, or a number of people that no table has.
    """
    if not LEAST <= parts <= MOST:
        raise Refused("split-parts")
    unit = 10 ** DIGITS.get(amount.currency, 2)
    units, rest = divmod(amount.minor, unit)
    each, odd = divmod(units, parts)
    if each < 1:
        raise Refused("split-too-many")
    sums = [(each + (nth < odd)) * unit for nth in range(parts)]
    sums[0] += rest
    return tuple(Money(minor, amount.currency) for minor in sums)


def may_split(invoice: Invoice, at: datetime) -> bool:
    """Whether it is such that it may be asked."""
    whole = invoice.parts is None and invoice.whole_id is None and not invoice.by_subscription
    return whole and invoice.state is InvoiceState.OPEN and invoice.deadline > at


def divide(books: Books, invoice_id: int, person: Person, parts: int, at: datetime) -> Invoice:
    """From now on it is paid in so many shares, and no more as a whole: bills that are out are taken back.

    ``OWN`` instead of a number: whoever comes names an amount, until nothing is left.

    ``NotAllowed`` for who does not manage it, ``Closed`` where it is over, split, or being paid by somebody.
    """
    invoice = books.invoice(invoice_id, lock=True)
    if invoice is None:
        raise NotFound
    if not may_manage(person, invoice):
        raise NotAllowed
    if not may_split(invoice, at):
        raise Closed
    if parts != OWN:
        shares_of(invoice.amount, parts)
    _refuse_while_paying(books.payments_of(invoice.id))
    if not books.divide_invoice(invoice.id, parts):
        raise Closed
    books.audit("invoice", invoice.id, invoice.state, SPLIT, f"person:{person.id}", at, {"parts": parts})
    withdrawing.drop(books, invoice.id, at)
    reminding.plan(books, invoice, at)
    books.redraw(invoice.id, at)
    return books.invoice(invoice.id) or invoice


def _refuse_while_paying(payments: list[Payment]) -> None:
    """Money that is here, held, on its way or in doubt would cross with the shares."""
    if any(payment.state is PaymentState.PAID for payment in payments):
        raise Closed("money-under-decision")
    at_it = {PaymentState.AUTHORIZED, PaymentState.UNKNOWN}
    if any(payment.state in at_it or payment.step is not None for payment in payments):
        raise Closed("being-paid")


def next_share(books: Books, token: str, person: Person, at: datetime) -> tuple[Invoice, Money | None]:
    """The whole, and what this person's share would be, or at most could be; ``None``: they have theirs.

    ``NotFound``: no split invoice has this link. ``Refused`` where none is left, ``Closed`` where it is over.
    """
    whole = books.invoice_by_token(token)
    if whole is None or whole.parts is None:
        raise NotFound
    taken = shown(books, whole)
    if _of(taken, person) is not None:
        return whole, None
    if whole.state is not InvoiceState.OPEN or whole.deadline <= at:
        raise Closed("split-over")
    left = left_of(whole, taken)
    if left.minor == 0:
        raise Refused("split-all-taken")
    return whole, (left if whole.parts == OWN else _next(whole, whole.parts, taken))


def _next(whole: Invoice, parts: int, taken: list[Invoice]) -> Money:
    """The first that nobody has; one that was given up is free again."""
    free = list(shares_of(whole.amount, parts))
    for share in taken:
        if share.amount in free:
            free.remove(share.amount)
    if not free:
        raise Refused("split-all-taken")
    return free[0]


def take(
    books: Books,
    token: str,
    person: Person,
    place: Place,
    ids: Ids,
    at: datetime,
    own: Money | None = None,
) -> Invoice:
    """The person's share: the one that they have, else the next one; its card comes to their chat.

    ``own`` is what they name, where each does. ``AmountRefused``: it is nothing, or more than is left.
    """
    known = books.invoice_by_token(token)
    if known is not None:
        books.invoice(known.id, lock=True)  # one takes after the other
    whole, amount = next_share(books, token, person, at)
    if amount is not None and whole.parts == OWN:
        amount = _named(own, amount)
    ever = len(books.shares_of(whole.id))
    mine = _of(shown(books, whole), person)
    share = mine if amount is None else _issue(books, whole, amount, ever + 1, ids, at)
    if share is None:
        raise Closed
    if amount is not None:
        books.claim_customer(share.id, person.id)
        books.audit("invoice", share.id, "", "customer", f"person:{person.id}", at)
        books.redraw(whole.id, at)
    invoicing.show(books, share, Audience.PAYER, place, person.id, at)
    return books.invoice(share.id) or share


def _named(own: Money | None, left: Money) -> Money:
    if own is None or own.currency != left.currency or not 0 < own.minor <= left.minor:
        raise AmountRefused("split-own-refused", left=left)
    return own


def _issue(books: Books, whole: Invoice, amount: Money, nth: int, ids: Ids, at: datetime) -> Invoice:
    """By the whole's issuer, to the whole's deadline; one of each number."""
    share = books.add_invoice(
        NewInvoice(
            number=books.next_number("invoice"),
            token=ids.token(),
            amount=amount,
            description=whole.description,
            issuer_id=whole.issuer_id,
            source=f"share:{whole.id}:{nth}",
            created_at=at,
            deadline=whole.deadline,
            whole_id=whole.id,
        )
    )
    if share is None:
        raise Closed
    books.audit("invoice", share.id, "", InvoiceState.OPEN, SPLIT, at, {"whole": whole.id})
    return share


def _of(shares: list[Invoice], person: Person) -> Invoice | None:
    return next((share for share in shares if share.customer_id == person.id), None)


def listed(books: Books, whole: Invoice) -> tuple[Share, ...]:
    """Who has taken a share, and who has paid, by first names alone."""
    shares, over = shown(books, whole), whole.state is not InvoiceState.OPEN
    back = {share.id for share in shares if over and given_back(books, share)}
    people = books.people(sorted({s.customer_id for s in shares if s.customer_id is not None}))
    return tuple(
        Share(
            share.number,
            share.amount,
            (people[share.customer_id].name.split() or [""])[0] if share.customer_id in people else "",
            share.state is InvoiceState.PAID and share.id not in back,
            share.id in back,
        )
        for share in shares
    )
