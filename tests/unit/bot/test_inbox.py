"""Updates: stored first, once each, in order per chat, set aside when they cannot be handled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.fsm.storage.base import StorageKey
from aiogram.methods import SendMessage
from sqlalchemy import select

from billing.errors import StoreUnavailable
from billing.models import Person, Role
from bot import updates as inbox_module
from bot.dialogue import Dialogues
from bot.updates import Inbox, chat_key
from store.books import SqlBooks
from store.engine import Database
from store.schema import updates
from tests.support import PATIENCE
from tests.support.books import HeldClock

OWNER, PERSON = 501, 601
Json = dict[str, Any]


def message(update_id: int, text: str = "hello", chat: int = PERSON) -> Json:
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "from": {"id": PERSON}, "text": text}}


class Handled:
    """A dispatcher that notes what it was given, and fails where it is told to."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.fails: dict[str, list[BaseException]] = {}
        self.does: Callable[[str], Any] | None = None

    async def __call__(self, update: Json) -> None:
        text = update["message"]["text"]
        self.texts.append(text)
        if self.fails.get(text):
            raise self.fails[text].pop(0)
        if self.does is not None:
            await self.does(text)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def handled() -> Handled:
    return Handled()


@pytest.fixture
async def inbox(
    database: Database, clock: HeldClock, handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> Inbox:
    monkeypatch.setattr(inbox_module, "PAUSES", (0.0,))
    monkeypatch.setattr(inbox_module, "AWAY_PAUSE", 0.0)
    owner = Person(OWNER, "Owner", started=True, role=Role.OWNER)
    await database.write(lambda books: books.save_person(owner, clock.now()))
    return Inbox(database, clock, handled, lambda update: True, owner="process:1")


async def due(database: Database) -> list[str]:
    def read(books: SqlBooks) -> list[str]:
        due = (updates.c.state == "due",)
        rows = books.run(select(updates.c.body).where(*due).order_by(updates.c.id)).scalars()
        return [json.loads(books.vault.open(body))["message"]["text"] for body in rows]

    return await database.read(read)


async def finished(inbox: Inbox, database: Database) -> None:
    """Return when nothing is due."""
    async with asyncio.timeout(PATIENCE):
        while await due(database):
            await asyncio.sleep(0.01)
    await inbox.stop(5)


async def test_an_update_that_is_handed_out_again_is_handled_once(
    inbox: Inbox, handled: Handled, database: Database
) -> None:
    await inbox.accept([message(7)])
    await inbox.accept([message(7), message(8, "next")])
    await finished(inbox, database)

    assert handled.texts == ["hello", "next"]
    assert await due(database) == []


async def test_what_is_typed_is_answered_past_a_busy_chat_and_never_stored(
    inbox: Inbox, handled: Handled, database: Database
) -> None:
    begun, ended, typed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def busy(text: str) -> None:
        begun.set()
        await ended.wait()

    async def handle(update: Json) -> None:
        if "inline_query" not in update:
            await handled(update)
        elif update["inline_query"]["query"] == "broken":
            raise TelegramNetworkError(SendMessage(chat_id=1, text=""), "away")
        else:
            typed.set()

    handled.does, inbox._handle = busy, handle
    await inbox.accept([message(1)])
    await begun.wait()
    for nth, query in enumerate(("broken", "5000 Coffee"), 2):
        await inbox.accept([{"update_id": nth, "inline_query": {"from": {"id": PERSON}, "query": query}}])
    async with asyncio.timeout(PATIENCE):
        await typed.wait()
    assert await due(database) == ["hello"]
    ended.set()
    await finished(inbox, database)


async def test_another_bots_updates_are_no_copies_of_the_last_ones(
    inbox: Inbox, handled: Handled, database: Database
) -> None:
    """Each bot counts its updates by itself, so another one may use the same numbers."""
    for bot, text in ((10, "first"), (10, "copy"), (20, "other bot"), (10, "the first bot again")):
        await database.write(lambda books, bot=bot: books.serve_bot(bot))
        await inbox.accept([message(7, text)])
        async with asyncio.timeout(PATIENCE):
            while await due(database):
                await asyncio.sleep(0.01)
    assert handled.texts == ["first", "other bot", "the first bot again"]


async def test_what_the_last_bot_left_is_still_handled(
    inbox: Inbox, handled: Handled, database: Database, clock: HeldClock
) -> None:
    await database.write(lambda books: books.serve_bot(10))
    await inbox.stop(0)
    await inbox.accept([message(7, "left behind")])
    await database.write(lambda books: books.serve_bot(20))
    after = Inbox(database, clock, handled, lambda update: True, owner="process:2")
    await after.resume()
    await after.accept([message(7, "new")])
    await finished(after, database)
    assert handled.texts == ["left behind", "new"]


async def test_updates_of_a_chat_are_handled_in_the_order_in_which_they_came(
    inbox: Inbox, handled: Handled, database: Database
) -> None:
    await inbox.accept([message(9, "first"), message(3, "second")])
    await inbox.accept([message(4, "third")])
    await finished(inbox, database)

    assert handled.texts == ["first", "second", "third"]


async def test_one_chat_does_not_wait_for_another(inbox: Inbox, handled: Handled, database: Database) -> None:
    held, other = asyncio.Event(), asyncio.Event()

    async def work(text: str) -> None:
        if text == "slow":
            await held.wait()
        else:
            other.set()

    handled.does = work
    await inbox.accept(
        [message(1, "slow", chat=1), message(2, "behind it", chat=1), message(3, "free", chat=2)]
    )
    async with asyncio.timeout(PATIENCE):
        await other.wait()
    assert handled.texts == ["slow", "free"]
    held.set()
    await finished(inbox, database)


async def test_a_stored_update_is_handled_by_the_next_process(
    inbox: Inbox, handled: Handled, database: Database, clock: HeldClock
) -> None:
    await inbox.stop(0)
    await inbox.accept([message(1)])  # stored, and nobody is left to handle it
    await asyncio.sleep(0)
    assert await due(database) == ["hello"]

    after = Inbox(database, clock, handled, lambda update: True, owner="process:3")
    await after.resume()
    await finished(after, database)
    assert handled.texts == ["hello"]
    assert await due(database) == []


async def test_what_fails_five_times_is_set_aside_with_an_apology_and_an_alert_and_the_chat_goes_on(
    inbox: Inbox, handled: Handled, database: Database, clock: HeldClock
) -> None:
    handled.fails["bad"] = [ValueError("unreadable") for _ in range(9)]
    await inbox.accept([message(1, "bad"), message(2, "good")])
    await finished(inbox, database)

    assert handled.texts == ["bad"] * 5 + ["good"]
    notices = await database.read(lambda books: books.due_notices(clock.now(), 10))
    assert [(n.kind, n.place.chat_id) for n in notices] == [
        ("set-aside", PERSON),
        ("alert-set-aside", OWNER),
    ]
    assert await due(database) == []


async def test_an_update_that_kills_the_process_each_time_is_set_aside_in_the_end(
    inbox: Inbox, handled: Handled, database: Database, clock: HeldClock
) -> None:
    deaths = 0

    async def die(_: str) -> None:
        nonlocal deaths
        deaths += 1
        await asyncio.Event().wait()

    handled.does = die
    await inbox.accept([message(1, "deadly")])
    for nth in range(8):
        async with asyncio.timeout(PATIENCE):
            while deaths < min(nth + 1, 5):
                await asyncio.sleep(0.01)
        await inbox.stop(0)  # it hangs, and is cut off
        inbox = Inbox(database, clock, handled, lambda update: True, owner=f"process:4{nth}")
        await inbox.resume()
    await finished(inbox, database)

    assert deaths == 5
    notices = await database.read(lambda books: books.due_notices(clock.now(), 10))
    assert [n.kind for n in notices] == ["set-aside", "alert-set-aside"]


async def test_books_that_are_away_are_no_failure_of_the_update(
    inbox: Inbox, handled: Handled, database: Database, clock: HeldClock
) -> None:
    handled.fails["hello"] = [StoreUnavailable("locked") for _ in range(20)]
    await inbox.accept([message(1)])
    await finished(inbox, database)

    assert len(handled.texts) == 21
    assert await database.read(lambda books: books.due_notices(clock.now(), 10)) == []
    assert await due(database) == []


AWAY = [
    TelegramNetworkError(SendMessage(chat_id=1, text=""), "reset"),
    TelegramServerError(SendMessage(chat_id=1, text=""), "Bad Gateway"),
    TelegramRetryAfter(SendMessage(chat_id=1, text=""), "Too Many Requests", 1),
]


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
async def test_a_telegram_that_takes_no_answers_for_a_while_is_no_failure_of_the_update(
    inbox: Inbox,
    handled: Handled,
    database: Database,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    monkeypatch.setattr(inbox_module, "TELEGRAM_PAUSES", (0.0, 0.0))
    handled.fails["hello"] = [error for _ in range(9)]
    await inbox.accept([message(1)])
    await finished(inbox, database)
    assert handled.texts == ["hello"] * 10
    assert await database.read(lambda books: books.due_notices(clock.now(), 10)) == []

    monkeypatch.setattr(inbox_module, "TELEGRAM_PATIENCE", -1.0)
    after = Inbox(database, clock, handled, lambda update: True, owner="process:9")
    handled.fails["endless"] = [error for _ in range(99)]
    await after.accept([message(2, "endless")])
    await finished(after, database)
    assert handled.texts[10:] == ["endless"] * 5


async def test_what_was_answered_is_not_answered_again_while_the_mark_cannot_be_written(
    inbox: Inbox, handled: Handled, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refusals = database.write_small, iter(range(3))

    async def moody(operation: Any, **named: Any) -> Any:
        if handled.texts and next(refusals, None) is not None:
            raise StoreUnavailable("locked")
        return await real(operation, **named)

    monkeypatch.setattr(database, "write_small", moody)
    await inbox.accept([message(1)])
    await finished(inbox, database)

    assert handled.texts == ["hello"]
    assert next(refusals, None) is None
    assert await due(database) == []


async def test_the_conversation_is_written_with_the_mark_and_not_before(
    inbox: Inbox, handled: Handled, database: Database, clock: HeldClock
) -> None:
    talks = Dialogues(database, clock)
    key = StorageKey(bot_id=1, chat_id=PERSON, user_id=PERSON)
    inside: list[Any] = []

    async def ask(text: str) -> None:
        await talks.set_state(key, "asked")
        await talks.set_data(key, {"text": text})
        inside.append((await talks.get_state(key), await talks.get_data(key)))
        inside.append(await database.read(lambda books: books.dialogue(f"{PERSON}::{PERSON}")))

    handled.does = ask
    await inbox.accept([message(1)])
    await finished(inbox, database)

    assert inside == [("asked", {"text": "hello"}), (None, {}, None)]
    assert await talks.get_state(key) == "asked"
    assert await talks.get_data(key) == {"text": "hello"}


async def test_a_failed_try_leaves_no_trace_in_the_conversation(
    inbox: Inbox, handled: Handled, database: Database, clock: HeldClock
) -> None:
    talks = Dialogues(database, clock)
    key = StorageKey(bot_id=1, chat_id=PERSON, user_id=PERSON)
    found: list[Any] = []

    async def count(text: str) -> None:
        data = await talks.get_data(key)
        found.append(data.get("tries", 0))
        await talks.set_data(key, {"tries": data.get("tries", 0) + 1})
        if len(found) == 1:
            raise ValueError("the first time it breaks")

    handled.does = count
    await inbox.accept([message(1)])
    await finished(inbox, database)

    assert found == [0, 0]
    assert await talks.get_data(key) == {"tries": 1}


async def test_a_question_left_alone_for_a_quarter_of_an_hour_is_forgotten(
    database: Database, clock: HeldClock
) -> None:
    talks = Dialogues(database, clock)
    key = StorageKey(bot_id=1, chat_id=PERSON, user_id=PERSON)
    await talks.set_state(key, "asked")

    clock.move(15 * 60)
    assert await talks.get_state(key) == "asked"
    clock.move(1)
    assert await talks.get_state(key) is None


@pytest.mark.parametrize(
    ("update", "key"),
    [
        (message(1, chat=-5), -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"chat": {"id": -7}}}}, -7),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "inline_message_id": "x"}}, 6),
        ({"update_id": 1, "inline_query": {"from": {"id": 8}, "query": ""}}, 8),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 9}, "from": {"id": 9}}}, 9),
        ({"update_id": 1, "something_new": [1, 2]}, 0),
        ({"update_id": 1, "message": {"chat": "?", "from": {"id": 6}}}, 6),
    ],
)
def test_order_is_kept_by_chat_else_by_person(update: Json, key: int) -> None:
    assert chat_key(update) == key


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"update_id": "1"}', b"\xff", b'"text"'])
async def test_what_is_no_update_is_refused(inbox: Inbox, body: bytes) -> None:
    assert await inbox.accept_raw(body) is False
