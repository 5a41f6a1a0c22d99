"""How often an invoice may be billed by phone: each bill is a push, and who has the link may type any."""

from __future__ import annotations

from collections.abc import Sequence

from billing.errors import TooManyPhones, TooManyPushes
from billing.models import Payment, Refusal

MOST_PHONES = 5
MOST_PUSHES = 10
MOST_TRIES = 20  # also those of which the bank says that it does not know the number: each uses up its limits


def allow(earlier: Sequence[Payment], phone: str) -> None:
    """Raises ``TooManyPhones`` or ``TooManyPushes``. A number that the bank does not know was no push."""
    sent = [payment.phone for payment in earlier if payment.phone and payment.refusal is not Refusal.PHONE]
    if not phone:
        return
    if len({*sent, phone}) > MOST_PHONES:
        raise TooManyPhones
    tries = sum(1 for payment in earlier if payment.phone)
    if len(sent) >= MOST_PUSHES or tries >= MOST_TRIES:
        raise TooManyPushes
