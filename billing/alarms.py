"""When owners and managers hear of a trouble: once while it lasts, and once when it is over.

However many processes see it and however often they start. It is over when it has not been seen for a while;
that while grows with each time that it came back within a day, so that what comes and goes is not told each
time. A refusal is over only when the call that was refused has worked since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from billing import telling
from billing.books import Books
from billing.troubles import Alarm, Call, Sight, Trouble, refused_call

CALM = timedelta(minutes=2)  # so long nothing may be seen of it …
CALM_MOST = timedelta(hours=2)  # … and twice as long with each time that it was over and came back …
LATELY = timedelta(days=1)  # … within this time
KNOWN = timedelta(seconds=5)  # who sees it again so soon says nothing new
LATE = timedelta(minutes=5)  # so long nothing may wait that could be done …
LATE_REMINDER = timedelta(hours=1)  # … but reminders, which go behind everything else
BETTER = 5  # a queue is well when its oldest entry waits for no more than a fifth of that
STUCK = 120.0  # seconds without a turn that works
SLOW = 30.0  # and up to so many nobody minds
SURE = 60.0  # seconds for which a trouble is seen at each look: what a start finds waiting is soon done
ROOM, ROOM_AGAIN = 200_000_000, 400_000_000  # bytes that are free where the books are


# --- what is a trouble


def waiting(since: Mapping[Trouble, datetime], at: datetime) -> list[Sight]:
    """Queues by the moment at which the oldest entry could have been done."""
    found = []
    for kind, oldest in since.items():
        late = LATE_REMINDER if kind is Trouble.REMINDERS_WAIT else LATE
        if at - oldest >= late / BETTER:
            found.append(Sight(kind, kind, mild=at - oldest < late))
    return found


def stuck(behind: Mapping[str, float]) -> list[Sight]:
    """Loops by name, and for how many seconds each has not had a turn that works."""
    return [
        Sight(Trouble.PART_STUCK, f"{Trouble.PART_STUCK}:{name}", {"part": name}, mild=seconds < STUCK)
        for name, seconds in behind.items()
        if seconds >= SLOW
    ]


def telegram_fails(why: str) -> list[Sight]:
    """Telegram does not get through to us; empty: it does."""
    kind = Trouble.TELEGRAM_FAILS
    return [Sight(kind, kind, {"why": why[:120]})] if why else []


def full(free: int | None) -> list[Sight]:
    """Bytes that are left where the books are; ``None``: they are elsewhere."""
    if free is None or free >= ROOM_AGAIN:
        return []
    return [Sight(Trouble.DISK_FULL, Trouble.DISK_FULL, mild=free >= ROOM)]


def sure(sights: Sequence[Sight], first: dict[str, float], now: float) -> list[Sight]:
    """None is worth telling before it has been there at each look for a while.

    ``first``: when each was first seen so; kept by the caller from look to look. ``now``: seconds that pass
    evenly, however a clock is set.
    """
    lasting = {sight.cause: first.get(sight.cause, now) for sight in sights if not sight.mild}
    first.clear()
    first.update(lasting)
    return [
        sight if sight.mild or now - first[sight.cause] >= SURE else replace(sight, mild=True)
        for sight in sights
    ]


# --- when it is told


def calm(times: int) -> timedelta:
    """How long nothing may be seen of a trouble that was over so many times lately."""
    return CALM_MOST if times > 10 else min(CALM * 2**times, CALM_MOST)


def is_over(alarm: Alarm, times: int, at: datetime) -> bool:
    """Whether it has ended; a sight in the future was written by a clock that was wrong."""
    if alarm.kind is Trouble.LISTS_DIFFER:
        return False  # the next comparison says so
    if alarm.kind is Trouble.BANK_REFUSES and (alarm.well_at is None or alarm.well_at < alarm.seen_at):
        return False
    return not timedelta() <= at - alarm.seen_at < calm(times)


def note(books: Books, sight: Sight, at: datetime) -> bool:
    """It is seen: told when it is new, and to whoever decides only now, or has just pressed Start.

    Whether it is new.
    """
    alarm, new = books.alarm(sight.cause), False
    if alarm is None and not sight.mild:
        alarm = books.add_alarm(sight, at)
        new = alarm is not None
    elif alarm is not None and not timedelta() <= at - alarm.seen_at < KNOWN:
        books.see_alarm(alarm.id, at)
    if alarm is not None:
        telling.alert(books, alarm.kind, str(alarm.id), _told(alarm), at)
    return new


def note_refused(books: Books, provider: str, call: Call, code: str, refusal: str, at: datetime) -> None:
    """The bank accepts our keys, terminal or request no more."""
    values = {"bank": provider, "code": code, "refusal": refusal}
    note(books, Sight(Trouble.BANK_REFUSES, refused_call(provider, call, code or refusal), values), at)


def note_worked(books: Books, provider: str, call: Call, at: datetime) -> None:
    """A call of this kind was served: what was refused before is over, unless it is refused again soon."""
    books.note_well(refused_call(provider, call), at)


def end(books: Books, at: datetime) -> list[Alarm]:
    """What is over is told once, quietly; gives what that is."""
    ended = []
    for alarm in books.alarms():
        times = books.alarms_ended(alarm.cause, at - LATELY)
        if is_over(alarm, times, at) and books.end_alarm(alarm.id, at):
            telling.alert(books, alarm.kind.over, str(alarm.id), _told(alarm), at, loud=telling.SILENT)
            ended.append(alarm)
    return ended


def _told(alarm: Alarm) -> dict[str, str]:
    return {**alarm.values, "since": alarm.since.isoformat()}
