"""The judge sees each kind of loss: books and chats that fit, and one thing that does not."""

from __future__ import annotations

import signal
from collections import Counter
from dataclasses import replace

import pytest

from tests.chaos.banks import Bill
from tests.chaos.eyes import Message
from tests.chaos.judge import Evidence, verdict
from tests.chaos.people import Deeds
from tests.chaos.plan import drawn

STORY = next(s for s in drawn(7, 200, 3).stories if s.course == "refunded" and s.customer is not None)
CUSTOMER = STORY.customer or 0
MINOR = STORY.price * 100
BILL = Bill("halyk", "100001", STORY.n, MINOR, MINOR, (MINOR,))
DEEDS = Deeds("the end", attempts=1, refund=STORY.price, opened=True, done=True)


def message(chat: int, text: str, number: int, *, card: bool = False) -> Message:
    return Message(chat, number, text, card, "", (), (), frozenset({STORY.n}), frozenset({1}))


CHATS = (
    message(STORY.shop, "↩️ Returned: 1₸", 1, card=True),
    message(STORY.shop, "✅ Paid: 1₸", 2),
    message(STORY.shop, "↩️ Refunded: 1₸", 3),
    message(CUSTOMER, "↩️ Returned: 1₸", 4, card=True),
    message(CUSTOMER, "✅ Thank you! Paid: 1₸", 5),
)
SOUND = Evidence((STORY,), {STORY.n: DEEDS}, (BILL,), lambda _: CHATS, {STORY.n: {1}})
UNPAID = replace(BILL, taken=0, returned=())


def found(**changes: object) -> str:
    """What the judge says of it."""
    return "; ".join(failure.what for failure in verdict(replace(SOUND, **changes)))  # type: ignore[arg-type]


def chats(*changed: Message, without: int = 0) -> dict[str, object]:
    kept = [m for m in CHATS if m.id != without and m.id not in {c.id for c in changed}]
    return {"of": lambda _: [*kept, *changed]}


def test_what_fits_is_no_failure() -> None:
    assert found() == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"bills": (UNPAID,)}, "the bank took nothing"),
        (chats(message(CUSTOMER, "⏳ Waiting: 1₸", 4, card=True)), f"no card in chat {CUSTOMER}"),
        (chats(without=5), f"chat {CUSTOMER} was not told"),
        ({"bills": (replace(BILL, returned=(MINOR, MINOR)),)}, "more than once"),
        ({"bills": (replace(BILL, returned=(MINOR - 1,)),)}, "another sum went back"),
        ({"bills": (replace(BILL, returned=()),)}, "no money moved"),
        (chats(without=3), "nobody was told"),
        ({"bills": (replace(BILL, returned=()),), **chats(without=3)}, "lost in silence"),
        ({"bills": (BILL, replace(BILL, name="100002"))}, "more bills than people asked for"),
        ({"bills": (BILL, replace(BILL, story=STORY.n + 1))}, "nobody asked for"),
        ({"numbers": {STORY.n: {1, 2}}}, "not one invoice"),
        ({"numbers": {}}, "not one invoice"),
        ({"deeds": {STORY.n: replace(DEEDS, done=False)}}, "did not get through"),
    ],
)
def test_each_loss_is_seen(changes: dict[str, object], words: str) -> None:
    assert words in found(**changes)


def test_a_sentence_may_come_once_more_for_each_death_and_each_answer_that_was_lost() -> None:
    twice = chats(message(STORY.shop, "✅ Paid: 1₸", 9), without=0)
    assert "said too often" in found(**twice)
    assert found(**twice, kills=1) == ""
    assert found(**twice, lost=Counter({STORY.shop: 1})) == ""
    assert "said too often" in found(**twice, lost=Counter({CUSTOMER: 1}))


def test_the_same_seed_draws_the_same_plan_and_another_one_another() -> None:
    assert drawn(7, 200, 3) == drawn(7, 200, 3)
    assert drawn(7, 200, 3).stories != drawn(8, 200, 3).stories
    plan = drawn(7, 2000, 3)
    assert {kill.how for kill in plan.kills} == {signal.SIGKILL, signal.SIGTERM}
    assert {kill.which for kill in plan.kills} == {0, 1, 2}
