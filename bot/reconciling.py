"""``tolem reconcile``: everything open is asked about once, by hand, also while the program runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from billing.ports import Clock
from billing.subscriptions import restoring
from billing.subscriptions.records import OURS
from bot.banks import reconcile
from bot.comparing import compare_all
from bot.program import Program
from bot.settings import Wrong
from store.engine import Database

Say = Callable[[str], object]
PAGE = 200  # subscriptions that are read at once
LOOK_AGAIN = 0.5  # seconds; a process that lives says so every five


async def by_hand(program: Program, say: Say, *, restored: bool, again: bool = False) -> None:
    """``program``: wired, not started; its lines end here. ``restored``: see ``make_room``.

    It counts as a process that works on the books: nobody frees what it asks banks about, or moves the books
    away from under it. ``Wrong`` where books are to be ``restored`` on which a program works; ``again``: also
    where there is room already.
    """
    database, repaying = program.database, program.watch.repaying
    await program.beating.begin()
    if restored:
        await _make_room(program, say, again)
    counts = await reconcile(database, repaying)
    if restored:
        await set_aside(database, program.banking.clock, say)
    compared = await compare_all(database, program.reporting, repaying)
    await program.stop()
    for state, count in sorted(counts.items()):
        say(f"{state}: {count}")
    refunds = sum(count for state, count in counts.items() if state.startswith("refund "))
    say(f"asked about {sum(counts.values()) - refunds} payments and {refunds} refunds")
    for bank, words in sorted(compared.items()):
        say(f"{bank}: {words}")


async def _make_room(program: Program, say: Say, again: bool) -> None:
    """Once for each restore: a second time would only skip numbers."""
    database = program.database
    if not database.exclusive:  # else nobody else has opened the file
        await _must_rest(program, say)
    made = await database.read(lambda books: books.room_made_at())
    if made is not None and not again:
        say(f"numbers of invoices and references went on at {made:%Y-%m-%d %H:%M} UTC already, and stay")
        say("if these books were restored once more since: tolem reconcile --restored --again")
        return
    now = program.banking.clock.now()
    room = await database.write(lambda books: books.make_room(now))
    say(f"numbers of invoices and references go on {room} further")


async def set_aside(database: Database, clock: Clock, say: Say) -> None:
    """What subscriptions owe since the copy may be paid: it waits for a person."""
    now, seen, count = clock.now(), set[int](), 0
    while True:
        due = await database.read(lambda books: books.due_subscriptions(OURS, now, PAGE + len(seen)))
        new = [each for each in due if each not in seen]
        if not new:
            break
        for each in new:
            count += await database.write(partial(restoring.set_aside, subscription_id=each, at=now))
        seen.update(new)
    if count:
        say(f"subscriptions whose bills since the backup wait for a person: {count}")


async def _must_rest(program: Program, say: Say) -> None:
    """Who lives shows it anew; a row that came with the backup ends by itself, within seconds."""
    database, clock, owner = program.database, program.banking.clock, program.banking.owner
    last = await database.read(lambda books: books.at_work_beside(owner, clock.now()))
    if last:
        say("waiting until it is certain that no program works on these books …")
    while last:
        await asyncio.sleep(LOOK_AGAIN)
        now = await database.read(lambda books: books.at_work_beside(owner, clock.now()))
        if any(last.get(name) != until for name, until in now.items()):
            await program.stop()
            raise Wrong(
                "A program works on these books: stop it first, all replicas (systemctl stop tolem, or "
                "docker compose stop bot). Numbers are counted on before one starts on restored books."
            )
        last = now
