"""What ApiPay's catalog is sent and how its answers are read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

from billing.catalog.banking import (
    AnswerLost,
    BankItemState,
    CatalogRefused,
    Listed,
    Made,
    NoCatalog,
    Shown,
    ToMake,
)
from billing.catalog.models import Unit
from billing.errors import BankRefusesUs, BankSilent
from billing.money import Money
from providers.apipay import problems, wire
from providers.apipay.catalog import calls, measures, pictures, shapes
from providers.apipay.catalog.refusals import GONE, refusal_of
from tests.support.payments import answer
from tests.unit.apipay.support import NOW

LATTE = Shown("Кофе Латте", Money(180050, "KZT"), "1", "4870001")
UNITS = {
    "1": "шт / дана",
    "3": "Кг.",
    "4": "г",
    "6": "л.",
    "7": "мл",
    "9": "м",
    "11": "м²",
    "14": "Упаковка / қаптама",
    "18": "үлес",
    "21": "сағат",
    "26": "УСЛУГА",
}


def picture(width: int, height: int, kind: str = "JPEG", **how: object) -> bytes:
    out = BytesIO()
    Image.new("L", (width, height)).save(out, kind, **how)  # type: ignore[arg-type]
    return out.getvalue()


# --- units ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "there"),
    [
        (Unit.PIECE, "1"),
        (Unit.KILOGRAM, "3"),
        (Unit.GRAM, "4"),
        (Unit.LITRE, "6"),
        (Unit.MILLILITRE, "7"),
        (Unit.METRE, "9"),
        (Unit.PACK, "14"),
        (Unit.PORTION, "18"),
        (Unit.HOUR, "21"),
        (Unit.SERVICE, "26"),
    ],
)
def test_each_of_our_units_is_known_by_the_banks_word_in_either_language(unit: Unit, there: str) -> None:
    assert measures.unit_for(unit, UNITS) == there
    assert measures.unit_of(there, UNITS) is unit


def test_what_is_only_like_one_of_our_units_is_none() -> None:
    assert measures.unit_of("11", UNITS) is None
    assert measures.unit_of("99", UNITS) is None
    assert measures.unit_for(Unit.PIECE, {"11": "м²"}) is None


def test_of_two_words_for_one_unit_the_usual_one_is_taken() -> None:
    assert measures.unit_for(Unit.PIECE, {"2": "штука", "8": "шт."}) == "8"


def test_units_are_read_in_both_languages_and_from_both_envelopes() -> None:
    rows = [{"id": 1, "name": "шт", "name_kaz": "дана"}, {"id": 3, "name": "кг", "name_kaz": "кг"}]
    for body in ({"data": rows}, rows):
        assert shapes.units_from(json.dumps(body).encode()) == {"1": "шт / дана", "3": "кг"}


# --- requests -------------------------------------------------------------------------------------------


def test_a_list_is_asked_for_with_every_parameter() -> None:
    call = calls.list_call(
        "https://bank/v1", "key", page=3, search="ла" * 99, barcode="487", first_char="К", ids=["5", "6"]
    )
    query = parse_qsl(urlsplit(call.url).query)
    assert [value for name, value in query if name == "statuses[]"] == [
        "active",
        "pending",
        "deleting",
        "failed",
    ]
    assert [value for name, value in query if name == "ids[]"] == ["5", "6"]
    rest = dict(query)
    assert (rest["page"], rest["per_page"], rest["barcode"], rest["first_char"]) == ("3", "200", "487", "К")
    assert len(rest["search"]) == 100
    assert (call.method, call.listing, call.headers["x-api-key"]) == ("GET", True, "key")


def test_a_cursor_stands_for_the_page() -> None:
    query = dict(parse_qsl(urlsplit(calls.list_call("https://bank", "key", page=2, cursor="c2").url).query))
    assert ("page" in query, query["cursor"]) == (False, "c2")


def test_a_picture_goes_as_a_form() -> None:
    raw = picture(64, 64)
    call = calls.upload_call("https://bank", "key", raw)
    form = message_from_bytes(f"Content-Type: {call.headers['content-type']}\r\n\r\n".encode() + call.body)
    (part,) = form.get_payload()  # type: ignore[misc]
    assert part.get_param("name", header="content-disposition") == "image"  # type: ignore[union-attr]
    assert part.get_content_type() == "image/jpeg"  # type: ignore[union-attr]
    assert raw in call.body


def test_items_are_told_with_exact_prices_and_without_what_they_lack() -> None:
    bare = ToMake(Shown(" Чай\n зелёный ", Money(50000, "KZT"), "6"))
    call = calls.make_call("https://bank", "key", [ToMake(LATTE, "uuid-1"), bare])
    assert b'"selling_price": 1800.50' in call.body
    assert json.loads(call.body)["items"] == [
        {
            "name": "Кофе Латте",
            "selling_price": 1800.5,
            "unit_id": 1,
            "image_id": "uuid-1",
            "barcode": "4870001",
        },
        {"name": "Чай зелёный", "selling_price": 500, "unit_id": 6},
    ]


@pytest.mark.parametrize(
    ("to", "image_id", "told"),
    [
        (LATTE, None, {}),
        (replace(LATTE, name="Латте"), None, {"name": "Латте"}),
        (replace(LATTE, price=Money(100, "KZT")), None, {"selling_price": Money(100, "KZT")}),
        (replace(LATTE, unit="6"), None, {"unit_id": 6}),
        (replace(LATTE, barcode="4870002"), None, {"barcode": "4870002"}),
        (replace(LATTE, barcode=""), None, {}),  # it cannot be taken away
        (LATTE, "uuid-1", {"image_id": "uuid-1"}),
        (LATTE, "", {"is_image_deleted": True}),
    ],
)
def test_only_what_differs_is_told(to: Shown, image_id: str | None, told: dict[str, object]) -> None:
    assert calls.changes_of(LATTE, to, image_id) == told


def test_an_item_of_which_we_know_nothing_is_told_whole() -> None:
    assert set(calls.changes_of(None, LATTE, None)) == {"name", "selling_price", "unit_id", "barcode"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " \n"}, "name"),
        ({"name": "ы" * 256}, "name"),
        ({"price": Money(0, "KZT")}, "selling_price"),
        ({"price": Money(10_000_000_000, "KZT")}, "selling_price"),
        ({"price": Money(100, "USD")}, "selling_price"),
        ({"unit": ""}, "unit_id"),
        ({"barcode": "4" * 33}, "barcode"),
    ],
)
def test_what_the_bank_would_refuse_is_not_sent(changed: dict[str, object], field: str) -> None:
    calls.check(replace(LATTE, name="ы" * 255, barcode="4" * 32))
    with pytest.raises(CatalogRefused) as refused:
        calls.check(replace(LATTE, **changed))  # type: ignore[arg-type]
    assert refused.value.code == f"unsent-{field}"


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"exif": b"Exif\x00\x00" + b"x" * 900}])
def test_the_size_of_a_jpeg_stands_in_its_head(how: dict[str, object]) -> None:
    assert pictures.jpeg_size(picture(640, 480, **how)) == (640, 480)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (picture(64, 64) + bytes(6 * 1024 * 1024), "file_too_large"),
        (picture(64, 64, "PNG"), "invalid_file_type"),
        (picture(64, 64, "GIF"), "invalid_file_type"),
        (b"%PDF-1.7 called photo.jpg", "invalid_file_type"),
        (b"", "invalid_file_type"),
        (picture(64, 64)[:20], "invalid_file_type"),
        (b"\xff\xd8\xff\xe0\x00\x00" * 9, "invalid_file_type"),
        (picture(63, 64), "image_rejected"),
        (picture(64, 6001), "image_rejected"),
        (picture(4000, 3001), "image_rejected"),
    ],
)
def test_a_picture_that_the_bank_would_refuse_is_not_sent(raw: bytes, code: str) -> None:
    with pytest.raises(CatalogRefused) as refused:
        pictures.check(raw)
    assert refused.value.code == f"unsent-{code}"


def test_a_picture_within_the_limits_is_sent() -> None:
    pictures.check(picture(64, 64))
    pictures.check(picture(4000, 3000))


# --- answers --------------------------------------------------------------------------------------------


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
        (404, {"error": "Catalog item not found"}, CatalogRefused, CatalogRefused),
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
        (413, "<html>413 Request Entity Too Large", CatalogRefused, CatalogRefused),
        (422, {"errors": {"items.3.barcode": ["x"]}}, CatalogRefused, CatalogRefused),
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
