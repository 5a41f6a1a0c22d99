"""`/api/v1/catalog`: units, goods and their pictures, endpoints 9 to 14."""

from aiohttp import web

from sandbox.apipay import reading as bodies
from sandbox.apipay import refusals
from sandbox.apipay.api import ROOT, org_of
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.catalog import images, listing, matching, reading, shapes
from sandbox.apipay.catalog.items import BUSY, Card, Item
from sandbox.apipay.catalog.reading import Shelf
from sandbox.apipay.catalog.units import UNITS
from sandbox.apipay.refusals import InvalidError, RefusedError
from sandbox.apipay.shapes import Json, paged

UPLOADS = 60
"""Pictures in any minute, of each key."""
STORAGE = "/storage/catalog"


def routes(bank: ApiPay) -> list[web.RouteDef]:
    """The six addresses, and the pictures, which need no key."""

    async def units(request: web.Request) -> web.Response:
        _shelf(bank, request)
        rows = [{"id": unit.id, "name": unit.name, "name_kaz": unit.name_kaz} for unit in UNITS]
        return web.json_response({"data": rows})

    async def goods(request: web.Request) -> web.Response:
        return _list(bank, request)

    async def upload(request: web.Request) -> web.Response:
        return await _upload(bank, request)

    async def make(request: web.Request) -> web.Response:
        return await _make(bank, request)

    async def change(request: web.Request) -> web.Response:
        return await _change(bank, request)

    async def delete(request: web.Request) -> web.Response:
        return _delete(bank, request)

    async def picture(request: web.Request) -> web.Response:
        found = bank.catalog.images.by_id.get(request.match_info["image"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.raw, content_type=found.content_type)

    return [
        web.get(f"{ROOT}/catalog/units", units, allow_head=False),
        web.get(f"{ROOT}/catalog", goods, allow_head=False),
        web.post(f"{ROOT}/catalog/upload-image", upload),
        web.post(f"{ROOT}/catalog", make),
        web.patch(f"{ROOT}/catalog/{{id:[0-9]+}}", change),
        web.delete(f"{ROOT}/catalog/{{id:[0-9]+}}", delete),
        web.get(f"{STORAGE}/{{image}}", picture, allow_head=False),
    ]


def _shelf(bank: ApiPay, request: web.Request) -> Shelf:
    """What the requester's cards are checked by; 400 where the organization has no catalog."""
    if not bank.config.has_catalog:
        raise refusals.coded("catalog_not_supported", bank.clock.now(), bank.config)
    return Shelf(org_of(bank, request), bank.catalog.images, bank.config)


def _storage(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}/apipay{STORAGE}"


def _list(bank: ApiPay, request: web.Request) -> web.Response:
    shelf, config, query = _shelf(bank, request), bank.config, request.query
    mine, storage = list(bank.catalog.of(shelf.org).values()), _storage(request)
    named = listing.targeted(mine, query, config)
    if named is not None:
        return web.json_response({"data": [shapes.shown(row, config, storage) for row in named]})
    page, per_page = listing.page_of(query)
    found = listing.found(mine, query, config)
    part = found[(page - 1) * per_page : page * per_page]
    rows = [shapes.shown(row, config, storage) for row in part]
    path = str(request.url.with_query(None))
    return web.json_response(paged(rows, page, per_page, len(found), path, linked=config.catalog != "april"))


async def _upload(bank: ApiPay, request: web.Request) -> web.Response:
    shelf = _shelf(bank, request)
    if bank.config.rate_limit:
        _, wait = bank.limits.take(request.headers["X-API-Key"], "upload", UPLOADS, bank.clock.now())
        if wait > 0:
            raise refusals.throttled(wait, bank.config)
    try:
        given = (await request.post()).get("image")
    except web.HTTPRequestEntityTooLarge:
        raise images.no(413, "file_too_large", "The file is larger than 6 MB.") from None
    except ValueError:
        given = None
    if not isinstance(given, web.FileField):
        raise InvalidError(image="The image field is required.")
    return web.json_response({"image_id": bank.catalog.images.take(shelf.org, given.file.read()).id})


async def _make(bank: ApiPay, request: web.Request) -> web.Response:
    """April takes all or nothing; since August each item is judged by itself."""
    shelf, config = _shelf(bank, request), bank.config
    rows = reading.rows_of(await bodies.body_of(request), config)
    read = [reading.card_of(row, shelf) for row in rows]
    if config.catalog == "april":
        wrong = {
            ".".join(filter(None, ("items", str(place), name))): text
            for place, (_, errors) in enumerate(read)
            for name, text in errors.items()
        }
        if wrong:
            raise InvalidError(**wrong)
    cards = [card for card, _ in read if card is not None]
    _has_room(bank, shelf.org, len(cards))
    answer: Json = {"data": [_taken(bank, shelf.org, card, _storage(request)) for card in cards]}
    if config.catalog != "april":
        answer["rejected"] = [
            shapes.rejected(place, rows[place], errors) for place, (_, errors) in enumerate(read) if errors
        ]
    at_once = config.is_sandbox and config.catalog != "september"
    return web.json_response(answer, status=201 if at_once else 202)


def _taken(bank: ApiPay, org: str, card: Card, storage: str) -> Json:
    catalog, config, now = bank.catalog, bank.config, bank.clock.now()
    item, differs = (None, False) if config.catalog == "april" else matching.matched(catalog, org, card, now)
    if item is not None:
        return shapes.shown(item, config, storage, is_match=True, name_differs=differs)
    return shapes.shown(catalog.make(org, card, now), config, storage)


def _has_room(bank: ApiPay, org: str, more: int) -> None:
    most = int(bank.config.catalog_limit)
    if bank.config.is_sandbox and 0 < most < len(bank.catalog.of(org)) + more:
        code = "sandbox_catalog_limit"
        raise RefusedError(400, {"error": code, "message": f"A practice catalog has {most} items at most."})


def _item(bank: ApiPay, request: web.Request) -> Item:
    """The item of an address: 404 where there is none, 409 where something is being done to it."""
    shelf = _shelf(bank, request)
    found = bank.catalog.find(int(request.match_info["id"]), shelf.org)
    if found is None:
        raise refusals.no_item(bank.config)
    if found.status in BUSY:
        raise refusals.coded("catalog_busy", bank.clock.now(), bank.config)
    return found


async def _change(bank: ApiPay, request: web.Request) -> web.Response:
    item = _item(bank, request)
    edit = reading.edit_of(await bodies.body_of(request), _shelf(bank, request))
    for name, value in edit.items():
        setattr(item, "price" if name == "selling_price" else name, value)
    bank.catalog.send(item, "update", bank.clock.now())
    return _queued(item, "updated", "update")


def _delete(bank: ApiPay, request: web.Request) -> web.Response:
    item = _item(bank, request)
    bank.catalog.send(item, "delete", bank.clock.now())
    return _queued(item, "deleted", "deletion")


def _queued(item: Item, done: str, queued: str) -> web.Response:
    if item.is_sandbox:
        return web.json_response({"message": f"Catalog item {done}", "catalog_item_id": item.id})
    body = {"message": f"Catalog item {queued} queued", "catalog_item_id": item.id}
    return web.json_response(body, status=202)
