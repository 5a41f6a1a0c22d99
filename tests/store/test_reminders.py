"""Reminders in the books: planned once, moved, dropped, finished by one, found by their index; on both."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, text

from billing.subscriptions import reminding
from billing.subscriptions.records import NewReminder, ReminderRow
from store.auditing import WORD_MOST
from store.books import Queue, SqlBooks
from store.engine import Database
from store.sweeping import KEEP
from tests.store.test_subscriptions import ASEL, DANA, become_another
from tests.support.books import NOON, sweep

HOUR = timedelta(hours=1)
MANY, CHUNK, PAGE = 5_000, 1_000, 100


def new(subject_id: int, hours: int = 0, **more: object) -> NewReminder:
    due = NOON + hours * HOUR
    made = NewReminder(f"subscription:{subject_id}", "subscription", subject_id, 3, 1, due, due + 8 * HOUR)
    return replace(made, **more)  # type: ignore[arg-type]


async def plan(database: Database, *given: NewReminder) -> None:
    await database.write(lambda books: books.plan_reminders(given, NOON))


async def due(database: Database, hours: int = 0, limit: int = 9) -> list[ReminderRow]:
    return await database.read(lambda books: books.due_reminders(NOON + hours * HOUR, limit))


async def numbers(database: Database, hours: int = 0, limit: int = 9) -> list[int]:
    return [each.subject_id for each in await due(database, hours, limit)]


async def test_a_reminder_is_due_from_its_moment_on_and_comes_back_as_it_was_planned(
    database: Database,
) -> None:
    assert await database.read(lambda books: books.next_reminder()) is None
    planned = new(1, 5, number=7, days=-1, subject="invoice", until=NOON + timedelta(microseconds=1))
    await plan(database)
    await plan(database, planned)
    assert await due(database, 4) == []
    (row,) = await due(database, 5)
    assert row == ReminderRow(**{name: getattr(planned, name) for name in planned.__slots__}, id=row.id)
    assert row.id
    assert await database.read(lambda books: books.next_reminder()) == NOON + 5 * HOUR


async def test_the_longest_due_come_first_and_equals_in_the_order_of_planning(database: Database) -> None:
    await plan(database, new(1, 2))
    await plan(database, new(2, 1))
    await plan(database, new(3, 2), new(4, 3))
    assert await numbers(database, 2) == [2, 1, 3]
    assert await numbers(database, 3, limit=2) == [2, 1]


async def test_planned_again_it_is_the_same_or_moved(database: Database) -> None:
    await plan(database, new(1), new(2), new(3))
    before = await due(database)
    await plan(database, new(1), new(2, 1), new(3, until=NOON + HOUR), new(3, until=NOON + 2 * HOUR))
    after = await due(database, 1)
    assert [row.id for row in after] == [before[0].id, before[2].id, before[1].id]
    assert [(row.due_at, row.until) for row in after] == [
        (NOON, NOON + 8 * HOUR),
        (NOON, NOON + 2 * HOUR),
        (NOON + HOUR, NOON + 9 * HOUR),
    ]


async def test_one_that_was_finished_is_never_planned_anew(database: Database) -> None:
    await plan(database, new(1))
    (row,) = await due(database)
    assert await database.write(lambda books: books.finish_reminder(row.id, "sent", NOON))
    await plan(database, new(1, 1))
    await database.write(lambda books: books.drop_reminders("subscription", 1, "over", NOON))
    await plan(database, new(1, 2))
    assert await due(database, 9) == []


async def test_of_several_who_take_it_one_has_it(database: Database) -> None:
    await plan(database, new(1), new(2))
    row, other = await due(database)
    took = await asyncio.gather(
        *(database.write(lambda books: books.finish_reminder(row.id, "sent", NOON)) for _ in range(5))
    )
    assert sorted(took) == [False] * 4 + [True]
    assert await due(database) == [other]


async def test_those_of_a_subject_are_dropped_and_come_back_where_they_are_planned_anew(
    database: Database,
) -> None:
    of_invoice = new(1, key="invoice:1", subject="invoice")
    await plan(database, new(1), new(1, 3, key="later"), new(2), of_invoice)
    await database.write(lambda books: books.drop_reminders("subscription", 1, "moved", NOON))
    assert [(row.subject, row.subject_id) for row in await due(database, 9)] == [
        ("invoice", 1),
        ("subscription", 2),
    ]
    await plan(database, new(1))
    assert [row.key for row in await due(database, 9)] == ["invoice:1", "subscription:1", "subscription:2"]


async def test_two_who_plan_the_same_at_once_plan_it_once(database: Database) -> None:
    given = [new(n, key=f"{n:03}") for n in range(50)]
    await asyncio.gather(plan(database, *given), plan(database, *given[::-1]))
    assert sorted(await numbers(database, limit=99)) == list(range(50))


async def test_a_silence_is_of_one_person_and_one_subject_and_ends(database: Database) -> None:
    async def silence(person: int, *, silent: bool) -> list[bool]:
        await database.write(lambda books: books.silence(person, "invoice", NOON, silent=silent))
        asked = ((DANA, "invoice"), (DANA, "subscription"), (ASEL, "invoice"))
        return await database.read(lambda books: [books.is_silent(*each) for each in asked])

    assert await silence(ASEL, silent=False) == [False, False, False]
    for _ in range(2):
        assert await silence(DANA, silent=True) == [True, False, False]
    assert await silence(ASEL, silent=False) == [True, False, False]
    assert await silence(DANA, silent=False) == [False, False, False]


async def test_the_queue_counts_those_that_are_due_and_since_when(database: Database) -> None:
    await plan(database, new(1, -2), new(2, -1), new(3, 1))

    async def queue(hours: int) -> Queue:
        return (await database.read(lambda books: books.queues(NOON + hours * HOUR)))["reminders"]

    assert await queue(-3) == Queue(0, None)
    assert await queue(0) == Queue(2, NOON - 2 * HOUR)
    assert await queue(1) == Queue(3, NOON - 2 * HOUR)


async def test_the_broom_takes_old_finished_ones_and_no_silence(database: Database) -> None:
    await plan(database, *(new(n) for n in range(4)))
    rows = await due(database)

    def finish(books: SqlBooks) -> None:
        books.finish_reminder(rows[0].id, "sent", NOON)
        books.finish_reminder(rows[1].id, "sent", NOON + HOUR)
        books.drop_reminders("subscription", 2, "paid", NOON)
        books.silence(DANA, "invoice", NOON - 100 * KEEP, silent=True)

    def left(connection: Connection) -> list[str]:
        return list(connection.execute(text("SELECT key FROM reminders ORDER BY key")).scalars())

    await database.write(finish)
    await database.write(lambda books: sweep(books, NOON + KEEP))
    assert len(await database.transaction(left)) == 4
    await database.write(lambda books: sweep(books, NOON + KEEP + timedelta(seconds=1)))
    assert await database.transaction(left) == ["subscription:1", "subscription:3"]
    assert await database.read(lambda books: books.is_silent(DANA, "invoice"))


async def test_another_merchant_has_reminders_of_its_own(database: Database) -> None:
    await plan(database, new(1))
    (row,) = await due(database)
    await database.write(lambda books: books.silence(DANA, "invoice", NOON, silent=True))
    ours = database.merchant
    await become_another(database)
    assert await due(database) == []
    assert await database.read(lambda books: books.next_reminder()) is None
    assert not await database.read(lambda books: books.is_silent(DANA, "invoice"))
    assert not await database.write(lambda books: books.finish_reminder(row.id, "sent", NOON))
    await plan(database, new(1))
    assert len(await due(database)) == 1
    await database.write(lambda books: books.drop_reminders("subscription", 1, "over", NOON))
    await database.write(lambda books: books.silence(DANA, "invoice", NOON, silent=False))
    assert await due(database) == []
    database.merchant = ours
    assert await due(database) == [row]
    assert await database.read(lambda books: books.is_silent(DANA, "invoice"))


async def test_a_page_of_thousands_is_read_along_its_index_and_no_row_besides(database: Database) -> None:
    def chunks(books: SqlBooks) -> None:
        for first in range(0, MANY, CHUNK):
            books.plan_reminders([new(n, key=f"{n}") for n in range(first, first + CHUNK)], NOON)
        books.run(text("ANALYZE reminders"))

    def explain(books: SqlBooks) -> str:
        asked = []

        def note(_: object, __: object, statement: str, values: tuple[object, ...], *___: object) -> None:
            asked.append((statement, values))

        event.listen(books.connection, "before_cursor_execute", note)
        assert len(books.due_reminders(NOON, PAGE)) == PAGE
        event.remove(books.connection, "before_cursor_execute", note)
        ((statement, values),) = asked
        how = "QUERY PLAN" if books.connection.dialect.name == "sqlite" else "(ANALYZE, TIMING OFF)"
        rows = books.connection.exec_driver_sql(f"EXPLAIN {how} {statement}", tuple(values))
        return "\n".join(str(row[-1]) for row in rows)

    await database.write(chunks)
    said = await database.write(explain)
    assert "ix_reminders_due" in said
    assert not re.search(r"Sort|TEMP B-TREE|Seq Scan|Filter", said), said
    assert set(re.findall(r"actual rows=(\d+)", said)) <= {f"{PAGE}"}


async def test_the_shops_choice_of_days_is_kept_with_its_audit(database: Database) -> None:
    await database.write(lambda books: reminding.choose(books, (1, -1), "person:501", NOON))
    assert await database.read(reminding.chosen) == (1, -1)


async def test_no_word_goes_into_the_audit_that_only_one_of_the_databases_would_take(
    database: Database,
) -> None:
    await database.write(lambda books: books.audit("payment", 1, "", "a" * WORD_MOST, "bank", NOON))
    with pytest.raises(ValueError, match="too long a word"):
        await database.write(lambda books: books.audit("payment", 1, "", "a" * 17, "bank", NOON))
