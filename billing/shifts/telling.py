"""Who hears of shifts: whose it is, and the owners who wish to; quietly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from billing.books import Books
from billing.models import Person, Place, Role
from billing.people import deciders
from billing.records import NewNotice
from billing.settings.models import Topic
from billing.shifts.models import Part, Shift, What, total


def closed(books: Books, shift: Shift, by: Person, at: datetime) -> None:
    """Owners hear of each Z report, and whose shift somebody else has closed."""
    to = [member for member in books.members() if Role.OWNER is member.role or member.id == shift.person_id]
    values = {"shift": str(shift.id), "who": str(shift.person_id), "by": str(by.id)}
    came = shift.figures.of(What.PAID) if shift.figures is not None else ()
    values |= {"number": str(shift.number), "money": written(came)}
    _tell(books, (each for each in to if each.id != by.id), "shift-closed", shift, values, at)


def written(parts: Iterable[Part]) -> str:
    """``3 1500000 KZT, …``: how many and how much, one for each currency."""
    return ", ".join(f"{part.count} {part.sum.minor} {part.sum.currency}" for part in total(parts))


def long(books: Books, shift: Shift, at: datetime) -> None:
    """Whose shift is open for long; where that one is gone or out of reach, those who may close it."""
    person = books.person(shift.person_id)
    theirs = person is not None and person.role is not None and person.reachable
    values = {"shift": str(shift.id), "who": str(shift.person_id), "since": shift.opened_at.isoformat()}
    _tell(books, [person] if person and theirs else deciders(books), "shift-long", shift, values, at)


def _tell(
    books: Books, people: Iterable[Person], kind: str, shift: Shift, values: dict[str, str], at: datetime
) -> None:
    hears = books.merchant.rules.hears
    for person in people:
        if person.reachable and (person.id == shift.person_id or hears(person.id, Topic.SHIFTS)):
            key, place = f"{kind}:{shift.id}:{person.id}", Place(person.id)
            books.tell(NewNotice(key, kind, place, loud=False, person_id=person.id, values=values), at)
