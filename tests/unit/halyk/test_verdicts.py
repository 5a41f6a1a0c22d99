"""What the two witnesses say, and who is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from billing.answers import Observation, Seen
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Refusal
from billing.money import Money
from billing.questions import Bill
from billing.states import Step
from providers.halyk import codec, verdicts, wire
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


# --- check-status


def test_charge_is_paid_with_everything_a_receipt_needs() -> None:
    seen = by_status(sample("check_status_200_charge"))
    assert (seen.seen, seen.weak, seen.source, seen.word) == (Seen.PAID, False, "check-status", "CHARGE")
    assert seen.amount == Money(2222, "KZT")
    assert seen.bank_id == "af2089fe-43b1-47eb-a61f-c78dd196e18d"
    assert seen.occurred_at == datetime(2022, 11, 14, 21, 52, 17, 289853, tzinfo=UTC)
    assert (seen.details.reference, seen.details.approval) == ("320518074000", "170243")


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "2026-03-02T09:00:00", "soon", "", None, 5])
def test_a_time_that_says_nothing_is_no_time(written: object) -> None:
    assert by_status(checked(createdDate=written)).occurred_at is None


def test_times_of_both_zones_and_with_nine_digits_are_utc() -> None:
    for written in ("2026-03-02T15:00:00.123456+06:00", "2026-03-02T14:00:00.123456789+05:00"):
        seen = by_status(checked(createdDate=written))
        assert seen.occurred_at == datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


def test_a_charge_that_was_partly_paid_back_was_still_paid_whole() -> None:
    assert by_status(sample("check_status_200_partly_refunded")).amount == Money(2222, "KZT")
    shrunk = checked(amount=12.22, payoutAmount=10, orgAmount=None)
    assert by_status(shrunk).amount == Money(2222, "KZT")
    not_shrunk = checked(amount=22.22, payoutAmount=22.22, orgAmount=None, statusName="REFUND")
    assert by_status(not_shrunk).amount == Money(2222, "KZT")


def test_a_refund_is_a_payment_that_was_paid() -> None:
    seen = by_status(checked(statusName="REFUND", amount=0, payoutAmount=22.22))
    assert (seen.seen, seen.amount) == (Seen.PAID, Money(2222, "KZT"))


def test_bonuses_are_part_of_the_sum() -> None:
    seen = by_status(checked(amount=15, amountBonus=35, orgAmount=15), bill(5000))
    assert seen.amount == Money(5000, "KZT")


@pytest.mark.parametrize("amount", [12.22, 32.22])
def test_a_sum_that_does_not_fit_is_reported_as_it_is(amount: float) -> None:
    seen = by_status(checked(amount=amount, orgAmount=amount))
    assert (seen.seen, seen.amount) == (Seen.PAID, Money(round(amount * 100), "KZT"))


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": None, "orgAmount": None},
        {"amount": 0, "orgAmount": 0},
        {"amount": -22.22, "orgAmount": -22.22},
        {"amount": 22.222, "orgAmount": 22.222},
        {"currency": "XXX"},
    ],
)
def test_a_charge_without_a_readable_sum_is_unclear(changes: dict[str, object]) -> None:
    assert by_status(checked(**changes)).seen is Seen.UNCLEAR


@pytest.mark.parametrize("amount", ["much", True, [], "1e5", "NaN"])
def test_a_sum_that_is_no_number_makes_the_answer_unusable(amount: object) -> None:
    with pytest.raises(wire.Garbled):
        codec.status_from(checked(amount=amount))


@pytest.mark.parametrize("currency", ["KZT", "kzt", "398", None])
def test_tenge_are_written_in_several_ways(currency: str | None) -> None:
    assert by_status(checked(currency=currency)).amount == Money(2222, "KZT")


def test_another_currency_stays_another_currency() -> None:
    assert by_status(checked(currency="USD")).amount == Money(2222, "USD")


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        ("AUTH", Seen.AUTHORIZED),
        ("CANCEL", Seen.CANCELLED),
        ("CANCEL_OLD", Seen.CANCELLED),
        ("FAILED", Seen.REJECTED),
        ("REJECT", Seen.REJECTED),
        ("NEW", Seen.PENDING),
        ("FINGERPRINT", Seen.PENDING),
        ("3D", Seen.PENDING),
        ("VERIFIED", Seen.PENDING),
        ("charge", Seen.PAID),
        ("PARTIAL_REFUND", Seen.UNCLEAR),
        ("", Seen.UNCLEAR),
    ],
)
def test_each_status_name_has_one_meaning(word: str, seen: Seen) -> None:
    assert by_status(checked(statusName=word)).seen is seen


def test_a_failure_is_final_only_where_the_bank_lists_it_so() -> None:
    listed = by_status(checked(statusName="FAILED", reasonCode="484"))
    assert (listed.refusal, listed.final) == (Refusal.FUNDS, True)
    undecided = by_status(checked(statusName="FAILED", reasonCode="454"), at=AFTER_GRACE)
    assert (undecided.seen, undecided.final) == (Seen.REJECTED, False)
    unlisted = by_status(checked(statusName="REJECT", reasonCode="9010"))
    assert (unlisted.refusal, unlisted.final) == (Refusal.UNSAID, False)


@pytest.mark.parametrize("code", ["", "0", "9020"])
def test_a_reject_after_the_end_without_a_reason_we_know_is_expiry(code: str) -> None:
    assert by_status(checked(statusName="REJECT", reasonCode=code), at=AFTER_END).seen is Seen.EXPIRED
    assert by_status(checked(statusName="REJECT", reasonCode="484"), at=AFTER_END).seen is Seen.REJECTED


def test_an_unfinished_secure_step_fails_only_long_after_the_end() -> None:
    assert by_status(checked(statusName="3D"), at=AFTER_END).seen is Seen.PENDING
    late = by_status(checked(statusName="3D"), at=AFTER_GRACE)
    assert (late.seen, late.refusal, late.final) == (Seen.REJECTED, Refusal.AUTHENTICATION, False)


def test_another_invoice_is_never_ours() -> None:
    assert by_status(checked(invoiceID="205218075")).word == "CHARGE of another invoice"


@pytest.mark.parametrize("code", ["101", "102", "103", "106", "107"])
def test_codes_about_the_request_say_nothing_of_the_money(code: str) -> None:
    seen = by_status(sample(f"check_status_400_{code}"))
    assert (seen.seen, seen.word) == (Seen.PENDING, code)


@pytest.mark.parametrize("code", ["101", "102", "103", "106"])
def test_and_do_not_make_a_bill_of_an_unknown_outcome(code: str) -> None:
    with pytest.raises(BankSilent):
        by_status(sample(f"check_status_400_{code}"), UNANSWERED)


def test_not_found_is_expiry_ten_minutes_after_the_end_and_not_before() -> None:
    before = AFTER_GRACE - timedelta(seconds=1)
    assert by_status(sample("check_status_400_102"), at=before).seen is Seen.PENDING
    assert by_status(sample("check_status_400_102"), at=AFTER_GRACE).seen is Seen.EXPIRED
    assert by_status(sample("check_status_400_102"), UNANSWERED, AFTER_GRACE).seen is Seen.EXPIRED


def test_the_qrs_own_end_counts_before_its_tokens() -> None:
    short = bill(expires_at=NOW + timedelta(minutes=5))
    seen = by_status(sample("check_status_400_102"), short, NOW + timedelta(minutes=15))
    assert seen.seen is Seen.EXPIRED


def test_not_found_is_absence_where_no_token_was_ever_given() -> None:
    never = replace(UNANSWERED, access=None, access_until=None)
    assert by_status(sample("check_status_400_102"), never).seen is Seen.ABSENT
    shown = replace(never, has_instruction=True)
    assert by_status(sample("check_status_400_102"), shown).seen is Seen.PENDING


@pytest.mark.parametrize("code", ["104", "109"])
def test_setup_codes_refuse_us(code: str) -> None:
    with pytest.raises(BankRefusesUs) as refusal:
        by_status(sample(f"check_status_400_{code}"))
    assert refusal.value.code == code


def test_an_unknown_result_code_is_unclear() -> None:
    assert by_status(sample("check_status_400_107", resultCode="555")).word == "resultCode 555"


def test_success_without_a_transaction_is_silence() -> None:
    with pytest.raises(BankSilent):
        by_status(sample("check_status_400_101", resultCode=100))


# --- /qr


def test_a_qr_that_nobody_scanned_is_pending() -> None:
    assert (by_qr().seen, by_qr().step, by_qr().instruction) == (Seen.PENDING, None, None)


def test_paid_on_the_qr_is_weak_and_carries_its_sum() -> None:
    seen = by_qr(status="PAID", cardMask="440043...2222", fee=1.5)
    assert (seen.seen, seen.weak, seen.amount) == (Seen.PAID, True, Money(200000, "KZT"))
    assert (seen.details.card_mask, seen.details.fee) == ("440043...2222", "1.5")


def test_paid_on_the_qr_with_an_unreadable_sum_is_unclear() -> None:
    assert by_qr(status="PAID", currency="??").seen is Seen.UNCLEAR


def test_rejected_on_the_qr_is_a_refusal_or_its_end() -> None:
    refused = by_qr(status="REJECTED", retCode="484")
    assert (refused.seen, refused.refusal, refused.final) == (Seen.REJECTED, Refusal.FUNDS, True)
    unsaid = by_qr(status="REJECTED")
    assert (unsaid.seen, unsaid.refusal, unsaid.final) == (Seen.REJECTED, Refusal.UNSAID, True)
    assert by_qr(AFTER_END, status="REJECTED").seen is Seen.EXPIRED
    assert by_qr(AFTER_END, status="REJECTED", errDescription="no money").seen is Seen.REJECTED
    assert by_qr(status="REJECTED", retCode="454").final is False


def test_an_unknown_word_of_the_qr_is_unclear() -> None:
    seen = by_qr(status="AWAITING")
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, "AWAITING")
    assert verdicts.settled_by_qr_alone(seen)


def test_a_lost_qr_is_shown_again_only_when_it_is_right() -> None:
    lost = bill(200000, has_instruction=False, expires_at=None)
    found = by_qr(asked=lost, status="SCANNED")
    assert found.instruction is not None
    assert (found.step, found.details.bill_number) == (Step.SCANNED, "47785918673")
    assert found.expires_at == NOW + timedelta(minutes=20)
    wrong = by_qr(asked=replace(lost, amount=Money(200100, "KZT")))
    assert (wrong.seen, wrong.refusal, wrong.instruction) == (Seen.REJECTED, Refusal.QR_WRONG, None)
    with pytest.raises(BankSilent):
        by_qr(asked=lost, qrcode="")


def test_no_qr_is_absence_only_late_and_together_with_not_found() -> None:
    def without(code: str, at: datetime, asked: Bill = UNANSWERED) -> Seen:
        told = codec.status_from(sample(f"check_status_400_{code}"))
        return verdicts.seen_without_qr(told, asked, OURS, at).seen

    assert without("102", NOW + timedelta(seconds=60)) is Seen.ABSENT
    with pytest.raises(BankSilent):
        without("102", NOW + timedelta(seconds=59))
    with pytest.raises(BankSilent):
        without("103", NOW + timedelta(seconds=60))
    assert without("102", NOW + timedelta(seconds=60), bill()) is Seen.PENDING
