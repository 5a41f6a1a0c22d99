"""Webhooks on their way into the inbox: matched with their payments and stored, many in one go."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from billing.answers import Delivery, Kind
from billing.books import Books
from billing.records import Hook, NewDelivery, StoredDelivery
from billing.states import RefundState


class Fate(StrEnum):
    """What became of a webhook."""

    STORED = "stored"
    COPY = "copy"  # stored before
    NOBODYS = "nobodys"  # no payment has this address
    ANOTHERS = "anothers"  # it speaks of another payment than its address does
    HINT = "hint"  # nothing to settle: payment and refunds are looked at sooner, or it is of no concern


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


def receive(books: Books, arrivals: Sequence[Arrival]) -> list[Received]:
    """Look their payments up and store them, each kind of statement once for all of them."""
    hooks = books.hooks([arrival.hook_token for arrival in arrivals])
    fates = [_fate(arrival, hooks.get(arrival.hook_token)) for arrival in arrivals]
    new = [
        _new(arrival, hooks[arrival.hook_token])
        for arrival, fate in zip(arrivals, fates, strict=True)
        if fate is Fate.STORED
    ]
    stored = iter(books.add_deliveries(new))
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
    stored = iter(books.add_deliveries(new))
    return [_taken(books, *each, stored) for each in zip(arrivals, found, strict=True)]


def _taken(
    books: Books, arrival: Arrival, hook: Hook | None, stored: Iterator[StoredDelivery | None]
) -> Received:
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


def _received(fate: Fate, stored: Iterator[StoredDelivery | None]) -> Received:
    if fate is not Fate.STORED:
        return Received(fate)
    delivery = next(stored)
    return Received(Fate.COPY) if delivery is None else Received(fate, delivery)


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
    )
