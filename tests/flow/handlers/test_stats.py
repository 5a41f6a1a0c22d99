"""``/stats`` in the chat: whose figures, of which period, as words and as pictures."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from billing.figures import mornings
from billing.models import Place, Role
from billing.money import Money
from billing.records import NewPayment
from billing.reports import Charts, NewExport
from billing.states import PaymentState
from store.books import SqlBooks
from tests.flow.handlers import rig as chat
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons
from tests.flow.handlers.test_taps import tapped, toasted
from tests.support import PATIENCE
from tests.support.noon import Afternoon

GROUP = -1001
RESERVED = frozenset({PaymentState.RESERVED})


@pytest.fixture
def clock() -> Afternoon:
    """What is sold today is of today's figures, at whatever hour the tests run."""
    return Afternoon()


def spoken(message: Message) -> str:
    """With plain spaces, as this file writes them."""
    return chat.spoken(message).replace("\u00a0", " ")


async def sell(rig: Rig, who: int, major: int, *, days_ago: int = 0) -> None:
    """A paid invoice of this member's."""
    at = rig.desk.clock.now() - timedelta(days=days_ago, minutes=1)
    issuer = await rig.desk.person(who)
    assert issuer is not None
    source = f"{who}:{major}:{days_ago}"
    invoice = await rig.desk.issue(issuer, Money(major * 100, "KZT"), "Чай", source=source, place=Place(who))

    def pay(books: SqlBooks) -> None:
        ref = f"sold{invoice.id}"
        payment = books.add_payment(NewPayment(invoice.id, "halyk", ref, invoice.amount, ref, at, attempt=9))
        changes = {"taken": invoice.amount, "settled_at": at}
        books.move_payment(payment.id, RESERVED, PaymentState.PAID, changes)

    await rig.database.write(pay)


async def ask(rig: Rig, text: str, who: int = OWNER, answer: str = "") -> Message:
    """The newest message after the command."""
    known = {m["message_id"] for m in await rig.ours(who)}
    await rig.sandbox.send(who, text)

    def find(messages: list[Message]) -> Message | None:
        new = [m for m in messages if m.get("from", {}).get("is_bot") and m["message_id"] not in known]
        return next((m for m in reversed(new) if answer in spoken(m) and "photo" not in m), None)

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def turned(rig: Rig, message: Message, words: str, who: int = OWNER) -> Message:
    """The same message once it says so."""

    def find(messages: list[Message]) -> Message | None:
        same = [m for m in messages if m["message_id"] == message["message_id"] and words in spoken(m)]
        return same[0] if same else None

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def pictures(rig: Rig, number: int, who: int = OWNER) -> list[Message]:
    def find(messages: list[Message]) -> list[Message] | None:
        found = [m for m in messages if "photo" in m and ("Цифры" in spoken(m) or not spoken(m))]
        return found if len(found) == number else None

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def test_the_owner_reads_everybodys_figures_by_bank_cashier_and_hour(rig: Rig) -> None:
    await sell(rig, CASHIER, 6000)
    await sell(rig, OWNER, 4000)
    await sell(rig, OWNER, 5000, days_ago=1)
    said = spoken(await ask(rig, "/stats", answer="Цифры"))
    assert "Оборот: 10 000 ₸" in said
    assert "Платежей: 2" in said
    assert "В среднем: 5 000 ₸" in said
    assert "Halyk: 10 000 ₸ · 2" in said
    assert "Марат: 6 000 ₸ · 1" in said
    assert "Айгерим: 4 000 ₸ · 1" in said
    assert "По часам" in said
    longer = spoken(await ask(rig, "/stats 7 дней".replace("7 дней", "неделя"), answer="Цифры"))
    assert "Оборот: 15 000 ₸" in longer


async def test_a_cashier_reads_only_their_own(rig: Rig) -> None:
    await sell(rig, CASHIER, 6000)
    await sell(rig, OWNER, 4000)
    said = spoken(await ask(rig, "/stats", CASHIER, answer="Ваши цифры"))
    assert "Оборот: 6 000 ₸" in said
    assert "4 000" not in said
    assert "Айгерим" not in said
    assert "По кассирам" not in said


async def test_buttons_turn_the_same_message_to_other_days(rig: Rig) -> None:
    await sell(rig, OWNER, 4000, days_ago=1)
    page = await ask(rig, "/stats", answer="Цифры")
    assert "денег не поступало" in spoken(page)
    assert "Графики" not in buttons(page)
    await rig.tap(OWNER, OWNER, page, "Вчера")
    page = await turned(rig, page, "Оборот: 4 000 ₸")
    assert "Графики" in buttons(page)
    await rig.tap(OWNER, OWNER, page, "7 дней")
    await turned(rig, page, "Оборот: 4 000 ₸")
    assert (await rig.tap(OWNER, OWNER, page, "7 дней")) == ""


@pytest.mark.slice(4)
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/stats 10 лет", "Цифры: "),
        ("/stats 01.01.2016-31.12.2025", "Цифры: 1 января 2016 – 31 декабря 2025"),
        ("/STATS@dana_bot вчера", "Цифры: "),
        ("/stats завтра", "ещё не начался"),
        ("/stats 22.11.2025-01.11.2025", "кончается раньше"),
        ("/stats кофе", "Не получается прочитать"),
        ("/stats 32.13.2026", "Не получается прочитать"),
        ("/stats 1 2 3 4", "Не получается прочитать"),
        ("/stats 01.01.1980-01.02.1980", "Не получается прочитать"),
        ("/stats 01.01.2020 01.01.2021 01.01.2022", "Не получается прочитать"),
        ("/stats " + "ы" * 3000, "Не получается прочитать"),
        ("/stats <b>", "Не получается прочитать"),
    ],
)
async def test_whatever_period_is_typed_is_answered(rig: Rig, typed: str, answer: str) -> None:
    typed = typed.replace("dana_bot", chat.USERNAME)
    await ask(rig, typed, answer=answer)


