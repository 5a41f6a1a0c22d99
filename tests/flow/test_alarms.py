"""Troubles at work: seen by any replica, told once, over once; past the queue where that stands still."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from sqlalchemy import select

from billing import alarms
from billing.models import Audience, Person, Place, Role
from billing.quotas import Window
from billing.records import NewNotice
from billing.troubles import Sight, Trouble
from bot import loops, pacing
from bot.alarming import Alarming
from bot.loops import Loop
from bot.messenger import Messenger
from bot.pacing import Pacer
from bot.photos import Photos
from bot.program import Without
from bot.readers import Readers
from bot.telegram import open_bot
from screens.reader import Site
from store.books import SqlBooks
from store.engine import Database
from store.inbox import NewUpdate
from store.schema import notices
from tests.store.test_engine import add_invoice
from tests.support import PATIENCE
from tests.support.books import NOON, HeldClock
from tests.support.stage import MERCHANT, Stage, said

OWNER = 501
MINUTE = timedelta(minutes=1)
TOKEN = "1:nobody"


class Replicas:
    """Several processes that look for troubles, on the same books; time is held."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HeldClock()
        self.bot = open_bot(TOKEN, "http://127.0.0.1:9", Pacer())
        self.running: list[Alarming] = []
        self.silent: set[int] = set()

    def start(self, name: str, *own: Loop) -> Alarming:
        readers = Readers(self.database, Site("tolem", ""), ZoneInfo("Asia/Almaty"))
        self.running.append(
            Alarming(
                self.database,
                self.clock,
                Messenger(self.bot, Photos(self.database, self.clock)),
                readers,
                owner=f"process:{name}",
                loops=lambda: own,
                silenced=self._silenced,
                seconds=lambda: self.clock.at.timestamp(),
            )
        )
        return self.running[-1]

    async def look(self, minutes: int, *, delivering: bool = True) -> None:
        """All of them look at once, again and again."""
        for _ in range(minutes * 2):
            await asyncio.gather(*(replica.turn() for replica in self.running))
            if delivering:
                await self.database.write(self._deliver)
            self.clock.move(30)

    async def _silenced(self, chat: int) -> bool:
        return chat in self.silent

    def _deliver(self, books: SqlBooks) -> None:
        """The outbox goes out."""
        for notice in books.due_notices(self.clock.at, 99):
            books.notice_sent(notice.id, 1, self.clock.at)

    async def told(self) -> list[str]:
        """What the owner is told, oldest first."""
        query = select(notices.c.kind).order_by(notices.c.id)
        return list(await self.database.transaction(lambda c: c.execute(query).scalars().all()))


@pytest.fixture
async def replicas(database: Database) -> AsyncIterator[Replicas]:
    owner = Person(OWNER, "Aigerim", started=True, role=Role.OWNER)
    await database.write(lambda books: books.save_person(owner, NOON))
    made = Replicas(database)
    yield made
    await made.bot.session.close()


async def test_a_queue_that_waits_is_told_once_over_all_replicas_and_restarts_and_once_when_it_is_over(
    replicas: Replicas,
) -> None:
    (stored,) = await replicas.database.write(
        lambda books: books.add_updates([NewUpdate(7, OWNER, b"{}")], NOON)
    )
    replicas.start("one")
    replicas.start("two")
    await replicas.look(4)
    assert await replicas.told() == []
    await replicas.look(4)
    replicas.running.clear()
    replicas.start("three")
    replicas.start("four")
    await replicas.look(6)
    assert await replicas.told() == ["alert-updates-wait"]
    await replicas.database.write(lambda books: books.finish_update(stored.id, "handled", replicas.clock.at))
    await replicas.look(6)
    assert await replicas.told() == ["alert-updates-wait", "alert-updates-wait-over"]


