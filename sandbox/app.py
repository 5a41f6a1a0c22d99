"""One HTTP server for the whole sandbox: Telegram, the banks, the shared clock and the page."""

import asyncio
from datetime import timedelta

from aiohttp import web

from sandbox import apipay, halyk, horizonpay, page, telegram
from sandbox.clock import Clock
from sandbox.telegram.params import MAX_UPLOAD

TOKEN = "1000000001:demo"
USERNAME = "tolem_demo_bot"
SEVERAL_UPLOADS = 4 * MAX_UPLOAD
LONGEST_WAIT = 60
CLOCK = web.AppKey("clock", Clock)


def build_app(token: str = TOKEN, username: str = USERNAME, seed: int | None = None) -> web.Application:
    """The application, all state in memory."""
    app = web.Application(client_max_size=SEVERAL_UPLOADS)
    clock = app[CLOCK] = Clock()
    world = telegram.attach(app, clock, token, username, seed)
    halyk.attach(app, clock)
    apipay.attach(app, clock)
    horizonpay.attach(app, clock)
    page.attach(app, world)
    app.router.add_get("/sandbox/clock", _clock)
    app.router.add_post("/sandbox/clock", _move_clock)
    return app


async def _clock(request: web.Request) -> web.Response:
    """The offset; with `since` and `wait`, as soon as it differs from `since` (seconds)."""
    clock = request.app[CLOCK]
    if "since" in request.query:
        since = float(request.query["since"])
        wait = min(float(request.query.get("wait", 30)), LONGEST_WAIT)
        ends = asyncio.get_running_loop().time() + wait
        while clock.offset.total_seconds() == since and ends > (now := asyncio.get_running_loop().time()):
            await clock.moved(ends - now)
    return web.json_response(_clock_shape(clock))


async def _move_clock(request: web.Request) -> web.Response:
    """`{"seconds": 1200}` jumps, `{"offset": 0}` sets."""
    clock, body = request.app[CLOCK], await request.json()
    if "offset" in body:
        clock.move(timedelta(seconds=float(body["offset"])) - clock.offset)
    else:
        clock.move(timedelta(seconds=float(body["seconds"])))
    return web.json_response(_clock_shape(clock))


def _clock_shape(clock: Clock) -> dict[str, float | str]:
    return {"offset": clock.offset.total_seconds(), "now": clock.now().isoformat()}
