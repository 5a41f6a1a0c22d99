"""Troubles in the books: who is told, how often, and what is over."""

from __future__ import annotations

from billing import alarms
from billing.models import Person, Role
from billing.troubles import Call, Sight, Trouble
from tests.support.shop import OWNER, Shop

LATER = 777
SIGHT = Sight(Trouble.MESSAGES_WAIT, "alert-messages-wait")
MILD = Sight(Trouble.MESSAGES_WAIT, "alert-messages-wait", mild=True)


async def look(shop: Shop, *seen: Sight) -> None:
    """Half a minute goes by, and somebody looks."""
    shop.clock.move(30)
    at = shop.clock.now()

    def write(books: alarms.Books) -> None:
        for sight in seen:
            alarms.note(books, sight, at)
        alarms.end(books, at)

    await shop.database.write(write)


async def told(shop: Shop) -> list[str]:
    return [kind for kind, chat, _ in await shop.notices() if chat == OWNER]


async def test_what_was_never_bad_is_not_told(shop: Shop) -> None:
    for _ in range(20):
        await look(shop, MILD)
    assert await told(shop) == []


async def test_what_is_a_little_better_is_not_over(shop: Shop) -> None:
    await look(shop, SIGHT)
    for _ in range(20):
        await look(shop, MILD)
    assert await told(shop) == ["alert-messages-wait"]
    for _ in range(4):
        await look(shop)
    assert await told(shop) == ["alert-messages-wait", "alert-messages-wait-over"]


async def test_the_beginning_is_loud_and_the_end_is_not(shop: Shop) -> None:
    await look(shop, SIGHT)
    for _ in range(4):
        await look(shop)
    assert [loud for _, _, loud in await shop.notices()] == [True, False]


async def test_one_that_comes_and_goes_is_told_ever_more_seldom(shop: Shop) -> None:
    for _ in range(24):  # two hours: bad for half a minute in five
        await look(shop, SIGHT)
        for _ in range(9):
            await look(shop)
    begun = (await told(shop)).count("alert-messages-wait")
    assert begun == 3


async def test_who_decides_only_now_hears_of_what_lasts_and_the_others_do_not_hear_it_again(
    shop: Shop,
) -> None:
    await look(shop, SIGHT)
    late = Person(LATER, "Serik", started=True, role=Role.MANAGER)
    await shop.database.write(lambda books: books.save_person(late, shop.clock.now()))
    for _ in range(3):
        await look(shop, SIGHT)
    assert sorted(chat for _, chat, _ in await shop.notices()) == [OWNER, LATER]


async def test_a_call_that_works_ends_no_other_refusal(shop: Shop) -> None:
    at = shop.clock.now()

    def write(books: alarms.Books) -> None:
        for bank, call in (("bank", Call.BILL), ("bank", Call.LOOK), ("bank2", Call.BILL)):
            alarms.note_refused(books, bank, call, "401", "setup", at)
        alarms.note_worked(books, "bank", Call.BILL, at)

    await shop.database.write(write)
    for _ in range(4):
        await look(shop)
    lasting = await shop.database.read(lambda books: books.alarms())
    assert [alarm.cause for alarm in lasting] == ["refused:bank:look:401", "refused:bank2:bill:401"]
