"""The morning's message in the running program: with the bank's list, once, also after a restart."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from billing.figures import mornings
from billing.models import Role
from store.books import SqlBooks
from tests.support.books import give_role
from tests.support.stage import CUSTOMER, MERCHANT, PATIENCE, Stage, from_bot, said

ZONE = ZoneInfo("Asia/Almaty")
YESTERDAY = "Yesterday, "


async def chooses(stage: Stage) -> None:
    def write(books: Any) -> None:
        person = books.person(MERCHANT)
        mornings.choose(books, person, stage.clock.now(), on=True)

    await stage.program.database.write(write)


async def to(stage: Stage, clock: time) -> None:
    """The next time that the shop's wall shows this."""
    here = stage.clock.now().astimezone(ZONE)
    then = datetime.combine(here.date(), clock, ZONE)
    then = then if then > here else then + timedelta(days=1)
    await stage.move((then - here).total_seconds() + 30)


async def to_morning(stage: Stage) -> None:
    """Nine o'clock of tomorrow: what was sold today is yesterday's."""
    await to(stage, time(23, 59))
    await to(stage, time(9))


async def morning(stage: Stage, words: str = YESTERDAY) -> str:
    (found, *_) = await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, words), timeout=PATIENCE)
    return str(found["text"]).replace("\u00a0", " ")


async def paid(stage: Stage) -> None:
    await stage.issue()
    await stage.pay_all()
    await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)


async def test_yesterday_comes_in_one_silent_message_with_the_list_compared_and_once_after_a_restart(
    stage: Stage,
) -> None:
    await stage.open()
    await stage.greet(MERCHANT)
    await paid(stage)
    await chooses(stage)
    await to_morning(stage)
    text = await morning(stage)
    assert "Turnover: 5 000 ₸" in text
    assert "Halyk: all agrees, operations 1" in text
    (sent,) = [c for c in await stage.calls("sendMessage") if YESTERDAY in str(c["params"].get("text"))]
    assert str(sent["params"]["disable_notification"]).lower() == "true"
    await stage.quiet()  # that it was sent is written down
    await stage.crash()
    await stage.open()
    await stage.move(120)
    await stage.until(lambda: _turned(stage))
    await stage.quiet()
    assert len(said(await stage.sandbox.messages(MERCHANT), YESTERDAY)) == 1


async def _turned(stage: Stage) -> bool:
    since = stage.program.mornings.loop.since_turn
    return since is not None and await stage.has(1, "leases", name="mornings")


async def test_what_the_list_and_the_books_disagree_about_is_named(play: Stage) -> None:
    await paid(play)
    bill = (await play.bills())[0]
    await play.sandbox.halyk("forget_operation", invoiceID=bill["invoiceID"])
    await play.sandbox.halyk("operation", amount=700000, invoiceID="700001", reference="320518074001")
    await chooses(play)
    await to_morning(play)
    text = await morning(play)
    assert "Halyk: differences 2, operations 1" in text
    assert "The bank has it, we don't: 7 000 ₸" in text
    assert "RRN 320518074001" in text
    assert "We have it, the bank doesn't: 5 000 ₸ · invoice #1" in text


async def test_a_bank_that_does_not_answer_is_named_and_its_list_comes_later(play: Stage) -> None:
    await paid(play)
    await chooses(play)
    await play.sandbox.halyk("trouble", endpoint="operations", kind="500", count=1000)
    await to_morning(play)
    text = await morning(play)
    assert "Turnover: 5 000 ₸" in text
    assert "Halyk has given no list yet" in text
    assert "agrees" not in text
    await play.sandbox.halyk("trouble", endpoint="operations", kind="none")
    await play.move(11 * 60)
    assert "Halyk: all agrees, operations 1" in await morning(play, "Compared with the bank's list")


async def test_a_message_that_waited_is_not_for_who_was_sent_away_meanwhile(play: Stage) -> None:
    await play.greet(CUSTOMER)
    await to(play, time(23, 59))

    def write(books: SqlBooks) -> None:
        give_role(books, CUSTOMER, Role.MANAGER)
        person, at = books.person(CUSTOMER), play.clock.now()
        assert person is not None
        mornings.choose(books, person, at, on=True)
        mornings.tell(books, (), (), at + timedelta(hours=10))
        give_role(books, CUSTOMER, None)

    await play.program.database.write(write)
    await to(play, time(10))
    await play.until(lambda: play.has(1, "notices", kind="morning", due_at=None))
    assert said(from_bot(await play.sandbox.messages(CUSTOMER)), YESTERDAY) == []


async def test_who_was_not_there_before_noon_is_not_told_in_the_afternoon(play: Stage) -> None:
    await paid(play)
    await chooses(play)
    await to(play, time(23, 59))
    await play.close()
    await to(play, time(12, 1))
    await play.open()
    await play.until(lambda: _turned(play))
    await play.quiet()
    assert said(from_bot(await play.sandbox.messages(MERCHANT)), YESTERDAY) == []


async def test_days_that_are_over_are_summed_by_the_running_program(play: Stage) -> None:
    await paid(play)
    await to(play, time(23, 59))
    await to(play, time(1, 10))
    await play.until(lambda: play.has(1, "day_sums", taken=500000))
