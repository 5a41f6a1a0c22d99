"""Rows of the two lists: every field is read, two are never kept, and one bad field spoils no row."""

from __future__ import annotations

import dataclasses
import json
import logging
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from billing.money import Money
from billing.statement import Ledger, Operation
from providers.halyk import wire
from providers.halyk.statement.answers import Page, Refused, page_from
from providers.halyk.statement.records import RECORDS, OperationRecord, TransferRecord
from providers.http import Answer
from tests.unit.halyk.support import FIXTURES

CODE, EXPIRY = "731-CODE-731", "12.99-EXPIRY"
NAMES = {Ledger.OPERATIONS: "operations_200", Ledger.TRANSFERS: "p2p_operations_200"}


def record(ledger: Ledger) -> dict[str, Any]:
    """The document's own example."""
    return dict(json.loads((FIXTURES / f"{NAMES[ledger]}.json").read_text())["records"][0])


def answer(*records: object, total: object = None, status: int = 200, **more: object) -> Answer:
    body = {"totalCount": len(records) if total is None else total, "records": records, **more}
    return Answer(status, body=json.dumps(body).encode())


def read(ledger: Ledger, **changes: object) -> Operation:
    page = page_from(ledger, answer(record(ledger) | changes))
    assert isinstance(page, Page)
    (only,) = page.operations
    return only


def test_a_row_of_operations_is_read() -> None:
    assert read(Ledger.OPERATIONS) == Operation(
        ledger=Ledger.OPERATIONS,
        id="b9d46313-264e-41ec-814c-728dd51eb97f",
        happened_at=datetime(2018, 10, 27, 9, 8, 14, tzinfo=UTC),
        amount=Money(100000, "KZT"),
        bonus=Money(8000, "KZT"),
        refunded=Money(100000, "KZT"),
        authorised_at=datetime(2018, 10, 27, 9, 8, 14, tzinfo=UTC),
        confirmed_at=datetime(2018, 10, 27, 9, 8, 14, tzinfo=UTC),
        refunded_at=datetime(2018, 12, 28, 18, 1, 1, 374084, tzinfo=UTC),
        reference="730681443792",
        description="description",
        client="test",
        installment="c44602ca-357d-4dbb-8c94-3c36f48defd8",
        type="4303bed9-243c-48d8-94de-8102f53e2803",
        status="22eb5a3e-0737-455c-ab42-ea98f80f7963",
        card_mask="4003...9282",
    )


def test_a_row_of_transfers_is_read() -> None:
    assert read(Ledger.TRANSFERS, senderIssuer="HSBKKZKX", receiverIssuer="OTHER") == Operation(
        ledger=Ledger.TRANSFERS,
        id="f0c79d0d-1b98-4b8c-8ea3-83a110be191e",
        happened_at=datetime(2022, 2, 3, 5, 42, 35, 533398, tzinfo=UTC),
        amount=Money(20000, "KZT"),
        invoice="123456789377804",
        reference="203480420271",
        description="TEST p2p",
        terminal="98151552",
        status="ok",
        code="00",
        card_mask="4003********9821",
        card_type="VISA",
        issuer="HSBKKZKX",
        to_card_mask="5578********0613",
        to_card_type="MasterCard",
        to_issuer="OTHER",
    )


def test_the_rest_of_a_row_is_read_too() -> None:
    given = record(Ledger.OPERATIONS) | {
        "accountId": "a-1",
        "invoiceId": "000123",
        "terminal": "98000042",
        "issuer": "HSBKKZKX",
        "cardType": {"ID": "x", "Name": "VISA"},
        "cardMask": "",
    }
    row = read(Ledger.OPERATIONS, **given)
    assert (row.account, row.invoice, row.terminal) == ("a-1", "000123", "98000042")
    assert (row.issuer, row.card_type, row.card_mask) == ("HSBKKZKX", "VISA", "4003....9282")
    assert read(Ledger.TRANSFERS, accountId="a-1").account == "a-1"


@pytest.mark.parametrize("ledger", list(Ledger))
def test_every_field_of_the_documents_has_its_place(ledger: Ledger) -> None:
    known = {field.alias for field in RECORDS[ledger].model_fields.values()}
    assert {wire.key_from(name) for name in record(ledger)} - wire.NEVER_READ == known


