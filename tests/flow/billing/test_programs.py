"""Other people's programs: their keys, what they are told, and what follows when nobody takes it."""

from __future__ import annotations

import pytest

from billing.developers import keys
from billing.developers.api import ApiDesk, NewBill
from billing.developers.models import (
    Scope,
)
from billing.errors import Closed, KeyUnknown, NotAllowed, NotFound, Refused, ScopeMissing
from billing.models import Role
from billing.money import Money
from billing.states import RefundState
from tests.support.books import give_role
from tests.support.programs_at_work import (
    ALL,
    URL,
    asked,
    back,
    hook,
    issue,
    make,
    number,
    paid,
)
from tests.support.shop import CASHIER, OWNER, PRICE, Shop

# --- keys


MANAGER = 503


async def test_only_owners_make_see_and_revoke_keys(shop: Shop) -> None:
    cashier, desk = await shop.person(CASHIER), shop.desk.developers
    key, _ = await make(shop)
    with pytest.raises(NotAllowed):
        await desk.make_key(cashier, ALL, "tap:2")
    with pytest.raises(NotAllowed):
        await desk.programs(cashier)
    with pytest.raises(NotAllowed):
        await desk.revoke_key(cashier, key.id)
    with pytest.raises(NotAllowed):
        await desk.add_endpoint(cashier, URL, "hook:9")


async def test_a_key_opens_until_it_is_revoked(shop: Shop) -> None:
    key, token = await make(shop)
    assert (await ApiDesk(shop.desk).enter(token)).id == key.id
    await shop.desk.developers.revoke_key(await shop.person(OWNER), key.id)
    with pytest.raises(KeyUnknown):
        await ApiDesk(shop.desk).enter(token)


async def test_a_key_ends_with_the_ownership_of_who_made_it(shop: Shop) -> None:
    _, token = await make(shop)
    await shop.desk.team.hand_over(await shop.person(OWNER), CASHIER)
    with pytest.raises(KeyUnknown):
        await ApiDesk(shop.desk).enter(token)


async def test_a_key_that_is_revoked_while_it_writes_writes_nothing(shop: Shop) -> None:
    key, _ = await make(shop)
    await shop.desk.developers.revoke_key(await shop.person(OWNER), key.id)
    with pytest.raises(KeyUnknown):
        await issue(shop, key)


async def test_the_same_tap_handled_again_replaces_the_key_that_nobody_has_seen(shop: Shop) -> None:
    first, lost = await make(shop)
    second, token = await make(shop)
    assert first.id == second.id
    assert (await ApiDesk(shop.desk).enter(token)).id == first.id
    with pytest.raises(KeyUnknown):
        await ApiDesk(shop.desk).enter(lost)


async def test_of_too_many_keys_the_last_one_is_refused_and_its_tap_may_be_handled_again(shop: Shop) -> None:
    for nth in range(keys.MOST):
        await make(shop, source=f"tap:{nth}")
    with pytest.raises(Refused, match="api-keys-many"):
        await make(shop, source="tap:more")
    await make(shop, source="tap:3")
    assert len((await shop.desk.developers.programs(await shop.person(OWNER))).keys) == keys.MOST


async def test_a_key_does_what_it_was_made_for_and_nothing_else(shop: Shop) -> None:
    reads, _ = await make(shop, frozenset({Scope.READ}), "tap:r")
    writes, _ = await make(shop, frozenset({Scope.WRITE}), "tap:w")
    with pytest.raises(ScopeMissing):
        await issue(shop, reads)
    invoice = int((await issue(shop, writes)).body)
    with pytest.raises(ScopeMissing):
        await ApiDesk(shop.desk).invoice(writes, invoice)
    with pytest.raises(ScopeMissing):
        await back(shop, writes, invoice)
    with pytest.raises(Refused):
        await make(shop, frozenset(), "tap:none")


async def test_owners_hear_once_that_a_key_was_seen_by_others(shop: Shop) -> None:
    key, token = await make(shop)
    for _ in range(2):
        found = await shop.desk.developers.exposed(f"look: {token}!")
        assert [each.id for each in found] == [key.id]
    assert [kind for kind, _, _ in await shop.notices()].count("api-key-exposed") == 1
    assert await shop.desk.developers.exposed("tolem_" + "x" * 44) == []
    assert (await ApiDesk(shop.desk).enter(token)).exposed_at is not None


