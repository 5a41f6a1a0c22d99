"""What the page of webhooks tells a reader of JavaScript to paste, run by the browser's own engine."""

from __future__ import annotations

import re
import textwrap
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from billing.developers import signing

PAGE = (Path(__file__).resolve().parents[2] / "docs/how-to/webhooks.md").read_text(encoding="utf-8")
SECRET, OTHER = signing.new_secret("a", "b"), signing.new_secret("c", "d")
BODY = '{"type": "invoice.paid", "data": {"description": "Кофе"}}'
pytestmark = pytest.mark.browser


def pasted() -> str:
    part = PAGE.split("## JavaScript\n")[1].split("\n##")[0]
    code = textwrap.dedent("\n".join(re.findall(r"^(?: {4}.*)$", part, re.MULTILINE)))
    return code.replace("export ", "")


def sent(age: float, *secrets: str) -> dict[str, str]:
    at = datetime.fromtimestamp(time.time() - age, UTC)
    return signing.headers("msg_1", BODY.encode(), at, secrets)


async def test_the_javascript_on_the_page_believes_us_and_nobody_else(chrome: Browser) -> None:
    good = sent(0, SECRET)
    asked = [
        (SECRET, good, BODY),
        (SECRET, sent(0, OTHER, SECRET), BODY),
        (SECRET, sent(400, SECRET), BODY),
        (SECRET, {**good, "webhook-id": "msg_2"}, BODY),
        (SECRET, good, BODY + " "),
        (OTHER, good, BODY),
        (SECRET, {**good, "webhook-signature": "v1,x v2,y"}, BODY),
    ]
    app = web.Application()
    app.router.add_get("/", lambda request: web.Response(text="<p>", content_type="text/html"))
    async with TestServer(app) as server:  # Web Crypto is there only on a page of a host
        page = await chrome.new_page()
        await page.goto(str(server.make_url("/")))
        script = f"""async (asked) => {{ {pasted()}
            const said = [];
            for (const [secret, headers, body] of asked)
                said.push(await verified(secret, headers, new TextEncoder().encode(body)));
            return said; }}"""
        assert await page.evaluate(script, asked) == [True, True, False, False, False, False, False]
        await page.close()
