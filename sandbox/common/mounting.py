"""Puts a bank into an application: addresses, controls, and the courier that lives as long as they."""

from collections.abc import Iterable

from aiohttp import web
from aiohttp.typedefs import Middleware

from sandbox.common.bank import Bank


def mount(
    app: web.Application,
    root: str,
    bank: Bank,
    guard: Middleware,
    served: Iterable[web.RouteDef],
    controls: Iterable[web.RouteDef],
) -> None:
    """Serve a bank under `/<root>`, behind its `guard`, and its controls beside it."""
    inside = web.Application(middlewares=[guard])
    inside.add_routes(list(served))
    app.add_subapp(f"/{root}", inside)
    app.add_routes(list(controls))

    async def start(_: web.Application) -> None:
        bank.courier.start()

    async def close(_: web.Application) -> None:
        bank.closing.set()

    async def stop(_: web.Application) -> None:
        await bank.courier.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(close)
    app.on_cleanup.append(stop)
