"""The shop's figures out of the books: days that are over are summed once, the rest is added up as asked.

No settlement writes sums. That costs settlements nothing, and none waits for another at the row of their day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    case,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    type_coerce,
    union_all,
    update,
)

from billing.figures.models import SELF_SERVICE, BankList, Taking
from billing.figures.periods import midnight
from store.base import Section
from store.schema import bank_lists, day_sums, days_summed, invoices, notices, payments, refunds
from store.types import EPOCH, MICROSECOND

HOUR, DAY = 3_600_000_000, 86_400_000_000  # microseconds
FIRST = EPOCH.date()
SETTLED = timedelta(hours=1)  # so long after its end nothing is written into a day any more …
AGAIN = 3  # … but by a clock that is wrong: so many days are summed once more with the next
CHUNK = 7  # days that are summed in one transaction

PAID: ColumnElement[bool] = literal_column("payments.state = 'paid'")
COMPLETED: ColumnElement[bool] = literal_column("refunds.state = 'completed'")
"""In the words of the indexes that hold them by their moments."""

KEY = ("hour", "provider", "seller", "currency")
SUMS = ("taken", "payments", "returned", "refunds")


class FigureRows(Section):
    """Sums by hour of the day, bank, seller and currency."""

    # --- what is asked

    def takings(self, since: datetime, until: datetime, seller: int | None) -> list[Taking]:
        """What came and went back from ``since`` up to, not including, ``until``; of one seller, or all."""
        summed, rest = self._days_parts(since, until)
        rows: list[Row[Any]] = []
        if summed is not None:
            rows += self.run(self._of_days(*summed, seller, *KEY))
        for part in rest:
            rows += self.run(self._added_up(*part, seller, *KEY))
        found: dict[tuple[Any, ...], list[int]] = {}
        for row in rows:
            sums = found.setdefault(tuple(row[:4]), [0, 0, 0, 0])
            for nth, name in enumerate(SUMS):
                sums[nth] += int(row._mapping[name])
        return [Taking(*key, *sums) for key, sums in sorted(found.items())]

    def takings_by_day(
        self, since: datetime, until: datetime, seller: int | None, currency: str
    ) -> dict[date, int]:
        """What came in this currency, by the day; days without anything are left out."""
        summed, rest = self._days_parts(since, until)
        rows: list[Row[Any]] = []
        if summed is not None:
            rows += self.run(self._of_days(*summed, seller, "day", "currency"))
        for part in rest:
            rows += self.run(self._added_up(*part, seller, "day", "currency"))
        found: dict[date, int] = {}
        for row in rows:
            if row.currency == currency and row.taken:
                day = _date(row.day)
                found[day] = found.get(day, 0) + int(row.taken)
        return found

    def _days_parts(
        self, since: datetime, until: datetime
    ) -> tuple[tuple[int, int] | None, list[tuple[datetime, datetime]]]:
        """Which whole days of it are summed, and what is left on either side of them."""
        row = self._mark()
        if row is None:
            return None, [(since, until)]
        first, end = _day_of(since, self._zone), _day_of(until, self._zone)
        first += midnight(_date(first), self._zone) < since
        first, end = max(first, row.first), min(end, row.until)
        if first >= end:
            return None, [(since, until)]
        begin, stop = (midnight(_date(day), self._zone) for day in (first, end))
        return (first, end), [part for part in ((since, begin), (stop, until)) if part[0] < part[1]]

    def _of_days(self, first: int, end: int, seller: int | None, *key: str) -> Select[Any]:
        here = [self.mine(day_sums), day_sums.c.day >= first, day_sums.c.day < end]
        if seller is not None:
            here.append(day_sums.c.seller == seller)
        columns = [day_sums.c[name] for name in key]
        sums = [func.sum(day_sums.c[name]).label(name) for name in SUMS]
        return select(*columns, *sums).where(*here).group_by(*columns)

    # --- days that are over

    def days_to_sum(self, now: datetime) -> bool:
        """Whether there are days that are over and not summed."""
        row = self._mark()
        return row is None or bool(row.until < self._over(now))

    def sum_days(self, now: datetime) -> bool:
        """Some of them, the oldest first; whether more are left. Who comes second finds it done."""
        over, row = self._over(now), self._mark()
        if row is None:
            row = self._begin(over)
        if row is None or row.until >= over:
            return False
        until = min(row.until + CHUNK, over)
        mark = self.mine(days_summed), days_summed.c.until == row.until
        if not self.changed(update(days_summed).where(*mark).values(until=until)):
            return True
        first = max(row.until - AGAIN, row.first)
        self.run(delete(day_sums).where(self.mine(day_sums), day_sums.c.day >= first, day_sums.c.day < until))
        since, end = (midnight(_date(day), self._zone) for day in (first, until))
        rows = self._added_up(since, end, None, "day", *KEY).add_columns(self._own_number())
        into = [day_sums.c[name] for name in ("day", *KEY, *SUMS, "merchant_id")]
        self.run(insert(day_sums).from_select(into, rows, include_defaults=False))
        return bool(until < over)

    def _own_number(self) -> ColumnElement[int]:
        return literal_column(str(int(self.merchant.id))).label("merchant_id")

    def _begin(self, over: int) -> Row[Any] | None:
        """From the day of the first payment on; what was summed on another wall goes."""
        self.run(delete(day_sums).where(self.mine(day_sums)))
        self.run(delete(days_summed).where(self.mine(days_summed)))
        moments = [self.run(self._oldest(slug)).scalar() for slug in self._providers()]
        first = min([_day_of(moment, self._zone) for moment in moments if moment is not None] or [over])
        first = min(first, over)
        row = {"merchant_id": self.merchant.id, "timezone": self.merchant.timezone}
        values = {**row, "first": first, "until": first}
        self.run(self.insert(days_summed).values(values).on_conflict_do_nothing())
        return self._mark()

    def _oldest(self, slug: str) -> Select[Any]:
        here = self.mine(payments), PAID, payments.c.provider == slug
        return select(func.min(payments.c.settled_at)).where(*here)

    def _mark(self) -> Row[Any] | None:
        """How far days are summed, on the wall that hangs there now."""
        row = self.row(days_summed)
        return row if row is not None and row.timezone == self.merchant.timezone else None

    def _over(self, now: datetime) -> int:
        """The first day into which something may be written still."""
        return _day_of(now - SETTLED, self._zone)

    # --- out of payments and refunds

    def _added_up(self, since: datetime, until: datetime, seller: int | None, *key: str) -> Select[Any]:
        both = union_all(
            self._days_payments(since, until, seller), self._days_refunds(since, until, seller)
        ).subquery("both")
        parts = {"day": both.c.local // DAY, "hour": (both.c.local // HOUR) % 24}
        columns = [parts[name].label(name) if name in parts else both.c[name] for name in key]
        sums = [func.sum(both.c[name]).label(name) for name in SUMS]
        return select(*columns, *sums).group_by(*(literal_column(str(nth)) for nth in range(1, len(key) + 1)))

    def _days_payments(self, since: datetime, until: datetime, seller: int | None) -> Select[Any]:
        settled = payments.c.settled_at
        money = func.coalesce(payments.c.taken, payments.c.amount)
        query = select(
            self._local(settled, since, until),
            payments.c.provider,
            _seller().label("seller"),
            func.coalesce(payments.c.taken_currency, payments.c.currency).label("currency"),
            money.label("taken"),
            *(literal_column(value).label(name) for name, value in zip(SUMS[1:], "100", strict=True)),
        ).select_from(payments.join(invoices, invoices.c.id == payments.c.invoice_id))
        banks = payments.c.provider.in_(self._providers())
        here = self.mine(payments), PAID, banks, settled >= since, settled < until
        return query.where(*here, *_whose(seller))

    def _days_refunds(self, since: datetime, until: datetime, seller: int | None) -> Select[Any]:
        settled = refunds.c.settled_at
        joined = refunds.join(payments, payments.c.id == refunds.c.payment_id)
        query = select(
            self._local(settled, since, until),
            payments.c.provider,
            _seller().label("seller"),
            refunds.c.currency,
            *(literal_column("0").label(name) for name in SUMS[:2]),
            refunds.c.amount.label("returned"),
            literal_column("1").label("refunds"),
        ).select_from(joined.join(invoices, invoices.c.id == refunds.c.invoice_id))
        here = self.mine(refunds), COMPLETED, settled >= since, settled < until
        return query.where(*here, *_whose(seller))

    def _local(self, moment: ColumnElement[Any], since: datetime, until: datetime) -> ColumnElement[Any]:
        """Microseconds since 1970 on the shop's wall."""
        number = type_coerce(moment, BigInteger)
        *changes, (_, last) = _offsets(
            self.merchant.timezone, _day_of(since, self._zone), _day_of(until, self._zone)
        )
        if not changes:
            return (number + last).label("local")
        ends = [(number < end, literal(offset, BigInteger)) for end, offset in changes]
        return (number + case(*ends, else_=literal(last, BigInteger))).label("local")

    def _providers(self) -> list[str]:
        """All through which money ever came: a few steps along the index, however many payments there are."""
        return list(self._each_provider())

    def _each_provider(self) -> Iterator[str]:
        last = ""
        while True:
            further = self.mine(payments), PAID, payments.c.provider > last
            found = self.run(select(func.min(payments.c.provider)).where(*further)).scalar()
            if found is None:
                return
            yield found
            last = found

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.merchant.timezone)

    # --- the lists of banks

    def bank_lists(self, day: date) -> dict[str, BankList]:
        """What is known of the lists of this day, by bank."""
        rows = self.rows(bank_lists, day=_number(day))
        return {row.provider: BankList(row.found, row.tried_at) for row in rows}

    def keep_bank_list(self, day: date, provider: str, found: str | None, at: datetime) -> None:
        """What came of comparing it, or that the bank was silent again; what is known stays."""
        key = {"merchant_id": self.merchant.id, "day": _number(day), "provider": provider}
        sets = {"found": func.coalesce(bank_lists.c.found, found), "tried_at": at}
        self.run(
            self.insert(bank_lists)
            .values({**key, "found": found, "tried_at": at})
            .on_conflict_do_update(
                index_elements=[bank_lists.c.merchant_id, bank_lists.c.day, bank_lists.c.provider], set_=sets
            )
        )

    def told_values(self, key: str) -> dict[str, str] | None:
        """What a notice says, said already or not; ``None``: there is none."""
        row = self.row(notices, key=key)
        return (
            None
            if row is None
            else {str(name): str(value) for name, value in json.loads(row.details).items()}
        )


