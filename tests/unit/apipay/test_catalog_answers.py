"""How the answers of ApiPay's catalog are read."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from billing.catalog.banking import (
    AnswerLost,
    BankItemState,
    CatalogRefused,
    Listed,
    Made,
    NoCatalog,
    Shown,
)
from billing.errors import BankRefusesUs, BankSilent
from billing.money import Money
from providers.apipay import problems, wire
from providers.apipay.catalog import calls, shapes
from providers.apipay.catalog.refusals import GONE, refusal_of
from tests.support.payments import answer
from tests.unit.apipay.support import LATTE, NOW


def test_units_are_read_in_both_languages_and_from_both_envelopes() -> None:
    rows = [{"id": 1, "name": "шт", "name_kaz": "дана"}, {"id": 3, "name": "кг", "name_kaz": "кг"}]
    for body in ({"data": rows}, rows):
        assert shapes.units_from(json.dumps(body).encode()) == {"1": "шт / дана", "3": "кг"}


def row(number: int = 101, **changes: object) -> dict[str, object]:
    body = {
        "id": number,
        "name": "Кофе Латте",
        "selling_price": "1800.50",
        "unit_id": 1,
        "barcode": "4870001",
    }
    return body | {"status": "active", "image_url": None, "created_at": NOW.isoformat()} | changes


def listed(number: int = 101, **changes: object) -> Listed:
    return shapes.listed_of(wire.told(shapes.Item, row(number, **changes)))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("pending", BankItemState.PENDING),
        ("active", BankItemState.ACTIVE),
        ("failed", BankItemState.FAILED),
        ("deleting", BankItemState.DELETING),
        ("deleted", BankItemState.DELETED),
        ("a word of tomorrow", BankItemState.PENDING),
        (None, BankItemState.ACTIVE),
    ],
)
def test_an_item_stands_as_its_word_says(word: str | None, state: BankItemState) -> None:
    assert listed(status=word) == Listed("101", LATTE, state, created_at=NOW)


def test_an_item_of_the_cabinet_may_lack_nearly_everything() -> None:
    bare = wire.told(shapes.Item, {"id": "7", "name": None, "selling_price": None, "unit_id": None})
    assert shapes.listed_of(bare).shown == Shown("", Money(0, "KZT"), "")


def test_a_failure_is_said_in_the_banks_words() -> None:
    assert listed(error_code="x", error_message="Нет.").text == "x: Нет."
    assert listed(image_url="https://x").has_picture


@pytest.mark.parametrize(
    ("envelope", "more"),
    [
        ({"meta": {"current_page": 1, "last_page": 2, "total": 201}}, True),
        ({"current_page": 1, "total": 201}, True),
        ({"current_page": 1, "total": 200}, False),
        ({"meta": {"next_cursor": "c2"}}, True),
        ({"next_cursor": "c2", "total": 1}, True),
        ({"meta": {"next_cursor": None, "last_page": 1}}, False),
    ],
)
def test_pages_come_in_several_envelopes(envelope: dict[str, object], more: bool) -> None:
    page = shapes.page_from(json.dumps({"data": [row()], **envelope}).encode())
    assert page.more(1) is more
    assert not shapes.page_from(json.dumps({"data": [], **envelope}).encode()).more(1)


@pytest.mark.parametrize("body", [b"[]", b'{"data": {}}', b'{"data": [{"name": "x"}]}', b"<html>"])
def test_a_list_that_cannot_be_read_is_none(body: bytes) -> None:
    with pytest.raises(wire.Garbled):
        shapes.page_from(body)


def test_each_item_has_its_answer_in_its_place() -> None:
    body = {
        "data": [row(7, status="pending"), row(8, status="active", matched_existing=True)],
        "rejected": [{"index": 1, "error_code": "barcode_too_long", "error_message": "too long"}],
    }
    assert shapes.made_from(json.dumps(body).encode(), 3) == [
        Made("7", BankItemState.PENDING),
        Made(None, BankItemState.FAILED, "barcode_too_long", "too long"),
        Made("8", BankItemState.ACTIVE),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"data": [row(7)]},
        {"data": [row(7), row(8), row(9)]},
        {"data": [row(7), {"name": "no id"}]},
        {"data": [row(7)], "rejected": [{"index": 2}]},
        {"message": "queued"},
    ],
)
def test_answers_that_do_not_add_up_are_none(body: dict[str, object]) -> None:
    with pytest.raises(wire.Garbled):
        shapes.made_from(json.dumps(body).encode(), 2)


def test_older_servers_name_the_items_that_they_refuse() -> None:
    errors = {"items.0.name": ["a", "b"], "items.2.barcode": ["c"], "items.2.name": ["d"], "other": ["e"]}
    trouble = problems.trouble_from(answer(422, {"message": "Validation failed", "errors": errors}), NOW)
    assert shapes.named_by(trouble) == {
        0: Made(None, BankItemState.FAILED, "name", "a b"),
        2: Made(None, BankItemState.FAILED, "barcode", "c"),
    }


def test_a_lost_item_is_known_by_all_that_we_said_of_it() -> None:
    since = NOW - timedelta(minutes=1)
    assert shapes.made_like([listed()], LATTE, since) == listed()
    others = [
        listed(name="Кофе Латте большой"),
        listed(selling_price=1800),
        listed(unit_id=3),
        listed(barcode=None),
        listed(status="deleted"),
        listed(created_at=(since - timedelta(minutes=6)).isoformat()),
    ]
    assert shapes.made_like(others, LATTE, since) is None


def test_clocks_may_differ_a_little_and_of_two_the_newest_that_did_not_fail_counts() -> None:
    early = listed(1, created_at=(NOW - timedelta(minutes=4)).isoformat())
    found = [early, listed(2), listed(10), listed(11, status="failed")]
    assert shapes.made_like(found, LATTE, NOW) == listed(10)
    assert shapes.made_like([early], LATTE, NOW) == early


UNSUPPORTED = {"error": "catalog_not_supported", "error_code": "catalog_not_supported", "message": "no"}
ASK, CHANGE = calls.units_call("https://b", "k"), calls.remove_call("https://b", "k", "7")
SAID = {"message": "This organization does not support catalog. Remove cart_items from request."}


@pytest.mark.parametrize(
    ("status", "body", "asked", "changed"),
    [
        (400, UNSUPPORTED, NoCatalog, NoCatalog),
        (422, UNSUPPORTED, NoCatalog, NoCatalog),
        (422, SAID, NoCatalog, NoCatalog),
        (400, {"message": "Catalog is off"}, NoCatalog, CatalogRefused),
        (404, {"message": "Verified organization not found"}, NoCatalog, NoCatalog),
        (404, {"error": "Catalog item not found"}, BankSilent, CatalogRefused),
        (404, {"message": "The route x could not be found."}, BankSilent, BankSilent),
        (404, "<html>", BankSilent, BankSilent),
        (401, {"message": "Invalid API key"}, BankRefusesUs, BankRefusesUs),
        (403, {"error": "tariff_inactive"}, BankRefusesUs, BankRefusesUs),
        (403, "<html>", BankSilent, AnswerLost),
        (409, {"error": "kaspi_session_expired"}, BankRefusesUs, BankRefusesUs),
        (503, {"error": "kaspi_session_invalid"}, BankRefusesUs, BankRefusesUs),
        (400, {"error": "Organization not found or not verified"}, BankRefusesUs, BankRefusesUs),
        (409, {"error_code": "catalog_busy"}, BankSilent, BankSilent),
        (429, {"message": "Too Many Requests"}, BankSilent, BankSilent),
        (413, "<html>413 Request Entity Too Large", BankSilent, CatalogRefused),
        (422, {"errors": {"statuses.0": ["x"]}}, BankSilent, CatalogRefused),
        (500, {"message": "Server Error"}, BankSilent, AnswerLost),
        (502, "<html>", BankSilent, AnswerLost),
    ],
)
def test_a_refusal_is_read_by_its_code_and_then_by_its_status(
    status: int, body: object, asked: type[Exception], changed: type[Exception]
) -> None:
    said = answer(status, body)
    assert type(refusal_of(ASK, said, NOW, changes=False)) is asked
    assert type(refusal_of(CHANGE, said, NOW, changes=True)) is changed


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (422, {"errors": {"items.3.barcode": ["x"]}}, "barcode"),
        (422, {"error_code": "image_rejected", "message": "x"}, "image_rejected"),
        (404, {"message": "Catalog item not found"}, GONE),
        (413, "<html>", "file_too_large"),
    ],
)
def test_a_refusal_of_one_item_has_a_code(status: int, body: object, code: str) -> None:
    refusal = refusal_of(CHANGE, answer(status, body), NOW, changes=True)
    assert isinstance(refusal, CatalogRefused)
    assert refusal.code == code
