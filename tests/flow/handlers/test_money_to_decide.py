"""Money that does not fit goes back by a button; held money is taken or let go; doubt is decided."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from billing.models import Payment, Refund
from billing.money import Money
from billing.states import AttentionKind, PaymentState, RefundState
from tests.flow.handlers.rig import OWNER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_refunding import bank_finishes, confirming, refunds_at_bank, with_button
from tests.flow.handlers.test_taps import issued, tapped, toasted
from tests.support import PATIENCE

SUM = "5\u00a0000\u00a0₸"


async def payments(rig: Rig) -> tuple[Payment, ...]:
    return (await rig.desk.view(1)).payments


async def waiting(rig: Rig) -> list[AttentionKind]:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    return [item.kind for item in await rig.desk.attentions(owner)]


async def returned(rig: Rig, item: Message, button: str, amount: str) -> None:
    """From the item over the one confirmation to the bank, until the money is back."""
    await rig.tap(OWNER, OWNER, item, button)
    sure = await with_button(rig, OWNER, "Да, вернуть")
    assert sure["message_id"] > item["message_id"], "the item keeps its place and its buttons"
    assert await refunds_at_bank(rig) == []
    await rig.tap(OWNER, OWNER, sure, f"Да, вернуть {amount}")
    await rig.said(OWNER, "Банк принял заявку на возврат")
    await bank_finishes(rig)
    await rig.said(OWNER, f"↩️ Возвращено: {amount}")


async def test_late_money_goes_back_and_needs_no_decision_any_more(rig: Rig) -> None:
    card = await issued(rig)
    await rig.tap(OWNER, OWNER, card, "Отменить счёт")
    await rig.pay(1)
    item = await rig.said(OWNER, "Поздняя оплата")
    item = await with_button(rig, OWNER, "Решить позже")
    assert buttons(item) == ["Принять", f"Вернуть {SUM}", "Решить позже"]
    await returned(rig, item, f"Вернуть {SUM}", SUM)
    assert await refunds_at_bank(rig) == [(500000, "done")]
    assert await waiting(rig) == []
    assert "Всё уже возвращено" in await rig.tap(OWNER, OWNER, item, f"Вернуть {SUM}")
    assert "Решение уже принято" in await rig.tap(OWNER, OWNER, item, "Решить позже")
    await rig.sandbox.wait_for(OWNER, lambda ms: all("Решить позже" not in buttons(m) for m in ms))


async def test_the_news_of_late_money_asks_no_more_once_it_is_accepted(rig: Rig) -> None:
    card = await issued(rig)
    await rig.tap(OWNER, OWNER, card, "Отменить счёт")
    await rig.pay(1)

    def asking(messages: list[Message]) -> Message | None:  # the news, not the card
        texts = (m for m in messages if "photo" not in m)
        return next((m for m in texts if "Что с ними сделать?" in spoken(m)), None)

    news = await rig.sandbox.wait_for(OWNER, asking)
    await rig.tap(OWNER, OWNER, news, "Принять")

    def told(messages: list[Message]) -> Message | None:
        now = next(m for m in messages if m["message_id"] == news["message_id"])
        return None if "Что с ними сделать?" in spoken(now) else now

    now = await rig.sandbox.wait_for(OWNER, told)
    assert spoken(now).startswith("❗ Поздняя оплата")
    assert buttons(now) == []
    assert re.search(r"✅ Принято: \d\d:\d\d\. Деньги остаются у вас\.$", spoken(now))


async def test_a_list_shows_what_was_really_taken_of_a_short_payment(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "700,42 Cheese")  # the practice bank takes one tenge less
    await with_button(rig, OWNER, "Отменить счёт")
    await rig.pay(1)
    item = await with_button(rig, OWNER, "Решить позже")
    await rig.tap(OWNER, OWNER, item, "Принять")
    await rig.sandbox.send(OWNER, "/invoices")
    line = spoken(await rig.said(OWNER, "Счета: 1"))
    assert "699,42" in line
    assert "700,42" not in line


async def test_of_a_second_payment_the_refund_is_offered_first(rig: Rig) -> None:
    await issued(rig)
    (first,) = await payments(rig)
    await rig.sandbox.halyk("reject", invoiceID=first.reference)
    await rig.desk.check(1)
    again = await with_button(rig, OWNER, "Попробовать ещё раз")
    await rig.tap(OWNER, OWNER, again, "Попробовать ещё раз")
    await rig.sandbox.wait_for(
        OWNER, lambda ms: "QR действует до" in spoken(ms[-1]) and ms[-1]["message_id"] > again["message_id"]
    )
    await rig.pay(1)
    await rig.sandbox.halyk("late", invoiceID=first.reference)
    (first, second) = await payments(rig)
    await rig.desk.banking.look(first)
    item = await with_button(rig, OWNER, "Решить позже")
    assert spoken(item).startswith("❗ Оплачено дважды")
    assert buttons(item) == [f"Вернуть {SUM}", "Принять", "Решить позже"]
    await returned(rig, item, f"Вернуть {SUM}", SUM)
    view = await rig.desk.view(1)
    assert [(r.payment_id, r.state) for r in view.refunds] == [(first.id, RefundState.COMPLETED)]
    assert view.payment is not None
    assert view.payment.id == second.id
    await rig.said(OWNER, f"Возвращено по другой оплате: {SUM}")


async def test_of_too_much_the_surplus_may_go_back_alone(rig: Rig) -> None:
    await issued(rig, text="5000,43 Кофе")
    await rig.pay(1)
    await rig.said(OWNER, "Пришло больше")
    (payment,) = await payments(rig)
    more = Money(payment.amount.minor + 2000, "KZT")
    await rig.database.write(lambda books: books.amend_payment(payment.id, taken=more))
    await rig.sandbox.send(OWNER, "/attention")
    item = await with_button(rig, OWNER, "Вернуть 20\u00a0₸")
    await returned(rig, item, "Вернуть 20\u00a0₸", "20\u00a0₸")
    assert await waiting(rig) == [AttentionKind.OVER], "the rest still waits for a decision"
    await rig.sandbox.send(OWNER, "/attention")
    rest = await with_button(rig, OWNER, "Вернуть 5\u00a0000,43")
    assert not [text for text in buttons(rest) if text == "Вернуть 20\u00a0₸"]


async def test_a_surplus_smaller_than_the_bank_returns_is_refused_with_the_reason(rig: Rig) -> None:
    await issued(rig, text="5000,43 Кофе")
    await rig.pay(1)
    item = await with_button(rig, OWNER, "Решить позже")
    assert buttons(item) == ["Принять", "Вернуть 1\u00a0₸", "Вернуть 5\u00a0001,43\u00a0₸", "Решить позже"]
    assert "не меньше 10\u00a0₸" in await rig.tap(OWNER, OWNER, item, "Вернуть 1\u00a0₸")
    await returned(rig, item, "Вернуть 5\u00a0001,43\u00a0₸", "5\u00a0001,43\u00a0₸")
    card = await rig.sandbox.wait_for(
        OWNER, lambda ms: next((m for m in ms if "photo" in m and spoken(m).startswith("↩️")), None)
    )
    assert buttons(card) == ["Выставить снова"]


@pytest.mark.parametrize(
    ("button", "state", "said"),
    [
        ("Принять деньги", PaymentState.PAID, "Оплачено"),
        ("Отпустить", PaymentState.CANCELLED, "не действует"),
    ],
)
async def test_held_money_is_decided_by_one_button(
    rig: Rig, button: str, state: PaymentState, said: str
) -> None:
    await issued(rig, text="5000,41 Кофе")
    await rig.pay(1)
    item = await with_button(rig, OWNER, "Решить позже")
    assert spoken(item).startswith("❗ Деньги зарезервированы")
    card = await rig.sandbox.wait_for(
        OWNER, lambda ms: next((m for m in ms if "photo" in m and button in buttons(m)), None)
    )
    assert await rig.tap(OWNER, OWNER, item, button) == "Спрашиваем банк…"
    await rig.sandbox.wait_for(
        OWNER,
        lambda ms: [m for m in ms if m["message_id"] == card["message_id"] and said in spoken(m)],
        timeout=PATIENCE,
    )
    assert [p.state for p in await payments(rig)] == [state]
    assert await waiting(rig) == []
    await rig.sandbox.raw_update(tapped(OWNER, card, "hld:1:capture"))
    assert "Кнопка устарела" in (await toasted(rig, 2))["text"]


async def test_a_hold_that_the_bank_keeps_is_told_and_can_be_decided_again(rig: Rig) -> None:
    await issued(rig, text="5000,41 Кофе")
    await rig.pay(1)
    item = await with_button(rig, OWNER, "Решить позже")
    await rig.sandbox.halyk("trouble", endpoint="operation", kind="404", count=1)
    await rig.tap(OWNER, OWNER, item, "Принять деньги")
    told = await rig.said(OWNER, "Деньги всё ещё зарезервированы")
    await rig.tap(OWNER, OWNER, told, "Принять деньги")
    await rig.said(OWNER, "Оплачено")


async def in_doubt(rig: Rig, minutes: float) -> Refund:
    """A refund whose answer was lost so long ago and of which nothing moved."""
    await issued(rig)
    await rig.pay(1)
    sure = await confirming(rig)
    await rig.sandbox.halyk("refunds", next="fail")
    await rig.sandbox.halyk("trouble", endpoint="operation", kind="reset_after", count=1)
    await rig.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500\u00a0₸")
    await rig.said(OWNER, "Не повторяйте его")
    await age(rig, minutes)
    (refund,) = (await rig.desk.view(1)).refunds
    await rig.desk.refunds.repaying.look(refund)
    return refund


async def age(rig: Rig, minutes: float) -> None:
    """As if it had been asked for so long ago."""
    asked = rig.desk.clock.now() - timedelta(minutes=minutes)
    (refund,) = (await rig.desk.view(1)).refunds
    await rig.database.write(lambda books: books.amend_refund(refund.id, asked_at=asked))


async def test_a_lost_refund_is_sent_again_only_when_proven_unmoved(rig: Rig) -> None:
    await in_doubt(rig, 20)
    item = await with_button(rig, OWNER, "Отправить ещё раз")
    assert spoken(item).startswith("❗ Возврат не подтверждён: 1\u00a0500\u00a0₸")
    assert "Пока рано" in await rig.tap(OWNER, OWNER, item, "Отправить ещё раз")
    await age(rig, 61)
    assert await rig.tap(OWNER, OWNER, item, "Отправить ещё раз") == "Спрашиваем банк…"
    await rig.said(OWNER, "Банк принял заявку на возврат")
    assert await refunds_at_bank(rig) == [(150000, "failed"), (150000, "open")] or (
        await refunds_at_bank(rig) == [(150000, "open"), (150000, "open")]
    )


async def test_a_refund_that_never_happened_is_called_off_after_one_question(rig: Rig) -> None:
    refund = await in_doubt(rig, 20)
    item = await with_button(rig, OWNER, "Возврата не было")
    await rig.tap(OWNER, OWNER, item, "Возврата не было")
    sure = await rig.said(OWNER, "Точно ли 1\u00a0500\u00a0₸ не вернулись")
    await rig.tap(OWNER, OWNER, sure, "Нет")
    standing = await with_button(rig, OWNER, "Возврата не было")
    await rig.tap(OWNER, OWNER, standing, "Возврата не было")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Да, возврата"), "Да, возврата не было")
    await rig.said(OWNER, "Возврат не сделан: 1\u00a0500\u00a0₸")
    assert [r.state for r in (await rig.desk.view(1)).refunds if r.id == refund.id] == [RefundState.FAILED]
    assert await waiting(rig) == []
    await confirming(rig, "/refund 1 1500")


async def test_asking_the_bank_about_a_refund_in_doubt_shows_how_it_stands(rig: Rig) -> None:
    await in_doubt(rig, 20)
    item = await with_button(rig, OWNER, "Отправить ещё раз")
    assert "ещё не закончил" in await rig.tap(OWNER, OWNER, item, "Спросить банк")
    shown = await rig.said(OWNER, "Проверили в ")
    assert {"Спросить банк", "Отправить ещё раз", "Возврата не было"} < set(buttons(shown))
