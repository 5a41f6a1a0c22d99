"""What the books keep of other people's programs, and for how long; on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from billing.developers import writing
from billing.developers.models import EventKind, Fate, NewKey, Scope
from store.books import SqlBooks
from store.engine import Database
from store.happenings import happened
from store.schema import api_writes, hook_messages
from tests.support.books import NOON, sweep

KEY = NewKey(b"digest", "tolem_abcdef", frozenset({Scope.WRITE}), 501, "tap:1", NOON)
LATER = NOON + timedelta(days=31)


def told(books: SqlBooks, subject: int) -> None:
    happened(books, EventKind.INVOICE_PAID, subject, NOON)


async def test_what_went_out_is_dropped_after_a_month_and_what_waits_is_not(database: Database) -> None:
    endpoint = await database.write(
        lambda books: books.add_endpoint("hook:1", "https://a.kz/", "whsec_", 501, NOON)
    )
    await database.write(lambda books: [told(books, subject) for subject in (1, 2, 3)])
    await database.write(lambda books: books.settle_outgoing(1, Fate.SENT, NOON))
    await database.write(lambda books: books.settle_outgoing(2, Fate.REFUSED, LATER))
    await database.write(lambda books: sweep(books, LATER))
    left = await database.read(lambda books: books.last_outgoing(endpoint.id, None, 10))
    assert [(each.id, each.fate) for each in left] == [(3, Fate.WAITS), (2, Fate.REFUSED)]


async def test_without_an_address_nothing_is_written(database: Database) -> None:
    await database.write(lambda books: told(books, 1))
    count = select(func.count()).select_from(hook_messages)
    assert await database.read(lambda books: books.run(count).scalar()) == 0


async def test_a_request_at_the_same_moment_is_done_once_and_answered_alike(database: Database) -> None:
    key = await database.write(lambda books: books.put_key(KEY))

    def ask(books: SqlBooks, nth: int) -> writing.Said:
        def work() -> tuple[int, str]:
            return 201, str(nth)

        return writing.write(books, writing.once(key.id, "one", "POST", "/x", b"{}"), NOON, work)

    asked = [database.write(lambda books, nth=nth: ask(books, nth)) for nth in range(12)]  # type: ignore[misc]
    answers = await asyncio.gather(*asked)
    assert len({answer.body for answer in answers}) == 1
    assert [answer.again for answer in answers].count(False) == 1
    await database.write(lambda books: sweep(books, LATER))
    count = select(func.count()).select_from(api_writes)
    assert await database.read(lambda books: books.run(count).scalar()) == 0


async def test_messages_have_names_that_no_restored_copy_gives_again(database: Database) -> None:
    await database.write(lambda books: books.add_endpoint("hook:1", "https://a.kz/", "whsec_", 501, NOON))
    await database.write(lambda books: told(books, 1))
    first = await database.read(lambda books: books.outgoing(1))
    assert first is not None
    assert first.name == f"msg_1_{int(NOON.timestamp() * 1_000_000):x}"
