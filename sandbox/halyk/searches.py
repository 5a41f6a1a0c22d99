"""`POST /api/operations` and `POST /api/p2p/operations`: the searches behind a statement."""

from aiohttp import web

from sandbox.halyk import lists, transfers
from sandbox.halyk.api import refusal, token_of
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.listing import COLUMNS, ORDERS, record_of
from sandbox.halyk.search import Search, UnsearchableError, read, run
from sandbox.halyk.tokens import Kind, Token

NO_METHOD = 232
WHY = "X-Sandbox-Why"
"""Our own header beside the bare refusal, for whoever looks for the fault."""


def routes(bank: HalykBank) -> list[web.RouteDef]:
    """The two addresses. A living token of another kind is answered 403."""

    async def operations(request: web.Request) -> web.Response:
        token = _token(bank, request, Kind.STATEMENT)
        try:
            return web.json_response(_operations(bank, token, await _body(request)))
        except UnsearchableError as why:
            return _no("Search Method Unavailable", why)

    async def p2p(request: web.Request) -> web.Response:
        token = _token(bank, request, Kind.TRANSFER)
        try:
            return web.json_response(_transfers(bank, token, await _body(request)))
        except UnsearchableError as why:
            return _no("There is no search method", why)

    return [web.post("/api/operations", operations), web.post("/api/p2p/operations", p2p)]


def _operations(bank: HalykBank, token: Token, raw: bytes) -> dict[str, object]:
    search = read(raw, COLUMNS, ORDERS, "created_date")
    rows = lists.operations(bank, token.client_id, search.since, search.until)
    count, page = run(search, rows, ORDERS, **_paging(bank, search))
    return {"totalCount": count, "records": [record_of(row) for row in page]}


def _transfers(bank: HalykBank, token: Token, raw: bytes) -> dict[str, object]:
    period = bank.config.p2p_period
    orders = transfers.orders(period)
    search = read(raw, transfers.columns(period), orders, period)
    rows = lists.transfers(bank, token.client_id, search.since, search.until)
    count, page = run(search, rows, orders, **_paging(bank, search))
    return {"totalCount": count, "records": [transfers.record_of(row) for row in page]}


def _paging(bank: HalykBank, search: Search) -> dict[str, int]:
    """`page` is a number of records to skip, or of pages: the documentation says both."""
    size = min(search.size, bank.config.page_cap)
    return {"skip": search.page * (size if bank.config.paging == "pages" else 1), "size": size}


def _token(bank: HalykBank, request: web.Request, kind: Kind) -> Token:
    token = token_of(bank, request)
    if token.kind is not kind:
        raise web.HTTPForbidden(text='{"code":403,"message":"forbidden"}', content_type="application/json")
    return token


async def _body(request: web.Request) -> bytes:
    if request.query_string:
        raise UnsearchableError("parameters belong into the body")
    if request.content_type != "application/json":
        raise UnsearchableError("the body must be application/json")
    return await request.read()


def _no(message: str, why: UnsearchableError) -> web.Response:
    answer = refusal(NO_METHOD, message)
    answer.headers[WHY] = str(why)
    return answer
