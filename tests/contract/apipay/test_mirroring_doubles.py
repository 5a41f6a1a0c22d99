"""A second one that a lost call has made, found days later; and one that cannot be handled: both are told."""

from __future__ import annotations

from dataclasses import replace

from billing.errors import BankSilent
from billing.subscriptions.banking import BankSubscription
from tests.contract.apipay.mirror import DAY, HOUR, MINUTE, OWNER, YOGA, Studio


async def test_a_second_one_that_comes_up_days_later_is_ended_and_told(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.pay()
    await studio.passes(DAY, 6 * HOUR)
    await studio.bank_makes(subscription)
    await studio.passes(30 * HOUR, 6 * HOUR)
    assert [row["status"] for row in await studio.there()] == ["active", "cancelled"]
    assert "alert-sub-double" in await studio.kinds(OWNER)


async def test_it_is_looked_for_by_its_key_once_a_day(studio: Studio) -> None:
    """Whether the bank can tell or not: what it cannot tell hinders nothing."""
    await studio.made()
    await studio.pay()
    await studio.passes(DAY, 6 * HOUR)
    provider, asked = studio.bank.provider.subscriptions, []
    found = provider.found

    async def counted(key: str) -> list[BankSubscription]:
        asked.append(studio.clock.now())
        if len(asked) == 1:
            raise BankSilent("keys are not told")
        return await found(key)

    provider.found = counted  # type: ignore[method-assign]
    await studio.passes(4 * DAY, 6 * HOUR)
    assert 4 <= len(asked) <= 6


async def test_one_that_cannot_be_handled_is_told_once_and_the_others_go_on(studio: Studio) -> None:
    broken, other = await studio.made(), await studio.made(replace(YOGA, title="Пилатес"), source="s:2")
    provider = studio.bank.provider.subscriptions
    shown = provider.shown

    async def breaks(bank_id: str) -> BankSubscription | None:
        if bank_id == broken.bank_id:
            raise ValueError("a shape that nobody thought of")
        return await shown(bank_id)

    provider.shown = breaks  # type: ignore[method-assign]
    before = (await studio.fresh(other)).version
    await studio.hurry(broken)
    await studio.passes(3 * MINUTE, MINUTE)
    assert "alert-sub-stuck" not in await studio.kinds(OWNER), "it may be better in a minute"
    await studio.hurry(other)
    await studio.passes(2 * HOUR, 10 * MINUTE)
    assert (await studio.kinds(OWNER)).count("alert-sub-stuck") == 1
    assert (await studio.fresh(other)).version > before
