"""The ladder: what follows when a period's bill is paid, refused, or not paid. Pure; times are handed in.

trying ──failed, attempts left──► trying (the next bill, not before its hour)
  │ └────failed, none left──────► grace ──nobody paid until its end──► expired
  ├──paid (from grace, too)─────► paid
  ├──refused by the payer───────► refused, and the subscription is cancelled
  └──stopped by a person────────► stopped
expired, refused, stopped ──money after all──► paid; the subscription stays as it is, a person decides
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from billing.subscriptions.calendar import moment_of
from billing.subscriptions.models import PeriodState, Rules, State


class Rung(StrEnum):
    """Where a period's bill stands."""

    TRYING = "trying"  # a bill is open, or the next one has its hour
    GRACE = "grace"  # no more bills by themselves; the payer may ask for one
    PAID = "paid"
    EXPIRED = "expired"
    REFUSED = "refused"
    STOPPED = "stopped"

    @property
    def live(self) -> bool:
        """Whether it may still be paid without anybody having to decide."""
        return self in {Rung.TRYING, Rung.GRACE}


PERIOD_STATES = {
    Rung.TRYING: PeriodState.PENDING,
    Rung.GRACE: PeriodState.PENDING,
    Rung.PAID: PeriodState.PAID,
    Rung.EXPIRED: PeriodState.FAILED,
    Rung.REFUSED: PeriodState.CANCELLED,
    Rung.STOPPED: PeriodState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """One billed period's way to its money. A bill is the ladder's own, or one that the payer asked for."""

    rung: Rung
    bill: int  # number of the newest one, from 1
    billed_at: datetime  # when that one was made
    open: bool  # whether that one can still be paid as it was meant
    own: bool = True  # whether that one is the ladder's own
    failures: int = 0  # own bills that failed
    until: datetime | None = None  # trying: the next own bill's hour; grace: its end


@dataclass(frozen=True, slots=True)
class Billed:
    """Another bill was made: its hour had come, or (``own=False``) the payer asked for it."""

    bill: int
    at: datetime
    own: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """A bill ended without money: it expired, a bank or a person called it off, the card was declined.

    A bill that could not be made is none of these. ``at`` is when we learned of it, so that grace is whole.
    """

    bill: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The payer said no to a bill, in so many words."""

    bill: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Paid:
    """Money came for one of the bills, also for one that had failed."""

    bill: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stopped:
    """A person paused or cancelled the subscription: what is open is called off, no more is asked for."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """It is so late now."""

    at: datetime


Happening = Billed | Failed | Refused | Paid | Stopped | Passed


@dataclass(frozen=True, slots=True)
class PaymentFailed:
    """To be told: this attempt failed. ``again_at`` is the next bill's hour, ``None`` after the last one."""

    attempt: int  # from 1
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class GraceStarted:
    """To be told: the last attempt failed; it can be paid until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Expired:
    """To be told: grace is over, the subscription ends."""


@dataclass(frozen=True, slots=True)
class PayerRefused:
    """To be told: the payer refused the bill, the subscription ends."""


@dataclass(frozen=True, slots=True)
class PaymentSucceeded:
    """To be told: the period is paid. ``recovered``: after a failure."""

    recovered: bool


@dataclass(frozen=True, slots=True)
class LateMoney:
    """A person must decide: the period counts as paid, but it had been given up."""


Tiding = PaymentFailed | GraceStarted | Expired | PayerRefused | PaymentSucceeded | LateMoney


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from a happening."""

    ladder: Ladder
    tell: tuple[Tiding, ...] = ()
    ends: State | None = None  # what the subscription is to become
    withdraw: bool = False  # the newest bill is open and must not be paid any more


def begun(at: datetime) -> Ladder:
    """The ladder of a period whose first bill is made."""
    return Ladder(Rung.TRYING, 1, at, open=True)


def begun_ahead(at: datetime, start: datetime) -> Ladder:
    """The same, where the payer asked for it before the period's ``start``: its own waits for that."""
    return Ladder(Rung.TRYING, 1, at, open=True, own=False, until=start)


def resumed(ladder: Ladder, start: datetime, at: datetime) -> Ladder | None:
    """Where a pause called off a bill that the payer had asked for before the period's ``start``, and is over
    before that: its own bill comes on its day. ``None``: the period stays as it is."""
    early = ladder.rung is Rung.STOPPED and not ladder.own and ladder.bill == 1
    return replace(ladder, rung=Rung.TRYING, until=start) if early and at < start else None


def step(ladder: Ladder, what: Happening, rules: Rules, zone: str) -> Step:
    """What follows. Told twice, or too late to matter, it gives the same ladder and nothing to tell."""
    if isinstance(what, Paid):
        return _paid(ladder, what)
    if not ladder.rung.live:
        return Step(ladder)
    match what:
        case Billed():
            return _billed(ladder, what)
        case Failed():
            return _failed(ladder, what, rules, zone)
        case Refused():
            return _refused(ladder, what)
        case Stopped():
            return Step(_over(ladder, Rung.STOPPED), withdraw=ladder.open)
        case Passed():
            return _passed(ladder, what)


def bill_due(ladder: Ladder, now: datetime) -> int | None:
    """The number of the ladder's own next bill, once its hour has come and no other bill is open."""
    waiting = ladder.rung is Rung.TRYING and not ladder.open
    return ladder.bill + 1 if waiting and ladder.until is not None and ladder.until <= now else None


def may_ask(ladder: Ladder) -> int | None:
    """The number of the bill that the payer may ask for; ``None`` where one is open or all is over."""
    return ladder.bill + 1 if ladder.rung.live and not ladder.open else None


def _billed(ladder: Ladder, what: Billed) -> Step:
    if ladder.open or what.bill != ladder.bill + 1 or (what.own and ladder.rung is Rung.GRACE):
        return Step(ladder)
    until = None if what.own else ladder.until
    return Step(replace(ladder, bill=what.bill, billed_at=what.at, open=True, own=what.own, until=until))


def _failed(ladder: Ladder, what: Failed, rules: Rules, zone: str) -> Step:
    if not ladder.open or what.bill != ladder.bill:
        return Step(ladder)
    if not ladder.own:
        return Step(replace(ladder, open=False))
    failures = ladder.failures + 1
    closed = replace(ladder, open=False, failures=failures)
    if failures < rules.attempts:
        again_at = max(what.at, ladder.billed_at + timedelta(hours=rules.retry_hours))
        return Step(replace(closed, until=again_at), (PaymentFailed(failures, again_at),))
    until = _days_later(what.at, rules.grace_days, zone)
    grace = replace(closed, rung=Rung.GRACE, until=until)
    return Step(grace, (PaymentFailed(failures, None), GraceStarted(until)))


def _refused(ladder: Ladder, what: Refused) -> Step:
    if not ladder.open or what.bill != ladder.bill:
        return Step(ladder)
    return Step(_over(ladder, Rung.REFUSED), (PayerRefused(),), State.CANCELLED)


def _paid(ladder: Ladder, what: Paid) -> Step:
    if ladder.rung is Rung.PAID:
        return Step(ladder)
    paid = _over(ladder, Rung.PAID)
    if not ladder.rung.live:
        return Step(paid, (LateMoney(),))
    another = ladder.open and what.bill != ladder.bill
    return Step(paid, (PaymentSucceeded(ladder.failures > 0),), withdraw=another)


def _passed(ladder: Ladder, what: Passed) -> Step:
    if ladder.rung is not Rung.GRACE or ladder.until is None or what.at < ladder.until:
        return Step(ladder)
    return Step(_over(ladder, Rung.EXPIRED), (Expired(),), State.EXPIRED, withdraw=ladder.open)


def _over(ladder: Ladder, rung: Rung) -> Ladder:
    return replace(ladder, rung=rung, open=False, until=None)


def _days_later(at: datetime, days: int, zone: str) -> datetime:
    """The same time of the day so many days later, for the people who are told it."""
    local = at.astimezone(ZoneInfo(zone))
    later = moment_of(local.date() + timedelta(days=days), local.time(), zone)
    return max(later, at.astimezone(UTC))
