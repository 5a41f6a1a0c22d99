"""Whatever a crowd writes, taps and sends: no breakage, no silence, no money moved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fuzz.crowd import PEOPLE
from tests.fuzz.standing import opened
from tests.fuzz.taps import every
from tests.support.books import new_books

SEED = int(os.environ.get("FUZZ_SEED", "1"))
SLICE, LONG, SHARDS = 300, 100_000, 8
LOOK = 250  # updates between two looks at the money


async def _played(url: str, seed: int, count: int, environment: pytest.MonkeyPatch) -> None:
    async with opened(url, seed, environment) as fuzzed:
        for number in range(count):
            if number % LOOK == 0:
                await fuzzed.tokens()
                await fuzzed.money()
            await fuzzed.feed(fuzzed.crowd.next())
        await fuzzed.money()
        print(f"FUZZ_SEED={seed}: {dict(fuzzed.counted)}")
        assert not fuzzed.findings.seen, f"FUZZ_SEED={seed}\n{fuzzed.findings}"


async def test_whatever_comes_is_answered_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _played(new_books(tmp_path), SEED, SLICE, monkeypatch)


@pytest.mark.parametrize("person", [pytest.param(each, marks=pytest.mark.long) for each in PEOPLE])
async def test_every_button_with_every_choice_is_answered_whoever_presses_it(
    person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(new_books(tmp_path), SEED, monkeypatch) as fuzzed:
        crowd = fuzzed.crowd
        for _ in range(SLICE):
            await fuzzed.feed(crowd.next())
        await fuzzed.tokens()
        for data in every(crowd.chance, crowd.declared, crowd.tokens):
            await fuzzed.feed(crowd.makes_up_a_button(data, person))
        await fuzzed.money()
        assert not fuzzed.findings.seen, f"FUZZ_SEED={SEED}\n{fuzzed.findings}"


@pytest.mark.long
@pytest.mark.parametrize("shard", range(SHARDS))
async def test_a_hundred_thousand_updates_are_answered_and_break_nothing(
    shard: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _played(new_books(tmp_path), SEED + 1 + shard, LONG // SHARDS, monkeypatch)


@pytest.mark.long
async def test_nor_do_they_break_anything_on_postgresql(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _played(postgres_url, SEED + 1 + SHARDS, 5000, monkeypatch)
