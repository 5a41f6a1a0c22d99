"""What Telegram may answer to a message, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.program import Without
from tests.support import PATIENCE
from tests.support.stage import CUSTOMER, LEASES_END, MERCHANT, Stage, cards, from_bot, last, qr_cards, said

OTHER_OWNER = 502
SENDING = ("sendPhoto", "sendMessage", "editMessageMedia", "editMessageCaption")


def at(call: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(call["at"])


async def two_owners(stage: Stage) -> None:
    await stage.close()
    await stage.open(owner_ids=(MERCHANT, OTHER_OWNER))
    await stage.greet(OTHER_OWNER)


async def test_after_429_nothing_goes_to_that_chat_before_the_pause_is_over(play: Stage) -> None:
    await play.sandbox.trouble("429", method="sendPhoto", seconds=3)

    await play.issue()
    await play.quiet()

    calls = await play.calls(*SENDING, chat=MERCHANT)
    refused = next(i for i, call in enumerate(calls) if not call["ok"])
    assert "Too Many Requests" in calls[refused]["error"]
    assert (at(calls[refused + 1]) - at(calls[refused])).total_seconds() >= 3


async def test_an_answer_that_met_429_waits_out_the_pause_too(play: Stage) -> None:
    await play.sandbox.trouble("429", method="sendMessage", seconds=3)

    await play.sandbox.send(MERCHANT, "/help")
    await play.until(lambda: play.count("updates", state="due"))
    await play.quiet()

    refused, said_again = (await play.calls("sendMessage", chat=MERCHANT))[-2:]
    assert (refused["ok"], said_again["ok"]) == (False, True)
    assert (at(said_again) - at(refused)).total_seconds() >= 3


@pytest.mark.parametrize("trouble", ["429", "slow"])
async def test_one_held_up_chat_holds_no_other(play: Stage, trouble: str) -> None:
    await two_owners(play)
    await play.sandbox.trouble(trouble, method="sendPhoto", seconds=5)
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    await play.until(lambda: play.count("cards"))

    await play.issue("7000 Tea", OTHER_OWNER)
    assert not cards(await play.sandbox.messages(MERCHANT))
    await play.sandbox.wait_for(MERCHANT, qr_cards)


async def test_who_blocked_us_is_marked_and_all_others_hear_the_news(play: Stage) -> None:
    card = await play.issue()
    await play.open_link(card)
    await play.quiet()
    await play.sandbox.trouble("403", method="sendMessage")

    await play.sandbox.tap(MERCHANT, MERCHANT, card["message_id"], "Cancel invoice")
    await play.quiet()

    people = {row["person_id"]: row["blocked"] for row in await play.rows("people")}
    assert people == {MERCHANT: False, CUSTOMER: True}
    (notice,) = await play.rows("notices")
    assert notice["given_up"]
    assert "cancelled" in last(cards(await play.sandbox.messages(MERCHANT)))["caption"]


async def test_a_card_that_is_as_it_should_be_is_done(play: Stage) -> None:
    await play.issue()
    await play.quiet()
    before = len(await play.calls(*SENDING))

    at_once = play.clock.now()
    await play.program.database.write(lambda books: books.redraw(1, at_once))
    await play.quiet()

    new = (await play.calls(*SENDING))[before:]
    assert ["not modified" in (call["error"] or "") for call in new] == [True]
    assert [card["alive"] for card in await play.rows("cards")] == [True]


async def test_where_the_card_is_gone_the_news_still_come(play: Stage) -> None:
    card = await play.issue()
    await play.quiet()
    await play.sandbox.delete(MERCHANT, card["message_id"])

    await play.pay_all()
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"))
    await play.quiet()

    edits = await play.calls("editMessageMedia", "editMessageCaption")
    assert sum("message to edit not found" in (call["error"] or "") for call in edits) == 1


@pytest.mark.parametrize("trouble", ["500", "502", "dropped"])
async def test_what_telegram_failed_to_do_is_said_later_and_once(play: Stage, trouble: str) -> None:
    await play.sandbox.trouble(trouble, method="sendPhoto")
    await play.issue()
    await play.sandbox.trouble(trouble, method="sendMessage")
    await play.pay_all()
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"))
    await play.quiet()

    seen = await play.sandbox.messages(MERCHANT)
    assert (len(cards(seen)), len(said(seen, "Paid:"))) == (1, 1)


async def test_a_fact_that_waited_for_days_is_still_told_when_telegram_stumbles_once_more(
    play: Stage,
) -> None:
    await play.issue()
    await play.close()
    await play.open(without=Without(delivery=True))
    await play.pay_all()
    await play.move(LEASES_END)  # the program before may have been stopped in the middle of a look
    await play.until(lambda: play.has(1, "notices"))
    await play.close()
    await play.move(49 * 3600)
    await play.sandbox.trouble("500", method="sendMessage")
    await play.open()

    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)


async def test_what_was_said_and_whose_answer_was_lost_is_said_at_most_twice(play: Stage) -> None:
    await play.sandbox.trouble("lost", method="sendPhoto")
    await play.issue()
    await play.quiet()
    await play.sandbox.trouble("lost", method="sendMessage")
    await play.pay_all()
    await play.sandbox.wait_for(MERCHANT, lambda ms: len(said(ms, "Paid:")) == 2)
    await play.quiet()

    seen = await play.sandbox.messages(MERCHANT)
    assert (len(cards(seen)), len(said(seen, "Paid:"))) == (2, 2)


async def test_a_card_that_was_sent_twice_is_drawn_on_both_places_after_a_tap_on_the_lost_one(
    play: Stage,
) -> None:
    await play.sandbox.trouble("lost", method="sendPhoto")
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    await play.sandbox.wait_for(MERCHANT, lambda ms: len(qr_cards(ms)) == 2)
    await play.quiet()
    known = {row["message_id"] for row in await play.rows("cards")}
    (lost,) = [c for c in cards(await play.sandbox.messages(MERCHANT)) if c["message_id"] not in known]

    await play.sandbox.tap(MERCHANT, MERCHANT, lost["message_id"], "Check payment")
    await play.pay_all()
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"))
    await play.quiet()

    seen = await play.sandbox.messages(MERCHANT)
    assert ["Paid" in card["caption"] for card in cards(seen)] == [True, True]
    assert len(said(seen, "Paid:")) == 1


async def test_a_stranger_who_forges_a_button_gets_no_card_by_it(play: Stage) -> None:
    await play.issue()
    theirs = await play.open_link(await play.issue("7000 Tea"))
    await play.quiet()
    other = await play.program.database.read(lambda books: books.invoice_by_number(1))
    update = {
        "callback_query": {
            "id": "1",
            "from": {"id": CUSTOMER, "is_bot": False, "first_name": "Person"},
            "chat_instance": "1",
            "data": f"chk:{other.id}",
            "message": {key: theirs[key] for key in ("message_id", "chat", "date", "photo", "from")},
        }
    }

    await play.sandbox.raw_update(update)
    await play.until(lambda: play.count("updates", state="handled"))
    await play.quiet()

    assert [row["invoice_id"] for row in await play.rows("cards") if row["chat_id"] == CUSTOMER] == [2]


async def test_a_group_with_a_new_number_has_its_open_card_once_more_and_hears_the_end_there(
    play: Stage,
) -> None:
    group, moved = -200, -1_000_000_000_200
    await play.sandbox.group(group, "Friends", [MERCHANT, CUSTOMER], supergroup=False)
    await play.sandbox.send(MERCHANT, "/invoice@tolem_demo_bot 5000 Coffee", chat=group)
    await play.sandbox.wait_for(group, qr_cards)
    await play.quiet()

    await play.sandbox.upgrade_group(group, moved)
    await play.sandbox.wait_for(moved, qr_cards)
    await play.pay_all()
    await play.sandbox.wait_for(moved, lambda ms: said(ms, "Paid:"))
    await play.quiet()

    seen = await play.sandbox.messages(moved)
    assert [("Paid" in card["caption"]) for card in cards(seen)] == [True]
    assert len(said(seen, "Paid:")) == 1
    assert await play.count("updates", state="aside") == 0


async def test_news_that_find_the_group_moved_are_told_in_its_new_place(play: Stage) -> None:
    group, moved = -201, -1_000_000_000_201
    await play.sandbox.group(group, "Friends", [MERCHANT, CUSTOMER], supergroup=False)
    await play.sandbox.send(MERCHANT, "/invoice@tolem_demo_bot 5000 Coffee", chat=group)
    await play.sandbox.wait_for(group, qr_cards)
    await play.quiet()
    await play.program.polling.stop()  # nobody tells us of the move but the refusal

    await play.sandbox.upgrade_group(group, moved)
    await play.pay_all()
    await play.sandbox.wait_for(moved, lambda ms: said(ms, "Paid:"))
    await play.until(lambda: play.count("notices", due_at=None))

    assert len(said(from_bot(await play.sandbox.messages(moved)), "Paid:")) == 1
