"""CSV, as Excel opens it."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.sheets import Line, Sheet, csvfile
from tests.support.rows import ZONE, read_csv, tenge
from tests.unit.sheets.test_xlsx import COLUMNS, line


def written(path: Path, locale: str, lines: list[Line]) -> Path:
    made = Sheet("Операции", "", COLUMNS, "Итого", locale, ZONE)
    csvfile.write(path / "made.csv", made, lines)
    return path / "made.csv"


@pytest.mark.parametrize("locale", ["ru", "kk"])
def test_where_the_comma_stands_in_numbers_a_semicolon_parts_the_cells(locale: str, tmp_path: Path) -> None:
    content = written(tmp_path, locale, [line("Кофе")]).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "Invoice;Created;Amount;Currency;Description",
        "1;23.11.2026 01:30:15;5000,50;KZT;Кофе",
        "Итого;;5000,50;KZT;",
        "",
    ]


def test_in_english_a_comma_parts_the_cells(tmp_path: Path) -> None:
    content = written(tmp_path, "en", [line("Coffee, black")]).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n")[1:3] == [
        '1,2026-11-23 01:30:15,5000.50,KZT,"Coffee, black"',
        "Итого,,5000.50,KZT,",
    ]


@pytest.mark.parametrize("words", ['He said "yes"; then\r\nleft', ";;;", '"', "a;b"])
def test_signs_of_the_table_inside_a_text_part_nothing(words: str, tmp_path: Path) -> None:
    assert read_csv(written(tmp_path, "ru", [line(words)]))[1][4] == words.replace("\r\n", " ")


def test_numbers_below_zero_are_numbers_and_texts_that_look_so_are_guarded(tmp_path: Path) -> None:
    row = read_csv(written(tmp_path, "ru", [line("-5", amount=tenge("-12.30"))]))[1]
    assert (row[2], row[4]) == ("-12,30", "'-5")


def test_big_and_small_sums_are_written_out(tmp_path: Path) -> None:
    lines = [line(amount=tenge("0.01")), line(amount=tenge(10**12))]
    assert [row[2] for row in read_csv(written(tmp_path, "ru", lines))[1:]] == [
        "0,01",
        "1000000000000,00",
        "1000000000000,01",
    ]


def test_what_does_not_count_is_in_no_total(tmp_path: Path) -> None:
    lines = [line(), line(counts=False)]
    assert read_csv(written(tmp_path, "ru", lines))[-1] == ["Итого", "", "5000,50", "KZT", ""]
