"""Which of the notices that wait for one chat are told in one message."""

from __future__ import annotations

from collections.abc import Sequence

from billing.models import Notice

FROM = 3
MOST = 20
KINDS = ("paid", "paid-group")


def merged(notices: Sequence[Notice]) -> list[list[Notice]]:
    """Where several *paid* wait for one chat they are told together: else it would fall behind for ever."""
    told: list[list[Notice]] = []
    for kind in KINDS:
        paid = [n for n in notices if n.kind == kind]
        if len(paid) >= FROM:
            told += [paid[at : at + MOST] for at in range(0, len(paid), MOST)]
    together = {n.id for group in told for n in group}
    return [*told, *([n] for n in notices if n.id not in together)]
