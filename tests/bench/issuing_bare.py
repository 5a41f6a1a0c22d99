"""The yardstick of ``/invoice``: the same commits, a call of the bank and one of the chat, one QR."""

from __future__ import annotations

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import qrcode
from aiohttp import web

if TYPE_CHECKING:
    from tests.bench.yardstick import Store

from tests.bench.words import EMV

MASK = 0
IN_FLIGHT = 6


class Issue:
    """Stores an update, answers, makes a bill of it and shows it."""

    def __init__(self, store: Store, oauth: str, form: str, bot: str) -> None:
        self._store = store
        self._oauth, self._form, self._bot = oauth, json.loads(form), bot
        self._client = httpx.AsyncClient(timeout=60)
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._drawing = ThreadPoolExecutor(1)
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, request: web.Request) -> web.Response:
        """One update; its number also chooses the chat."""
        number, chat = int(request.match_info["token"]), int(request.match_info["bank"])
        await self._store.insert(number, await request.read())
        task = asyncio.create_task(self._issue(number, chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.Response()

    async def _issue(self, number: int, chat: int) -> None:
        await self._store.commit(
            ("INSERT INTO invoice VALUES ($1, 'open')", number),
            ("INSERT INTO payment VALUES ($1, 'reserved')", number),
            ("INSERT INTO audit VALUES ($1, '')", 2 * number),
            ("INSERT INTO audit VALUES ($1, '')", 2 * number + 1),
            ("INSERT INTO outbox VALUES ($1, '')", number),
        )
        await self._store.commit(("UPDATE payment SET state = 'asked' WHERE id = $1", number))
        async with self._places:
            (await self._client.post(self._oauth, data=self._form)).raise_for_status()
        await self._store.commit(("UPDATE payment SET state = 'pending' WHERE id = $1", number))
        picture = await asyncio.get_running_loop().run_in_executor(self._drawing, _picture)
        sent = await self._client.post(
            f"{self._bot}/sendPhoto", data={"chat_id": chat}, files={"photo": ("qr.png", picture)}
        )
        sent.raise_for_status()
        await self._store.commit(("UPDATE outbox SET body = 'sent' WHERE id = $1", number))
        await self._store.commit(("UPDATE inbox SET done = 1 WHERE id = $1", number))


def _picture() -> bytes:
    code = qrcode.QRCode(mask_pattern=MASK)
    code.add_data(EMV)
    file = io.BytesIO()
    code.make_image().save(file)
    return file.getvalue()
