"""`POST /api/operation/{id}/charge|cancel|refund`, by the bank's transaction id.

Where a refund's amount is read from is contradictory in the documentation (query or JSON body). The bank here
reads one place only, by default the query; an amount that stands elsewhere is not seen: the refund is full.
"""

import json

from aiohttp import web

from sandbox.halyk.afterwards import NotAllowedError, begin_refund, capture, release
from sandbox.halyk.api import refusal, token_of
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Bill
from sandbox.halyk.money import tiyn_from
from sandbox.halyk.tokens import Kind

QUERY = frozenset({"amount", "externalID"})
BODY = frozenset({"amount", "purpose"})


def routes(bank: HalykBank) -> list[web.RouteDef]:
    """The three operations."""

    async def operate(request: web.Request) -> web.Response:
        try:
            bill = _bill(bank, request)
            return await OPERATIONS[request.match_info["verb"]](bank, bill, request)
        except NotAllowedError as no:
            return refusal(no.code, "")

    return [web.post("/api/operation/{id}/{verb:charge|cancel|refund}", operate)]


async def _charge(bank: HalykBank, bill: Bill, request: web.Request) -> web.Response:
    given = await _body(request)
    capture(bill, _amount({**dict(request.query), **given}), bank.clock.now())
    return web.Response()


async def _cancel(bank: HalykBank, bill: Bill, request: web.Request) -> web.Response:
    if request.query_string or await request.read():
        raise NotAllowedError
    release(bill, bank.clock.now())
    return web.Response()


async def _refund(bank: HalykBank, bill: Bill, request: web.Request) -> web.Response:
    query, body = dict(request.query), await _body(request)
    if query.keys() - QUERY or len(request.query) != len(query):
        raise NotAllowedError
    amounts = _amount(query), _amount(body)
    if None not in amounts and amounts[0] != amounts[1]:
        raise NotAllowedError
    amount = amounts[0] if bank.config.refund_reads == "query" else amounts[1]
    begin_refund(bill, amount, query.get("externalID", ""), bank.clock.now())
    bank.books.watch(bill)
    answer = {"code": 3225, "externalID": "", "message": "in progress"}
    return web.json_response(answer, status=bank.config.refund_http)


OPERATIONS = {"charge": _charge, "cancel": _cancel, "refund": _refund}


def _bill(bank: HalykBank, request: web.Request) -> Bill:
    token = token_of(bank, request)
    bill = bank.books.by_transaction.get(request.match_info["id"])
    owned = bank.config.owns(token.client_id, token.terminal) and bank.config.may_read(token.client_id)
    if token.kind is not Kind.SERVICE or not owned or bill is None:
        raise NotAllowedError
    if bill.order.terminal != token.terminal and not bank.config.status_client:
        raise NotAllowedError
    return bill


async def _body(request: web.Request) -> dict[str, object]:
    """The JSON body, which may be missing."""
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError as bad:
        raise NotAllowedError(1531) from bad
    if request.content_type != "application/json" or not isinstance(body, dict) or body.keys() - BODY:
        raise NotAllowedError(1531)
    if not isinstance(body.get("purpose", ""), str):
        raise NotAllowedError(1531)
    return body


def _amount(given: dict[str, object] | dict[str, str]) -> int | None:
    """The amount in tiyn; None where none is given."""
    if "amount" not in given:
        return None
    value = given["amount"]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NotAllowedError(1531)
    amount = tiyn_from(f"{value:.10g}" if isinstance(value, float) else str(value))
    if amount is None:
        raise NotAllowedError
    return amount
