"""For those who look after the program: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from aiohttp import web

from web.deps import DEPS

TELEGRAM = "telegram"  # is told, and does not count


async def alive(request: web.Request) -> web.Response:
    """The process answers; to a question of ``tolem doctor`` with a proof of which one it is."""
    proof = request.app[DEPS].proof(request.query.get("nonce", ""))
    return web.json_response({"alive": True} | ({"proof": proof} if proof else {}))


async def ready(request: web.Request) -> web.Response:
    """Database, migrations and loops, each by name; 503 while one of them is not there.

    Without Telegram banks' reports and customers are served all the same: who takes the process out for that
    loses them, too.
    """
    checks = await request.app[DEPS].ready()
    good = all(well for name, well in checks.items() if name != TELEGRAM)
    return web.json_response({"ready": good, "checks": checks}, status=200 if good else 503)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus' text format."""
    response = web.Response(body=request.app[DEPS].metrics())
    response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    return response
