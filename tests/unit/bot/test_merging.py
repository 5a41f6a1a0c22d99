"""What is told together, and what by itself."""

from __future__ import annotations

import pytest

from billing.models import Notice, Place
from bot.merging import merged
from tests.support.noon import NOON


def waiting(*kinds: str) -> list[Notice]:
    """So many wait in one chat."""
    return [
        Notice(n, str(n), kind, Place(1), 1, False, None, None, None, {}, NOON, NOON)
        for n, kind in enumerate(kinds)
    ]


def sizes(*kinds: str) -> list[tuple[str, int]]:
    return [(group[0].kind, len(group)) for group in merged(waiting(*kinds))]


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("paid", 3),
        ("paid-group", 3),
        ("sub-billed-member", 4),
        ("sub-paid-member", 4),
        ("sub-grace-member", 4),
    ],
)
def test_a_kind_is_told_together_from_so_many_on(kind: str, least: int) -> None:
    assert sizes(*[kind] * (least - 1)) == [(kind, 1)] * (least - 1)
    assert sizes(*[kind] * least) == [(kind, least)]


@pytest.mark.parametrize(
    "kind", ["sub-late-member", "sub-missed-member", "sub-paid", "attention-late", "paid-other"]
)
def test_what_somebody_has_to_decide_or_to_read_is_told_by_itself(kind: str) -> None:
    assert sizes(*[kind] * 9) == [(kind, 1)] * 9


def test_kinds_are_not_mixed_and_nothing_is_left_out() -> None:
    told = sizes(*["sub-billed-member", "receipt", "sub-failed-member"] * 4)
    assert sorted(told) == [*[("receipt", 1)] * 4, ("sub-billed-member", 4), ("sub-failed-member", 4)]
    assert sizes(*["paid"] * 21) == [("paid", 20), ("paid", 1)]
