"""Statements that were asked for, and what of our payments a bank's list is compared with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select, update

from billing.models import Place
from billing.money import Money
from billing.reconciling import Entry
from billing.reports import (
    Charts,
    Deeds,
    Export,
    NewExport,
    NewReport,
    Order,
    ReceiptPaper,
    Report,
    ShiftFile,
    Subject,
    Wish,
)
from billing.statement import Filter, Ledger, Method, Query
from billing.statement import Order as Sorting
from billing.states import PaymentState
from store.leasing import Leasing
from store.schema import invoices, payments, reports

_KINDS: dict[type[Subject], tuple[str, Wish]] = {
    Deeds: ("deeds", Wish.XLSX),
    ReceiptPaper: ("receipt", Wish.PDF),
    ShiftFile: ("shift", Wish.XLSX),
    Charts: ("charts", Wish.XLSX),
}
"""Under which name the subject of an export is kept, and what comes out."""


class Reports(Leasing):
    """``due_at`` is set while what stands in the chat is not what is wanted."""

    def add_report(self, new: NewReport) -> Report:
        """A report that is still to be drawn up; the one that is there where its source has one."""
        self._add(
            new, provider=new.provider, query=_written(new.query), wish=new.wish, parent_id=new.parent_id
        )
        row = self.row(reports, source=new.source)
        assert row is not None
        return self._report(row)

    def add_export(self, new: NewExport) -> None:
        """A file that is still to be made; nothing where its source has one."""
        _, wish = _KINDS[type(new.subject)]
        self._add(new, provider="", query=_named(new.subject), wish=wish, parent_id=None)

    def exports_under_way(self, person_id: int) -> list[Subject]:
        """What files of this person are wanted and not there yet."""
        due = (reports.c.due_at.is_not(None), reports.c.person_id == person_id, reports.c.provider == "")
        rows = self.run(select(reports.c.query).where(self.mine(reports), *due))
        return [_subject(self.vault.open_json(row.query)) for row in rows]

    def _add(
        self, new: NewReport | NewExport, *, provider: str, query: Any, wish: Wish, parent_id: int | None
    ) -> None:
        values = {
            "source": new.source,
            "provider": provider,
            "query": self.vault.seal_json(query),
            "person_id": new.person_id,
            "chat_id": new.place.chat_id,
            "thread_id": new.place.thread_id,
            "wish": wish.value,
            "parent_id": parent_id,
            "page": 0,
            "tries": 0,
            "created_at": new.created_at,
            "due_at": new.created_at,
        }
        self.insert_once(reports, values)

    def report(self, report_id: int) -> Report | None:
        """One statement."""
        row = self.row(reports, id=report_id)
        return None if row is None or not row.provider else self._report(row)

    def file_under_way(self, parent_id: int, wish: Wish) -> bool:
        """Whether this file of the report is wanted and not there yet."""
        here = (reports.c.parent_id == parent_id, reports.c.wish == wish.value, reports.c.due_at.is_not(None))
        return self.run(select(reports.c.id).where(self.mine(reports), *here).limit(1)).first() is not None

    def turn_report(self, report_id: int, page: int, message_id: int | None, at: datetime) -> None:
        """Another page is wanted, there where the button was."""
        sets = {"page": page, "message_id": message_id, "due_at": at, "tries": 0}
        self.change(reports, {"id": report_id}, sets)

    def has_due_reports(self, now: datetime) -> bool:
        """Whether some are to be worked on."""
        return self.has_due(reports.c.due_at, now)

    def lease_due_reports(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Order]:
        """Take those that are due and that nobody is at."""
        rows = self.lease_due(reports.c.due_at, owner, now, until, limit)
        found = [self._report(row) if row.provider else self._export(row) for row in rows]
        return sorted(found, key=lambda order: order.id)

    def report_stands(self, report_id: int, message_id: int) -> None:
        """Which message is to become the report."""
        self.change(reports, {"id": report_id}, {"message_id": message_id})

    def keep_report(self, report_id: int, owner: str, until: datetime) -> None:
        """Still at it."""
        self.change(reports, {"id": report_id, "lease_owner": owner}, {"lease_until": until})

    def report_done(self, report: Order, owner: str, message_id: int | None, at: datetime) -> None:
        """What was wanted stands there; where another page was wanted meanwhile, it stays due."""
        ours = (self.mine(reports), reports.c.id == report.id, reports.c.lease_owner == owner)
        free: dict[str, Any] = {"lease_owner": None, "lease_until": None}
        done = {**free, "message_id": message_id, "due_at": None, "finished_at": at, "tries": 0}
        same = (reports.c.page == report.page, reports.c.due_at == report.due_at)
        if not self.changed(update(reports).where(*ours, *same).values(done)):
            self.run(update(reports).where(*ours).values(free))

    def report_failed(self, report: Order, owner: str, retry_at: datetime | None, at: datetime) -> None:
        """Try again later, or never."""
        self.run(
            update(reports)
            .where(self.mine(reports), reports.c.id == report.id, reports.c.lease_owner == owner)
            .values(
                due_at=retry_at,
                tries=reports.c.tries + 1,
                finished_at=at if retry_at is None else None,
                lease_owner=None,
                lease_until=None,
            )
        )

    def _report(self, row: Row[Any]) -> Report:
        return Report(
            id=row.id,
            provider=row.provider,
            query=_read(self.vault.open_json(row.query)),
            person_id=row.person_id,
            place=Place(row.chat_id, row.thread_id),
            wish=Wish(row.wish),
            parent_id=row.parent_id,
            page=row.page,
            message_id=row.message_id,
            created_at=row.created_at,
            due_at=row.due_at,
            tries=row.tries,
        )

    def _export(self, row: Row[Any]) -> Export:
        return Export(
            id=row.id,
            subject=_subject(self.vault.open_json(row.query)),
            person_id=row.person_id,
            place=Place(row.chat_id, row.thread_id),
            page=row.page,
            message_id=row.message_id,
            created_at=row.created_at,
            due_at=row.due_at,
            tries=row.tries,
        )

    # --- our payments, for comparison

    def entries_settled(
        self, provider: str, since: datetime, until: datetime, after: int, limit: int
    ) -> list[Entry]:
        """Payments whose money we saw in the period, oldest first.

        The next page begins with the moment of the last one, ``after`` its id.
        """
        settled = payments.c.settled_at
        paid = payments.c.state == PaymentState.PAID.value
        further = or_(settled > since, payments.c.id > after)
        query = self._entries(provider, paid, settled >= since, settled < until, further)
        return [_entry(row) for row in self.run(query.order_by(settled, payments.c.id).limit(limit))]

    def entries_known_as(
        self, provider: str, bank_ids: Sequence[str], references: Sequence[str]
    ) -> list[Entry]:
        """Payments of any state and time, by the bank's ids or by ours."""
        query = self._entries(
            provider, or_(payments.c.bank_id.in_(bank_ids), payments.c.reference.in_(references))
        )
        return [_entry(row) for row in self.run(query)]

    def _entries(self, provider: str, *here: ColumnElement[bool]) -> Select[Any]:
        columns = (
            *(payments.c.id, payments.c.reference, payments.c.created_at, payments.c.bank_id),
            *(payments.c.details, payments.c.state, payments.c.amount, payments.c.currency),
            *(payments.c.taken, payments.c.taken_currency, payments.c.settled_at, invoices.c.number),
        )
        joined = payments.join(invoices, invoices.c.id == payments.c.invoice_id)
        return (
            select(*columns)
            .select_from(joined)
            .where(self.mine(payments), payments.c.provider == provider, *here)
        )


