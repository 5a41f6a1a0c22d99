"""Goods on their way back: `return_items` of a refund, and what they come to."""

from dataclasses import dataclass

from sandbox.apipay.bills import Invoice, Line, Returned
from sandbox.apipay.carts import portion
from sandbox.apipay.config import Config
from sandbox.apipay.money import tiyn_of
from sandbox.apipay.refusals import RefusedError

MOST_ITEMS = 100
MOST_PART = 999_999_999
"""9 999 999.99 tenge of one item."""


def returned_of(
    invoice: Invoice, body: dict[str, object], config: Config, errors: dict[str, str]
) -> tuple[Returned, ...]:
    """The items of `return_items`, none where it is absent; `errors` says what is wrong.

    So many pieces are the part of their line's sum after its discount: what all pieces returned so far
    come to, rounded half up, less what the earlier ones came to. Thus all pieces are exactly the line.
    """
    rows = body.get("return_items")
    if rows is None:
        return ()
    if not invoice.wish.lines:
        errors["return_items"] = "The invoice has no items."
        return ()
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ITEMS:
        errors["return_items"] = f"The return items field must have 1 to {MOST_ITEMS} items."
        return ()
    if body.get("amount") is not None:
        errors["amount"] = "The amount field is prohibited when return items is present."
    found: list[Returned] = []
    for place, row in enumerate(rows):
        where = f"return_items.{place}"
        back = _returned(invoice, row, where, config, errors)
        if back is not None and any(other.line == back.line for other in found):
            errors[f"{where}.catalog_item_id"] = "The catalog item id field has a duplicate value."
        elif back is not None:
            found.append(back)
    return tuple(found)


def rest_of(invoice: Invoice) -> tuple[Returned, ...]:
    """Everything that has not gone back yet: what a full refund takes."""
    rest = []
    for line in invoice.wish.lines:
        gone = _gone(invoice, line)
        if line.total > gone.amount:
            rest.append(Returned(line, line.count - gone.count, line.total - gone.amount))
    return tuple(rest)


def needs_items(invoice: Invoice, amount: int | None, config: Config) -> None:
    """Since August a part of a cart cannot go back as a mere sum."""
    if config.catalog == "april" or amount is None or not invoice.wish.lines or amount == invoice.amount:
        return
    code = "partial_refund_requires_return_items"
    text = "A partial refund of an invoice with items needs return_items."
    raise RefusedError(422, {"error": code, "error_code": code, "message": text})


@dataclass(frozen=True, slots=True)
class _Gone:
    count: int
    amount: int


def _gone(invoice: Invoice, line: Line) -> _Gone:
    """What of a line has gone back or is on its way."""
    back = [
        row
        for refund in invoice.refunds
        if refund.status != "failed"
        for row in refund.items
        if row.line == line
    ]
    return _Gone(sum(row.count for row in back), sum(row.amount for row in back))


def _returned(
    invoice: Invoice, row: object, where: str, config: Config, errors: dict[str, str]
) -> Returned | None:
    if not isinstance(row, dict):
        errors[where] = "The item must be an object."
        return None
    number = row.get("catalog_item_id")
    line = next((line for line in invoice.wish.lines if line.item == number), None)
    if line is None or line.item in invoice.orphans or not isinstance(number, int):
        errors[f"{where}.catalog_item_id"] = "The selected catalog item id is invalid."
        return None
    count, amount = row.get("count"), row.get("amount")
    if config.catalog == "april" and amount is not None:
        errors[f"{where}.amount"] = "The amount field is prohibited."
    elif (count is None) == (amount is None):
        errors[f"{where}.count"] = "Exactly one of count and amount is required."
    elif count is not None:
        return _pieces(invoice, line, count, where, errors)
    else:
        return _part(invoice, line, amount, where, errors)
    return None


def _pieces(
    invoice: Invoice, line: Line, count: object, where: str, errors: dict[str, str]
) -> Returned | None:
    gone = _gone(invoice, line)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        errors[f"{where}.count"] = "The count must be an integer of at least 1."
        return None
    upto = gone.count + count
    if upto > line.count:
        errors[f"{where}.count"] = f"Only {line.count - gone.count} can be returned."
        return None
    amount = portion(line.total, upto, line.count) - portion(line.total, gone.count, line.count)
    if not 0 < amount <= line.total - gone.amount:
        errors[f"{where}.count"] = "Less than that is left of the item's sum."
        return None
    return Returned(line, count, amount)


def _part(
    invoice: Invoice, line: Line, amount: object, where: str, errors: dict[str, str]
) -> Returned | None:
    tiyn = tiyn_of(amount)
    if tiyn is None or not 1 <= tiyn <= MOST_PART:
        errors[f"{where}.amount"] = "The amount must be between 0.01 and 9999999.99."
    elif tiyn > line.total - _gone(invoice, line).amount:
        errors[f"{where}.amount"] = "Less than that is left of the item's sum."
    else:
        return Returned(line, 0, tiyn)
    return None
