"""What the seed does not list: the state of the service, practice moves, who has Kaspi."""

from aiohttp import web

from sandbox.apipay import reading, refusals
from sandbox.apipay.api import ROOT, invoice_of, org_of
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.bills import Invoice, Status
from sandbox.apipay.magic import person_of
from sandbox.apipay.moments import local, zulu
from sandbox.apipay.refusals import InvalidError, RefusedError
from sandbox.apipay.shapes import word_of

TARGETS = ("paid", "cancelled", "expired", "error", "qr_scanned")
SESSIONS = ("kaspi_session_invalid", "kaspi_session_expired", "kaspi_session_not_configured")
CHECKS = 60
"""`clients/check` in any minute, whatever the other limits are."""


def routes(bank: ApiPay) -> list[web.RouteDef]:
    """Five addresses; but for the first they came with August."""

    async def status(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "timestamp": zulu(bank.clock.now())})

    async def simulate(request: web.Request) -> web.Response:
        _since_august(bank)
        return await _simulate(bank, request)

    async def client(request: web.Request) -> web.Response:
        _since_august(bank)
        return await _client(bank, request)

    async def health(_: web.Request) -> web.Response:
        _since_august(bank)
        return web.json_response(_health(bank))

    async def logs(_: web.Request) -> web.Response:
        _since_august(bank)
        return web.json_response(_logs(bank))

    return [
        web.get(f"{ROOT}/status", status, allow_head=False),
        web.post(f"{ROOT}/invoices/{{id:[0-9]+}}/simulate-status", simulate),
        web.post(f"{ROOT}/clients/check", client),
        web.get(f"{ROOT}/account/health", health, allow_head=False),
        web.get(f"{ROOT}/webhook-logs", logs, allow_head=False),
    ]


def _since_august(bank: ApiPay) -> None:
    if not bank.config.extras:
        raise web.HTTPNotFound


async def _simulate(bank: ApiPay, request: web.Request) -> web.Response:
    """Move a practice invoice that is pending."""
    invoice = invoice_of(bank, request)
    target = (await reading.body_of(request)).get("status")
    if target not in TARGETS:
        raise InvalidError(status="The selected status is invalid.")
    if not invoice.is_sandbox:
        raise RefusedError(403, {"error": "not_sandbox", "message": "Only sandbox invoices can be moved."})
    if invoice.status is not Status.PENDING:
        text = f"An invoice that is {word_of(invoice, bank.config)} cannot be moved."
        raise RefusedError(400, {"error": "invalid_status_transition", "message": text})
    _move(bank, invoice, str(target))
    shown = {"id": invoice.id, "status": word_of(invoice, bank.config)}
    return web.json_response({"message": "Status simulated", "invoice": shown})


def _move(bank: ApiPay, invoice: Invoice, target: str) -> None:
    books, now = bank.books, bank.clock.now()
    if target == "paid":
        books.pay(invoice, now)
    elif target == "cancelled":
        books.refuse(invoice, now, by_payer=False)
    elif target == "expired":
        books.expire(invoice, now)
    elif target == "error":
        books.fail(invoice, now, "unknown_error")
    else:
        bank.scanned(invoice)


async def _client(bank: ApiPay, request: web.Request) -> web.Response:
    _, wait = bank.limits.take(org_of(bank, request), "client", CHECKS, bank.clock.now())
    if wait > 0:
        raise refusals.throttled(wait, bank.config)
    phone = reading.phone_of(await reading.body_of(request), "phone")
    person = person_of(phone, magic=bank.config.magic)
    has = person.error != "client_not_found"
    name = person.name or None
    return web.json_response({"phone": phone, "has_kaspi": has, "client_name": name if has else None})


def _health(bank: ApiPay) -> dict[str, object]:
    """How the account is: what stands in the way of an invoice now."""
    now = bank.clock.now()
    wrong = [order.kind for order in bank.troubles.orders if order.alive(now)]
    session = next((kind for kind in wrong if kind in SESSIONS), None)
    return {
        "environment": bank.config.environment,
        "connection": {
            "status": "active" if session is None else session,
            "needs_reauth": session is not None,
            "checked_at": local(now),
        },
        "tariff": {"is_active": "tariff_inactive" not in wrong},
        "kyc": {"status": "rejected" if "kyc_rejected" in wrong else "approved"},
    }


def _logs(bank: ApiPay) -> dict[str, object]:
    """The newest webhooks and how they were answered."""
    rows = [
        {
            "event": call.event,
            "invoice_id": call.subject,
            "url": call.url,
            "attempts": len(call.answers),
            "last_answer": call.answers[-1] if call.answers else None,
            "created_at": zulu(call.announced_at),
        }
        for call in reversed(bank.webhooks.calls[-100:])
    ]
    return {"data": rows, "total": len(bank.webhooks.calls)}
