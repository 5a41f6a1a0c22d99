"""The shop's figures: what a month brings, who left in it, how many were active."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from billing.money import Money
from billing.subscriptions.calendar import agreed
from billing.subscriptions.figures import (
    Lifetime,
    active_at,
    churned,
    last_months,
    month_of,
    monthly,
    price_now,
    recurring,
)
from billing.subscriptions.models import Cycle, Pause, Price, State
from billing.subscriptions.records import End, Offer, Subscription

ALMATY = "Asia/Almaty"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def kzt(minor: int) -> Money:
    return Money(minor, "KZT")


def subscription(cycle: Cycle = Cycle.MONTHLY, minor: int = 5_000_00, **changes: object) -> Subscription:
    made = Subscription(
        id=1,
        merchant_id=1,
        number=1,
        token="t",
        offer=Offer("Coffee", kzt(minor), cycle),
        state=State.ACTIVE,
        issuer_id=5,
        version=1,
        created_at=NOW,
        agreed_at=NOW,
        prices=(Price(0, kzt(minor)),),
        terms=agreed(cycle, ALMATY, date(2026, 11, 1), time(10)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cycle", "minor", "brings"),
    [
        (Cycle.DAILY, 120_00, 3650_00),  # × 365 / 12
        (Cycle.WEEKLY, 840_00, 3650_00),  # × 365 / 84
        (Cycle.BIWEEKLY, 1680_00, 3650_00),  # × 365 / 168
        (Cycle.MONTHLY, 5000_01, 5000_01),
        (Cycle.QUARTERLY, 100_00, 33_33),
        (Cycle.QUARTERLY, 100_01, 33_34),
        (Cycle.YEARLY, 100_02, 8_34),  # 833.5: half upwards
        (Cycle.YEARLY, 100_01, 8_33),
        (Cycle.DAILY, 100_00, 3041_67),
        (Cycle.WEEKLY, 1000_00, 4345_24),
        (Cycle.BIWEEKLY, 1000_00, 2172_62),
    ],
)
def test_a_price_is_reckoned_to_a_month_exactly(cycle: Cycle, minor: int, brings: int) -> None:
    assert monthly(kzt(minor), cycle) == kzt(brings)


def test_each_is_rounded_by_itself_and_paused_ones_bring_nothing() -> None:
    third = subscription(Cycle.QUARTERLY, 100_01)
    paused = replace(third, state=State.PAUSED)
    assert recurring([third, paused, third, subscription()], "KZT", NOW) == kzt(2 * 33_34 + 5000_00)
    assert recurring([], "KZT", NOW) == kzt(0)


def test_a_price_for_later_does_not_count_before_its_bill_is_the_next() -> None:
    dearer = subscription(prices=(Price(0, kzt(5_000_00)), Price(2, kzt(6_000_00))))
    assert price_now(dearer, NOW) == kzt(5_000_00)
    assert price_now(dearer, datetime(2026, 12, 2, tzinfo=UTC)) == kzt(6_000_00)
    assert price_now(replace(dearer, terms=None), NOW) == kzt(5_000_00)


@pytest.mark.parametrize(
    ("ended", "counts"),
    [
        (datetime(2026, 10, 31, 18, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 31, 19, 0, tzinfo=UTC), True),  # midnight in Almaty
        (datetime(2026, 11, 30, 18, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 19, 0, tzinfo=UTC), False),
    ],
)
def test_who_left_counts_in_the_shops_own_month(ended: datetime, *, counts: bool) -> None:
    gone = subscription(state=State.CANCELLED, ended_at=ended, ended_by=End.CUSTOMER)
    assert churned([gone], ALMATY, NOW) == int(counts)


def test_what_never_began_has_not_left() -> None:
    ended = {"state": State.CANCELLED, "ended_at": NOW}
    offered = subscription(**ended, agreed_at=None, ended_by=End.SHOP)
    not_made = subscription(**ended, ended_by=End.NOT_MADE)
    unpaid = subscription(state=State.EXPIRED, ended_at=NOW, ended_by=End.UNPAID)
    assert churned([offered, not_made, unpaid, subscription()], ALMATY, NOW) == 1


def test_six_months_follow_each_other_over_a_years_end() -> None:
    months = last_months(datetime(2026, 2, 28, 20, tzinfo=UTC), ALMATY)
    assert [month.first for month in months] == [
        *(date(2025, month, 1) for month in (10, 11, 12)),
        *(date(2026, month, 1) for month in (1, 2, 3)),
    ]
    assert all(one.end == other.start for one, other in itertools.pairwise(months))
    assert months[-1] == month_of(datetime(2026, 3, 31, 18, 59, tzinfo=UTC), ALMATY)


def test_active_is_who_has_agreed_and_neither_ended_nor_paused() -> None:
    day = [datetime(2026, 11, number, tzinfo=UTC) for number in range(1, 31)]
    whole = Lifetime(day[4])
    ended = Lifetime(day[0], day[9])
    resting = Lifetime(day[0], None, (Pause(day[4], day[9]), Pause(day[19])))
    for moment, active in ((0, 2), (3, 2), (4, 2), (8, 2), (9, 2), (18, 2), (19, 1), (29, 1)):
        assert active_at([whole, ended, resting], day[moment]) == active, moment
    assert active_at([ended], day[9]) == 0
