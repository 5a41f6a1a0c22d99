"""The line to Telegram: one session for calls, paced; and raw updates, because one that the framework cannot
read must not stop all others."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import LinkPreviewOptions

from bot.dialogue import answering
from bot.pacing import Pacer, Rank, rank_here

CALL_TIMEOUT = 30
POLL_SECONDS = 25
POLL_LONGEST = POLL_SECONDS + 15  # then nobody is there
COUNTED = ("send", "edit", "forward", "copy", "delete", "stop")


Observe = Callable[[str, str, float], None]
"""Called after each call with its method, its outcome and how many seconds Telegram took."""


class Observed(BaseRequestMiddleware):
    """Each call is counted by what Telegram answered; waiting for a turn is not Telegram's time."""

    def __init__(self, observe: Observe) -> None:
        self._observe = observe

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """One call."""
        outcome, began = "cancelled", time.perf_counter()
        try:
            response = await make_request(bot, method)
            outcome = "200"
            return response
        except TelegramAPIError as error:
            outcome = _outcome(error)
            raise
        except ClientDecodeError:
            outcome = "unreadable"
            raise
        finally:
            self._observe(method.__api_method__, outcome, time.perf_counter() - began)


def _outcome(error: TelegramAPIError) -> str:
    return next((said for kind, said in _OUTCOMES.items() if isinstance(error, kind)), "400")


_OUTCOMES: dict[type[TelegramAPIError], str] = {
    TelegramRetryAfter: "429",
    TelegramServerError: "500",
    TelegramEntityTooLarge: "413",
    TelegramConflictError: "409",
    TelegramNotFound: "404",
    TelegramForbiddenError: "403",
    TelegramUnauthorizedError: "401",
    TelegramNetworkError: "no-answer",
}
"""The narrower ones first: one that is too large is no lost line."""


class Session(AiohttpSession):
    """The framework's, but for a page of a proxy before Telegram: that is Telegram's trouble."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """What was answered. ``ClientDecodeError``: nobody can read it, and it was acted on."""
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            if not isinstance(error.data, str):
                raise
            raise TelegramServerError(method=method, message="a page instead of an answer") from error


class Paced(BaseRequestMiddleware):
    """Each message and edit waits for its turn, whoever sends it; a 429 quiets its chat."""

    def __init__(self, pacer: Pacer) -> None:
        self.pacer = pacer

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """One call."""
        _answer_to(method.__returning__)
        chat = getattr(method, "chat_id", None) or getattr(method, "inline_message_id", None)
        counted = method.__api_method__.startswith(COUNTED) and method.__api_method__ != "sendChatAction"
        if not counted or chat is None:
            return await make_request(bot, method)
        place = await self.pacer.turn(chat, _rank(method.__api_method__))
        with self.pacer.on_its_way(place):
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self.pacer.pause(chat, error.retry_after)
                raise


@functools.cache
def _answer_to(returning: Any) -> type[Response[Any]]:
    """The model of an answer, kept from the first call on. Pydantic forgets a model that nobody holds, so
    the framework makes it anew for each call: 2 to 5 ms, more than all else that a call costs us."""
    return Response[returning]


def _rank(method: str) -> Rank:
    if answering():
        return Rank.ANSWER
    if (rank := rank_here()) is not None:
        return rank
    return Rank.EDIT if method.startswith("edit") else Rank.NEWS


def open_bot(token: str, api_url: str, pacer: Pacer, observe: Observe | None = None) -> Bot:
    """aiogram's bot: HTML, no link previews anywhere."""
    session = Session(api=TelegramAPIServer.from_base(api_url), timeout=CALL_TIMEOUT)
    session.middleware(Paced(pacer))
    if observe is not None:
        session.middleware(Observed(observe))  # inside: the last one is next to the line
    defaults = DefaultBotProperties(
        parse_mode="HTML",
        link_preview=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
    )
    return Bot(token, session=session, default=defaults)


class PollFailed(Exception):
    """Telegram gave no updates; ``pause`` says for how many seconds to wait."""

    def __init__(self, text: str, pause: float) -> None:
        super().__init__(text)
        self.pause = pause


class Poll:
    """``getUpdates`` as raw JSON."""

    def __init__(
        self, token: str, api_url: str, allowed: list[str], note: Callable[[str], None] = lambda outcome: None
    ) -> None:
        """``note`` is called after each call with what it came to, as ``Observe`` has it."""
        self._url = f"{api_url}/bot{token}/getUpdates"
        self._allowed = allowed
        self._note = note
        timeout = aiohttp.ClientTimeout(total=POLL_LONGEST, connect=10)
        self._session = aiohttp.ClientSession(timeout=timeout)

    async def __call__(self, offset: int | None) -> list[dict[str, Any]]:
        """The next updates; those before ``offset`` are acknowledged by this."""
        body = {"timeout": POLL_SECONDS, "allowed_updates": self._allowed, "limit": 100}
        if offset is not None:
            body["offset"] = offset
        try:
            async with self._session.post(self._url, json=body) as response:
                answer = await response.json(content_type=None)
            self._note("500" if response.status >= 500 else str(response.status))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._note("no-answer")
            raise PollFailed(type(error).__name__, 1.0) from None
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise _refused(answer)
        return list(answer["result"])

    async def close(self) -> None:
        """Hang up."""
        await self._session.close()


def _refused(answer: Any) -> PollFailed:
    if not isinstance(answer, dict):
        return PollFailed("not an answer", 1.0)
    pause = (answer.get("parameters") or {}).get("retry_after", 3)
    return PollFailed(str(answer.get("description", "refused")), float(pause))
