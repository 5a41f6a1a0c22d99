"""Those who wait in this process until they may call somebody: by rank, and whoever asked first goes first.

How often is in ``quotas``. One process decides in memory. Where several share a *gate*, memory holds how the
shared counts stood when they were last asked: by it the next question is chosen, about all who might go now.
Nobody reserves moments ahead, so an answer of one process does not stand behind a hundred notices of another.

While the books are away nobody can say how many others call. Nobody goes then but who brings a rule for going
*alone*: so little that all processes together stay within the limits, and enough for a person to be answered.
Everything else stands in the books, which are away, and goes when they are back.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from billing.errors import StoreUnavailable
from billing.flights import Flights, Place
from billing.quotas import HOLD, SECOND, Call, Count, Gate, Note, Rule, free_at, take

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # a clock that was set or a machine that slept is noticed within a second
TICK = 0.3  # seconds between two looks at calls on their way, and until others hear that one has landed
RETRY = SECOND // 20  # until the gate is asked again where others were first, or are still on their way
PATIENCE = 5.0  # seconds that the gate may take to answer
AWAY = 2 * SECOND  # before it is asked again
TOGETHER = 3  # that are not of the first rank ask at a time: whom another process keeps waiting comes between
STALE = HOLD // 2  # a moment given so long ago is none any more
REMEMBERED = 5_000  # counts in memory …
FORGOTTEN = 120 * SECOND  # … beyond which those are dropped that were not touched for so long


@dataclass(order=True, slots=True)
class _Waiting:
    order: tuple[int, int]
    call: Call = field(compare=False)
    alone: Rule | None = field(compare=False)
    go: asyncio.Future[Place] = field(compare=False)


class _Hoped(dict[str, Count]):
    """Counts to try things out on, as if all calls had landed in time; those in memory stay as they are."""

    def __init__(self, real: defaultdict[str, Count]) -> None:
        super().__init__()
        self._real = real

    def __missing__(self, name: str) -> Count:
        real = self._real[name]
        moments = sorted([*real.moments, *(went for went, _ in real.flying)])
        self[name] = Count(moments, [], real.quiet_until, real.changed_at)
        return self[name]


class Turns:
    """``await turns.turn(rank, call)`` before each call, and ``with turns.on_its_way(place)`` around it."""

    def __init__(self, now: Callable[[], float], *, margin: float, gate: Gate | None = None) -> None:
        """``margin``: see ``Flights``."""
        self.gate = gate
        self._clock = now
        self._counts: defaultdict[str, Count] = defaultdict(Count)
        self._waiting: list[_Waiting] = []
        self._order = itertools.count()
        self._notes: list[Note] = []  # that the gate does not know yet
        self._flights = Flights(self._now, margin, self._note)
        self._away_until = 0
        self._ask_after = 0
        self._round: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._ticker: asyncio.TimerHandle | None = None

    # --- waiting

    async def turn(self, rank: int, call: Call, alone: Rule | None = None) -> Place:
        """Wait until one more call may go."""
        go = asyncio.get_running_loop().create_future()
        insort(self._waiting, _Waiting((rank, next(self._order)), call, alone, go))
        if self.wait(call) > 0 and self._timer is not None:
            self._wake_in(self.wait(call))
        else:
            self.pump()
        place: Place = await go
        return place

    def wait(self, call: Call) -> float:
        """For how many seconds, as far as we know, nobody goes."""
        now = self._now()
        for rule in call:
            self._counts[rule.name].agree(now)
        return (free_at(self._counts, call) - now) / SECOND

    def __len__(self) -> int:
        return sum(not each.go.done() for each in self._waiting)

    def pump(self) -> None:
        """Let go, or ask for, whoever may go now; called by itself when the next one may."""
        if self._round is not None:
            return  # which pumps when it ends
        now = self._now()
        self._waiting = [each for each in self._waiting if not each.go.done()]
        if self.gate is None:
            self._let_go(self._choose(self._counts, now))
        elif self._away(now):
            self._go_alone(now)
        elif now < self._ask_after <= now + RETRY:
            self._wake_in((self._ask_after - now) / SECOND)
        elif chosen := self._choose(_Hoped(self._counts), now):
            self._ask([waiting for waiting, _ in chosen])
        self._forget(now)

    def _choose(self, counts: defaultdict[str, Count] | _Hoped, now: int) -> list[tuple[_Waiting, int]]:
        """Who may go by these counts, and is taken from those who wait; wakes us for the next."""
        chosen, kept, soonest = [], [], None
        room = TOGETHER if self.gate is not None else len(self._waiting)
        for waiting in self._waiting:
            first = waiting.order[0] == 0
            (moment,) = take(counts, [waiting.call], (), now) if first or room else (None,)
            if moment is not None:
                chosen.append((waiting, moment))
                room -= not first
                continue
            kept.append(waiting)
            free = free_at(counts, waiting.call)
            soonest = free if soonest is None else min(soonest, free)
        self._waiting = kept
        self._stop_timer()
        if soonest is not None:
            self._wake_in(((soonest - now) if soonest > now else RETRY) / SECOND)
        return chosen

    def _let_go(self, chosen: list[tuple[_Waiting, int]]) -> None:
        for waiting, moment in chosen:
            names = tuple(rule.name for rule in waiting.call)
            waiting.go.set_result(Place(names, moment, moment + HOLD))

    # --- the gate

    def _ask(self, chosen: list[_Waiting]) -> None:
        self._stop_timer()
        self._round = asyncio.create_task(self._asked(chosen), name="quota")

    async def _asked(self, chosen: list[_Waiting]) -> None:
        assert self.gate is not None
        notes, self._notes = self._notes, []
        try:
            async with asyncio.timeout(PATIENCE):
                taken = await self.gate.take([each.call for each in chosen], notes)
        except (StoreUnavailable, TimeoutError) as error:
            log.warning("limits that are shared cannot be asked for: %s", type(error).__name__)
            self._notes = notes + self._notes
            self._away_until = self._now() + AWAY
        except Exception as error:  # noqa: BLE001 - handed to those who wait for it
            for each in chosen:
                if not each.go.done():
                    each.go.set_exception(error)
        else:
            self._counts.update(taken.counts)
            for note in self._notes:  # that have come meanwhile
                self._counts[note.name].amend(note, self._now())
            fresh = self._now() - STALE
            self._let_go(
                [
                    (each, moment)
                    for each, moment in zip(chosen, taken.moments, strict=True)
                    if moment is not None and moment >= fresh and not each.go.done()
                ]
            )
            if None in taken.moments:
                self._ask_after = self._now() + RETRY
        self._round = None
        for each in chosen:
            if not each.go.done():
                insort(self._waiting, each)
        self.pump()

    def _away(self, now: int) -> bool:
        return now < self._away_until <= now + AWAY

    def _go_alone(self, now: int) -> None:
        """Without the books: by what is in memory, and by a rule that needs nobody's word."""
        kept, soonest = [], self._away_until
        for waiting in self._waiting:
            call = (*waiting.call, waiting.alone) if waiting.alone else waiting.call
            (moment,) = take(self._counts, [call], (), now) if waiting.alone else (None,)
            if moment is None:
                kept.append(waiting)
                soonest = min(soonest, max(free_at(self._counts, call), now + SECOND // 100))
                continue
            self._notes += [Note(rule.name, moment, until=moment + HOLD) for rule in waiting.call]
            self._let_go([(waiting, moment)])
        self._waiting = kept
        self._stop_timer()
        if kept:
            self._wake_in((soonest - now) / SECOND)
        else:
            self._tick_soon()

    # --- what is known besides

    def quiet(self, name: str, seconds: float) -> None:
        """Somebody said for how long to be silent."""
        self._note(Note(name, quiet_until=self._now() + round(seconds * SECOND)))
        if self.gate is not None and self._round is None:
            self._ask([])

    async def silence(self, name: str) -> float:
        """For how many seconds from now on silence was asked for there; not above zero where it was not."""
        now = self._now()
        counts = [self._counts[name]]
        if self.gate is not None:
            try:
                counts.append(await self.gate.look(name))
            except StoreUnavailable:
                log.warning("limits that are shared cannot be read")
        for count in counts:
            count.agree(now)
        return (max(count.quiet_until for count in counts) - now) / SECOND

    @contextmanager
    def on_its_way(self, place: Place) -> Iterator[None]:
        """See ``Flights``."""
        self._tick_soon()
        try:
            with self._flights.on_its_way(place):
                yield
        finally:
            if self.gate is None and self._waiting:
                self._wake_in(0)

    def _note(self, note: Note) -> None:
        self._counts[note.name].amend(note, self._now())
        if self.gate is not None:
            self._notes.append(note)
            self._tick_soon()

    def _tick_soon(self) -> None:
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().call_later(TICK, self._tick)

    def _tick(self) -> None:
        self._ticker = None
        self._flights.hold_on()
        if self._notes and self._round is None and not self._away(self._now()):
            self._ask([])
        if len(self._flights) or self._notes:
            self._tick_soon()

    def _forget(self, now: int) -> None:
        if len(self._counts) > REMEMBERED:
            for name, count in [*self._counts.items()]:
                if max(count.changed_at + FORGOTTEN, count.quiet_until) < now:
                    del self._counts[name]

    # --- time

    def _now(self) -> int:
        return round(self._clock() * SECOND)

    def _wake_in(self, seconds: float) -> None:
        """Sooner than what is set already, if that is sooner."""
        loop = asyncio.get_running_loop()
        pause = min(max(seconds, 0.001), LOOK_AGAIN)
        if self._timer is not None:
            if self._timer.when() <= loop.time() + pause:
                return
            self._timer.cancel()
        self._timer = loop.call_later(pause, self._woken)

    def _woken(self) -> None:
        self._timer = None
        self.pump()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Stop waking up; whoever still waits is let down."""
        self._stop_timer()
        if self._ticker is not None:
            self._ticker.cancel()
        if self._round is not None:
            self._round.cancel()
        for waiting in self._waiting:
            waiting.go.cancel()
        self._waiting.clear()
