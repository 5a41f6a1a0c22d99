"""Two owners act at the same moment: who was sent away a moment ago changes nothing more.

Whoever taps is looked up when the tap comes in; another owner's tap may be done before theirs is written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from billing.developers.api import ApiDesk
from billing.developers.models import Scope
from billing.errors import KeyUnknown, NotAllowed, Refused
from billing.models import Person, Role
from billing.money import Money
from tests.support.books import give_role
from tests.support.programs_at_work import hook
from tests.support.shop import CASHIER, OWNER, STRANGER, Shop

FORMER = 504  # an owner, until a moment ago
Wish = Callable[[Shop, Person], Awaitable[object]]

WISHES: dict[str, Wish] = {
    "is an owner again": lambda shop, former: shop.desk.team.change(former, FORMER, Role.OWNER),
    "makes another one owner": lambda shop, former: shop.desk.team.change(former, CASHIER, Role.OWNER),
    "sends the other owner away": lambda shop, former: shop.desk.team.remove(former, OWNER),
    "hands the shop over": lambda shop, former: shop.desk.team.hand_over(former, CASHIER),
    "lifts a limit": lambda shop, former: shop.desk.team.limit(former, CASHIER, None),
    "invites an owner": lambda shop, former: shop.desk.team.invite(former, Role.OWNER),
    "makes a key": lambda shop, former: shop.desk.developers.make_key(former, frozenset(Scope), "tap:9"),
    "adds an address": lambda shop, former: shop.desk.developers.add_endpoint(
        former, "https://theirs.example.kz/", "hook:9"
    ),
    "turns a secret": lambda shop, former: shop.desk.developers.turn_secret(former, 1, "tap:9"),
    "lets one person send money back": lambda shop, former: shop.desk.refunds.choose_alone_most(former, None),
}


async def two_owners(shop: Shop) -> Person:
    """The second one as read when the tap came in."""
    await shop.database.write(lambda books: give_role(books, FORMER, Role.OWNER))
    await hook(shop)
    await shop.desk.team.limit(await shop.person(OWNER), CASHIER, Money(100000, "KZT"))
    await shop.desk.refunds.choose_alone_most(await shop.person(OWNER), Money(100000, "KZT"))
    return await shop.person(FORMER)


@pytest.mark.slice(12)
@pytest.mark.parametrize("what", WISHES)
@pytest.mark.parametrize("becomes", [None, Role.CASHIER])
async def test_who_is_no_owner_any_more_changes_nothing(shop: Shop, what: str, becomes: Role | None) -> None:
    former, owner = await two_owners(shop), await shop.person(OWNER)
    if becomes is None:
        await shop.desk.team.remove(owner, FORMER)
    else:
        await shop.desk.team.change(owner, FORMER, becomes)
    with pytest.raises(NotAllowed):
        await WISHES[what](shop, former)


async def test_an_invitation_that_is_opened_while_its_maker_is_sent_away_lets_nobody_in_after_that(
    shop: Shop,
) -> None:
    """Whoever is first: no one comes in by the word of who is no owner any more."""
    former, owner = await two_owners(shop), await shop.person(OWNER)
    _, token = await shop.desk.team.invite(former, Role.MANAGER)
    stranger = await shop.person(STRANGER)

    async def join() -> str:
        try:
            await shop.desk.team.join(token, stranger)
        except Refused as refused:
            return refused.text
        return ""

    said, _ = await asyncio.gather(join(), shop.desk.team.remove(owner, FORMER))
    moves = await shop.database.read(lambda books: books.deeds_of(FORMER, None, 20))
    gone = await shop.database.read(lambda books: books.deeds_of(OWNER, None, 20))
    came = [deed.id for deed in moves if deed.subject == "member" and deed.subject_id == STRANGER]
    ended = [deed.id for deed in gone if deed.subject == "member" and deed.subject_id == FORMER]
    assert (said == "team-invite-over") == (came == [])
    assert all(each < min(ended) for each in came)


async def test_what_an_owner_made_stays_ended_when_they_own_the_shop_again(shop: Shop) -> None:
    """A key that lay about meanwhile, and a link that was passed on, would open again unnoticed."""
    former, owner = await two_owners(shop), await shop.person(OWNER)
    key, token = await shop.desk.developers.make_key(former, frozenset(Scope), "tap:9")
    mine, _ = await shop.desk.developers.make_key(owner, frozenset(Scope), "tap:1")
    _, link = await shop.desk.team.invite(former, Role.OWNER)
    await shop.desk.team.change(owner, FORMER, Role.MANAGER)
    await shop.desk.team.change(owner, FORMER, Role.OWNER)
    with pytest.raises(KeyUnknown):
        await ApiDesk(shop.desk).enter(token)
    with pytest.raises(Refused, match="team-invite-over"):
        await shop.desk.team.join(link, await shop.person(STRANGER))
    standing = (await shop.desk.developers.programs(owner)).keys
    assert [each.id for each in standing] == [mine.id]
    assert not (await shop.desk.developers.key(owner, key.id)).alive
