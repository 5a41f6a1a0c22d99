"""What stands in a statement's sheet."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from billing.statement import Ledger, Operation, Row, Standing
from screens.sheets import Format, TooBig, Wanted, making, spool, statement
from screens.texts import words
from tests.support import rows
from tests.support.rows import operation, read_csv, read_xlsx, row, tenge, wanted, worthless

AT = datetime(2026, 11, 22, 14, 7, 30)  # noqa: DTZ001 - as a sheet holds it


def made(folder: Path, given: list[Row], asked: Wanted | None = None) -> list[dict[str, Any]]:
    """The sheet's rows by the ids of their columns."""
    asked = asked or wanted()
    spool.add(folder / "rows", given)
    file = making.make_statement(asked, folder / "rows")
    read = read_xlsx(file.path) if asked.format is Format.XLSX else read_csv(file.path)
    names = [field.id for field in statement.FIELDS[asked.ledger]]
    assert len(read[0]) == len(names)
    return [dict(zip(names, each, strict=True)) for each in read[1:]]


def test_an_operation_shows_what_the_bank_said_and_our_number(tmp_path: Path) -> None:
    full = row(
        authorised_at=rows.AT,
        confirmed_at=rows.AT,
        refunded_at=rows.AT,
        refunded=tenge(10),
        installment="3",
        type="pay",
        invoice="000000001042",
    )
    shown, _ = made(tmp_path, [full])
    assert shown == {
        "number": 1042,
        "standing": "Matches",
        "created": AT,
        "authorised": AT,
        "confirmed": AT,
        "refunded": AT,
        "amount": 5000.5,
        "bonus": 80,
        "total": 5080.5,
        "refund": 10,
        "fee": 12.5,
        "counted": 5080.5,
        "currency": "KZT",
        "card": "4003...9821",
        "rrn": "030681443792",
        "client": "Аягөз",
        "terminal": "00120001",
        "installment": "3",
        "type": "pay",
        "order": "000000001042",
        "description": "Кофе",
        "id": "b9d46313-264e-41ec-814c-728dd51eb97f",
    }


def test_what_nobody_proved_is_shown_and_in_no_total(tmp_path: Path) -> None:
    *shown, total = made(tmp_path, [row(), worthless(), worthless(Standing.NOT_MONEY), row(amount=tenge(1))])
    assert [each["amount"] for each in shown] == [5000.5, 5000.5, 5000.5, 1]
    assert [each["counted"] for each in shown] == [5080.5, None, None, 81]
    sums = {name: total[name] for name in ("amount", "bonus", "total", "fee", "counted", "refund")}
    assert sums == {
        "amount": 5001.5,
        "bonus": 160,
        "total": 5161.5,
        "fee": 25,
        "counted": 5161.5,
        "refund": 0,
    }
    assert total["number"] == "Total"


def test_a_transfer_shows_both_cards_and_one_that_failed_is_no_money(tmp_path: Path) -> None:
    def transfer(code: str, money: int | None) -> Row:
        sent = Operation(
            Ledger.TRANSFERS,
            id="f0c79d0d",
            happened_at=rows.AT,
            amount=tenge(200),
            code=code,
            reason="Limit" if code != "00" else "",
            status="ok" if code == "00" else "error",
            reference="203480420271",
            card_mask="4003********9821",
            card_type="VISA",
            issuer="Halyk",
            to_card_mask="5578********0613",
            to_card_type="MC",
            to_issuer="Other",
        )
        standing = Standing.CONFIRMED if money else Standing.NOT_MONEY
        return Row(sent, None, standing, tenge(money) if money else None)

    good, bad, total = made(
        tmp_path, [transfer("00", 200), transfer("51", None)], wanted(ledger=Ledger.TRANSFERS)
    )
    assert [good[name] for name in ("from-card", "from-type", "from-issuer")] == [
        "4003********9821",
        "VISA",
        "Halyk",
    ]
    assert [good[name] for name in ("to-card", "to-type", "to-issuer")] == ["5578********0613", "MC", "Other"]
    assert [bad[name] for name in ("rrn", "reason", "state", "code")] == [
        "203480420271",
        "Limit",
        "error",
        "51",
    ]
    assert (good["counted"], bad["counted"], total["amount"], total["counted"]) == (200, None, 200, 200)
    assert bad["standing"] == "No money came"


def test_a_row_of_which_the_bank_said_nothing_has_empty_cells(tmp_path: Path) -> None:
    bare = Row(Operation(Ledger.OPERATIONS, "x", None, None), None, Standing.UNCONFIRMED, None)
    shown, _ = made(tmp_path, [bare])
    assert {name for name, value in shown.items() if value is not None} == {"standing", "id"}


@pytest.mark.parametrize("ledger", Ledger)
@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
def test_titles_are_in_the_readers_language_and_fit(ledger: Ledger, locale: str) -> None:
    titled = statement.sheet(ledger, words(locale), rows.ZONE, "November")
    assert len({column.title for column in titled.columns}) == len(titled.columns)
    for column in titled.columns:  # a title may take two lines, a word may not be broken
        assert max(map(len, column.title.split())) <= column.width + 1, column.title


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
def test_each_standing_fits_into_its_column(locale: str) -> None:
    width = statement.STANDING.width
    assert [s for s in Standing if len(words(locale)(f"sheet-standing-{s}")) > width] == []


def test_both_kinds_of_file_tell_the_same(tmp_path: Path) -> None:
    given = [row(), worthless(), row(amount=tenge(7), description="=1+1")]
    (tmp_path / "csv").mkdir()
    book = made(tmp_path, given)
    table = made(tmp_path / "csv", given, wanted(Format.CSV, "ru"))
    assert [r["counted"] or 0 for r in book] == [float(r["counted"].replace(",", ".") or 0) for r in table]
    assert table[2]["description"] == "'" + book[2]["description"]


@pytest.mark.parametrize("form", Format)
def test_a_file_that_nobody_could_send_is_refused(form: Format, tmp_path: Path) -> None:
    spool.add(tmp_path / "rows", list(rows.many(2500)))
    with pytest.raises(TooBig):
        making.make_statement(wanted(form), tmp_path / "rows", most=20_000)
    size = making.make_statement(wanted(form), tmp_path / "rows").size
    room = size + 100  # a workbook says when it was made, which packs into a few bytes more or less
    assert making.make_statement(wanted(form), tmp_path / "rows", most=room).size <= room


def test_a_table_that_grows_too_big_is_given_up_before_its_end(tmp_path: Path) -> None:
    spool.add(tmp_path / "rows", list(rows.many(5000)))
    with pytest.raises(TooBig):
        making.make_statement(wanted(Format.CSV), tmp_path / "rows", most=20_000)
    assert len((tmp_path / "made.csv").read_bytes().splitlines()) < 2500


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "statement-2026-11-01-2026-11-22.xlsx"),
        ({"format": Format.CSV}, "statement-2026-11-01-2026-11-22.csv"),
        ({"ledger": Ledger.TRANSFERS}, "transfers-2026-11-01-2026-11-22.xlsx"),
        ({"first": date(2026, 11, 22)}, "statement-2026-11-22.xlsx"),
    ],
)
def test_the_files_name_says_what_and_when(changes: dict[str, object], name: str) -> None:
    assert wanted(**changes).name == name  # type: ignore[arg-type]


def test_a_cards_code_and_end_have_no_column() -> None:
    fields = set(Operation.__dataclass_fields__)
    assert not {
        name for name in fields | set(statement.COLUMNS) if "cvc" in name.lower() or "exp" in name.lower()
    }
    assert operation().card_mask not in repr(operation())
