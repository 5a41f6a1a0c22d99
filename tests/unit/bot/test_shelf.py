"""Rows of finished statements are kept for those who turn pages, few and not for long."""

from __future__ import annotations

from datetime import timedelta

from billing.reconciling import Summary
from billing.reporting import Statement
from billing.statement import Row, Standing
from bot.reports import KEEP, Shelf
from tests.support.books import NOON
from tests.support.lists import operation


def of(count: int) -> Statement:
    return Statement([Row(operation("x"), None, Standing.UNCONFIRMED, None)] * count, Summary())


def test_what_was_looked_at_last_stays_the_longest() -> None:
    shelf = Shelf(most=10)
    for report_id in (1, 2):
        shelf.put(report_id, of(5), NOON)
    assert shelf.get(1, NOON) is not None
    shelf.put(3, of(5), NOON)
    assert shelf.get(2, NOON) is None
    assert shelf.get(1, NOON) is not None
    assert shelf.get(3, NOON) is not None


def test_what_does_not_fit_is_not_kept() -> None:
    shelf = Shelf(most=10)
    shelf.put(1, of(11), NOON)
    assert shelf.get(1, NOON) is None


def test_rows_are_let_go_of_after_a_while() -> None:
    shelf = Shelf()
    shelf.put(1, of(1), NOON)
    assert shelf.get(1, NOON + KEEP) is not None
    assert shelf.get(1, NOON + KEEP + timedelta(seconds=1)) is None
