"""``tolem reconcile``: what it asks, and what it says came out."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime, timedelta

import pytest
from sqlalchemy.engine import make_url

from bot.banks import reconcile
from bot.beating import DEAD_AFTER
from bot.comparing import compare_all
from bot.program import Without
from bot.reconciling import by_hand
from bot.settings import Wrong
from bot.wiring import build
from store.chats import PROCESS
from tests.support.stage import Stage, StageClock
from tests.support.stage import stage as set_up

BLIND = Without(watching=True, settling=True)


async def asked(play: Stage) -> dict[str, int]:
    """What came out, state by state."""
    return await reconcile(play.program.database, play.program.watch.repaying)


async def test_what_was_paid_while_nobody_looked_is_found_and_told_and_asked_about_once(play: Stage) -> None:
    await play.close()
    await play.open(without=BLIND)
    await play.issue()
    await play.issue("7000 Tea")
    await play.pay_all()
    await play.issue("9000 Cake")
    await play.until(lambda: play.has(3, "payments", state="pending"))
    assert await asked(play) == {"paid": 2, "pending": 1}
    assert await asked(play) == {"pending": 1}
    await play.until(lambda: play.has(0, "notices", sent_at=None))
    assert [row["kind"] for row in await play.rows("notices")] == ["paid", "paid"]
    repaying = play.program.watch.repaying
    told = await compare_all(play.program.database, play.program.reporting, repaying)
    assert told == {"halyk": "differences in the last two days: 0"}


async def test_a_bank_that_is_silent_leaves_everything_as_it_is(play: Stage) -> None:
    await play.close()
    await play.open(without=BLIND)
    await play.issue()
    await play.pay_all()
    await play.sandbox.halyk("trouble", endpoint="*", kind="500", count=1000)
    assert await asked(play) == {"bank silent": 1}
    assert await play.has(1, "payments", state="pending")
    repaying = play.program.watch.repaying
    told = await compare_all(play.program.database, play.program.reporting, repaying)
    assert told["halyk"].startswith("not compared: ")


class Seeing(StageClock):
    """Who asks for the time sees as well how many processes live."""

    def __init__(self, play: Stage) -> None:
        super().__init__()
        self.file = str(make_url(play.database_url).database)
        self.most = 0

    def now(self) -> datetime:
        """Now; looked at by whoever works."""
        self.most = max(self.most, self.living())
        return super().now()

    def living(self) -> int:
        """Those in the books."""
        with sqlite3.connect(self.file) as books:
            query = "SELECT count(*) FROM leases WHERE name LIKE ?"
            (count,) = books.execute(query, [f"{PROCESS}%"]).fetchone()
        return int(count)


async def test_who_asks_by_hand_beside_the_program_is_known_to_live_meanwhile(play: Stage) -> None:
    """Else the program frees what is being asked about, and books are moved away from under it."""
    clock = Seeing(play)
    await by_hand(await build(play.settings(), clock=clock, beside=True), print, restored=False)
    assert (clock.most, clock.living()) == (2, 1)


async def restored(stage: Stage, *, again: bool = False) -> str:
    """What ``tolem reconcile --restored`` says first."""
    said: list[str] = []
    await by_hand(await build(stage.settings(), clock=stage.clock), said.append, restored=True, again=again)
    return said[0]


async def test_numbers_are_counted_on_once_for_each_restore(play: Stage) -> None:
    await play.issue()
    with pytest.raises(Wrong, match="A program works on"):
        await restored(play)
    await play.close()
    assert await restored(play) == "numbers of invoices and references go on 1003 further"
    assert "already, and stay" in await restored(play)
    assert "go on 1003 further" in await restored(play, again=True)
    await play.open()
    await play.issue()
    assert [row["number"] for row in await play.rows("invoices")] == [1, 2008]
    await play.close()
    assert "further" in await restored(play)  # these may be the books of another backup


async def test_a_backup_from_before_the_first_invoice_gives_no_number_twice(play: Stage) -> None:
    await play.close()
    assert "go on 1000 further" in await restored(play)
    await play.open()
    await play.issue()
    assert [row["number"] for row in await play.rows("invoices")] == [1001]


async def test_on_a_server_it_is_refused_beside_a_process_that_shows_that_it_lives(
    sandbox_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with set_up(sandbox_url, postgres_url, monkeypatch) as stage:
        program = await build(stage.settings(), clock=stage.clock)
        other = await build(stage.settings(), clock=stage.clock)
        beats: list[asyncio.Task[float]] = []

        def say(line: str) -> None:
            if line.startswith("waiting"):
                stage.clock.offset += timedelta(seconds=1)
                beats.append(asyncio.create_task(other.beating.turn()))

        await other.beating.turn()
        with pytest.raises(Wrong, match="stop it first, all replicas"):
            await by_hand(program, say, restored=True)
        await asyncio.gather(*beats)
        made = await other.database.read(lambda books: books.room_made_at())
        await other.stop()
    assert (made, len(beats)) == (None, 1)


async def test_on_a_server_a_process_that_came_with_the_backup_only_takes_a_while(
    sandbox_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with set_up(sandbox_url, postgres_url, monkeypatch) as stage:
        program = await build(stage.settings(), clock=stage.clock)
        now, said = stage.clock.now(), []
        name = f"{PROCESS}of-yesterday"
        await program.database.write(lambda books: books.beat(name, now, now + DEAD_AFTER))

        def say(line: str) -> None:
            said.append(line.split()[0])
            stage.clock.offset += DEAD_AFTER

        await by_hand(program, say, restored=True)
    assert said[:2] == ["waiting", "numbers"]
