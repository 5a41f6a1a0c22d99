"""Telegram's limits, with the clock held in hand."""

from __future__ import annotations

import asyncio

import pytest

from bot.pacing import GROUP_WINDOW, SECOND, Pacer, Rank, at_rank, rank_here
from tests.support import PATIENCE

GROUP = -100


class Watch:
    """Stands still until it is moved; ``pacer`` reads it."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.pacer = Pacer(lambda: self.at)
        self.gone: list[str] = []

    async def ask(self, name: str, chat: int, rank: Rank = Rank.NEWS) -> None:
        """Somebody waits for a turn."""

        async def wait() -> None:
            place = await self.pacer.turn(chat, rank)
            with self.pacer.on_its_way(place):
                self.gone.append(name)

        asyncio.create_task(wait(), name=name)  # noqa: RUF006 - the loop holds it through its future
        await settle()

    async def move(self, seconds: float) -> list[str]:
        """Time goes on; who went in it."""
        before = len(self.gone)
        self.at += seconds
        self.pacer.pump()
        await settle()
        return self.gone[before:]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
async def watch() -> Watch:
    return Watch()


async def test_one_chat_hears_one_message_a_second(watch: Watch) -> None:
    for name in "abc":
        await watch.ask(name, 1)

    assert watch.gone == ["a"]
    assert await watch.move(SECOND - 0.01) == []
    assert await watch.move(0.01) == ["b"]
    assert await watch.move(SECOND) == ["c"]


async def test_nobody_waits_behind_another_chats_limit(watch: Watch) -> None:
    for name, chat in (("a", 1), ("b", 1), ("c", 2)):
        await watch.ask(name, chat)

    assert watch.gone == ["a", "c"]


async def test_thirty_messages_a_second_in_all(watch: Watch) -> None:
    for chat in range(1, 36):
        await watch.ask(str(chat), chat)

    assert len(watch.gone) == 30
    assert await watch.move(SECOND - 0.01) == []
    assert await watch.move(0.01) == ["31", "32", "33", "34", "35"]


async def test_a_group_hears_twenty_messages_a_minute(watch: Watch) -> None:
    for number in range(21):
        await watch.ask(str(number), GROUP)
    for _ in range(40):
        await watch.move(SECOND)

    assert len(watch.gone) == 20
    assert await watch.move(GROUP_WINDOW - 40 * SECOND - 0.1) == []
    assert await watch.move(0.1) == ["20"]


async def test_a_private_chat_has_no_minute_limit(watch: Watch) -> None:
    for number in range(25):
        await watch.ask(str(number), 1)
    for _ in range(24):
        await watch.move(SECOND)

    assert len(watch.gone) == 25


async def test_an_answer_to_a_person_goes_before_news(watch: Watch) -> None:
    watch.pacer.pause(None, 5)
    await watch.ask("news", 1)
    await watch.ask("answer", 1, Rank.ANSWER)

    assert await watch.move(5) == ["answer"]
    assert await watch.move(SECOND) == ["news"]


async def test_news_go_before_edits_where_all_wait_for_the_common_limit(watch: Watch) -> None:
    watch.pacer.pause(None, 5)
    await watch.ask("edit", 1, Rank.EDIT)
    await watch.ask("news", 1)

    assert await watch.move(5) == ["news"]
    assert await watch.move(SECOND) == ["edit"]


async def test_reminders_let_all_others_go_first(watch: Watch) -> None:
    watch.pacer.pause(None, 5)
    for name, rank in (("reminder", Rank.REMINDER), ("edit", Rank.EDIT), ("news", Rank.NEWS)):
        await watch.ask(name, 1, rank)

    assert await watch.move(5) == ["news"]
    assert await watch.move(SECOND) == ["edit"]
    assert await watch.move(SECOND) == ["reminder"]


async def test_an_answer_waits_a_second_at_most_beside_any_number_of_reminders(watch: Watch) -> None:
    for chat in range(1, 301):
        await watch.ask(f"reminder {chat}", chat, Rank.REMINDER)
    assert len(watch.gone) == 30
    await watch.ask("answer", 1000, Rank.ANSWER)

    assert (await watch.move(SECOND))[0] == "answer"


async def test_what_is_said_inside_goes_by_the_rank_that_was_named(watch: Watch) -> None:
    assert rank_here() is None
    with at_rank(Rank.REMINDER):
        assert rank_here() is Rank.REMINDER
    assert rank_here() is None


async def test_a_paused_chat_is_left_alone_that_long_and_others_are_not(watch: Watch) -> None:
    watch.pacer.pause(1, 7)
    await watch.ask("paused", 1)
    await watch.ask("other", 2)

    assert watch.gone == ["other"]
    assert await watch.move(6.9) == []
    assert await watch.move(0.1) == ["paused"]


async def test_a_shorter_pause_does_not_end_a_longer_one(watch: Watch) -> None:
    watch.pacer.pause(1, 7)
    watch.pacer.pause(1, 2)
    await watch.ask("paused", 1)

    assert await watch.move(3) == []


async def test_who_gave_up_waiting_uses_no_turn(watch: Watch) -> None:
    await watch.ask("a", 1)
    waiting = asyncio.create_task(watch.pacer.turn(1))
    await settle()
    waiting.cancel()
    await settle()
    await watch.ask("b", 1)

    assert await watch.move(SECOND) == ["b"]


async def test_what_was_answered_late_counts_from_its_answer_however_slow_the_line_was_before(
    watch: Watch,
) -> None:
    for _ in range(2):  # as busy as it is: nothing was quicker yet
        slow = await watch.pacer.turn(1)
        with watch.pacer.on_its_way(slow):
            watch.at += 0.5
        watch.at += SECOND
    late = await watch.pacer.turn(1)
    with watch.pacer.on_its_way(late):
        watch.at += 0.5  # of which the way there took all but a moment
    await watch.ask("next", 1)

    assert await watch.move(0.97) == []
    assert await watch.move(0.06) == ["next"]


async def test_whoever_waits_is_let_go_without_being_asked_again() -> None:
    loop = asyncio.get_running_loop()
    pacer = Pacer(lambda: loop.time() * 50)  # a second lasts a fiftieth
    async with asyncio.timeout(PATIENCE):
        with pacer.on_its_way(await pacer.turn(1)):
            pass
        await pacer.turn(1)
