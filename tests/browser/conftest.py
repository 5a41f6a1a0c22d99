"""The demo, started as `make demo` starts it, and its page in a browser."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser

from bot.demo import running
from tests.browser.theatre import LOCALES, WIDE, Theatre

Opening = Callable[..., Awaitable[Theatre]]


@pytest.fixture
async def theatre(chrome: Browser) -> AsyncIterator[Opening]:
    """Opens the page in a language; what it complained of fails the test at its end."""
    plays: list[Theatre] = []
    async with contextlib.AsyncExitStack() as stack:

        async def opened(language: str, viewport: dict[str, int] = WIDE, **more: Any) -> Theatre:
            demo = await stack.enter_async_context(running(locale=language))
            page = await chrome.new_page(viewport=viewport, locale=LOCALES[language], **more)
            stack.push_async_callback(page.close)
            plays.append(Theatre(demo, page, language))
            await plays[-1].enter()
            return plays[-1]

        yield opened
    assert [complaint for play in plays for complaint in play.complaints] == []
