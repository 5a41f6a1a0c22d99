"""A message that is tapped quickly is edited once at a time, and ends with the newest state."""

from __future__ import annotations

import asyncio

from billing.models import Place
from bot.loops import Crew
from handlers.newest import Newest

HERE, THERE = Place(1), Place(2)


async def test_of_many_edits_that_wait_only_the_newest_is_made() -> None:
    crew, made, go = Crew("test"), [], asyncio.Event()
    newest = Newest(crew.spawn)

    async def edit(what: str) -> None:
        await go.wait()
        made.append(what)

    for what in ("first", "second", "third"):
        newest.edit(HERE, 7, lambda what=what: edit(what))  # type: ignore[misc]
        await asyncio.sleep(0)
    newest.edit(THERE, 7, lambda: edit("elsewhere"))
    newest.edit(HERE, 8, lambda: edit("another message"))
    go.set()
    await crew.drain(5)
    assert sorted(made) == ["another message", "elsewhere", "first", "third"]
    newest.edit(HERE, 7, lambda: edit("later"))
    await crew.drain(5)
    assert made[-1] == "later"


async def test_an_edit_that_breaks_holds_up_no_later_one() -> None:
    crew, made = Crew("test"), []
    newest = Newest(crew.spawn)

    async def breaks() -> None:
        raise RuntimeError("refused")

    async def edit() -> None:
        made.append("drawn")

    newest.edit(HERE, 7, breaks)
    newest.edit(HERE, 7, edit)
    await crew.drain(5)
    assert made == ["drawn"]
