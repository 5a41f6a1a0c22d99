"""What a member typed becomes one invoice, of theirs as they are now, and stands where it was sent."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing import people
from billing.answers import Seen
from billing.errors import AmountRefused, Closed, NotAllowed, NotFound
from billing.inline.drafting import LASTS
from billing.inline.models import Draft
from billing.invoicing import DESCRIPTION_MOST
from billing.models import Audience, Invoice, Place
from billing.money import Money
from billing.states import InvoiceState
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, Shop

HERE = "BAAAAabcdefghijklmnop"
THERE = "BAAAAqrstuvwxyzabcdef"


async def drafted(shop: Shop, who: int = OWNER, amount: Money = PRICE) -> Draft:
    return await shop.desk.inline.offer(await shop.person(who), amount, "Coffee")


async def places(shop: Shop, invoice: Invoice) -> list[tuple[Audience, str]]:
    cards = await shop.database.read(lambda books: books.cards_of(invoice.id))
    return sorted((card.audience, card.place.inline_id) for card in cards)


async def test_choice_tap_and_start_find_the_same_invoice(shop: Shop) -> None:
    draft = await drafted(shop)
    made = await asyncio.gather(
        shop.desk.inline.chosen(draft.token, await shop.person(OWNER), HERE),
        shop.desk.inline.tapped(draft.token, HERE),
        shop.desk.open_link(draft.token, await shop.person(CUSTOMER), Place(CUSTOMER)),
    )
    assert len({invoice.id for invoice in made}) == 1
    assert await places(shop, made[0]) == [
        (Audience.INLINE, HERE),
        (Audience.ISSUER, ""),
        (Audience.PAYER, ""),
    ]


async def test_its_link_is_the_one_that_was_sent(shop: Shop) -> None:
    draft = await drafted(shop)
    invoice = await shop.desk.inline.tapped(draft.token, HERE)
    assert (invoice.token, invoice.amount, invoice.description) == (draft.token, PRICE, "Coffee")
    assert (invoice.issuer_id, invoice.inline, invoice.state) == (OWNER, True, InvoiceState.OPEN)


async def test_the_deadline_counts_from_the_moment_that_it_is_an_invoice(shop: Shop) -> None:
    draft = await drafted(shop)
    shop.clock.move(3600)
    invoice = await shop.desk.inline.tapped(draft.token, HERE)
    assert invoice.deadline - shop.clock.now() == shop.desk.invoice_ttl
    sent = await shop.desk.inline.chosen((await drafted(shop)).token, await shop.person(OWNER), THERE)
    assert sent.deadline == invoice.deadline


async def test_a_draft_is_over_after_two_days(shop: Shop) -> None:
    draft, other = await drafted(shop), await drafted(shop)
    shop.clock.move(timedelta(days=2).total_seconds() - 1)
    assert (await shop.desk.inline.tapped(other.token, THERE)).issuer_id == OWNER
    shop.clock.move(1)
    with pytest.raises(Closed, match="inline-over"):
        await shop.desk.inline.tapped(draft.token, HERE)
    with pytest.raises(Closed, match="inline-over"):
        await shop.desk.open_link(draft.token, await shop.person(CUSTOMER), Place(CUSTOMER))


async def test_an_invoice_outlives_its_draft(shop: Shop) -> None:
    draft = await drafted(shop)
    first = await shop.desk.inline.tapped(draft.token, HERE)
    shop.clock.move(LASTS.total_seconds() * 2)
    await shop.database.write(lambda books: books.drop_drafts(OWNER))
    assert (await shop.desk.inline.tapped(draft.token, THERE)).id == first.id


async def test_an_invoice_that_was_not_sent_so_is_put_into_no_message(shop: Shop) -> None:
    invoice = await shop.invoice()
    with pytest.raises(NotFound):
        await shop.desk.inline.tapped(invoice.token, HERE)
    with pytest.raises(NotFound):
        await shop.desk.inline.tapped("nobodys", HERE)


async def test_a_message_shows_the_first_invoice_that_it_had(shop: Shop) -> None:
    one, other = await drafted(shop), await drafted(shop)
    first = await shop.desk.inline.tapped(one.token, HERE)
    second = await shop.desk.inline.tapped(other.token, HERE)
    assert (Audience.INLINE, HERE) in await places(shop, first)
    assert (Audience.INLINE, HERE) not in await places(shop, second)


async def test_only_who_typed_it_has_sent_it(shop: Shop) -> None:
    draft = await drafted(shop)
    with pytest.raises(NotFound):
        await shop.desk.inline.chosen(draft.token, await shop.person(CASHIER), HERE)
    invoice = await shop.desk.inline.tapped(draft.token, HERE)
    with pytest.raises(NotFound):
        await shop.desk.inline.chosen(draft.token, await shop.person(CASHIER), THERE)
    assert (Audience.INLINE, THERE) not in await places(shop, invoice)


async def test_where_telegram_names_no_address_no_card_is_put_anywhere_in_that_chat(shop: Shop) -> None:
    draft = await drafted(shop)
    invoice = await shop.desk.inline.chosen(draft.token, await shop.person(OWNER), "")
    assert await places(shop, invoice) == [(Audience.ISSUER, "")]


async def test_an_issuer_who_has_blocked_us_gets_no_card(shop: Shop) -> None:
    draft, now = await drafted(shop), shop.clock.now()
    await shop.database.write(lambda books: people.mark_blocked(books, OWNER, now, blocked=True))
    assert await places(shop, await shop.desk.inline.tapped(draft.token, HERE)) == [(Audience.INLINE, HERE)]


async def test_words_without_end_are_cut(shop: Shop) -> None:
    draft = await shop.desk.inline.offer(await shop.person(OWNER), PRICE, "Кофе " * 200)
    assert len(draft.words) == DESCRIPTION_MOST
    assert (await shop.desk.inline.tapped(draft.token, HERE)).description == draft.words


async def test_who_is_no_member_drafts_nothing_and_who_is_none_any_more_has_sent_nothing(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        await drafted(shop, CUSTOMER)
    draft = await drafted(shop, CASHIER)
    await shop.desk.team.remove(await shop.person(OWNER), CASHIER)
    with pytest.raises(Closed, match="inline-over"):
        await shop.desk.inline.tapped(draft.token, HERE)
    with pytest.raises(Closed, match="inline-over"):
        await shop.desk.inline.chosen(draft.token, await shop.person(CASHIER), HERE)


async def test_a_cashiers_limit_counts_when_it_is_typed_and_when_it_is_sent(shop: Shop) -> None:
    draft = await drafted(shop, CASHIER)
    await shop.desk.team.limit(await shop.person(OWNER), CASHIER, Money(100000, "KZT"))
    with pytest.raises(AmountRefused):
        await drafted(shop, CASHIER)
    with pytest.raises(Closed, match="inline-over"):
        await shop.desk.inline.tapped(draft.token, HERE)
    await shop.desk.team.limit(await shop.person(OWNER), CASHIER, None)
    assert (await shop.desk.inline.tapped(draft.token, HERE)).issuer_id == CASHIER


async def test_what_is_typed_asks_no_bank_and_takes_no_number(shop: Shop) -> None:
    for _ in range(5):
        await drafted(shop)
    draft = await drafted(shop)
    assert (await shop.desk.inline.tapped(draft.token, HERE)).number == 1
    await shop.settle_down()
    assert shop.bank.asked == []


async def test_the_issuer_hears_of_the_money_and_nothing_is_said_where_we_cannot_speak(shop: Shop) -> None:
    draft = await drafted(shop)
    invoice = await shop.desk.inline.tapped(draft.token, HERE)
    payment = await shop.desk.pay(invoice.id)
    await shop.settle_down()
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    assert await shop.notices() == [("paid", OWNER, True)]


async def test_whoever_is_in_that_chat_may_press_the_buttons_of_the_card_there(shop: Shop) -> None:
    draft = await drafted(shop)
    invoice = await shop.desk.inline.tapped(draft.token, HERE)
    guest = await shop.person(CUSTOMER)
    await shop.desk.sees(invoice.id, guest, Place.of_inline(HERE))
    with pytest.raises(NotFound):
        await shop.desk.sees(invoice.id, guest, Place.of_inline(THERE))


async def test_who_is_forgotten_leaves_no_draft(shop: Shop) -> None:
    draft = await drafted(shop, CASHIER)
    await shop.desk.forget(CASHIER)
    assert await shop.database.read(lambda books: books.draft(draft.token)) is None


async def test_the_newest_card_in_use_shows_whether_telegram_tells_of_those_that_are_sent(shop: Shop) -> None:
    async def last() -> Draft | None:
        before = shop.clock.now() - timedelta(minutes=1)
        return await shop.database.read(lambda books: books.last_used_draft(before))

    draft = await drafted(shop)
    assert await last() is None
    await shop.desk.inline.tapped(draft.token, HERE)
    shop.clock.move(61)
    unheard = await last()
    assert unheard is not None
    assert unheard.chosen_at is None
    await shop.desk.inline.chosen(draft.token, await shop.person(OWNER), HERE)
    heard = await last()
    assert heard is not None
    assert heard.chosen_at == shop.clock.now()