def _seller() -> ColumnElement[int]:
    return case((invoices.c.self_service, literal(SELF_SERVICE, BigInteger)), else_=invoices.c.issuer_id)


def _whose(seller: int | None) -> list[ColumnElement[bool]]:
    return [] if seller is None else [_seller() == seller]


def _number(day: date) -> int:
    return (day - FIRST).days


def _date(number: int) -> date:
    return FIRST + timedelta(days=number)


def _day_of(moment: datetime, zone: ZoneInfo) -> int:
    return _number(moment.astimezone(zone).date())


@lru_cache(maxsize=256)
def _offsets(name: str, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """Until when (microseconds since 1970) which offset holds on this wall, a day to spare on either side."""
    zone, found = ZoneInfo(name), []
    quarter = timedelta(minutes=15)  # no wall has changed at another moment since 1970
    at = EPOCH + timedelta(days=first - 1)
    end = EPOCH + timedelta(days=last + 2)
    while at < end:
        offset, day = at.astimezone(zone).utcoffset(), at + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != offset:
            steps = (at + nth * quarter for nth in range(1, 97))
            change = next(step for step in steps if step.astimezone(zone).utcoffset() != offset)
            found.append((_us(change - EPOCH), _us(offset or timedelta())))
            at = change
        else:
            at = day
    return (*found, (_us(end - EPOCH), _us(end.astimezone(zone).utcoffset() or timedelta())))


def _us(span: timedelta) -> int:
    return span // MICROSECOND
