"""Webhooks of banks: verified, stored, answered; acted on afterwards.

A webhook is a hint. Whatever it says, the bank is asked before anything moves. Neither bodies nor
headers nor tokens are ever logged.
"""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from aiohttp import web

from billing.books import Books, StoredDelivery
from billing.models import Payment
from billing.paying import ASK_LEASE
from billing.ports import Delivery, Forged
from web.deps import DEPS, WebDeps
from web.reading import HOOK_LIMIT, body_within

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One verified webhook on its way into the inbox."""

    provider: str
    token: str
    delivery: Delivery
    body: bytes
    owner: str
    at: datetime

    @property
    def order(self) -> int:
        """Before every other small write of a group, and equal for copies: see ``Store.write_small``."""
        return -1 - crc32(self.token.encode())

    def store(self, books: Books) -> tuple[Payment | None, StoredDelivery | None]:
        """Look its payment up and store it, leased to us, in one go: this path is the busiest."""
        payment = books.payment_by_hook(self.token)
        if payment is None or not self.speaks_of(payment):
            return payment, None
        key = f"{payment.id}:{self.delivery.key}"
        lease = self.owner, self.at, self.at + ASK_LEASE
        return payment, books.add_delivery(
            self.provider, key, payment.id, self.delivery.claim, self.body, *lease
        )

    def speaks_of(self, payment: Payment) -> bool:
        """Whether it names the payment at whose address it came."""
        claimed = (self.delivery.reference or "").encode("utf-8", "surrogatepass")
        same = hmac.compare_digest(claimed, payment.reference.encode())
        return same and payment.provider == self.provider


async def receive(request: web.Request) -> web.Response:
    """A bank reports on one payment, at the address made for it. 200 only after the commit."""
    deps = request.app[DEPS]
    provider = deps.banking.providers.get(request.match_info["provider"])
    if provider is None:
        raise web.HTTPNotFound
    token = request.match_info["token"]
    body = await body_within(request, HOOK_LIMIT)
    delivery = provider.read_webhook(request.headers, body)
    if isinstance(delivery, Forged):
        raise await _forged(deps, provider.slug, token)
    arrival = Arrival(provider.slug, token, delivery, body, deps.banking.owner, deps.clock.now())
    payment, stored = await deps.store.write_small(arrival.store, order=arrival.order)
    if payment is None:
        raise web.HTTPNotFound
    if not arrival.speaks_of(payment):
        log.warning("webhook of another payment: provider=%s payment=%s", provider.slug, payment.id)
        raise web.HTTPForbidden
    if stored is not None:  # else a copy of one that is settled
        deps.settle_soon(stored)
    return web.Response()


async def receive_without_token(request: web.Request) -> web.Response:
    """For banks that sign and call one address for all payments; none of ours does yet."""
    await body_within(request, HOOK_LIMIT)
    raise web.HTTPNotFound


async def _forged(deps: WebDeps, provider: str, token: str) -> web.HTTPException:
    """403 at an address of ours, 404 anywhere else."""
    payment = await deps.store.read(lambda books: books.payment_by_hook(token))
    if payment is None:
        return web.HTTPNotFound()
    log.warning("webhook forged: provider=%s payment=%s", provider, payment.id)
    return web.HTTPForbidden()
