"""Rows: what costs the same however many invoices are in the books."""

from __future__ import annotations

import statistics
import time

from store.engine import Database
from tests.bench.bench import Bench, Row
from tests.bench.questions import ALL, READS, WRITES, Sought, sample
from tests.bench.stage import open_books
from tests.bench.work import work_of

TIMES = 60
WARM = 5  # the first ones prepare statements
ALIKE = 1.3


async def grown(bench: Bench, kind: str) -> list[Row]:
    """Each question of the running program to small and to big books."""
    small, big = [await open_books(await bench.years(kind, count)) for count in bench.sizes]
    pairs = list(zip(await sample(small, TIMES), await sample(big, TIMES), strict=True))
    sizes = dict(zip(("invoices_small", "invoices_big"), map(float, bench.sizes), strict=True))
    rows = [await _compared(name, kind, small, big, pairs) for name in (*READS, *WRITES)]
    for row in rows:
        row.figures.update(sizes)
    for database in (small, big):
        await database.close()
    return rows


async def _compared(
    name: str, kind: str, small: Database, big: Database, pairs: list[tuple[Sought, Sought]]
) -> Row:
    """The middle of many, by turns, so that what else the machine does hits both."""
    times = [(await _seconds(small, name, one), await _seconds(big, name, other)) for one, other in pairs]
    before, after = (statistics.median(each) for each in zip(*times[WARM:], strict=True))
    work = [await work_of(database, ALL[name], pairs[0][nth]) for nth, database in enumerate((small, big))]
    figures = {"small": before, "big": after, "work_small": work[0], "work_big": work[1]}
    ours, bare = f"{after * 1000:.2f} ms", f"{before * 1000:.2f} ms"
    shown = f"{name}, {kind}", ours, bare
    return Row(*shown, after / before, ALIKE, at_most=True, figures=figures, why=why_slower(*work))


def why_slower(before: float, after: float) -> str:
    """By its work it is seen whether time goes to more rows, or to the same ones farther away."""
    grown = f"{before:,.0f} → {after:,.0f}"
    if after > before * ALIKE:
        return f"it does more work ({grown}), because in big books more rows answer it, up to a full page"
    return f"its work hardly grows ({grown}), but is done on pages of bigger trees that are not in memory yet"


async def _seconds(database: Database, name: str, sought: Sought) -> float:
    """Each time about another invoice, so that nothing is warm that would not be."""
    started = time.perf_counter()
    if name in READS:
        await database.read(lambda books: READS[name](books, sought))
    else:
        await database.write(lambda books: WRITES[name](books, sought))
    return time.perf_counter() - started
