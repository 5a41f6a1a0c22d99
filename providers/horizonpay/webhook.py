"""HorizonPay's notifications: proven over the raw bytes, then read, never believed.

The pages disagree on the proof: Basic alone, or Basic and a signature. Basic is always demanded; where the
shop's public key is set the signature is too, so that nobody gets around it by leaving it out. Neither says
when it was made: a notification can be repeated, so nothing moves before the bank is asked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from billing.answers import Delivery, Forged, Kind, Seen
from providers.horizonpay import returning, signing, verdicts, wire
from providers.horizonpay.wire import Transaction

log = logging.getLogger(__name__)

BASIC, SIGNATURE = "authorization", "content-signature"
BODY_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Proofs:
    """With what a notification is proven; ``key``: the signature is demanded."""

    authorization: str = field(repr=False)
    key: RSAPublicKey | None = field(default=None, repr=False)


def delivery_from(
    headers: Mapping[str, str], body: bytes, proofs: Proofs, *, test: bool
) -> Delivery | Forged:
    """What one notification claims; its key is of what happened, and not of the bytes or the time."""
    if len(body) > BODY_LIMIT:
        return Forged("too long")
    if (why := _forged(headers, body, proofs)) is not None:
        return why
    try:
        told = wire.one_from(body)
    except wire.Garbled as garbled:
        log.warning("horizonpay: a notification cannot be read: %s", garbled)
        return Delivery(Kind.OTHER, hashlib.sha256(body).hexdigest(), None, Seen.UNCLEAR)
    return _read(told, test=test)


def _forged(headers: Mapping[str, str], body: bytes, proofs: Proofs) -> Forged | None:
    """Bytes are compared: a text that is not ASCII would raise."""
    given = _header(headers, BASIC)
    if given is None:
        return Forged("no Basic: a proxy may have taken the header Authorization away")
    scheme, _, credentials = given.strip().partition(" ")
    wanted = proofs.authorization.partition(" ")[2]
    right = hmac.compare_digest(_bytes(credentials.strip()), wanted.encode())
    if scheme.lower() != "basic" or not right:
        return Forged("Basic with another shop id or secret")
    if proofs.key is None:
        return None
    signature = _header(headers, SIGNATURE)
    if signature is None:
        return Forged("not signed")
    right = signing.is_right(proofs.key, signature, body)
    return None if right else Forged("another key has signed it")


def _header(headers: Mapping[str, str], wanted: str) -> str | None:
    return next((value for name, value in headers.items() if name.lower() == wanted), None)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _read(told: Transaction, *, test: bool) -> Delivery:
    """What is of the other world, or of neither payments nor money that goes back, is of no concern."""
    key = hashlib.sha256(json.dumps([told.uid, told.type, told.status]).encode()).hexdigest()
    reference = told.tracked[0] if told.tracked else None
    if told.test not in (test, None):
        log.warning("horizonpay: a notification of the other world is ignored: test=%s", told.test)
        return Delivery(Kind.OTHER, key, None, Seen.UNCLEAR)
    if told.type in returning.BACK:
        return Delivery(Kind.REFUND, key, reference, Seen.UNCLEAR)
    if told.type in (verdicts.PAYMENT, ""):
        return Delivery(Kind.PAYMENT, key, reference, _claim(told.status))
    return Delivery(Kind.OTHER, key, reference, Seen.UNCLEAR)


def _claim(word: str) -> Seen:
    if word == verdicts.PAID:
        return Seen.PAID
    return Seen.PENDING if word in verdicts.WAITING else verdicts.ENDED.get(word, Seen.UNCLEAR)
