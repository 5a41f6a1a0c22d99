"""When a bank bills nobody for this shop: what it said, and since when it is off the cards for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Halt:
    """The bank said that it bills nobody for us now, whatever the bill is.

    ``until``: from then on it does again by itself, as with a limit of the day; ``None``: first somebody has
    to mend something. ``code`` is the bank's, and the same for all of its words for one cause.
    """

    code: str
    text: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """A bank that is off the cards, from the first halt until it works again; one at a time for each bank."""

    id: int
    provider: str
    code: str
    since: datetime
    refused_at: datetime  # when it last said so
    until: datetime | None = None
    next_check: datetime | None = None
    checks: int = 0
    seen: bool = False  # a check shows the trouble, so a check will show its end
    trial_at: datetime | None = None  # on the cards again since then, to see by a bill whether it works
    trials: int = 0
    ended_at: datetime | None = None

    def away(self, at: datetime) -> bool:
        """Whether the bank is off the cards."""
        if self.ended_at is not None or self.trial_at is not None:
            return False
        return self.until is None or at < self.until


class CallKind(StrEnum):
    """What a bank that reports to one address called about."""

    TEST = "test"  # a try from its cabinet, rightly signed
    FORGED = "forged"  # wrongly signed, or not at all: the bank's, or somebody else's
    REPORT = "report"  # a payment


@dataclass(frozen=True, slots=True)
class BankCall:
    """The last call of its kind. ``why``: what was wrong with it."""

    provider: str
    kind: CallKind
    at: datetime
    why: str = ""
