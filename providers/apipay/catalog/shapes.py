"""What ApiPay's catalog answers, read leniently, and what it means. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from billing.catalog.banking import BankItemState, Listed, Made, Shown
from billing.money import Money
from providers.apipay import codec, problems, wire
from providers.apipay.catalog import calls, measures
from providers.apipay.problems import Trouble

SKEW = timedelta(minutes=5)  # the bank's clock may be this far behind ours
_STATES = {
    "pending": BankItemState.PENDING,
    "active": BankItemState.ACTIVE,
    "failed": BankItemState.FAILED,
    "deleting": BankItemState.DELETING,
    "deleted": BankItemState.DELETED,
}

_PLACE = re.compile(r"items\.([0-9]{1,3})(?:\.(.+))?")


class Item(wire.Wire):
    """An item, listed or just made."""

    id: wire.Text = ""
    name: wire.Text = ""
    selling_price: wire.Amount = None
    unit_id: wire.Text = ""
    barcode: wire.Text = ""
    image_url: wire.Text = ""
    status: wire.Text = ""
    name_differs: wire.Flag = None
    error_code: wire.Text = ""
    error_message: wire.Text = ""
    created_at: wire.Moment = None


class MeasureUnit(wire.Wire):
    """A unit in both languages."""

    id: wire.Text = ""
    name: wire.Text = ""
    name_kaz: wire.Text = ""


class Turned(wire.Wire):
    """An item that was not taken while others of the same call were (newer servers)."""

    index: wire.Text = ""
    error_code: wire.Text = ""
    error_message: wire.Text = ""


class Uploaded(wire.Wire):
    """A picture that was taken."""

    image_id: wire.Text = ""


def state_of(word: str, unsaid: BankItemState) -> BankItemState:
    """A word that we don't know is of something that is not done; ``unsaid``: where there is none."""
    return _STATES.get(word.lower(), BankItemState.PENDING) if word else unsaid


def units_from(body: bytes) -> dict[str, str]:
    """The bank's ids, and its words for them. Raises ``Garbled``."""
    value = wire.value_from(body)
    rows = wire.each(MeasureUnit, value.get("data") if isinstance(value, dict) else value)
    return {row.id: _words(row) for row in rows if row.id}


def _words(row: MeasureUnit) -> str:
    return measures.BETWEEN.join(dict.fromkeys(word for word in (row.name, row.name_kaz) if word))


def page_from(body: bytes) -> codec.Page[Item]:
    """A part of the list. Raises ``Garbled``, for an item without an id as well."""
    page = codec.page_from(Item, body, calls.PAGE)
    if not all(row.id.isdigit() for row in page.rows):
        raise wire.Garbled("an item without an id")
    return page


def listed_of(row: Item) -> Listed:
    """One row; a price that is not said is none."""
    price = codec.money_from(row.selling_price) or Money(0, "KZT")
    return Listed(
        bank_id=row.id,
        shown=Shown(row.name, price, row.unit_id, row.barcode),
        state=state_of(row.status, BankItemState.ACTIVE),
        has_picture=bool(row.image_url),
        created_at=row.created_at,
        text=": ".join(said for said in (row.error_code, row.error_message) if said),
    )


def made_like(rows: Sequence[Listed], shown: Shown, since: datetime) -> Listed | None:
    """The one that was made like this since then; the newest, rather one that did not fail."""
    found = [
        row
        for row in rows
        if _same(row.shown, shown)
        and row.state is not BankItemState.DELETED
        and (row.created_at is None or row.created_at >= since - SKEW)
    ]
    return max(found, key=lambda row: (row.state is not BankItemState.FAILED, int(row.bank_id)), default=None)


def _same(one: Shown, other: Shown) -> bool:
    """The search finds parts of words, so all is compared exactly."""
    return calls.clean(one.name) == calls.clean(other.name) and (
        one.price,
        one.unit,
        one.barcode.strip(),
    ) == (other.price, other.unit, other.barcode.strip())


def made_from(body: bytes, asked: int) -> list[Made]:
    """An answer for each of so many, in their order. Raises ``Garbled`` where they don't add up."""
    value = wire.object_from(body)
    taken = wire.each(Item, value.get("data"))
    turned = _turned(wire.each(Turned, value.get("rejected") or []), asked)
    if len(taken) + len(turned) != asked or not all(row.id.isdigit() for row in taken):
        raise wire.Garbled("another number of items")
    rest = iter(taken)
    return [turned[place] if place in turned else _made(next(rest)) for place in range(asked)]


def _made(row: Item) -> Made:
    """Newer servers make no second item of one barcode; one with another name stays as it was."""
    state = state_of(row.status, BankItemState.PENDING)
    return Made(row.id, state, row.error_code, row.error_message, other=bool(row.name_differs))


def _turned(rows: Sequence[Turned], asked: int) -> dict[int, Made]:
    found = {}
    for row in rows:
        if not row.index.isdigit() or int(row.index) >= asked:
            raise wire.Garbled("a refusal of nothing")
        code = problems.slug(row.error_code) or "catalog_item_invalid"
        found[int(row.index)] = refused(code, row.error_message)
    return found


def named_by(trouble: Trouble) -> dict[int, Made]:
    """The items that a 422 of older servers names: ``items.3.barcode``; then none at all was made."""
    found: dict[int, Made] = {}
    for name, texts in trouble.fields.items():
        if (match := _PLACE.fullmatch(name)) is not None:
            found.setdefault(int(match[1]), refused(match[2] or "items", " ".join(texts)))
    return found


def refused(code: str, text: str) -> Made:
    """An item that the bank does not take."""
    return Made(None, BankItemState.FAILED, code, text)


def image_from(body: bytes) -> str:
    """The picture's id. Raises ``Garbled``."""
    told = wire.read(Uploaded, body, under="data")
    if not told.image_id:
        raise wire.Garbled("no picture")
    return told.image_id


def words_of(found: Mapping[int, Made]) -> str:
    """Which were refused and why, for the log."""
    return ", ".join(f"{place}: {made.code}" for place, made in sorted(found.items()))
