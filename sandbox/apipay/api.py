"""`/api/v1`: invoices and refunds, endpoints 1 to 8."""

from aiohttp import web

from sandbox.apipay import listing, magic, reading, refunding, refusals, returning, shapes
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.bills import Invoice, Status
from sandbox.apipay.books import NotNowError
from sandbox.apipay.refusals import InvalidError, RefusedError

ROOT = "/api/v1"
FREE_AGAIN = frozenset({Status.EXPIRED, Status.CANCELLED, Status.ERROR})
"""Where the first invoice has come to this, its idempotency key may be used again."""


def routes(bank: ApiPay) -> list[web.RouteDef]:
    """The eight addresses."""

    async def create(request: web.Request) -> web.Response:
        return await _create(bank, request)

    async def look(request: web.Request) -> web.Response:
        return web.json_response(shapes.looked_at(invoice_of(bank, request), bank.config))

    async def cancel(request: web.Request) -> web.Response:
        return _cancel(bank, invoice_of(bank, request))

    async def all_invoices(request: web.Request) -> web.Response:
        return _list(bank, request)

    async def check(request: web.Request) -> web.Response:
        return await _check(bank, request)

    async def refund(request: web.Request) -> web.Response:
        return await _refund(bank, request)

    async def refunds_of(request: web.Request) -> web.Response:
        return web.json_response(shapes.refunds_of(invoice_of(bank, request), bank.config))

    async def all_refunds(request: web.Request) -> web.Response:
        return _refunds(bank, request)

    return [
        web.post(f"{ROOT}/invoices", create),
        web.get(f"{ROOT}/invoices", all_invoices, allow_head=False),
        web.get(f"{ROOT}/invoices/{{id:[0-9]+}}", look, allow_head=False),
        web.post(f"{ROOT}/invoices/{{id:[0-9]+}}/cancel", cancel),
        web.post(f"{ROOT}/invoices/status/check", check),
        web.post(f"{ROOT}/invoices/{{id:[0-9]+}}/refund", refund),
        web.get(f"{ROOT}/invoices/{{id:[0-9]+}}/refunds", refunds_of, allow_head=False),
        web.get(f"{ROOT}/refunds", all_refunds, allow_head=False),
    ]


def org_of(bank: ApiPay, request: web.Request) -> str:
    """The organization whose key this is; the edge has let nobody else in."""
    return bank.config.keys[request.headers["X-API-Key"]]


def invoice_of(bank: ApiPay, request: web.Request) -> Invoice:
    """The invoice of an address; 404 where there is none, or where it is another organization's."""
    found = bank.books.find(int(request.match_info["id"]), org_of(bank, request))
    if found is None:
        raise refusals.no_invoice(bank.config)
    return found


async def _create(bank: ApiPay, request: web.Request) -> web.Response:
    org, config = org_of(bank, request), bank.config
    wish = reading.wish_of(await reading.body_of(request), config, bank.catalog.of(org))
    first = bank.books.by_key.get((org, wish.key)) if wish.key is not None else None
    if first is not None and first.status not in FREE_AGAIN:
        raise RefusedError(
            409,
            {
                "error": "duplicate_idempotency_key",
                "message": "An invoice with this external_order_id_idempotency exists already.",
                "invoice_id": first.id,
                "status": shapes.word_of(first, config),
            },
        )
    if config.is_sandbox and 0 < config.invoice_limit <= sum(row.org == org for row in bank.books.all()):
        text = "The limit of sandbox invoices is reached."
        raise RefusedError(400, {"error": "sandbox_invoice_limit", "message": text})
    if config.magic and wish.amount == magic.KAPUT * 100:
        raise RefusedError(502, {"message": "Kaspi API error"})
    invoice = bank.make(org, wish)
    if invoice.is_magic(magic.MADE_AND_KAPUT):
        raise RefusedError(500, {"message": "Server Error"})
    return web.json_response(shapes.created(invoice, config), status=201)


def _cancel(bank: ApiPay, invoice: Invoice) -> web.Response:
    try:
        done = bank.books.cancel(invoice, bank.clock.now())
    except NotNowError:
        raise refusals.wrong_state("Invoice cannot be cancelled") from None
    if not done:
        return web.json_response(
            {"message": "Invoice cancellation queued", "invoice_id": invoice.id}, status=202
        )
    shown = shapes.looked_at(invoice, bank.config)
    return web.json_response({"message": "Invoice cancelled successfully", "invoice": shown})


def _list(bank: ApiPay, request: web.Request) -> web.Response:
    mine = [row for row in bank.books.all() if row.org == org_of(bank, request)]
    found, page, per_page = listing.invoices(mine, request.query, bank.config)
    rows = [shapes.listed(row, bank.config) for row in found[(page - 1) * per_page : page * per_page]]
    answer = shapes.page_of(rows, page, per_page, len(found), bank.config)
    if bank.config.extras and request.query.get("with_summary") in ("1", "true"):
        answer["summary"] = shapes.summary_of(found)
    return web.json_response(answer)


async def _check(bank: ApiPay, request: web.Request) -> web.Response:
    """Until April this only begins to check; since then it tells. What is not known is left out."""
    ids = reading.ids_of(await reading.body_of(request))
    found = [row for id_ in dict.fromkeys(ids) if (row := bank.books.find(id_, org_of(bank, request)))]
    rows = [shapes.checked(row, bank.config) for row in found]
    if bank.config.status_check == "list":
        return web.json_response(rows)
    if bank.config.status_check == "count":
        return web.json_response({"message": "Status check jobs dispatched", "count": len(rows)})
    return web.json_response({"invoices": rows})


async def _refund(bank: ApiPay, request: web.Request) -> web.Response:
    invoice, errors = invoice_of(bank, request), dict[str, str]()
    body = await reading.body_of(request)
    amount = reading.amount_of(body, errors, whole=False)
    reason = reading.reason_of(body, errors)
    items = returning.returned_of(invoice, body, bank.config, errors)
    if errors:
        raise InvalidError(**errors)
    if not items:
        returning.needs_items(invoice, amount, bank.config)
    refund = refunding.begin(bank.books, invoice, amount, reason, bank.clock.now(), items=items)
    return web.json_response(shapes.asked_back(invoice, refund, bank.config), status=201)


def _refunds(bank: ApiPay, request: web.Request) -> web.Response:
    mine = [
        (row, refund)
        for row in bank.books.all()
        if row.org == org_of(bank, request)
        for refund in row.refunds
    ]
    found, page, per_page = listing.refunds(mine, request.query, bank.config)
    rows = [shapes.refund_row(*row, bank.config) for row in found[(page - 1) * per_page : page * per_page]]
    return web.json_response(shapes.page_of(rows, page, per_page, len(found), bank.config))
