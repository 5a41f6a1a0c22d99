"""``tolem reconcile``: what it asks, and what it says came out."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import make_url

from bot.banks import reconcile
from bot.comparing import compare_all
from bot.program import Without
from bot.reconciling import by_hand
from bot.wiring import build
from store.chats import PROCESS
from tests.support.stage import Stage

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


async def test_who_asks_by_hand_beside_the_program_is_known_to_live_meanwhile(play: Stage) -> None:
    """Else the program frees what is being asked about, and books are moved away from under it."""
    file, seen = make_url(play.database_url).database, []

    def living() -> int:
        with sqlite3.connect(str(file)) as books:
            (count,) = books.execute(
                "SELECT count(*) FROM leases WHERE name LIKE ?", [f"{PROCESS}%"]
            ).fetchone()
        return int(count)

    def say(line: str) -> None:
        seen.append((line.split()[0], living()))

    await by_hand(await build(play.settings(), clock=play.clock), say, restored=True)
    assert (seen[0], living()) == (("numbers", 2), 1)
