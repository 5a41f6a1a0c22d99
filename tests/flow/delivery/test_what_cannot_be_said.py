"""One message breaks with us: it waits longer and longer, is given up, and its chat hears all the others."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from billing.models import Audience, Place
from billing.records import NewNotice
from bot import delivery
from store.books import SqlBooks
from store.schema import invoices
from tests.support.stage import CUSTOMER, MERCHANT, Stage, cards, said

LIFE = delivery.LIFE.total_seconds() + 1


async def notice(play: Stage, kind: str) -> dict[str, Any]:
    """The one of this kind, as the books have it."""
    (found,) = [row for row in await play.rows("notices") if row["kind"] == kind]
    return found


def news(kind: str, chat: int = MERCHANT) -> NewNotice:
    """For one chat."""
    return NewNotice(kind, kind, Place(chat), loud=False, person_id=chat)


async def tell(play: Stage, *kinds: str) -> None:
    at = play.clock.now()

    def write(books: SqlBooks) -> None:
        for kind in kinds:
            books.tell(news(kind), at)

    await play.program.database.write(write)


async def test_a_notice_that_breaks_keeps_no_later_one_silent(
    play: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await tell(play, "gossip", "alert-set-aside")
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "set aside"))

    async def tried() -> bool:
        return (await notice(play, "gossip"))["tries"] > 1

    await play.until(tried)
    assert "not said: notice=" in caplog.text
    assert "LookupError at " in caplog.text


async def test_it_is_given_up_in_the_end(play: Stage) -> None:
    await tell(play, "gossip")
    await play.move(LIFE)

    async def given_up() -> bool:
        return (await notice(play, "gossip"))["given_up"] is not None

    await play.until(given_up)
    given = await notice(play, "gossip")
    assert (given["due_at"], given["sent_at"]) == (None, None)
    assert given["given_up"].startswith("LookupError at ")


async def test_a_card_that_breaks_keeps_no_notice_of_its_chat_silent(play: Stage) -> None:
    await play.issue()
    await play.quiet()
    (invoice,) = await play.rows("invoices")
    at = play.clock.now()

    def spoil(books: SqlBooks) -> None:
        books.connection.execute(update(invoices).values(state="?"))
        books.add_card(invoice["id"], Audience.PAYER, Place(CUSTOMER), CUSTOMER, at, at)
        books.tell(news("set-aside", CUSTOMER), at)

    await play.program.database.write(spoil)
    await play.sandbox.wait_for(CUSTOMER, lambda ms: said(ms, "could not handle"))
    assert cards(await play.sandbox.messages(CUSTOMER)) == []
