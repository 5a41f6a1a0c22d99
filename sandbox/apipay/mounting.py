"""Puts ApiPay into an application."""

from aiohttp import web

from sandbox.apipay import api, app_page, control, extras
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.catalog import api as catalog
from sandbox.apipay.edge import edge
from sandbox.apipay.subscriptions import api as subscriptions
from sandbox.clock import Clock
from sandbox.common.mounting import mount


def attach(app: web.Application, clock: Clock) -> ApiPay:
    """Serve it under /apipay and its controls under /sandbox/apipay; it lives as long as `app`."""
    bank = ApiPay(clock)
    parts = (api, extras, catalog, subscriptions, app_page)
    served = [route for part in parts for route in part.routes(bank)]
    mount(app, "apipay", bank, edge(bank), served, control.routes(bank))
    return bank
