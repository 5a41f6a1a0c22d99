"""A row of the list counts as money only where check-status says so of this very row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from billing.answers import Observation, Seen
from billing.errors import BankRefusesUs, BankSilent
from billing.money import Money
from billing.statement import Ledger, Operation
from providers.halyk import codec
from providers.halyk.statement.confirming import invoice_of, seen_of
from providers.http import Answer
from tests.unit.halyk.support import NOW, TERMINAL, checked, sample

ID = "af2089fe-43b1-47eb-a61f-c78dd196e18d"
ROW = Operation(
    Ledger.OPERATIONS,
    ID,
    datetime(2022, 11, 14, 21, 52, 17, tzinfo=UTC),
    Money(2222, "KZT"),
    bonus=Money(0, "KZT"),
    refunded=Money(0, "KZT"),
    invoice="205218074",
)


def tenge(minor: int) -> Money:
    return Money(minor, "KZT")


def seen(answer: Answer, row: Operation = ROW, terminal: str = TERMINAL) -> Observation | None:
    return seen_of(codec.status_from(answer), row, frozenset({terminal}), NOW)


def must_see(answer: Answer, row: Operation = ROW, terminal: str = TERMINAL) -> Observation:
    told = seen(answer, row, terminal)
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("invoice", "asked"),
    [
        ("205218074", "205218074"),
        ("000001", "000001"),
        ("1" * 15, "1" * 15),
        ("", None),
        ("12345", None),
        ("1" * 16, None),
        ("12345a", None),
        ("../1234", None),
        ("١٢٣٤٥٦", None),
        ("123456\n", None),
    ],
)
def test_only_an_invoice_number_can_be_asked_about(invoice: str, asked: str | None) -> None:
    assert invoice_of(replace(ROW, invoice=invoice)) == asked


def test_a_transfer_is_no_payment_of_an_invoice() -> None:
    assert invoice_of(replace(ROW, ledger=Ledger.TRANSFERS)) is None


def test_charge_of_the_same_row_is_money() -> None:
    told = must_see(checked())
    assert (told.seen, told.amount, told.bank_id) == (Seen.PAID, tenge(2222), ID)
    assert told.asked_at == NOW


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("AUTH", Seen.AUTHORIZED),
        ("REFUND", Seen.PAID),
        ("CANCEL", Seen.CANCELLED),
        ("CANCEL_OLD", Seen.CANCELLED),
        ("NEW", Seen.PENDING),
        ("VERIFIED", Seen.PENDING),
        ("PARTIALLY_CHARGED", Seen.UNCLEAR),
    ],
)
def test_other_words_are_what_they_are_for_a_payment(word: str, expected: Seen) -> None:
    assert must_see(checked(statusName=word)).seen is expected


@pytest.mark.parametrize("word", ["FAILED", "REJECT"])
def test_a_failed_operation_is_no_money(word: str) -> None:
    assert must_see(checked(statusName=word, reasonCode="484")).seen is Seen.REJECTED


@pytest.mark.parametrize("code", ["101", "102", "103", "106", "107"])
def test_where_the_bank_knows_nothing_nothing_is_known(code: str) -> None:
    assert seen(sample(f"check_status_400_{code}")) is None


def test_an_unknown_result_code_says_nothing_either() -> None:
    assert seen(sample("check_status_400_102", resultCode="777")) is None


@pytest.mark.parametrize("code", ["104", "109"])
def test_a_wrong_terminal_of_ours_is_for_a_person(code: str) -> None:
    with pytest.raises(BankRefusesUs) as refusal:
        seen(sample(f"check_status_400_{code}"))
    assert refusal.value.code == code


def test_success_without_a_transaction_is_silence() -> None:
    with pytest.raises(BankSilent):
        seen(sample("check_status_200_charge", transaction=None))


def test_another_operation_of_the_same_invoice_proves_nothing_for_this_one() -> None:
    told = must_see(checked(id="00000000-0000-4000-8000-000000000000"))
    assert (told.seen, told.amount, told.bank_id) == (Seen.UNCLEAR, None, None)
    assert told.word == "CHARGE of another operation"
    assert must_see(checked(id=ID.upper())).seen is Seen.PAID


def test_an_id_that_one_side_does_not_say_is_not_compared() -> None:
    assert must_see(checked(id="")).seen is Seen.PAID
    assert must_see(checked(), replace(ROW, id="")).seen is Seen.PAID


def test_another_terminal_proves_nothing() -> None:
    assert must_see(checked(), terminal="another").seen is Seen.UNCLEAR


def test_another_invoice_proves_nothing() -> None:
    assert must_see(checked(invoiceID="999999")).seen is Seen.UNCLEAR


@pytest.mark.parametrize("changes", [{"currency": "USD"}, {"amount": 5, "orgAmount": 5}])
def test_another_sum_or_currency_proves_nothing(changes: dict[str, object]) -> None:
    told = must_see(checked(**changes))
    assert (told.seen, told.amount, told.word) == (Seen.UNCLEAR, None, "CHARGE of another sum")


def test_bonuses_are_part_of_the_sum() -> None:
    answer = checked(amount=15, amountBonus=35, orgAmount=None)
    row = replace(ROW, amount=tenge(1500), bonus=tenge(3500))
    assert must_see(answer, row).amount == tenge(5000)
    assert must_see(answer, replace(row, bonus=tenge(0))).seen is Seen.UNCLEAR


@pytest.mark.parametrize(
    ("status", "row"),
    [
        # both lists made smaller by the refund, the one that was paid is said beside it
        ({"amount": 12.22, "payoutAmount": 10, "orgAmount": 22.22}, (1222, 1000)),
        # the list as it was paid
        ({"amount": 12.22, "payoutAmount": 10, "orgAmount": 22.22}, (2222, 1000)),
        # nothing made smaller, as in the sample of operations
        ({"amount": 22.22, "payoutAmount": 10, "orgAmount": None}, (2222, 1000)),
        # check-status made smaller, the list not, and nobody says what was paid
        ({"amount": 12.22, "payoutAmount": 10, "orgAmount": None}, (2222, 1000)),
    ],
)
def test_what_was_paid_is_found_whether_or_not_a_refund_made_the_sums_smaller(
    status: dict[str, object], row: tuple[int, int]
) -> None:
    told = must_see(checked(**status), replace(ROW, amount=tenge(row[0]), refunded=tenge(row[1])))
    assert (told.seen, told.amount) == (Seen.PAID, tenge(2222))


def test_a_refund_of_all_with_its_bonuses_does_not_hide_what_was_paid() -> None:
    answer = checked(statusName="REFUND", amount=0, amountBonus=35, payoutAmount=50, orgAmount=15)
    row = replace(ROW, amount=tenge(1500), bonus=tenge(3500), refunded=tenge(5000))
    told = must_see(answer, row)
    assert (told.seen, told.amount) == (Seen.PAID, tenge(5000))


def test_a_row_without_a_readable_sum_takes_the_banks_word() -> None:
    assert must_see(checked(), replace(ROW, amount=None, bonus=None)).amount == tenge(2222)
