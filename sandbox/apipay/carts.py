"""A cart on an invoice: its lines, what they come to, and how a discount is shared among them."""

from collections.abc import Mapping
from dataclasses import replace

from sandbox.apipay.bills import Line
from sandbox.apipay.catalog.items import Item
from sandbox.apipay.config import Config
from sandbox.apipay.money import share_of, tiyn_of
from sandbox.apipay.refusals import InvalidError, RefusedError

MOST_ITEMS = 100
MOST = 9_999_999_999
"""99 999 999.99 tenge."""
REMOVED = "The discount field of an item is prohibited."
"""It was taken away on 2026-03-28; what a server makes of it since is not documented."""
NOT_SUPPORTED = "This organization does not support catalog."


def not_supported(config: Config) -> RefusedError:
    """422 for an organization without a catalog: the code among the errors, or since August by itself."""
    if config.errors == "message":
        return InvalidError(cart_items="catalog_not_supported")
    return RefusedError(422, {"message": NOT_SUPPORTED, "error_code": "catalog_not_supported"})


def lines_of(value: object, goods: Mapping[int, Item], errors: dict[str, str]) -> tuple[Line, ...]:
    """The lines of `cart_items`, without a discount yet; `errors` says what is wrong."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_ITEMS:
        errors["cart_items"] = f"The cart items field must have 1 to {MOST_ITEMS} items."
        return ()
    lines: list[Line] = []
    for place, row in enumerate(value):
        where = f"cart_items.{place}"
        if not isinstance(row, dict):
            errors[where] = "The item must be an object."
            continue
        item = _item(row, goods, f"{where}.catalog_item_id", errors)
        count, price = _count(row, where, errors), _price(row, where, errors)
        if row.get("discount") is not None:
            errors[f"{where}.discount"] = REMOVED
        if item is None or not count:
            continue
        if any(line.item == item.id for line in lines):
            errors[f"{where}.catalog_item_id"] = "The catalog item id field has a duplicate value."
        unit = item.price if price is None else price
        original = None if price in (None, item.price) else item.price
        lines.append(Line(item.id, item.name, unit, count, item.unit_id, original))
    return tuple(lines)


def discounted(lines: tuple[Line, ...], percent: int | None, config: Config) -> tuple[Line, ...]:
    """The lines with their shares of the discount, which together are the discount to the tiyn.

    `cart_rounding` says what is rounded, always half up: the discount of the whole receipt to the tiyn
    (`total`), to the tenge (`tenge`), or each line's to the tiyn (`lines`).
    """
    if not percent:
        return lines
    if config.cart_rounding == "lines":
        return tuple(replace(line, discount=share_of(line.gross, percent, whole=False)) for line in lines)
    subtotal = sum(line.gross for line in lines)
    discount = share_of(subtotal, percent, whole=config.cart_rounding == "tenge")
    shared, before, seen = [], 0, 0
    for line in lines:
        seen += line.gross
        upto = portion(discount, seen, subtotal)
        shared.append(replace(line, discount=upto - before))
        before = upto
    return tuple(shared)


def checked(lines: tuple[Line, ...], errors: dict[str, str], *, whole: bool) -> None:
    """What the lines come to must be a sum that may be asked for: whole tenge too, where only such are."""
    total = sum(line.total for line in lines)
    if not 1 <= total <= MOST:
        errors["cart_items"] = "The total must be between 0.01 and 99999999.99"
    elif whole and total % 100:
        errors["cart_items"] = "amount_must_be_whole_tenge"


def portion(tiyn: int, part: int, of: int) -> int:
    """So much of a sum as `part` is of `of`, half up."""
    return (2 * tiyn * part + of) // (2 * of)


def _item(
    row: dict[str, object], goods: Mapping[int, Item], where: str, errors: dict[str, str]
) -> Item | None:
    number = row.get("catalog_item_id")
    if isinstance(number, bool) or not isinstance(number, int):
        errors[where] = "The catalog item id must be an integer."
        return None
    item = goods.get(number)
    if item is None or not item.is_sold:
        errors[where] = "The selected catalog item id is invalid."
        return None
    return item


def _count(row: dict[str, object], where: str, errors: dict[str, str]) -> int:
    count = row.get("count")
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        errors[f"{where}.count"] = "The count must be an integer of at least 1."
        return 0
    return count


def _price(row: dict[str, object], where: str, errors: dict[str, str]) -> int | None:
    value = row.get("price")
    if value is None:
        return None
    tiyn = tiyn_of(value)
    if tiyn is None or not 1 <= tiyn <= MOST:
        errors[f"{where}.price"] = "The price must be between 0.01 and 99999999.99."
        return None
    return tiyn
