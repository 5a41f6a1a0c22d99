"""What the two searches look through: the bank's own bills, and rows that came from elsewhere."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter

from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import TAKEN, Bill, Order, QrStatus, Transaction, Wish
from sandbox.halyk.listing import Operation, operation_of
from sandbox.halyk.magic import Magic
from sandbox.halyk.search import Row
from sandbox.halyk.transfers import Transfer


def operations(bank: HalykBank, client_id: str, since: datetime, until: datetime) -> list[Operation]:
    """A client's rows of a period, the oldest first."""
    terminals, forgotten = bank.config.terminals_of(client_id), bank.rows.forgotten
    rows = [*between(bank.rows.operations, since, until), *_own(bank, since, until)]
    seen = [row for row in rows if row.terminal_id in terminals and row.id not in forgotten]
    return sorted(seen, key=attrgetter("created_at"))


def transfers(bank: HalykBank, client_id: str, since: datetime, until: datetime) -> list[Transfer]:
    """A client's transfers of a period, the oldest first."""
    terminals = bank.config.terminals_of(client_id)
    return [row for row in between(bank.rows.transfers, since, until) if row.terminal_id in terminals]


def between(rows: list[Row], since: datetime, until: datetime) -> list[Row]:
    """The rows of a period, both ends in it; `rows` are sorted by time."""
    first = bisect_left(rows, since, key=attrgetter("created_at"))
    return rows[first : bisect_right(rows, until, key=attrgetter("created_at"))]


def foreign_bill(bank: HalykBank, invoice_id: str) -> Bill | None:
    """A row from elsewhere, seen as a bill, so that check-status can answer about it."""
    row = bank.rows.by_invoice.get(invoice_id)
    if row is None:
        return None
    order = Order(invoice_id, row.amount + row.bonus, row.currency, row.terminal_id)
    wish = Wish("", "", row.account_id, row.payer_email, row.payer_phone, row.description, row.data)
    money = Transaction(
        id=row.id,
        created_at=row.created_at,
        status_name=row.status_name,
        amount=row.amount,
        bonus=row.bonus,
        refunded=row.refunded,
        currency=row.currency,
        reference=row.reference,
    )
    number = int(row.id[:8], 16)
    return Bill(
        number, order, wish, Magic.PLAIN, "", "", "", row.created_at, QrStatus.PAID, money, mask=row.card_mask
    )


def _own(bank: HalykBank, since: datetime, until: datetime) -> Iterator[Operation]:
    for bill, shows_invoice in _with_turns(bank.books.by_invoice.values(), bank.config.empty_invoice):
        money = bill.transaction
        if money is None or not since <= money.created_at <= until or not _is_listed(bank, money):
            continue
        calls = bank.callbacks.by_invoice.get(bill.order.invoice_id, [])
        answered = any(200 in call.answers for call in calls)
        terminal = bank.terminal_of(bill)
        yield operation_of(bill, money, terminal, shows_invoice=shows_invoice, answered=answered)


def _with_turns(bills: Iterable[Bill], empty: float) -> Iterator[tuple[Bill, bool]]:
    """Each bill, and whether its row shows the invoice: so evenly that a part of `empty` doesn't."""
    for number, bill in enumerate(bills):
        yield bill, shows(number, empty)


def shows(number: int, empty: float) -> bool:
    """Whether the row of this number, from 0, is among those that show their invoice."""
    return int((number + 1) * empty) == int(number * empty)


def _is_listed(bank: HalykBank, money: Transaction) -> bool:
    if money.visible_at is not None and money.visible_at > bank.clock.now():
        return False
    return bank.config.lists == "all" or money.status_name in TAKEN
