"""What stands in the sheet of what members have done."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from billing.models import Person
from billing.team.deeds import Done, DonePage
from screens.reader import Reader
from screens.sheets.model import Column, Kind, Line, Sheet
from screens.team.pages import name_of
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


def line(done: Done, found: DonePage, reader: Reader) -> Line:
    """One deed."""

    def name(person_id: int | None) -> str:
        return "" if person_id is None else name_of(found.people.get(person_id) or Person(person_id), reader)

    amount = done.amount
    return Line(
        [
            done.deed.at,
            name(done.deed.person_id),
            done.deed.person_id,
            reader.words(f"deed-{done.what}"),
            done.number,
            amount,
            amount.currency if amount is not None else "",
            name(done.whom),
            done.name,
        ]
    )
