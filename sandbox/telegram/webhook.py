"""Pushes updates to the bot's address: in order, one at a time, patiently."""

import asyncio
import time
from contextlib import suppress
from typing import Any

import aiohttp

from sandbox.telegram.updates import Update, UpdateQueue

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60
PATIENCE = aiohttp.ClientTimeout(total=60)


class Webhook:
    """One address that wants the updates. Errors are kept for getWebhookInfo."""

    def __init__(self, url: str, secret: str, queue: UpdateQueue) -> None:
        self.url = url
        self.last_error: dict[str, Any] = {}
        self._headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self._queue = queue
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._push_all())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _push_all(self) -> None:
        async with aiohttp.ClientSession(timeout=PATIENCE, headers=self._headers) as session:
            while True:
                update = await self._queue.first()
                await self._push(session, update)
                self._queue.drop(update)

    async def _push(self, session: aiohttp.ClientSession, update: Update) -> None:
        """Until it is taken with a 2xx; the pauses double."""
        pause = FIRST_PAUSE
        while (error := await self._refusal(session, update)) is not None:
            self.last_error = {"last_error_date": int(time.time()), "last_error_message": error}
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _refusal(self, session: aiohttp.ClientSession, update: Update) -> str | None:
        try:
            async with session.post(self.url, json=update) as answer:
                if 200 <= answer.status < 300:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError as error:
            return f"Connection failed: {error}"
