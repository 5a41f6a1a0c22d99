"""Webhooks of banks: verified, stored, answered; acted on afterwards.

A webhook is a hint. Whatever it says, the bank is asked before anything moves. Neither bodies nor
headers nor tokens are ever logged.
"""

from __future__ import annotations

import logging

from aiohttp import web

from billing.answers import Delivery, Forged, Kind
from billing.paying import ASK_LEASE
from billing.receiving import Arrival, Fate
from billing.receiving import receive as receive_all
from billing.receiving import receive_signed as signed_all
from web.deps import DEPS, WebDeps
from web.reading import HOOK_LIMIT, body_within

log = logging.getLogger(__name__)


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
    received = await deps.store.write_together(
        receive_all, _arrival(deps, provider.slug, token, delivery, body)
    )
    if received.fate is Fate.NOBODYS:
        raise web.HTTPNotFound
    if received.fate is Fate.ANOTHERS:
        log.warning("webhook of another payment: provider=%s", provider.slug)
        raise web.HTTPForbidden
    if received.stored is not None:  # else a copy of one that is stored already
        deps.settle_soon(received.stored)
    return web.Response()


def _arrival(deps: WebDeps, provider: str, token: str, delivery: Delivery, body: bytes) -> Arrival:
    now = deps.clock.now()
    return Arrival(provider, token, delivery, body, deps.banking.owner, now, now + ASK_LEASE)


async def receive_signed(request: web.Request) -> web.Response:
    """A bank that signs calls one address for all payments. 401 for a wrong signature.

    What it says of other people's bills, and events that we do not act on, are taken with 200: a bank that is
    refused repeats itself, and may stop calling at all.
    """
    deps = request.app[DEPS]
    provider = deps.banking.providers.get(request.match_info["provider"])
    body = await body_within(request, HOOK_LIMIT)
    if provider is None or not provider.capabilities.signs:
        raise web.HTTPNotFound
    delivery = provider.read_webhook(request.headers, body)
    if isinstance(delivery, Forged):
        log.warning("webhook forged: provider=%s", provider.slug)
        await deps.desk.checking.note_forged(provider.slug, delivery.why)
        raise web.HTTPUnauthorized
    if delivery.kind is Kind.TEST:
        await deps.desk.checking.note_test(provider.slug)
    if delivery.kind is Kind.SUBSCRIPTION:
        await deps.desk.subscriptions.banks.hear(provider.slug, delivery, body)
    if delivery.kind is Kind.CATALOG and delivery.reference:
        await deps.desk.catalog.look_soon(provider.slug, delivery.reference)
    if delivery.kind in (Kind.PAYMENT, Kind.REFUND):
        arrival = _arrival(deps, provider.slug, "", delivery, body)
        received = await deps.store.write_together(signed_all, arrival)
        if received.stored is not None:
            deps.settle_soon(received.stored)
    return web.Response()


async def _forged(deps: WebDeps, provider: str, token: str) -> web.HTTPException:
    """403 at an address of ours, 404 anywhere else."""
    payment = await deps.store.read(lambda books: books.payment_by_hook(token))
    if payment is None:
        return web.HTTPNotFound()
    log.warning("webhook forged: provider=%s payment=%s", provider, payment.id)
    return web.HTTPForbidden()
