"""A payer without a browser: goes through a method's page, from tests and from the tour."""

import re
from collections.abc import Sequence

import aiohttp
from yarl import URL

from sandbox.horizonpay.books import NotNowError

KEY = re.compile(r'name="key" value="([0-9a-f]{64})"')


async def checkout(
    address: str,
    fields: Sequence[tuple[str, str]] | None = None,
    *,
    decision: str = "approve",
    reason: str = "F.0132",
    keep: bool = False,
) -> str:
    """Open a link, or send a POST form's fields there, and decide; gives the address to which that leads.

    NotNowError with the page's text where there is nothing to decide.
    """
    async with aiohttp.ClientSession() as http:
        asked = http.get(address) if fields is None else http.post(address, data=list(fields))
        async with asked as answer:
            page, where = await answer.text(), answer.url
        key = KEY.search(page)
        if key is None:
            raise NotNowError(page)
        said = {"key": key[1], "decision": decision, "reason": reason} | ({"keep": "1"} if keep else {})
        async with http.post(where, data=said, allow_redirects=False) as answer:
            if answer.status != 303:
                raise NotNowError(await answer.text())
            return str(where.join(URL(answer.headers["Location"])))
