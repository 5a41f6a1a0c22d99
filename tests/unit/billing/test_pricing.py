"""Lines, discounts and what goes back: no tiyn appears or vanishes, whatever the numbers are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.catalog.pricing import COUNT_MOST, Wanted, add_up, given_back
from billing.errors import Refused

PRICES = st.integers(1, 10_000_000)
LINES = st.lists(st.builds(Wanted, PRICES, st.integers(1, 50)), min_size=1, max_size=20)
WHOLE = st.lists(
    st.builds(Wanted, PRICES.map(lambda price: price * 100), st.integers(1, 50)), min_size=1, max_size=20
)
PERCENT = st.integers(0, 99)


@given(lines=LINES, percent=PERCENT)
def test_the_lines_after_discount_add_up_to_the_total(lines: list[Wanted], percent: int) -> None:
    sum_ = add_up(lines, percent, "KZT")
    assert sum(line.total for line in sum_.lines) == sum_.total == sum_.subtotal - sum_.discount
    assert all(0 <= line.discount <= line.subtotal for line in sum_.lines)


@given(lines=LINES, percent=PERCENT)
def test_the_discount_is_the_percentage_rounded_half_up(lines: list[Wanted], percent: int) -> None:
    sum_ = add_up(lines, percent, "KZT")
    grain = 100 if all(line.price * line.count % 100 == 0 for line in lines) else 1
    assert abs(sum_.discount * 100 - sum_.subtotal * percent) * 2 <= grain * 100


@given(lines=WHOLE, percent=PERCENT)
def test_whole_prices_give_whole_sums(lines: list[Wanted], percent: int) -> None:
    sum_ = add_up(lines, percent, "KZT")
    assert sum_.total % 100 == 0
    assert all(line.total % 100 == 0 for line in sum_.lines)


@given(lines=LINES, percent=PERCENT)
def test_equal_lines_differ_by_one_grain_at_most(lines: list[Wanted], percent: int) -> None:
    twice = add_up([lines[0], *lines, lines[0]], percent, "KZT")
    assert abs(twice.lines[0].discount - twice.lines[-1].discount) <= 100


@pytest.mark.parametrize(
    ("percent", "total"), [(0, 199000), (1, 197000), (10, 179100), (15, 169100), (50, 99500), (99, 2000)]
)
def test_half_a_tenge_of_discount_is_given_to_the_buyer(percent: int, total: int) -> None:
    assert add_up([Wanted(199000, 1)], percent, "KZT").total == total


def test_a_sum_with_tiyn_is_rounded_to_tiyn() -> None:
    assert add_up([Wanted(199050, 1)], 15, "KZT").total == 169192


def test_a_currency_without_small_change_is_rounded_to_its_units() -> None:
    assert add_up([Wanted(199, 1)], 15, "JPY").total == 169


@given(total=st.integers(0, 10_000_000), count=st.integers(1, 30), data=st.data())
def test_all_pieces_give_back_what_was_paid_in_whatever_portions(
    total: int, count: int, data: st.DataObject
) -> None:
    back, before = 0, 0
    while before < count:
        more = data.draw(st.integers(1, count - before))
        part = given_back(total, count, before, more, "KZT")
        assert 0 <= part <= total - back
        back, before = back + part, before + more
    assert back == total


@pytest.mark.parametrize(("before", "more"), [(0, 4), (3, 1), (0, 0), (1, -1), (-1, 1), (2, 2)])
def test_more_pieces_than_were_bought_never_go_back(before: int, more: int) -> None:
    with pytest.raises(Refused):
        given_back(300000, 3, before, more, "KZT")


@pytest.mark.parametrize("count", [0, -1, COUNT_MOST + 1, 10**18])
def test_a_count_that_nobody_buys_is_refused(count: int) -> None:
    with pytest.raises(Refused):
        add_up([Wanted(100, count)], 0, "KZT")


@pytest.mark.parametrize("percent", [-1, 100, 101])
def test_a_discount_of_everything_is_refused(percent: int) -> None:
    with pytest.raises(Refused):
        add_up([Wanted(100, 1)], percent, "KZT")
