"""Updates pushed to an address."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot


class Receiver:
    """A web server that takes updates, after as many refusals as told."""

    def __init__(self) -> None:
        self.refusals = 0
        self.secrets: list[str | None] = []
        self.updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        await self.updates.put(await request.json())
        return web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/telegram", receiver.take)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/telegram"))
        yield receiver


async def test_updates_are_pushed_in_order_with_the_secret(
    sandbox: Sandbox, bot: Bot, receiver: Receiver
) -> None:
    await bot("setWebhook", url=receiver.url, secret_token="s3cret-token")
    await sandbox.send(AIGERIM, "1")
    await sandbox.send(AIGERIM, "2")
    assert [(await receiver.updates.get())["message"]["text"] for _ in "12"] == ["1", "2"]
    assert set(receiver.secrets) == {"s3cret-token"}


async def test_a_refused_update_comes_again_before_the_next(
    sandbox: Sandbox, bot: Bot, receiver: Receiver
) -> None:
    receiver.refusals = 1
    await bot("setWebhook", url=receiver.url)
    await sandbox.send(AIGERIM, "1")
    await sandbox.send(AIGERIM, "2")
    assert [(await receiver.updates.get())["message"]["text"] for _ in "12"] == ["1", "2"]
    info = await bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot, receiver: Receiver) -> None:
    await bot("setWebhook", url=receiver.url)
    refusal = await bot.refused("getUpdates")
    assert refusal.code == 409
    assert refusal.description == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await bot("deleteWebhook")
    assert await bot("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://example.org/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://x.kz/", "secret_token": "ключ"}, "secret token contains unallowed characters"),
        ({"url": "https://x.kz/", "allowed_updates": "all"}, "can't parse allowed_updates JSON object"),
    ],
)
async def test_wrong_webhooks_are_refused(bot: Bot, params: dict[str, str], why: str) -> None:
    assert (await bot.refused("setWebhook", **params)).description == f"Bad Request: {why}"


async def test_pending_updates_are_dropped_on_request(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send(AIGERIM, "1")
    assert (await bot("getWebhookInfo"))["pending_update_count"] == 1
    await bot("deleteWebhook", drop_pending_updates=True)
    assert (await bot("getWebhookInfo"))["pending_update_count"] == 0
