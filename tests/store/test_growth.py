"""The running program's questions cost the same however much is over in the books: counted, not timed.

What is counted is the database's own work (``tests/bench/work.py``): a scan of a table grows with the table,
whatever words a plan has for it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from store.books import SqlBooks
from store.engine import Database
from store.schema import cards, invoices, payments, refunds
from tests.bench.loading import opened, years_in
from tests.bench.questions import ALL, sample
from tests.bench.work import work_of
from tests.support.books import SECRET_KEY, new_books

SMALL, BIG = 1000, 6000
MOST = {"sqlite": 4000, "postgresql": 700}
"""By how much the work may grow: lists are counted up to a hundred, and a small table is read as a whole."""


@pytest.fixture(params=["sqlite", "postgresql"])
async def grown(
    request: pytest.FixtureRequest, postgres_server: Any, tmp_path: Path
) -> AsyncIterator[tuple[str, Database, Database]]:
    """The same shop on its first day, and some days later."""
    databases = []
    for count in (SMALL, BIG):
        if request.param == "sqlite":
            (tmp_path / str(count)).mkdir()
            url = new_books(tmp_path / str(count))
        else:
            postgres_server.clone(f"grown{count}")
            url = postgres_server.url(f"grown{count}")
        await years_in(url, SECRET_KEY, count)
        databases.append(await opened(url, SECRET_KEY))
    yield request.param, databases[0], databases[1]
    for database, count in zip(databases, (SMALL, BIG), strict=True):
        await database.close()
        if request.param == "postgresql":
            postgres_server.drop(f"grown{count}")


@pytest.mark.slice(1)
async def test_no_question_of_the_running_program_costs_more_with_ten_times_the_invoices(
    grown: tuple[str, Database, Database],
) -> None:
    kind, small, big = grown
    pairs = list(zip(await sample(small, 3), await sample(big, 3), strict=True))
    dearer = {}
    for name, question in ALL.items():
        before = max([await work_of(small, question, one) for one, _ in pairs])
        after = max([await work_of(big, question, other) for _, other in pairs])
        if after > before + MOST[kind]:
            dearer[name] = (before, after)
    assert dearer == {}
    assert await big.read(everything_reads) == BIG


def everything_reads(books: SqlBooks) -> int:
    """What was made up is what the program itself could have written: it understands all of it."""
    seen = books.invoices_by_id(books.run(select(invoices.c.id)).scalars().all())
    for payment in books.run(select(payments.c.id)).scalars():
        assert books.payment(payment) is not None
    for refund in books.run(select(refunds.c.id)).scalars():
        assert books.refund(refund) is not None
    assert books.run(select(cards.c.id).limit(1)).first() is not None
    return len(seen)
