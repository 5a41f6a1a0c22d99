"""The header RequestID: for 24 hours the same id gets the first answer again, its status refreshed."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.horizonpay.refusals import RefusedError
from sandbox.horizonpay.transactions import Transaction

KEPT = timedelta(hours=24)
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

Key = tuple[str, str, str]
"""Shop, address, id."""


@dataclass(frozen=True, slots=True)
class First:
    """The first answer to an id: a transaction, or a refusal; and of what body."""

    body: str
    at: datetime
    made: Transaction | RefusedError


class Memory:
    """The first answers."""

    def __init__(self) -> None:
        self._known: dict[Key, First] = {}

    def find(self, key: Key, now: datetime) -> First | None:
        """The first answer, while it is kept."""
        first = self._known.get(key)
        return first if first is not None and now - first.at < KEPT else None

    def keep(self, key: Key, raw: bytes, made: Transaction | RefusedError, now: datetime) -> None:
        """Remember an answer."""
        self._known[key] = First(print_of(raw), now, made)


def print_of(raw: bytes) -> str:
    """By what bodies are told apart."""
    return hashlib.sha256(raw).hexdigest()
