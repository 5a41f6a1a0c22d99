"""A bank's rows beside our payments: what counts as money, what is missing, what it adds up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Observation, Seen
from billing.reconciling import EDGE, Comparison, Entry, Summary, told_by_bank, worth_asking
from billing.statement import Ledger, Operation, Row, Standing
from tests.support.lists import kzt, operation
from tests.support.noon import NOON

HOUR = timedelta(hours=1)
PAID = Entry(1, 1042, "100001", NOON, bank_id="bank-1", rrn="320518074001", taken=kzt(5000), settled_at=NOON)
UNPAID = Entry(2, 1043, "100002", NOON)


def judged(*operations: Operation, entries: tuple[Entry, ...] = (PAID, UNPAID)) -> list[Row]:
    """Each row's standing."""
    comparison = Comparison()
    comparison.know(entries)
    for at, each in enumerate(operations):
        comparison.claim(at, each)
    return [comparison.judge(at, each) for at, each in enumerate(operations)]


def standing(*operations: Operation, entries: tuple[Entry, ...] = (PAID, UNPAID)) -> list[Standing]:
    return [row.standing for row in judged(*operations, entries=entries)]


@pytest.mark.parametrize(
    "row",
    [
        operation("bank-1"),
        operation("another id", reference="320518074001"),
        operation("another id", invoice="100001"),
        operation("", invoice="100001"),
    ],
    ids=["the bank's id", "its reference", "our number", "our number alone"],
)
def test_a_row_is_ours_by(row: Operation) -> None:
    (found,) = judged(row)
    assert (found.standing, found.number, found.money) == (Standing.OURS, 1042, kzt(5000))


def test_a_row_that_nothing_of_ours_matches_is_not_counted() -> None:
    (found,) = judged(operation("strange", invoice="999999", reference="1"))
    assert (found.standing, found.number, found.money) == (Standing.UNCONFIRMED, None, None)


def test_empty_fields_match_nothing() -> None:
    bare = Entry(1, 1042, "100001", NOON, bank_id=None, rrn="", taken=kzt(5000), settled_at=NOON)
    assert standing(operation("", invoice="", reference=""), entries=(bare,)) == [Standing.UNCONFIRMED]


def test_bonuses_are_part_of_the_sum() -> None:
    with_bonus = operation("bank-1", 1500, bonus=kzt(3500))
    assert standing(with_bonus) == [Standing.OURS]


def test_a_bank_that_takes_refunds_off_its_amount_says_the_same() -> None:
    assert standing(operation("bank-1", 3500, refunded=kzt(1500))) == [Standing.OURS]
    assert standing(operation("bank-1", 5000, refunded=kzt(1500))) == [Standing.OURS]


def test_another_sum_is_marked_and_our_books_count() -> None:
    (row,) = judged(operation("bank-1", 4999))
    assert (row.standing, row.money) == (Standing.DIFFERS, kzt(5000))


def test_a_row_without_a_readable_sum_is_ours_by_its_id() -> None:
    assert standing(operation("bank-1", None)) == [Standing.OURS]


def test_money_for_a_payment_that_our_books_call_unpaid_is_still_to_be_proved() -> None:
    (row,) = judged(operation("x", invoice="100002"))
    assert (row.standing, row.number) == (Standing.UNCONFIRMED, 1043)


def test_an_attempt_that_failed_does_not_count_beside_the_one_that_worked() -> None:
    failed, worked = operation("failed", invoice="100001"), operation("bank-1", invoice="100001")
    assert standing(failed, worked) == [Standing.UNCONFIRMED, Standing.OURS]
    assert standing(worked, failed) == [Standing.OURS, Standing.UNCONFIRMED]


def test_two_rows_under_one_number_are_not_counted_twice() -> None:
    entry = replace(PAID, bank_id=None, rrn="")
    rows = standing(operation("a", invoice="100001"), operation("b", invoice="100001"), entries=(entry,))
    assert rows == [Standing.OURS, Standing.UNCONFIRMED]


def test_a_number_that_means_something_else_elsewhere_is_not_ours() -> None:
    """Another shop at the same terminal may count from the same number."""
    assert standing(operation("x", 777, invoice="100001")) == [Standing.UNCONFIRMED]


@pytest.mark.parametrize(
    ("code", "stands"),
    [("00", Standing.CONFIRMED), ("", Standing.UNCONFIRMED), ("05", Standing.NOT_MONEY)],
)
def test_a_transfer_with_another_code_is_not_money(code: str, stands: Standing) -> None:
    assert standing(operation("x", ledger=Ledger.TRANSFERS, code=code)) == [stands]


def test_a_transfer_that_failed_takes_no_payment_of_ours() -> None:
    failed = operation("bank-1", ledger=Ledger.TRANSFERS, code="05")
    assert [(row.standing, row.money) for row in judged(failed)] == [(Standing.NOT_MONEY, None)]


# --- what the bank's list lacks


