"""The bank's app as its payer sees it. A GET changes nothing; the page's script POSTs what happened."""

from aiohttp import web

from sandbox.halyk.bank import HalykBank


def routes(bank: HalykBank) -> list[web.RouteDef]:
    """Pages and what their scripts call."""
    return []
