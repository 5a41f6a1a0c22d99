"""Figures at their borders: midnight itself, a cashier's time before, who may ask at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from billing.errors import NotAllowed
from billing.figures import counting
from billing.figures.models import Sums
from billing.figures.periods import midnight
from billing.models import Person, Role
from billing.money import Money
from billing.states import RefundState
from store.books import SqlBooks
from store.engine import Database
from tests.store.test_figures import ALMATY, OWNER, TODAY, give_back, sell, sum_all, takings
from tests.support.books import NOON

DAY = timedelta(days=1)
CASHIER = Person(502, "One", role=Role.CASHIER)


async def totals(database: Database, since: datetime, until: datetime) -> tuple[int, int, int, int]:
    found = await takings(database, since, until)
    return (
        sum(each.taken for each in found),
        sum(each.payments for each in found),
        sum(each.returned for each in found),
        sum(each.refunds for each in found),
    )


async def test_what_happens_at_midnight_itself_is_of_the_day_that_begins_and_of_no_other(
    database: Database,
) -> None:
    border = midnight(TODAY - 2 * DAY, ALMATY)

    def write(books: SqlBooks) -> None:
        give_back(books, sell(books, border, 500000), 100000, border, RefundState.COMPLETED)

    await database.write(write)
    for _ in range(2):
        assert await totals(database, border - DAY, border) == (0, 0, 0, 0)
        assert await totals(database, border, border + DAY) == (500000, 1, 100000, 1)
        assert await totals(database, border - DAY, NOON) == (500000, 1, 100000, 1)
        assert await totals(database, border - timedelta(hours=5), border) == (0, 0, 0, 0)
        assert await totals(database, border, border + timedelta(hours=5)) == (500000, 1, 100000, 1)
        assert await totals(database, border + timedelta(hours=1), NOON) == (0, 0, 0, 0)
        await sum_all(database)


async def test_a_cashiers_time_before_is_their_own_too(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        for issuer, minor in ((CASHIER.id, 100000), (OWNER.id, 700000)):
            for at in (NOON, NOON - DAY):
                sell(books, at, minor, issuer_id=issuer)

    await database.write(write)
    later = NOON + timedelta(minutes=1)

    def ask(books: SqlBooks) -> tuple[Sums, Sums, Sums]:
        found = counting.figures(books, CASHIER, TODAY, TODAY, later)
        course = counting.course(books, CASHIER, TODAY, TODAY, later).figures
        return found.sums, found.before, course.before

    own = Sums(Money(100000, "KZT"), 1, Money(0, "KZT"), 0)
    assert await database.read(ask) == (own, own, own)


@pytest.mark.parametrize("asked", [counting.figures, counting.course])
async def test_who_is_no_member_reads_no_figures(database: Database, asked: Callable[..., object]) -> None:
    with pytest.raises(NotAllowed):
        await database.read(lambda books: asked(books, Person(601, "Customer"), TODAY, TODAY, NOON))


def test_a_day_on_which_only_money_went_back_is_not_empty() -> None:
    nothing = Money(0, "KZT")
    assert Sums(nothing, 0, nothing, 0).empty
    assert not Sums(nothing, 0, Money(100, "KZT"), 1).empty
