"""Whatever a crowd writes, taps and sends: no breakage, no silence, no money moved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fuzz.crowd import PEOPLE
from tests.fuzz.rig import Fuzzed
from tests.fuzz.standing import opened
from tests.fuzz.taps import every
from tests.support.books import new_books

SEED = int(os.environ.get("FUZZ_SEED", "1"))
SLICE, LONG, SHARDS = 300, 100_000, 8
PRESSED = 50  # made-up buttons of a quick run
LOOK = 250  # updates between two looks at the money


async def _played(fuzzed: Fuzzed, count: int) -> None:
    for number in range(count):
        if number % LOOK == 0:
            await fuzzed.tokens()
            await fuzzed.money()
        await fuzzed.feed(fuzzed.crowd.next())


async def _stands(fuzzed: Fuzzed, seed: int) -> None:
    await fuzzed.money()
    print(f"FUZZ_SEED={seed}: {dict(fuzzed.counted)}")
    assert not fuzzed.findings.seen, f"FUZZ_SEED={seed}\n{fuzzed.findings}"


def _all_buttons(fuzzed: Fuzzed) -> list[str]:
    return [*every(fuzzed.crowd.chance, fuzzed.crowd.declared, fuzzed.crowd.tokens)]


async def test_whatever_comes_is_answered_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(new_books(tmp_path), SEED, monkeypatch) as fuzzed:
        await _played(fuzzed, SLICE)
        for data in fuzzed.crowd.chance.sample(_all_buttons(fuzzed), PRESSED):
            await fuzzed.feed(fuzzed.crowd.makes_up_a_button(data))
        await _stands(fuzzed, SEED)


@pytest.mark.long
@pytest.mark.parametrize("person", PEOPLE)
async def test_every_button_with_every_choice_is_answered_whoever_presses_it(
    person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(new_books(tmp_path), SEED, monkeypatch) as fuzzed:
        await _played(fuzzed, SLICE)
        for data in _all_buttons(fuzzed):
            await fuzzed.feed(fuzzed.crowd.makes_up_a_button(data, person))
        await _stands(fuzzed, SEED)


@pytest.mark.long
@pytest.mark.parametrize("shard", range(SHARDS))
async def test_a_hundred_thousand_updates_are_answered_and_break_nothing(
    shard: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(new_books(tmp_path), SEED + 1 + shard, monkeypatch) as fuzzed:
        await _played(fuzzed, LONG // SHARDS)
        await _stands(fuzzed, SEED + 1 + shard)


@pytest.mark.long
async def test_nor_do_they_break_anything_on_postgresql(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(postgres_url, SEED + 1 + SHARDS, monkeypatch) as fuzzed:
        await _played(fuzzed, 5000)
        await _stands(fuzzed, SEED + 1 + SHARDS)
