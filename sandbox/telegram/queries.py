"""Taps and inline queries: each is answered once, within a short time on the sandbox's clock."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.telegram.errors import QUERY_TOO_OLD, bad_request
from sandbox.telegram.state import Json

LIFETIME = timedelta(seconds=15)


@dataclass
class Query:
    id: str
    person: int
    words: str
    asked: datetime
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, patience: float) -> Json | None:
        """The answer, or None after `patience` real seconds without one."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.answered.wait()
        return self.answer


class Queries:
    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._open: dict[str, Query] = {}

    def ask(self, person: int, words: str = "") -> Query:
        query = Query(str(self._chance.getrandbits(62)), person, words, self._clock.now())
        self._open[query.id] = query
        return query

    def answer(self, query_id: str, answer: Json) -> Query:
        """Settle a query; a second answer, a late one and one to nobody are all refused alike."""
        query = self._open.pop(query_id, None)
        if query is None or self._clock.now() - query.asked > LIFETIME:
            raise bad_request(QUERY_TOO_OLD)
        query.answer = answer
        query.answered.set()
        return query

    def clear(self) -> None:
        self._open.clear()


class InlineCache:
    """Telegram repeats an inline answer by itself for `cache_time`: to everybody, unless it is personal."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, int | None], tuple[datetime, Json]] = {}

    def keep(self, query: Query, answer: Json, keeps: timedelta, *, personal: bool) -> None:
        if keeps:
            whose = query.person if personal else None
            self._kept[query.words, whose] = (self._clock.now() + keeps, answer)

    def find(self, person: int, words: str) -> Json | None:
        for whose in (person, None):
            until, answer = self._kept.get((words, whose), (None, None))
            if until is not None and until > self._clock.now():
                return answer
        return None
