"""Of a long table of cases a quick run takes some, and other ones on another day."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.support.slices import left_out


def table(name: str, cases: int, most: int | None) -> list[Any]:
    """The cases of one test, as pytest has collected them."""
    marker = None if most is None else SimpleNamespace(args=(most,))
    return [
        SimpleNamespace(nodeid=f"tests/test_{name}.py::test_it[{case}]", get_closest_marker=lambda _: marker)
        for case in range(cases)
    ]


def kept(cases: list[Any], seed: str) -> list[Any]:
    unwanted = left_out(cases, seed)
    return [case for case in cases if case not in unwanted]


def test_of_each_table_so_many_cases_are_left() -> None:
    long, short, plain = table("long", 16, 4), table("short", 2, 3), table("plain", 9, None)
    left = kept([*long, *plain, *short], "2026-11-23")
    assert [sum(case in left for case in cases) for cases in (long, short, plain)] == [4, 2, 9]


def test_one_day_draws_the_same_again_and_all_days_together_draw_all() -> None:
    cases = table("long", 16, 4)
    assert kept(cases, "2026-11-23") == kept(cases, "2026-11-23")
    drawn = [case for day in range(1, 29) for case in kept(cases, f"2026-11-{day:02}")]
    assert all(case in drawn for case in cases)
