"""Webhooks on their way into the inbox: matched with their payments and stored, many in one go."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from billing.books import Books, Hook, NewDelivery, StoredDelivery
from billing.ports import Delivery


class Fate(StrEnum):
    """What became of a webhook."""

    STORED = "stored"
    COPY = "copy"  # stored before
    NOBODYS = "nobodys"  # no payment has this address
    ANOTHERS = "anothers"  # it speaks of another payment than its address does


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
