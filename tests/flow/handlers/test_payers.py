"""The payer's name in the chat: on the shop's own card and receipt, found by it, and told to nobody else."""

from __future__ import annotations

import pytest

from billing.answers import Observation, Seen
from billing.models import Details, Invoice, Payment, Place
from billing.money import Money
from billing.questions import Bill
from bot.chance import SystemClock
from screens.texts import LOCALES, words
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_phones import GROUP, MASKED, TYPED, PushBank, card, push, reads
from tests.support.books import give_role

__all__ = ["push"]
NAME, NUMBER = "Әсел <b>Ёлкина</b> 🙂", "13234689513"
SHOWN = "Әсел <b>Ёлкина</b> 🙂"


async def billed(rig: Rig, who: int = OWNER, *, place: Place | None = None) -> Payment:
    """An invoice by this member, sent to a phone; the member's card says so."""
    invoice = await issued(rig, who, place=place)
    payment = await rig.desk.pay(invoice.id, "pushbank", phone=TYPED)

    def sent(messages: list[Message]) -> Message | None:
        ours = (m for m in messages if f"#{invoice.number}" in spoken(m))
        return next((m for m in ours if MASKED in spoken(m).replace("\u00a0", " ")), None)

    await rig.sandbox.wait_for(who, sent)
    return payment


async def issued(rig: Rig, who: int, *, nth: int = 1, place: Place | None = None) -> Invoice:
    member = await rig.desk.person(who)
    assert member is not None
    amount = Money(500000, "KZT")
    return await rig.desk.issue(member, amount, "Coffee", source=f"{who}:{nth}", place=place or Place(who))


async def bank_says(rig: Rig, push: PushBank, payment: Payment, seen: Seen = Seen.PAID) -> None:
    """The bank shows it so, and is asked."""

    def show(bill: Bill) -> Observation:
        amount = bill.amount if seen is Seen.PAID else None
        details = Details(reference=f"{NUMBER}{payment.id - 1 or ''}")
        return Observation(seen, "test", SystemClock().now(), amount=amount, details=details, payer=NAME)

    push.shows[payment.reference] = show
    await rig.desk.check(payment.invoice_id)


async def found(rig: Rig, who: int, typed: str, *, nth: int = 1) -> Message:
    """The list that answers a search."""
    await rig.sandbox.send(who, f"/invoices {typed}")
    return await rig.said(who, (await rig.read(who))("chat-found", words=typed), nth=nth)


async def below(rig: Rig, message: Message, text: str) -> Message:
    """What the owner is told further down."""

    def find(messages: list[Message]) -> Message | None:
        later = (m for m in messages if m["message_id"] > message["message_id"])
        return next((m for m in later if text in spoken(m)), None)

    return await rig.sandbox.wait_for(OWNER, find)


def all_said(messages: list[Message]) -> str:
    return "\n".join(spoken(message) for message in messages)


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_member_reads_who_paid_and_finds_it_by_any_of_it(
    rig: Rig, push: PushBank, locale: str
) -> None:
    await rig.desk.choose_locale(OWNER, locale)
    say = words(locale)
    await bank_says(rig, push, await billed(rig))
    shown = await reads(rig, OWNER, say("payer-named", name=SHOWN))
    assert NUMBER in spoken(shown)
    await rig.tap(OWNER, OWNER, await card(rig, OWNER, say("btn-receipt")), say("btn-receipt"))
    receipt = await rig.said(OWNER, say("receipt-code", code="").strip())
    assert say("payer-named", name=SHOWN) in spoken(receipt)
    assert NUMBER in spoken(receipt)
    for typed in ("әсел", "ЕЛКИНА асел", "Ёлкина"):
        answer = await found(rig, OWNER, typed)
        assert "#1 · 5\u00a0000\u00a0₸ · Coffee" in spoken(answer)
        assert spoken(answer).endswith(SHOWN)
        assert buttons(answer) == ["#1"]


