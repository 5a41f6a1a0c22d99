"""The list of items: a button for each, pages, and what can be done with the whole."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aiogram.types import InlineKeyboardButton

from billing.catalog.items import Page
from billing.catalog.models import Item
from billing.money import Money
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, press
from screens.catalog import buttons as b
from screens.phrases import dotted, lines
from screens.reader import Reader

SOUGHT_MOST = 60  # characters of what was typed that are said back


def listed(
    page: Page,
    typed: str,
    reader: Reader,
    *,
    editable: bool,
    waiting: Mapping[str, tuple[bool, bool]] = MappingProxyType({}),
) -> Text:
    """Text and buttons of a page; ``typed``: what was looked for.

    ``waiting``: at which banks items wait to be taken over, and differences to be decided.
    """
    words = reader.words
    if typed:
        return _found(page, typed, reader, editable=editable)
    if not page.items:
        text = words("catalog-empty" if editable else "catalog-empty-for-cashier")
        return _titled(reader, text), keyboard(
            [*_tools(reader, editable=editable), *_at_banks(waiting, reader)]
        )
    text = _titled(reader, words("catalog-hint" if editable else "catalog-hint-for-cashier"))
    rows = [*_rows(page, "", reader), *_tools(reader, editable=editable), *_at_banks(waiting, reader)]
    return text, keyboard(rows)


def offered(page: Page, typed: str, name: str, price: Money, message: int, reader: Reader) -> Text:
    """What was found by words that could be a new item as well: that is offered."""
    words = reader.words
    label = words("catalog-add-this", name=fmt.clean(name, b.NAME_MOST), price=fmt.money(price, words.locale))
    add = [press(label, b.AddOffered(message=message))]
    text = words.html("catalog-found", words=fmt.clean(typed, SOUGHT_MOST))
    return text, keyboard([*_rows(page, typed, reader), add])


def _titled(reader: Reader, text: str) -> str:
    return f"<b>{reader.words('catalog-title')}</b>\n{text}"


def _found(page: Page, typed: str, reader: Reader, *, editable: bool) -> Text:
    words = reader.words
    sought = fmt.clean(typed, SOUGHT_MOST)
    whole = [press(words("btn-catalog-whole"), b.ListPage())]
    if not page.items:
        return words.html("catalog-found-none", words=sought), keyboard(
            [*_add(typed, reader, editable), whole]
        )
    text = words.html("catalog-found", words=sought)
    if page.next is not None and not b.fits(b.ListPage(typed=typed, after=page.next.id)):
        text = lines([text, words("catalog-found-more")])
    return text, keyboard([*_rows(page, typed, reader), whole])


def _add(typed: str, reader: Reader, editable: bool) -> list[Row]:
    """A barcode that no item has yet may be a new item's."""
    data = b.Add(barcode=typed)
    if not (editable and typed.isdecimal() and b.fits(data)):
        return []
    return [[press(reader.words("btn-catalog-add-barcode"), data)]]


def _rows(page: Page, typed: str, reader: Reader) -> list[Row]:
    turns: Row = []
    if page.previous is not None:
        turns += _turn("◀", b.ListPage(typed=typed, before=page.previous.id))
    if page.next is not None:
        turns += _turn("▶", b.ListPage(typed=typed, after=page.next.id))
    return [*[[_item(item, reader)] for item in page.items], turns]


def _turn(sign: str, data: b.ListPage) -> list[InlineKeyboardButton]:
    return [press(sign, data)] if b.fits(data) else []


def _item(item: Item, reader: Reader) -> InlineKeyboardButton:
    words = reader.words
    hidden = words("catalog-hidden") if item.hidden else ""
    price = fmt.money(item.price, words.locale)
    return press(dotted(fmt.clean(item.name, b.NAME_MOST), price, hidden), b.SeeItem(item=item.id))


def _tools(reader: Reader, *, editable: bool) -> list[Row]:
    words = reader.words
    search = press(words("btn-catalog-search"), b.Search())
    if not editable:
        return [[search]]
    files = [
        press(words("btn-catalog-download"), b.Download()),
        press(words("btn-catalog-upload"), b.Upload()),
    ]
    return [[search, press(words("btn-catalog-add"), b.Add())], files]


def _at_banks(waiting: Mapping[str, tuple[bool, bool]], reader: Reader) -> list[Row]:
    rows: list[Row] = []
    for slug, (foreign, differing) in waiting.items():
        bank = phrases.bank(slug, reader)
        if foreign:
            rows.append([press(reader.words("catalog-see-foreign", bank=bank), b.Foreign(provider=slug))])
        if differing:
            rows.append([press(reader.words("catalog-see-differing", bank=bank), b.Differing(provider=slug))])
    return rows
