"""Windows, silence and a clock that jumps, with time held in hand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from billing.quotas import HOLD, SECOND, Call, Count, Note, Rule, Window, names_of, take

TEN = (Window(10, 1.0),)
BOTH = (Window(1, 1.0), Window(3, 60.0))


def counts(**known: Count) -> dict[str, Count]:
    return {"all": Count(), "chat": Count(), **known}


def seconds(number: float) -> int:
    return round((1_000 + number) * SECOND)


def ask(here: dict[str, Count], calls: list[Call], now: int) -> list[int | None]:
    """Whoever may go arrives at once."""
    moments = take(here, calls, (), now)
    for call, moment in zip(calls, moments, strict=True):
        if moment is not None:
            take(here, [], [Note(rule.name, moment, landed=moment) for rule in call], now)
    return moments


def gone(moments: list[int | None]) -> list[bool]:
    return [moment is not None for moment in moments]


def test_a_window_lets_so_many_go_and_the_next_when_the_first_has_left_it() -> None:
    here = counts()
    calls = [(Rule("all", TEN),)] * 12
    assert gone(ask(here, calls, seconds(0))) == [True] * 10 + [False] * 2
    assert gone(ask(here, calls[:1], seconds(1) - 1)) == [False]
    assert gone(ask(here, calls[:1], seconds(1))) == [True]


def test_all_counts_of_a_call_must_let_it_go_and_none_is_used_up_by_one_that_waits() -> None:
    here = counts()
    first, other = (Rule("all", TEN), Rule("chat", BOTH)), (Rule("all", TEN),)
    assert gone(ask(here, [first, first, *[other] * 10], seconds(0))) == [
        True,
        False,
        *[True] * 9,
        False,
    ]


def test_the_longer_window_holds_where_the_shorter_one_would_let_go() -> None:
    here = counts()
    went = [ask(here, [(Rule("chat", BOTH),)], seconds(at))[0] for at in range(62)]
    assert [at for at, moment in enumerate(went) if moment is not None] == [0, 1, 2, 60, 61]


def test_who_may_use_less_leaves_the_rest_to_others() -> None:
    here = counts()
    modest, other = (Rule("all", (Window(8, 1.0),)),), (Rule("all", TEN),)
    assert gone(ask(here, [modest] * 10, seconds(0))) == [True] * 8 + [False] * 2
    assert gone(ask(here, [other] * 3, seconds(0.5))) == [True, True, False]
    assert gone(ask(here, [modest], seconds(1))) == [True]


def test_silence_holds_to_its_moment_and_a_shorter_one_does_not_end_it() -> None:
    here, call = counts(), (Rule("all", TEN), Rule("chat", BOTH))
    take(here, [], [Note("chat", quiet_until=seconds(7))], seconds(0))
    take(here, [], [Note("chat", quiet_until=seconds(2))], seconds(1))
    assert gone(ask(here, [call], seconds(7) - 1)) == [False]
    assert gone(ask(here, [call], seconds(7))) == [True]


def test_a_call_on_its_way_is_in_each_window_until_it_has_landed() -> None:
    here, call = counts(), (Rule("chat", BOTH),)
    (moment,) = take(here, [call], (), seconds(0))
    assert gone(take(here, [call], (), seconds(1.9))) == [False]
    take(here, [], [Note("chat", moment, landed=seconds(1.6))], seconds(1.9))
    assert gone(take(here, [call], (), seconds(2.5))) == [False]
    assert gone(take(here, [call], (), seconds(2.6))) == [True]


def test_a_call_that_is_said_to_be_on_its_way_is_waited_for_and_one_of_a_dead_process_is_not() -> None:
    here, call = counts(), (Rule("chat", BOTH),)
    (moment,) = take(here, [call], (), seconds(0))
    take(here, [], [Note("chat", moment, until=seconds(4))], seconds(1))
    assert gone(take(here, [call], (), seconds(4.9))) == [False]
    assert gone(take(here, [call], (), seconds(5))) == [True]
    assert gone(take(here, [call], (), seconds(5) + HOLD + SECOND - 1)) == [False]
    assert gone(take(here, [call], (), seconds(5) + HOLD + SECOND)) == [True]


def test_clocks_a_little_apart_never_make_a_window_shorter() -> None:
    here, call = counts(), (Rule("chat", BOTH),)
    assert ask(here, [call], seconds(0.4)) == [seconds(0.4)]
    assert ask(here, [call], seconds(0)) == [None]
    assert ask(here, [call], seconds(1.4)) == [seconds(1.4)]


def test_a_clock_that_was_set_back_lets_nobody_wait_for_hours_and_shortens_no_silence() -> None:
    here, call = counts(), (Rule("all", TEN), Rule("chat", BOTH))
    ask(here, [call], seconds(0))
    take(here, [], [Note("chat", quiet_until=seconds(30))], seconds(0))
    back = seconds(0) - 36_000 * SECOND
    assert gone(ask(here, [call], back + 29 * SECOND)) == [False]
    assert gone(ask(here, [call], back + 30 * SECOND)) == [False]  # it was touched at 29
    assert gone(ask(here, [call], back + 60 * SECOND)) == [True]


def test_rows_are_locked_in_one_order_whoever_asks() -> None:
    one, other = Rule("all", TEN), Rule("chat", BOTH)
    assert (
        names_of([(one, other)], [Note("b")]) == names_of([(other, one)], [Note("b")]) == ["all", "b", "chat"]
    )


steps = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 400_000)), max_size=60)


@given(steps)
def test_no_window_ever_holds_more_whoever_asks_and_however_time_goes(steps: list[tuple[int, int]]) -> None:
    here, now, went = counts(), seconds(0), []
    for chat, passed in steps:
        now += passed
        rules = (Rule("all", (Window(5, 1.0),)), Rule(f"chat{chat}", BOTH))
        here.setdefault(f"chat{chat}", Count())
        if ask(here, [rules], now)[0] is not None:
            went.append((chat, now))
    moments = [at for _, at in went]
    assert all(late - soon >= SECOND for soon, late in zip(moments, moments[5:], strict=False))
    for chat in range(3):
        own = [at for each, at in went if each == chat]
        assert all(late - soon >= SECOND for soon, late in pairwise(own))
        assert all(late - soon >= 60 * SECOND for soon, late in zip(own, own[3:], strict=False))
