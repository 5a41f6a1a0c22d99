"""What is typed after /statement becomes a question for a bank, or a sentence that says what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from billing.statement import Filter, Ledger, Method, Order, QueryWrong, Shape, Value
from handlers.conditions import Asking
from handlers.periods import Days, month_before, month_of
from handlers.wanted import read_query

ALMATY = ZoneInfo("Asia/Almaty")
TODAY = date(2026, 11, 22)
SHAPE = Shape(
    {
        "created_date": Value.MOMENT,
        **dict.fromkeys(
            ("shop_id", "invoice_id", "account_id", "payer_phone", "payer_email", "reference"), Value.TEXT
        ),
        "post_link": Value.FLAG,
        "amount": Value.MONEY,
        **dict.fromkeys(("card_mask", "client", "installment_id", "transaction_type_id"), Value.TEXT),
        "payout_date": Value.MOMENT,
        "payout_amount": Value.MONEY,
        "description": Value.TEXT,
    },
    frozenset({"amount", "created_date", "payer_email", "description"}),
    {"created_date": "happened_at", "amount": "amount"},
)
FEW = Shape(dict.fromkeys(("invoice_id", "account_id"), Value.TEXT), frozenset({"invoice_id"}))


def asking(shape: Shape = SHAPE) -> Asking:
    late_evening = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # in Almaty it is half past eleven
    return Asking(Ledger.OPERATIONS, shape, late_evening, ALMATY, "KZT")


def days(text: str) -> tuple[date, date]:
    """The first and the last day that are asked for, by the shop's calendar."""
    query = read_query(text, asking())
    assert query.since.time() == query.until.time() == time()
    return query.since.date(), date.fromordinal(query.until.date().toordinal() - 1)


def filters(text: str) -> tuple[Filter, ...]:
    return read_query(text, asking()).filters


def wrong(text: str, shape: Shape = SHAPE) -> str:
    with pytest.raises(QueryWrong) as raised:
        read_query(text, asking(shape))
    return raised.value.text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", TODAY, TODAY),
        ("today", TODAY, TODAY),
        ("сегодня", TODAY, TODAY),
        ("БҮГІН", TODAY, TODAY),
        ("yesterday", date(2026, 11, 21), date(2026, 11, 21)),
        ("вчера", date(2026, 11, 21), date(2026, 11, 21)),
        ("за вчера", date(2026, 11, 21), date(2026, 11, 21)),
        ("кеше", date(2026, 11, 21), date(2026, 11, 21)),
        ("week", date(2026, 11, 16), TODAY),
        ("неделя", date(2026, 11, 16), TODAY),
        ("апта", date(2026, 11, 16), TODAY),
        ("last week", date(2026, 11, 9), date(2026, 11, 15)),
        ("this week", date(2026, 11, 16), TODAY),
        ("month", date(2026, 11, 1), TODAY),
        ("месяц", date(2026, 11, 1), TODAY),
        ("ай", date(2026, 11, 1), TODAY),
        ("за прошлый месяц", date(2026, 10, 1), date(2026, 10, 31)),
        ("өткен ай", date(2026, 10, 1), date(2026, 10, 31)),
        ("november", date(2026, 11, 1), TODAY),
        ("ноябрь", date(2026, 11, 1), TODAY),
        ("ноября", date(2026, 11, 1), TODAY),
        ("в ноябре", date(2026, 11, 1), TODAY),
        ("қараша", date(2026, 11, 1), TODAY),
        ("december", date(2025, 12, 1), date(2025, 12, 31)),
        ("желтоқсан", date(2025, 12, 1), date(2025, 12, 31)),
        ("november 2025", date(2025, 11, 1), date(2025, 11, 30)),
        ("ноябрь 2025 г.", date(2025, 11, 1), date(2025, 11, 30)),
        ("1 november", date(2026, 11, 1), date(2026, 11, 1)),
        ("24 ноября", date(2025, 11, 24), date(2025, 11, 24)),
        ("29 february", date(2024, 2, 29), date(2024, 2, 29)),
        ("с 1 ноября по 5 ноября", date(2026, 11, 1), date(2026, 11, 5)),
        ("october november", date(2026, 10, 1), TODAY),
        ("2026-11-01 2026-11-22", date(2026, 11, 1), TODAY),
        ("2026-11-01..2026-11-05", date(2026, 11, 1), date(2026, 11, 5)),
        ("from 2026-11-01 to 2026-11-05", date(2026, 11, 1), date(2026, 11, 5)),
        ("01.11.2026 - 05.11.2026", date(2026, 11, 1), date(2026, 11, 5)),
        ("01.11.2026-05.11.2026", date(2026, 11, 1), date(2026, 11, 5)),
        ("1.11 – 5.11", date(2026, 11, 1), date(2026, 11, 5)),
        ("1.12.25", date(2025, 12, 1), date(2025, 12, 1)),
        ("2026-11-05", date(2026, 11, 5), date(2026, 11, 5)),
        ("2026-11-20 2026-12-31", date(2026, 11, 20), TODAY),
        ("created_date:2026-11-01..2026-11-05", date(2026, 11, 1), date(2026, 11, 5)),
        ("created_date:>=2026-11-20", date(2026, 11, 20), TODAY),
        ("created_date:>2026-11-20", date(2026, 11, 21), TODAY),
        ("created_date:<=2026-11-20", date(2025, 11, 20), date(2026, 11, 20)),
        ("created_date:<2026-11-20", date(2025, 11, 19), date(2026, 11, 19)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, first: date, last: date) -> None:
    assert days(text) == (first, last)
    assert filters(text) == ()


