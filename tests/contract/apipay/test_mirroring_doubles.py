"""A second one that a lost call has made, found days later; and one that cannot be handled: both are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

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


@pytest.mark.parametrize("keys_are_told", [True, False])
async def test_all_are_looked_for_by_one_list_a_day(studio: Studio, keys_are_told: bool) -> None:
    """Whether the bank can tell or not: what it cannot tell hinders nothing. Else each is by its key."""
    await studio.made()
    await studio.made(replace(YOGA, title="Пилатес"), source="s:2")
    await studio.pay()
    await studio.passes(DAY, 6 * HOUR)
    provider, lists, keys = studio.bank.provider.subscriptions, [], []
    by_key, found = provider.by_key, provider.found

    async def listed() -> Mapping[str, Sequence[BankSubscription]] | None:
        lists.append(studio.clock.now())
        if len(lists) == 1:
            raise BankSilent("the list is not told")
        return await by_key() if keys_are_told else None

    async def sought(key: str) -> list[BankSubscription]:
        keys.append(key)
        return await found(key)

    provider.by_key, provider.found = listed, sought  # type: ignore[method-assign]
    await studio.passes(4 * DAY, 6 * HOUR)
    assert 4 <= len(lists) <= 6
    if keys_are_told:
        assert keys == []
    else:
        assert [keys.count(key) for key in set(keys)] == [len(lists) - 1] * 2


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
