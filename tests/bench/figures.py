"""Rows: the shop's figures out of a million invoices, as ``/stats`` asks for them."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from billing.figures import counting
from billing.models import Person, Role
from store.engine import Database
from tests.bench.bench import Bench, Row
from tests.bench.generate import OWNER
from tests.bench.stage import open_books

TIMES = 5
LONGEST = 2.0  # seconds
WHY = "days that are over are summed already, and what is added up is what came today and yesterday"


async def told(bench: Bench, kind: str) -> list[Row]:
    """A month so far, and ten years, each with the time before; the slowest of some tries."""
    database = await open_books(await bench.years(kind, bench.sizes[1]))
    now = datetime.now(UTC)
    while await database.write(lambda books: books.sum_days(now)):
        pass
    assert database.merchant is not None
    today = now.astimezone(ZoneInfo(database.merchant.timezone)).date()
    spans = {"this month": today.replace(day=1), "ten years": today - timedelta(days=3653)}
    rows = [await _timed(database, name, first, today, now, kind) for name, first in spans.items()]
    await database.close()
    return rows


async def _timed(database: Database, name: str, first: date, today: date, now: datetime, kind: str) -> Row:
    owner, slowest = Person(OWNER, "Owner", role=Role.OWNER), 0.0
    for _ in range(TIMES):
        started = time.perf_counter()
        shown = await database.read(lambda books: counting.figures(books, owner, first, today, now))
        slowest = max(slowest, time.perf_counter() - started)
    what = f"figures of {name}, {kind}, {shown.sums.payments:,} payments"
    ours, longest = f"{slowest * 1000:.0f} ms", f"{LONGEST:.0f} s"
    return Row(what, ours, longest, slowest / LONGEST, 1.0, at_most=True, why=WHY)
