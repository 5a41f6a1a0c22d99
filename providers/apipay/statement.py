"""ApiPay's lists of invoices and refunds as one list of operations.

The service cuts its lists by the day in Almaty on which an invoice was *made*; a statement asks when money
came. So two days more are asked for, since a bill lives 24 hours and late money comes soon after, and what
was paid outside the period is left out. Unpaid invoices are no operations, unless asked for by status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from types import MappingProxyType
from typing import TypeVar

from billing.errors import BankSilent, ListCut
from billing.statement import Filter, Ledger, Method, Operation, Query, QueryWrong, Shape, Value, sorted_by
from providers.apipay import codec, figures, verdicts, wire
from providers.apipay.asking import Asking
from providers.apipay.limiter import Rank

BEFORE = timedelta(days=2)
MOST_PAGES = 1000
_WORDS = verdicts.PAID | verdicts.WAITING | frozenset(verdicts.ENDED)
_EVERYWHERE = frozenset({"pending", "paid", "cancelled", "expired"})  # other words are 422 at some servers
_COLUMNS = {
    "id": "id",
    "amount": "amount",
    "client_name": "client",
    "status": "status",
    "created_at": "happened_at",
    "paid_at": "happened_at",
}
_SORTED = {"invoices": (("sort_by", "id"), ("sort_order", "asc"))}
SHAPE = Shape(
    MappingProxyType({"search": Value.TEXT, "status": Value.TEXT}),
    frozenset(_COLUMNS),
    MappingProxyType(_COLUMNS),
)

W = TypeVar("W", wire.Invoice, wire.Refund)


class Statements:
    """Reads both lists whole, page by page, behind everything else that waits for its turn."""

    def __init__(self, asking: Asking, api: str, key: str) -> None:
        self._asking = asking
        self._api = api
        self._key = key

    def shape(self, ledger: Ledger) -> Shape | None:
        """What may be asked."""
        return SHAPE if ledger is Ledger.OPERATIONS else None

    def operations(self, query: Query) -> AsyncIterator[Operation]:
        """Every row of the period, each once. ``QueryWrong`` at once, ``BankError`` later."""
        if query.ledger is not Ledger.OPERATIONS:
            raise QueryWrong("statement-filter-unknown", name=query.ledger.value)
        SHAPE.check(query)
        asked, statuses = _searched(query), _statuses(query)
        return self._rows(query, asked, statuses)

    async def _rows(
        self, query: Query, asked: list[tuple[str, str]], statuses: frozenset[str]
    ) -> AsyncIterator[Operation]:
        invoices = await self._whole(wire.Invoice, "invoices", query, [*_period(query, last=True), *asked])
        returned: dict[str, list[wire.Refund]] = defaultdict(list)
        if any(each.status.lower() in verdicts.PAID for each in invoices):
            for refund in await self._whole(wire.Refund, "refunds", query, _period(query, last=False)):
                returned[refund.invoice_id].append(refund)
        wanted = (each for each in invoices if _shown(each.status.lower(), statuses))
        rows = [operation_of(each, returned[each.id]) for each in wanted]
        for row in sorted_by([row for row in rows if _inside(row, query)], query.orders, _COLUMNS):
            yield row

    async def _whole(self, model: type[W], what: str, query: Query, asked: list[tuple[str, str]]) -> list[W]:
        """Every page, the oldest first so that what is new meanwhile comes last; each row once."""
        found: dict[str, W] = {}
        total = None
        sized: list[tuple[str, str]] = [*asked, *_SORTED.get(what, ()), ("per_page", str(codec.PAGE))]
        for page in range(1, MOST_PAGES + 1):
            part = await self._page(model, what, [*sized, ("page", str(page))])
            found |= {row.id: row for row in part.rows}
            total = part.total
            if not part.more(page):
                break
        if total is not None and len(found) < total:
            raise ListCut(query.since, query.until, total, len(found))
        return list(found.values())

    async def _page(self, model: type[W], what: str, asked: list[tuple[str, str]]) -> codec.Page[W]:
        call = codec.list_call(self._api, self._key, what, asked)
        answer = await self._asking.look(call, Rank.LIST)
        if answer.status != 200:
            raise BankSilent(f"{what}: HTTP {answer.status}")
        try:
            return codec.page_from(model, answer.body)
        except wire.Garbled as garbled:
            raise BankSilent(f"{what}: {garbled}") from garbled


def operation_of(told: wire.Invoice, refunds: list[wire.Refund]) -> Operation:
    """One invoice as a row; what went back stands beside its whole sum."""
    done = [each.created_at for each in refunds if each.status == "completed" and each.created_at]
    returned = figures.returned_from(told, refunds)
    return Operation(
        ledger=Ledger.OPERATIONS,
        id=told.id,
        happened_at=told.paid_at or told.created_at,
        amount=codec.money_from(told.amount),
        refunded=returned if returned is not None and returned.minor else None,
        refunded_at=max(done, default=None),
        invoice=told.external_order_id,
        reference=told.kaspi_invoice_id,
        description=told.description or _goods(told),
        client=told.client_name,
        type="sandbox" if told.is_sandbox else "",
        status=told.status,
        code=told.error_code,
        reason=told.error_message,
    )


def _goods(told: wire.Invoice) -> str:
    """What was sold, where nobody has described it: ``Coffee × 2, Croissant``."""
    counted = ((line.name, line.count or 1) for line in told.items if line.name)
    words = ", ".join(name if count == 1 else f"{name} × {count}" for name, count in counted)
    return codec.cut(words, wire.TEXT_LIMIT)


def _shown(word: str, statuses: frozenset[str]) -> bool:
    """A word that we do not know is shown: it may be money."""
    return word in statuses if statuses else word not in verdicts.WAITING and word not in verdicts.ENDED


def _inside(row: Operation, query: Query) -> bool:
    return row.happened_at is not None and query.since <= row.happened_at < query.until


def _period(query: Query, *, last: bool) -> list[tuple[str, str]]:
    """Days of Almaty; refunds are asked for up to now, since what was paid then may go back later."""
    first = (query.since - BEFORE).astimezone(wire.ALMATY)
    until = query.until.astimezone(wire.ALMATY)
    return [("date_from", f"{first:%Y-%m-%d}"), *([("date_to", f"{until:%Y-%m-%d}")] if last else [])]


def _searched(query: Query) -> list[tuple[str, str]]:
    """What the bank itself looks for: parts of words, and statuses that every server knows."""
    words = [each for each in query.filters if each.name == "search"]
    if len(words) > 1 or any(each.method not in (Method.EQUAL, Method.LIKE) for each in words):
        raise _wrong(words[0])
    asked = [("search", each.values[0].strip().strip("%")[:100]) for each in words]
    statuses = _statuses(query)
    if statuses and statuses <= _EVERYWHERE:
        asked += [("status[]", status) for status in sorted(statuses)]
    return asked


def _statuses(query: Query) -> frozenset[str]:
    given = [each for each in query.filters if each.name == "status"]
    for each in given:
        if each.method not in (Method.EQUAL, Method.IN) or not _lowered(each.values) <= _WORDS:
            raise _wrong(each)
    sets: Iterable[frozenset[str]] = (_lowered(each.values) for each in given)
    return frozenset.intersection(*sets) if given else frozenset()


def _lowered(values: Iterable[str]) -> frozenset[str]:
    return frozenset(value.strip().lower() for value in values)


def _wrong(each: Filter) -> QueryWrong:
    kind = Value.TEXT.value
    return QueryWrong("statement-filter-kind", name=each.name, method=each.method.value, kind=kind)
