"""Who is told of what, loud or silent. Each fact is told once in each chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from billing.access import Action, may
from billing.books import Books
from billing.models import Attention, Audience, Card, Invoice, Origin, Payment, Person, Place, Refund
from billing.people import deciders
from billing.records import NewNotice
from billing.settings.models import Topic
from billing.states import AttentionKind

LOUD = True
SILENT = False


def paid(books: Books, invoice: Invoice, payment: Payment, at: datetime) -> None:
    """The issuer and the customer hear it, a group sees it; later openers of the link learn only *paid*."""
    for card in _chats_of(books, invoice):
        if card.audience is Audience.ISSUER:
            _about(books, card, "paid", LOUD, payment, at)
        elif card.audience is Audience.GROUP:
            _about(books, card, "paid-group", SILENT, payment, at)
        elif _is_customers(card, invoice):
            _about(books, card, "receipt", LOUD, payment, at)
        else:
            _about(books, card, "paid-other", SILENT, payment, at)
    _to_listeners(books, invoice, payment, at)


def _to_listeners(books: Books, invoice: Invoice, payment: Payment, at: datetime) -> None:
    """Owners and managers who wish to hear of payments that others look after, quietly."""
    wish = set(books.merchant.rules.listeners(Topic.PAYMENTS)) - {invoice.issuer_id}
    if not wish:
        return
    wish -= {card.place.chat_id for card in _chats_of(books, invoice)}
    for person in books.people(sorted(wish)).values():
        if may(person, Action.SETTINGS) and person.reachable:
            _of_payment(books, payment, "paid", person, SILENT, at)


def declined(books: Books, invoice: Invoice, payment: Payment, at: datetime) -> None:
    """The customer can try again; the issuer learns it quietly; it is nobody else's business."""
    for card in _chats_of(books, invoice):
        if card.audience is Audience.ISSUER and _hears_of_unpaid(books, card):
            _about(books, card, "declined-member", SILENT, payment, at, again=True)
        elif _is_customers(card, invoice):
            _about(books, card, "declined", LOUD, payment, at, again=True)


def invoice_expired(books: Books, invoice: Invoice, at: datetime) -> None:
    """The claim itself ended without money. Of a subscription's bill its ladder tells the customer more."""
    for card in _chats_of(books, invoice):
        if card.audience is Audience.ISSUER and _hears_of_unpaid(books, card):
            _plain(books, card, "expired-member", at)
        elif card.audience is Audience.PAYER and not invoice.by_subscription:
            _plain(books, card, "expired", at)


def cancelled(books: Books, invoice: Invoice, at: datetime) -> None:
    """The customer learns that there is nothing to pay any more; of a subscription its ladder tells more."""
    if invoice.by_subscription:
        return
    for card in _chats_of(books, invoice):
        if card.audience is Audience.PAYER:
            _plain(books, card, "cancelled", at)


def attention(
    books: Books,
    invoice: Invoice,
    item: Attention,
    payment: Payment | None,
    at: datetime,
    but: int | None = None,
) -> None:
    """Owners and managers decide, besides ``but``, who asks them to.

    The customer hears that the money is safe, and nothing of refunds that are in doubt or proposed.
    """
    for person in deciders(books):
        if person.id != but:
            _to_person(books, person, f"attention-{item.kind}", item, payment, at)
    if payment is None or item.kind in {AttentionKind.REFUND, AttentionKind.PROPOSAL}:
        return
    for card in _chats_of(books, invoice):
        if _is_customers(card, invoice):
            _about(books, card, f"customer-{item.kind}", LOUD, payment, at)


def accepted(books: Books, invoice: Invoice, payment: Payment, at: datetime) -> None:
    """The shop took the money that did not fit: the customer gets the receipt, others learn only *paid*."""
    for card in _chats_of(books, invoice):
        if card.audience is not Audience.PAYER:
            continue
        if _is_customers(card, invoice):
            _about(books, card, "receipt", LOUD, payment, at)
        else:
            _about(books, card, "paid-other", SILENT, payment, at)


def kept(books: Books, invoice: Invoice, payment: Payment, at: datetime) -> None:
    """The shop keeps a second payment, too: its customer gets a receipt for it."""
    for card in _chats_of(books, invoice):
        if _is_customers(card, invoice):
            _about(books, card, "receipt", LOUD, payment, at)


def refund_approved(books: Books, refund: Refund, by: Person, at: datetime) -> None:
    """Whoever proposed it hears who said yes."""
    _of_refund(books, refund, "refund-approved", refund.person_id, SILENT, at, {"by": str(by.id)})


def refund_declined(books: Books, refund: Refund, by: Person, at: datetime) -> None:
    """Whoever proposed it hears who said no."""
    _of_refund(books, refund, "refund-declined", refund.person_id, LOUD, at, {"by": str(by.id)})


def refund_outdated(books: Books, refund: Refund, at: datetime) -> None:
    """Whoever proposed it hears that it cannot be any more."""
    _of_refund(books, refund, "refund-outdated", refund.person_id, SILENT, at)


def refund_started(books: Books, refund: Refund, at: datetime) -> None:
    """Who wanted it hears that the bank has it."""
    _to_askers(books, refund, "refund-started", SILENT, at)


def refund_unclear(books: Books, refund: Refund, at: datetime) -> None:
    """Who wanted it hears that the answer was lost, and that it must not be repeated."""
    _to_askers(books, refund, "refund-unclear", SILENT, at)


def refund_failed(books: Books, refund: Refund, at: datetime) -> None:
    """Who wanted it hears that no money went back, and why."""
    _to_askers(books, refund, "refund-failed", LOUD, at)


