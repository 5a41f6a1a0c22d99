"""How somebody comes into the team, rises and goes; one owner always stays."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing import people
from billing.errors import AmountRefused, NotAllowed, Refused
from billing.models import Person, Place, Role
from billing.money import Money
from billing.team.joining import LASTS, OPEN_MOST
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop


async def owner(shop: Shop) -> Person:
    return await shop.person(OWNER)


async def role(shop: Shop, person_id: int) -> Role | None:
    return (await shop.person(person_id)).role


async def refusal(work: object) -> str:
    with pytest.raises(Refused) as refused:
        await work  # type: ignore[misc]
    return refused.value.text


async def come(shop: Shop, person_id: int, as_a: Role) -> Person:
    _, token = await shop.desk.team.invite(await owner(shop), as_a)
    return await shop.desk.team.join(token, await shop.person(person_id))


async def issue(shop: Shop, person_id: int, tenge: int) -> None:
    issuer, place = await shop.person(person_id), Place(person_id)
    amount = Money(tenge * 100, "KZT")
    await shop.desk.issue(issuer, amount, "Tea", source=f"{person_id}:{tenge}", place=place)


async def test_who_opens_an_invitation_is_a_member_and_the_owner_hears_of_it(shop: Shop) -> None:
    joined = await come(shop, STRANGER, Role.MANAGER)
    assert joined.role is Role.MANAGER is await role(shop, STRANGER)
    assert await shop.notices() == [("team-joined", OWNER, True)]


async def test_an_invitation_is_used_once(shop: Shop) -> None:
    _, token = await shop.desk.team.invite(await owner(shop), Role.CASHIER)
    work = [shop.desk.team.join(token, await shop.person(who)) for who in (CUSTOMER, STRANGER)]
    ended = await asyncio.gather(*work, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["Person", "Refused"]
    assert sorted([str(await role(shop, who)) for who in (CUSTOMER, STRANGER)]) == ["None", "cashier"]


async def test_an_invitation_ends_after_two_days(shop: Shop) -> None:
    _, token = await shop.desk.team.invite(await owner(shop), Role.CASHIER)
    shop.clock.move(LASTS.total_seconds())
    assert await refusal(shop.desk.team.join(token, await shop.person(STRANGER))) == "team-invite-over"


async def test_an_invitation_that_was_taken_back_lets_nobody_in(shop: Shop) -> None:
    invite, token = await shop.desk.team.invite(await owner(shop), Role.OWNER)
    await shop.desk.team.withdraw(await owner(shop), invite.id)
    assert await refusal(shop.desk.team.join(token, await shop.person(STRANGER))) == "team-invite-over"
    assert await refusal(shop.desk.team.withdraw(await owner(shop), invite.id)) == "team-invite-ended"


async def test_an_invitation_ends_with_the_ownership_of_who_made_it(shop: Shop) -> None:
    _, token = await shop.desk.team.invite(await owner(shop), Role.OWNER)
    await come(shop, CUSTOMER, Role.OWNER)
    await shop.desk.team.remove(await shop.person(CUSTOMER), OWNER)
    assert await refusal(shop.desk.team.join(token, await shop.person(STRANGER))) == "team-invite-over"
    assert await role(shop, STRANGER) is None


async def test_a_member_who_opens_an_invitation_leaves_it_to_others(shop: Shop) -> None:
    _, token = await shop.desk.team.invite(await owner(shop), Role.MANAGER)
    assert await refusal(shop.desk.team.join(token, await shop.person(CASHIER))) == "team-already"
    assert await role(shop, CASHIER) is Role.CASHIER
    assert (await shop.desk.team.join(token, await shop.person(STRANGER))).role is Role.MANAGER


async def test_a_made_up_link_says_that_it_is_none(shop: Shop) -> None:
    found = await refusal(shop.desk.team.join("made-up", await shop.person(STRANGER)))
    assert found == "team-invite-unknown"


async def test_no_more_than_twenty_invitations_stand_open(shop: Shop) -> None:
    for _ in range(OPEN_MOST):
        await shop.desk.team.invite(await owner(shop), Role.CASHIER)
    assert await refusal(shop.desk.team.invite(await owner(shop), Role.CASHIER)) == "team-invites-many"
    shop.clock.move(LASTS.total_seconds())
    await shop.desk.team.invite(await owner(shop), Role.CASHIER)


@pytest.mark.parametrize("who", [CASHIER, CUSTOMER], ids=["a cashier", "a customer"])
async def test_others_than_owners_change_nothing(shop: Shop, who: int) -> None:
    person, team = await shop.person(who), shop.desk.team
    for wish in (
        team.invite(person, Role.OWNER),
        team.withdraw(person, 1),
        team.change(person, CASHIER, Role.OWNER),
        team.limit(person, CASHIER, None),
        team.remove(person, OWNER),
        team.hand_over(person, who),
    ):
        with pytest.raises(NotAllowed):
            await wish


async def test_a_manager_changes_nothing_either(shop: Shop) -> None:
    manager = await come(shop, STRANGER, Role.MANAGER)
    with pytest.raises(NotAllowed):
        await shop.desk.team.change(manager, CASHIER, Role.MANAGER)


async def test_a_role_that_is_changed_counts_at_once_and_is_told(shop: Shop) -> None:
    await shop.desk.team.change(await owner(shop), CASHIER, Role.MANAGER)
    assert await role(shop, CASHIER) is Role.MANAGER
    assert await shop.notices() == [("team-changed-you", CASHIER, True)]
    await shop.desk.team.change(await owner(shop), CASHIER, Role.MANAGER)  # a second tap
    assert len(await shop.notices()) == 1


async def test_who_is_removed_may_issue_no_more(shop: Shop) -> None:
    await shop.desk.team.remove(await owner(shop), CASHIER)
    assert await shop.notices() == [("team-removed-you", CASHIER, True)]
    with pytest.raises(NotAllowed):
        await issue(shop, CASHIER, 100)
    assert await refusal(shop.desk.team.remove(await owner(shop), CASHIER)) == "team-gone"


async def test_the_last_owner_stays(shop: Shop) -> None:
    me, team = await owner(shop), shop.desk.team
    for wish in (team.leave(me), team.remove(me, OWNER), team.change(me, OWNER, Role.CASHIER)):
        assert await refusal(wish) == "team-last-owner"
    assert await role(shop, OWNER) is Role.OWNER


async def test_two_owners_who_leave_at_once_leave_one(shop: Shop) -> None:
    await come(shop, STRANGER, Role.OWNER)
    leaving = [shop.desk.team.leave(await shop.person(who)) for who in (OWNER, STRANGER)]
    ended = await asyncio.gather(*leaving, return_exceptions=True)
    assert [type(one).__name__ for one in ended].count("Refused") == 1
    assert [await role(shop, who) for who in (OWNER, STRANGER)].count(Role.OWNER) == 1


async def test_who_hands_the_shop_over_manages_it(shop: Shop) -> None:
    await shop.desk.team.hand_over(await owner(shop), CASHIER)
    assert (await role(shop, OWNER), await role(shop, CASHIER)) == (Role.MANAGER, Role.OWNER)
    assert await shop.notices() == [("team-changed-you", CASHIER, True)]


async def test_the_shop_is_not_handed_to_somebody_whom_no_message_reaches(shop: Shop) -> None:
    await shop.desk.mark_blocked(CASHIER, blocked=True)
    assert await refusal(shop.desk.team.hand_over(await owner(shop), CASHIER)) == "team-unreachable"
    assert await role(shop, OWNER) is Role.OWNER


async def test_a_cashier_asks_for_no_more_than_an_owner_lets_them(shop: Shop) -> None:
    await shop.desk.team.limit(await owner(shop), CASHIER, Money(500_00, "KZT"))
    await issue(shop, CASHIER, 500)
    with pytest.raises(AmountRefused) as refused:
        await issue(shop, CASHIER, 501)
    assert (refused.value.text, refused.value.values) == (
        "amount-above-yours",
        {"most": Money(500_00, "KZT")},
    )
    await shop.desk.team.limit(await owner(shop), CASHIER, None)
    await issue(shop, CASHIER, 501)


async def test_a_cashiers_limit_ends_with_the_role(shop: Shop) -> None:
    team = shop.desk.team
    await team.limit(await owner(shop), CASHIER, Money(500_00, "KZT"))
    await team.change(await owner(shop), CASHIER, Role.MANAGER)
    await team.change(await owner(shop), CASHIER, Role.CASHIER)
    assert (await shop.person(CASHIER)).most is None


async def test_only_cashiers_have_a_limit(shop: Shop) -> None:
    wish = shop.desk.team.limit(await owner(shop), OWNER, Money(500_00, "KZT"))
    assert await refusal(wish) == "team-limit-cashiers"


async def test_the_settings_bring_back_nobody_whom_the_chat_sent_away(shop: Shop) -> None:
    await come(shop, STRANGER, Role.OWNER)
    await shop.desk.team.remove(await shop.person(STRANGER), OWNER)
    at = shop.clock.now() + timedelta(days=1)
    await shop.database.write(lambda books: people.appoint_owners(books, (OWNER, CUSTOMER), at))
    assert (await role(shop, OWNER), await role(shop, CUSTOMER)) == (None, Role.OWNER)


async def test_owners_see_the_invitations_that_stand_open_and_others_see_who_belongs_to_them(
    shop: Shop,
) -> None:
    await shop.desk.team.invite(await owner(shop), Role.CASHIER)
    seen = await shop.desk.team.team(await owner(shop))
    assert [member.id for member in seen.members] == [OWNER, CASHIER]
    assert [invite.role for invite in seen.invites] == [Role.CASHIER]
    assert (await shop.desk.team.team(await shop.person(CASHIER))).invites == ()
