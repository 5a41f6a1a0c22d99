"""Keys of programs and addresses for events, as owners make and end them in the chat."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from billing.developers.api import ApiDesk
from billing.errors import KeyUnknown
from billing.models import Person
from bot.chance import SystemClock
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Rig, buttons, spoken
from tests.support.until import until

TITLE, SCOPES = "🔌 Программы", "Что можно новому ключу"


async def owner(rig: Rig) -> Person:
    person = await rig.desk.person(OWNER)
    assert person is not None
    return person


async def new_key(rig: Rig, *scopes: str) -> str:
    """The key as it stands on the screen."""
    await rig.sandbox.send(OWNER, "/developers")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, TITLE), "Новый ключ")
    for scope in scopes or ("Видеть счета и возвраты",):
        await rig.tap(OWNER, OWNER, await rig.said(OWNER, SCOPES), scope)
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, SCOPES), "Создать ключ")
    found = re.search(r"tolem_[\w-]{44}", spoken(await rig.said(OWNER, "🔑 Новый ключ")))
    assert found is not None
    return found[0]


def leads_to(rig: Rig, *addresses: str) -> None:
    async def names(host: str, port: int) -> tuple[str, ...]:
        return addresses

    rig.desk.developers.names = names


async def add_hook(rig: Rig, address: str = "https://shop.example.kz/events") -> None:
    await rig.sandbox.send(OWNER, "/developers")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, TITLE), "Отправлять события на адрес")
    await rig.said(OWNER, "Куда отправлять события")
    await rig.sandbox.send(OWNER, address)


async def test_a_key_is_made_shown_once_kept_from_others_and_revoked_with_a_tap(rig: Rig) -> None:
    token = await new_key(rig, "Видеть счета и возвраты", "Возвращать деньги")
    said = await rig.said(OWNER, "🔑 Новый ключ")
    assert said["has_protected_content"]
    assert "видит, возвращает" in spoken(said)
    api = ApiDesk(rig.desk)
    assert (await api.enter(token)).start == token[:12]
    await rig.tap(OWNER, OWNER, said, "Сохранено")
    assert not any(token in spoken(message) for message in await rig.ours(OWNER))
    page = await rig.said(OWNER, TITLE)
    (line,) = [text for text in buttons(page) if text.startswith(token[:12])]
    await rig.tap(OWNER, OWNER, page, line)
    key = await rig.said(OWNER, f"{token[:12]}…")
    assert "Создатель: Айгерим" in spoken(key)
    assert "Отозван" in await rig.tap(OWNER, OWNER, key, "Отозвать")
    with pytest.raises(KeyUnknown):
        await api.enter(token)


async def test_a_key_that_nobody_saved_vanishes_before_telegram_keeps_it_for_good(rig: Rig) -> None:
    await new_key(rig)
    later = SystemClock().now() + timedelta(hours=21)
    said = await rig.said(OWNER, "🔑 Новый ключ")
    due = await until(lambda: rig.database.read(lambda books: books.due_to_vanish(later, 10)))
    assert [(each.place.chat_id, each.message_id) for each in due] == [(OWNER, said["message_id"])]
    assert due[0].due_at < SystemClock().now() + timedelta(hours=24)


@pytest.mark.parametrize(
    ("who", "words"), [(CASHIER, "занимаются владельцы"), (CUSTOMER, "for the shop's owners")]
)
async def test_others_than_owners_are_told_whose_business_it_is(rig: Rig, who: int, words: str) -> None:
    await rig.sandbox.send(who, "/developers")
    await rig.said(who, words)


async def test_an_owners_buttons_in_another_hand_make_nothing(rig: Rig) -> None:
    for data in ("dvn:r:1", "dvk:1", "dvx:1", "dva", "dvh:1", "dev"):
        await rig.sandbox.raw_update(
            {
                "callback_query": {
                    "id": f"9{data}",
                    "from": {"id": CASHIER, "is_bot": False, "first_name": "A"},
                    "chat_instance": "1",
                    "data": data,
                }
            }
        )
    await rig.sandbox.send(CASHIER, "100 Tea")
    await rig.said(CASHIER, "#1")
    programs = await rig.desk.developers.programs(await owner(rig))
    assert (list(programs.keys), list(programs.endpoints)) == ([], [])


@pytest.mark.parametrize("who", [OWNER, CASHIER, STRANGER])
async def test_a_key_that_is_typed_into_the_chat_is_answered_and_owners_hear(rig: Rig, who: int) -> None:
    token = await new_key(rig)
    await rig.sandbox.send(who, f"/invoice 5000 {token}")
    words = {
        OWNER: "Считаем этот ключ раскрытым",
        CASHIER: "сообщили владельцам",
        STRANGER: "дүкен иелеріне хабарладық",
    }
    answer = await rig.said(who, words[who])
    assert (buttons(answer) != []) == (who == OWNER)
    await rig.said(OWNER, "попал туда, где его могут прочесть другие")
    assert await rig.count() == 0
    if who == OWNER:
        await rig.tap(OWNER, OWNER, answer, f"Отозвать {token[:12]}…")
        with pytest.raises(KeyUnknown):
            await ApiDesk(rig.desk).enter(token)
        typed = [m for m in await rig.sandbox.messages(OWNER) if token in spoken(m) and not m.get("deleted")]
        assert all(m["from"]["is_bot"] for m in typed)


async def test_what_only_looks_like_a_key_is_answered_too(rig: Rig) -> None:
    await rig.sandbox.send(CUSTOMER, "tolem_" + "x" * 44)
    await rig.said(CUSTOMER, "This one opens nothing here")


async def test_an_address_gets_its_secret_and_is_removed_after_a_question(rig: Rig) -> None:
    leads_to(rig, "93.184.215.14")
    await add_hook(rig)
    said = await rig.said(OWNER, "whsec_")
    assert said["has_protected_content"]
    page = await rig.said(OWNER, "https://shop.example.kz/events")
    await rig.tap(OWNER, OWNER, page, "Новый секрет")
    page = await rig.said(OWNER, "Сейчас подписывают два секрета")
    assert spoken(await rig.said(OWNER, "whsec_", nth=2)) != spoken(said)
    await rig.tap(OWNER, OWNER, page, "Удалить адрес")
    question = await rig.said(OWNER, "Удалить адрес?")
    await rig.tap(OWNER, OWNER, question, "Да, удалить")
    assert list((await rig.desk.developers.programs(await owner(rig))).endpoints) == []


@pytest.mark.parametrize(
    ("address", "leads", "words"),
    [
        ("http://shop.example.kz", "93.184.215.14", "должен начинаться с https"),
        ("https://127.0.0.1/", "127.0.0.1", "внутренний адрес"),
        ("https://shop.example.kz/", "192.168.0.7", "внутренний адрес"),
        ("куда-нибудь", "93.184.215.14", "Это не адрес"),
    ],
)
async def test_a_wrong_address_is_refused_with_a_word_and_the_next_one_is_taken(
    rig: Rig, address: str, leads: str, words: str
) -> None:
    leads_to(rig, leads)
    await add_hook(rig, address)
    assert buttons(await rig.said(OWNER, words)) == ["Назад"]
    leads_to(rig, "93.184.215.14")
    await rig.sandbox.send(OWNER, "https://shop.example.kz/events")
    await rig.said(OWNER, "whsec_")


async def test_what_was_sent_is_listed_and_goes_out_again_with_a_tap(rig: Rig) -> None:
    leads_to(rig, "93.184.215.14")
    await add_hook(rig)
    page = await rig.said(OWNER, "https://shop.example.kz/events")
    await rig.sandbox.send(OWNER, "500 Чай")
    await rig.said(OWNER, "#1")
    person, at = await owner(rig), SystemClock().now()
    invoice = await rig.desk.invoice_by_number(1, person)
    await rig.desk.cancel(invoice.id, person)
    await rig.database.write(lambda books: books.settle_outgoing(1, "sent", at))
    await rig.tap(OWNER, OWNER, page, "Что отправлено")
    listed = await rig.said(OWNER, "invoice.cancelled")
    assert "принято" in spoken(listed)
    assert not any("Пропустить" in text for text in buttons(listed))
    await rig.tap(OWNER, OWNER, listed, "Отправить снова: №1")
    message = await rig.database.read(lambda books: books.outgoing(1))
    assert message is not None
    assert message.fate == "waits"
    await rig.database.write(lambda books: books.note_tried(1, 500, at))
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "ждёт"), "Назад")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "https://shop.example.kz/events"), "Что отправлено")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "ждёт"), "Пропустить: №1")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "Пропустить это событие?"), "Да, пропустить")
    await rig.said(OWNER, "отклонено")