def test_days_are_those_of_the_shop() -> None:
    query = read_query("today", asking())
    assert query.since.astimezone(UTC) == datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def test_where_something_is_looked_for_a_month_is_searched() -> None:
    assert days("coffee") == (date(2026, 10, 24), TODAY)
    assert days("coffee today") == (TODAY, TODAY)


@pytest.mark.parametrize(
    ("text", "name", "method", "values"),
    [
        ("shop_id:abc", "shop_id", Method.EQUAL, ("abc",)),
        ("invoice_id:100001,100002", "invoice_id", Method.IN, ("100001", "100002")),
        ("account_id:1042", "account_id", Method.EQUAL, ("1042",)),
        ("payer_phone:+77071234567", "payer_phone", Method.LIKE, ("%7071234567",)),
        ("payer_phone:=87071234567", "payer_phone", Method.EQUAL, ("87071234567",)),
        ("payer_email:dan%", "payer_email", Method.LIKE, ("dan%",)),
        ("reference:730681443792", "reference", Method.EQUAL, ("730681443792",)),
        ("post_link:да", "post_link", Method.EQUAL, ("true",)),
        ("amount:5000", "amount", Method.EQUAL, ("5000",)),
        ("amount:>=5000", "amount", Method.AT_LEAST, ("5000",)),
        ("amount:<=5000,50", "amount", Method.AT_MOST, ("5000.5",)),
        ("amount:>5к", "amount", Method.MORE, ("5000",)),
        ("amount:<5000₸", "amount", Method.LESS, ("5000",)),
        ("amount:=5000", "amount", Method.EQUAL, ("5000",)),
        ("amount:1000..5000", "amount", Method.BETWEEN, ("1000", "5000")),
        ("amount:1000..", "amount", Method.AT_LEAST, ("1000",)),
        ("amount:..5000", "amount", Method.AT_MOST, ("5000",)),
        ('amount:"1 000..5 000"', "amount", Method.BETWEEN, ("1000", "5000")),
        ("amount:between:1000,5000", "amount", Method.BETWEEN, ("1000", "5000")),
        ("amount:in:1000;5000", "amount", Method.IN, ("1000", "5000")),
        ("сумма:5000", "amount", Method.EQUAL, ("5000",)),
        ("card_mask:9821", "card_mask", Method.LIKE, ("%9821",)),
        ("card:4003...9821", "card_mask", Method.LIKE, ("4003%9821",)),
        ("client:Dana", "client", Method.EQUAL, ("Dana",)),
        ("installment_id:7", "installment_id", Method.EQUAL, ("7",)),
        ("transaction_type_id:x", "transaction_type_id", Method.EQUAL, ("x",)),
        ("payout_amount:>0", "payout_amount", Method.MORE, ("0",)),
        ('description:"iced coffee"', "description", Method.EQUAL, ("iced coffee",)),
        ("description:«латте и кофе»", "description", Method.EQUAL, ("латте и кофе",)),
        (
            "payout_date:2026-11-01..2026-11-05",
            "payout_date",
            Method.BETWEEN,
            ("2026-11-01T00:00:00+05:00", "2026-11-05T23:59:59+05:00"),
        ),
        (
            "payout_date:yesterday",
            "payout_date",
            Method.BETWEEN,
            ("2026-11-21T00:00:00+05:00", "2026-11-21T23:59:59+05:00"),
        ),
        ("payout_date:>=2026-11-05", "payout_date", Method.AT_LEAST, ("2026-11-05T00:00:00+05:00",)),
        ("payout_date:>2026-11-05", "payout_date", Method.MORE, ("2026-11-05T23:59:59+05:00",)),
    ],
)
def test_each_filter_is_read(text: str, name: str, method: Method, values: tuple[str, ...]) -> None:
    assert filters(text) == (Filter(name, method, values),)


