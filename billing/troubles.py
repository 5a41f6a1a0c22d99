"""What lasts until somebody mends it: a bank that refuses our keys, a queue or a loop that stands still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """The kinds; each is the notice that tells of it, and with ``-over`` the one that tells of its end."""

    BANK_REFUSES = "alert-bank-refuses"
    UPDATES_WAIT = "alert-updates-wait"
    REPORTS_WAIT = "alert-reports-wait"
    MESSAGES_WAIT = "alert-messages-wait"
    REMINDERS_WAIT = "alert-reminders-wait"
    PART_STUCK = "alert-part-stuck"
    TELEGRAM_FAILS = "alert-telegram-fails"
    DISK_FULL = "alert-disk-full"
    LISTS_DIFFER = "alert-lists-differ"  # begins with a notice that says what differs

    @property
    def over(self) -> str:
        """The notice that tells of the end."""
        return f"{self}-over"

    @property
    def named(self) -> str:
        """What its words are found by; empty for those that have words of their own."""
        own = self in (Trouble.BANK_REFUSES, Trouble.LISTS_DIFFER)
        return "" if own else self.removeprefix("alert-")


class Call(StrEnum):
    """What a bank is called for: who is refused here may be served there."""

    BILL = "bill"
    LOOK = "look"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True)
class Sight:
    """Something is wrong right now. ``cause`` is the same as long as it is the same trouble.

    ``mild``: not so bad that anybody would be told; but as long as it is no better than this, what was told
    is not over.
    """

    kind: Trouble
    cause: str
    values: Mapping[str, str] = field(default_factory=dict)
    mild: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """A trouble that was told, from the first sight of it until it is over; one at a time for each cause."""

    id: int
    cause: str
    kind: Trouble
    values: dict[str, str]
    since: datetime
    seen_at: datetime
    well_at: datetime | None = None  # what was refused worked again; others need no such proof


def refused_call(provider: str, call: Call, code: str = "") -> str:
    """The cause of a refusal; without a code, what all such causes begin with."""
    return f"refused:{provider}:{call}:{code}"[:96]


class AlarmBooks(Protocol):
    """Where troubles are written down."""

    def alarm(self, cause: str) -> Alarm | None: ...
    def alarms(self) -> list[Alarm]: ...
    def add_alarm(self, sight: Sight, at: datetime) -> Alarm | None: ...
    def see_alarm(self, alarm_id: int, at: datetime) -> None: ...
    def note_well(self, beginning: str, at: datetime) -> None: ...
    def end_alarm(self, alarm_id: int, at: datetime) -> bool: ...
    def alarms_ended(self, cause: str, since: datetime) -> int: ...
