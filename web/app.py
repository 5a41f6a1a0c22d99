"""The web application: its routes and its edge."""

from __future__ import annotations

from aiohttp import web

from billing.developers.api import ApiDesk
from web import edge, go, health, hooks, pay, renewing, telegram
from web.api.door import API, Api, guard
from web.api.rate import Rate
from web.api.routes import routes as api_routes
from web.deps import DEPS, WebDeps
from web.reading import UPDATE_LIMIT

_TOKEN = "{token:[A-Za-z0-9_-]{1,64}}"  # noqa: S105 - a part of a path
_KEY = "{key:[A-Za-z0-9_-]{1,64}}"
_NAME = "[a-z0-9_-]{1,32}"


def build_app(deps: WebDeps) -> web.Application:
    """All routes over these dependencies; run it with ``access_log=None``, it keeps its own."""
    edge.be_nameless()
    app = web.Application(middlewares=[edge.edge, guard], client_max_size=UPDATE_LIMIT)
    app[DEPS] = deps
    app[API] = Api(ApiDesk(deps.desk), Rate(deps.clock.now, deps.api_calls))
    app.router.add_routes(
        [
            web.post(f"/webhooks/{{provider:{_NAME}}}/{_TOKEN}", hooks.receive),
            web.post(f"/webhooks/{{provider:{_NAME}}}", hooks.receive_signed),
            web.post("/telegram", telegram.receive),
            web.get(f"/pay/{_TOKEN}", pay.page),
            web.get(f"/pay/{_TOKEN}/form", pay.form),
            web.get(f"/pay/{_TOKEN}/form/{_KEY}", pay.form),
            web.get(f"/pay/{_TOKEN}/return", pay.page_after_bank),
            web.get(f"/pay/{_TOKEN}/state", pay.state),
            web.get(f"/pay/{_TOKEN}/qr.png", pay.qr),
            web.post(f"/pay/{_TOKEN}/renew", renewing.renew),
            web.post(f"/pay/{_TOKEN}/check", renewing.check),
            web.get(f"/go/{_TOKEN}/{{app:{_NAME}}}", go.page),
            web.get(f"/go/{_TOKEN}/{{app:{_NAME}}}/{_KEY}", go.page),
            web.get("/healthz", health.alive),
            web.get("/readyz", health.ready),
            web.get("/metrics", health.metrics),
            *api_routes(),
        ]
    )
    return app
