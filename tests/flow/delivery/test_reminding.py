"""Many reminders at once: in order, each once, a few at a time; over restarts, crashes and two replicas."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select, update

from billing.banking import Addresses, Banking
from billing.desk import Desk
from billing.flights import Place
from billing.models import Person, Role
from billing.money import Money
from billing.subscriptions import reminding as planning
from billing.subscriptions import running
from billing.subscriptions.calendar import agreed
from billing.subscriptions.models import Cycle, State
from billing.subscriptions.records import NewSubscription, Offer
from bot.delivery import Delivery
from bot.messenger import Messenger
from bot.pacing import Pacer, Rank
from bot.photos import Photos
from bot.readers import Readers
from bot.reminding import FAILED, MOST, PER_SECOND, ROOM, STEP, Reminding
from bot.telegram import open_bot
from sandbox.client import Sandbox
from screens.reader import Site
from store.books import SqlBooks
from store.engine import Database
from store.schema import notices, reminders, subscriptions
from tests.support import PATIENCE
from tests.support.books import NOON, CountedIds, HeldClock, new_books, open_database
from tests.support.stage import TOKEN, USERNAME, from_bot

OWNER, FIRST = 501, 9001
OFFER = Offer("Yoga", Money(500000, "KZT"), Cycle.MONTHLY, reminders=(1,))
ALMATY = ZoneInfo("Asia/Almaty")
DUE = datetime(2026, 11, 24, 10, tzinfo=ALMATY).astimezone(UTC)  # the day before the bills, at their hour
HANDFUL = int(PER_SECOND * STEP)


class Ticks:
    """Seconds by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def subscribe(books: SqlBooks, count: int, minute: int = 0) -> None:
    """So many people are billed on 25 November, at ten or some minutes after."""
    books.save_person(Person(OWNER, "Aigerim", started=True, role=Role.OWNER), NOON)
    begun = len(books.subscriptions(None, limit=10_000))
    terms = agreed(OFFER.cycle, "Asia/Almaty", date(2026, 11, 25), time(10, minute))
    for number in range(begun, begun + count):
        who = FIRST + number
        books.save_person(Person(who, f"Person {who}", started=True, telegram_locale="en"), NOON)
        made = books.add_subscription(
            NewSubscription(
                f"s{number}",
                number + 1,
                f"token-{number}",
                OFFER,
                State.ACTIVE,
                OWNER,
                NOON,
                customer_id=who,
            )
        )
        assert made is not None
        books.amend_subscription(made.id, terms=terms, agreed_at=NOON)
        fresh = books.subscription(made.id)
        assert fresh is not None
        planning.plan(books, fresh, running.upcoming(books, fresh, NOON), NOON)


async def told(database: Database, *, unsent: bool = False) -> list[int]:
    """Who was told, or is to be, in that order."""

    def read(connection: Connection) -> list[int]:
        query = select(notices.c.chat_id).where(notices.c.kind == "remind-subscription")
        query = query.where(notices.c.due_at.is_not(None)) if unsent else query
        return list(connection.execute(query.order_by(notices.c.id)).scalars())

    return await database.transaction(read)


async def said(database: Database, count: int) -> None:
    """The first so many leave the outbox."""

    def write(books: SqlBooks) -> None:
        for notice in books.due_notices(DUE + timedelta(hours=1), count):
            books.notice_sent(notice.id, 1, DUE)

    await database.write(write)


def feeding(
    database: Database, clock: HeldClock, owner: str = "one", ticks: Ticks | None = None
) -> Reminding:
    return Reminding(database, clock, owner=owner, ticks=ticks or Ticks())


@pytest.fixture
async def clock() -> HeldClock:
    return HeldClock(DUE)


@pytest.fixture
async def books(tmp_path: Path) -> AsyncIterator[Database]:
    """SQLite in a file."""
    async for database in open_database(new_books(tmp_path)):
        yield database


