"""A slice of `make chaos`: the same parts, fewer invoices; nothing may be lost in it either."""

from __future__ import annotations

import pytest

from tests.chaos.plan import drawn
from tests.chaos.run import Run

SEED = 8


@pytest.mark.parametrize(
    ("kind", "replicas", "invoices", "kills"),
    [
        pytest.param("postgresql", 3, 24, 1, id="postgresql, 24"),
        pytest.param("postgresql", 3, 1400, None, id="postgresql, 1400", marks=pytest.mark.long),
        pytest.param("sqlite", 1, 600, None, id="sqlite, 600", marks=pytest.mark.long),
    ],
)
async def test_whoever_is_killed_nothing_is_lost_and_nothing_happens_twice(
    kind: str, replicas: int, invoices: int, kills: int | None
) -> None:
    plan = drawn(SEED, invoices, replicas, kills)
    run = Run(plan, kind, replicas, mild=kills is not None, at_once=300, skew=60 * (replicas > 1))
    report = await run.play()
    assert not report.failures, report.table()
    assert str(report.counts["processes ended"]) != "0"
