"""Whom a bank bills by phone, and how often: each bill is a push, and who has the link may type any."""

from __future__ import annotations

from collections.abc import Sequence

from billing.errors import PhoneForeign, PhoneWanted, TooManyPhones, TooManyPushes
from billing.models import Payment, Refusal
from billing.ports import Capabilities

KAZAKHSTAN = "+77"  # what else begins with +7 is no number of Kazakhstan
MOST_PHONES = 5
MOST_PUSHES = 10
MOST_TRIES = 20  # also those of which the bank says that it does not know the number: each uses up its limits


def suits(phone: str, can: Capabilities) -> None:
    """Whether such a bank can be asked at all. Raises ``PhoneWanted`` or ``PhoneForeign``."""
    if can.needs_phone and not phone:
        raise PhoneWanted
    if phone and can.kazakh_phones and not phone.startswith(KAZAKHSTAN):
        raise PhoneForeign


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
