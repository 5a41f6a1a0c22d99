"""Rows of a statement, and the files made of them read back."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from billing.money import Money
from billing.statement import Ledger, Operation, Row, Standing
from screens.sheets import Format, Wanted

ZONE = ZoneInfo("Asia/Almaty")
AT = datetime(2026, 11, 22, 9, 7, 30, tzinfo=UTC)  # 14:07:30 in the shop


def tenge(major: int | str) -> Money:
    return Money.of(major, "KZT")


def operation(**changes: object) -> Operation:
    """Coffee, paid with a card and bonuses."""
    made = Operation(
        Ledger.OPERATIONS,
        id="b9d46313-264e-41ec-814c-728dd51eb97f",
        happened_at=AT,
        amount=tenge("5000.50"),
        bonus=tenge(80),
        fee=tenge("12.50"),
        reference="030681443792",
        description="Кофе",
        client="Аягөз",
        terminal="00120001",
        card_mask="4003...9821",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def row(standing: Standing = Standing.OURS, **changes: object) -> Row:
    """A row that counts with all that was paid."""
    made = operation(**changes)
    return Row(made, 1042, standing, made.total)


def worthless(standing: Standing = Standing.UNCONFIRMED, **changes: object) -> Row:
    """A row that nobody has proved to be money."""
    return Row(operation(**changes), None, standing, None)


def many(count: int) -> Iterable[Row]:
    """As a bank lists a busy month: row ``n`` is of ``n`` tenge, one a second, every tenth unproved."""
    for n in range(count):
        made = Operation(
            Ledger.OPERATIONS,
            id=f"b9d46313-264e-41ec-814c-{n:012}",
            happened_at=AT + timedelta(seconds=n),
            amount=tenge(n),
            reference=f"{n:012}",
            card_mask="4003...9821",
        )
        proved = n % 10 != 0
        yield Row(made, n, Standing.OURS if proved else Standing.UNCONFIRMED, made.amount if proved else None)


async def streamed(rows: Iterable[Row]) -> AsyncIterator[Row]:
    """As they come from a bank."""
    for each in rows:
        yield each


def wanted(
    form: Format = Format.XLSX, locale: str = "en", ledger: Ledger = Ledger.OPERATIONS, **changes: object
) -> Wanted:
    made = Wanted(ledger, form, locale, ZONE, "November", date(2026, 11, 1), date(2026, 11, 22))
    return replace(made, **changes)  # type: ignore[arg-type]


def read_xlsx(path: Path) -> list[tuple[Any, ...]]:
    """Every row's values, as a program reads them that calculates nothing."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        return list(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def read_csv(path: Path, delimiter: str = ";") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))
