"""What is billed and what is skipped, from the terms, what was decided, the pauses and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from billing.subscriptions.calendar import agreed, period
from billing.subscriptions.due import Due, Known, ahead, changes_from, decide
from billing.subscriptions.models import Cycle, Entry, Pause, PeriodState, Skip, State, Terms, key

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERMS = agreed(Cycle.MONTHLY, "Asia/Almaty", date(2026, 1, 31), time(10))
DAILY = agreed(Cycle.DAILY, "Asia/Almaty", date(2026, 1, 31), time(10))
FIRST = datetime(2026, 1, 31, 5, tzinfo=UTC)


def starts(number: int, terms: Terms = TERMS) -> datetime:
    return period(terms, number).start


def paid(number: int, at: datetime | None = None) -> Entry:
    return Entry(number, PeriodState.PAID, at or starts(number) + HOUR)


def skips(due: Due) -> dict[int, Skip]:
    return {skipped.period.number: skipped.why for skipped in due.skip}


def billed(due: Due) -> int | None:
    return None if due.bill is None else due.bill.number


def test_nothing_is_due_before_the_first_payment() -> None:
    assert decide(Known(TERMS, ()), FIRST - timedelta(seconds=1)) == Due()


def test_at_its_moment_a_period_is_billed() -> None:
    assert decide(Known(TERMS, ()), FIRST) == Due(bill=period(TERMS, 0))
    assert decide(Known(TERMS, (paid(0),)), starts(1)) == Due(bill=period(TERMS, 1))


@pytest.mark.parametrize("state", list(PeriodState))
def test_a_period_of_which_something_was_decided_is_decided_no_more(state: PeriodState) -> None:
    known = Known(TERMS, (Entry(0, state),))
    assert decide(known, FIRST) == decide(known, starts(1) - HOUR) == Due()


@pytest.mark.parametrize("state", [PeriodState.PAID, PeriodState.FAILED, PeriodState.CANCELLED])
def test_a_clock_that_was_set_back_bills_nothing_again(state: PeriodState) -> None:
    known = Known(TERMS, (Entry(7, state, starts(7)),))
    for earlier in (FIRST - 400 * DAY, FIRST, starts(3), starts(7)):
        assert decide(known, earlier) == Due()


def test_after_ten_days_away_one_bill_is_made_and_nine_days_are_skipped() -> None:
    due = decide(Known(DAILY, (paid(0),)), starts(10, DAILY) + HOUR)
    assert billed(due) == 10
    assert skips(due) == dict.fromkeys(range(1, 10), Skip.MISSED)
    assert [missed.number for missed in due.missed] == [*range(1, 10)]


def test_ten_days_away_are_no_loss_where_a_period_is_longer() -> None:
    assert decide(Known(TERMS, (paid(0),)), starts(1) + 10 * DAY) == Due(bill=period(TERMS, 1))


def test_while_a_bill_is_unpaid_no_other_is_put_on_top() -> None:
    known = Known(TERMS, (Entry(0, PeriodState.PENDING),))
    assert decide(known, starts(1)) == decide(known, starts(5)) == Due()


def test_once_it_is_paid_the_period_that_runs_then_is_billed_and_those_between_never() -> None:
    settled = starts(3) + HOUR
    due = decide(Known(TERMS, (paid(0, settled),)), settled)
    assert billed(due) == 3
    assert skips(due) == {1: Skip.UNPAID, 2: Skip.UNPAID}
    assert due.missed == ()


def test_what_came_after_it_was_settled_was_missed() -> None:
    due = decide(Known(TERMS, (paid(0, starts(1) + HOUR),)), starts(3))
    assert skips(due) == {1: Skip.UNPAID, 2: Skip.MISSED}
    at_once = decide(Known(TERMS, (paid(0, starts(2)),)), starts(3))
    assert skips(at_once) == {1: Skip.UNPAID, 2: Skip.MISSED}, "settled the moment that it began"


def test_a_pause_over_billing_days_is_never_charged_for() -> None:
    pause = Pause(starts(1) - DAY, starts(3) + DAY)
    known = Known(TERMS, (paid(0),), (pause,))
    assert decide(known, starts(3) + 2 * DAY).bill is None
    assert skips(decide(known, starts(3) + 2 * DAY)) == dict.fromkeys((1, 2, 3), Skip.PAUSED)
    after = Known(TERMS, (Entry(3, PeriodState.SKIPPED),), (pause,))
    assert decide(after, starts(4) - HOUR) == Due()
    assert decide(after, starts(4)) == Due(bill=period(TERMS, 4))


def test_after_a_pause_it_goes_on_with_the_wished_day() -> None:
    known = Known(TERMS, (Entry(1, PeriodState.SKIPPED),), (Pause(FIRST + DAY, starts(1) + DAY),))
    due = decide(known, starts(2))
    assert due.bill is not None
    assert due.bill.first_day == date(2026, 3, 31)


def test_a_pause_between_two_billing_days_changes_nothing() -> None:
    known = Known(TERMS, (paid(0),), (Pause(FIRST + DAY, starts(1) - DAY),))
    assert decide(known, starts(1)) == Due(bill=period(TERMS, 1))


def test_a_pause_begins_with_its_moment_and_ends_before_it() -> None:
    begins = Known(TERMS, (paid(0),), (Pause(starts(1), starts(1) + HOUR),))
    assert skips(decide(begins, starts(1) + DAY)) == {1: Skip.PAUSED}
    ends = Known(TERMS, (paid(0),), (Pause(starts(1) - HOUR, starts(1)),))
    assert billed(decide(ends, starts(1) + DAY)) == 1


def test_while_paused_each_period_is_skipped_as_it_comes() -> None:
    known = Known(TERMS, (paid(0),), (Pause(FIRST + DAY),), State.PAUSED)
    due = decide(known, starts(1))
    assert (skips(due), due.bill) == ({1: Skip.PAUSED}, None)


def test_a_bill_that_was_not_made_in_time_is_not_made_in_a_pause() -> None:
    known = Known(TERMS, (paid(0),), (Pause(starts(1) + HOUR),), State.PAUSED)
    due = decide(known, starts(1) + 2 * HOUR)
    assert (skips(due), due.bill) == ({1: Skip.PAUSED}, None)


def test_a_pause_counts_also_where_the_clock_was_set_back_behind_its_beginning() -> None:
    known = Known(TERMS, (paid(0),), (Pause(starts(2)),), State.PAUSED)
    assert decide(known, starts(1)).bill is None


@pytest.mark.parametrize("state", [State.CANCELLED, State.EXPIRED])
def test_nothing_is_decided_of_what_has_ended(state: State) -> None:
    assert decide(Known(TERMS, (paid(0),), (), state), starts(5)) == Due()


def test_older_entries_change_nothing() -> None:
    newest = Known(TERMS, (paid(2),))
    whole = Known(TERMS, (paid(0), Entry(1, PeriodState.SKIPPED), paid(2)))
    for now in (starts(2), starts(3), starts(6)):
        assert decide(newest, now) == decide(whole, now)


def test_the_next_period_may_be_paid_ahead_once_all_before_it_is_decided() -> None:
    assert ahead(Known(TERMS, (paid(0),)), FIRST + DAY) == period(TERMS, 1)
    assert ahead(Known(TERMS, ()), FIRST - DAY) == period(TERMS, 0)
    assert ahead(Known(TERMS, ()), FIRST) is None, "that one is to be billed"
    assert ahead(Known(TERMS, (paid(0),)), starts(1)) is None
    assert ahead(Known(TERMS, (paid(0),)), starts(3)) is None
    assert ahead(Known(TERMS, (paid(3),)), starts(1)) is None, "the clock was set back"


def test_paid_ahead_its_day_brings_no_bill() -> None:
    known = Known(TERMS, (paid(0), paid(1, FIRST + DAY)))
    assert decide(known, starts(1)) == Due()
    assert decide(known, starts(2)) == Due(bill=period(TERMS, 2))


@pytest.mark.parametrize(
    "known",
    [
        Known(TERMS, (Entry(0, PeriodState.PENDING),)),
        Known(TERMS, (paid(0), paid(1, FIRST + DAY))),
        Known(TERMS, (paid(0),), (Pause(FIRST),), State.PAUSED),
        Known(TERMS, (paid(0),), (), State.CANCELLED),
        Known(TERMS, (paid(0),), (), State.EXPIRED),
    ],
    ids=["unpaid", "done already", "paused", "cancelled", "expired"],
)
def test_nothing_can_be_paid_ahead_when(known: Known) -> None:
    assert ahead(known, FIRST + DAY) is None


def test_another_price_or_day_counts_from_the_first_period_that_nobody_was_told_of() -> None:
    known = Known(TERMS, (paid(0),))
    assert changes_from(known, FIRST + DAY) == 1
    assert changes_from(known, starts(1)) == 2, "it has begun, though its bill is not made yet"
    assert changes_from(Known(TERMS, (paid(4),)), FIRST) == 5, "the clock was set back"
    assert changes_from(Known(TERMS, ()), FIRST - DAY) == 0


def test_each_period_and_each_of_its_bills_has_a_key_of_its_own() -> None:
    keys = [key(s, n, b) for s in (1, 11) for n in (1, 11) for b in (None, 1, 11)]
    assert len(set(keys)) == len(keys)
    assert key(1, 2) == key(1, 2)
