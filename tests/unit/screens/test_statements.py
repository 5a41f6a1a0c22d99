"""A statement as it is read: what it adds up to, rows with their marks, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from aiogram.types import InlineKeyboardMarkup

from billing.errors import BankRefusesUs, BankSilent, ListCut
from billing.models import Place
from billing.reconciling import Summary
from billing.reporting import Statement, TooMany
from billing.reports import Report, Wish
from billing.statement import Filter, Ledger, Method, Query, QueryWrong, Row, Shape, Standing, Value
from screens import alerts, differences, statements
from screens.format import units
from screens.sheets import NotMade
from tests.support.lists import SHAPE, kzt, operation
from tests.unit.screens import samples
from tests.unit.screens.samples import LOCALES, NOW, clock, notice, reader

DAY = timedelta(days=1)
MIDNIGHT = clock("00:00")
TODAY = Query(Ledger.OPERATIONS, MIDNIGHT, MIDNIGHT + DAY)
REPORT = Report(
    id=7,
    provider="halyk",
    query=TODAY,
    person_id=501,
    place=Place(501),
    wish=Wish.PAGE,
    parent_id=None,
    message_id=None,
    created_at=NOW,
    due_at=NOW,
)
HOSTILE = "<b>&\u202e" + "я" * 300


def plain(html: str) -> str:
    """What a person sees, with plain spaces."""
    return samples.plain(html).replace(" | ", "\n").replace("\u00a0", " ")


def labels(keyboard: InlineKeyboardMarkup | None) -> set[str]:
    return {label for row in samples.labels(keyboard) for label in row}


def statement(rows: Sequence[Row], over: int = 0) -> Statement:
    summary = Summary()
    summary.add(rows)
    return Statement(rows, summary, over)


def ours(n: int = 0, **more: object) -> Row:
    said = {"description": "Coffee", "card_mask": "4003...9821", **more}
    row = operation(f"op{n}", at=clock("13:05"), **said)
    return Row(row, 1042 + n, Standing.OURS, kzt(5000))


def shown(rows: Sequence[Row], locale: str = "en", over: int = 0, **changes: object) -> str:
    told = statements.page(replace(REPORT, **changes), statement(rows, over), reader(locale), NOW)  # type: ignore[arg-type]
    return plain(told.text)


def test_a_row_is_told_in_a_line() -> None:
    text = shown([ours(refunded=kzt(1500), fee=kzt(50))])
    assert text.splitlines() == [
        "Statement of Halyk: 22 November",
        "Operations: 1",
        "Money: 5 000 ₸",
        "Returned: 1 500 ₸",
        "Bank's fee: 50 ₸",
        "",
        "13:05 · 5 000 ₸ · #1042 · Coffee · •• 9821 · returned 1 500 ₸",
    ]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.OURS])
def test_what_does_not_agree_is_marked_with_a_word_and_counted(standing: Standing, locale: str) -> None:
    money = kzt(4000) if standing is Standing.DIFFERS else None
    row = replace(ours(), standing=standing, money=money)
    lines, agreeing = shown([row], locale).splitlines(), shown([ours()], locale).splitlines()
    assert lines[-1].startswith(agreeing[-1])
    assert len(lines[-1]) > len(agreeing[-1])
    assert len(lines) > len(agreeing)


def test_another_sum_says_ours() -> None:
    row = replace(ours(), standing=Standing.DIFFERS, money=kzt(4000))
    assert "our books say 4 000 ₸" in shown([row])


def test_rows_that_were_not_asked_about_are_counted() -> None:
    assert "Not asked about: 7" in shown([ours()], over=7)


def test_a_period_of_several_days_shows_both_ends() -> None:
    query = replace(TODAY, since=MIDNIGHT - 21 * DAY)
    assert "1 November – 22 November" in shown([], query=query)


def test_a_transfer_shows_both_cards() -> None:
    query = replace(TODAY, ledger=Ledger.TRANSFERS)
    row = replace(ours().operation, ledger=Ledger.TRANSFERS, to_card_mask="5578****0613", code="00")
    text = shown([Row(row, None, Standing.CONFIRMED, kzt(5000))], query=query)
    assert text.startswith("Transfers at Halyk")
    assert text.splitlines()[-1].endswith("•• 9821 → •• 0613")
    assert "❗" not in text


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_there_is_said(locale: str) -> None:
    told = statements.page(REPORT, statement([]), reader(locale), NOW)
    assert reader(locale).words("statement-none") in told.text
    assert "XLSX" not in labels(told.keyboard)


def test_pages_turn_and_a_page_beyond_the_end_is_the_last() -> None:
    rows = [ours(n) for n in range(17)]
    for page, numbers, turns in (
        (0, range(1042, 1050), {"▶"}),
        (1, range(1050, 1058), {"◀", "▶"}),
        (2, range(1058, 1059), {"◀"}),
        (9, range(1058, 1059), {"◀"}),
    ):
        told = statements.page(replace(REPORT, page=page), statement(rows), reader(), NOW)
        assert [n for n in range(1042, 1059) if f"#{n}" in told.text] == list(numbers)
        assert labels(told.keyboard) & {"◀", "▶"} == turns
        assert f"Page {min(page, 2) + 1} of 3" in told.text


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (Filter("description", Method.LIKE, ("%coffee%",)), "words: coffee"),
        (Filter("payer_phone", Method.LIKE, ("%7071234567",)), "phone: …7071234567"),
        (Filter("payer_email", Method.LIKE, ("dan%",)), "e-mail: dan…"),
        (Filter("amount", Method.AT_LEAST, ("5000",)), "amount: ≥ 5000"),
        (Filter("amount", Method.BETWEEN, ("1000", "5000")), "amount: 1000 – 5000"),
        (Filter("account_id", Method.IN, ("1042", "1043")), "invoice: 1042, 1043"),
        (Filter("post_link", Method.EQUAL, ("true",)), "payment link: yes"),
        (
            Filter("payout_date", Method.AT_LEAST, ("2026-11-20T00:00:00+05:00",)),
            "date of return: ≥ 20 November",
        ),
    ],
)
def test_what_was_looked_for_is_told_in_words(each: Filter, said: str) -> None:
    report = replace(REPORT, query=replace(TODAY, filters=(each,)))
    told = plain(statements.page(report, statement([ours()]), reader(), NOW).text)
    assert f": {said}\n" in told.replace("\u00a0", " ")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "name", sorted({*SHAPE.filters, "search", "status"} - {"created_date", "created_at"})
)
def test_no_field_is_told_by_its_name_at_the_bank(name: str, locale: str) -> None:
    assert "_" not in reader(locale).words("statement-field", name=name)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_longest_page_of_a_hostile_shop_fits_and_is_harmless(locale: str) -> None:
    row = ours(card_mask="4003...9821", to_card_mask="5578...0613", refunded=kzt(10**9), client=HOSTILE)
    worst = replace(row, operation=replace(row.operation, description=HOSTILE), standing=Standing.UNCONFIRMED)
    filters = tuple(Filter("description", Method.LIKE, (f"%{HOSTILE}%",)) for _ in range(9))
    report = replace(REPORT, query=replace(TODAY, filters=filters))
    told = statements.page(report, statement([worst] * 100), reader(locale), NOW)
    assert units(plain(told.text)) <= 4096
    assert told.text.count("<b>") == 1
    assert "\u202e" not in told.text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("error", "again"),
    [
        (BankSilent("away"), True),
        (BankRefusesUs("<no>", "401<"), True),
        (ListCut(NOW, NOW, 3000, 1000), True),
        (NotMade("died"), True),
        (RuntimeError("a bug"), True),
        (TooMany(), False),
        (QueryWrong("statement-filter-unknown", name="<colour>"), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_why_there_is_none_is_said_and_what_to_do(error: Exception, again: bool, locale: str) -> None:
    told = statements.failed(REPORT, error, SHAPE, reader(locale), NOW)
    assert len(told.text.splitlines()) == 2
    assert bool(told.keyboard) is again
    for hostile in ("<no>", "401<", "<colour>"):
        assert hostile not in told.text


def test_a_file_that_failed_is_tried_again_as_a_file() -> None:
    report = replace(REPORT, wish=Wish.CSV, parent_id=5)
    told = statements.failed(report, BankSilent(""), SHAPE, reader(), NOW)
    assert told.keyboard is not None
    assert told.keyboard.inline_keyboard[0][0].callback_data == "rpf:5:csv"


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", statements.WRONG)
@pytest.mark.parametrize("kind", ["money", "moment", "flag", "text", "phone"])
def test_each_wrong_question_has_its_sentence(key: str, kind: str, locale: str) -> None:
    given = {"name": "amount", "method": "=", "kind": kind, "days": "366"}
    said = statements.wrong(QueryWrong(key, **given), SHAPE, reader(locale))
    assert said != key
    assert "{" not in said


def test_what_exists_is_listed_beside_what_does_not() -> None:
    unknown = QueryWrong("statement-filter-unknown", name="colour")
    assert "amount, created_date, description" in statements.wrong(unknown, SHAPE, reader())
    order = QueryWrong("statement-order-unknown", name="colour")
    assert statements.wrong(order, SHAPE, reader()).endswith("amount, created_date")


def test_where_several_banks_are_asked_all_that_they_know_is_listed() -> None:
    few = Shape({"search": Value.TEXT}, frozenset({"status"}))
    refused = [QueryWrong("statement-filter-unknown", name="colour")] * 2
    said = statements.none_asked(refused, [few, SHAPE], reader())
    assert "amount, created_date, description" in said
    assert "search" in said
    kind = QueryWrong("statement-filter-kind", name="amount", kind="money")
    assert statements.none_asked([refused[0], kind], [few, SHAPE], reader()) == statements.wrong(
        kind, SHAPE, reader()
    )


# --- alerts


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", differences.REMEDIES)
def test_each_difference_is_told_with_its_sum_moment_and_number(kind: str, locale: str) -> None:
    values = {
        "bank": "halyk",
        "minor": "500000",
        "currency": "KZT",
        "at": NOW.isoformat(),
        "number": "1042",
        "ours": "400000",
        "ours_currency": "KZT",
        "reference": "<320518074001>",
    }
    text = alerts.alert(notice(kind, **values), reader(locale))
    assert text.startswith("<b>❗")
    assert "Halyk" in text
    assert "1042" in text
    assert "14:09" in text
    assert "5 000 ₸" in text.replace("\u00a0", " ")
    assert "<320518074001>" not in text
    assert ("4 000 ₸" in text.replace("\u00a0", " ")) is (kind == "alert-other-sum")


@pytest.mark.parametrize("kind", differences.REMEDIES)
def test_a_difference_of_which_little_is_known_is_told_too(kind: str) -> None:
    assert len(alerts.alert(notice(kind, bank="halyk"), reader()).splitlines()) == 2
