"""Which of the notices that wait for one chat are told in one message: else it would fall behind for ever."""

from __future__ import annotations

from collections.abc import Sequence

from billing.models import Notice
from screens.subscribers.many import KINDS as OF_SUBSCRIPTIONS

PAID = ("paid", "paid-group")
PAID_FROM, PAID_MOST = 3, 20
SUBSCRIPTIONS_FROM, SUBSCRIPTIONS_MOST = 4, 300


def merged(notices: Sequence[Notice]) -> list[list[Notice]]:
    """Invoices that were paid; and what became of many subscriptions that are billed at the same hour."""
    told: list[list[Notice]] = []
    for kind in dict.fromkeys(notice.kind for notice in notices):
        least, most = _bounds(kind)
        same = [notice for notice in notices if notice.kind == kind]
        if len(same) >= least > 1:
            told += [same[at : at + most] for at in range(0, len(same), most)]
    together = {notice.id for group in told for notice in group}
    return [*told, *([notice] for notice in notices if notice.id not in together)]


def _bounds(kind: str) -> tuple[int, int]:
    if kind in PAID:
        return PAID_FROM, PAID_MOST
    return (SUBSCRIPTIONS_FROM, SUBSCRIPTIONS_MOST) if kind in OF_SUBSCRIPTIONS else (1, 1)
