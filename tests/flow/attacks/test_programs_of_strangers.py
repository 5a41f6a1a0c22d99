"""Programs with keys, and addresses that events go to, on their bad days."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from billing import people
from billing.developers import sending, writing
from billing.developers.api import ApiDesk, GoBack, NewBill
from billing.developers.models import Fate
from billing.developers.sending import Heard
from billing.errors import Closed, KeyUnknown, NotAllowed
from billing.models import Role
from billing.money import Money
from store.schema import api_writes
from tests.support.books import give_role
from tests.support.programs_at_work import (
    asked,
    back,
    hook,
    issue,
    make,
    paid,
    record,
    refund_id,
    told,
)
from tests.support.shop import CASHIER, OWNER, PRICE, Shop


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


async def test_one_name_for_two_invoices_refunds_is_one_wish(shop: Shop) -> None:
    """The bodies are the same to the letter; only the address tells whose money is meant."""
    key, _ = await make(shop)
    numbers = [await paid(shop, key, name) for name in ("first", "second")]
    api, wishes = ApiDesk(shop.desk), [GoBack(number, PRICE, "") for number in numbers]
    once = [writing.once(key.id, "same", "POST", f"/api/v1/invoices/{n}/refunds", b"{}") for n in numbers]
    await api.send_back(key, once[0], wishes[0], refund_id)
    with pytest.raises(Closed, match="api-key-reused"):
        await api.send_back(key, once[1], wishes[1], refund_id)
    await shop.settle_down()
    assert len(shop.bank.repaid) == 1


async def test_a_refund_whose_name_is_kept_no_more_is_not_sent_again(shop: Shop) -> None:
    key, _ = await make(shop)
    number = await paid(shop, key)
    await back(shop, key, number, amount=Money(100000, "KZT"))
    await shop.database.write(lambda books: books.run(delete(api_writes)))
    with pytest.raises(Closed, match="api-key-reused"):
        await back(shop, key, number, amount=Money(100000, "KZT"))
    assert len(shop.bank.repaid) == 1


async def test_a_key_whose_owner_the_books_know_as_none_opens_nothing(shop: Shop) -> None:
    """Also where the key itself was left standing."""
    key, token = await make(shop)
    await shop.database.write(lambda books: give_role(books, OWNER, Role.MANAGER))
    with pytest.raises(KeyUnknown):
        await ApiDesk(shop.desk).enter(token)
    with pytest.raises(KeyUnknown):
        await issue(shop, key)


async def test_an_owner_who_has_blocked_us_gets_no_card_of_a_program(shop: Shop) -> None:
    key, _ = await make(shop)
    now = shop.clock.now()
    await shop.database.write(lambda books: people.mark_blocked(books, OWNER, now, blocked=True))
    bill = NewBill(PRICE, "Coffee", card=True)
    said = await ApiDesk(shop.desk).issue(key, asked(key), bill, lambda facts: str(facts.invoice.id))
    assert await shop.database.read(lambda books: books.cards_of(int(said.body))) == []