async def test_who_sees_it_first_writes_it_down_and_the_others_say_nothing(replicas: Replicas) -> None:
    """Without a lease between them."""
    sight = Sight(Trouble.PART_STUCK, "alert-part-stuck:watch", {"part": "watch"})
    first, *others = await asyncio.gather(
        *(replicas.database.write(lambda books: alarms.note(books, sight, NOON)) for _ in range(5))
    )
    assert sorted([first, *others]) == [False] * 4 + [True]
    assert await replicas.told() == ["alert-part-stuck"]
    later = NOON + alarms.CALM
    ended = await asyncio.gather(
        *(replicas.database.write(lambda books: alarms.end(books, later)) for _ in range(5))
    )
    assert sum(map(len, ended)) == 1
    assert await replicas.told() == ["alert-part-stuck", "alert-part-stuck-over"]


async def test_a_loop_that_hangs_is_told_by_its_own_process_whoever_holds_the_lease(
    replicas: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "SLOW", 1e-9)
    monkeypatch.setattr(alarms, "STUCK", 0.0)
    go_on, began = asyncio.Event(), asyncio.Event()

    async def hang() -> float:
        began.set()
        await go_on.wait()
        return 3600.0

    loop = Loop("watch", hang)
    loop.start()
    await began.wait()
    await replicas.start("one").turn()
    replicas.start("two", loop)
    await replicas.look(1)
    assert await replicas.told() == ["alert-part-stuck"]
    go_on.set()
    async with asyncio.timeout(PATIENCE):
        while loop.behind:
            await asyncio.sleep(0)
    await replicas.look(4)
    await loop.stop()
    assert await replicas.told() == ["alert-part-stuck", "alert-part-stuck-over"]


async def test_what_the_outbox_does_not_tell_is_said_past_it_once(play: Stage) -> None:
    await play.close()
    await play.open(without=Without(delivery=True))
    sight, at = Sight(Trouble.MESSAGES_WAIT, "alert-messages-wait"), play.clock.now()
    await play.program.database.write(lambda books: alarms.note(books, sight, at))
    await play.move(61)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "messages wait"), timeout=PATIENCE)
    await play.until(lambda: play.has(0, "notices", sent_at=None))
    await play.close()
    await play.open()
    await play.move(61)
    await play.quiet()
    assert len(said(await play.sandbox.messages(MERCHANT), "messages wait")) == 1


