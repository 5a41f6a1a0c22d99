"""Owners hear once a day of what has waited for a decision since an earlier day."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from billing import deciding
from billing.answers import Seen
from billing.models import Person, Role
from billing.money import Money
from tests.support.shop import OWNER, PRICE, Shop

MANAGER, PARTNER = 503, 504
KIND = "decisions-wait"


async def _short(shop: Shop, source: str = "501:1") -> int:
    """Too little came; the invoice's number."""
    invoice = await shop.invoice(source)
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{source}", amount=PRICE - Money(100, "KZT"))
    await shop.look(payment)
    return invoice.number


async def _hour(shop: Shop, hour: float, days: int = 0) -> None:
    """The shop's clock shows that hour, so many days later, and each of three processes looks."""
    here = shop.clock.now().astimezone(ZoneInfo(shop.desk.merchant.timezone))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    shop.clock.at = midnight + timedelta(days=days, hours=hour)
    for _ in range(3):
        await shop.database.write(lambda books: deciding.remind(books, shop.clock.now()))


async def _told(shop: Shop) -> list[tuple[int, str, bool, str]]:
    """Chat, count, whether it is loud, and the number of the oldest."""
    now = shop.clock.now() + timedelta(days=9)
    due = await shop.database.read(lambda books: books.due_notices(now, 1000))
    return [(n.place.chat_id, n.values["count"], n.loud, n.values["number"]) for n in due if n.kind == KIND]


async def test_an_owner_hears_at_ten_the_next_day_and_once_a_day(shop: Shop) -> None:
    number = await _short(shop)
    await _hour(shop, 18)
    assert await _told(shop) == []  # of today's they have heard today
    await _hour(shop, 9.9, days=1)
    assert await _told(shop) == []
    await _hour(shop, 10)
    assert await _told(shop) == [(OWNER, "1", True, str(number))]
    await _hour(shop, 20)
    assert len(await _told(shop)) == 1
    await _hour(shop, 12, days=1)
    assert len(await _told(shop)) == 2
    assert {number_told for _, _, _, number_told in await _told(shop)} == {str(number)}


async def test_nobody_is_reminded_at_night(shop: Shop) -> None:
    await _short(shop)
    await _hour(shop, 21, days=1)
    await _hour(shop, 3, days=1)
    assert await _told(shop) == []


async def test_all_owners_are_reminded_and_nobody_else(shop: Shop) -> None:
    at = shop.clock.now()
    for person in (
        Person(MANAGER, "Marat", started=True, role=Role.MANAGER),
        Person(PARTNER, "Saule", started=True, role=Role.OWNER),
    ):
        await shop.database.write(lambda books, person=person: books.save_person(person, at))
    await _short(shop)
    await _hour(shop, 11, days=1)
    assert {chat for chat, *_ in await _told(shop)} == {OWNER, PARTNER}


async def test_what_is_decided_is_not_spoken_of(shop: Shop) -> None:
    await _short(shop)
    await _short(shop, "501:2")
    items = await shop.desk.attentions(await shop.person(OWNER))
    await shop.desk.accept(items[0].id, await shop.person(OWNER))
    await _hour(shop, 11, days=1)
    assert [count for _, count, *_ in await _told(shop)] == ["1"]
    await shop.desk.accept(items[1].id, await shop.person(OWNER))
    await _hour(shop, 11, days=1)
    assert len(await _told(shop)) == 1