def test_filters_are_joined_and_stand_beside_a_period() -> None:
    query = read_query("november amount:>=5000 payer_email:dan%", asking())
    assert [each.name for each in query.filters] == ["amount", "payer_email"]
    assert query.since.date() == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "name", "method", "value"),
    [
        ("coffee", "description", Method.LIKE, "%coffee%"),
        ("кофе с собой", "description", Method.LIKE, "%кофе с собой%"),
        ("cof%", "description", Method.LIKE, "cof%"),
        ('"coffee"', "description", Method.LIKE, "%coffee%"),
        ("+7 707 123-45-67", "payer_phone", Method.LIKE, "%7071234567"),
        ("87071234567", "payer_phone", Method.LIKE, "%7071234567"),
        ("•• 9821", "card_mask", Method.LIKE, "%9821"),
        ("*9821", "card_mask", Method.LIKE, "%9821"),
        ("4003********9821", "card_mask", Method.LIKE, "4003%9821"),
        ("320518074000", "reference", Method.EQUAL, "320518074000"),
        ("#1042", "account_id", Method.EQUAL, "1042"),
        ("№ 1042", "account_id", Method.EQUAL, "1042"),
        ("100042", "invoice_id", Method.EQUAL, "100042"),
        ("5000", "amount", Method.EQUAL, "5000"),
        ("5 000 ₸", "amount", Method.EQUAL, "5000"),
        ("dana@example.com", "payer_email", Method.EQUAL, "dana@example.com"),
    ],
)
def test_words_are_searched_for_where_they_belong(text: str, name: str, method: Method, value: str) -> None:
    assert filters(text) == (Filter(name, method, (value,)),)


def test_a_phone_beside_words_is_still_a_phone() -> None:
    assert [each.name for each in filters("coffee +77071234567")] == ["payer_phone", "description"]


def test_several_fields_are_sorted_by_in_turn() -> None:
    orders = read_query("sort:amount,-created_date", asking()).orders
    assert orders == (Order("amount"), Order("created_date", descending=True))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-23", "statement-period-future"),
        ("tomorrow", "statement-period-future"),
        ("Завтра", "statement-period-future"),
        ("ертең", "statement-period-future"),
        ("2026-12-01 2026-12-31", "statement-period-future"),
        ("created_date:>=2027-01-01", "statement-period-future"),
        ("2026-11-22 2026-11-01", "statement-period-backwards"),
        ("created_date:2026-11-22..2026-11-01", "statement-period-backwards"),
        ("november 2026-11-01 yesterday", "statement-period-twice"),
        ("november created_date:2026-11-01..2026-11-05", "statement-period-twice"),
        ("2026-13-45", "statement-date-unread"),
        ("31.02.2026", "statement-date-unread"),
        ("45 november", "statement-date-unread"),
        ("amount:", "statement-filter-empty"),
        ("amount: 5000", "statement-filter-empty"),
        ("amount:>=", "statement-filter-empty"),
        ('description:""', "statement-filter-empty"),
        ("sort:", "statement-filter-empty"),
        ("color:red", "statement-filter-unknown"),
        ("https://example.com", "statement-filter-unknown"),
        ("sort:colour", "statement-order-unknown"),
        ("amount:between:1000", "statement-filter-values"),
        ("amount:1..2..3", "statement-filter-values"),
        ("payer_email:like:dan", "statement-filter-values"),
        ("amount:many", "statement-filter-kind"),
        ("amount:50%", "statement-filter-kind"),
        ("amount:$5", "statement-filter-kind"),
        ("amount:5000.555", "statement-filter-kind"),
        ("post_link:perhaps", "statement-filter-kind"),
        ("payout_date:in:2026-11-01,2026-11-02", "statement-filter-kind"),
        ("payout_date:soon", "statement-date-unread"),
        ("payer_phone:12", "statement-filter-kind"),
        ("x" * 1001, "statement-too-long"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, sentence: str) -> None:
    assert wrong(text) == sentence


@pytest.mark.parametrize("text", ["coffee", "+77071234567", "5000", "*9821"])
def test_words_that_a_bank_cannot_search_for_are_named(text: str) -> None:
    assert wrong(text, FEW) == "statement-words-unsearchable"


def test_a_number_of_ours_can_be_searched_for_everywhere() -> None:
    query = read_query("100042", asking(FEW))
    assert query.filters == (Filter("invoice_id", Method.EQUAL, ("100042",)),)


def test_months_at_the_end_of_a_year() -> None:
    assert month_of(date(2026, 12, 31)) == Days(date(2026, 12, 1), date(2026, 12, 31))
    assert month_before(date(2026, 1, 31)) == Days(date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize("typed", ["9999-12-31", "1999-12-31", "2100-01-01"])
@pytest.mark.parametrize("method", ["", ">", "<", ">=", "<="])
def test_a_year_that_no_list_can_have_is_no_date(typed: str, method: str) -> None:
    assert wrong(f"created_date:{method}{typed}") == "statement-date-unread"


ANYWHERE = Shape(dict.fromkeys(("search", "status"), Value.TEXT), frozenset({"id"}))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("coffee", "coffee"), ("8 707 123 45 67", "7071234567"), ("13234689513", "13234689513")],
)
def test_a_bank_that_searches_everywhere_is_asked_to(typed: str, value: str) -> None:
    found = read_query(typed, asking(ANYWHERE)).filters
    assert found == (Filter("search", Method.EQUAL, (value,)),)


def test_an_amount_is_not_searched_for_among_words() -> None:
    with pytest.raises(QueryWrong) as wrong:
        read_query("5000", asking(ANYWHERE))
    assert wrong.value.text == "statement-words-unsearchable"
