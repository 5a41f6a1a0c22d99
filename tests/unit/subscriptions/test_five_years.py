"""Five years of each kind of period, whatever happens: at most one bill for each, and none is forgotten."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.money import Money
from billing.subscriptions import ladder as rungs
from billing.subscriptions.calendar import agreed, period, period_at, price_of, with_day, with_price
from billing.subscriptions.due import Due, Known, ahead, changes_from, decide
from billing.subscriptions.ladder import Billed, Failed, Ladder, Paid, Passed, Refused, Rung, Stopped
from billing.subscriptions.models import (
    Cycle,
    Entry,
    Pause,
    Period,
    PeriodState,
    Price,
    Rules,
    Skip,
    State,
    Terms,
    key,
)

FIVE_YEARS, DAY = timedelta(days=5 * 365 + 2), timedelta(days=1)
ZONES = ["Asia/Almaty", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
LENGTH = {cycle: timedelta(days=cycle.days or 30 * cycle.months) for cycle in Cycle}
RULES = Rules(attempts=2, retry_hours=24, grace_days=3)
FEW = {Cycle.DAILY: 2, Cycle.WEEKLY: 6, Cycle.BIWEEKLY: 8}


class Life:
    """One subscription's books, its people and its workers' clock."""

    def __init__(self, terms: Terms, chance: Random, *, steady: bool, loyal: bool) -> None:
        self.terms, self.chance = terms, chance
        self.steady = steady  # the clock never jumps
        self.loyal = loyal  # sooner or later each bill is paid
        self.length = LENGTH[terms.cycle]
        self.true = period(terms, 0).start - DAY
        self.shown = self.true
        self.rows: dict[int, PeriodState] = {}
        self.settled: dict[int, datetime] = {}
        self.pauses: list[Pause] = []
        self.state = State.ACTIVE
        self.ladder: tuple[int, Ladder] | None = None
        self.prices: tuple[Price, ...] = (Price(0, Money(100000, "KZT")),)
        self.bills = Counter[str]()
        self.begun: dict[int, tuple[Period, Price]] = {}
        self.skips: dict[int, Skip] = {}

    @property
    def known(self) -> Known:
        """What the store gives: the newest entry and what is pending, or all of it; it may be either."""
        newest = [len(self.rows) - 1, *([self.ladder[0]] if self.ladder else [])] if self.rows else []
        wanted = self.rows if self.chance.random() < 0.005 else {*newest}
        entries = tuple(Entry(number, self.rows[number], self.settled.get(number)) for number in wanted)
        return Known(self.terms, entries, tuple(self.pauses), self.state)

    # --- time

    def wait(self) -> None:
        if self.chance.random() < 0.03:
            self.true += max(10 * DAY, self.length * self.chance.choice([0, 3]))  # nobody is there
        self.true += self.length * self.chance.choice([0.1, 0.5, 1.0, 1.2])
        jump = self.length * self.chance.uniform(-2, 2)
        self.shown = self.true if self.steady or self.chance.random() < 0.85 else self.true + jump

    # --- the worker

    def work(self) -> None:
        now = self.shown
        self.climb(now)
        known = self.known
        due = decide(known, now)
        self.check(due, known, now)
        if self.chance.random() < 0.1:
            return  # it dies before anything is written
        self.write(due, now)
        self.again(now)

    def check(self, due: Due, known: Known, now: datetime) -> None:
        decided = [skipped.period.number for skipped in due.skip] + ([due.bill.number] if due.bill else [])
        expected = list(range(len(self.rows), len(self.rows) + len(decided)))
        assert sorted(decided) == expected, "each once, in order, none left out, none of those decided before"
        if due.bill is not None:
            start = due.bill.start
            assert start <= now < due.bill.end, "only the period that runs"
            assert not any(p.end is None or p.start <= start < p.end for p in self.pauses)
            assert self.ladder is None
        for skipped in due.skip:
            paused = any(p.start <= skipped.period.start < (p.end or now + 999 * DAY) for p in self.pauses)
            assert (skipped.why is Skip.PAUSED) == (paused or now < skipped.period.end)

    def write(self, due: Due, now: datetime) -> None:
        for skipped in due.skip:
            self.decided(skipped.period, PeriodState.SKIPPED)
            self.skips[skipped.period.number] = skipped.why
        if due.bill is not None:
            self.bill(due.bill, rungs.begun(now))

    def decided(self, found: Period, state: PeriodState) -> None:
        assert found.number not in self.rows
        self.rows[found.number] = state

    def bill(self, found: Period, ladder: Ladder) -> None:
        self.decided(found, PeriodState.PENDING)
        self.begun[found.number] = found, price_of(self.prices, found.number)
        self.bills[key(1, found.number, 1)] += 1
        self.ladder = found.number, ladder

    def again(self, now: datetime) -> None:
        """Another worker, and one whose clock was set back."""
        for moment in (now, now - self.length * self.chance.uniform(0, 20)):
            assert decide(self.known, moment) == Due()

    # --- the ladder

    def climb(self, now: datetime) -> None:
        if self.ladder is None:
            return
        number, ladder = self.ladder
        bill = rungs.bill_due(ladder, now)
        if bill is not None:
            self.bills[key(1, number, bill)] += 1
            self.happens(Billed(bill, now))
        if self.loyal and ladder.rung is Rung.GRACE:
            self.happens(Paid(ladder.bill, now))
        self.happens(Passed(now))

    def happens(self, what: rungs.Happening) -> None:
        if self.ladder is None:
            return
        number, ladder = self.ladder
        followed = rungs.step(ladder, what, RULES, self.terms.zone)
        assert rungs.step(followed.ladder, what, RULES, self.terms.zone) == rungs.Step(followed.ladder)
        self.ladder = number, followed.ladder
        self.state = followed.ends or self.state
        self.rows[number] = rungs.PERIOD_STATES[followed.ladder.rung]
        if not followed.ladder.rung.live:
            self.ladder, self.settled[number] = None, what.at

    # --- people

    def pay(self) -> None:
        if self.ladder is None:
            return
        _, ladder = self.ladder
        now, luck = self.shown, self.chance.random()
        if ladder.rung is Rung.GRACE and luck < 0.9:
            self.happens(Paid(self.chance.randint(1, ladder.bill), now))
        elif luck < 0.6:
            self.happens(Paid(ladder.bill, now))
        elif luck < 0.85:
            self.happens(Failed(ladder.bill, now))
        elif luck < 0.86 and not self.loyal:
            self.happens(Refused(ladder.bill, now))
        elif (bill := rungs.may_ask(ladder)) is not None:
            self.bills[key(1, self.ladder[0], bill)] += 1
            self.happens(Billed(bill, now, own=False))

    def pay_ahead(self) -> None:
        found = ahead(self.known, self.shown)
        if found is not None and self.chance.random() < 0.1:
            self.bill(found, rungs.begun_ahead(self.shown, found.start))

    def pause_or_resume(self) -> None:
        paused, luck = self.state is State.PAUSED, self.chance.random()
        if paused and luck < 0.3:
            self.pauses[-1] = replace(self.pauses[-1], end=max(self.shown, self.pauses[-1].start))
            self.state = State.ACTIVE
        elif self.state is State.ACTIVE and luck < 0.05:
            self.pauses.append(Pause(self.shown))
            self.state = State.PAUSED
            self.happens(Stopped(self.shown))

    def change(self) -> None:
        number, luck = changes_from(self.known, self.shown), self.chance.random()
        if luck < 0.03:
            self.prices = with_price(self.prices, Price(number, Money(self.chance.randint(1, 10**8), "KZT")))
        elif luck < 0.05 and self.terms.cycle is not Cycle.DAILY and number > 0:
            day = self.chance.randint(1, 7 if self.terms.cycle.days else 31)
            self.terms = with_day(self.terms, number, day)

    # --- the whole

    @property
    def over(self) -> bool:
        return self.state in {State.CANCELLED, State.EXPIRED}

    def live(self) -> None:
        ends = self.true + FIVE_YEARS
        while self.true < ends and not self.over:
            self.wait()
            for deed in (self.work, self.pay, self.pause_or_resume, self.change, self.pay_ahead):
                deed()
        self.true += 3 * self.length  # what the clock had said too early has come by then
        self.shown = self.true

    def settle(self) -> None:
        """The last bill is paid, a worker comes by."""
        if self.ladder is not None:
            self.happens(Paid(self.ladder[1].bill, self.shown))
        self.write(decide(self.known, self.shown), self.shown)


def check_the_books(life: Life) -> None:
    assert sorted(life.rows) == list(range(len(life.rows))), "none without a decision"
    assert max(life.bills.values(), default=1) == 1, "no bill is made twice"
    billed = {int(made.split(":")[2]) for made in life.bills}
    assert billed == {*life.begun}
    assert billed.isdisjoint(life.skips), "none for those that were skipped"
    assert billed | {*life.skips} == {*life.rows}
    for number, (found, price) in life.begun.items():
        assert period(life.terms, number).start == found.start, "a change never moves what was billed"
        assert price_of(life.prices, number) == price, "nor what it costs"
    if life.steady:
        for found, _ in life.begun.values():
            made_later = found.number < max(life.begun) or life.over
            assert made_later or not any(pause.covers(found.start) for pause in life.pauses[:-1])


@pytest.mark.parametrize("cycle", list(Cycle))
def test_at_most_one_bill_for_a_period_and_none_without_a_decision(cycle: Cycle) -> None:
    @settings(max_examples=FEW.get(cycle, 20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        zone=st.sampled_from(ZONES),
        first=st.dates(date(2023, 1, 1), date(2027, 12, 31)),
        minute=st.integers(0, 24 * 60 - 1),
        day=st.none() if cycle is Cycle.DAILY else st.none() | st.integers(1, 7 if cycle.days else 31),
        steady=st.booleans(),
        loyal=st.sampled_from([True, True, True, False]),
        seed=st.integers(0, 2**32),
    )
    def live(
        zone: str, first: date, minute: int, day: int | None, steady: bool, loyal: bool, seed: int
    ) -> None:
        at = time(*divmod(minute, 60))
        life = Life(agreed(cycle, zone, first, at, day), Random(seed), steady=steady, loyal=loyal)
        life.live()
        if not life.over:
            life.settle()
            current = period_at(life.terms, life.shown)
            assert current is not None
            assert current.number < len(life.rows)
        check_the_books(life)

    live()
