"""Which payments and refunds are a shift's: found while it is open, written down when it is closed.

By moments alone one could be lost: what is written a moment after a report was drawn up may bear a moment
from before. So a report takes whatever no report has taken yet, of the shift before and of a day at least.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from billing.money import Money
from billing.shifts.models import MISFITS, Entry, Part, Shift, What
from billing.states import AttentionKind
from store.base import Section
from store.schema import attentions, invoices, payments, refunds, shift_entries, shifts

PAYMENT, REFUND = "payment", "refund"
STRAGGLES_MOST = timedelta(days=1)  # far longer than a settlement can wait to be written
MOVED = {PAYMENT: (What.PAID, What.EARLY), REFUND: (What.REFUNDED, What.EARLY_REFUNDED)}
"""While the shift lasted, and before it."""

PAID: ColumnElement[bool] = literal_column("payments.state = 'paid'")
COMPLETED: ColumnElement[bool] = literal_column("refunds.state = 'completed'")
"""In the words of the indexes by moment."""

COLUMNS = ("subject_id", "invoice_id", "provider", "amount", "currency", "owed", "misfit", "early", "at")


class ShiftEntries(Section):
    """Each source below has the ``COLUMNS`` of the entries."""

    def take_entries(self, shift: Shift, until: datetime) -> None:
        """Write down what the report of this shift counts, which no other report counts from now on."""
        for kind, found in self._found(shift, until):
            names = [*COLUMNS, "shift_id", "merchant_id", "kind"]
            rows = found.add_columns(literal(shift.id), literal(self.merchant.id), literal(kind))
            self.run(self.insert(shift_entries).from_select(names, rows).on_conflict_do_nothing())

    def moved_in(self, shift: Shift, until: datetime) -> list[Part]:
        """The money that came and went."""
        return [part for kind, source in self._sources(shift, until) for part in self._parts(kind, source)]

    def shift_entries(self, shift: Shift, until: datetime, after: Entry | None, limit: int) -> list[Entry]:
        """Payments, then refunds, each in the order of time, from behind ``after`` on."""
        found: list[Entry] = []
        for kind, source in self._sources(shift, until):
            if after is not None and after.refund and kind == PAYMENT:
                continue
            query = select(source, invoices.c.number, invoices.c.description).join(
                invoices, invoices.c.id == source.c.invoice_id
            )
            if after is not None and after.refund is (kind == REFUND):
                same = and_(source.c.at == after.at, source.c.subject_id > after.id)
                query = query.where(or_(source.c.at > after.at, same))
            ordered = query.order_by(source.c.at, source.c.subject_id).limit(limit - len(found))
            found += [_entry(kind, row) for row in self.run(ordered)]
        return found

    def _parts(self, kind: str, source: Subquery) -> Iterator[Part]:
        is_over = source.c.misfit == AttentionKind.OVER.value
        odd = case((is_over, source.c.amount - source.c.owed), else_=source.c.amount)
        by = source.c.provider, source.c.currency, source.c.early, source.c.misfit
        query = select(*by, func.count(), func.sum(source.c.amount), func.sum(odd)).group_by(*by)
        for row in self.run(query):
            bank, currency, early, misfit, count, money, beyond = tuple(row)
            moved = Money(int(money), currency)
            within, before = MOVED[kind]
            yield Part(before, "", count, moved) if early else Part(within, bank, count, moved)
            if misfit:
                yield Part(MISFITS[AttentionKind(misfit)], "", count, Money(int(beyond), currency))

    # --- where they come from

    def _sources(self, shift: Shift, until: datetime) -> list[tuple[str, Subquery]]:
        """Of an open shift what would be taken now, of a closed one what was."""
        if shift.open:
            return [(kind, found.subquery()) for kind, found in self._found(shift, until)]
        columns = [shift_entries.c[name] for name in COLUMNS]
        here = self.mine(shift_entries), shift_entries.c.shift_id == shift.id
        return [
            (kind, select(*columns).where(*here, shift_entries.c.kind == kind).subquery())
            for kind in (PAYMENT, REFUND)
        ]

    def _found(self, shift: Shift, until: datetime) -> list[tuple[str, Select[Any]]]:
        return [
            (PAYMENT, self._payments(shift, self._since(shift), until)),
            (REFUND, self._refunds(shift, self._since(shift), until)),
        ]

    def _since(self, shift: Shift) -> datetime:
        """From the opening of the shift before on, and of all those of the last day; or of the first one."""
        before = self.mine(shifts) & (shifts.c.person_id == shift.person_id) & (shifts.c.id < shift.id)
        last = select(shifts.c.opened_at).where(before).order_by(shifts.c.id.desc()).limit(1)
        lately = select(func.min(shifts.c.opened_at)).where(
            before, shifts.c.opened_at >= shift.opened_at - STRAGGLES_MOST
        )
        found: list[datetime | None] = [self.run(each).scalar() for each in (last, lately)]
        return min([shift.opened_at, *(at for at in found if at is not None)])

    def _payments(self, shift: Shift, since: datetime, until: datetime) -> Select[Any]:
        theirs = payments.join(invoices, invoices.c.id == payments.c.invoice_id)
        misfit = (
            select(attentions.c.kind)
            .where(
                attentions.c.invoice_id == payments.c.invoice_id,
                attentions.c.payment_id == payments.c.id,
                attentions.c.kind.in_([kind.value for kind in MISFITS]),
            )
            .limit(1)
            .scalar_subquery()
        )
        return (
            select(
                payments.c.id.label("subject_id"),
                payments.c.invoice_id,
                payments.c.provider,
                func.coalesce(payments.c.taken, payments.c.amount).label("amount"),
                func.coalesce(payments.c.taken_currency, payments.c.currency).label("currency"),
                invoices.c.amount.label("owed"),
                func.coalesce(misfit, "").label("misfit"),
                (payments.c.settled_at < shift.opened_at).label("early"),
                payments.c.settled_at.label("at"),
            )
            .select_from(theirs)
            .where(
                self.mine(payments),
                PAID,
                payments.c.provider.in_(self._banks()),
                payments.c.settled_at >= since,
                payments.c.settled_at <= until,
                invoices.c.issuer_id == shift.person_id,
                ~self._taken(PAYMENT, payments.c.id),
            )
        )

    def _refunds(self, shift: Shift, since: datetime, until: datetime) -> Select[Any]:
        theirs = refunds.join(invoices, invoices.c.id == refunds.c.invoice_id)
        return (
            select(
                refunds.c.id.label("subject_id"),
                refunds.c.invoice_id,
                payments.c.provider,
                refunds.c.amount,
                refunds.c.currency,
                invoices.c.amount.label("owed"),
                literal("").label("misfit"),
                (refunds.c.settled_at < shift.opened_at).label("early"),
                refunds.c.settled_at.label("at"),
            )
            .select_from(theirs.join(payments, payments.c.id == refunds.c.payment_id))
            .where(
                self.mine(refunds),
                COMPLETED,
                refunds.c.settled_at >= since,
                refunds.c.settled_at <= until,
                invoices.c.issuer_id == shift.person_id,
                ~self._taken(REFUND, refunds.c.id),
            )
        )

    def _taken(self, kind: str, subject: ColumnElement[int]) -> ColumnElement[bool]:
        theirs = shift_entries.c.kind == kind, shift_entries.c.subject_id == subject
        return exists().where(self.mine(shift_entries), *theirs)

    def _banks(self) -> list[str]:
        """Those that ever paid, each found by one look along the index by bank and moment."""
        found: list[str] = []
        while True:
            query = select(func.min(payments.c.provider)).where(self.mine(payments), PAID)
            here = query.where(payments.c.provider > found[-1]) if found else query
            if (bank := self.run(here).scalar()) is None:
                return found
            found.append(bank)


def _entry(kind: str, row: Row[Any]) -> Entry:
    return Entry(
        refund=kind == REFUND,
        id=row.subject_id,
        invoice=row.number,
        description=row.description,
        bank=row.provider,
        amount=Money(row.amount, row.currency),
        at=row.at,
        early=row.early,
        misfit=AttentionKind(row.misfit) if row.misfit else None,
    )
