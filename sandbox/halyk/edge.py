"""The bank's front line: notes each request, and spoils it where a trouble was ordered."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.common.edge import guarded
from sandbox.common.journal import heard
from sandbox.common.troubles import Trouble
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.journal import Entry, about, endpoint_of, parsed, without_secret


def edge(bank: HalykBank) -> Middleware:
    """The middleware around everything but the app's pages."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        endpoint = endpoint_of(request.path)
        if endpoint == "app":
            return await handler(request)

        async def noted(status: int) -> Entry:
            token = about(bank.tokens.peek(request.headers.get("Authorization", "")))
            told = heard(request, endpoint, bank.clock.now(), status)
            return Entry(**told, body=await _body(request), token=token)

        return await guarded(bank, request, handler, endpoint, _spoiled, noted)

    return guard


def _spoiled(trouble: Trouble) -> web.Response:
    if trouble.kind == "429":
        return web.json_response({}, status=429, headers={"Retry-After": str(int(trouble.seconds))})
    return web.json_response({"code": int(trouble.kind), "message": ""}, status=int(trouble.kind))


async def _body(request: web.Request) -> object:
    try:
        if request.content_type == "multipart/form-data":
            return without_secret({name: str(value) for name, value in (await request.post()).items()})
        return parsed(request.content_type, await request.read())
    except (OSError, ValueError, web.HTTPException, web.RequestPayloadError):
        return "unreadable"
