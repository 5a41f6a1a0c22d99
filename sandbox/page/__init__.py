"""The chat page: plain files and a stream of what changes."""

import json
from pathlib import Path

from aiohttp import web

from sandbox.telegram.people import looking
from sandbox.telegram.world import World

FILES = Path(__file__).parent / "files"
PULSE = 15.0  # seconds between signs of life on a quiet stream


class Page:
    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self.index)
        app.router.add_get("/sandbox/page/stream", self.stream)
        app.router.add_static("/sandbox/page/files", FILES)

    async def index(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(FILES / "index.html", headers={"Cache-Control": "no-store"})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the named chats, again whenever something has changed."""
        chats = [int(chat) for chat in request.query.get("chats", "").split(",") if chat]
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        version = -1
        while not self._stopping(request):
            version = await self._send(response, chats, version)
        return response

    async def _send(self, response: web.StreamResponse, chats: list[int], version: int) -> int:
        now = await self._world.changes.wait_beyond(version, PULSE)
        state = looking.everything(self._world, chats)
        await response.write(f"data: {json.dumps(state)}\n\n".encode())
        return now

    def _stopping(self, request: web.Request) -> bool:
        return request.transport is None or request.transport.is_closing()


def attach(app: web.Application, world: World) -> None:
    """Add the page to an application."""
    Page(world).add_routes(app)
