"""Programs with keys, and addresses that events go to, on their bad days."""

from __future__ import annotations

import pytest

from billing.developers import sending
from billing.developers.models import Fate
from billing.developers.sending import Heard
from billing.errors import NotAllowed
from tests.support.programs_at_work import hook, make, record, told
from tests.support.shop import CASHIER, OWNER, Shop


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


async def test_a_message_that_is_never_taken_is_left_out_and_the_others_go_on(shop: Shop) -> None:
    """Its receiver stumbles over it each time: all stood still behind it, however often they were resumed."""
    endpoint, owner = await hook(shop), await shop.person(OWNER)
    for source in ("501:1", "501:2"):
        invoice = await shop.invoice(source)
        await shop.desk.cancel(invoice.id, owner)
    await record(shop, endpoint, Heard(500))
    shop.clock.move(25 * 3600)
    await record(shop, endpoint, Heard(500))
    first, second = await told(shop, endpoint)
    left = await shop.desk.developers.leave_out(owner, first.id)
    assert left.fate is Fate.REFUSED
    assert await record(shop, endpoint, Heard(204))
    assert [each.fate for each in await told(shop, endpoint)] == [Fate.REFUSED, Fate.SENT]
    await shop.desk.developers.leave_out(owner, second.id)
    assert [each.fate for each in await told(shop, endpoint)] == [Fate.REFUSED, Fate.SENT], "it was taken"
    await shop.desk.developers.send_again(owner, first.id)
    assert (await told(shop, endpoint))[0].fate is Fate.WAITS
    with pytest.raises(NotAllowed):
        await shop.desk.developers.leave_out(await shop.person(CASHIER), first.id)