async def test_messages_that_telegram_takes_not_for_minutes_are_told_when_it_takes_them_again(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try puts them off for a while; they count from when they might first have gone out."""
    monkeypatch.setattr(alarms, "SURE", 0.0)
    monkeypatch.setattr(pacing, "CHAT", (Window(1, 0.01),))
    await play.issue()
    await play.quiet()
    await play.sandbox.chances(calls={"500": 1.0})
    await play.pay_all()
    await play.until(lambda: play.has(1, "notices"))
    for _ in range(2):
        await play.move(160)
        await play.until(lambda: _all_put_off(play))
    await play.until(lambda: play.has(1, "alarms", kind="alert-messages-wait"))
    assert await missing(play) <= {"telegram"}
    found = await play.program.database.read(lambda books: books.queues(play.clock.now()))
    assert all(play.clock.now() - (found[name].oldest or NOON) > alarms.LATE for name in ("cards", "notices"))
    await play.sandbox.chances()
    await play.move(50)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "messages wait"), timeout=PATIENCE)
    await play.move(50)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await play.quiet()
    await play.move(121)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "go out again"), timeout=PATIENCE)
    assert len(said(await play.sandbox.messages(MERCHANT), "messages wait")) == 1


async def _all_put_off(play: Stage) -> bool:
    now = play.clock.now()
    return not await play.program.database.read(
        lambda books: books.due_cards(now, 1) + books.due_notices(now, 1)
    )


async def test_a_chat_that_telegram_silenced_is_no_queue_that_waits(replicas: Replicas) -> None:
    def write(books: SqlBooks) -> None:
        for chat in (-601, -602, OWNER):
            books.tell(NewNotice(f"paid:{chat}", "paid", Place(chat), loud=True), NOON)

    await replicas.database.write(write)
    replicas.silent |= {-601, -602, OWNER}
    replicas.start("one")
    await replicas.look(8, delivering=False)
    assert await replicas.told() == ["paid"] * 3
    replicas.silent -= {-602}
    await replicas.look(2, delivering=False)
    assert await replicas.told() == ["paid"] * 3 + ["alert-messages-wait"]


async def test_a_message_counts_from_when_it_was_due_until_telegram_takes_it_or_asks_for_a_pause(
    database: Database,
) -> None:
    def since(books: SqlBooks) -> object:
        return books.overdue().get(Trouble.MESSAGES_WAIT)

    def write(books: SqlBooks) -> list[object]:
        books.tell(NewNotice("paid:1", "paid", Place(OWNER), loud=True), NOON)
        card = books.add_card(add_invoice(books), Audience.ISSUER, Place(OWNER), OWNER, NOON, NOON)
        (notice,) = books.due_notices(NOON, 9)
        for _ in range(2):
            books.notice_failed(notice.id, NOON + MINUTE, "away", away=True)
            books.card_failed(card, NOON + MINUTE, away=True)
        found = [since(books)]
        books.notice_failed(notice.id, NOON + 2 * MINUTE, "a pause")
        found.append(since(books))
        books.card_drawn(card, message_id=7, picture="")
        found.append(since(books))
        books.redraw(card.invoice_id, NOON + MINUTE)
        books.flush()
        return [*found, since(books)]

    assert await database.write(write) == [NOON, NOON, NOON + 2 * MINUTE, NOON + MINUTE]


async def test_telegram_that_does_not_get_through_is_seen(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "SURE", 0.0)
    await play.close()
    await play.open(telegram_updates="webhook", telegram_webhook_secret="a-secret-of-the-shop")
    await play.program.alarming.turn()
    assert await play.rows("alarms") == []
    await play.program.bot.set_webhook("http://127.0.0.1:9/telegram")  # another program has the same token
    await play.program.alarming.turn()
    (alarm,) = await play.rows("alarms")
    assert alarm["kind"] == "alert-telegram-fails"
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "another address is set"), timeout=PATIENCE)


async def readiness(play: Stage) -> tuple[int, dict[str, bool]]:
    """What ``/readyz`` says."""
    async with aiohttp.ClientSession(play.public_url) as session, session.get("/readyz") as answer:
        return answer.status, (await answer.json())["checks"]


async def missing(play: Stage) -> set[str]:
    """What is not well, by name; the status says the same."""
    status, checks = await readiness(play)
    found = {name for name, good in checks.items() if not good}
    assert status == (503 if found - {"telegram"} else 200)
    return found


async def test_ready_names_loops_that_hang_and_the_process_goes_on_to_answer(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer stands still: readers, and the line to Telegram, don't."""
    assert await missing(play) == set()
    go_on = threading.Event()
    database: Any = play.program.database
    standing = asyncio.get_running_loop().run_in_executor(database._thread, go_on.wait)
    monkeypatch.setattr(loops, "STUCK_AFTER", 0.1)
    try:
        await play.until(lambda: _hangs(play, "beating"))
        async with aiohttp.ClientSession(play.public_url) as session, session.get("/healthz") as answer:
            assert answer.status == 200
        assert not {"database", "telegram", "running"} & await missing(play)
    finally:
        go_on.set()
        await standing
    monkeypatch.undo()
    await play.until(lambda: _well(play))


async def _hangs(play: Stage, name: str) -> bool:
    return name in await missing(play)


async def _well(play: Stage) -> bool:
    return not await missing(play)


async def test_ready_names_tables_of_another_version_and_a_database_that_does_not_answer(play: Stage) -> None:
    database: Any = play.program.database
    await database.transaction(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    assert await missing(play) == {"migrations"}
    await database.transaction(lambda c: c.exec_driver_sql("DROP TABLE alembic_version"))
    assert {"database", "migrations"} <= await missing(play)


async def test_who_is_told_to_stop_is_not_ready_any_more(play: Stage) -> None:
    play.program.stopping = True
    assert await missing(play) == {"running"}
