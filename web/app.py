"""The web application: its routes and its edge."""

from __future__ import annotations

from aiohttp import web

from web.deps import DEPS, WebDeps


def build_app(deps: WebDeps) -> web.Application:
    """All routes over these dependencies; run it with ``access_log=None``, it keeps its own."""
    app = web.Application()
    app[DEPS] = deps
    return app