async def test_another_period_is_asked_for_and_a_wrong_one_asked_again(rig: Rig) -> None:
    await sell(rig, OWNER, 4000, days_ago=1)
    page = await ask(rig, "/stats", answer="Цифры")
    await rig.tap(OWNER, OWNER, page, "Другой период")
    await rig.said(OWNER, "За какие дни?")
    await ask(rig, "кофе", answer="Не получается прочитать")
    assert "Оборот: 4 000 ₸" in spoken(await ask(rig, "вчера", answer="Цифры"))
    assert await rig.count() == 1, "an answer is no invoice"


async def test_charts_come_as_pictures_and_one_tap_told_twice_brings_them_once(rig: Rig) -> None:
    await sell(rig, CASHIER, 6000)
    await sell(rig, OWNER, 4000)
    page = await ask(rig, "/stats неделя", answer="Цифры")
    assert "Рисуем" in await rig.tap(OWNER, OWNER, page, "Графики")
    one, two = await pictures(rig, 2)
    for message in (one, two):
        data = await rig.sandbox.file(message["photo"][-1]["file_id"])
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.width == 1080
    today = rig.desk.clock.now().date()
    for _ in range(2):
        new = NewExport("tap:1", Charts(today, today), OWNER, Place(OWNER), rig.desk.clock.now())
        await rig.database.write(lambda books, new=new: books.add_export(new))  # type: ignore[misc]
    await pictures(rig, 4)
    assert not await rig.database.read(lambda books: books.has_due_reports(rig.desk.clock.now()))


async def test_whose_role_ends_gets_no_charts(rig: Rig) -> None:
    await sell(rig, CASHIER, 6000)
    today = rig.desk.clock.now().date()
    await rig.database.write(lambda books: books.appoint(CASHIER, Role.CASHIER, None, rig.desk.clock.now()))
    for who in (CASHIER, OWNER):
        new = NewExport(f"tap:{who}", Charts(today, today), who, Place(who), rig.desk.clock.now())
        await rig.database.write(lambda books, new=new: books.add_export(new))  # type: ignore[misc]
    await pictures(rig, 2)
    assert [m for m in await rig.ours(CASHIER) if "photo" in m and not spoken(m)] == []


async def test_who_is_no_member_learns_that_it_is_for_staff(rig: Rig) -> None:
    for who in (CUSTOMER, STRANGER):
        words = await rig.read(who)
        await ask(rig, "/stats", who, answer=words("stats-for-members"))


async def test_an_old_button_in_the_hand_of_who_is_no_member_any_more_shows_nothing(rig: Rig) -> None:
    await sell(rig, CASHIER, 4000)
    page = await ask(rig, "/stats", CASHIER, answer="Ваши цифры")
    at = rig.desk.clock.now()
    await rig.database.write(lambda books: books.appoint(CASHIER, Role.CASHIER, None, at))
    for button in ("Вчера", "Другой период", "Графики", "Присылать по утрам"):
        toast = await rig.tap(CASHIER, CASHIER, page, button)
        assert toast == (await rig.read(CASHIER))("staff-only")
    assert not await rig.database.read(lambda books: books.has_due_reports(at + timedelta(days=1)))
    assert await rig.database.read(lambda books: books.choices()) == {}


async def test_in_a_group_the_answer_is_a_link_to_the_private_chat(rig: Rig) -> None:
    await sell(rig, OWNER, 4000)
    await rig.sandbox.group(GROUP, "Дана", [OWNER])
    await rig.sandbox.send(OWNER, f"/stats@{chat.USERNAME}", chat=GROUP)
    (answer,) = await rig.sandbox.wait_for(
        GROUP, lambda ms: [m for m in ms if m.get("from", {}).get("is_bot")], timeout=PATIENCE
    )
    assert "4 000" not in spoken(answer)
    assert buttons(answer) != []


async def test_a_member_chooses_the_mornings_for_themselves(rig: Rig) -> None:
    page = await ask(rig, "/stats", CASHIER, answer="Ваши цифры")
    assert "пришлём цифры" in await rig.tap(CASHIER, CASHIER, page, "Присылать по утрам")

    async def chosen(who: int) -> bool:
        person = await rig.desk.person(who)
        assert person is not None
        return await rig.database.read(lambda books: mornings.wants(books, person))

    assert (await chosen(CASHIER), await chosen(OWNER)) == (True, False)
    page = await rig.sandbox.wait_for(
        CASHIER,
        lambda ms: next((m for m in ms if "Не присылать по утрам" in buttons(m)), None),
        timeout=PATIENCE,
    )
    assert "Больше не присылаем" in await rig.tap(CASHIER, CASHIER, page, "Не присылать по утрам")
    assert not await chosen(CASHIER)


async def test_charts_of_days_that_are_to_come_are_refused_at_once(rig: Rig) -> None:
    page = await ask(rig, "/stats", OWNER, answer="Цифры")
    await rig.sandbox.raw_update(tapped(OWNER, page, "stc:766280:766281"))
    said = await toasted(rig, 1)
    assert said.get("text")
    assert await rig.database.read(lambda books: books.exports_under_way(OWNER)) == []
