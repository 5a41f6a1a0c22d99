"""Telegram's limits, kept by us: 30 messages a second in all, one a second in a chat, 20 a minute in a group.

Edits count like messages. Whoever asked first goes first, but an answer to a person goes before news, news
before edits, edits before reminders, and nobody waits behind another chat's limit. Several replicas share the
limits, which are the bot's (``billing.quotas``), and leave a part of each second to answers: where one tells
hundreds of news, an answer of another takes the place that is left, and then each one that gets free.

Time is handed in, so that a test holds it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from enum import IntEnum

from billing.flights import Place
from billing.quotas import Call, Gate, Rule, Window
from billing.turns import Turns

MARGIN = 0.03  # seconds: what left a moment ago may arrive only now, and Telegram counts what arrives
SECOND = 1.0 + MARGIN
ALL_PER_SECOND = 30
GROUP_MOST = 20
GROUP_WINDOW = 60.0 + MARGIN
KEPT = 1  # of each second for answers, where replicas share; 28 reminders a second fit into the rest
ALL = "telegram:all"
CHAT = (Window(1, SECOND),)
GROUP = (*CHAT, Window(GROUP_MOST, GROUP_WINDOW))
ALONE = Rule("telegram:alone", (Window(3, SECOND),))
"""How an answer goes while the books are away: ten replicas together stay within what Telegram takes."""


class Rank(IntEnum):
    """Who goes first where the limit for all chats is the narrow place."""

    ANSWER = 0  # a person waits for it
    NEWS = 1  # a fact that is told
    EDIT = 2  # makes no sound, and only the newest state counts
    REMINDER = 3  # nobody asked for it just now, and many come at once


_rank: ContextVar[Rank | None] = ContextVar("rank", default=None)


@contextmanager
def at_rank(rank: Rank) -> Iterator[None]:
    """What is said in here goes by this rank."""
    token = _rank.set(rank)
    try:
        yield
    finally:
        _rank.reset(token)


def rank_here() -> Rank | None:
    """By which rank it goes what is said here, where somebody has said so."""
    return _rank.get()


class Pacer:
    """``await pacer.turn(chat)`` before each message or edit, ``with pacer.on_its_way(place)`` around it.

    A chat is its id, or an inline message's, which stands in a chat that we don't know.
    """

    def __init__(self, now: Callable[[], float] | None = None, gate: Gate | None = None) -> None:
        """``now``: seconds; where there is a gate, those of the time on which all replicas agree."""
        self._turns = Turns(now or (lambda: asyncio.get_running_loop().time()), margin=MARGIN, gate=gate)
        self._others = ALL_PER_SECOND - (KEPT if gate else 0)

    async def turn(self, chat: int | str, rank: Rank = Rank.NEWS) -> Place:
        """Wait until one more message may go to this chat."""
        alone = ALONE if rank is Rank.ANSWER else None
        return await self._turns.turn(rank, self._call(chat, rank), alone)

    def on_its_way(self, place: Place) -> AbstractContextManager[None]:
        """See ``Flights``."""
        return self._turns.on_its_way(place)

    def pause(self, chat: int | str | None, seconds: float) -> None:
        """Telegram said how long to be silent: in one chat, or everywhere."""
        self._turns.quiet(ALL if chat is None else _name(chat), seconds)

    async def silenced(self, chat: int | str) -> bool:
        """Whether Telegram asked for silence there; the pause between two messages is none."""
        return any([await self._turns.silence(name) > 0 for name in (ALL, _name(chat))])

    def pump(self) -> None:
        """Let go whoever may go now; called by itself when the next one may."""
        self._turns.pump()

    def close(self) -> None:
        """Whoever still waits is let down."""
        self._turns.close()

    def _call(self, chat: int | str, rank: Rank) -> Call:
        windows = GROUP if isinstance(chat, int) and chat < 0 else CHAT
        most = ALL_PER_SECOND if rank is Rank.ANSWER else self._others
        return Rule(ALL, (Window(most, SECOND),)), Rule(_name(chat), windows)


def _name(chat: int | str) -> str:
    if isinstance(chat, int):
        return f"telegram:chat:{chat}"
    return f"telegram:inline:{hashlib.sha256(chat.encode()).hexdigest()[:32]}"
