"""The bank's own cabinet, in which the merchant keeps the same goods by hand; and what becomes of jobs."""

from sandbox.apipay.bank import ApiPay
from sandbox.apipay.catalog.items import Card, Item, Status
from sandbox.apipay.catalog.units import KNOWN
from sandbox.apipay.shapes import Json
from sandbox.common.control import Control
from sandbox.common.fields import Fields, MisuseError


def summary_of(item: Item) -> Json:
    """One item as the books hold it; the price in tiyn."""
    return {
        "item": item.id,
        "org": item.org,
        "name": item.name,
        "price": item.price,
        "unit_id": item.unit_id,
        "image_id": item.image_id,
        "barcode": item.barcode,
        "external_ref": item.external_ref,
        "status": str(item.status),
        "operation": item.operation,
        "error_code": item.error_code,
        "kaspi_item_id": item.kaspi_id,
        "is_sandbox": item.is_sandbox,
        "gone": item.gone,
    }


async def item_make(bank: ApiPay, fields: Fields) -> Json:
    """A new item, there at once."""
    name, price, unit = fields.text("name"), fields.whole("price"), _unit(fields, 1)
    card = Card(name, price, unit, barcode=fields.maybe_text("barcode"))
    org = fields.text("org", "main")
    fields.end()
    return {"ok": True, **summary_of(bank.catalog.put(org, card, bank.clock.now()))}


async def item_change(bank: ApiPay, fields: Fields) -> Json:
    """Another name, price, unit or barcode, at once."""
    item = _item(bank, fields)
    item.name, item.price = fields.text("name", item.name), fields.whole("price", item.price)
    item.unit_id = _unit(fields, item.unit_id)
    if fields.has("barcode"):
        item.barcode = fields.maybe_text("barcode")
    fields.end()
    bank.catalog.touch(item, bank.clock.now())
    return {"ok": True, **summary_of(item)}


async def item_delete(bank: ApiPay, fields: Fields) -> Json:
    """Off sale, at once."""
    item = _item(bank, fields)
    fields.end()
    bank.catalog.touch(item, bank.clock.now(), Status.DELETED)
    return {"ok": True, **summary_of(item)}


async def item_settle(bank: ApiPay, fields: Fields) -> Json:
    """The item's open job ends now, well or with a code."""
    item, code = _item(bank, fields), fields.text("code", "")
    fields.end()
    if not bank.catalog.settle(item, bank.clock.now(), code):
        msg = f"nothing is being done to {item.id}"
        raise MisuseError(msg)
    return {"ok": True, **summary_of(item)}


def _item(bank: ApiPay, fields: Fields) -> Item:
    number = fields.whole("item")
    if number not in bank.catalog.items:
        msg = f"no item {number}"
        raise MisuseError(msg)
    return bank.catalog.items[number]


def _unit(fields: Fields, default: int) -> int:
    unit = fields.whole("unit_id", default)
    if unit not in KNOWN:
        msg = f"no unit {unit}"
        raise MisuseError(msg)
    return unit


CONTROLS: dict[str, Control[ApiPay]] = {
    "item_make": item_make,
    "item_change": item_change,
    "item_delete": item_delete,
    "item_settle": item_settle,
}
