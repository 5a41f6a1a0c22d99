"""Shifts of members in the books."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, exists, func, literal_column, or_, select, update

from billing.money import Money
from billing.shifts.models import Figures, Part, Shift, What, gathered
from billing.states import UNDER_WAY, InvoiceState, PaymentState
from store.payments import ON_ITS_WAY
from store.schema import attentions, invoices, payments, people, refunds, shifts
from store.shift_entries import ShiftEntries
from store.types import EPOCH, MICROSECOND

UNDECIDED: ColumnElement[bool] = literal_column("attentions.state = 'open'")
"""In the words of the index that holds these few."""


class Shifts(ShiftEntries):
    """Opened once, closed once; what a report says then is written down and never counted again."""

    def add_shift(self, person_id: int, source: str, at: datetime) -> Shift | None:
        """A new one; ``None`` where one is open, or its source has made one."""
        values = {"person_id": person_id, "source": source, "opened_at": at}
        new_id = self.insert_once(shifts, values)
        return None if new_id is None else self.shift(new_id)

    def shift(self, shift_id: int) -> Shift | None:
        """One shift."""
        row = self.row(shifts, id=shift_id)
        return None if row is None else _shift(row)

    def shift_by_source(self, source: str) -> Shift | None:
        """The one that this tap has opened."""
        row = self.row(shifts, source=source)
        return None if row is None else _shift(row)

    def open_shift(self, person_id: int) -> Shift | None:
        """The person's own."""
        query = select(shifts).where(self.mine(shifts), shifts.c.closed_at.is_(None))
        row = self.run(query.where(shifts.c.person_id == person_id)).first()
        return None if row is None else _shift(row)

    def open_shifts(self) -> list[Shift]:
        """Everybody's, the oldest first."""
        query = select(shifts).where(self.mine(shifts), shifts.c.closed_at.is_(None))
        return [_shift(row) for row in self.run(query.order_by(shifts.c.id))]

    def shifts_closed(self, person_id: int | None, before: int | None, limit: int) -> list[Shift]:
        """By the numbers of their reports, the newest first."""
        query = select(shifts).where(self.mine(shifts), shifts.c.number.is_not(None))
        if person_id is not None:
            query = query.where(shifts.c.person_id == person_id)
        if before is not None:
            query = query.where(shifts.c.number < before)
        return [_shift(row) for row in self.run(query.order_by(shifts.c.number.desc()).limit(limit))]

    def end_shift(self, shift_id: int, by: int, at: datetime) -> bool:
        """Compare and set: it is closed once."""
        here = self.mine(shifts) & (shifts.c.id == shift_id) & shifts.c.closed_at.is_(None)
        return self.changed(update(shifts).where(here).values(closed_at=at, closed_by=by))

    def note_report(self, shift_id: int, number: int, figures: Figures) -> None:
        """What its Z report says from now on."""
        self.change(shifts, {"id": shift_id}, {"number": number, "figures": _written(figures)})

    def shift_figures(self, shift: Shift, until: datetime) -> Figures:
        """As of now; of a closed one what moved by what was written down with its closing."""
        moved = self.moved_in(shift, until)
        standing = (*self._open_invoices(shift), *self._set_aside(shift), *self._returning(shift))
        return Figures(until, gathered((*moved, *standing)), self._waiting(shift))

    def shifts_to_remind(self, opened_before: datetime) -> list[Shift]:
        """Open for long, or of somebody who is gone; and nobody was told yet."""
        whose = (people.c.merchant_id == shifts.c.merchant_id) & (people.c.person_id == shifts.c.person_id)
        query = select(shifts).select_from(shifts.outerjoin(people, whose))
        untold = self.mine(shifts), shifts.c.closed_at.is_(None), shifts.c.reminded_at.is_(None)
        due = or_(shifts.c.opened_at <= opened_before, people.c.role.is_(None))
        return [_shift(row) for row in self.run(query.where(*untold, due).order_by(shifts.c.id))]

    def shift_reminded(self, shift_id: int, at: datetime) -> bool:
        """Compare and set: somebody hears of it once."""
        here = self.mine(shifts), shifts.c.id == shift_id
        untold = shifts.c.closed_at.is_(None), shifts.c.reminded_at.is_(None)
        return self.changed(update(shifts).where(*here, *untold).values(reminded_at=at))

    # --- what stands open at the moment

    def _open_invoices(self, shift: Shift) -> list[Part]:
        """One that is split counts once, with what is still to come: its open shares are part of that."""
        whole, share, is_open = invoices.alias("whole"), invoices.alias("share"), InvoiceState.OPEN.value
        paid = share.c.merchant_id == self.merchant.id, share.c.state == InvoiceState.PAID.value
        came = select(func.coalesce(func.sum(share.c.amount), 0)).where(
            *paid, share.c.whole_id == invoices.c.id
        )
        of_open = exists().where(whole.c.id == invoices.c.whole_id, whole.c.state == is_open)
        left = func.sum(invoices.c.amount - came.scalar_subquery())
        theirs = invoices.c.issuer_id == shift.person_id, invoices.c.state == is_open, ~of_open
        query = select(invoices.c.currency, func.count(), left).where(self.mine(invoices), *theirs)
        return self._parts_of(What.OPEN, query)

    def _set_aside(self, shift: Shift) -> list[Part]:
        held = ON_ITS_WAY, payments.c.state == PaymentState.AUTHORIZED.value
        return self._counted(What.HELD, payments, *held, self._of_invoices_of(shift, payments.c.invoice_id))

    def _returning(self, shift: Shift) -> list[Part]:
        open_now = refunds.c.state.in_([state.value for state in UNDER_WAY])
        theirs = open_now, self._of_invoices_of(shift, refunds.c.invoice_id)
        return self._counted(What.RETURNING, refunds, *theirs)

    def _counted(self, what: What, table: Table, *here: ColumnElement[bool]) -> list[Part]:
        query = select(table.c.currency, func.count(), func.sum(table.c.amount)).where(self.mine(table))
        return self._parts_of(what, query.where(*here))

    def _parts_of(self, what: What, query: Select[Any]) -> list[Part]:
        rows: Iterable[tuple[str, int, int]] = map(tuple, self.run(query.group_by("currency")))
        return [Part(what, "", count, Money(int(money), currency)) for currency, count, money in rows]

    def _of_invoices_of(self, shift: Shift, invoice_id: ColumnElement[int]) -> ColumnElement[bool]:
        return exists().where(invoices.c.id == invoice_id, invoices.c.issuer_id == shift.person_id)

    def _waiting(self, shift: Shift) -> int:
        query = select(func.count()).where(self.mine(attentions), UNDECIDED)
        theirs = self._of_invoices_of(shift, attentions.c.invoice_id)
        return int(self.run(query.where(theirs)).scalar_one())


def _shift(row: Row[Any]) -> Shift:
    return Shift(
        id=row.id,
        person_id=row.person_id,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        number=row.number,
        figures=_read(json.loads(row.figures)) if row.figures else None,
    )


def _written(figures: Figures) -> str:
    parts = [[p.what.value, p.bank, p.count, p.sum.minor, p.sum.currency] for p in figures.parts]
    at = (figures.at - EPOCH) // MICROSECOND
    return json.dumps({"at": at, "parts": parts, "waiting": figures.waiting})


def _read(written: Any) -> Figures:
    parts = (
        Part(What(what), bank, count, Money(minor, currency))
        for what, bank, count, minor, currency in written["parts"]
    )
    return Figures(EPOCH + written["at"] * MICROSECOND, tuple(parts), written["waiting"])
