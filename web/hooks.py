"""Webhooks of banks: verified, stored, answered; acted on afterwards.

A webhook is a hint. Whatever it says, the bank is asked before anything moves. Neither bodies nor
headers nor tokens are ever logged.
"""

from __future__ import annotations

import hmac
import logging

from aiohttp import web

from billing.models import Payment
from billing.paying import ASK_LEASE
from billing.ports import Books, Delivery, Forged, Provider, StoredDelivery
from web.deps import DEPS, WebDeps
from web.reading import HOOK_LIMIT, body_within

log = logging.getLogger(__name__)


async def receive(request: web.Request) -> web.Response:
    """A bank reports on one payment, at the address made for it. 200 only after the commit."""
    deps = request.app[DEPS]
    provider = deps.banking.providers.get(request.match_info["provider"])
    if provider is None:
        raise web.HTTPNotFound
    body = await body_within(request, HOOK_LIMIT)
    token = request.match_info["token"]
    payment = await deps.store.read(lambda books: books.payment_by_hook(token))
    if payment is None or payment.provider != provider.slug:
        raise web.HTTPNotFound
    delivery = _verified(provider, payment, request, body)
    stored = await _store(deps, provider, payment, delivery, body)
    if stored is not None:
        deps.settle_soon(stored)
    return web.Response()


async def receive_without_token(request: web.Request) -> web.Response:
    """For banks that sign and call one address for all payments; none of ours does yet."""
    await body_within(request, HOOK_LIMIT)
    raise web.HTTPNotFound


def _verified(provider: Provider, payment: Payment, request: web.Request, body: bytes) -> Delivery:
    """What the webhook claims, if it can be the bank's and speaks of this payment; else 403."""
    delivery = provider.read_webhook(request.headers, body)
    if isinstance(delivery, Forged):
        log.warning("webhook forged: provider=%s payment=%s", provider.slug, payment.id)
        raise web.HTTPForbidden
    claimed = (delivery.reference or "").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(claimed, payment.reference.encode()):
        log.warning("webhook of another payment: provider=%s payment=%s", provider.slug, payment.id)
        raise web.HTTPForbidden
    return delivery


async def _store(
    deps: WebDeps, provider: Provider, payment: Payment, delivery: Delivery, body: bytes
) -> StoredDelivery | None:
    """Into the inbox, leased to us; ``None``: a copy of one that is settled."""
    now = deps.clock.now()
    key = f"{payment.id}:{delivery.key}"

    def add(books: Books) -> StoredDelivery | None:
        return books.add_delivery(
            provider.slug, key, payment.id, delivery.claim, body, deps.banking.owner, now, now + ASK_LEASE
        )

    return await deps.store.write_small(add, order=payment.id)
