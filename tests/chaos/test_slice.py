"""A slice of `make chaos`: the same parts, fewer invoices; nothing may be lost in it either."""

from __future__ import annotations

import pytest

from tests.chaos.plan import drawn
from tests.chaos.run import Run

SEED, MANY = 8, 2000


@pytest.mark.parametrize(
    ("kind", "replicas", "invoices", "kills"),
    [
        pytest.param("postgresql", 3, 24, 1, id="postgresql, 24"),
        pytest.param("postgresql", 3, MANY, None, id="postgresql, 2000", marks=pytest.mark.long),
        pytest.param("sqlite", 1, MANY, None, id="sqlite, 2000", marks=pytest.mark.long),
    ],
)
async def test_whoever_is_killed_nothing_is_lost_and_nothing_happens_twice(
    kind: str, replicas: int, invoices: int, kills: int | None
) -> None:
    run = Run(
        drawn(SEED, invoices, replicas, kills), kind, replicas, mild=invoices < MANY, skew=60 * (replicas > 1)
    )
    report = await run.play()
    assert not report.failures, report.table()
    assert str(report.counts["processes ended"]) != "0"
