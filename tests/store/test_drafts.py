"""Inline drafts and messages in the books, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError

from billing.inline import drafting
from billing.models import Audience, Invoice, Person, Place, Role
from billing.money import Money
from bot.chance import RandomIds
from store.books import SqlBooks
from store.engine import Database
from tests.support.books import NOON

OWNER = Person(501, "Owner", started=True, role=Role.OWNER)
HERE = "B" * 128
LATER = NOON.replace(year=NOON.year + 1)


async def drafted(database: Database, nth: int = 1) -> None:
    def write(books: SqlBooks) -> None:
        books.save_person(OWNER, NOON)
        drafting.offer(books, OWNER, Money(500000, "KZT"), "Coffee", f"draft-000{nth}", NOON)

    await database.write(write)


async def test_of_ten_who_come_at_once_one_makes_the_invoice(database: Database) -> None:
    await drafted(database)

    def tapped(books: SqlBooks) -> Invoice:
        return drafting.tapped(books, "draft-0001", HERE, RandomIds(), LATER, NOON)

    made = await asyncio.gather(*(database.write(tapped) for _ in range(10)))
    assert len({invoice.id for invoice in made}) == 1
    assert {invoice.number for invoice in made} == {1}
    cards = await database.read(lambda books: books.cards_of(made[0].id))
    assert [(card.audience, card.place) for card in cards if card.place.inline_id] == [
        (Audience.INLINE, Place.of_inline(HERE))
    ]


async def test_two_cards_never_stand_in_one_message(database: Database) -> None:
    await drafted(database)

    def tapped(books: SqlBooks) -> Invoice:
        return drafting.tapped(books, "draft-0001", HERE, RandomIds(), LATER, NOON)

    invoice = await database.write(tapped)
    place = Place.of_inline(HERE)
    with pytest.raises(IntegrityError):
        await database.write(
            lambda books: books.add_card(invoice.id, Audience.INLINE, place, None, NOON, NOON)
        )


async def test_a_card_in_a_chat_that_we_do_not_know_is_in_no_chats_way(database: Database) -> None:
    await drafted(database)
    await drafted(database, 2)

    def tapped(books: SqlBooks) -> None:
        for token, where in (("draft-0001", HERE), ("draft-0002", "C" * 27)):
            drafting.tapped(books, token, where, RandomIds(), LATER, NOON)

    await database.write(tapped)

    def due(books: SqlBooks) -> list[str]:
        return [card.place.inline_id for card in books.due_cards(LATER, 10, [Place.of_inline(HERE).chat_id])]

    assert sorted(await database.read(due)) == ["", "", "C" * 27]


async def test_a_draft_is_used_once_and_not_when_it_is_too_old(database: Database) -> None:
    await drafted(database)

    def use(books: SqlBooks, since: datetime) -> bool:
        return books.use_draft("draft-0001", since, NOON) is not None

    assert not await database.write(lambda books: use(books, NOON))
    assert await database.write(lambda books: use(books, NOON - drafting.LASTS))
    assert not await database.write(lambda books: use(books, NOON - drafting.LASTS))
