"""What stands in a statement's sheet: the columns of each ledger, and a row's cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from billing.statement import Ledger, Row, Standing
from screens.sheets.model import Cell, Column, Kind, Line, Sheet
from screens.texts import Words


@dataclass(frozen=True, slots=True)
class _Field:
    """``id`` is the end of its title's key."""

    id: str
    kind: Kind
    width: int
    of: Callable[[Row], Cell]
    summed: bool = False


def _text(id_: str, width: int, of: Callable[[Row], str]) -> _Field:
    return _Field(id_, Kind.TEXT, width, of)


def _sum(id_: str, of: Callable[[Row], Cell]) -> _Field:
    return _Field(id_, Kind.MONEY, 15, of, summed=True)


def _moment(id_: str, of: Callable[[Row], Cell]) -> _Field:
    return _Field(id_, Kind.MOMENT, 19, of)


def _currency(row: Row) -> str:
    known = row.money or row.operation.amount
    return known.currency if known else ""


NUMBER = _Field("number", Kind.COUNT, 10, lambda row: row.number)
STANDING = _text("standing", 30, lambda row: row.standing)
CREATED = _moment("created", lambda row: row.operation.happened_at)
AMOUNT = _sum("amount", lambda row: row.operation.amount)
FEE = _sum("fee", lambda row: row.operation.fee)
COUNTED = _sum("counted", lambda row: row.money)
CURRENCY = _Field("currency", Kind.CURRENCY, 8, _currency)
TERMINAL = _text("terminal", 14, lambda row: row.operation.terminal)
DESCRIPTION = _text("description", 40, lambda row: row.operation.description)
REFERENCE = _text("rrn", 16, lambda row: row.operation.reference)
ORDER = _text("order", 18, lambda row: row.operation.invoice)
ID = _text("id", 38, lambda row: row.operation.id)

FIELDS: dict[Ledger, tuple[_Field, ...]] = {
    Ledger.OPERATIONS: (
        NUMBER,
        STANDING,
        CREATED,
        _moment("authorised", lambda row: row.operation.authorised_at),
        _moment("confirmed", lambda row: row.operation.confirmed_at),
        _moment("refunded", lambda row: row.operation.refunded_at),
        AMOUNT,
        _sum("bonus", lambda row: row.operation.bonus),
        _sum("total", lambda row: row.operation.total),
        _sum("refund", lambda row: row.operation.refunded),
        FEE,
        COUNTED,
        CURRENCY,
        _text("card", 20, lambda row: row.operation.card_mask),
        REFERENCE,
        _text("client", 24, lambda row: row.operation.client),
        TERMINAL,
        _text("installment", 16, lambda row: row.operation.installment),
        _text("type", 16, lambda row: row.operation.type),
        ORDER,
        DESCRIPTION,
        ID,
    ),
    Ledger.TRANSFERS: (
        NUMBER,
        STANDING,
        CREATED,
        AMOUNT,
        FEE,
        COUNTED,
        CURRENCY,
        _text("from-card", 20, lambda row: row.operation.card_mask),
        _text("from-type", 14, lambda row: row.operation.card_type),
        _text("from-issuer", 20, lambda row: row.operation.issuer),
        _text("to-card", 20, lambda row: row.operation.to_card_mask),
        _text("to-type", 14, lambda row: row.operation.to_card_type),
        _text("to-issuer", 20, lambda row: row.operation.to_issuer),
        REFERENCE,
        _text("state", 14, lambda row: row.operation.status),
        _text("code", 8, lambda row: row.operation.code),
        _text("reason", 30, lambda row: row.operation.reason),
        TERMINAL,
        ORDER,
        DESCRIPTION,
        ID,
    ),
}
COLUMNS = tuple(dict.fromkeys(field.id for fields in FIELDS.values() for field in fields))


def sheet(ledger: Ledger, words: Words, zone: ZoneInfo, title: str) -> Sheet:
    """The sheet without its lines, in the reader's language and the merchant's time."""
    return Sheet(
        name=words(f"sheet-name-{ledger}"),
        title=title,
        columns=tuple(
            Column(field.id, words(f"sheet-column-{field.id}"), field.kind, field.width, field.summed)
            for field in FIELDS[ledger]
        ),
        total=words("sheet-total"),
        locale=words.locale,
        zone=zone,
    )


def liner(ledger: Ledger, words: Words) -> Callable[[Row], Line]:
    """Turns rows into lines: what nobody has proved to be money is shown, and is in no total."""
    fields = FIELDS[ledger]
    standings = {standing: words(f"sheet-standing-{standing}") for standing in Standing}

    def line(row: Row) -> Line:
        cells = [standings[row.standing] if field is STANDING else field.of(row) for field in fields]
        return Line(cells, counts=row.money is not None)

    return line
