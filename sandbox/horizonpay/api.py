"""`/beyag`: payments, what became of them, and refunds."""

from collections.abc import Callable

from aiohttp import web

from sandbox.horizonpay import reading, refunding, refusals, remembering
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.confirming import confirm
from sandbox.horizonpay.edge import shop_of
from sandbox.horizonpay.refusals import InvalidError, RefusedError
from sandbox.horizonpay.shapes import Json, shown, transaction_of
from sandbox.horizonpay.transactions import Transaction

ROOT = "/beyag/transactions"


def routes(bank: HorizonPay) -> list[web.RouteDef]:
    """The five addresses."""

    async def create(request: web.Request) -> web.Response:
        return await _once(bank, request, lambda raw: _create(bank, request, raw))

    async def refund(request: web.Request) -> web.Response:
        return await _once(bank, request, lambda raw: _refund(bank, request, raw))

    async def look(request: web.Request) -> web.Response:
        return web.json_response(shown(_known(bank, request), bank.config))

    async def tracked(request: web.Request) -> web.Response:
        rows = bank.books.tracked(request.match_info["id"], _shop(bank, request))
        return web.json_response(_tracked(bank, rows))

    async def confirmed(request: web.Request) -> web.Response:
        return await confirm(bank, request, _shop(bank, request))

    return [
        web.post(f"{ROOT}/payments", create),
        web.post(f"{ROOT}/refunds", refund),
        web.get(f"{ROOT}/tracking_id/{{id:.+}}", tracked, allow_head=False),
        web.get(f"{ROOT}/{{uid}}", look, allow_head=False),
        web.post(f"{ROOT}/{{uid}}/confirm", confirmed),
    ]


def _shop(bank: HorizonPay, request: web.Request) -> str:
    """The shop that asks; the edge has let nobody else in."""
    shop = shop_of(request, bank.config)
    assert shop is not None
    return shop


def _known(bank: HorizonPay, request: web.Request) -> Transaction:
    found = bank.books.find(request.match_info["uid"], _shop(bank, request))
    if found is None:
        raise refusals.plain(404)
    return found


async def _once(bank: HorizonPay, request: web.Request, make: Callable[[bytes], Transaction]) -> web.Response:
    """What `make` makes; or, where the id of the request is known, what came of it the first time."""
    raw, id_ = await request.read(), request.headers.get("RequestID")
    if id_ is None or bank.config.idempotency == "ignored":
        return web.json_response(shown(make(raw), bank.config, first=True))
    if not remembering.UUID.fullmatch(id_):
        raise RefusedError(422, "RequestID is invalid", dict(refusals.SYSTEM))
    key, now = (_shop(bank, request), request.path, id_.lower()), bank.clock.now()
    first = bank.memory.find(key, now)
    if first is None:
        made = _made(make, raw)
        bank.memory.keep(key, raw, made, now)
    elif first.body != remembering.print_of(raw) and bank.config.other_body == "refuse":
        raise RefusedError(422, "RequestID was used with another request", dict(refusals.SYSTEM))
    else:
        made = first.made
    if isinstance(made, RefusedError):
        raise made.with_traceback(None)
    return web.json_response(shown(made, bank.config, first=True))


def _made(make: Callable[[bytes], Transaction], raw: bytes) -> Transaction | RefusedError:
    try:
        return make(raw)
    except RefusedError as no:
        return no


def _create(bank: HorizonPay, request: web.Request, raw: bytes) -> Transaction:
    now, config, shop = bank.clock.now(), bank.config, _shop(bank, request)
    wish = reading.wish_of(reading.request_of(request.content_type, raw), config, now)
    if wish.token is not None:
        token = bank.books.tokens.get(wish.token)
        mine = token is not None and (token.shop, token.method) == (shop, wish.method)
        if token is None or not mine or (not token.alive and config.dead_tokens == "refuse"):
            raise InvalidError({"method.token": "is invalid"})
    return bank.books.make(shop, wish, str(request.url.origin()), now)


def _refund(bank: HorizonPay, request: web.Request, raw: bytes) -> Transaction:
    wish = reading.refund_of(reading.request_of(request.content_type, raw))
    parent = bank.books.find(wish.parent_uid, _shop(bank, request))
    if parent is None:
        raise refusals.plain(404)
    return refunding.begin(bank.books, parent, wish.amount, wish.reason, wish.tracking_id, bank.clock.now())


def _tracked(bank: HorizonPay, rows: list[Transaction]) -> Json:
    """The newest first; as a list, or the newest alone."""
    most = int(bank.config.tracking_most)
    if bank.config.by_tracking == "object" and rows:
        return shown(rows[0], bank.config)
    return {"transactions": [transaction_of(row, bank.config) for row in rows[:most]]}
