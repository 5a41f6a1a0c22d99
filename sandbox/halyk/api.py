"""`/api`: generate a QR, ask for its state, ask for the payment by invoiceID."""

from aiohttp import web

from sandbox.halyk.answers import envelope, generated, qr_state, status_of
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Order
from sandbox.halyk.config import Terminal
from sandbox.halyk.generate import RefusedError, wish_from
from sandbox.halyk.lists import foreign_bill
from sandbox.halyk.magic import Magic
from sandbox.halyk.tokens import Kind, Token

REFUSALS = {Magic.QR_IS_OFF: 219, Magic.QR_FAILS: 220, Magic.TERMINAL_UNREADABLE: 563}


def routes(bank: HalykBank) -> list[web.RouteDef]:
    """The three addresses; HEAD is not among their methods."""

    async def generate(request: web.Request) -> web.Response:
        token = token_of(bank, request)
        try:
            answer = await _generate(bank, request, token)
        except RefusedError as no:
            return refusal(no.code, no.message)
        return web.json_response(answer)

    async def qr(request: web.Request) -> web.Response:
        token = token_of(bank, request)
        if request.query_string or await request.read():
            return refusal(1531, "this request has no parameters")
        if token.bill is None:
            return refusal(220, "no QR was generated with this token")
        return web.json_response(qr_state(bank.books.by_number[token.bill]))

    async def status(request: web.Request) -> web.Response:
        token = token_of(bank, request)
        answer = _status(bank, token, request.match_info["invoice"])
        if request.query_string or await request.read():
            answer = envelope("103", "this request has no parameters")
        return web.json_response(answer, status=200 if answer["resultCode"] == "100" else 400)

    return [
        web.post("/api/payment/qr/generate", generate),
        web.get("/api/qr", qr, allow_head=False),
        web.get("/api/check-status/payment/transaction/{invoice}", status, allow_head=False),
    ]


async def _generate(bank: HalykBank, request: web.Request, token: Token) -> dict[str, object]:
    if not token.terminal:
        raise RefusedError(217)
    if token.order is None:
        raise RefusedError(218)
    bank.journal.asked[token.order.invoice_id] += 1
    if request.query_string:
        raise RefusedError(1531, "parameters belong into the body")
    wish = wish_from(request.content_type, await request.read(), bank.config)
    terminal = _terminal(bank, token, token.order)
    if token.order.invoice_id in bank.books.by_invoice:
        raise RefusedError(220, "this invoice has its QR already")
    bill = bank.make(token.order, wish, terminal, str(request.url.origin()))
    token.bill = bill.number
    return generated(bill)


def _terminal(bank: HalykBank, token: Token, order: Order) -> Terminal:
    if not bank.config.owns(token.client_id, token.terminal):
        raise RefusedError(563)
    terminal = bank.config.terminals[token.terminal]
    if not terminal.pay_qr_local:
        raise RefusedError(219)
    if code := REFUSALS.get(bank.magic(order)):
        raise RefusedError(code)
    return terminal


def _status(bank: HalykBank, token: Token, invoice: str) -> dict[str, object]:
    if token.kind is Kind.PAYMENT:
        return envelope("103", "a service token is needed")
    if not token.terminal:
        return envelope("104", "the token names no terminal")
    config = bank.config
    if not (config.owns(token.client_id, token.terminal) and config.may_read(token.client_id)):
        return envelope("109", "the terminal does not belong to the client")
    bill = bank.books.by_invoice.get(invoice) or foreign_bill(bank, invoice)
    if bill is None or not (bill.order.terminal == token.terminal or config.status_client):
        return status_of(None, None, bank.clock.now())
    return status_of(bill, bank.terminal_of(bill), bank.clock.now(), shrinks=config.refund_shrinks)


def token_of(bank: HalykBank, request: web.Request) -> Token:
    """The living token of a request; HTTP 401 without one."""
    token = bank.tokens.find(request.headers.get("Authorization", ""), bank.clock.now())
    if token is None:
        raise web.HTTPUnauthorized(
            text='{"code":401,"message":"unauthorized"}', content_type="application/json"
        )
    return token


def refusal(code: int, message: str) -> web.Response:
    """An error answer of the bank."""
    return web.json_response({"code": code, "message": message}, status=400)
