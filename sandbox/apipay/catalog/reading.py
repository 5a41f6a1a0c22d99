"""What the requests for goods say, checked field by field."""

from dataclasses import dataclass

from sandbox.apipay.carts import MOST
from sandbox.apipay.catalog.images import Images
from sandbox.apipay.catalog.items import Card
from sandbox.apipay.catalog.units import KNOWN
from sandbox.apipay.config import Config
from sandbox.apipay.money import tiyn_of
from sandbox.apipay.reading import Body
from sandbox.apipay.refusals import InvalidError

MOST_ITEMS = {"april": 50, "august": 100, "september": 100}
LONGEST_BARCODE = {"april": 50, "august": 32, "september": 32}
FIELDS = ("name", "selling_price", "unit_id", "image_id", "barcode")


@dataclass(frozen=True, slots=True)
class Shelf:
    """By what a card is checked: whose it is, that organization's pictures, and the contract of the day."""

    org: str
    images: Images
    config: Config


Given = dict[str, object]
Errors = dict[str, str]


def rows_of(body: Body, config: Config) -> list[object]:
    """The `items` of a creation: structure only."""
    rows, most = body.get("items"), MOST_ITEMS[config.catalog]
    if not isinstance(rows, list) or not rows:
        raise InvalidError(items="The items field is required.")
    if len(rows) > most:
        raise InvalidError(items=f"The items field must not have more than {most} items.")
    return rows


def card_of(row: object, shelf: Shelf) -> tuple[Card | None, Errors]:
    """One item of a creation, or what is wrong with it."""
    if not isinstance(row, dict):
        return None, {"": "The item must be an object."}
    errors: Errors = {}
    read = read_of(row, shelf, errors)
    for name in ("name", "selling_price", "unit_id"):
        if name not in read and name not in errors:
            errors[name] = f"The {name} field is required."
    known = shelf.config.catalog != "april"
    reference = _text(row, "external_ref", 191, errors) if known else None
    if errors:
        return None, errors
    taken, price, unit = read["name"], read["selling_price"], read["unit_id"]
    image, barcode = read.get("image_id"), read.get("barcode")
    assert isinstance(taken, str)
    assert isinstance(price, int)
    assert isinstance(unit, int)
    assert isinstance(image, str | None)
    assert isinstance(barcode, str | None)
    return Card(taken, price, unit, image, barcode, reference), {}


def edit_of(body: Body, shelf: Shelf) -> Given:
    """The fields of a PATCH that are filled in; prices in tiyn, `image_id` None where it is to go."""
    errors: Errors = {}
    read = read_of(body, shelf, errors)
    drops = body.get("is_image_deleted")
    if drops is not None and not isinstance(drops, bool):
        errors["is_image_deleted"] = "The is image deleted field must be true or false."
    elif drops and "image_id" in read:
        errors["image_id"] = "The image id field is prohibited when is image deleted is true."
    elif drops:
        read["image_id"] = None
    if not read and drops is None and not errors:
        errors["name"] = "At least one field is required."
    if errors:
        raise InvalidError(**errors)
    return read


def read_of(row: Given, shelf: Shelf, errors: Errors) -> Given:
    """The fields that are there and right; null and blank count as not there, as with Laravel."""
    found: Given = {
        "name": _text(row, "name", 255, errors),
        "selling_price": _price(row, errors),
        "unit_id": _unit(row, errors),
        "image_id": _image(row, shelf, errors),
        "barcode": _text(row, "barcode", LONGEST_BARCODE[shelf.config.catalog], errors),
    }
    return {name: value for name, value in found.items() if value is not None}


def _text(row: Given, name: str, limit: int, errors: Errors) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        errors[name] = f"The {name} field must be a string."
        return None
    trimmed = value.strip()
    if len(trimmed) > limit:
        errors[name] = f"The {name} field must not be greater than {limit} characters."
        return None
    return trimmed or None


def _price(row: Given, errors: Errors) -> int | None:
    value = row.get("selling_price")
    if value is None:
        return None
    tiyn = tiyn_of(value)
    if tiyn is None or not 1 <= tiyn <= MOST:
        errors["selling_price"] = "The selling price must be at least 0.01."
        return None
    return tiyn


def _unit(row: Given, errors: Errors) -> int | None:
    value = row.get("unit_id")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value not in KNOWN:
        errors["unit_id"] = "The selected unit id is invalid."
        return None
    return value


def _image(row: Given, shelf: Shelf, errors: Errors) -> str | None:
    value = row.get("image_id")
    if value is None:
        return None
    if not isinstance(value, str) or not shelf.images.has(shelf.org, value):
        errors["image_id"] = "The selected image id is invalid."
        return None
    return value
