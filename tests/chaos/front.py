"""A load balancer: passes each request to a living replica, in turn; 502 while there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
from aiohttp import web

PATIENCE = aiohttp.ClientTimeout(total=60, sock_connect=2)
HOP = {"host", "connection", "content-length", "transfer-encoding", "keep-alive", "content-encoding"}


class Front:
    """Replicas come and go in `living`; the address stays."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.living: list[str] = []
        self.url = ""
        self.turned_away = 0
        self._http = http
        self._turn = 0

    async def welcome(self, url: str) -> None:
        """Requests go there, too, once it says that it is ready."""
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._http.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        break
            await asyncio.sleep(0.5)
        self.living.append(url)

    async def __call__(self, request: web.Request) -> web.Response:
        """One request; whoever cannot be connected to is passed over, a lost answer is a 502."""
        body = await request.read()
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP}
        for _ in range(len(self.living)):
            if not self.living:
                break
            self._turn += 1
            target = self.living[self._turn % len(self.living)] + request.path_qs
            call = self._http.request(
                request.method, target, data=body, headers=headers, allow_redirects=False
            )
            try:
                async with call as answer:
                    told = {k: v for k, v in answer.headers.items() if k.lower() not in HOP}
                    return web.Response(status=answer.status, body=await answer.read(), headers=told)
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, TimeoutError):
                break
        self.turned_away += 1
        return web.Response(status=502)


@asynccontextmanager
async def front(port: int) -> AsyncIterator[Front]:
    """Listening until the end."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        made = Front(http)
        app = web.Application()
        app.router.add_route("*", "/{anything:.*}", made)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        made.url = f"http://127.0.0.1:{port}"
        try:
            yield made
        finally:
            await runner.cleanup()
