"""A sandbox on a real socket, a bot that calls it, and people who act in it."""

import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from PIL import Image

from sandbox.app import TOKEN, build_app
from sandbox.client import Sandbox

AIGERIM = 501
DANIYAR = 601


class RefusedError(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body["description"])
        self.status = status
        self.code = body["error_code"]
        self.description = body["description"]
        self.parameters = body.get("parameters", {})


class Bot:
    """Calls the Bot API as any program would; `bot.send(...)` is sendMessage to Aigerim."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str) -> None:
        self._http = http
        self._base_url = base_url

    async def __call__(self, method: str, **params: Any) -> Any:
        async with self._http.post(f"{self._base_url}/bot{TOKEN}/{method}", json=params) as answer:
            return await self._result(answer)

    async def upload(self, method: str, files: dict[str, bytes], **params: Any) -> Any:
        form = aiohttp.FormData()
        for name, value in params.items():
            form.add_field(name, str(value))
        for name, data in files.items():
            form.add_field(name, data, filename=f"{name}.png")
        async with self._http.post(f"{self._base_url}/bot{TOKEN}/{method}", data=form) as answer:
            return await self._result(answer)

    async def refused(self, method: str, **params: Any) -> RefusedError:
        """The refusal that a wrong call gets; there must be one."""
        with pytest.raises(RefusedError) as caught:
            await self(method, **params)
        assert caught.value.status == caught.value.code
        return caught.value

    async def send(self, text: str = "Hello", chat_id: int = AIGERIM, **params: Any) -> int:
        """The number of a new message."""
        return int((await self("sendMessage", chat_id=chat_id, text=text, **params))["message_id"])

    async def send_photo(self, chat_id: int = AIGERIM, **params: Any) -> dict[str, Any]:
        return dict(await self.upload("sendPhoto", {"photo": png()}, chat_id=chat_id, **params))

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """Everything new, confirmed at once."""
        found = list(await self("getUpdates", **params))
        if found:
            await self("getUpdates", offset=found[-1]["update_id"] + 1)
        return found

    @staticmethod
    async def _result(answer: aiohttp.ClientResponse) -> Any:
        body = await answer.json()
        if not body["ok"]:
            raise RefusedError(answer.status, body)
        return body["result"]


def png(width: int = 300, height: int = 300) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    server = TestServer(build_app(seed=1))
    async with server:
        yield server


@pytest.fixture
async def sandbox(server: TestServer) -> AsyncIterator[Sandbox]:
    async with Sandbox(str(server.make_url(""))) as sandbox:
        await sandbox.limits(on=False)
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """A bot that Aigerim has started; nothing is waiting for it."""
    async with aiohttp.ClientSession() as http:
        bot = Bot(http, sandbox.base_url)
        await sandbox.start(AIGERIM)
        await bot.updates()
        yield bot
