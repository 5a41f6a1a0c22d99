"""What a crowd found once, each by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.crowd import MANAGER, OWNER, STRANGER
from tests.fuzz.standing import opened
from tests.support.books import new_books


async def test_buttons_made_up_by_hand_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(new_books(tmp_path), 1, monkeypatch) as fuzzed:
        crowd = fuzzed.crowd
        await fuzzed.feed(crowd.writes("/statement", OWNER))
        await fuzzed.feed(crowd.writes("/shop", MANAGER))  # a picture
        for person in (OWNER, STRANGER):
            await fuzzed.feed(crowd.writes("/help", person))  # a text
        for data, person in (
            ("sur:1:tomorrow", OWNER),  # days that are none
            ("spl:99999999999999999999:0", OWNER),  # a page that no list has
            ("spl:0:0", MANAGER),  # from under a picture: a text cannot take its place
            ("way:1", STRANGER),  # a card's, from under a text
            ("shn:1:till:1:0:0:0", STRANGER),  # a member's cart
            ("shn:0:own:1:1:0:1", STRANGER),  # a customer's cart, looked at as members look at theirs
            ("sha:1:::", STRANGER),
            ("sho:till:1:1:0", STRANGER),
            ("rpf:1:pdf", OWNER),  # a bank's list as a file that it cannot be
            ("rpf:1:page", OWNER),
        ):
            await fuzzed.feed(crowd.presses(data, person))
        await fuzzed.feed(crowd.presses("shq:w:own:", STRANGER))
        for half in ("\ud83d", "\0", "/start inv_\ud83d", "/start item_\0"):  # characters that are none
            await fuzzed.feed(crowd.writes(half, STRANGER))
        assert not fuzzed.findings.seen, str(fuzzed.findings)
