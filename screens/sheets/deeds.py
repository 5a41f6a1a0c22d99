"""What stands in the sheet of what members have done."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from billing.team.deeds import Done
from screens.sheets.model import Column, Kind, Line, Sheet
from screens.texts import Words

COLUMNS = {
    "when": (Kind.MOMENT, 19),
    "who": (Kind.TEXT, 24),
    "id": (Kind.COUNT, 14),
    "what": (Kind.TEXT, 36),
    "number": (Kind.COUNT, 10),
    "amount": (Kind.MONEY, 15),
    "currency": (Kind.TEXT, 8),
    "whom": (Kind.TEXT, 24),
    "name": (Kind.TEXT, 30),
}


def sheet(title: str, words: Words, zone: ZoneInfo) -> Sheet:
    """The sheet without its lines."""
    columns = tuple(
        Column(id_, words(f"sheet-deed-{id_}"), kind, width) for id_, (kind, width) in COLUMNS.items()
    )
    return Sheet(words("sheet-deeds"), title, columns, "", words.locale, zone)


def line(done: Done, who: str, whom: str, words: Words) -> Line:
    """One deed, of ``who`` and about ``whom``."""
    deed, amount = done.deed, done.amount
    currency = amount.currency if amount is not None else ""
    what = words(f"deed-{done.what}")
    return Line([deed.at, who, deed.person_id, what, done.number, amount, currency, whom, done.name])