def missing(*entries: Entry, claimed: tuple[Operation, ...] = ()) -> list[int | None]:
    comparison = Comparison()
    comparison.know(entries)
    for at, each in enumerate(claimed):
        comparison.claim(at, each)
    rows = comparison.missing(Ledger.OPERATIONS, NOON - 2 * HOUR, NOON + 2 * HOUR)
    assert all(row.standing is Standing.MISSING and row.money is None for row in rows)
    return [row.number for row in rows]


def test_a_paid_payment_that_the_list_lacks_is_missing() -> None:
    assert missing(PAID, UNPAID) == [1042]
    assert missing(PAID, claimed=(operation("bank-1"),)) == []


def test_a_payment_near_the_end_of_the_period_is_not_missed() -> None:
    end = NOON + 2 * HOUR
    assert missing(replace(PAID, settled_at=end - EDGE + timedelta(seconds=1))) == []
    assert missing(replace(PAID, settled_at=end - EDGE)) == [1042]


def test_a_payment_asked_for_before_the_period_is_not_missed() -> None:
    assert missing(replace(PAID, created_at=NOON - 2 * HOUR - timedelta(seconds=1))) == []
    assert missing(replace(PAID, created_at=NOON - 2 * HOUR)) == [1042]


# --- the bank's answer about one operation


def seen(what: Seen, **more: object) -> Observation:
    return Observation(what, "test", NOON, **{"bank_id": "x", **more})  # type: ignore[arg-type]


UNPROVED = Row(operation("x"), None, Standing.UNCONFIRMED, None)


def test_what_the_bank_confirms_counts_with_the_sum_it_names() -> None:
    assert told_by_bank(UNPROVED, seen(Seen.PAID, amount=kzt(4000))).money == kzt(4000)
    whole = told_by_bank(UNPROVED, seen(Seen.PAID))
    assert (whole.standing, whole.money) == (Standing.CONFIRMED, kzt(5000))


@pytest.mark.parametrize("what", [Seen.REJECTED, Seen.EXPIRED, Seen.CANCELLED, Seen.AUTHORIZED])
def test_what_did_not_go_through_or_is_only_held_is_not_money(what: Seen) -> None:
    row = told_by_bank(UNPROVED, seen(what))
    assert (row.standing, row.money) == (Standing.NOT_MONEY, None)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        seen(Seen.PENDING),
        seen(Seen.UNCLEAR),
        seen(Seen.ABSENT),
        seen(Seen.PAID, weak=True),
        seen(Seen.PAID, bank_id="another"),
        seen(Seen.REJECTED, final=False),
    ],
    ids=["nothing", "pending", "unclear", "absent", "weak", "another operation", "not final"],
)
def test_what_proves_nothing_changes_nothing(answer: Observation | None) -> None:
    assert told_by_bank(UNPROVED, answer) == UNPROVED


def test_the_bank_is_asked_about_strange_rows_first_and_new_ones_before_old() -> None:
    unproved = [
        Row(operation("known", at=NOON + 9 * HOUR, invoice="100002"), 1043, Standing.UNCONFIRMED, None),
        Row(operation("old", at=NOON - HOUR, invoice="7"), None, Standing.UNCONFIRMED, None),
        Row(operation("ours", invoice="100001"), 1042, Standing.OURS, kzt(5000)),
        Row(operation("new", at=NOON, invoice="8"), None, Standing.UNCONFIRMED, None),
        Row(operation("nameless", at=NOON + 9 * HOUR), None, Standing.UNCONFIRMED, None),
        Row(replace(operation("undated", invoice="9"), happened_at=None), None, Standing.UNCONFIRMED, None),
    ]
    assert worth_asking(unproved, 9) == [3, 1, 5, 0, 4]
    assert worth_asking(unproved, 2) == [3, 1]


# --- sums


def test_only_money_is_summed_with_its_refunds_and_fees() -> None:
    summary = Summary()
    paid = operation("a", 5000, refunded=kzt(1500), fee=kzt(50))
    summary.add(
        [
            Row(paid, 1042, Standing.OURS, kzt(5000)),
            Row(operation("b", 700, fee=kzt(7)), None, Standing.CONFIRMED, kzt(700)),
            Row(operation("c", 900, refunded=kzt(900), fee=kzt(9)), None, Standing.NOT_MONEY, None),
            Row(operation("d", 800, bonus=kzt(100), fee=kzt(8)), None, Standing.UNCONFIRMED, None),
            Row(operation("e", 300), 1044, Standing.MISSING, None),
        ]
    )
    assert summary.listed == 4
    assert summary.money == {"KZT": kzt(5700)}
    assert summary.refunded == {"KZT": kzt(1500)}
    assert summary.fees == {"KZT": kzt(57)}
    assert summary.foreign == {"KZT": kzt(700)}
    assert summary.unproved == {"KZT": kzt(900)}
    assert summary.missing == {"KZT": kzt(300)}
    assert [summary.count(each) for each in Standing] == [1, 0, 1, 1, 1, 1]


def test_each_currency_has_a_sum_of_its_own() -> None:
    summary = Summary()
    dollars = replace(kzt(1), currency="USD")
    summary.add([Row(operation("a"), 1, Standing.OURS, money) for money in (kzt(5), dollars, kzt(6))])
    assert summary.money == {"KZT": kzt(11), "USD": dollars}
