"""What follows when the bill of a period is paid, refused, or not paid."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from billing.subscriptions.ladder import (
    PERIOD_STATES,
    Billed,
    Expired,
    Failed,
    GraceStarted,
    Happening,
    Ladder,
    LateMoney,
    Paid,
    Passed,
    PayerRefused,
    PaymentFailed,
    PaymentSucceeded,
    Refused,
    Rung,
    Step,
    Stopped,
    begun,
    begun_ahead,
    bill_due,
    may_ask,
    step,
)
from billing.subscriptions.models import Cycle, PeriodState, Rules, Skip, State, TermsRefused

START = datetime(2026, 2, 1, 7, tzinfo=UTC)  # noon in Almaty
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE, RULES = "Asia/Almaty", Rules()


def play(*happenings: Happening, rules: Rules = RULES, ladder: Ladder | None = None) -> Step:
    """The last step of a story that begins with the first bill."""
    last = Step(ladder or begun(START))
    for what in happenings:
        last = step(last.ladder, what, rules, ZONE)
    return last


def failures(count: int) -> list[Happening]:
    """So many attempts that nobody paid for a day each."""
    story: list[Happening] = []
    for bill in range(1, count + 1):
        if bill > 1:
            story.append(Billed(bill, START + (bill - 1) * DAY))
        story.append(Failed(bill, START + bill * DAY))
    return story


IN_GRACE = failures(3)
GRACE_ENDS = START + 6 * DAY
EXPIRED: list[Happening] = [*IN_GRACE, Passed(GRACE_ENDS)]


def test_a_bill_that_is_paid_is_told_and_nothing_follows() -> None:
    last = play(Paid(1, START + HOUR))
    assert last.ladder.rung is Rung.PAID
    assert last.tell == (PaymentSucceeded(recovered=False),)
    assert last.ends is None
    assert bill_due(last.ladder, START + 99 * DAY) is may_ask(last.ladder) is None


def test_a_bill_that_nobody_paid_for_its_whole_interval_is_made_again_at_once() -> None:
    last = play(Failed(1, START + DAY))
    assert last.tell == (PaymentFailed(1, START + DAY),)
    assert bill_due(last.ladder, START + DAY) == 2
    assert not last.withdraw, "it is over as it is"


def test_a_bill_that_failed_early_is_made_again_when_its_interval_is_over() -> None:
    last = play(Failed(1, START + HOUR), rules=Rules(retry_hours=6))
    assert last.tell == (PaymentFailed(1, START + 6 * HOUR),)
    assert bill_due(last.ladder, START + 6 * HOUR - timedelta(seconds=1)) is None
    assert bill_due(last.ladder, START + 6 * HOUR) == 2


def test_a_bill_that_lives_longer_than_the_interval_is_not_doubled() -> None:
    assert bill_due(begun(START), START + 30 * DAY) is None


def test_the_last_attempt_that_fails_starts_the_grace_period() -> None:
    """Attempts 1, 2, 3, and with the third failure three days of grace: as banks report of theirs."""
    last = play(*IN_GRACE)
    assert last.tell == (PaymentFailed(3, None), GraceStarted(GRACE_ENDS))
    assert last.ladder.rung is Rung.GRACE
    assert last.ends is None, "in grace it is still active"
    assert bill_due(last.ladder, START + 99 * DAY) is None


@pytest.mark.parametrize("attempts", [1, 10])
def test_as_many_attempts_as_agreed_are_made(attempts: int) -> None:
    story, rules = failures(attempts), Rules(attempts=attempts)
    assert play(*story[:-1], rules=rules).ladder.rung is Rung.TRYING
    assert play(*story, rules=rules).ladder.rung is Rung.GRACE


def test_grace_ends_at_the_same_hour_of_the_day_where_summer_begins() -> None:
    friday = datetime(2026, 3, 27, 9, tzinfo=UTC)  # ten in Berlin
    last = step(begun(friday - DAY), Failed(1, friday), Rules(attempts=1), "Europe/Berlin")
    assert last.ladder.until == datetime(2026, 3, 30, 8, tzinfo=UTC)  # ten again


def test_grace_that_nobody_used_ends_the_subscription() -> None:
    assert play(*IN_GRACE, Passed(GRACE_ENDS - HOUR)).ladder.rung is Rung.GRACE
    last = play(*EXPIRED)
    assert last.ladder.rung is Rung.EXPIRED
    assert (last.tell, last.ends, last.withdraw) == ((Expired(),), State.EXPIRED, False)


def test_paid_in_grace_it_goes_on() -> None:
    last = play(*IN_GRACE, Billed(4, START + 4 * DAY, own=False), Paid(4, START + 5 * DAY))
    assert last.ladder.rung is Rung.PAID
    assert (last.tell, last.ends) == ((PaymentSucceeded(recovered=True),), None)
    assert step(last.ladder, Passed(GRACE_ENDS), RULES, ZONE).tell == ()


def test_in_grace_the_payer_may_ask_for_bills_and_their_failure_changes_nothing() -> None:
    assert may_ask(play(*IN_GRACE).ladder) == 4
    last = play(*IN_GRACE, Billed(4, START + 4 * DAY, own=False), Failed(4, START + 5 * DAY))
    assert (last.tell, last.ladder.rung, last.ladder.until) == ((), Rung.GRACE, GRACE_ENDS)
    assert may_ask(last.ladder) == 5


def test_what_the_payer_asked_for_in_grace_is_called_off_with_its_end() -> None:
    last = play(*IN_GRACE, Billed(4, START + 5 * DAY, own=False), Passed(GRACE_ENDS))
    assert last.withdraw
    assert last.ends is State.EXPIRED


def test_what_the_payer_asks_for_between_two_attempts_counts_as_none() -> None:
    rules = Rules(retry_hours=48)
    early = [Failed(1, START + HOUR), Billed(2, START + 2 * HOUR, own=False)]
    asked = play(*early, rules=rules)
    assert bill_due(asked.ladder, START + 3 * DAY) is None, "one bill at a time"
    last = play(*early, Failed(2, START + DAY), rules=rules)
    assert last.tell == ()
    assert bill_due(last.ladder, START + DAY) is None
    assert bill_due(last.ladder, START + 2 * DAY) == 3
    assert play(*early, Paid(2, START + DAY), rules=rules).tell == (PaymentSucceeded(recovered=True),)


def test_a_bill_asked_for_ahead_that_fails_is_no_failed_payment() -> None:
    ahead = begun_ahead(START - DAY, START)
    assert bill_due(ahead, START + HOUR) is may_ask(ahead) is None, "one bill at a time"
    last = play(Failed(1, START - HOUR), ladder=ahead)
    assert last.tell == ()
    assert bill_due(last.ladder, START - HOUR) is None
    assert bill_due(last.ladder, START) == 2
    after = play(Failed(1, START - HOUR), Billed(2, START), Failed(2, START + DAY), ladder=ahead)
    assert after.tell == (PaymentFailed(1, START + DAY),)


def test_paid_ahead_it_is_paid_as_any() -> None:
    last = play(Paid(1, START - HOUR), ladder=begun_ahead(START - DAY, START))
    assert last.tell == (PaymentSucceeded(recovered=False),)


def test_a_refusal_by_the_payer_cancels_at_once() -> None:
    last = play(Refused(1, START + HOUR))
    assert last.ladder.rung is Rung.REFUSED
    assert (last.tell, last.ends) == ((PayerRefused(),), State.CANCELLED)
    assert bill_due(last.ladder, START + 99 * DAY) is None


def test_money_for_an_earlier_bill_counts_and_the_open_one_is_called_off() -> None:
    last = play(*failures(1), Billed(2, START + DAY), Paid(1, START + DAY + HOUR))
    assert last.ladder.rung is Rung.PAID
    assert last.tell == (PaymentSucceeded(recovered=True),)
    assert last.withdraw


def test_money_for_the_open_bill_leaves_nothing_to_call_off() -> None:
    assert not play(*failures(1), Billed(2, START + DAY), Paid(2, START + DAY + HOUR)).withdraw
    assert not play(*failures(1), Paid(1, START + DAY + HOUR)).withdraw


@pytest.mark.parametrize(
    "story", [EXPIRED, [Refused(1, START)], [Stopped(START)]], ids=["expired", "refused", "stopped"]
)
def test_money_after_the_end_pays_the_period_and_a_person_decides(story: list[Happening]) -> None:
    last = play(*story, Paid(1, START + 9 * DAY))
    assert PERIOD_STATES[last.ladder.rung] is PeriodState.PAID
    assert last.tell == (LateMoney(),)
    assert last.ends is None, "the subscription stays as it is"
    assert not play(*story).ladder.open
    assert not last.withdraw


def test_stopped_by_a_person_nothing_is_asked_for_again_and_nothing_told() -> None:
    last = play(Stopped(START + HOUR))
    assert (last.ladder.rung, last.withdraw, last.tell, last.ends) == (Rung.STOPPED, True, (), None)
    waiting = play(Failed(1, START + DAY), Stopped(START + DAY))
    assert not waiting.withdraw
    assert bill_due(waiting.ladder, START + 99 * DAY) is may_ask(waiting.ladder) is None


ALL_STORIES: list[list[Happening]] = [
    [],
    failures(1),
    [*failures(1), Billed(2, START + DAY)],
    IN_GRACE,
    [*IN_GRACE, Billed(4, START + 4 * DAY, own=False)],
    EXPIRED,
    [Refused(1, START)],
    [Stopped(START)],
    [Paid(1, START)],
    [*EXPIRED, Paid(1, START + 9 * DAY)],
]


@pytest.mark.parametrize("story", ALL_STORIES)
@pytest.mark.parametrize("what", [Failed, Refused, Paid, Passed, Stopped, Billed], ids=lambda k: k.__name__)
def test_what_happens_twice_is_told_once(story: list[Happening], what: type[Happening]) -> None:
    before = play(*story).ladder
    at, newest = START + 20 * DAY, before.bill
    if what is Stopped or what is Passed:
        happening: Happening = what(at)
    else:
        happening = what(newest + (what is Billed), at)
    first = step(before, happening, RULES, ZONE)
    again = step(first.ladder, happening, RULES, ZONE)
    assert again == Step(first.ladder)


@pytest.mark.parametrize("story", ALL_STORIES)
def test_news_of_an_earlier_bill_that_come_late_change_nothing(story: list[Happening]) -> None:
    before = play(*story).ladder
    for what in (Failed(0, START), Refused(0, START), Billed(0, START), Billed(before.bill + 2, START)):
        assert step(before, what, RULES, ZONE) == Step(before)


def test_a_bill_of_its_own_is_never_made_in_grace() -> None:
    grace = play(*IN_GRACE).ladder
    assert step(grace, Billed(4, START + 4 * DAY), RULES, ZONE) == Step(grace)


@pytest.mark.parametrize(
    ("terms", "wrong"),
    [
        ({"attempts": 0}, "attempts"),
        ({"attempts": 11}, "attempts"),
        ({"retry_hours": 0}, "retry_hours"),
        ({"retry_hours": 169}, "retry_hours"),
        ({"grace_days": 0}, "grace_days"),
        ({"grace_days": 31}, "grace_days"),
    ],
)
def test_rules_out_of_bounds_are_refused(terms: dict[str, int], wrong: str) -> None:
    with pytest.raises(TermsRefused, match=wrong):
        Rules(**terms)


def test_rules_at_their_bounds_are_taken() -> None:
    assert Rules(1, 1, 1) != Rules(10, 168, 30)


def test_every_rung_has_its_word_in_the_history() -> None:
    assert {*PERIOD_STATES} == {*Rung}
    assert {rung for rung, state in PERIOD_STATES.items() if state is PeriodState.PENDING} == {
        rung for rung in Rung if rung.live
    }


def test_the_page_has_the_words_and_the_bounds() -> None:
    page = (Path(__file__).parents[3] / "docs/reference/subscriptions.md").read_text(encoding="utf-8")
    words = [*Cycle, *PeriodState, *Skip, *Rung]
    assert [word for word in words if f"`{word}`" not in page] == []
    usual = (Rules().attempts, Rules().retry_hours, Rules().grace_days)
    bounds = re.findall(r"\| 1–(\d+) \| (\d+) \|", page)
    assert [(int(most), int(value)) for most, value in bounds] == [*zip((10, 168, 30), usual, strict=True)]
