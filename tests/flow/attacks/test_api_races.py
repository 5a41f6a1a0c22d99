"""Programs that ask for the same money in many ways at once."""

from __future__ import annotations

import asyncio

from billing.developers.api import ApiDesk, GoBack
from billing.errors import BillingError, KeyUnknown
from billing.models import Role
from billing.money import Money
from tests.support.books import give_role
from tests.support.programs_at_work import ALL, asked, make, paid, refund_id
from tests.support.shop import OWNER, PRICE, Shop

SECOND = 503


async def wishes(shop: Shop, number: int, names: list[tuple[object, str, int]]) -> list[str]:
    """Each by its key and under its name; what was answered."""

    async def one(key: object, name: str, minor: int) -> str:
        wish = GoBack(number, Money(minor, "KZT"), "cold")
        try:
            said = await ApiDesk(shop.desk).send_back(key, asked(key, name), wish, refund_id)  # type: ignore[arg-type]
        except BillingError as refusal:
            return refusal.text
        return said.body

    found = await asyncio.gather(*(one(*each) for each in names))
    await shop.settle_down()
    return list(found)


async def test_of_many_refunds_at_once_by_two_keys_one_is_sent(shop: Shop) -> None:
    """Under names of their own each, so that no idempotency key holds them back."""
    await shop.database.write(lambda books: give_role(books, SECOND, Role.OWNER))
    key, _ = await make(shop)
    other, _ = await shop.desk.developers.make_key(await shop.person(SECOND), ALL, "tap:2")
    number = await paid(shop, key)
    names = [(one, f"n{nth}", PRICE.minor) for nth in range(6) for one in (key, other)]
    said = await wishes(shop, number, names)
    assert len(shop.bank.repaid) == 1
    assert sorted(said)[-11:] == ["refund-under-way"] * 11


async def test_parts_that_come_to_more_than_was_paid_are_not_all_sent(shop: Shop) -> None:
    shop.bank.moves = True
    key, _ = await make(shop)
    number = await paid(shop, key)
    for nth in range(4):
        await wishes(shop, number, [(key, f"n{nth}", 200_000)])
        shop.clock.move(600)
        for refund in await shop.database.read(lambda books: books.open_refunds()):
            await shop.desk.refunds.repaying.look(refund)
    assert sum(each.amount.minor for each in shop.bank.repaid) == 400_000


async def test_of_a_key_and_its_owner_who_are_ended_while_it_writes_nothing_is_left_half_done(
    shop: Shop,
) -> None:
    await shop.database.write(lambda books: give_role(books, SECOND, Role.OWNER))
    key, token = await shop.desk.developers.make_key(await shop.person(SECOND), ALL, "tap:2")
    mine, _ = await make(shop)
    number = await paid(shop, mine)
    owner = await shop.person(OWNER)
    said, *_ = await asyncio.gather(
        wishes(shop, number, [(key, f"n{nth}", PRICE.minor) for nth in range(4)]),
        shop.desk.team.remove(owner, SECOND),
        shop.desk.developers.revoke_key(owner, key.id),
    )
    await shop.settle_down()
    sent = [each for each in said if each.endswith("requested")]
    assert len(sent) == len(shop.bank.repaid) <= 1
    try:
        await ApiDesk(shop.desk).enter(token)
    except KeyUnknown:
        return
    raise AssertionError("it opens still")
