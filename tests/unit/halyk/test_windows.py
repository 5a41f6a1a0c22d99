"""A period is asked for in parts until each part is whole; whatever is held back is said."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from billing.errors import ListCut
from providers.halyk.statement.windows import SECOND, Walk, Window

START = datetime(2026, 11, 1, tzinfo=UTC)
Row = tuple[datetime, str]


def window(seconds: int) -> Window:
    return Window(START, START + SECOND * seconds)


class Bank:
    """A list that shows no more than ``most`` rows, both ends of a period in it."""

    def __init__(self, rows: list[Row], most: int) -> None:
        self.rows, self.most = sorted(rows), most
        self.times = [at for at, _ in self.rows]
        self.calls = 0

    def ask(self, part: Window) -> tuple[int, list[Row]]:
        self.calls += 1
        found = self.rows[bisect_left(self.times, part.since) : bisect_right(self.times, part.until)]
        return len(found), found[: self.most]


def walked(bank: Bank, whole: Window, *, backwards: bool = False) -> list[str]:
    walk = Walk(whole, backwards=backwards)
    taken: list[str] = []
    while (part := walk.window) is not None:
        total, rows = bank.ask(part)
        if total > len(rows):
            walk.cut(total, len(rows))
        else:
            ids = [id_ for _, id_ in rows]
            taken += [ids[place] for place in walk.fresh(ids)]
    return taken


def test_a_window_is_of_whole_seconds_in_utc_and_loses_nothing() -> None:
    almaty = timezone(timedelta(hours=5))
    assert Window.around(
        datetime(2026, 11, 1, tzinfo=almaty), datetime(2026, 11, 2, tzinfo=almaty)
    ) == Window(datetime(2026, 10, 31, 19, tzinfo=UTC), datetime(2026, 11, 1, 19, tzinfo=UTC))
    odd = START + timedelta(microseconds=1)
    assert Window.around(odd, odd + SECOND) == Window(START, START + 2 * SECOND)


@given(st.integers(1, 100_000), st.integers(1, 300))
def test_parts_follow_each_other_without_a_gap(seconds: int, count: int) -> None:
    parts = window(seconds).parts(count)
    assert parts[0].since == START
    assert parts[-1].until == START + SECOND * seconds
    assert [part.until for part in parts[:-1]] == [part.since for part in parts[1:]]
    lengths = {part.seconds for part in parts}
    assert min(lengths) >= 1
    assert max(lengths) - min(lengths) <= 1
    assert len(parts) == min(count, seconds)


@given(st.lists(st.integers(0, 600_000), max_size=80, unique=True), st.integers(2, 20), st.booleans())
def test_every_row_is_taken_once_in_order_of_time(
    milliseconds: list[int], most: int, backwards: bool
) -> None:
    rows = [(START + timedelta(milliseconds=at), f"{at:06}") for at in milliseconds]
    bank = Bank(rows, most)
    crowded = any(len(bank.ask(part)[1]) == most for part in window(600).parts(600))
    assume(not crowded)
    taken = walked(bank, window(600), backwards=backwards)
    assert sorted(taken) == sorted(id_ for _, id_ in rows)
    if not backwards:
        assert taken == [id_ for _, id_ in sorted(rows)]


def test_rows_on_the_seams_are_taken_once() -> None:
    rows = [(START + SECOND * second, f"{second:04}") for second in range(1001)]
    for backwards in (False, True):
        assert sorted(walked(Bank(rows, 10), window(1000), backwards=backwards)) == [id_ for _, id_ in rows]


def test_backwards_the_last_part_comes_first() -> None:
    rows = [(START + timedelta(seconds=10 * n + 1), f"{n:02}") for n in range(50)]
    taken = walked(Bank(rows, 5), window(500), backwards=True)
    assert taken[-1] < taken[0]
    assert sorted(taken) == [id_ for _, id_ in rows]


def test_a_hundred_thousand_rows_take_a_few_hundred_calls() -> None:
    month = 30 * 86_400
    rows = [(START + timedelta(seconds=n * month / 100_000), str(n)) for n in range(100_000)]
    bank = Bank(rows, 1000)
    assert len(walked(bank, window(month))) == 100_000
    assert bank.calls < 400


def test_a_burst_in_a_quiet_month_is_found() -> None:
    rows = [(START + timedelta(days=17, milliseconds=5 * n), str(n)) for n in range(3000)]
    bank = Bank(rows, 1000)
    assert sorted(walked(bank, window(30 * 86_400)), key=int) == [str(n) for n in range(3000)]
    assert bank.calls < 100


def test_a_second_with_more_rows_than_the_bank_shows_is_an_error_that_says_so() -> None:
    rows = [(START + timedelta(seconds=30, milliseconds=n), str(n)) for n in range(12)]
    with pytest.raises(ListCut) as cut:
        walked(Bank(rows, 10), window(60))
    assert (cut.value.total, cut.value.came) == (12, 10)
    assert cut.value.since <= START + timedelta(seconds=30) < cut.value.until
    assert "10 of 12 rows" in str(cut.value)


def test_a_bank_that_counts_rows_and_shows_none_is_not_asked_again() -> None:
    walk = Walk(window(60))
    with pytest.raises(ListCut):
        walk.cut(5, 0)


def test_a_bank_that_counts_the_same_whatever_the_period_is_not_asked_for_ever() -> None:
    walk, calls = Walk(window(30 * 86_400)), 0

    def insist() -> None:
        nonlocal calls
        while walk.window is not None:
            calls += 1
            walk.cut(2000, 1000)

    with pytest.raises(ListCut):
        insist()
    assert calls < 20


def test_a_row_without_an_id_is_never_taken_for_another() -> None:
    walk = Walk(window(60))
    assert walk.fresh(["", "a", "", "a"]) == [0, 1, 2]


def test_a_part_without_rows_does_not_make_a_seam_forgotten() -> None:
    walk = Walk(window(60))
    walk.cut(9, 3)
    assert walk.fresh(["a"]) == [0]
    assert walk.fresh([]) == []
    assert walk.fresh(["a", "b"]) == [1]
