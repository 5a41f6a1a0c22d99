"""What is to be billed now. Deciding again, elsewhere, or with a clock set back gives nothing new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from billing.subscriptions.calendar import next_after, period, period_at
from billing.subscriptions.models import Entry, Pause, Period, PeriodState, Skip, State, Terms


@dataclass(frozen=True, slots=True)
class Skipped:
    """A period that is to be marked as never billed."""

    period: Period
    why: Skip


@dataclass(frozen=True, slots=True)
class Due:
    """What to write, all of it or nothing, each under its period's key.

    It is decided and written in one transaction that holds the subscription, so that no pause and no other
    worker comes between; the keys are the second lock.
    """

    skip: tuple[Skipped, ...] = ()
    bill: Period | None = None

    @property
    def missed(self) -> tuple[Period, ...]:
        """What the merchant must be told: nobody was asked for these, because we were not there."""
        return tuple(skipped.period for skipped in self.skip if skipped.why is Skip.MISSED)


@dataclass(frozen=True, slots=True)
class Known:
    """All that the books hold for a decision."""

    terms: Terms
    entries: tuple[Entry, ...]  # the newest, and those that are pending; more do no harm
    pauses: tuple[Pause, ...] = ()
    state: State = State.ACTIVE

    @property
    def next_number(self) -> int:
        """The first period of which nothing was decided yet."""
        return max((entry.number + 1 for entry in self.entries), default=0)

    @property
    def unpaid(self) -> bool:
        """Whether a bill's ladder runs."""
        return any(entry.state is PeriodState.PENDING for entry in self.entries)

    @property
    def paused(self) -> bool:
        """Whether nobody has resumed yet, whatever the clock says."""
        return any(pause.end is None for pause in self.pauses)

    @property
    def over(self) -> bool:
        """Whether it ended for good."""
        return self.state in {State.CANCELLED, State.EXPIRED}


def decide(known: Known, now: datetime) -> Due:
    """Which periods to skip, and which one to bill: never more than the one that runs now.

    While a bill is unpaid nothing is decided: a second one is never put on top. When it is settled, the
    period that runs then is billed; those that came and went meanwhile are skipped.
    """
    current = period_at(known.terms, now)
    if current is None or known.over or known.unpaid:
        return Due()
    skip, bill = list[Skipped](), None
    for number in range(known.next_number, current.number + 1):
        found = period(known.terms, number)
        why = _why_not(known, found, current)
        if why is None:
            bill = found
        else:
            skip.append(Skipped(found, why))
    return Due(tuple(skip), bill)


def ahead(known: Known, now: datetime) -> Period | None:
    """The period that somebody may pay before its day: the next one, once all up to now are decided."""
    if known.over or known.paused or known.unpaid:
        return None
    following = next_after(known.terms, now)
    return following if following.number == known.next_number else None


def changes_from(known: Known, now: datetime) -> int:
    """The number of the first period that another price or day counts for: not yet begun, nothing decided."""
    return max(known.next_number, next_after(known.terms, now).number)


def _why_not(known: Known, found: Period, current: Period) -> Skip | None:
    if any(pause.covers(found.start) for pause in known.pauses):
        return Skip.PAUSED
    if found.number == current.number:
        return Skip.PAUSED if known.paused else None
    settled = (entry.settled_at for entry in known.entries if entry.settled_at is not None)
    return Skip.UNPAID if any(found.start < at for at in settled) else Skip.MISSED
