"""What ApiPay's catalog is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

from billing.catalog.banking import (
    CatalogRefused,
    Shown,
    ToMake,
)
from billing.catalog.models import Unit
from billing.money import Money
from providers.apipay.catalog import calls, measures, pictures
from tests.unit.apipay.support import LATTE

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
