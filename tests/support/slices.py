"""A quick run takes a few cases of each long table of them, others on another day; ``LONG=1`` takes all."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import pytest

VARIABLE = "SLICE"
"""Names the seed by which the cases are drawn; not set: all of them run."""


def left_out(items: Sequence[pytest.Item], seed: str) -> list[pytest.Item]:
    """Of each test that is marked ``slice(most)`` all cases but so many, drawn by the seed."""
    tables: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item in items:
        if marker := item.get_closest_marker("slice"):
            tables[item.nodeid.partition("[")[0], marker.args[0]].append(item)
    found: list[pytest.Item] = []
    for (name, most), cases in tables.items():
        kept = random.Random(f"{seed} {name}").sample(cases, min(most, len(cases)))
        found += [case for case in cases if case not in kept]
    return found
