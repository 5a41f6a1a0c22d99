"""What check-status says was returned: no figure is made up, and none of another operation is taken."""

from __future__ import annotations

import pytest

from billing.answers import Observation, Returned, Seen
from billing.money import Money
from billing.questions import Bill, Repayment
from providers.halyk import codec, verdicts
from providers.halyk.asking import Asking
from providers.halyk.repaying import Repaying
from providers.halyk.tokens import Wish
from providers.http import Call, Line
from tests.unit.halyk.support import NOW, TERMINAL, HeldClock, bill, checked

TAKEN = Money(500000, "KZT")
PART = Money(150000, "KZT")


def returned(**figures: object) -> Money | None:
    answer = codec.status_from(checked(**figures))
    return verdicts.seen_by_status(answer, bill(TAKEN.minor), frozenset({TERMINAL}), NOW).returned


@pytest.mark.parametrize("word", ["CHARGE", "REFUND"])
@pytest.mark.parametrize("figure", [-1, -5000, 5001, 10**12])
def test_a_figure_that_cannot_be_is_none(word: str, figure: int) -> None:
    assert returned(amount=5000, payoutAmount=figure, orgAmount=5000, statusName=word) is None


def test_refund_without_a_figure_is_a_full_one() -> None:
    assert returned(amount=5000, payoutAmount=0, orgAmount=None, statusName="REFUND") == TAKEN


@pytest.mark.parametrize("amount", [1500, 3500])
def test_refund_without_a_figure_and_with_another_sum_is_no_figure(amount: int) -> None:
    assert returned(amount=amount, payoutAmount=None, orgAmount=None, statusName="REFUND") is None


@pytest.mark.parametrize(("operation", "seen"), [("ours", Returned.COMPLETED), ("other", Returned.UNCLEAR)])
async def test_figures_of_another_operation_under_our_number_say_nothing(
    operation: str, seen: Returned
) -> None:
    async def balance(asked: Bill) -> Observation:
        return Observation(Seen.PAID, "check-status", NOW, amount=TAKEN, bank_id=operation, returned=PART)

    line = Line("halyk")
    wish = Wish("https://bank.example/token", "client", "", "", "", Call("token", "POST", ""))
    repaying = Repaying(Asking(line, HeldClock()), wish, "https://bank.example", balance)
    asked = Repayment(
        refund_id=1,
        key="key",
        bill=bill(TAKEN.minor, bank_id="ours"),
        amount=PART,
        taken=TAKEN,
        before=Money(0, "KZT"),
        whole=False,
    )
    found = await repaying.fetch_refund(asked)
    await line.close()
    assert (found.seen, found.total) == (seen, PART if operation == "ours" else None)
