"""A shop whose bank sends payers to pages of its own: HorizonPay, by a POST form or by any other method."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Any

from billing.models import Invoice, Payment
from store.engine import Database
from tests.contract.horizonpay.bench import bench as open_bench
from tests.flow.web.receiver import Receiver, receiver


@asynccontextmanager
async def there(
    database: Database,
    method: str = "card_post",
    *,
    test: bool = False,
    require: tuple[str, ...] = (),
    **configured: Any,
) -> AsyncIterator[Receiver]:
    """The receiver over such a bank, its switches as ``configured``; ``test``: no real money moves there.

    ``require``: what the method demands to know of payers.
    """
    async with open_bench(method, **configured) as bench:
        bench.provider = bench.client(test=test, require=require)
        async with receiver(database, bench) as made:
            yield made


async def begun(shop: Receiver, **more: Any) -> Invoice:
    """An invoice whose payer has chosen the bank; its page is waiting."""
    invoice = await shop.issue(**more)
    await shop.desk.pay(invoice.id, "horizonpay")
    await shop.settled()
    return invoice


async def act(shop: Receiver, what: str, payment: Payment, **more: object) -> None:
    """The payer or the bank does something."""
    await shop.bench.control(what, tracking_id=payment.reference, **more)


class Seen(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Their attributes."""
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def fields(self) -> list[tuple[str | None, str | None]]:
        """What the form would send."""
        return [(field["name"], field["value"]) for field in self.all("input")]
