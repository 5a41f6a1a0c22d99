"""One run: the plan is played in bad weather, the weather clears, quiet comes, and books are compared."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.chaos import banks, queues, weather
from tests.chaos.judge import Evidence, Failure, verdict
from tests.chaos.people import Actor, Tills
from tests.chaos.plan import Kill, Plan
from tests.chaos.theatre import Theatre, theatre

STUCK = 420.0
"""Seconds without any invoice coming to its end, after which people give up."""
QUIET = 420.0
"""Seconds within which all must have come to rest once the weather is good: our longest pauses between two
questions about a payment that young, or two tries of a message."""
LOOK = 3.0
SHOWN = 40
WORD = 60.0
"""Seconds between two words of how far it is."""
LONGEST = 5


@dataclass
class Report:
    """What came out."""

    failures: list[str]
    counts: Mapping[str, object] = field(default_factory=dict)
    last_words: str = ""

    def table(self) -> str:
        """What, and how many; then each difference."""
        wide = max(map(len, self.counts), default=0)
        lines = [f"  {name:<{wide}}  {count}" for name, count in self.counts.items()]
        shown = [f"✗ {failure}" for failure in self.failures[:SHOWN]]
        rest = len(self.failures) - len(shown)
        return "\n".join([*lines, *shown, *([f"… and {rest} more"] if rest else [])])


class Run:
    """Holds what is going on."""

    def __init__(
        self,
        plan: Plan,
        kind: str,
        replicas: int,
        *,
        calm: bool = False,
        mild: bool = False,
        fault: str = "",
        at_once: int = 120,
        skew: float = 0,
    ) -> None:
        self.plan, self.kind, self.replicas = plan, kind, replicas
        self.calm, self.mild, self.fault, self.skew = calm, mild, fault, skew
        self._gate = asyncio.Semaphore(at_once)
        self._actors: list[Actor] = []
        self._broken: list[str] = []
        self._begun = self._ended = 0

    async def play(self) -> Report:
        """All of it."""
        began = time.monotonic()
        async with theatre(self.plan, self.kind, self.replicas, self.fault, self.skew) as stage:
            ready = time.monotonic()
            if not self.calm:
                await weather.storm(stage.sandbox, self.plan.seed, mild=self.mild)
            await self._all_stories(stage)
            played = time.monotonic()
            await weather.clear(stage.sandbox)
            await stage.fleet.settle()
            evidence, failures = await self._rest(stage)
            counts = await self._counts(stage, evidence)
            said = [one.last_words() for one in stage.fleet.replicas]
            spent = ready - began, played - ready, time.monotonic() - played
            counts["seconds to start, play, rest"] = " + ".join(f"{seconds:.0f}" for seconds in spent)
        failures += self._broken + [f"told to stop, it ended with {c}" for c in stage.fleet.codes if c]
        for one in stage.fleet.replicas:
            failures += [f"{one.name} ended by itself with {code}" for code in one.fell]
        return Report(failures, counts, "\n".join(said))

    # --- the play

    async def _all_stories(self, stage: Theatre) -> None:
        tills: Tills = defaultdict(asyncio.Lock)
        self._actors = [Actor(story, stage.sandbox, stage.eyes, tills) for story in self.plan.stories]
        kills = list(self.plan.kills)
        work = [asyncio.create_task(self._one(actor, kills, stage)) for actor in self._actors]
        ended = -1
        since = told = time.monotonic()
        while True:
            done, left = await asyncio.wait(work, timeout=LOOK)
            if self._ended != ended:
                ended, since = self._ended, time.monotonic()
            if time.monotonic() - told > WORD:
                told = time.monotonic()
                self._say(self.how_far())
            if not left or time.monotonic() - since > STUCK:
                break
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._broken += [f"a person stumbled: {e!r}" for task in done if (e := task.exception())]

    async def _one(self, actor: Actor, kills: list[Kill], stage: Theatre) -> None:
        async with self._gate:
            self._begun += 1
            while kills and kills[0].after < self._begun:
                stage.fleet.strike(kills.pop(0))
            await actor.play()
            self._ended += 1

    def how_far(self) -> str:
        """One line for who waits: how many invoices have begun and ended, and what takes longest."""
        under_way = [actor for actor in self._actors if actor.since and not actor.deeds.done]
        longest = sorted(under_way, key=lambda actor: actor.since)[:LONGEST]
        waits = [f"{actor.story.words} ({actor.story.course}) {actor.waits()}" for actor in longest]
        return f"{self._begun} begun, {self._ended} ended; longest: {'; '.join(waits) or 'none'}"

    def _say(self, words: str) -> None:
        print(f"{self.kind}: {words}", file=sys.stderr, flush=True)

    # --- the end

    async def _rest(self, stage: Theatre) -> tuple[Evidence, list[str]]:
        """Wait until nothing differs and nothing is left to do; what still is in the end has failed."""
        told = time.monotonic()
        ends = told + QUIET
        while True:
            failures: list[Failure | str] = []
            left = await queues.count(stage.database_url, queues.LEFT)
            failures += [f"left over: {count} {name}" for name, count in left.items() if count]
            evidence = await self._evidence(stage)
            failures += verdict(evidence)
            if not failures:
                return evidence, []
            if time.monotonic() > ends:
                rows = await queues.show(stage.database_url, [name for name, count in left.items() if count])
                return evidence, [*map(str, failures), *rows]
            if time.monotonic() - told > WORD:
                told = time.monotonic()
                self._say(f"{len(failures)} not at rest, as {failures[0]}")
            await asyncio.sleep(LOOK)

    async def _evidence(self, stage: Theatre) -> Evidence:
        bills = await banks.read(stage.sandbox)
        lost = Counter(c["chat_id"] for c in await stage.sandbox.calls() if c["lost"] and c["chat_id"])
        return Evidence(
            self.plan.stories,
            {actor.story.n: actor.deeds for actor in self._actors},
            bills,
            stage.eyes.of,
            stage.eyes.number_of,
            stage.fleet.killed,
            lost,
        )

    async def _counts(self, stage: Theatre, evidence: Evidence) -> dict[str, object]:
        calls = Counter(call["method"] for call in await stage.sandbox.calls() if call["ok"])
        refunds = [amount for bill in evidence.bills for amount in bill.returned]
        return {
            **await queues.count(stage.database_url, queues.COUNTED),
            "bills at banks": len(evidence.bills),
            "paid at banks": sum(bool(bill.taken) for bill in evidence.bills),
            "refunds at banks": len(refunds),
            "refunds asked for": sum(bool(deeds.refund) for deeds in evidence.deeds.values()),
            "processes ended": stage.fleet.killed,
            "messages and edits": sum(n for name, n in calls.items() if name.startswith(("send", "edit"))),
            "answers of Telegram lost": sum(evidence.lost.values()),
            "taps": calls["answerCallbackQuery"],
        }
