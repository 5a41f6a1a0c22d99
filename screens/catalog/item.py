"""The card of an item as the staff see it: picture, what it is, what banks know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from billing.catalog.banking import BankItem, BankItemState
from billing.catalog.models import Change, Item
from billing.models import Person
from screens import format as fmt
from screens import phrases
from screens.cards import Drawn
from screens.catalog import buttons as b
from screens.item_pictures import picture_of
from screens.reader import Reader
from screens.refusals import details, meaning
from screens.shop import price_of
from screens.shop_buttons import address_of

CAPTION_MOST = 1024  # UTF-16 units that Telegram takes under a picture, tags not counted
_STATES = {
    BankItemState.WANTED: "catalog-bank-waiting",
    BankItemState.UNKNOWN: "catalog-bank-unknown",
    BankItemState.PENDING: "catalog-bank-pending",
    BankItemState.DELETING: "catalog-bank-deleting",
    BankItemState.DELETED: "catalog-bank-deleted",
}


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item, and what each bank with a catalog knows of it; ``None``: nothing yet."""

    item: Item
    shop: str
    banks: Mapping[str, BankItem | None]
    editable: bool


def card(view: ItemView, reader: Reader) -> Drawn:
    """As it is now."""
    keyboard = b.under_card(view.item, reader, editable=view.editable)
    return Drawn(picture_of(view.item, view.shop, reader), caption(view, reader), keyboard)


def choosing_unit(view: ItemView, reader: Reader) -> Drawn:
    """The card with the units under it."""
    return replace(card(view, reader), keyboard=b.units_of(view.item, reader.words))


def deleting(view: ItemView, reader: Reader) -> Drawn:
    """The card with the question whether it shall go."""
    question = f"<b>{reader.words('catalog-delete-question')}</b>"
    asked = phrases.lines([*_about(view.item, reader), question])
    return replace(card(view, reader), caption=asked, keyboard=b.to_delete(view.item, reader.words))


def deleted(item: Item, reader: Reader) -> str:
    """The caption of a card whose item is gone."""
    return reader.words.html("catalog-deleted", name=item.name)


def caption(view: ItemView, reader: Reader) -> str:
    """HTML: name and price, unit and barcode, whether customers see it, each bank, the link.

    What banks said in their own words is left out where it would be too long.
    """
    item = view.item
    link = reader.words.html("catalog-link", link=address_of(item, reader))
    for at_length in (True, False):
        banks = [bank_line(slug, row, item, reader, at_length=at_length) for slug, row in view.banks.items()]
        told = phrases.lines([*_about(item, reader), *banks, link])
        if fmt.units(told) <= CAPTION_MOST:
            break
    return told


def _about(item: Item, reader: Reader) -> list[str]:
    words = reader.words
    price = price_of(item, reader)
    code = words.html("catalog-barcode", barcode=item.barcode) if item.barcode else ""
    return [
        f"<b>{words.html('catalog-item', name=item.name, price=price)}</b>",
        code,
        words("catalog-is-hidden") if item.hidden else "",
    ]


def bank_line(slug: str, row: BankItem | None, item: Item, reader: Reader, *, at_length: bool = True) -> str:
    """How the item stands in one bank's own catalog, and what to do about it."""
    words, bank = reader.words, phrases.safe(phrases.bank(slug, reader))
    if row is None:
        return words.html("catalog-bank-waiting", bank=bank)
    if row.differs:
        return words.html("catalog-bank-differs", bank=bank)
    if row.state is BankItemState.FAILED:
        said = details(slug, row.code, row.text, reader) if at_length else ""
        return phrases.lines([_failed(slug, row, bank, reader), said])
    if row.state is BankItemState.ACTIVE:
        key = "catalog-bank-has" if row.told_version >= item.version else "catalog-bank-telling"
        return words.html(key, bank=bank)
    return words.html(_STATES.get(row.state, "catalog-bank-waiting"), bank=bank)


def _failed(slug: str, row: BankItem, bank: str, reader: Reader) -> str:
    """The item is not there, or is there as it was before; and why."""
    why = meaning(slug, row.code, reader) or reader.words("catalog-bank-failed-unsaid")
    key = "catalog-bank-failed" if row.bank_id is None else "catalog-bank-refused"
    return reader.words.html(key, bank=bank, why=why)


def changed_by(who: Person | None, change: Change, reader: Reader) -> str:
    """Who was quicker, and with what: plain text for an alert."""
    words = reader.words
    what = ", ".join(words(f"catalog-field-{field}") for field in change.what)
    return words("catalog-changed-by", who=fmt.clean(who.name, 40) if who and who.name else "–", what=what)


def taken_by(item: Item, reader: Reader) -> str:
    """Whose the barcode is already; HTML."""
    return reader.words.html("catalog-barcode-of", name=item.name)
