"""Goods as answers and events show them, in the shapes of each contract."""

from datetime import datetime

from sandbox.apipay.catalog.items import Item, Status
from sandbox.apipay.config import Config
from sandbox.apipay.magic import said
from sandbox.apipay.moments import maybe, utc
from sandbox.apipay.money import number_of
from sandbox.apipay.shapes import Json, times

EVENT = "catalog.item_processed"


def shown(
    item: Item, config: Config, storage: str, *, is_match: bool = False, name_differs: bool = False
) -> Json:
    """An item in a list or in the answer to its creation; `storage` is where the pictures are."""
    write = times(config)
    row: Json = {
        "id": item.id,
        "name": item.name,
        "selling_price": number_of(item.price),
        "unit_id": item.unit_id,
        "barcode": item.barcode,
        "image_url": None if item.image_id is None else f"{storage}/{item.image_id}",
        "status": str(item.status),
        "created_at": write(item.created_at),
    }
    if config.catalog == "april":
        return row
    row |= {
        "kaspi_item_id": item.kaspi_id,
        "date_added": None if item.kaspi_id is None else write(item.created_at),
        "first_char": item.name[:1],
        **_codes(item),
        "matched_existing": is_match,
        "name_differs": name_differs,
        **_failure(item),
        "synced_at": write(item.changed_at),
    }
    return row if config.catalog == "august" else row | _axis(item)


def rejected(place: int, row: object, errors: dict[str, str]) -> Json:
    """An item that was not taken while the others were."""
    given = row if isinstance(row, dict) else {}
    echo: Json = {name: given.get(name) for name in ("name", "barcode", "external_ref")}
    if "barcode" in errors and len(errors) == 1 and "greater" in errors["barcode"]:
        return {"index": place, "error_code": "barcode_too_long", "error_message": errors["barcode"], **echo}
    return {
        "index": place,
        "error_code": "catalog_item_invalid",
        "error_message": " ".join(errors.values()),
        "errors": {name: [text] for name, text in errors.items()},
        **echo,
    }


def event_of(item: Item, at: datetime, config: Config) -> Json:
    """`catalog.item_processed`: a job is over, well or not. It has no `source`."""
    about: Json = {"id": item.id, "kaspi_item_id": item.kaspi_id, "name": item.name, "barcode": item.barcode}
    about |= {**_codes(item), "status": str(item.status), **_failure(item)}
    if config.catalog == "september":
        about |= _axis(item)
    return {"event": EVENT, "catalog_item": about, "timestamp": utc(at)}


def _codes(item: Item) -> Json:
    return {
        "external_ref": item.external_ref,
        "ntin": None,
        "gtin": None,
        "ntin_missing": item.barcode is not None,
    }


def _failure(item: Item) -> Json:
    code = item.error_code
    return {"error_code": code, "error_message": None if code is None else said(code)}


def _axis(item: Item) -> Json:
    return {
        "operation": item.operation,
        "sellable": item.status is not Status.DELETED and item.operation != "delete",
        "in_kaspi_catalog": item.kaspi_id is not None and not item.is_sandbox,
        "failed_at": maybe(utc, item.failed_at),
    }
