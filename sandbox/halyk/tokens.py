"""Access tokens: what each may do, and until when."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.halyk.bills import Order


class Kind(StrEnum):
    """What a token was asked for."""

    PAYMENT = "payment"
    """one QR; without an order it is one that forgot its invoiceID"""
    SERVICE = "service"
    """statuses, refunds, captures"""
    STATEMENT = "statement"
    """the search of operations: password grant, long scope"""
    TRANSFER = "transfer"
    """the search of transfers: password grant, scope `transfer`"""


@dataclass(slots=True)
class Token:
    """One grant. A payment token carries its order."""

    value: str
    client_id: str
    terminal: str
    order: Order | None
    kind: Kind
    expires_at: datetime
    bill: int | None = None


class Tokens:
    """All grants, by value."""

    def __init__(self) -> None:
        self._known: dict[str, Token] = {}

    def grant(
        self,
        client_id: str,
        now: datetime,
        kind: Kind,
        seconds: int,
        *,
        terminal: str = "",
        order: Order | None = None,
    ) -> Token:
        """Give a fresh token."""
        value = secrets.token_urlsafe(18).upper()
        token = Token(value, client_id, terminal, order, kind, now + timedelta(seconds=seconds))
        self._known[value] = token
        return token

    def find(self, header: str, now: datetime) -> Token | None:
        """The living token of an Authorization header, written exactly `Bearer <token>`."""
        scheme, _, value = header.partition(" ")
        token = self._known.get(value)
        if scheme != "Bearer" or token is None or token.expires_at <= now:
            return None
        return token

    def peek(self, header: str) -> Token | None:
        """The same without asking whether it lives: for the request log."""
        return self._known.get(header.partition(" ")[2])

    def revoke(self) -> None:
        """From now on no token is known."""
        self._known.clear()
