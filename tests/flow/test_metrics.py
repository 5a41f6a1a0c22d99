"""Each figure moves with what it counts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from prometheus_client.parser import text_string_to_metric_families

from billing import alarms
from billing.developers.models import EventKind, Pause
from billing.models import Audience, Place
from billing.money import Money
from billing.records import NewNotice, NewPayment
from billing.troubles import Sight, Trouble
from bot.loops import Loop
from bot.metrics import Metrics
from bot.pacing import Pacer
from bot.telegram import open_bot
from store.engine import Database
from store.happenings import happened
from store.inbox import NewUpdate
from tests.store.test_engine import add_invoice
from tests.support.books import NOON, HeldClock
from tests.support.stage import MERCHANT, TOKEN, Stage

MINUTE = timedelta(minutes=1)


def figure(text: bytes, name: str, **labels: str) -> float | None:
    """Its value; ``None``: there is none with these labels."""
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return float(sample.value)
    return None


async def test_queues_payments_and_alarms_are_counted_with_their_age_and_uncounted(
    database: Database,
) -> None:
    metrics, clock = Metrics(), HeldClock(NOON + 2 * MINUTE)

    def write(books: alarms.Books) -> int:
        invoice_id = add_invoice(books)
        for number in (1, 2):
            books.add_endpoint(f"hook:{number}", "https://a.kz/", "whsec_", 501, NOON)
        books.pause_endpoint(1, Pause.SILENT, NOON)
        happened(books, EventKind.INVOICE_PAID, invoice_id, NOON)
        payment = books.add_payment(NewPayment(invoice_id, "bank", "1", Money(500000, "KZT"), "hook", NOON))
        books.add_card(invoice_id, Audience.ISSUER, Place(501), 501, NOON, NOON + MINUTE)
        books.tell(NewNotice("paid:1", "paid", Place(501), loud=True), NOON)
        books.add_updates([NewUpdate(7, 501, b"{}")], NOON)
        alarms.note(books, Sight(Trouble.PART_STUCK, "part:watch", {"part": "watch"}), NOON)
        return payment.id

    payment_id = await database.write(write)
    await metrics.refresh(database, clock)

    def queue(name: str) -> tuple[float | None, float | None]:
        length = figure(metrics.text(), "tolem_queue_length", queue=name)
        return length, figure(metrics.text(), "tolem_queue_age_seconds", queue=name)

    assert (queue("updates"), queue("notices"), queue("cards")) == ((1, 120), (1, 120), (1, 60))
    assert (queue("deliveries"), queue("reminders")) == ((0, 0), (0, 0))
    assert queue("events") == (1, 120), "a paused address waits for a person"
    state = {"state": "reserved"}
    assert figure(metrics.text(), "tolem_payments", **state) == 1
    assert figure(metrics.text(), "tolem_payment_age_seconds", **state) == 120
    assert figure(metrics.text(), "tolem_alarms", kind="alert-part-stuck") == 1
    assert figure(metrics.text(), "tolem_alarms", kind="alert-disk-full") == 0

    def undo(books: alarms.Books) -> None:
        books.amend_payment(payment_id, state="cancelled")
        alarms.end(books, NOON + alarms.CALM)

    await database.write(undo)
    await metrics.refresh(database, clock)
    assert figure(metrics.text(), "tolem_payments", **state) == 0
    assert figure(metrics.text(), "tolem_payment_age_seconds", **state) == 0
    assert figure(metrics.text(), "tolem_alarms", kind="alert-part-stuck") == 0


def test_calls_to_banks_are_counted_and_timed() -> None:
    metrics = Metrics()
    metrics.bank_call("bank", "create", "200", 0.3)
    metrics.bank_call("bank", "create", "nothing-sent", 2.0)
    about = {"bank": "bank", "call": "create"}
    assert figure(metrics.text(), "tolem_bank_calls_total", **about, outcome="nothing-sent") == 1
    assert figure(metrics.text(), "tolem_bank_seconds_sum", **about) == pytest.approx(2.3)


async def test_a_loop_shows_since_when_it_has_had_no_turn() -> None:
    metrics, turned = Metrics(), asyncio.Event()

    async def turn() -> float:
        turned.set()
        return 3600.0

    loop = Loop("watch", turn)
    metrics.loops = lambda: [loop]
    assert figure(metrics.text(), "tolem_loop_age_seconds", loop="watch") is None
    loop.start()
    await turned.wait()
    first = figure(metrics.text(), "tolem_loop_age_seconds", loop="watch")
    second = figure(metrics.text(), "tolem_loop_age_seconds", loop="watch")
    assert first is not None
    assert second is not None
    assert first < second
    await loop.stop()


async def test_calls_to_telegram_are_counted_by_what_it_answered(play: Stage) -> None:
    metrics = Metrics()
    bot = open_bot(TOKEN, play.sandbox.base_url, Pacer(), metrics.telegram_call)
    try:
        await bot.send_chat_action(MERCHANT, "typing")
        with pytest.raises(TelegramBadRequest):
            await bot.send_message(999_999, "to nobody")
        await play.sandbox.trouble("429", method="sendMessage")
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(MERCHANT, "too fast")
    finally:
        await bot.session.close()

    def counted(method: str, outcome: str) -> float | None:
        return figure(metrics.text(), "tolem_telegram_calls_total", method=method, outcome=outcome)

    assert (counted("sendChatAction", "200"), counted("sendMessage", "400")) == (1, 1)
    assert counted("sendMessage", "429") == 1
    assert figure(metrics.text(), "tolem_telegram_seconds_count", method="sendMessage") == 2


async def test_the_program_s_own_calls_and_loops_stand_at_its_address(play: Stage) -> None:
    await play.issue()
    async with aiohttp.ClientSession(play.public_url) as session, session.get("/metrics") as answer:
        text = await answer.read()
    assert figure(text, "tolem_telegram_calls_total", method="sendPhoto", outcome="200")
    assert figure(text, "tolem_bank_calls_total", bank="halyk", outcome="200")
    assert figure(text, "tolem_loop_age_seconds", loop="alarming") is not None
