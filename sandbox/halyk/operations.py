"""`POST /api/operation/{id}/charge|cancel|refund`, by the bank's transaction id.

Where a refund's amount is read from is contradictory in the documentation (query or JSON body). The bank here
reads one place only, by default the query; an amount that stands elsewhere is not seen: the refund is full.
"""

from aiohttp import web

from sandbox.common import strict
from sandbox.halyk.afterwards import Ask, NotAllowedError, begin_refund, capture, check_refund, release
from sandbox.halyk.api import refusal, token_of
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Bill
from sandbox.halyk.money import tiyn_from
from sandbox.halyk.tokens import Kind

QUERY = frozenset({"amount", "externalID"})
BODY = frozenset({"amount", "purpose"})
MALFORMED = 1531


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
    if request.query_string:
        raise NotAllowedError
    capture(bill, _amount(await _body(request, frozenset({"amount"}))), bank.clock.now())
    return web.Response()


async def _cancel(bank: HalykBank, bill: Bill, request: web.Request) -> web.Response:
    if request.query_string or await request.read():
        raise NotAllowedError
    release(bill, bank.clock.now())
    return web.Response()


async def _refund(bank: HalykBank, bill: Bill, request: web.Request) -> web.Response:
    ask = _ask(dict(request.query), await _body(request, BODY), bank.config.refund_reads)
    if request.query.keys() - QUERY or len(request.query) != len(set(request.query)):
        raise NotAllowedError
    check_refund(bill, ask, bank.config)
    fate = bank.troubles.take_fate()
    if fate is None or fate.kind == "fail" or fate.acted:
        failing = fate is not None and fate.kind == "fail"
        begin_refund(bill, ask, bank.config, bank.clock.now(), fails=failing)
        bank.books.watch(bill)
    if fate is not None and fate.kind == "refuse":
        raise NotAllowedError(fate.code)
    return _begun(bank)


def _begun(bank: HalykBank) -> web.Response:
    """3225 for a QR, nothing for a card; the same terminal may have both."""
    if bank.config.refund_body == "empty":
        return web.Response()
    answer = {"code": 3225, "externalID": "", "message": "in progress"}
    return web.json_response(answer, status=bank.config.refund_http)


OPERATIONS = {"charge": _charge, "cancel": _cancel, "refund": _refund}


def _ask(query: dict[str, str], body: dict[str, object], reads: str) -> Ask:
    """The refund that is asked for, as the bank that `reads` one place understands it."""
    places = {"query": _amount(query), "body": _amount(body)}
    given = {place: amount for place, amount in places.items() if amount is not None}
    if len(set(given.values())) > 1:
        raise NotAllowedError
    return Ask(places[reads], query.get("externalID", ""), str(body.get("purpose", "")), tuple(given))


def _bill(bank: HalykBank, request: web.Request) -> Bill:
    token = token_of(bank, request)
    bill = bank.books.by_transaction.get(request.match_info["id"])
    owned = bank.config.owns(token.client_id, token.terminal) and bank.config.may_read(token.client_id)
    if token.kind is not Kind.SERVICE or not owned or bill is None:
        raise NotAllowedError
    if bill.order.terminal != token.terminal and not bank.config.status_client:
        raise NotAllowedError
    return bill


async def _body(request: web.Request, names: frozenset[str]) -> dict[str, object]:
    """The JSON body, which may be missing."""
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = strict.load(raw)
    except ValueError as bad:
        raise NotAllowedError(MALFORMED) from bad
    if request.content_type != "application/json" or not isinstance(body, dict) or body.keys() - names:
        raise NotAllowedError(MALFORMED)
    if not isinstance(body.get("purpose", ""), str):
        raise NotAllowedError(MALFORMED)
    return body


def _amount(given: dict[str, object] | dict[str, str]) -> int | None:
    """The amount in tiyn; None where none is given."""
    if "amount" not in given:
        return None
    value = given["amount"]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NotAllowedError(MALFORMED)
    amount = tiyn_from(f"{value:.10g}" if isinstance(value, float) else str(value))
    if amount is None:
        raise NotAllowedError
    return amount