def _entry(row: Row[Any]) -> Entry:
    paid = row.state == PaymentState.PAID.value
    money = Money(row.amount, row.currency)
    if row.taken is not None:
        money = Money(row.taken, row.taken_currency)
    return Entry(
        payment_id=row.id,
        number=row.number,
        reference=row.reference,
        created_at=row.created_at,
        bank_id=row.bank_id,
        rrn=json.loads(row.details).get("reference", ""),
        taken=money if paid else None,
        settled_at=row.settled_at,
    )


def _named(subject: Subject) -> dict[str, Any]:
    """What an export is about, as JSON; days as the calendar has them."""
    name, _ = _KINDS[type(subject)]
    values = asdict(subject)
    return {name: {key: v.isoformat() if isinstance(v, date) else v for key, v in values.items()}}


def _subject(written: Any) -> Subject:
    ((name, values),) = written.items()
    (kind,) = (kind for kind, (known, _) in _KINDS.items() if known == name)
    if kind is Charts:
        return Charts(**{key: date.fromisoformat(day) for key, day in values.items()})
    return kind(**values)


def _written(query: Query) -> dict[str, Any]:
    """As JSON; moments with their zone's offset, so that days stay those of the shop."""
    return {
        "ledger": query.ledger.value,
        "since": query.since.isoformat(),
        "until": query.until.isoformat(),
        "filters": [asdict(each) for each in query.filters],
        "orders": [asdict(order) for order in query.orders],
    }


def _read(written: Any) -> Query:
    return Query(
        ledger=Ledger(written["ledger"]),
        since=datetime.fromisoformat(written["since"]),
        until=datetime.fromisoformat(written["until"]),
        filters=tuple(
            Filter(each["name"], Method(each["method"]), tuple(each["values"])) for each in written["filters"]
        ),
        orders=tuple(Sorting(**order) for order in written["orders"]),
    )