@pytest.mark.parametrize(
    ("code", "expiry"),
    [("cardCVC", "cardExpDate"), ("card_cvc", "card_exp_date"), ("CARDCVC", "CardExpdate")],
)
def test_the_cards_code_and_its_expiry_are_never_kept(
    code: str, expiry: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    given = {name: value for name, value in record(Ledger.OPERATIONS).items() if name not in (code, expiry)}
    given |= {code: CODE, expiry: EXPIRY, "cardType": {"Name": "VISA", code: CODE, expiry: EXPIRY}}
    came = answer(given)
    page = page_from(Ledger.OPERATIONS, came)
    assert isinstance(page, Page)
    (operation,) = page.operations
    read_so_far = wire.object_from(came.body)
    raw = OperationRecord.model_validate(read_so_far["records"][0])  # type: ignore[index]
    everything = [
        str(operation),
        repr(operation),
        repr(dataclasses.asdict(operation)),
        repr(page),
        repr(raw),
        repr(raw.model_dump()),
        repr(raw.model_extra),
        raw.model_dump_json(),
        repr(read_so_far),
        repr(came),
        caplog.text,
    ]
    assert operation.card_type == "VISA"
    assert [text for text in everything if CODE in text or EXPIRY in text] == []


def test_who_paid_is_not_written_down_by_accident() -> None:
    given = record(Ledger.OPERATIONS) | {"payerName": "Somebody", "ipCity": "Somewhere"}
    raw = OperationRecord.model_validate(wire.object_from(json.dumps(given).encode()))
    assert (raw.payer_name, raw.ip_city, raw.payer_phone) == ("Somebody", "Somewhere", "77000000001")
    shown = repr(raw) + str(raw) + repr(raw.operation())
    for secret in ("Somebody", "Somewhere", "77000000001", "payer@example.com", "10.0.0.57", "4003"):
        assert secret not in shown
    sent = TransferRecord.model_validate(wire.object_from(json.dumps(record(Ledger.TRANSFERS)).encode()))
    shown = repr(sent) + repr(sent.operation())
    for secret in ("Sender One", "sender@example.com", "4003", "5578"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("4003********9821", "4003********9821"),
        ("400355...9821", "400355...9821"),
        ("4003551234569821", "4003...9821"),
        ("4003 5512 3456 9821", "4003...9821"),
        ("4003-5512-3456-9821", "4003...9821"),
        (4003551234569821, "4003...9821"),
        (None, ""),
    ],
)
def test_a_number_that_the_bank_did_not_hide_is_hidden(written: object, shown: str) -> None:
    assert read(Ledger.TRANSFERS, senderCardMask=written).card_mask == shown
    assert read(Ledger.OPERATIONS, cardNumber=written, cardMask="").card_mask == shown


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        (1000, 100000),
        ("1000.50", 100050),
        (12.22, 1222),
        (0, 0),
        (-5, -500),
        (None, None),
        ("", None),
        ("a lot", None),
        (12.345, None),
        (True, None),
        ([], None),
        ("1e3", None),
        ("9" * 20, None),
    ],
)
def test_an_amount_is_exact_or_not_there(written: object, minor: int | None) -> None:
    expected = None if minor is None else Money(minor, "KZT")
    row = read(Ledger.OPERATIONS, amount=written, amountBonus=written, payoutAmount=written)
    assert (row.amount, row.bonus, row.refunded) == (expected, expected, expected)
    assert read(Ledger.TRANSFERS, amount=written).amount == expected


def test_an_amount_is_never_a_float() -> None:
    body = b'{"totalCount":1,"records":[{"id":"a","amount":0.1,"amountBonus":0.2}]}'
    page = page_from(Ledger.OPERATIONS, Answer(200, body=body))
    assert isinstance(page, Page)
    assert page.operations[0].total == Money(30, "KZT")
    raw = OperationRecord.model_validate(wire.object_from(b'{"ipLatitude": 43.25}'))
    assert raw.ip_latitude == Decimal("43.25")


@pytest.mark.parametrize(
    ("currency", "amount"),
    [
        ("KZT", Money(20000, "KZT")),
        ("", Money(20000, "KZT")),
        (None, Money(20000, "KZT")),
        ("398", Money(20000, "KZT")),
        (398, Money(20000, "KZT")),
        ("usd", Money(20000, "USD")),
        ("shells", None),
    ],
)
def test_a_transfer_is_of_its_own_currency(currency: object, amount: Money | None) -> None:
    assert read(Ledger.TRANSFERS, currency=currency).amount == amount


