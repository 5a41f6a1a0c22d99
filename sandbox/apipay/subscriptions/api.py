"""`/api/v1/subscriptions`: endpoints 15 to 22, and the practice bill that came with August."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web

from sandbox.apipay import magic, refusals
from sandbox.apipay import reading as bodies
from sandbox.apipay.api import ROOT, org_of
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.refusals import RefusedError
from sandbox.apipay.shapes import paged, word_of
from sandbox.apipay.subscriptions import listing, reading, shapes
from sandbox.apipay.subscriptions.reading import Desk
from sandbox.apipay.subscriptions.records import Subscription, UnfitError

COOL_DOWN = timedelta(seconds=30)
"""Between two practice bills of one subscription."""
DONE = {"pause": "paused", "resume": "resumed", "cancel": "cancelled"}


def routes(bank: ApiPay) -> list[web.RouteDef]:
    """The nine addresses."""

    async def create(request: web.Request) -> web.Response:
        return await _create(bank, request)

    async def all_of_them(request: web.Request) -> web.Response:
        return _list(bank, request)

    async def look(request: web.Request) -> web.Response:
        return web.json_response(shapes.looked_at(_row(bank, request), bank.config, bank.clock.now()))

    async def change(request: web.Request) -> web.Response:
        return await _change(bank, request)

    def stepper(step: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def take(request: web.Request) -> web.Response:
            return _step(bank, _row(bank, request), step)

        return take

    async def history(request: web.Request) -> web.Response:
        return _history(bank, request)

    async def simulate(request: web.Request) -> web.Response:
        if not bank.config.extras:
            raise web.HTTPNotFound
        return _simulate(bank, _row(bank, request))

    one = f"{ROOT}/subscriptions/{{id:[0-9]+}}"
    return [
        web.post(f"{ROOT}/subscriptions", create),
        web.get(f"{ROOT}/subscriptions", all_of_them, allow_head=False),
        web.get(one, look, allow_head=False),
        web.put(one, change),
        *(web.post(f"{one}/{step}", stepper(step)) for step in DONE),
        web.get(f"{one}/invoices", history, allow_head=False),
        web.post(f"{one}/simulate-invoice", simulate),
    ]


def _row(bank: ApiPay, request: web.Request) -> Subscription:
    found = bank.subscriptions.find(int(request.match_info["id"]), org_of(bank, request))
    if found is None:
        raise refusals.no_subscription(bank.config)
    return found


def _desk(bank: ApiPay, org: str) -> Desk:
    return Desk(bank.config, bank.catalog.of(org), bank.clock.now())


async def _create(bank: ApiPay, request: web.Request) -> web.Response:
    org, config, now = org_of(bank, request), bank.config, bank.clock.now()
    terms, start = reading.wish_of(await bodies.body_of(request), _desk(bank, org))
    most = int(config.subscription_limit)
    if config.is_sandbox and 0 < most <= sum(row.org == org for row in bank.subscriptions.rows.values()):
        text = "The limit of sandbox subscriptions is reached."
        raise RefusedError(400, {"error": "sandbox_subscription_limit", "message": text})
    if config.magic and terms.amount == magic.KAPUT * 100:
        raise RefusedError(502, {"message": "Kaspi API error"})
    row = bank.subscriptions.make(org, terms, start, now)
    if config.magic and terms.amount == magic.MADE_AND_KAPUT * 100:
        raise RefusedError(500, {"message": "Server Error"})
    return web.json_response(shapes.answered("Subscription created", row, config, now), status=201)


def _list(bank: ApiPay, request: web.Request) -> web.Response:
    config, query, now = bank.config, request.query, bank.clock.now()
    org = org_of(bank, request)
    page, per_page = listing.page_of(query, config)
    mine = [row for row in bank.subscriptions.rows.values() if row.org == org]
    found = listing.found(mine, query, config)
    part = found[(page - 1) * per_page : page * per_page]
    rows = [shapes.shown(row, config, now) for row in part]
    path, linked = str(request.url.with_query(None)), config.subscriptions != "april"
    return web.json_response(paged(rows, page, per_page, len(found), path, linked=linked))


async def _change(bank: ApiPay, request: web.Request) -> web.Response:
    row, now = _row(bank, request), bank.clock.now()
    terms = reading.change_of(await bodies.body_of(request), row.terms, _desk(bank, row.org))
    try:
        bank.subscriptions.change(row, terms, now)
    except UnfitError:
        raise refusals.wrong_state("Subscription cannot be updated") from None
    return web.json_response(shapes.answered("Subscription updated", row, bank.config, now))


def _step(bank: ApiPay, row: Subscription, step: str) -> web.Response:
    book, now = bank.subscriptions, bank.clock.now()
    steps = {"pause": book.pause, "resume": book.resume, "cancel": book.cancel}
    try:
        steps[step](row, now)
    except UnfitError:
        raise refusals.wrong_state(f"Subscription cannot be {DONE[step]}") from None
    return web.json_response(shapes.stepped(f"Subscription {DONE[step]}", row, bank.config))


def _history(bank: ApiPay, request: web.Request) -> web.Response:
    row, config = _row(bank, request), bank.config
    page, per_page = listing.page_of(request.query, config, listing.HISTORY)
    charges = row.charges[::-1]
    part = charges[(page - 1) * per_page : page * per_page]
    return web.json_response(shapes.history(part, page, per_page, len(charges), config))


def _simulate(bank: ApiPay, row: Subscription) -> web.Response:
    """The next bill of a practice subscription now, as if its date had come."""
    now = bank.clock.now()
    if not row.is_sandbox:
        text = "Only sandbox subscriptions can be simulated."
        raise RefusedError(403, {"error": "not_sandbox", "message": text})
    if row.simulated_at is not None and (left := row.simulated_at + COOL_DOWN - now) > timedelta():
        raise refusals.throttled(left.total_seconds(), bank.config)
    try:
        charge = bank.subscriptions.bill(row, now)
    except UnfitError:
        raise refusals.wrong_state("Subscription cannot be billed now") from None
    row.simulated_at = now
    shown = {"id": charge.invoice.id, "status": word_of(charge.invoice, bank.config)}
    return web.json_response({"message": "Invoice simulated", "invoice": shown}, status=201)
