"""Two witnesses: who is believed where they differ."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from billing.answers import Observation
from billing.questions import Bill
from providers.halyk import codec, verdicts
from providers.http import Answer
from tests.unit.halyk.support import NOW, TERMINAL, bill, checked, sample

OURS = frozenset({TERMINAL})
AFTER_END = NOW + timedelta(minutes=20)
AFTER_GRACE = NOW + timedelta(minutes=30)
UNANSWERED = bill(has_instruction=False, expires_at=None)


def by_status(answer: Answer, asked: Bill | None = None, at: datetime = NOW) -> Observation:
    return verdicts.seen_by_status(codec.status_from(answer), asked or bill(), OURS, at)


def by_qr(at: datetime = NOW, asked: Bill | None = None, **changes: object) -> Observation:
    told = codec.qr_from(sample("qr_200_new", **changes))
    assert told is not None
    return verdicts.seen_by_qr(told, asked or bill(200000), at)


PAID_QR = by_qr(status="PAID")
REJECTED_QR = by_qr(status="REJECTED")
AUTH_QR = by_qr(status="AUTH")
CHARGE = by_status(sample("check_status_200_charge"))
HELD = by_status(checked(statusName="AUTH"))
FAILED = by_status(checked(statusName="FAILED", reasonCode="484"))
NOT_FOUND = by_status(sample("check_status_400_102"))
GONE = by_status(sample("check_status_400_102"), at=AFTER_GRACE)
IN_PROGRESS = by_status(sample("check_status_400_107"))
STRANGE = by_status(checked(statusName="ODD"))


@pytest.mark.parametrize(
    ("faster", "better", "believed"),
    [
        (PAID_QR, CHARGE, CHARGE),
        (PAID_QR, HELD, HELD),
        (PAID_QR, STRANGE, STRANGE),
        (PAID_QR, NOT_FOUND, PAID_QR),
        (PAID_QR, GONE, PAID_QR),
        (PAID_QR, IN_PROGRESS, PAID_QR),
        (PAID_QR, None, PAID_QR),
        (REJECTED_QR, CHARGE, CHARGE),
        (REJECTED_QR, FAILED, FAILED),
        (REJECTED_QR, IN_PROGRESS, IN_PROGRESS),
        (REJECTED_QR, NOT_FOUND, REJECTED_QR),
        (REJECTED_QR, None, REJECTED_QR),
        (AUTH_QR, HELD, HELD),
        (AUTH_QR, CHARGE, CHARGE),
        (AUTH_QR, IN_PROGRESS, AUTH_QR),
        (AUTH_QR, None, AUTH_QR),
    ],
)
def test_the_better_witness_is_believed_where_it_knows(
    faster: Observation, better: Observation | None, believed: Observation
) -> None:
    assert verdicts.weighed(faster, better) == believed


def test_two_witnesses_that_contradict_each_other_are_unclear() -> None:
    assert verdicts.weighed(PAID_QR, FAILED).word == "PAID, but FAILED"