# --- writes


async def test_the_same_request_gets_the_same_answer_and_happens_once(shop: Shop) -> None:
    key, _ = await make(shop)
    first, again = await issue(shop, key), await issue(shop, key)
    assert (first.body, first.status) == (again.body, again.status)
    assert (first.again, again.again) == (False, True)
    assert len(shop.bank.billed) == 1
    with pytest.raises(Closed, match="api-key-reused"):
        await issue(shop, key, body=b'{"other": 1}')


async def test_a_key_that_is_kept_no_more_makes_no_second_invoice(shop: Shop) -> None:
    from sqlalchemy import delete

    from store.schema import api_writes

    key, _ = await make(shop)
    await issue(shop, key)
    await shop.database.write(lambda books: books.run(delete(api_writes)))
    with pytest.raises(Closed, match="api-key-reused"):
        await issue(shop, key)


async def test_what_was_refused_has_used_up_no_name(shop: Shop) -> None:
    key, _ = await make(shop)
    shop.bank.capabilities  # noqa: B018 - one bank, which bills by no phone
    bill = NewBill(PRICE, "Coffee", phone="+77070000000")
    with pytest.raises(Refused, match="api-no-bank-by-phone"):
        await ApiDesk(shop.desk).issue(key, asked(key), bill, number)
    assert (await issue(shop, key)).status == 201


async def test_a_programs_invoice_is_in_no_chat_until_somebody_asks(shop: Shop) -> None:
    key, _ = await make(shop)
    quiet = int((await issue(shop, key)).body)
    shown = await ApiDesk(shop.desk).issue(key, asked(key, "two"), NewBill(PRICE, "x", card=True), number)
    invoices = [
        await shop.desk.invoice_by_number(n, await shop.person(OWNER)) for n in (quiet, int(shown.body))
    ]
    cards = [await shop.database.read(lambda books, i=i: books.cards_of(i.id)) for i in invoices]
    assert [len(each) for each in cards] == [0, 1]


# --- refunds


async def test_a_program_sends_money_back_once(shop: Shop) -> None:
    key, _ = await make(shop)
    invoice = await paid(shop, key)
    first, again = await back(shop, key, invoice), await back(shop, key, invoice)
    assert first.body == again.body
    assert first.body.endswith(RefundState.REQUESTED)
    assert len(shop.bank.repaid) == 1
    with pytest.raises(Closed):
        await back(shop, key, invoice, "another")
    assert len(shop.bank.repaid) == 1


async def test_above_the_owners_amount_a_program_only_proposes(shop: Shop) -> None:
    await shop.database.write(lambda books: give_role(books, MANAGER, Role.MANAGER))
    await shop.desk.refunds.choose_alone_most(await shop.person(OWNER), Money(100, "KZT"))
    key, _ = await make(shop)
    said = await back(shop, key, await paid(shop, key))
    assert said.body.endswith(RefundState.PROPOSED)
    assert shop.bank.repaid == []
    proposed = int(said.body.split()[0])
    with pytest.raises(Refused, match="refund-another-person"):
        await shop.desk.refunds.approve(proposed, await shop.person(OWNER))


async def test_what_was_not_paid_cannot_go_back(shop: Shop) -> None:
    key, _ = await make(shop)
    invoice = int((await issue(shop, key)).body)
    with pytest.raises(Refused, match="refund-before-charge"):
        await back(shop, key, invoice)
    with pytest.raises(NotFound):
        await back(shop, key, 999_999)


async def test_the_books_know_no_key_and_no_secret(shop: Shop) -> None:
    from sqlalchemy import select

    from store.schema import api_keys, hook_endpoints

    endpoint = await hook(shop)
    _, token = await make(shop)
    rows = await shop.database.read(
        lambda books: [
            repr(tuple(row)) for table in (api_keys, hook_endpoints) for row in books.run(select(table))
        ]
    )
    text = "".join(rows)
    assert token not in text
    assert token[len("tolem_") + 6 :] not in text
    assert endpoint.secret not in text
    assert URL not in text
    assert keys.digest_of(token) != token.encode()
