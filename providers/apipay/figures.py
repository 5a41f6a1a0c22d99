"""What went back of an invoice, by its sums and by the list of its refunds."""

from __future__ import annotations

from collections.abc import Iterable

from billing.money import Money
from providers.apipay import codec, wire


def returned_from(told: wire.Invoice, refunds: list[wire.Refund]) -> Money | None:
    """All that went back, finished. ``None`` where it cannot be read.

    ``total_refunded`` may or may not hold what is still on its way (the service's own sample shows it so with
    the first refund pending), and a refund made elsewhere may lack in the list: so the greater of what the
    list shows finished, and of the total without what the list shows open.
    """
    done = _sum(each for each in refunds if each.status == "completed")
    under_way = _sum(each for each in refunds if each.status in ("pending", "processing"))
    total = codec.money_from(told.total_refunded) or Money(0, "KZT")
    taken = codec.money_from(told.amount)
    if done is None or under_way is None or taken is None:
        return None
    return Money(min(max(done.minor, total.minor - under_way.minor), taken.minor), "KZT")


def _sum(refunds: Iterable[wire.Refund]) -> Money | None:
    total = Money(0, "KZT")
    for each in refunds:
        amount = codec.money_from(each.amount)
        if amount is None:
            return None
        total = total + amount
    return total
