"""From where and with which browser payers began to pay: told to the bank with that one bill, and not stored.

It is kept in memory only until the bank has the bill, so that each try says the same; a process that dies
forgets it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PAUSE = timedelta(seconds=3)  # between two questions for people who come back from a bank
MOST = 500  # visits remembered at a time: a bill is with the bank within seconds


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """One opening of the payment page; "" is not known. The names are those of ``questions.Payer``."""

    ip: str = ""
    user_agent: str = ""

    def facts(self) -> Mapping[str, str]:
        """For the bill."""
        return {"ip": self.ip, "user_agent": self.user_agent}


NAMES = frozenset({"ip", "user_agent"})
"""What only a visit tells."""


class Visits:
    """By payment; the oldest make room."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, Visit] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def note(self, payment_id: int, visit: Visit) -> None:
        """This payment was begun by this visit."""
        self._known[payment_id] = visit
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    def of(self, payment_id: int) -> Visit:
        """What is known of it."""
        return self._known.get(payment_id, Visit())

    def forget(self, payment_id: int) -> None:
        """The bank has it, or never will."""
        self._known.pop(payment_id, None)


class Returns:
    """When a bank was last asked about a payment because somebody came back from it; the oldest make room."""

    def __init__(self) -> None:
        self._asked: OrderedDict[int, datetime] = OrderedDict()

    def take(self, payment_id: int, at: datetime) -> bool:
        """Whether it may be asked now; then the pause begins."""
        last = self._asked.pop(payment_id, None)
        rested = last is None or not timedelta() <= at - last < PAUSE
        self._asked[payment_id] = at if last is None or rested else last
        while len(self._asked) > MOST:
            self._asked.popitem(last=False)
        return rested
