"""The benchmark's page says what was measured, and which goals were not reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench import page
from tests.bench.bench import Row


def kept(*rows: Row) -> list[dict[str, Any]]:
    return [vars(row) | {"good": row.good} for row in rows]


FOUND = {
    "settle10": kept(
        Row("settled", "20/s", "100/s", 0.2, 0.35, figures={"ours": 20.0, "bare": 100.0}),
    ),
    "invoice": kept(Row("issued", "50/s", "100/s", 0.5, 0.35, figures={"ours": 50.0, "bare": 100.0})),
    "killed": kept(Row("killed", "199 of 200", exact=False)),
    "volume-sqlite": kept(
        Row(
            "find, SQLite",
            "1 ms",
            "1 ms",
            1.0,
            1.3,
            at_most=True,
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


def test_a_goal_that_is_missed_is_said_with_by_how_much() -> None:
    text = page.text(FOUND, "plot.svg", quick=False, load=0.1)
    assert "Reached: 2 of 4 goals" in text
    assert "- settled: 0.20 instead of ≥ 0.35 (20/s beside 100/s)" in text
    assert "- killed: 199 of 200" in text


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
        (Row("at least", "", "", 0.4, 0.35), True),
        (Row("at least", "", "", 0.3, 0.35), False),
        (Row("at most", "", "", 1.4, 1.3, at_most=True), False),
        (Row("exact", "", exact=True), True),
        (Row("no goal", "", "", 2.0), None),
    ],
)
def test_a_row_knows_whether_its_goal_is_reached(row: Row, good: bool | None) -> None:
    assert row.good is good
