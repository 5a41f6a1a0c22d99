"""Who paid, as the bank names them: kept with the payment, found by those who may, forgotten for good."""

from __future__ import annotations

import pytest

from billing.answers import Seen
from billing.errors import NotAllowed
from billing.models import Details, Invoice, Payment, Place
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, Shop

NUMBER = "13234689513"


async def billed(shop: Shop, source: str = "501:1") -> tuple[Invoice, Payment]:
    invoice = await shop.invoice(source)
    return invoice, await shop.payment(invoice)


async def shown(shop: Shop, payment: Payment, seen: Seen, payer: str = "", number: str = "") -> Payment:
    """The payment, after the bank has shown this."""
    shop.sees(payment, seen, payer=payer, details=Details(reference=number))
    await shop.look(payment)
    found = await shop.database.read(lambda books: books.payment(payment.id))
    assert found is not None
    return found


async def found(shop: Shop, typed: str, who: int = OWNER) -> list[int]:
    page = await shop.desk.find(await shop.person(who), typed)
    return [invoice.number for invoice in page.invoices]


async def drawn(shop: Shop, invoice: Invoice) -> int:
    """How often its cards were wanted anew."""
    cards = await shop.database.read(lambda books: books.cards_of(invoice.id))
    return sum(card.wanted for card in cards)


@pytest.mark.parametrize("seen", [Seen.PENDING, Seen.PAID, Seen.EXPIRED, Seen.REJECTED, Seen.CANCELLED])
async def test_the_name_and_the_number_are_kept_wherever_the_bank_says_them(shop: Shop, seen: Seen) -> None:
    _, payment = await billed(shop)
    after = await shown(shop, payment, seen, "Иван И.", NUMBER)
    assert (after.payer, after.details.reference) == ("Иван И.", NUMBER)
    assert await found(shop, "иван") == await found(shop, NUMBER) == [1]


async def test_a_name_that_the_bank_says_later_is_taken_and_the_card_drawn_once(shop: Shop) -> None:
    invoice, payment = await billed(shop)
    await shown(shop, payment, Seen.PAID)
    before = await drawn(shop, invoice)
    for _ in range(3):
        assert (await shown(shop, payment, Seen.PAID, "Иван И.")).payer == "Иван И."
    assert await drawn(shop, invoice) == before + 1
    for _ in range(3):
        await shown(shop, payment, Seen.PAID, "Иван И.", NUMBER)
    assert await drawn(shop, invoice) == before + 2


async def test_a_name_that_vanishes_stays_and_one_that_changes_counts(shop: Shop) -> None:
    _, payment = await billed(shop)
    await shown(shop, payment, Seen.PENDING, "Иван И.", NUMBER)
    after = await shown(shop, payment, Seen.PENDING)
    assert (after.payer, after.details.reference) == ("Иван И.", NUMBER)
    after = await shown(shop, payment, Seen.PAID, "Пётр П.", "777")
    assert (after.payer, after.details.reference) == ("Пётр П.", "777")
    assert await found(shop, "иван") == await found(shop, NUMBER) == []
    assert await found(shop, "петр") == await found(shop, "№ 777") == [1]


async def test_a_weak_source_gives_no_number(shop: Shop) -> None:
    _, payment = await billed(shop)
    await shown(shop, payment, Seen.PAID, number=NUMBER)
    shop.sees(payment, Seen.PAID, weak=True, details=Details(reference="666"))
    await shop.look(payment)
    shop.clock.move(600)
    await shop.look(payment)
    assert await found(shop, "666") == []
    assert await found(shop, NUMBER) == [1]


async def test_a_word_that_nobody_knows_names_nobody(shop: Shop) -> None:
    _, payment = await billed(shop)
    assert (await shown(shop, payment, Seen.UNCLEAR, "Иван И.", NUMBER)).payer == ""


async def test_the_audit_and_the_logs_name_nobody(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    _, payment = await billed(shop)
    shop.sees(payment, Seen.PAID, payer="Иван И.")
    assert "Иван" not in repr(await shop.bank.fetch(shop.bank.billed[0]))
    after = await shown(shop, payment, Seen.PAID, "Иван И.")
    assert "Иван" not in repr(after)
    assert "Иван" not in caplog.text

    def evidence(books) -> str:  # type: ignore[no-untyped-def]
        from sqlalchemy import select

        from store.schema import audit

        return str(books.run(select(audit)).all())

    assert "Иван" not in await shop.database.read(evidence)


async def test_a_cashier_finds_their_own_and_a_customer_nothing(shop: Shop) -> None:
    cashier = await shop.person(CASHIER)
    _, payment = await billed(shop)
    theirs = await shop.desk.issue(cashier, PRICE, "Tea", source="502:1", place=Place(CASHIER))
    await shop.settle_down()
    for each in (payment, await shop.payment(theirs)):
        await shown(shop, each, Seen.PENDING, "Иван И.", f"{NUMBER}{each.id}")
    assert await found(shop, "иван") == [2, 1]
    assert await found(shop, "иван", CASHIER) == [2]
    assert await found(shop, f"{NUMBER}{payment.id}", CASHIER) == []
    for typed in ("иван", NUMBER, "!"):
        with pytest.raises(NotAllowed):
            await found(shop, typed, CUSTOMER)


async def test_a_found_invoice_carries_the_name_that_was_sought(shop: Shop) -> None:
    _, payment = await billed(shop)
    await shown(shop, payment, Seen.PAID, "Иван И.")
    page = await shop.desk.find(await shop.person(OWNER), "ИВАН")
    assert (list(page.payers.values()), page.exact, page.after) == (["Иван И."], False, None)
    assert "Иван" not in repr(page)


async def test_what_was_found_is_read_page_by_page(shop: Shop) -> None:
    for n in range(5):
        _, payment = await billed(shop, f"501:{n}")
        await shown(shop, payment, Seen.PAID, "Иван И.")
    owner, numbers, before = await shop.person(OWNER), [], None
    for _ in range(3):
        page = await shop.desk.find(owner, "иван", before, size=2)
        numbers.append([invoice.number for invoice in page.invoices])
        before = page.after
    assert numbers == [[5, 4], [3, 2], [1]]
    assert before is None


async def test_the_banks_number_leaves_no_choice(shop: Shop) -> None:
    _, payment = await billed(shop)
    await shown(shop, payment, Seen.PAID, "Иван И.", NUMBER)
    page = await shop.desk.find(await shop.person(OWNER), f"№ {NUMBER}")
    assert page.exact
    for near in (NUMBER[:-1], f"{NUMBER}0", "", "№"):
        assert await found(shop, near) == []


async def test_who_is_forgotten_is_not_named_again_by_a_bank_that_goes_on_saying_it(shop: Shop) -> None:
    invoice, payment = await billed(shop)
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await shown(shop, payment, Seen.PENDING, "Иван И.")
    await shop.desk.forget(CUSTOMER)
    before = await drawn(shop, invoice)
    assert (await shown(shop, payment, Seen.PENDING, "Иван И.")).payer == ""
    assert await drawn(shop, invoice) == before
    assert (await shown(shop, payment, Seen.PAID, "Иван И.")).payer == ""
    assert await found(shop, "иван") == []