def test_an_operation_is_for_tenge_whatever_uuid_the_bank_gives_the_currency() -> None:
    assert read(Ledger.OPERATIONS, currencyID="unknown").amount == Money(100000, "KZT")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-02-07T21:22:44.382801591+05:00", datetime(2026, 2, 7, 16, 22, 44, 382801, tzinfo=UTC)),
        ("2026-02-07T21:22:44.3828015+05:00", datetime(2026, 2, 7, 16, 22, 44, 382801, tzinfo=UTC)),
        ("2022-02-03T11:42:35.533398+06:00", datetime(2022, 2, 3, 5, 42, 35, 533398, tzinfo=UTC)),
        ("2026-02-07T21:22:44Z", datetime(2026, 2, 7, 21, 22, 44, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("2026-02-07T21:22:44", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (17, None),
    ],
)
def test_a_moment_is_read_in_each_of_its_forms(written: object, moment: datetime | None) -> None:
    row = read(Ledger.OPERATIONS, createdDate=written, payoutDate=written)
    assert (row.happened_at, row.refunded_at) == (moment, moment)
    assert read(Ledger.TRANSFERS, dateTime=written).happened_at == moment


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        ("false", False),
        ("true", True),
        (False, False),
        (True, True),
        ("", None),
        (None, None),
        ("https://a.kz", True),
    ],
)
def test_post_link_is_a_flag_however_it_is_written(written: object, flag: bool | None) -> None:
    raw = OperationRecord.model_validate(wire.object_from(json.dumps({"postLink": written}).encode()))
    assert raw.post_link is flag


def test_a_row_with_nothing_in_it_is_still_a_row() -> None:
    for ledger in Ledger:
        page = page_from(ledger, answer({}))
        assert isinstance(page, Page)
        assert page.operations == (Operation(ledger, "", None, None),)


def test_the_reason_of_a_failed_transfer_is_its_words_or_its_number() -> None:
    assert read(Ledger.TRANSFERS, code="51", reason="", reasonCode=484).reason == "484"
    assert read(Ledger.TRANSFERS, code="51", reason="no funds", reasonCode=484).reason == "no funds"
    assert read(Ledger.TRANSFERS, code="00", reason="", reasonCode=0).reason == ""


# --- Whole answers --------------------------------------------------------------------------------------


def test_the_count_is_of_all_that_match_and_not_of_what_came() -> None:
    page = page_from(Ledger.TRANSFERS, answer(record(Ledger.TRANSFERS), total=132))
    assert isinstance(page, Page)
    assert (page.total, len(page.operations)) == (132, 1)


def test_no_rows_are_written_as_null_too() -> None:
    assert page_from(Ledger.OPERATIONS, Answer(200, body=b'{"totalCount":0,"records":null}')) == Page(0, ())


@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_232_is_read_with_any_http_status(status: int) -> None:
    told = page_from(Ledger.TRANSFERS, Answer(status, body=b'{"code":232,"message":"No method"}'))
    assert told == Refused("232", "No method")


def test_another_refusal_keeps_the_banks_code_and_words() -> None:
    told = page_from(Ledger.OPERATIONS, Answer(400, body=b'{"code":1531,"message":"no"}'))
    assert told == Refused("1531", "no")
    assert page_from(Ledger.OPERATIONS, Answer(403, body=b"{}")) == Refused("403", "")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"records":[]}'),
        (200, b'{"totalCount":"many","records":[]}'),
        (200, b'{"totalCount":-1,"records":[]}'),
        (200, b'{"totalCount":1,"records":{}}'),
        (200, b'{"totalCount":1,"records":["a"]}'),
        (200, b'{"totalCount":1,"records":[null]}'),
        (500, b'{"totalCount":0,"records":[]}'),
        (429, b'{"totalCount":0,"records":[]}'),
        (404, b"{}"),
        (302, b'{"totalCount":0,"records":[]}'),
    ],
)
def test_what_is_no_list_is_never_taken_for_an_empty_one(status: int, body: bytes) -> None:
    with pytest.raises(wire.Garbled):
        page_from(Ledger.OPERATIONS, Answer(status, body=body))
