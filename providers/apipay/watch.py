"""When to ask ApiPay about a payment again.

A bill by phone lives 24 hours. It is made behind the scenes: within seconds the payer's phone shows it, or
the service finds that it cannot, which is why the first minute is looked at closely. Then once a minute for
an hour and every five minutes to the end: webhooks tell sooner, but one generation of the service sends each
only once. Ended bills are asked about for a day, as money may come late.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from billing.models import Payment
from providers import watching
from providers.apipay.verdicts import LIFE

HOUR, EVERY_MINUTE, SELDOM = timedelta(hours=1), timedelta(minutes=1), timedelta(minutes=5)

_FIRST = [timedelta(seconds=seconds) for seconds in (5, 15, 30)]


def next_look(payment: Payment, now: datetime) -> datetime | None:
    """The next moment, always later than ``now``; ``None``: no more."""
    began = payment.asked_at or payment.created_at
    often = now - began < HOUR or payment.cancel_wished
    soon = watching.following(began, _FIRST, now) or now + (EVERY_MINUTE if often else SELDOM)
    return watching.next_look(payment, now, end=ends_at(payment), soon=soon)


def ends_at(payment: Payment) -> datetime:
    """When the bill can no longer be paid."""
    return payment.expires_at or (payment.asked_at or payment.created_at) + LIFE
