"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import mimetypes

from aiohttp import web

from sandbox.telegram.errors import ApiError, forbidden, too_many_requests
from sandbox.telegram.methods import METHODS
from sandbox.telegram.params import Params, read_params
from sandbox.telegram.state import Json
from sandbox.telegram.troubles import Trouble
from sandbox.telegram.world import World

UNLOGGED = {"getupdates"}
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class BotApi:
    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.call)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._world.token:
            return _refusal(ApiError(401, "Unauthorized"))
        method = request.match_info["method"].lower()
        if method not in METHODS:
            return _refusal(ApiError(404, "Not Found"))
        trouble = self._world.troubles.take(method)
        if trouble is not None:
            return await self._troubled(request, method, trouble)
        return await self._answer(request, method)

    async def download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self._world.token:
            return _refusal(ApiError(401, "Unauthorized"))
        stored = self._world.files.at_path(request.match_info["path"])
        if stored is None:
            return _refusal(ApiError(404, "Not Found"))
        kind = mimetypes.guess_type(stored.path)[0] or "application/octet-stream"
        return web.Response(body=stored.data, content_type=kind)

    async def _answer(self, request: web.Request, method: str, *, lost: bool = False) -> web.Response:
        params = Params()
        try:
            params = await read_params(request)
            result = await METHODS[method](self._world, params)
        except ApiError as error:
            self._log(request, params, error)
            return _refusal(error)
        self._log(request, params, None, lost=lost)
        return web.json_response({"ok": True, "result": result})

    async def _troubled(self, request: web.Request, method: str, trouble: Trouble) -> web.StreamResponse:
        match trouble.kind:
            case "slow":
                await asyncio.sleep(trouble.seconds)
                return await self._answer(request, method)
            case "lost":
                await self._answer(request, method, lost=True)
                return _hang_up(request)
            case kind:
                params = await read_params(request)
                error = _ordered_error(kind, trouble)
                self._log(request, params, error)
                if kind == "dropped":
                    return _hang_up(request)
                if kind == "502":
                    return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
                return _refusal(error)

    def _log(
        self, request: web.Request, params: Params, error: ApiError | None, *, lost: bool = False
    ) -> None:
        method = request.match_info["method"]
        if method.lower() in UNLOGGED:
            return
        entry: Json = {
            "method": method,
            "chat_id": params.integer("chat_id") if params.text("chat_id").lstrip("-").isdigit() else None,
            "params": params.logged(),
            "ok": error is None,
            "error": error.description if error else None,
            "lost": lost,
            "at": self._world.now().isoformat(),
        }
        self._world.calls.append(entry)
        self._world.changes.note(entry["chat_id"])


def _ordered_error(kind: str, trouble: Trouble) -> ApiError:
    match kind:
        case "429":
            return too_many_requests(max(1, round(trouble.seconds)))
        case "403":
            return forbidden("bot was blocked by the user")
        case "500":
            return ApiError(500, "Internal Server Error")
        case _:
            return ApiError(502, "Bad Gateway")


def _refusal(error: ApiError) -> web.Response:
    return web.json_response(error.body(), status=error.code)


def _hang_up(request: web.Request) -> web.Response:
    """Break the connection, so that the caller never learns what became of the call."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