def refund_reckoned(books: Books, refund: Refund, at: datetime) -> None:
    """Who wanted it hears that the bank gives back another sum than this, which was asked for."""
    _to_askers(books, refund, "refund-reckoned", LOUD, at, {"ours": str(refund.amount.minor)})


def refund_completed(books: Books, invoice: Invoice, refund: Refund, at: datetime) -> None:
    """The customer hears it aloud; the shop quietly, or all who decide where it began at the bank."""
    if refund.origin is Origin.BANK:
        for person in deciders(books):
            _of_refund(books, refund, "refund-by-bank", person.id, SILENT, at)
    else:
        _to_askers(books, refund, "refund-done", SILENT, at)
    for card in _chats_of(books, invoice):
        if card.audience is Audience.PAYER and card.person_id == invoice.customer_id:
            _of_refund(books, refund, "refund-done-customer", card.person_id, LOUD, at)


def hold_refused(books: Books, payment: Payment, at: datetime) -> None:
    """Those who decide hear that the bank did not do with held money what they wished."""
    for person in deciders(books):
        _of_payment(books, payment, "hold-refused", person, LOUD, at, nth=f":{at.isoformat()}")


def alert(
    books: Books,
    kind: str,
    cause: str,
    values: dict[str, str],
    at: datetime,
    *,
    loud: bool = LOUD,
    to: Iterable[Person] | None = None,
) -> None:
    """Something a person must mend, told to owners and managers, or only to those, once per cause."""
    for person in deciders(books) if to is None else to:
        books.tell(
            NewNotice(
                key=f"{kind}:{cause}:{person.id}",
                kind=kind,
                place=_private(person),
                loud=loud,
                person_id=person.id,
                values=values,
            ),
            at,
        )


def _chats_of(books: Books, invoice: Invoice) -> list[Card]:
    """Every chat that was shown the invoice and where we can speak, once, as its issuer's where it is both.

    Also where the card is gone: who cleared the chat has not asked to hear nothing of the money.
    """
    first: dict[int, Card] = {}
    rank = {Audience.ISSUER: 0, Audience.PAYER: 1, Audience.GROUP: 2}
    cards = [card for card in books.cards_ever(invoice.id) if card.audience in rank]
    for card in sorted(cards, key=lambda c: (rank[c.audience], -c.id)):
        first.setdefault(card.place.chat_id, card)
    return list(first.values())


def _hears_of_unpaid(books: Books, card: Card) -> bool:
    return card.person_id is None or books.merchant.rules.hears(card.person_id, Topic.UNPAID)


def _is_customers(card: Card, invoice: Invoice) -> bool:
    """The first at the link, not those who opened it too."""
    mine = card.person_id is not None and card.person_id == invoice.customer_id
    return mine and card.audience is Audience.PAYER


def _about(
    books: Books, card: Card, kind: str, loud: bool, payment: Payment, at: datetime, *, again: bool = False
) -> None:
    """One fact about a payment; ``again``: it may happen more than once, and each time is told."""
    nth = f":{at.isoformat()}" if again else ""
    books.tell(
        NewNotice(
            key=f"{kind}:{payment.id}:{card.place.chat_id}{nth}",
            kind=kind,
            place=card.place,
            loud=loud,
            person_id=card.person_id,
            invoice_id=card.invoice_id,
            payment_id=payment.id,
        ),
        at,
    )


def _to_askers(
    books: Books,
    refund: Refund,
    kind: str,
    loud: bool,
    at: datetime,
    values: Mapping[str, str] | None = None,
) -> None:
    """Whoever asked for it, and whoever approved it."""
    for person_id in dict.fromkeys((refund.person_id, refund.decided_by)):
        _of_refund(books, refund, kind, person_id, loud, at, values)


def _of_refund(
    books: Books,
    refund: Refund,
    kind: str,
    person_id: int | None,
    loud: bool,
    at: datetime,
    values: Mapping[str, str] | None = None,
) -> None:
    """In the private chat of one person."""
    if person_id is None:
        return
    books.tell(
        NewNotice(
            key=f"{kind}:r{refund.id}:{person_id}",
            kind=kind,
            place=Place(person_id),
            loud=loud,
            person_id=person_id,
            invoice_id=refund.invoice_id,
            payment_id=refund.payment_id,
            values={"refund": str(refund.id), **(values or {})},
        ),
        at,
    )


def _plain(books: Books, card: Card, kind: str, at: datetime) -> None:
    books.tell(
        NewNotice(
            key=f"{kind}:i{card.invoice_id}:{card.place.chat_id}",
            kind=kind,
            place=card.place,
            loud=SILENT,
            person_id=card.person_id,
            invoice_id=card.invoice_id,
        ),
        at,
    )


def _of_payment(
    books: Books, payment: Payment, kind: str, person: Person, loud: bool, at: datetime, *, nth: str = ""
) -> None:
    books.tell(
        NewNotice(
            key=f"{kind}:{payment.id}:{person.id}{nth}",
            kind=kind,
            place=_private(person),
            loud=loud,
            person_id=person.id,
            invoice_id=payment.invoice_id,
            payment_id=payment.id,
        ),
        at,
    )


def _to_person(
    books: Books, person: Person, kind: str, item: Attention, payment: Payment | None, at: datetime
) -> None:
    books.tell(
        NewNotice(
            key=f"{kind}:a{item.id}:{person.id}",
            kind=kind,
            place=_private(person),
            loud=LOUD,
            person_id=person.id,
            invoice_id=item.invoice_id,
            payment_id=payment.id if payment else None,
            attention_id=item.id,
        ),
        at,
    )


def _private(person: Person) -> Place:
    return Place(person.id)
