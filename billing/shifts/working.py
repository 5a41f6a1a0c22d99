"""The rules of shifts.

A shift is of one member, one at a time. To it belong the payments and refunds of the invoices for which that
member answers, by the moment at which the money moved, whoever asked for the refund. What came while none was
open is named on the next Z report, so that all money stands on exactly one. Nobody needs a shift to issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.access import Action, may, require
from billing.books import Books
from billing.errors import NotAllowed, Refused
from billing.models import Person
from billing.settings.hours import awake
from billing.shifts import telling
from billing.shifts.models import Closed, Entry, Overview, Report, Shift

COUNTER = "shift"  # numbers of Z reports
LONG = timedelta(hours=24)


def overview(books: Books, person: Person) -> Overview:
    """The person's own shift, and for managers and owners those that others have open."""
    require(person, Action.ISSUE)
    own = books.open_shift(person.id)
    everybodys = books.open_shifts() if may(person, Action.SHIFTS) else ()
    others = tuple(shift for shift in everybodys if shift.person_id != person.id)
    return Overview(own, others, _people(books, others))


def begin(books: Books, person: Person, source: str, at: datetime) -> Shift:
    """The person's shift begins; one that is open already goes on. Once per ``source``."""
    require(person, Action.ISSUE)
    made = books.add_shift(person.id, source, at)
    if made is not None:
        books.audit("shift", made.id, "", "open", f"person:{person.id}", at)
        return made
    found = books.shift_by_source(source) or books.open_shift(person.id)
    if found is None:  # closed between the two looks
        raise Refused("shift-over")
    return found


def end(books: Books, person: Person, shift_id: int, at: datetime) -> Report:
    """The shift ends with its Z report, once: whoever comes later gets the same one.

    A cashier ends their own, managers and owners everybody's.
    """
    shift = visible(books, person, shift_id)
    if shift.open and books.end_shift(shift.id, person.id, at):
        books.take_entries(shift, at)
        number = books.next_number(COUNTER)
        books.note_report(shift.id, number, books.shift_figures(_again(books, shift), at))
        actor = f"person:{person.id}"
        books.audit("shift", shift.id, "open", "closed", actor, at, {"number": number})
        telling.closed(books, _again(books, shift), person, at)
    return _report(books, _again(books, shift), at)


def report(books: Books, person: Person, shift_id: int, at: datetime) -> Report:
    """X, as of now, while it is open; else its Z, as it was then."""
    return _report(books, visible(books, person, shift_id), at)


def closed(books: Books, person: Person, before: int | None, size: int) -> Closed:
    """Z reports, newest first: everybody's for managers and owners, else the person's own."""
    require(person, Action.ISSUE)
    whose = None if may(person, Action.SHIFTS) else person.id
    found = books.shifts_closed(whose, before, size + 1)
    page = tuple(found[:size])
    after = page[-1].number if len(found) > size else None
    return Closed(page, _people(books, page), after)


def entries(
    books: Books, person: Person, shift_id: int, until: datetime, after: Entry | None, size: int
) -> Sequence[Entry]:
    """The payments of a report, then its refunds, in the order of time; ``after`` ends the page before.

    ``until``: the moment of an X report; a Z has its own.
    """
    return books.shift_entries(visible(books, person, shift_id), until, after, size)


def visible(books: Books, person: Person, shift_id: int) -> Shift:
    """``NotAllowed`` for another's shift, but for managers and owners; ``Refused`` where there is none."""
    require(person, Action.ISSUE)
    shift = books.shift(shift_id)
    if shift is None:
        raise Refused("shift-not-found")
    if shift.person_id != person.id and not may(person, Action.SHIFTS):
        raise NotAllowed
    return shift


def long_ones(books: Books, at: datetime) -> Sequence[Shift]:
    """Open for a day, or of somebody who is gone, and nobody was told yet; none at night."""
    if not awake(books.merchant, at):
        return ()
    return books.shifts_to_remind(at - LONG)


def remind_of_long(books: Books, at: datetime) -> int:
    """Whoever has one hears of it once; of one who is gone, those who may close it. How many there were."""
    told = [shift for shift in long_ones(books, at) if books.shift_reminded(shift.id, at)]
    for shift in told:
        telling.long(books, shift, at)
    return len(told)


def _again(books: Books, shift: Shift) -> Shift:
    return books.shift(shift.id) or shift


def _report(books: Books, shift: Shift, at: datetime) -> Report:
    figures = shift.figures if shift.figures is not None else books.shift_figures(shift, at)
    return Report(shift, figures, _people(books, (shift,)))


def _people(books: Books, shifts: Sequence[Shift]) -> dict[int, Person]:
    ids = {one for shift in shifts for one in (shift.person_id, shift.closed_by) if one is not None}
    return books.people(sorted(ids))
