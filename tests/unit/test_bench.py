"""The benchmark's page says what was measured, and which goals were not reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench import page
from tests.bench.bench import Row
from tests.bench.volume import why_slower


def kept(*rows: Row) -> list[dict[str, Any]]:
    return [vars(row) | {"good": row.good} for row in rows]


WHY = "money is looked at more closely than by whoever only writes, which takes its time on two cores"
FOUND = {
    "settle10": kept(
        Row("settled", "20/s", "100/s", 0.2, 0.35, figures={"ours": 20.0, "bare": 100.0}, why=WHY),
    ),
    "invoice": kept(
        Row("issued", "50/s", "100/s", 0.5, 0.35, figures={"ours": 50.0, "bare": 100.0}, why="not said")
    ),
    "killed": kept(Row("killed", "199 of 200", exact=False)),
    "volume-sqlite": kept(
        Row(
            "find, SQLite",
            "1 ms",
            "1 ms",
            1.0,
            1.3,
            at_most=True,
            why=WHY,
            figures={
                "small": 0.001,
                "big": 0.001,
                "work_small": 44,
                "work_big": 45,
                "invoices_small": 1000,
                "invoices_big": 1_000_000,
            },
        )
    ),
}


def test_a_goal_that_is_missed_is_said_with_by_how_much_and_why() -> None:
    text = page.text(FOUND, "plot.svg", quick=False, load=0.1)
    assert "Reached: 2 of 4 goals" in text
    assert f"- settled: 0.20 instead of ≥ 0.35 (20/s beside 100/s). Why: {WHY}" in " ".join(text.split())
    assert "- killed: 199 of 200\n" in text
    assert "not said" not in text, "what is reached needs no reason"


@pytest.mark.parametrize("quick", [True, False])
def test_no_line_of_words_is_long(quick: bool) -> None:
    lines = page.text(FOUND, "plot.svg", quick=quick, load=12.5).splitlines()
    assert [line for line in lines if len(line) > page.WIDTH and not line.startswith("|")] == []


def test_no_goal_is_set_without_a_reason_for_missing_it() -> None:
    with pytest.raises(ValueError, match="settled"):
        Row("settled", "20/s", "100/s", 0.2, 0.35)


def test_books_that_grow_tell_whether_a_question_became_more_work() -> None:
    assert "more work (220 → 680)" in why_slower(220, 680)
    assert "hardly grows (50 → 50)" in why_slower(50, 50)


def test_how_many_shops_fit_is_reckoned_from_the_figures() -> None:
    text = page.text(FOUND, "plot.svg", quick=False, load=0.1)
    assert "1/50 + 5/20 = 270 ms" in text
    assert "**222 shops**" in " ".join(text.split())  # 1800 s / (30 × 0.27 s)


def test_without_what_it_is_reckoned_from_nothing_is_said_of_shops() -> None:
    assert "shops" not in page.text({"killed": FOUND["killed"]}, "plot.svg", quick=False, load=0.1)


def test_the_plot_is_the_same_for_the_same_figures_and_has_a_background(tmp_path: Path) -> None:
    drawn = []
    for name in ("one.md", "two.md"):
        page.write(FOUND, quick=True, load=0.1, page=tmp_path / name)
        drawn.append((tmp_path / name).with_suffix(".svg").read_text())
    assert drawn[0] == drawn[1]
    assert "fill: #ffffff" in drawn[0]


@pytest.mark.parametrize(
    ("row", "good"),
    [
        (Row("at least", "", "", 0.4, 0.35, why=WHY), True),
        (Row("at least", "", "", 0.3, 0.35, why=WHY), False),
        (Row("at most", "", "", 1.4, 1.3, at_most=True, why=WHY), False),
        (Row("exact", "", exact=True), True),
        (Row("no goal", "", "", 2.0), None),
    ],
)
def test_a_row_knows_whether_its_goal_is_reached(row: Row, good: bool | None) -> None:
    assert row.good is good
