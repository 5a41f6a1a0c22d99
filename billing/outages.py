"""A bank that bills nobody is taken off the cards, told once, tried again, and put back when it works.

Most troubles a check shows, and then a check shows their end as well. One that no check shows ends by
trial: after a while the bank stands on the cards again, and the next bill tells. Who is on trial and refuses
again is off the cards without a word, for longer. A limit ends by itself at its moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from billing import telling
from billing.books import Books, Store
from billing.halts import Halt, Outage
from billing.troubles import Call, refused_call

CHECK_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 900, 1800, 3600))
TRIAL_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180))
KNOWN = timedelta(seconds=30)  # who says the same again so soon says nothing new
TRIAL_LOOK = timedelta(seconds=30)  # so often a bank on trial is looked at
STANDS = timedelta(minutes=1)  # a bill that is alive so long after it was asked for was taken


class Away:
    """Which banks are off the cards or refuse us, as this process knows it: asked without the books."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._outages: dict[str, Outage] = {}
        self._refused: frozenset[str] = frozenset()

    async def refresh(self) -> list[Outage]:
        """Read it anew: another process may have found out first."""
        found, alarms = await self._store.read(lambda books: (books.outages(), books.alarms()))
        self._outages = {outage.provider: outage for outage in found}
        self._refused = frozenset(alarm.cause for alarm in alarms)
        return found

    def refuses(self, provider: str, call: Call) -> bool:
        """Whether such a call was refused lately, so that the next one that works is news."""
        return any(cause.startswith(refused_call(provider, call)) for cause in self._refused)

    def at(self, now: datetime) -> dict[str, datetime | None]:
        """Bank by bank until when it is off the cards; ``None``: until it works again."""
        return {slug: outage.until for slug, outage in self._outages.items() if outage.away(now)}


def begin(
    books: Books,
    provider: str,
    halt: Halt,
    at: datetime,
    *,
    asked_at: datetime | None = None,
    seen: bool = False,
) -> None:
    """The bank said that it bills nobody: off the cards, and told once however often it says so.

    ``asked_at``: of the bill that it said so about; one from before the bank worked again says nothing new.
    ``seen``: a check has shown it.
    """
    outage = _lasting(books, provider, at)
    if outage is None and not (asked_at is not None and books.worked_since(provider, asked_at)):
        outage = _new(books, provider, halt, at)
    elif outage is not None and asked_at is not None and asked_at < (outage.trial_at or asked_at):
        return
    if outage is None or _said(outage, halt, at, seen=seen):
        return
    back_off = outage.trial_at is not None
    planned = outage.next_check if outage.until is None and not back_off else None
    books.amend_outage(
        outage.id,
        code=halt.code[:64],
        until=halt.until,
        refused_at=at,
        seen=seen or (outage.seen and outage.code == halt.code),
        trial_at=None,
        trials=outage.trials + back_off,
        next_check=halt.until or planned or at + CHECK_PAUSES[0],
    )
    if back_off:
        books.redraw_open(at)
    remind(books, provider, at)


def _lasting(books: Books, provider: str, at: datetime) -> Outage | None:
    """The outage that lasts; a limit that is over ends here, where nobody has looked since."""
    outage = books.outage(provider)
    if outage is not None and outage.until is not None and outage.until <= at:
        end(books, outage, at)
        return None
    return outage


def _said(outage: Outage, halt: Halt, at: datetime, *, seen: bool) -> bool:
    """A hundred bills may fail at once, and one of them is enough."""
    same = (outage.code, outage.until) == (halt.code, halt.until)
    lately = outage.since < at < outage.refused_at + KNOWN
    return same and lately and outage.trial_at is None and seen in (False, outage.seen)


def _new(books: Books, provider: str, halt: Halt, at: datetime) -> Outage | None:
    outage = books.add_outage(provider, halt.code, halt.until, at)
    if outage is None:
        return books.outage(provider)
    books.audit("outage", outage.id, "", "away", f"bank:{provider}", at, {"code": halt.code})
    books.redraw_open(at)
    return outage


def remind(books: Books, provider: str, at: datetime) -> None:
    """Owners and managers hear of it, each once: also who becomes one, or presses Start, while it lasts."""
    outage = books.outage(provider)
    if outage is None:
        return
    values = {"bank": provider, "code": outage.code, "since": outage.since.isoformat()}
    if outage.until is not None:
        values["until"] = outage.until.isoformat()
    kind = "alert-bank-lost" if outage.until is None else "alert-bank-limit"
    telling.alert(books, kind, f"{outage.id}-{outage.code}", values, at)


def end(books: Books, outage: Outage, at: datetime) -> None:
    """It works again. Told, but for a limit: when that ends was said before."""
    since = at if outage.until is None else min(outage.until, at)
    if not books.amend_outage(outage.id, ended_at=since, next_check=None):
        return
    books.audit("outage", outage.id, "away", "ended", f"bank:{outage.provider}", at)
    if outage.trial_at is None:
        books.redraw_open(at)
    if outage.until is None:
        values = {"bank": outage.provider, "since": outage.since.isoformat()}
        telling.alert(books, "alert-bank-back", str(outage.id), values, at, loud=telling.SILENT)


def try_again(books: Books, outage: Outage, at: datetime) -> None:
    """On the cards again; the next bill tells whether it works."""
    if books.amend_outage(outage.id, trial_at=at, next_check=at + TRIAL_LOOK):
        books.audit("outage", outage.id, "away", "trial", f"bank:{outage.provider}", at)
        books.redraw_open(at)


def trial_due(outage: Outage) -> datetime:
    """When a bank of which checks show nothing may be tried again."""
    return outage.refused_at + TRIAL_PAUSES[min(outage.trials, len(TRIAL_PAUSES) - 1)]


def next_check(outage: Outage, at: datetime) -> datetime:
    """When to look at it again, after the look that is being taken now."""
    if outage.trial_at is not None:
        return at + TRIAL_LOOK
    later = at + CHECK_PAUSES[min(outage.checks, len(CHECK_PAUSES) - 1)]
    trial = trial_due(outage)
    return min(later, trial) if not outage.seen and trial > at else later
