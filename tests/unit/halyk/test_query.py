"""A question as the bank reads it; what it could not read is refused before it is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from billing.statement import Filter, Ledger, Method, Order, Query, QueryWrong, Value
from providers.halyk.statement.query import SHAPES, Search, moment_text, search_from
from providers.halyk.statement.windows import Window

ALMATY = ZoneInfo("Asia/Almaty")
SINCE, UNTIL = datetime(2017, 11, 19, tzinfo=UTC), datetime(2018, 11, 20, tzinfo=UTC)
SAMPLES = {Value.TEXT: "a", Value.MONEY: "10", Value.MOMENT: "2018-01-01T00:00:00Z", Value.FLAG: "true"}
COUNTS = {Method.BETWEEN: 2, Method.IN: 3}


def query(*filters: Filter, ledger: Ledger = Ledger.OPERATIONS, orders: tuple[Order, ...] = ()) -> Query:
    return Query(ledger, SINCE, UNTIL, filters, orders)


def body(search: Search, date: str = "created_date", size: int = 20) -> dict[str, Any]:
    return dict(json.loads(search.body(Window(SINCE, UNTIL), date, size)))


def sent(filter_: Filter, ledger: Ledger = Ledger.OPERATIONS) -> list[str]:
    """The values of the one filter as the bank gets them."""
    period, only = body(search_from(query(filter_, ledger=ledger)))["searchParameters"]
    assert period["method"] == "between"
    assert (only["name"], only["method"]) == (filter_.name, filter_.method.value)
    return list(only["searchParameter"])


def test_the_documents_own_example_is_what_we_send() -> None:
    asked = query(
        Filter("description", Method.IN, ("description",)),
        Filter("payer_email", Method.LIKE, ("payer%",)),
        orders=(Order("payer_email"), Order("description", descending=True)),
    )
    assert body(search_from(asked), size=2) == {
        "paging": {"page": 0, "size": 2},
        "searchParameters": [
            {
                "name": "created_date",
                "method": "between",
                "searchParameter": ["2017-11-19T00:00:00Z", "2018-11-20T00:00:00Z"],
            },
            {"name": "description", "method": "in", "searchParameter": ["description"]},
            {"name": "payer_email", "method": "like", "searchParameter": ["payer%"]},
        ],
        "orderParameters": [
            {"field": "payer_email", "typeOrder": "ASC"},
            {"field": "description", "typeOrder": "DESC"},
            {"field": "created_date", "typeOrder": "ASC"},
            {"field": "id", "typeOrder": "ASC"},
        ],
    }


@pytest.mark.parametrize("date", ["created_at", "created_date"])
def test_transfers_are_asked_for_with_whatever_the_bank_calls_the_date(date: str) -> None:
    asked = query(ledger=Ledger.TRANSFERS, orders=(Order("created_at", descending=True), Order("id")))
    told = body(search_from(asked), date)
    assert [each["name"] for each in told["searchParameters"]] == [date]
    assert told["orderParameters"] == [
        {"field": date, "typeOrder": "DESC"},
        {"field": "id", "typeOrder": "ASC"},
    ]


def test_all_sixteen_filters_of_operations_and_the_four_of_transfers_are_there() -> None:
    assert len(SHAPES[Ledger.OPERATIONS].filters) == 16
    assert set(SHAPES[Ledger.TRANSFERS].filters) == {"created_at", "terminal_id", "invoice_id", "account_id"}
    for shape in SHAPES.values():
        assert shape.orders == set(shape.filters) | {"id"}
        assert set(shape.columns) <= shape.orders


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize(
    ("ledger", "name"),
    [(ledger, name) for ledger, shape in SHAPES.items() for name in sorted(shape.filters)],
)
def test_every_filter_with_every_method_is_sent_or_refused(ledger: Ledger, name: str, method: Method) -> None:
    kind = SHAPES[ledger].filters[name]
    value = "a%" if method is Method.LIKE else SAMPLES[kind]
    asked = Filter(name, method, (value,) * COUNTS.get(method, 1))
    own_date = name in ("created_date", "created_at")
    refused = (method is Method.LIKE and kind is not Value.TEXT) or (own_date and method is Method.IN)
    refused |= kind is Value.FLAG and method not in (Method.EQUAL, Method.IN)
    if refused:
        with pytest.raises(QueryWrong) as wrong:
            search_from(query(asked, ledger=ledger))
        assert wrong.value.text == "statement-filter-kind"
        assert wrong.value.values == {"name": name, "method": method.value, "kind": kind.value}
    elif own_date:
        assert search_from(query(asked, ledger=ledger)).filters == ()
    else:
        assert sent(asked, ledger) == [value] * COUNTS.get(method, 1)


@pytest.mark.parametrize(
    ("method", "values"),
    [
        (Method.BETWEEN, ("1",)),
        (Method.BETWEEN, ("1", "2", "3")),
        (Method.IN, ()),
        (Method.LIKE, ("coffee",)),
        (Method.LIKE, ("a%", "b%")),
        (Method.EQUAL, ("1", "2")),
        (Method.LESS, ()),
        (Method.EQUAL, (" ",)),
    ],
)
def test_a_wrong_number_of_values_never_becomes_a_filter(method: Method, values: tuple[str, ...]) -> None:
    with pytest.raises(QueryWrong) as wrong:
        Filter("reference", method, values)
    assert wrong.value.text == "statement-filter-values"


@pytest.mark.parametrize(
    ("typed", "tenge"),
    [
        ("5000", "5000"),
        ("5 000", "5000"),
        ("5\u00a0000,50", "5000.50"),
        ("12.2", "12.20"),
        ("5000.00", "5000"),
        ("-1", "-1"),
    ],
)
def test_money_is_written_in_tenge(typed: str, tenge: str) -> None:
    assert sent(Filter("amount", Method.AT_LEAST, (typed,))) == [tenge]


@pytest.mark.parametrize("typed", ["much", "1.234", "NaN", "Infinity", "5000₸"])
def test_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(QueryWrong):
        search_from(query(Filter("amount", Method.EQUAL, (typed,))))


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2018-01-01T00:00:00Z", "2018-01-01T00:00:00Z"),
        ("2018-01-01T05:00:00+05:00", "2018-01-01T00:00:00Z"),
        ("2018-01-01T05:00:00.123456+05:00", "2018-01-01T00:00:00Z"),
    ],
)
def test_a_moment_is_written_in_utc(typed: str, moment: str) -> None:
    assert sent(Filter("payout_date", Method.MORE, (typed,))) == [moment]


def test_a_day_without_a_zone_is_the_merchants() -> None:
    since = datetime(2026, 11, 1, tzinfo=ALMATY)
    asked = Query(
        Ledger.OPERATIONS,
        since,
        since.replace(day=22),
        (Filter("payout_date", Method.BETWEEN, ("2026-11-01", "2026-11-02T12:00")),),
    )
    assert search_from(asked).filters[0].values == ("2026-10-31T19:00:00Z", "2026-11-02T07:00:00Z")


@pytest.mark.parametrize(
    ("typed", "flag"), [("TRUE", "true"), ("no", "false"), ("0", "false"), ("1", "true")]
)
def test_a_flag_is_true_or_false(typed: str, flag: str) -> None:
    assert sent(Filter("post_link", Method.EQUAL, (typed,))) == [flag]


@pytest.mark.parametrize(("name", "typed"), [("post_link", "perhaps"), ("payout_date", "yesterday")])
def test_other_words_are_no_flag_and_no_moment(name: str, typed: str) -> None:
    with pytest.raises(QueryWrong):
        search_from(query(Filter(name, Method.EQUAL, (typed,))))


def test_an_unknown_filter_or_order_is_refused() -> None:
    with pytest.raises(QueryWrong) as wrong:
        search_from(query(Filter("card_cvc", Method.EQUAL, ("1",))))
    assert wrong.value.text == "statement-filter-unknown"
    with pytest.raises(QueryWrong) as wrong:
        search_from(query(orders=(Order("weather"),)))
    assert wrong.value.text == "statement-order-unknown"
    with pytest.raises(QueryWrong):
        search_from(query(Filter("amount", Method.EQUAL, ("1",)), ledger=Ledger.TRANSFERS))


JANUARY, FEBRUARY = "2018-01-01T00:00:00Z", "2018-02-01T00:00:00Z"
BEGINNING, END = moment_text(SINCE), moment_text(UNTIL)


@pytest.mark.parametrize(
    ("method", "values", "since", "until"),
    [
        (Method.BETWEEN, (JANUARY, FEBRUARY), JANUARY, "2018-02-01T00:00:01Z"),
        (Method.EQUAL, (JANUARY,), JANUARY, "2018-01-01T00:00:01Z"),
        (Method.LESS, (JANUARY,), BEGINNING, JANUARY),
        (Method.AT_MOST, (JANUARY,), BEGINNING, "2018-01-01T00:00:01Z"),
        (Method.MORE, (JANUARY,), "2018-01-01T00:00:01Z", END),
        (Method.AT_LEAST, (JANUARY,), JANUARY, END),
        (Method.AT_LEAST, ("2010-01-01T00:00:00Z",), BEGINNING, END),
    ],
)
def test_a_filter_on_the_rows_own_date_narrows_the_period(
    method: Method, values: tuple[str, ...], since: str, until: str
) -> None:
    search = search_from(query(Filter("created_date", method, values)))
    assert (moment_text(search.since), moment_text(search.until)) == (since, until)
    assert search.filters == ()
    assert not search.empty


def test_a_filter_may_leave_nothing_of_the_period() -> None:
    assert search_from(query(Filter("created_date", Method.LESS, ("2016-01-01",)))).empty


def test_the_newest_come_first_only_where_that_is_asked_for_first() -> None:
    newest = Order("created_date", descending=True)
    assert search_from(query(orders=(newest, Order("id")))).backwards
    assert not search_from(query(orders=(Order("id"), newest))).backwards
    assert not search_from(query(orders=(replace(newest, descending=False),))).backwards
    assert not search_from(query()).backwards
