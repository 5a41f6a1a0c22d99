"""``postLink`` and ``failurePostLink``: read, never believed.

The bank signs nothing, so all that a callback is good for is a hint: ask about this invoice now. That it came
to the unguessable address of one payment is looked at by whoever received it.
"""

from __future__ import annotations

import hashlib
import json
import re

from billing.answers import Delivery, Forged, Kind, Seen
from providers.halyk import wire

BODY_LIMIT = 64 * 1024
_CLAIMS = {"ok": Seen.PAID, "error": Seen.REJECTED}


def delivery_from(body: bytes) -> Delivery | Forged:
    """The claim of one callback.

    Its key is of the fact (invoice, outcome, operation, reason) and not of the bytes: the bank writes the
    time of sending into each copy, and copies of one fact are one delivery.
    """
    if len(body) > BODY_LIMIT:
        return Forged("too long")
    try:
        told = wire.read(wire.Callback, body)
    except wire.Garbled as garbled:
        return Forged(str(garbled))
    if not re.fullmatch(r"[0-9]{6,15}", told.invoice_id):
        return Forged("no invoice number")
    code = told.code.lower()
    fact = json.dumps([told.invoice_id, code, told.id, told.reason_code])
    key = hashlib.sha256(fact.encode()).hexdigest()
    return Delivery(Kind.PAYMENT, key, told.invoice_id, _CLAIMS.get(code, Seen.UNCLEAR))
