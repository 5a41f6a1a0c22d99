"""What a chat hears of an invoice: in which order, how loud, how often, and in the same place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from billing.models import Place
from billing.money import Money
from billing.records import NewNotice
from billing.subscriptions.models import Cycle, State
from billing.subscriptions.records import NewSubscription, Offer
from bot import pacing
from bot.delivery import LEASE, LEASE_NAME
from bot.program import Without
from store.books import SqlBooks
from tests.support import PATIENCE
from tests.support.stage import CUSTOMER, MERCHANT, Stage, cards, from_bot, last, said

GROUP = -300
EDITS = ("editMessageMedia", "editMessageCaption")


async def sold(play: Stage, order: str = "5000 Coffee") -> dict[str, Any]:
    """An invoice whose customer has opened it."""
    card = await play.issue(order)
    await play.open_link(card)
    await play.quiet()
    return card


def heard(messages: list[dict[str, Any]], words: str) -> str:
    """How the news with these words came: loud, silent, or not at all."""
    news = said(messages, words)
    assert len(news) <= 1
    return ("silent" if news[0]["silent"] else "loud") if news else "-"


async def everywhere(play: Stage, words: str) -> tuple[str, str]:
    """How merchant and customer heard it."""
    return (
        heard(await play.sandbox.messages(MERCHANT), words),
        heard(await play.sandbox.messages(CUSTOMER), words),
    )


async def test_paid_is_loud_for_both_sides_and_silent_in_a_group(play: Stage) -> None:
    await play.sandbox.group(GROUP, "Friends", [MERCHANT, CUSTOMER])
    await play.sandbox.send(MERCHANT, "/invoice@tolem_demo_bot 5000 Coffee", chat=GROUP)
    card = await play.sandbox.wait_for(MERCHANT, lambda ms: last(cards(ms)))
    await play.open_link(card)
    await play.pay_all()
    await play.sandbox.wait_for(GROUP, lambda ms: said(ms, "Paid:"))
    await play.quiet()

    assert await everywhere(play, "Paid:") == ("loud", "loud")
    assert heard(await play.sandbox.messages(GROUP), "Paid:") == "silent"


async def test_declined_is_loud_for_the_customer_and_silent_for_the_merchant(play: Stage) -> None:
    await sold(play)
    (bill,) = await play.bills()
    await play.sandbox.halyk("reject", invoiceID=bill["invoiceID"])
    await play.sandbox.wait_for(CUSTOMER, lambda ms: said(ms, "declined"))
    await play.quiet()

    assert await everywhere(play, "declined") == ("silent", "loud")


async def test_cancelled_is_silent_for_the_customer_and_no_message_for_the_merchant(play: Stage) -> None:
    card = await sold(play)
    await play.sandbox.tap(MERCHANT, MERCHANT, card["message_id"], "Cancel invoice")
    await play.sandbox.wait_for(CUSTOMER, lambda ms: said(ms, "cancelled"))
    await play.quiet()

    assert await everywhere(play, "cancelled") == ("-", "silent")


async def test_a_scan_and_the_end_of_a_qr_are_edits_only(play: Stage) -> None:
    await sold(play)
    (bill,) = await play.bills()
    news = len(from_bot(await play.sandbox.messages(MERCHANT)))
    await play.sandbox.halyk("scan", invoiceID=bill["invoiceID"])
    await play.move(3)
    await play.sandbox.wait_for(CUSTOMER, lambda ms: "scanned" in last(cards(ms))["caption"])
    await play.quiet()

    assert len(from_bot(await play.sandbox.messages(MERCHANT))) == news
    assert "scanned" in last(cards(await play.sandbox.messages(MERCHANT)))["caption"]


async def test_an_invoice_past_its_day_is_told_silently_to_both(play: Stage) -> None:
    await sold(play)
    await play.move(20 * 60 + 30)
    await play.sandbox.wait_for(
        MERCHANT, lambda ms: "QR valid" not in last(cards(ms))["caption"], timeout=PATIENCE
    )
    await play.move(24 * 3600)
    await play.sandbox.wait_for(CUSTOMER, lambda ms: said(ms, "invoice has expired"), timeout=PATIENCE)
    await play.quiet()

    assert await everywhere(play, "invoice has expired") == ("silent", "silent")


async def test_each_news_is_a_reply_to_its_card(play: Stage) -> None:
    card = await sold(play)
    await play.pay_all()
    (news,) = await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"))

    assert news["reply_to_message"]["message_id"] == card["message_id"]


async def test_a_card_stays_one_message_from_qr_to_stamp_and_each_picture_is_uploaded_once(
    play: Stage,
) -> None:
    card = await sold(play)
    qr = card["photo_url"]
    await play.pay_all()
    await play.sandbox.wait_for(CUSTOMER, lambda ms: said(ms, "Paid:"))
    await play.quiet()

    (merchants,) = cards(await play.sandbox.messages(MERCHANT))
    (customers,) = cards(await play.sandbox.messages(CUSTOMER))
    assert merchants["message_id"] == card["message_id"]
    assert "Paid" in merchants["caption"]
    assert merchants["photo_url"] == customers["photo_url"] != qr
    assert len(uploads(await play.calls("sendPhoto"))) == 1
    assert len(uploads(await play.calls("editMessageMedia"))) == 1


def uploads(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that carried a file."""
    return [
        call for call in calls if any(isinstance(v, dict) and "size" in v for v in call["params"].values())
    ]


