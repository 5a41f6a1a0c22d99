"""Rows of a bank's list in the order that was asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from billing.money import Money
from billing.statement import Ledger, Operation, Order, sorted_by

NOW = datetime(2026, 11, 1, tzinfo=UTC)
COLUMNS = {"amount": "amount", "client": "client", "created_date": "happened_at", "id": "id"}


def row(id_: str, minor: int | None = 0, client: str = "", hours: int | None = 0) -> Operation:
    return Operation(
        Ledger.OPERATIONS,
        id_,
        None if hours is None else NOW + timedelta(hours=hours),
        None if minor is None else Money(minor, "KZT"),
        client=client,
    )


def ids(rows: list[Operation]) -> str:
    return "".join(each.id for each in rows)


def test_rows_are_sorted_by_each_order_in_turn() -> None:
    rows = [row("a", 2, "Z"), row("b", 1, "y"), row("c", 2, "x"), row("d", 1, "z")]
    assert ids(sorted_by(rows, [Order("amount"), Order("client")], COLUMNS)) == "bdca"
    assert ids(sorted_by(rows, [Order("amount", descending=True), Order("client")], COLUMNS)) == "cabd"
    assert ids(sorted_by(rows, [Order("client"), Order("amount")], COLUMNS)) == "cbda"


def test_equal_rows_stay_as_they_came() -> None:
    rows = [row("c", 1), row("a", 1), row("b", 1)]
    for descending in (False, True):
        assert ids(sorted_by(rows, [Order("amount", descending)], COLUMNS)) == "cab"


def test_what_a_row_does_not_say_stands_last_either_way() -> None:
    rows = [row("n", None, "", None), row("a", 1, "a", 1), row("b", 2, "b", 2)]
    for name in ("amount", "client", "created_date"):
        assert ids(sorted_by(rows, [Order(name)], COLUMNS)) == "abn"
        assert ids(sorted_by(rows, [Order(name, descending=True)], COLUMNS)) == "ban"


def test_nothing_paid_is_said_and_comes_first() -> None:
    assert ids(sorted_by([row("a", 1), row("z", 0)], [Order("amount")], COLUMNS)) == "za"


def test_an_order_that_we_keep_no_column_for_changes_nothing() -> None:
    rows = [row("b", 1), row("a", 2)]
    assert ids(sorted_by(rows, [Order("payer_email")], COLUMNS)) == "ba"
    assert ids(sorted_by(rows, [], COLUMNS)) == "ba"


def test_currencies_are_sorted_apart() -> None:
    dollars = Operation(Ledger.TRANSFERS, "u", NOW, Money(1, "USD"))
    assert ids(sorted_by([dollars, row("k", 500)], [Order("amount")], COLUMNS)) == "ku"
