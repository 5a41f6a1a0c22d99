"""The tour comes true as it is, and not where a part of the program is left out."""

from __future__ import annotations

import pytest

from billing.money import Money
from bot.tour import STEPS, horizonpay, kaspi, play, refunds, subscriptions
from bot.tour import bad_days as bad
from bot.tour import good_days as good
from bot.tour.playing import Step
from bot.tour.reading import sums
from screens.format import money
from tests.support import PATIENCE

LOST = 8.0
"""Seconds for each wait of a tour that is to fail."""


CHAPTERS = tuple(dict.fromkeys(step.__module__.rpartition(".")[2] for step in STEPS))
BEFORE = {"statements": [refunds.part_goes_back, kaspi.billed_by_number, kaspi.part_goes_back]}
"""What a chapter speaks of."""


@pytest.mark.long
async def test_the_whole_story_comes_true_in_russian() -> None:
    lines: list[str] = []
    assert await play("ru", patience=PATIENCE, say=lines.append), "\n".join(lines)
    assert sum("✓✓" in line for line in lines) == len(STEPS)


@pytest.mark.slice(2)
@pytest.mark.parametrize("chapter", CHAPTERS)
async def test_each_chapter_comes_true_without_the_others(chapter: str) -> None:
    lines: list[str] = []
    own = [step for step in STEPS if step.__module__.endswith(f".{chapter}")]
    steps = list(dict.fromkeys((good.first_start, *BEFORE.get(chapter, []), *own, bad.books_agree)))
    assert await play("ru", steps=steps, patience=PATIENCE, say=lines.append), "\n".join(lines)
    assert sum("✓✓" in line for line in lines) == len(steps)


async def test_the_story_is_the_same_in_kazakh() -> None:
    lines: list[str] = []
    steps = [
        good.first_start,
        good.declined_then_paid,
        refunds.part_goes_back,
        kaspi.shares_the_phone,
        bad.bank_is_down,
        bad.books_agree,
    ]
    assert await play("kk", steps=steps, patience=PATIENCE, say=lines.append), "\n".join(lines)
    assert any("Төленді" in line for line in lines)


@pytest.mark.slice(3)
@pytest.mark.parametrize(
    ("part", "step", "missed"),
    [
        ("delivery", good.in_plain_words, "the merchant gets a card to show or to share"),
        ("watching", bad.webhook_is_lost, "the merchant is told of the money, aloud"),
        ("watching", refunds.part_goes_back, "the merchant is told that the money is back, and what is left"),
        ("settling", bad.money_a_day_late, "the merchant is told of late money"),
        ("delivery", kaspi.billed_by_number, "the merchant gets a card to show or to share"),
        ("watching", kaspi.cancelled_too_late, "Kaspi was asked to, and has only promised it"),
        ("settling", kaspi.part_goes_back, "the merchant is told of the money, aloud"),
        ("delivery", horizonpay.led_to_the_page, "the merchant gets a card to show or to share"),
        ("renewing", subscriptions.subscribed_and_renewed, "a day before, the customer is reminded, aloud"),
        ("reminding", subscriptions.subscribed_and_renewed, "a day before, the customer is reminded, aloud"),
    ],
)
async def test_a_part_that_is_left_out_is_missed(part: str, step: Step, missed: str) -> None:
    lines: list[str] = []
    assert not await play("ru", part, steps=[good.first_start, step], patience=LOST, say=lines.append)
    assert [line.strip().split("  (")[0] for line in lines if "✗ not so" in line] == [f"✗ not so: {missed}"]


def test_the_steps_that_miss_a_part_belong_to_the_tour() -> None:
    missing = {good.in_plain_words, bad.webhook_is_lost, refunds.part_goes_back, bad.money_a_day_late}
    missing |= {kaspi.billed_by_number, kaspi.cancelled_too_late, kaspi.part_goes_back}
    missing |= {horizonpay.led_to_the_page, subscriptions.subscribed_and_renewed}
    assert missing < set(STEPS)


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
@pytest.mark.parametrize("minor", [1, 99, 750_00, 5_000_00, 5_000_50, 1_234_567_89])
def test_a_sum_is_read_back_in_every_language(locale: str, minor: int) -> None:
    shown = money(Money(minor, "KZT"), locale)
    assert sums({"text": f"✅ {shown}\n14:07 · #1042"}) == [minor]
