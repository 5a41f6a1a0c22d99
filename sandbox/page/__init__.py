"""The chat page: plain files and a stream of what changes."""

import json
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from sandbox.telegram.people import looking
from sandbox.telegram.world import World

HERE = Path(__file__).parent
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PULSE = 15.0  # seconds between signs of life on a quiet stream
SAFETY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; "
    "frame-src 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'",
    "Cache-Control": "no-store",
}


class Page:
    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self.index)
        app.router.add_get("/sandbox/page/stream", self.stream)
        app.router.add_get("/sandbox/page/{name:[a-z]+\\.(?:css|js|svg)}", self.file)

    async def index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(HERE / "index.html", headers=SAFETY)

    async def file(self, request: web.Request) -> web.StreamResponse:
        path = HERE / request.match_info["name"]
        if not path.exists():
            raise web.HTTPNotFound
        return web.Response(
            text=path.read_text(encoding="utf-8"), content_type=TYPES[path.suffix], headers=SAFETY
        )

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the named chats, again whenever something has changed."""
        chats = [int(chat) for chat in request.query.get("chats", "").split(",") if chat]
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        version = -1
        with suppress(ConnectionResetError):  # the reader has gone
            while True:
                version = await self._send(response, chats, version)
        return response

    async def _send(self, response: web.StreamResponse, chats: list[int], version: int) -> int:
        now = await self._world.changes.wait_beyond(version, PULSE)
        state = looking.everything(self._world, chats)
        await response.write(f"data: {json.dumps(state)}\n\n".encode())
        return now


def attach(app: web.Application, world: World) -> None:
    """Add the page to an application."""
    Page(world).add_routes(app)
