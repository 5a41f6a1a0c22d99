"""The bank's front line: notes each request, and spoils it where a trouble was ordered."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.common import misbehaviour
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
        bank.advance()
        trouble = bank.troubles.take(endpoint, bank.clock.now())
        status = 0
        try:
            answer = await misbehaviour.answer(request, handler, trouble, bank.closing, _spoiled)
            status = answer.status
            return answer
        except web.HTTPException as refusal:
            status = refusal.status
            raise
        finally:
            await _note(bank, request, endpoint, status)

    return guard


def _spoiled(trouble: Trouble) -> web.Response:
    if trouble.kind == "429":
        return web.json_response({}, status=429, headers={"Retry-After": str(int(trouble.seconds))})
    return web.json_response({"code": int(trouble.kind), "message": ""}, status=int(trouble.kind))


async def _note(bank: HalykBank, request: web.Request, endpoint: str, status: int) -> None:
    bank.journal.add(
        Entry(
            at=bank.clock.now().isoformat(),
            endpoint=endpoint,
            method=request.method,
            path=request.path,
            query=request.query_string,
            content_type=request.headers.get("Content-Type", ""),
            body=await _body(request),
            token=about(bank.tokens.peek(request.headers.get("Authorization", ""))),
            answer=status,
        )
    )


async def _body(request: web.Request) -> object:
    try:
        if request.content_type == "multipart/form-data":
            return without_secret({name: str(value) for name, value in (await request.post()).items()})
        return parsed(request.content_type, await request.read())
    except (OSError, ValueError, web.HTTPException, web.RequestPayloadError):
        return "unreadable"