async def test_a_handful_each_quarter_of_a_second_and_the_longest_due_first(
    books: Database, clock: HeldClock
) -> None:
    await books.write(lambda b: subscribe(b, 10, minute=2))
    await books.write(lambda b: subscribe(b, 12))
    ticks = Ticks()
    feed, clock.at = feeding(books, clock, ticks=ticks), DUE + timedelta(minutes=5)
    assert await feed.turn() == STEP
    assert len(await told(books)) == HANDFUL
    assert await feed.turn() == STEP  # no time has passed
    assert len(await told(books)) == HANDFUL
    for _ in range(10):
        ticks.at += STEP
        await feed.turn()
    later, first = list(range(FIRST, FIRST + 10)), list(range(FIRST + 10, FIRST + 22))
    assert await told(books) == [*first, *later]


async def test_no_more_than_a_few_wait_in_the_outbox(books: Database, clock: HeldClock) -> None:
    await books.write(lambda b: subscribe(b, ROOM + 30))
    ticks = Ticks()
    feed = feeding(books, clock, ticks=ticks)

    async def an_hour() -> int:
        for _ in range(20):
            ticks.at += STEP
            await feed.turn()
        return len(await told(books))

    assert await an_hour() == ROOM
    await said(books, 20)
    assert await an_hour() == ROOM + 20
    assert len(await told(books, unsent=True)) == ROOM


async def test_two_replicas_share_one_pace_and_say_nothing_twice(database: Database) -> None:
    await database.write(lambda b: subscribe(b, 40))
    clock, ticks = HeldClock(DUE), Ticks()
    one, other = feeding(database, clock, "one", ticks), feeding(database, clock, "other", ticks)
    for _ in range(2):
        ticks.at += 1
        await asyncio.gather(one.turn(), other.turn())
    assert len(await told(database)) == HANDFUL + MOST
    clock.move(3600)  # the first has died meanwhile, its lease is over
    for _ in range(3):
        ticks.at += 1
        await other.turn()
    assert await told(database) == list(range(FIRST, FIRST + 40))


async def test_two_replicas_that_both_believe_they_feed_say_nothing_twice(database: Database) -> None:
    await database.write(lambda b: subscribe(b, HANDFUL))
    apart = HeldClock(DUE + timedelta(hours=1))  # its lease began when the first one's was over
    await asyncio.gather(
        feeding(database, HeldClock(DUE), "one").turn(), feeding(database, apart, "two").turn()
    )
    assert sorted(await told(database)) == list(range(FIRST, FIRST + HANDFUL))


async def test_whoever_is_killed_in_the_middle_has_said_nothing_twice_and_left_nothing_out(
    books: Database, clock: HeldClock
) -> None:
    await books.write(lambda b: subscribe(b, 20))
    ticks = Ticks()
    ticks.at = 1.0
    dying = asyncio.create_task(feeding(books, clock, "one", ticks).turn())
    while not await told(books):
        await asyncio.sleep(0)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert 0 < len(await told(books)) < HANDFUL
    clock.move(11)  # its lease ends by itself
    next_one = feeding(books, clock, "next", ticks)
    for _ in range(20):
        ticks.at += 1
        await next_one.turn()
    assert await told(books) == list(range(FIRST, FIRST + 20))


