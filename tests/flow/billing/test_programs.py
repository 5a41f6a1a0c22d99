"""Other people's programs: their keys, what they are told, and what follows when nobody takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.answers import Declined, Seen
from billing.developers import keys, sending, writing
from billing.developers.api import ApiDesk, GoBack, NewBill
from billing.developers.models import (
    ApiKey,
    Endpoint,
    EventKind,
    Fate,
    InvoiceFacts,
    Outgoing,
    Pause,
    RefundFacts,
    Scope,
)
from billing.developers.sending import Heard
from billing.errors import Closed, KeyUnknown, NotAllowed, NotFound, Refused, ScopeMissing
from billing.models import Person, RefundRefusal, Role
from billing.money import Money
from billing.states import RefundState
from tests.support.shop import CASHIER, OWNER, PRICE, Shop

ALL = frozenset(Scope)
URL = "https://shop.example.kz/events"


async def make(shop: Shop, scopes: frozenset[Scope] = ALL, source: str = "tap:1") -> tuple[ApiKey, str]:
    return await shop.desk.developers.make_key(await shop.person(OWNER), scopes, source)


async def hook(shop: Shop, source: str = "hook:1") -> Endpoint:
    async def names(host: str, port: int) -> tuple[str, ...]:
        return ("93.184.215.14",)

    shop.desk.developers.names = names
    return await shop.desk.developers.add_endpoint(await shop.person(OWNER), URL, source)


def asked(key: ApiKey, name: str = "one", body: bytes = b"{}") -> writing.Once:
    return writing.once(key.id, name, "POST", "/x", body)


async def issue(
    shop: Shop, key: ApiKey, name: str = "one", amount: Money = PRICE, body: bytes = b"{}"
) -> writing.Said:
    said = await ApiDesk(shop.desk).issue(key, asked(key, name, body), NewBill(amount, "Coffee"), number)
    await shop.settle_down()
    return said


def number(facts: InvoiceFacts) -> str:
    return str(facts.invoice.number)


def refund_id(facts: RefundFacts) -> str:
    return f"{facts.refund.id} {facts.refund.state}"


async def paid(shop: Shop, key: ApiKey, name: str = "one") -> int:
    invoice_number = int((await issue(shop, key, name)).body)
    invoice = await shop.desk.invoice_by_number(invoice_number, await shop.person(OWNER))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    return invoice_number


async def back(
    shop: Shop, key: ApiKey, invoice: int, name: str = "back", amount: Money = PRICE
) -> writing.Said:
    wish = GoBack(invoice, amount, "cold")
    said = await ApiDesk(shop.desk).send_back(key, asked(key, name), wish, refund_id)
    await shop.settle_down()
    return said


async def told(shop: Shop, endpoint: Endpoint) -> list[Outgoing]:
    rows = await shop.database.read(lambda books: books.last_outgoing(endpoint.id, None, 100))
    return rows[::-1]


async def record(shop: Shop, endpoint: Endpoint, heard: Heard) -> bool:
    """What came of the next message there."""

    def write(books: object) -> bool:
        found = sending.next_for(books, endpoint.id, shop.clock.now())  # type: ignore[arg-type]
        assert found is not None
        return sending.record(books, *found, heard, shop.clock.now())  # type: ignore[arg-type]

    return await shop.database.write(write)


# --- keys


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


# --- what programs are told


async def test_each_move_is_told_in_its_order_and_in_its_own_transaction(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    invoice = await paid(shop, key)
    shop.bank.moves = True
    await back(shop, key, invoice)
    await shop.database.write(lambda books: None)
    cancelled = await shop.invoice("501:cancel")
    await shop.desk.cancel(cancelled.id, await shop.person(OWNER))
    kinds = [each.kind for each in await told(shop, endpoint)]
    assert kinds[0] is EventKind.INVOICE_PAID
    assert EventKind.INVOICE_CANCELLED in kinds
    assert kinds == sorted(kinds, key=lambda kind: kind is EventKind.INVOICE_CANCELLED)
    assert all(each.fate is Fate.WAITS for each in await told(shop, endpoint))


async def test_what_is_rolled_back_is_told_to_nobody(shop: Shop) -> None:
    endpoint, invoice = await hook(shop), await shop.invoice()

    def breaks(books: object) -> None:
        from billing import invoicing

        person = Person(OWNER, role=Role.OWNER)
        invoicing.cancel(books, invoice.id, person, shop.clock.now())  # type: ignore[arg-type]
        raise Closed

    with pytest.raises(Closed):
        await shop.database.write(breaks)
    assert await told(shop, endpoint) == []


async def test_a_refund_that_fails_and_money_to_decide_about_are_told(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    invoice = await paid(shop, key)
    shop.bank.refund_outcomes.append(Declined(RefundRefusal.LIMIT))
    await back(shop, key, invoice)
    short = await shop.invoice("501:short")
    payment = await shop.payment(short)
    shop.sees(payment, Seen.PAID, amount=Money(100, "KZT"), bank_id="short")
    await shop.look(payment)
    kinds = [each.kind for each in await told(shop, endpoint)]
    assert kinds == [EventKind.INVOICE_PAID, EventKind.REFUND_FAILED, EventKind.ATTENTION_OPENED]
    for each in await told(shop, endpoint):
        assert await shop.database.read(lambda books, each=each: sending.facts(books, each)) is not None


async def test_what_happened_before_an_address_was_there_is_not_told(shop: Shop) -> None:
    key, _ = await make(shop)
    await paid(shop, key)
    assert await told(shop, await hook(shop)) == []


async def test_the_next_one_waits_until_the_first_was_taken(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    await paid(shop, key, "one")
    await paid(shop, key, "two")
    assert not await record(shop, endpoint, Heard(500))
    assert await shop.database.read(lambda b: sending.next_for(b, endpoint.id, shop.clock.now())) is None
    assert await shop.database.read(lambda b: b.ready_endpoints(shop.clock.now())) == []
    shop.clock.move(10)
    assert await record(shop, endpoint, Heard(200))
    assert await record(shop, endpoint, Heard(204))
    assert [each.fate for each in await told(shop, endpoint)] == [Fate.SENT, Fate.SENT]


async def test_after_a_day_without_a_good_answer_it_pauses_and_owners_hear_once(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    await paid(shop, key)
    began, tries = shop.clock.now(), 0
    while True:
        tries += 1
        await record(shop, endpoint, Heard())
        fresh = await shop.database.read(lambda books: books.endpoint(endpoint.id))
        assert fresh is not None
        if fresh.paused_at is not None:
            break
        assert fresh.retry_at is not None
        shop.clock.at = fresh.retry_at
    assert fresh.pause is Pause.SILENT
    assert timedelta(hours=24) <= shop.clock.now() - began < timedelta(hours=27)
    assert tries < 30
    assert [kind for kind, _, _ in await shop.notices()].count("hook-paused") == 1
    assert (await told(shop, endpoint))[0].fate is Fate.WAITS
    owner = await shop.person(OWNER)
    await shop.desk.developers.resume_endpoint(owner, endpoint.id)
    assert await record(shop, endpoint, Heard(200))


async def test_a_refusal_for_good_is_told_and_the_others_go_on(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    await paid(shop, key, "one")
    await paid(shop, key, "two")
    assert await record(shop, endpoint, Heard(302))
    assert await record(shop, endpoint, Heard(200))
    first, second = await told(shop, endpoint)
    assert (first.fate, first.status, second.fate) == (Fate.REFUSED, 302, Fate.SENT)
    assert "hook-refused" in [kind for kind, _, _ in await shop.notices()]
    await shop.desk.developers.send_again(await shop.person(OWNER), first.id)
    assert await record(shop, endpoint, Heard(200))
    assert (await told(shop, endpoint))[0].fate is Fate.SENT


async def test_an_address_that_leads_inside_by_now_or_wants_no_more_is_paused_at_once(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    await paid(shop, key)
    for heard, why in ((Heard(inside=True), Pause.INSIDE), (Heard(410), Pause.GONE)):
        await record(shop, endpoint, heard)
        fresh = await shop.database.read(lambda books: books.endpoint(endpoint.id))
        assert fresh is not None
        assert fresh.pause is why
        await shop.desk.developers.resume_endpoint(await shop.person(OWNER), endpoint.id)


async def test_a_removed_address_is_told_nothing_more(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    await paid(shop, key, "one")
    await shop.desk.developers.remove_endpoint(await shop.person(OWNER), endpoint.id)
    await paid(shop, key, "two")
    assert [each.fate for each in await told(shop, endpoint)] == [Fate.DROPPED]
    assert await shop.database.read(lambda b: b.ready_endpoints(shop.clock.now())) == []


async def test_a_name_that_leads_inside_or_nowhere_is_refused(shop: Shop) -> None:
    owner, desk = await shop.person(OWNER), shop.desk.developers
    for found, why in ((("93.184.215.14", "10.0.0.1"), "hook-address-inside"), ((), "hook-name-unknown")):

        async def names(host: str, port: int, found: tuple[str, ...] = found) -> tuple[str, ...]:
            return found

        desk.names = names
        with pytest.raises(Refused, match=why):
            await desk.add_endpoint(owner, URL, "hook:inside")


async def test_two_secrets_are_in_use_until_the_old_one_is_dropped(shop: Shop) -> None:
    endpoint, owner, desk = await hook(shop), await shop.person(OWNER), shop.desk.developers
    turned = await desk.turn_secret(owner, endpoint.id, "tap:turn")
    assert turned.old_secret == endpoint.secret
    assert turned.secret != endpoint.secret
    assert (await desk.turn_secret(owner, endpoint.id, "tap:turn")).secret == turned.secret
    with pytest.raises(Refused, match="hook-secrets-two"):
        await desk.turn_secret(owner, endpoint.id, "tap:other")
    assert (await desk.drop_old_secret(owner, endpoint.id)).old_secret is None


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
