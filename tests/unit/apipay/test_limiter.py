"""The limiter: never more in a minute than was said, people first, nobody forgotten. Its clock is held."""

from __future__ import annotations

import asyncio

import pytest

from providers.apipay.limiter import WINDOW, Busy, Limiter, Rank

LONG = 10_000.0


class Held:
    """Seconds that stand still; moving them lets go whoever may go."""

    def __init__(self, per_minute: int) -> None:
        self.at = 1_000.0
        self.limiter = Limiter(lambda: self.at, per_minute)
        self.went: list[tuple[float, object]] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def move(self, seconds: float) -> None:
        self.at += seconds
        self.limiter.pump()
        for _ in range(3):
            await asyncio.sleep(0)

    async def wishes(self, number: int, rank: Rank = Rank.PERSON, name: object = None) -> None:
        self.tasks += [asyncio.create_task(self._one(rank, name or rank)) for _ in range(number)]
        await self.move(0)

    async def _one(self, rank: Rank, name: object) -> None:
        place = await self.limiter.turn(rank, LONG)
        with self.limiter.on_its_way(place):
            self.went.append((self.at, name))

    async def end(self) -> None:
        self.limiter.close()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@pytest.fixture
async def held() -> Held:
    return Held(20)


async def test_a_minute_holds_so_many_and_the_next_go_when_they_have_left_it(held: Held) -> None:
    await held.wishes(50)
    assert len(held.went) == 20
    await held.move(WINDOW - 0.1)
    assert len(held.went) == 20
    await held.move(0.1)
    assert len(held.went) == 40
    await held.end()


async def test_in_no_minute_are_there_more_than_were_allowed(held: Held) -> None:
    await held.wishes(200)
    for _ in range(100):
        await held.move(7.3)
    times = [at for at, _ in held.went]
    assert len(times) == 200
    assert all(later - sooner > 60 for sooner, later in zip(times, times[20:], strict=False))
    await held.end()


async def test_a_part_is_kept_for_people(held: Held) -> None:
    await held.wishes(50, Rank.POLL)
    assert len(held.went) == 15
    await held.wishes(5, Rank.PERSON)
    assert len(held.went) == 20
    await held.end()


async def test_goods_use_half_of_a_minute_and_wait_behind_all_others(held: Held) -> None:
    await held.wishes(50, Rank.CATALOG)
    assert len(held.went) == 10
    await held.wishes(50, Rank.LIST)
    await held.wishes(20, Rank.PERSON)
    await held.move(WINDOW)
    assert [rank for _, rank in held.went[20:]] == [Rank.PERSON] * 12
    await held.end()


async def test_who_waits_for_a_bill_goes_before_a_thousand_looks(held: Held) -> None:
    await held.wishes(20)
    await held.wishes(1000, Rank.LIST)
    await held.wishes(1000, Rank.POLL)
    await held.wishes(3, Rank.NEWS)
    await held.wishes(2, Rank.PERSON)
    await held.move(WINDOW)
    assert [name for _, name in held.went[20:]][:6] == [0, 0, 1, 1, 1, 2]
    await held.end()


async def test_a_pause_holds_for_all(held: Held) -> None:
    held.limiter.pause(45)
    await held.wishes(3)
    await held.move(44)
    assert held.went == []
    await held.move(1)
    assert len(held.went) == 3
    await held.end()


async def test_who_could_not_go_in_time_hears_it_at_once(held: Held) -> None:
    held.limiter.pause(45)
    with pytest.raises(Busy):
        await held.limiter.turn(Rank.PERSON, 20)


async def test_patience_ends_and_the_place_is_given_on(held: Held) -> None:
    await held.wishes(19)
    held.limiter.pause(0.05)
    waits = asyncio.create_task(held.limiter.turn(Rank.PERSON, 0.06))
    with pytest.raises(Busy):
        await waits
    await held.move(1)
    await held.wishes(1, name="after")
    assert held.went[-1] == (held.at, "after")
    await held.end()


async def test_who_went_away_takes_no_place(held: Held) -> None:
    await held.wishes(20)
    await held.wishes(1, name="gone")
    held.tasks[-1].cancel()
    await held.wishes(20, name="next")
    await held.move(WINDOW)
    assert [name for _, name in held.went[20:]] == ["next"] * 20
    await held.end()


async def test_a_clock_that_is_set_back_lets_nobody_wait_for_hours(held: Held) -> None:
    await held.wishes(25)
    await held.move(-36_000)
    assert len(held.went) == 20
    await held.move(WINDOW)
    assert len(held.went) == 25
    await held.end()


async def test_it_wakes_up_by_itself() -> None:
    limiter = Limiter(asyncio.get_running_loop().time, 60)
    limiter.pause(0.05)
    await limiter.turn(Rank.PERSON, 5)


async def test_who_still_waits_when_the_program_ends_is_let_down_at_once(held: Held) -> None:
    await held.wishes(25)
    assert len(held.went) == 20
    held.limiter.let_down()
    ended = await asyncio.gather(*held.tasks, return_exceptions=True)
    assert [type(each) for each in ended[20:]] == [Busy] * 5
    with pytest.raises(Busy):
        await held.limiter.turn(Rank.PERSON, LONG)
    await held.end()
