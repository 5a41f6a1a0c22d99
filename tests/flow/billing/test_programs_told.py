"""What other people's programs are told, in which order, and what follows when nobody takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing import invoicing
from billing.answers import Declined, Rejected, Seen
from billing.developers import sending
from billing.developers.models import (
    EventKind,
    Fate,
    Pause,
)
from billing.developers.sending import Heard
from billing.errors import Closed, Refused
from billing.models import Person, RefundRefusal, Refusal, Role
from billing.money import Money
from tests.support.programs_at_work import (
    URL,
    back,
    hook,
    make,
    paid,
    record,
    told,
)
from tests.support.shop import OWNER, Shop


async def test_each_move_is_told_in_its_order(shop: Shop) -> None:
    endpoint = await hook(shop)
    key, _ = await make(shop)
    shop.bank.moves = True
    said = await back(shop, key, await paid(shop, key))
    shop.clock.move(3)
    refund = await shop.database.read(lambda books: books.refund(int(said.body.split()[0])))
    assert refund is not None
    await shop.desk.refunds.repaying.look(refund)
    cancelled = await shop.invoice("501:cancel")
    await shop.desk.cancel(cancelled.id, await shop.person(OWNER))
    shop.bank.outcomes.append(Rejected(Refusal.FUNDS))
    await shop.invoice("501:expire")
    shop.clock.move(25 * 3600)
    await shop.database.write(lambda books: invoicing.expire_overdue(books, shop.clock.now()))
    messages = await told(shop, endpoint)
    assert [each.kind for each in messages] == [
        EventKind.INVOICE_PAID,
        EventKind.REFUND_COMPLETED,
        EventKind.INVOICE_CANCELLED,
        EventKind.INVOICE_EXPIRED,
    ]
    assert {each.fate for each in messages} == {Fate.WAITS}


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