async def test_while_a_chat_must_wait_only_the_newest_state_is_kept_for_it(play: Stage) -> None:
    await play.issue()
    await play.quiet()
    (bill,) = await play.bills()
    for method in EDITS:
        await play.sandbox.trouble("429", method=method, seconds=3)
    before = len(await play.calls(*EDITS))

    for step in ("scan", "block", "pay"):
        await play.sandbox.halyk(step, invoiceID=bill["invoiceID"])
        await play.move(3)
    await play.sandbox.wait_for(MERCHANT, lambda ms: "Paid" in last(cards(ms))["caption"], timeout=PATIENCE)
    await play.quiet()

    done = [call for call in (await play.calls(*EDITS))[before:] if call["ok"]]
    assert len(done) == 1


async def test_payments_that_wait_for_one_chat_are_told_together_after_their_cards(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, most = 23, 20
    monkeypatch.setattr(pacing, "CHAT", ())
    await play.sandbox.limits(on=False)
    await play.close()
    await play.open(without=Without(delivery=True))
    for number in range(many):
        await play.sandbox.send(MERCHANT, f"/invoice {1000 + number} Coffee")
    await play.until(lambda: play.has(many, "payments", state="pending"))
    await play.pay_all()
    await play.until(lambda: play.has(many, "notices"))
    await play.close()

    await play.open()
    await play.sandbox.wait_for(MERCHANT, lambda ms: len(said(ms, "Paid:")) == 2, timeout=PATIENCE)
    await play.quiet()

    spoken = from_bot(await play.sandbox.messages(MERCHANT))
    news = said(spoken, "Paid:")
    assert all(card["message_id"] < news[0]["message_id"] for card in cards(spoken))
    assert [f"{count} invoices" in one["text"] for one, count in zip(news, (most, many - most), strict=True)]
    assert sorted(number for one in news for number in numbers(one)) == list(range(1, many + 1))


async def test_what_became_of_many_subscriptions_at_one_hour_is_one_message_to_the_shop(play: Stage) -> None:
    many, at = 5, play.clock.now()
    offer = Offer("Yoga", Money(500000, "KZT"), Cycle.MONTHLY)

    def fail(books: SqlBooks) -> None:
        for number in range(many):
            made = books.add_subscription(
                NewSubscription(
                    f"s{number}",
                    number + 1,
                    f"t{number}",
                    offer,
                    State.ACTIVE,
                    MERCHANT,
                    at,
                    name=f"S. {number}",
                )
            )
            assert made is not None
            values = {"subscription": str(made.id), "amount": "500000"}
            books.tell(
                NewNotice(f"k{number}", "sub-failed-member", Place(MERCHANT), loud=False, values=values), at
            )

    await play.program.database.write(fail)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "not paid"))
    await play.quiet()

    (told,) = said(await play.sandbox.messages(MERCHANT), "Yoga")
    assert all(f"S. {number}" in told["text"] for number in range(many))
    assert told["text"].replace("\u00a0", " ").endswith("Total: 25 000 ₸")
    assert await play.count("notices", sent_at=None) == 0
    await play.sandbox.tap(MERCHANT, MERCHANT, told["message_id"], "All subscribers")
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "S. 4 · Yoga"))
    assert said(await play.sandbox.messages(MERCHANT), "Total: 25") == [told]


def numbers(news: dict[str, Any]) -> list[int]:
    """The invoices that a message names."""
    return [int(found) for found in re.findall(r"#(\d+)", news["text"])]


async def test_only_the_replica_with_the_lease_delivers_and_another_takes_over(play: Stage) -> None:
    await play.close()
    program = await play.open(without=Without(delivery=True))
    now = play.clock.now()
    until = now + timedelta(seconds=30)
    assert await program.database.write(lambda books: books.take_lease("delivery", "another", now, until))
    await play.close()

    await play.open()
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    await play.until(lambda: play.has(1, "payments", state="pending"))
    await play.move(5)
    assert not cards(await play.sandbox.messages(MERCHANT))
    await play.move(30)
    await play.sandbox.wait_for(MERCHANT, cards)


async def test_who_stops_lets_go_of_the_lease(play: Stage) -> None:
    (held,) = [row for row in await play.rows("leases") if row["name"] == "delivery"]
    await play.program.delivery.stop(1)
    assert held["until"] > play.clock.now() - timedelta(seconds=5)
    assert await play.has(0, "leases", name="delivery")


async def test_who_stood_still_leaves_to_another_replica_what_that_may_have_said(play: Stage) -> None:
    await play.close()
    delivery = (await play.open(without=Without(delivery=True))).delivery
    database, asked = play.program.database, len(await play.calls("sendMessage", chat=MERCHANT))

    def take(books: SqlBooks) -> bool:
        now = play.clock.now()
        return books.take_lease(LEASE_NAME, "process:other", now, now + LEASE)

    at = play.clock.now()
    await database.write(
        lambda books: books.tell(NewNotice("set-aside:1", "set-aside", Place(MERCHANT), loud=True), at)
    )
    await delivery.turn()  # in hand, and not said yet
    play.clock.offset += LEASE
    assert await database.write(take)
    await delivery.stop(PATIENCE)
    assert len(await play.calls("sendMessage", chat=MERCHANT)) == asked

    play.clock.offset += LEASE
    await delivery.turn()
    await play.quiet()
    assert len(await play.calls("sendMessage", chat=MERCHANT)) == asked + 1
