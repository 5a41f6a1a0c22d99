"""How our webhooks are signed, by Standard Webhooks: id, time and body together, once for each secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"


def new_secret(token: str, other: str) -> str:
    """A secret out of two tokens of chance."""
    return PREFIX + base64.b64encode(hashlib.sha256(f"{token}{other}".encode()).digest()).decode()


def headers(name: str, body: bytes, at: datetime, secrets: Iterable[str]) -> dict[str, str]:
    """What goes along: ``name`` is the message's id; a signature for each secret, the newest first."""
    moment = str(int(at.timestamp()))
    signed = b".".join((name.encode(), moment.encode(), body))
    signatures = " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)
    return {"webhook-id": name, "webhook-timestamp": moment, "webhook-signature": signatures}


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
