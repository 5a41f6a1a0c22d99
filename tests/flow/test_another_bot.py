"""A shop that moves to another bot keeps its books."""

from __future__ import annotations

import pytest

from tests.support.stage import MERCHANT, TOKEN, sandbox_process, stage


async def test_a_new_bot_answers_from_its_first_update_on(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both count their updates from the same number."""
    numbers = []
    for token in (TOKEN, "1000000002:another"):
        with sandbox_process(token) as url:
            async with stage(url, database_url, monkeypatch) as shop:
                await shop.open(bot_token=token)
                await shop.greet(MERCHANT)
                await shop.quiet()
                numbers.append({row["update_id"] for row in await shop.rows("updates")})
    assert numbers[0] & numbers[1], "nothing could have looked like a copy"
