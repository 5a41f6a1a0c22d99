"""Plays the steps one after another and says which came true."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

import aiohttp

from bot.demo import CUSTOMER, MERCHANT, running
from bot.program import Without
from bot.tour import bad_days, catalog, good_days, horizonpay, kaspi, refunds, statements, subscriptions
from bot.tour.scene import Scene
from bot.tour.stage import PEOPLE, Untrue
from bot.tour.transcript import LEGEND, Say, Transcript
from sandbox.client import Sandbox, SandboxError

Step = Callable[[Scene], Awaitable[None]]

STEPS: tuple[Step, ...] = (
    good_days.first_start,
    good_days.invoice_is_paid,
    good_days.in_plain_words,
    good_days.declined_then_paid,
    good_days.scanned,
    good_days.qr_ran_out,
    good_days.nothing_there_yet,
    good_days.cancelled_then_paid,
    good_days.stranger_writes,
    refunds.part_goes_back,
    refunds.refund_is_refused,
    kaspi.billed_by_number,
    kaspi.shares_the_phone,
    kaspi.cancelled_too_late,
    kaspi.part_goes_back,
    catalog.goods_are_added,
    catalog.cart_is_paid,
    catalog.discount_and_one_line_back,
    horizonpay.led_to_the_page,
    horizonpay.remembered,
    horizonpay.forgotten,
    statements.strange_money,
    bad_days.webhook_is_lost,
    bad_days.fifty_copies,
    bad_days.bank_is_down,
    bad_days.answer_is_lost,
    bad_days.wrong_sum_is_taken,
    bad_days.telegram_stumbles,
    bad_days.money_a_day_late,
    subscriptions.subscribed_and_renewed,
    subscriptions.not_paid_then_saved_in_grace,
    subscriptions.cancelled_in_two_taps,
    bad_days.books_agree,
)
PATIENCE = 15.0  # seconds for each thing that a step waits for
MOST_FAILED = 3  # then the rest is not played


async def play(
    language: str,
    without: str | None = None,
    *,
    steps: Sequence[Step] = STEPS,
    patience: float = PATIENCE,
    say: Say = print,
) -> bool:
    """The story in the demo; ``True`` only if every step came true. ``without`` leaves a part out."""
    began = time.monotonic()
    left_out = Without(**{without: True}) if without else Without()
    async with running(locale=language, without=left_out) as demo, Sandbox(demo.sandbox_url) as sandbox:
        say(LEGEND)
        scene = Scene(demo, sandbox, Transcript(say), language, patience)
        for person in (MERCHANT, CUSTOMER):
            await scene.meet(person, PEOPLE[person])
        failed = await _all(scene, steps)
    seconds = time.monotonic() - began
    if failed:
        say(f"\n✗ {len(failed)} of {len(steps)} steps did not come true, in {seconds:.0f} s:")
        for title in failed:
            say(f"  ✗ {title}")
    else:
        say(f"\n✓ All {len(steps)} steps came true, in {seconds:.0f} s.")
    return not failed


async def _all(scene: Scene, steps: Sequence[Step]) -> list[str]:
    failed: list[str] = []
    for number, step in enumerate(steps, 1):
        title = f"{number}. {(step.__doc__ or step.__name__).strip()}"
        if len(failed) >= MOST_FAILED:
            failed.append(f"{title} (not played)")
        elif not await _one(scene, step, title):
            failed.append(title)
    return failed


async def _one(scene: Scene, step: Step, title: str) -> bool:
    began = time.monotonic()
    scene.transcript.headline(title)
    wrong = await _refuted(step(scene))
    await scene.look_around()
    took = f"{time.monotonic() - began:.1f} s"
    scene.transcript.verdict(f"✗ {wrong}  ({took})" if wrong else f"✓✓ came true in {took}")
    await scene.calm()
    return wrong is None


async def _refuted(playing: Awaitable[None]) -> str | None:
    """The claim that was not so; ``None`` where all were."""
    try:
        await playing
    except Untrue as claim:
        return f"not so: {claim}"
    except (SandboxError, aiohttp.ClientError) as error:
        return f"not possible: {error}"
    return None
