"""What ApiPay's catalog is sent: endpoints 9 to 14. Pure.

Where the two generations of its documents differ the stricter limit is kept: 50 items in a call, barcodes of
32 characters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urlencode

from billing.answers import UNSENT
from billing.catalog.banking import CatalogRefused, Shown, ToMake
from providers.apipay import codec
from providers.http import Call

ITEMS = 50  # in one call
PAGE = 200  # rows of one answer
SEARCHED = 100  # characters that a search may have
NAME = 255
BARCODE = 32
STATUSES = ("active", "pending", "deleting", "failed")
"""What is asked for by name: newer servers show only what is active otherwise, older ones don't see it."""


def units_call(api: str, key: str) -> Call:
    """Every unit of measure."""
    return _ask("catalog-units", f"{api}/catalog/units", key)


def list_call(
    api: str,
    key: str,
    *,
    page: int = 1,
    cursor: str = "",
    statuses: Sequence[str] = STATUSES,
    search: str = "",
    barcode: str = "",
    first_char: str = "",
    ids: Sequence[str] = (),
) -> Call:
    """A page of the catalog. ``cursor``: instead of the page, where the answer before named it.

    ``ids`` is known to newer servers only: others leave it unseen and show everything.
    """
    query = [("statuses[]", status) for status in statuses]
    query += [("ids[]", each) for each in ids]
    words = {"search": search[:SEARCHED], "barcode": barcode, "first_char": first_char}
    query += [(name, word) for name, word in words.items() if word]
    query += [("cursor", cursor)] if cursor else [("page", str(page))]
    return _ask("catalog", f"{api}/catalog?{urlencode([*query, ('per_page', str(PAGE))])}", key)


def upload_call(api: str, key: str, picture: bytes) -> Call:
    """A JPEG as the form field ``image``. The service knows a picture that it has already, by its bytes."""
    boundary = f"tolem-{hashlib.sha256(picture).hexdigest()[:32]}"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="item.jpg"\r\n'
    head += "Content-Type: image/jpeg\r\n\r\n"
    body = head.encode() + picture + f"\r\n--{boundary}--\r\n".encode()
    headers = {**codec.headers(key), "content-type": f"multipart/form-data; boundary={boundary}"}
    return Call("catalog-image", "POST", f"{api}/catalog/upload-image", headers, body)


def make_call(api: str, key: str, items: Sequence[ToMake]) -> Call:
    """New items, up to ``ITEMS``."""
    rows = [_row(each) for each in items]
    return codec.json_call("catalog-make", "POST", f"{api}/catalog", key, {"items": rows})


def change_call(api: str, key: str, bank_id: str, changes: dict[str, object]) -> Call:
    """What of an item is different, see ``changes_of``."""
    return codec.json_call("catalog-change", "PATCH", f"{api}/catalog/{bank_id}", key, changes)


def remove_call(api: str, key: str, bank_id: str) -> Call:
    """Off sale; has no body."""
    return Call("catalog-remove", "DELETE", f"{api}/catalog/{bank_id}", codec.headers(key))


def changes_of(was: Shown | None, to: Shown, image_id: str | None) -> dict[str, object]:
    """Only what differs; an item of which we know nothing is told whole.

    A barcode cannot be taken away there: an empty one counts as none said, so it is left as it is.
    """
    changes = {
        name: value
        for name, value in _told(to).items()
        if value and (was is None or value != _told(was)[name])
    }
    if image_id is not None:
        changes |= {"image_id": image_id} if image_id else {"is_image_deleted": True}
    return changes


def check(shown: Shown) -> None:
    """Raises ``CatalogRefused`` for what would be refused."""
    if not 1 <= len(clean(shown.name)) <= NAME:
        raise CatalogRefused(UNSENT + "name", f"1 to {NAME} characters")
    if shown.price.currency != "KZT" or not 1 <= shown.price.minor <= codec.MOST:
        raise CatalogRefused(UNSENT + "selling_price", "0.01 to 99 999 999 tenge")
    if not re.fullmatch("[0-9]{1,9}", shown.unit):
        raise CatalogRefused(UNSENT + "unit_id", "no unit of the bank")
    if len(shown.barcode) > BARCODE:
        raise CatalogRefused(UNSENT + "barcode", f"at most {BARCODE} characters")


def clean(name: str) -> str:
    """A name as it is sent and compared."""
    return codec.one_line(name)


def _row(item: ToMake) -> dict[str, object]:
    row = _told(item.shown) | {"image_id": item.image_id}
    return {name: value for name, value in row.items() if value}


def _told(shown: Shown) -> dict[str, object]:
    return {
        "name": clean(shown.name),
        "selling_price": shown.price,
        "unit_id": int(shown.unit) if shown.unit.isdigit() else 0,
        "barcode": shown.barcode.strip(),
    }


def _ask(name: str, url: str, key: str) -> Call:
    return Call(name, "GET", url, codec.headers(key), listing=True)
