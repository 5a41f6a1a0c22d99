"""What a shop decides about itself in the chat, and what counts where it has decided nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum


class Choice(StrEnum):
    """Under which name a decision is kept; nothing there means that the environment counts, or the usual."""

    NAME = "shop-name"
    LANGUAGE = "shop-language"
    DEADLINE = "deadline"  # of invoices
    FIRST_BANK = "first-bank"  # whose QR comes without a question
    BANKS_OFF = "banks-off"  # those that get no new bills
    QUIET = "quiet-hours"


NEWS = "news:"
"""And the number of a person: what they have turned on or off for themselves."""


class Topic(StrEnum):
    """News of the shop that nobody must have; all else is told to whom it concerns whatever they wish."""

    PAYMENTS = "payments"  # of invoices that others issued
    UNPAID = "unpaid"  # one's own invoices that were declined, or that nobody paid in time
    SHIFTS = "shifts"  # of others
    SUBSCRIPTIONS = "subscriptions"

    @property
    def usual(self) -> bool:
        """Whether somebody hears it who has chosen nothing."""
        return self is not Topic.PAYMENTS


@dataclass(frozen=True, slots=True)
class Quiet:
    """From when to when, by the shop's clock, it says nothing of its own accord; may go over midnight."""

    since: time
    until: time

    def covers(self, hour: time) -> bool:
        """Whether it is quiet then."""
        if self.since < self.until:
            return self.since <= hour < self.until
        return hour >= self.since or hour < self.until

    @property
    def length(self) -> timedelta:
        """How long it is quiet."""
        return _of_day(self.until) - _of_day(self.since) + timedelta(days=self.until <= self.since)


NIGHT = Quiet(time(21), time(9))
"""What is quiet where the shop has decided nothing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """By which the shop works, beside its name and language."""

    invoice_ttl: timedelta = timedelta(hours=24)
    first_bank: str = ""  # whose QR comes without a question; "": the payer chooses
    off: frozenset[str] = frozenset()  # banks that get no new bills
    quiet: Quiet | None = NIGHT
    turned: frozenset[tuple[int, Topic]] = frozenset()  # who hears what otherwise than is usual

    def hears(self, person_id: int, topic: Topic) -> bool:
        """Whether this member wants such news."""
        return topic.usual is not ((person_id, topic) in self.turned)

    def listeners(self, topic: Topic) -> list[int]:
        """Who has asked for what is not usual."""
        return sorted(who for who, what in self.turned if what is topic and not topic.usual)


def _of_day(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)