async def test_the_banks_number_brings_the_card_itself(rig: Rig, push: PushBank) -> None:
    await bank_says(rig, push, await billed(rig))
    await reads(rig, OWNER, "Оплачено")
    news = await rig.said(OWNER, "Оплачено", nth=2)
    await rig.sandbox.send(OWNER, f"/invoices №{NUMBER}")
    assert NUMBER in spoken(await below(rig, news, "Оплачено"))


async def test_a_card_that_waits_names_the_payer_once_the_bank_does(rig: Rig, push: PushBank) -> None:
    payment = await billed(rig)
    await bank_says(rig, push, payment, Seen.PENDING)
    waiting = await reads(rig, OWNER, f"Плательщик: {SHOWN}")
    assert "Ждём оплату" in spoken(waiting)


async def test_customer_stranger_and_group_never_read_the_name(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.group(GROUP, "Coffee club", [OWNER, CUSTOMER])
    payment = await billed(rig, place=Place(GROUP))
    token = (await rig.desk.view(payment.invoice_id)).invoice.token
    for who in (CUSTOMER, STRANGER):
        await rig.sandbox.start(who, f"inv_{token}")
        await reads(rig, who, "5 000 ₸")
    await bank_says(rig, push, payment, Seen.PENDING)
    await reads(rig, OWNER, "Плательщик")
    await bank_says(rig, push, payment)
    await rig.said(CUSTOMER, "Receipt code")
    await reads(rig, STRANGER, "Төленді")
    await reads(rig, GROUP, "Оплачено")
    await rig.sandbox.send(CUSTOMER, "/payments")
    await rig.said(CUSTOMER, "Your payments")
    for chat in (CUSTOMER, STRANGER, GROUP):
        said = all_said(await rig.ours(chat))
        assert "лкина" not in said
        assert "Әсел" not in said
    assert NUMBER in all_said(await rig.ours(CUSTOMER))


async def test_who_is_no_member_finds_nothing(rig: Rig, push: PushBank) -> None:
    await bank_says(rig, push, await billed(rig))
    for nth, typed in enumerate(("әсел", NUMBER, "🙂"), 1):
        await rig.sandbox.send(CUSTOMER, f"/invoices {typed}")
        await rig.said(CUSTOMER, words("en")("chat-invoices-for-staff"), nth=nth)
    await rig.sandbox.send(CUSTOMER, "/invoices 1")
    await rig.said(CUSTOMER, words("en")("invoice-not-found"))


async def test_a_cashier_finds_what_they_issued(rig: Rig, push: PushBank) -> None:
    own, others = await billed(rig, CASHIER), await billed(rig, OWNER)
    for payment in (own, others):
        await bank_says(rig, push, payment)
    assert buttons(await found(rig, CASHIER, "әсел")) == ["#1"]
    assert buttons(await found(rig, OWNER, "әсел")) == ["#2", "#1"]
    for nth, typed in enumerate((f"{NUMBER}1", "2", "#2", "Иван"), 1):
        await rig.sandbox.send(CASHIER, f"/invoices {typed}")
        await rig.said(CASHIER, words("ru")("chat-found-own"), nth=nth)


@pytest.mark.parametrize("locale", LOCALES)
async def test_where_nothing_is_found_it_is_said_what_can_be_searched_by(rig: Rig, locale: str) -> None:
    await rig.desk.choose_locale(OWNER, locale)
    say = words(locale)
    example = say("chat-search-help").split(":")[0]
    for nth, typed in enumerate(("<i>Иван</i>", "9999", "#77", "13234689513"), 1):
        await rig.sandbox.send(OWNER, f"/invoices {typed}")
        none = await rig.said(OWNER, say("chat-found-none", words=typed))
        assert example in spoken(none)
        await rig.said(OWNER, example, nth=nth)
    await rig.sandbox.send(OWNER, "/invoices 🙂")
    await rig.said(OWNER, example, nth=5)
    assert "chat-found" not in all_said(await rig.ours(OWNER))


async def many(rig: Rig, name: str) -> None:
    """Ten invoices to people of one name; what the bank is asked of them is of no matter."""
    for nth in range(10):
        payment = await rig.desk.pay((await issued(rig, OWNER, nth=nth)).id, "pushbank", phone=TYPED)
        await rig.database.write(lambda books, p=payment.id: books.name_payer(p, name))


async def test_pages_of_what_was_found_are_turned(rig: Rig, push: PushBank) -> None:
    await many(rig, "Нурсултан Бекмухамбетов")
    first = await found(rig, OWNER, "нурсултан бекмухамбетов")
    assert buttons(first) == [*(f"#{n}" for n in range(10, 2, -1)), "Раньше"]
    await rig.tap(OWNER, OWNER, first, "Раньше")
    second = await rig.said(OWNER, "#1 ·")
    assert second["message_id"] == first["message_id"]
    assert buttons(second) == ["#2", "#1", "В начало"]
    await rig.tap(OWNER, OWNER, second, "В начало")
    assert buttons(await rig.said(OWNER, "#10 ·")) == buttons(first)


async def test_a_search_too_long_for_a_button_says_that_there_is_more(rig: Rig, push: PushBank) -> None:
    name = "Абдрахманов-Сейтмухамбетов: Нурсултан Бекмухамбетулы"
    await many(rig, name)
    await rig.sandbox.send(OWNER, f"/invoices {name}")
    answer = await rig.said(OWNER, words("ru")("chat-found-more"))
    assert buttons(answer) == [f"#{n}" for n in range(10, 2, -1)]


async def test_a_page_is_not_turned_by_who_is_no_member_any_more(rig: Rig, push: PushBank) -> None:
    await many(rig, "Иван И.")
    first = await found(rig, OWNER, "иван")
    await rig.database.write(lambda books: give_role(books, OWNER, None))
    assert await rig.tap(OWNER, OWNER, first, "Раньше") == words("ru")("staff-only")
    assert spoken(await rig.said(OWNER, "Нашлось")) == spoken(first)


async def test_a_search_in_a_group_leads_to_the_private_chat(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.group(GROUP, "Coffee club", [OWNER, CUSTOMER])
    await bank_says(rig, push, await billed(rig))
    await rig.sandbox.send(OWNER, "/invoices@tolem_demo_bot әсел", chat=GROUP)
    assert buttons(await rig.said(GROUP, "В группах это не показываем")) == ["Открыть бота"]
    assert "лкина" not in all_said(await rig.ours(GROUP))


async def test_who_deletes_their_data_is_found_no_more(rig: Rig, push: PushBank) -> None:
    payment = await billed(rig)
    token = (await rig.desk.view(payment.invoice_id)).invoice.token
    await rig.sandbox.start(CUSTOMER, f"inv_{token}")
    await reads(rig, CUSTOMER, "5 000 ₸")
    await bank_says(rig, push, payment)
    await found(rig, OWNER, "әсел")
    await rig.desk.forget(CUSTOMER)
    await rig.sandbox.send(OWNER, "/invoices ёлкина")
    none = await rig.said(OWNER, words("ru")("chat-found-none", words="ёлкина"))
    await bank_says(rig, push, payment)
    await rig.sandbox.send(OWNER, f"/invoices {NUMBER}")
    assert "Плательщик" not in spoken(await below(rig, none, "Оплачено"))


async def test_neither_the_search_nor_the_name_is_logged(
    rig: Rig, push: PushBank, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await bank_says(rig, push, await billed(rig))
    await found(rig, OWNER, "ёлкина")
    await reads(rig, OWNER, "Плательщик")
    for personal in ("лкина", "Әсел", TYPED):
        assert personal not in caplog.text
