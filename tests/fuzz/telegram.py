"""The practice Telegram without a socket: its refusals, and what was said while which update was handled."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from PIL import Image

from sandbox.telegram.errors import ApiError
from sandbox.telegram.methods import METHODS
from sandbox.telegram.params import Params, Upload
from sandbox.telegram.world import World

PICTURES = (b"\xff\xd8\xff", b"\x89PNG")
UPDATE: ContextVar[int] = ContextVar("update", default=0)
"""Whose handling this is; what delivery says by itself is nobody's."""


@dataclass(frozen=True)
class Call:
    """One method of the Bot API, and how it ended."""

    update: int
    method: str
    values: dict[str, Any]
    refusal: str


class Spoken(BaseSession):
    """A line to the practice world."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.calls: list[Call] = []
        self._tiny = _picture()

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """One call, answered in Telegram's own form."""
        name = method.__api_method__
        params = await self._params(bot, method)
        status, body, refusal = 200, {"ok": True}, ""
        try:
            body["result"] = await METHODS[name.lower()](self.world, params)
        except ApiError as error:
            status, body, refusal = error.code, error.body(), error.description
        self.calls.append(Call(UPDATE.get(), name, params.values, refusal))
        answer = self.check_response(bot, method, status, json.dumps(body))
        return answer.result  # type: ignore[return-value]

    async def _params(self, bot: Bot, method: TelegramMethod[Any]) -> Params:
        files: dict[str, Any] = {}
        params = Params()
        for name, value in method.model_dump(warnings=False).items():
            if prepared := self.prepare_value(value, bot=bot, files=files):
                params.values[name] = prepared
        for name, file in files.items():
            data = b"".join([part async for part in file.read(bot)])
            small = (
                self._tiny if data.startswith(PICTURES) else data
            )  # compressing takes longer than all else
            params.uploads[name] = Upload(file.filename or name, small)
        return params

    async def stream_content(self, url: str, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """A file that somebody sent."""
        stored = self.world.files.at_path(url.split("/file/bot", 1)[1].partition("/")[2])
        assert stored is not None, url
        yield stored.data


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return out.getvalue()
