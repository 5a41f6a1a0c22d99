"""For those who look after the program: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from aiohttp import web

from web.deps import DEPS


async def alive(request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"alive": True})


async def ready(request: web.Request) -> web.Response:
    """Database, migrations and loops, each by name; 503 while one of them is not there."""
    checks = await request.app[DEPS].ready()
    good = all(checks.values())
    return web.json_response({"ready": good, "checks": checks}, status=200 if good else 503)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus' text format."""
    response = web.Response(body=request.app[DEPS].metrics())
    response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    return response