async def test_one_that_cannot_be_handled_keeps_no_other_from_its_turn(
    books: Database, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    await books.write(lambda b: subscribe(b, 3))

    def spoil(connection: Connection) -> None:
        connection.execute(
            update(subscriptions).where(subscriptions.c.customer_id == FIRST).values(terms="{")
        )

    await books.transaction(spoil)
    await feeding(books, clock).turn()
    assert await told(books) == [FIRST + 1, FIRST + 2]
    assert "reminder failed" in caplog.text

    def how(connection: Connection) -> list[Any]:
        return list(connection.execute(select(reminders.c.how).order_by(reminders.c.id)).scalars())

    assert await books.transaction(how) == [FAILED, "told", "told"]


async def test_what_is_true_no_more_takes_nobodys_place(books: Database, clock: HeldClock) -> None:
    await books.write(lambda b: subscribe(b, 40))

    def pause(connection: Connection) -> None:
        off = subscriptions.c.customer_id < FIRST + 35
        connection.execute(update(subscriptions).where(off).values(state="paused"))

    await books.transaction(pause)
    await feeding(books, clock).turn()
    assert await told(books) == list(range(FIRST + 35, FIRST + 40))


async def test_what_is_due_is_counted_and_its_age_and_what_is_planned_is_not(
    books: Database, clock: HeldClock
) -> None:
    await books.write(lambda b: subscribe(b, 10))

    async def queue() -> tuple[int, datetime | None]:
        found = (await books.read(lambda b: b.queues(clock.now())))["reminders"]
        return found.length, found.oldest

    clock.at = DUE - timedelta(seconds=1)
    assert await queue() == (0, None)
    clock.at = DUE + timedelta(minutes=3)
    assert await queue() == (10, DUE)
    await feeding(books, clock).turn()
    assert await queue() == (10 - HANDFUL, DUE)


async def test_what_could_not_leave_before_its_day_is_over_is_dropped(
    books: Database, clock: HeldClock
) -> None:
    await books.write(lambda b: subscribe(b, 10))
    ticks = Ticks()
    feed = feeding(books, clock, ticks=ticks)
    await feed.turn()
    clock.at, ticks.at = DUE + timedelta(hours=11), 39600.0
    await feed.turn()
    assert len(await told(books)) == HANDFUL
    assert await books.read(lambda b: b.due_reminders(clock.now() + timedelta(days=30), 99)) == []


class Watched(Pacer):
    """Remembers by which rank each waited."""

    def __init__(self) -> None:
        super().__init__()
        self.ranks: list[Rank] = []

    async def turn(self, chat: int | str, rank: Rank = Rank.NEWS) -> Place:
        """Wait as all do."""
        self.ranks.append(rank)
        return await super().turn(chat, rank)


class Morning:
    """Runs from the moment at which they are due."""

    def __init__(self) -> None:
        self._began = monotonic()

    def now(self) -> datetime:
        """As if the test had begun then."""
        return DUE + timedelta(seconds=monotonic() - self._began)


async def test_everybody_hears_it_once_where_telegram_keeps_its_limits(
    books: Database, sandbox_url: str
) -> None:
    people = range(FIRST, FIRST + 36)  # more than Telegram takes in a second
    await books.write(lambda b: subscribe(b, len(people)))
    async with Sandbox(sandbox_url) as sandbox:
        await sandbox.reset()
        await asyncio.gather(*(_meet(sandbox, person) for person in people))
        await sandbox.limits(True)
        calls = await _spoken(books, sandbox, people)
    taken = [call for call in calls if call["ok"]]
    assert sorted(call["chat_id"] for call in taken) == [*people]
    assert "🔔 Tomorrow, 25 November" in taken[0]["params"]["text"]
    assert await told(books, unsent=True) == []


async def _meet(sandbox: Sandbox, person: int) -> None:
    await sandbox.person(person, f"Person {person}", "en")
    await sandbox.start(person)


async def _spoken(database: Database, sandbox: Sandbox, people: range) -> list[dict[str, Any]]:
    """The calls by which they were said, in their order."""
    pacer = Watched()
    bot, clock = open_bot(TOKEN, sandbox.base_url, pacer), Morning()
    banking = Banking(database, {}, clock, CountedIds(), owner="test", addresses=Addresses(""))
    assert database.merchant is not None
    desk = Desk(banking, database.merchant, invoice_ttl=timedelta(hours=24), spawn=lambda work: work.close())
    readers = Readers(database, Site(USERNAME), ALMATY)
    delivery = Delivery(database, desk, Messenger(bot, Photos(database, clock)), readers)
    feed = Reminding(database, clock, owner="test")
    database.on_outbox = delivery.loop.wake
    delivery.loop.start()
    feed.loop.start()
    try:
        for person in people:
            await sandbox.wait_for(person, from_bot, timeout=PATIENCE)
    finally:
        await feed.stop()
        await delivery.stop(PATIENCE)
        await bot.session.close()
    assert {*pacer.ranks} == {Rank.REMINDER}
    return [call for call in await sandbox.calls() if call["method"] == "sendMessage"]
