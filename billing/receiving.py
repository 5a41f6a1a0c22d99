"""Webhooks on their way into the inbox: matched with their payments and stored, many in one go."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from billing.answers import Delivery, Kind, Seen
from billing.books import Books
from billing.records import Hook, NewDelivery, StoredDelivery
from billing.states import PaymentState, RefundState


class Fate(StrEnum):
    """What became of a webhook."""

    STORED = "stored"
    COPY = "copy"  # stored before
    KNOWN = "known"  # what it says is in the books already
    NOBODYS = "nobodys"  # no payment has this address
    ANOTHERS = "anothers"  # it speaks of another payment than its address does
    HINT = "hint"  # nothing to settle: payment and refunds are looked at sooner, or it is of no concern


_SHOWS: dict[Seen, frozenset[PaymentState]] = {
    Seen.PAID: frozenset({PaymentState.PAID}),
    Seen.AUTHORIZED: frozenset({PaymentState.AUTHORIZED, PaymentState.PAID}),
    Seen.REJECTED: frozenset(
        {PaymentState.REJECTED, PaymentState.EXPIRED, PaymentState.CANCELLED, PaymentState.PAID}
    ),
}


def shows(state: PaymentState, claim: Seen) -> bool:
    """Whether the payment already shows what a webhook claims; an unclear claim is content with a look."""
    return state in _SHOWS.get(claim, frozenset(PaymentState))


def is_known(state: PaymentState, claim: Seen) -> bool:
    """Whether a webhook says nothing for which the bank would have to be asked."""
    return claim in _SHOWS and shows(state, claim)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One webhook whose shape and signature are right."""

    provider: str
    hook_token: str = field(repr=False)
    delivery: Delivery
    body: bytes = field(repr=False)
    owner: str
    at: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it; ``stored`` is leased to us and still to be settled."""

    fate: Fate
    stored: StoredDelivery | None = None


_Stored = Iterator[tuple[NewDelivery, StoredDelivery | None]]


def receive(books: Books, arrivals: Sequence[Arrival]) -> list[Received]:
    """Look their payments up and store them, each kind of statement once for all of them."""
    hooks = books.hooks([arrival.hook_token for arrival in arrivals])
    fates = [_fate(arrival, hooks.get(arrival.hook_token)) for arrival in arrivals]
    new = [
        _new(arrival, hooks[arrival.hook_token])
        for arrival, fate in zip(arrivals, fates, strict=True)
        if fate is Fate.STORED
    ]
    stored = iter(zip(new, books.add_deliveries(new), strict=True))
    return [_received(fate, stored) for fate in fates]


def receive_signed(books: Books, arrivals: Sequence[Arrival]) -> list[Received]:
    """The same for signed reports, which name the payment themselves and come to one address.

    What speaks of no payment of ours is somebody else's bill at the same bank, and of no concern.
    """
    named = [(arrival.provider, arrival.delivery.reference or "") for arrival in arrivals]
    hooks = books.hooks_by_reference([each for each in named if each[1]])
    found = [hooks.get(each) for each in named]
    new = [
        _new(arrival, hook)
        for arrival, hook in zip(arrivals, found, strict=True)
        if hook is not None and arrival.delivery.kind is Kind.PAYMENT
    ]
    stored = iter(zip(new, books.add_deliveries(new), strict=True))
    return [_taken(books, *each, stored) for each in zip(arrivals, found, strict=True)]


def _taken(books: Books, arrival: Arrival, hook: Hook | None, stored: _Stored) -> Received:
    if hook is None:
        return Received(Fate.NOBODYS)
    if arrival.delivery.kind is Kind.PAYMENT:
        return _received(Fate.STORED, stored)
    if arrival.delivery.kind is Kind.REFUND:
        books.amend_payment(hook.payment_id, next_look=arrival.at)  # it may have been made at the bank
        for refund in books.refunds_of(hook.payment_id):
            if refund.asked_at is not None and refund.state is not RefundState.COMPLETED:
                books.amend_refund(refund.id, next_look=arrival.at)
    return Received(Fate.HINT)


def _received(fate: Fate, stored: _Stored) -> Received:
    if fate is not Fate.STORED:
        return Received(fate)
    new, delivery = next(stored)
    if delivery is None:
        return Received(Fate.COPY)
    return Received(Fate.KNOWN) if new.known else Received(fate, delivery)


def _fate(arrival: Arrival, hook: Hook | None) -> Fate:
    if hook is None:
        return Fate.NOBODYS
    claimed = (arrival.delivery.reference or "").encode("utf-8", "surrogatepass")
    same = hmac.compare_digest(claimed, hook.reference.encode())
    return Fate.STORED if same and hook.provider == arrival.provider else Fate.ANOTHERS


def _new(arrival: Arrival, hook: Hook) -> NewDelivery:
    return NewDelivery(
        provider=arrival.provider,
        key=f"{hook.payment_id}:{arrival.delivery.key}",
        payment_id=hook.payment_id,
        claim=arrival.delivery.claim,
        body=arrival.body,
        owner=arrival.owner,
        received_at=arrival.at,
        lease_until=arrival.lease_until,
        known=is_known(hook.state, arrival.delivery.claim),
    )
