"""``tolem reconcile``: everything open is asked about once, by hand, also while the program runs."""

from __future__ import annotations

from collections.abc import Callable

from bot.banks import reconcile
from bot.comparing import compare_all
from bot.program import Program

Say = Callable[[str], object]


async def by_hand(program: Program, say: Say, *, restored: bool) -> None:
    """``program``: wired, not started; its lines end here. ``restored``: see ``make_room``.

    It counts as a process that works on the books: nobody frees what it asks banks about, or moves the books
    away from under it.
    """
    database, repaying = program.database, program.watch.repaying
    await program.beating.begin()
    if restored:
        now = program.banking.clock.now()
        room = await database.write(lambda books: books.make_room(now))
        say(f"numbers of invoices and references go on {room} further")
    counts = await reconcile(database, repaying)
    compared = await compare_all(database, program.reporting, repaying)
    await program.stop()
    for state, count in sorted(counts.items()):
        say(f"{state}: {count}")
    refunds = sum(count for state, count in counts.items() if state.startswith("refund "))
    say(f"asked about {sum(counts.values()) - refunds} payments and {refunds} refunds")
    for bank, words in sorted(compared.items()):
        say(f"{bank}: {words}")
