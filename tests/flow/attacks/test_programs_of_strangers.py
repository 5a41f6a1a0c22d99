"""Programs with keys, and addresses that events go to, on their bad days."""

from __future__ import annotations

import pytest

from billing.developers import sending
from billing.developers.models import Fate
from billing.developers.sending import Heard
from tests.support.programs_at_work import hook, make, told
from tests.support.shop import OWNER, Shop


@pytest.mark.parametrize(
    "heard", [Heard(410), Heard(inside=True), Heard(500), Heard(), Heard(400), Heard(302), Heard(204)]
)
async def test_of_an_address_that_was_removed_while_it_was_called_nobody_is_told(
    shop: Shop, heard: Heard
) -> None:
    """Also when it had failed for a day: there is nothing that anybody could mend."""
    endpoint = await hook(shop)
    invoice = await shop.invoice()
    await shop.desk.cancel(invoice.id, await shop.person(OWNER))
    now = shop.clock.now()
    await shop.database.write(lambda books: books.note_failing(endpoint.id, now, now))
    shop.clock.move(25 * 3600)
    at = shop.clock.now()
    found = await shop.database.read(lambda books: sending.next_for(books, endpoint.id, at))
    assert found is not None
    await shop.desk.developers.remove_endpoint(await shop.person(OWNER), endpoint.id)
    removed = await shop.database.read(lambda books: books.endpoint(endpoint.id))
    assert removed is not None
    assert not await shop.database.write(lambda books: sending.record(books, removed, found[1], heard, at))
    assert [kind for kind, _, _ in await shop.notices() if kind.startswith("hook-")] == []
    (message,) = await told(shop, endpoint)
    assert message.fate is Fate.DROPPED


@pytest.mark.parametrize("name", ["tolem_", "tolem_prod_", "my_tolem_key_", "tolem_" + "x" * 30 + "_"])
async def test_a_key_is_seen_behind_a_name_that_begins_like_one(shop: Shop, name: str) -> None:
    _, token = await make(shop)
    assert await shop.desk.developers.exposed(f"https://example.kz/?{name}{token}&a=b")
    assert [kind for kind, _, _ in await shop.notices()].count("api-key-exposed") == 1
