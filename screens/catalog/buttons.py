"""The buttons of the catalog: they name items and rows, and the version that their reader has seen."""

from __future__ import annotations

from enum import StrEnum

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from billing.catalog.models import Item, Unit
from screens.buttons import Id, Row, Version, keyboard, link, press, share_address
from screens.format import money
from screens.reader import Reader
from screens.sheets import catalog_words
from screens.shop_buttons import address_of
from screens.texts import Words

MOST = 64  # bytes that Telegram takes behind a button
NAME_MOST = 28  # characters of an item's name on a button


class Edit(StrEnum):
    """What shall change about an item."""

    NAME = "name"
    PRICE = "price"
    UNIT = "unit"
    PICTURE = "picture"
    NO_PICTURE = "no-picture"
    BARCODE = "barcode"
    NO_BARCODE = "no-barcode"
    HIDE = "hide"
    SHOW = "show"
    DELETE = "delete"


class ListPage(CallbackData, prefix="cli"):
    """A page of the list, or of what ``typed`` finds, between these items."""

    typed: str = ""
    after: Id | None = None
    before: Id | None = None


class SeeItem(CallbackData, prefix="cit"):
    """The card of an item, below."""

    item: Id


class BackToItem(CallbackData, prefix="cbi"):
    """Leave a question on the card."""

    item: Id


class EditItem(CallbackData, prefix="ced"):
    """Change one thing of an item, of which the reader has seen this version."""

    item: Id
    version: Version
    what: Edit


class SetUnit(CallbackData, prefix="cun"):
    """The item's unit."""

    item: Id
    version: Version
    unit: Unit


class DeleteItem(CallbackData, prefix="cdl"):
    """*Yes, delete*."""

    item: Id
    version: Version


class Search(CallbackData, prefix="csr"):
    """Look for something."""


class Add(CallbackData, prefix="cad"):
    """A new item; with a barcode that was looked for in vain."""

    barcode: str = ""


class AddOffered(CallbackData, prefix="cao"):
    """Yes, the text that found something was meant as a new item; ``message`` is that text."""

    message: Id


class AddUnit(CallbackData, prefix="cau"):
    """The new item's unit."""

    unit: Unit


class Step(StrEnum):
    """What a new item may do without."""

    PICTURE = "picture"
    BARCODE = "barcode"


class SkipStep(CallbackData, prefix="csk"):
    """The new item has none."""

    step: Step


class Download(CallbackData, prefix="cdn"):
    """The whole catalog as a sheet."""


class Upload(CallbackData, prefix="cim"):
    """A sheet shall come."""


class TakeIn(CallbackData, prefix="cia"):
    """Do what the sheet was said to do; ``mark`` is the plan's."""

    mark: str


class Foreign(CallbackData, prefix="cfo"):
    """Items that were made in the bank's cabinet, after this row."""

    provider: str
    after: Id = 0


class Adopt(CallbackData, prefix="cfa"):
    """Make one of them ours."""

    row: Id


class AdoptAll(CallbackData, prefix="cfl"):
    """Make all of them ours."""

    provider: str


class Differing(CallbackData, prefix="cdf"):
    """The next item, after this row, that the bank shows otherwise than we told it."""

    provider: str
    after: Id = 0


class Decide(CallbackData, prefix="cdd"):
    """Whose word counts for it."""

    row: Id
    ours: bool


class LeaveQuestion(CallbackData, prefix="clv"):
    """*Back*: the question is dropped."""


def under_card(item: Item, reader: Reader, *, editable: bool) -> InlineKeyboardMarkup | None:
    """Share; and a button for each thing that may change, the dangerous one last."""
    words = reader.words
    name = words("catalog-share-text", name=item.name, price=money(item.price, words.locale))
    url = share_address(address_of(item, reader), name)
    rows: list[Row] = [[link(words("btn-item-share"), url)]]
    if editable:
        rows += _edits(item, words)
    return keyboard(rows)


def _edits(item: Item, words: Words) -> list[Row]:
    def edit(what: Edit) -> EditItem:
        return EditItem(item=item.id, version=item.version, what=what)

    if item.hidden:
        hide = press(words("btn-item-show"), edit(Edit.SHOW))
    else:
        hide = press(words("btn-item-hide"), edit(Edit.HIDE))
    return [
        [press(words("btn-item-name"), edit(Edit.NAME)), press(words("btn-item-price"), edit(Edit.PRICE))],
        [
            press(words("btn-item-unit"), edit(Edit.UNIT)),
            press(words("btn-item-picture"), edit(Edit.PICTURE)),
        ],
        [press(words("btn-item-barcode"), edit(Edit.BARCODE)), hide],
        [press(words("btn-item-delete"), edit(Edit.DELETE), ButtonStyle.DANGER)],
    ]


def units_of(item: Item, words: Words) -> InlineKeyboardMarkup | None:
    """The units on the item's own card, and *Back*."""
    back = press(words("btn-back"), BackToItem(item=item.id))
    chosen = [
        press(catalog_words.unit(unit, words), SetUnit(item=item.id, version=item.version, unit=unit))
        for unit in Unit
    ]
    return keyboard([*_pairs(chosen), [back]])


def units_of_new(words: Words) -> InlineKeyboardMarkup | None:
    """The units of a new item, the usual one first in a row of its own, and *Back*."""
    first, *others = [press(catalog_words.unit(unit, words), AddUnit(unit=unit)) for unit in Unit]
    return keyboard([[first], *_pairs(others), leave(words)])


def to_delete(item: Item, words: Words) -> InlineKeyboardMarkup | None:
    """The yes first."""
    data = DeleteItem(item=item.id, version=item.version)
    return keyboard(
        [
            [press(words("catalog-delete-yes"), data, ButtonStyle.DANGER)],
            [press(words("catalog-delete-no"), BackToItem(item=item.id))],
        ]
    )


def leave(words: Words) -> Row:
    """*Back* on a question."""
    return [press(words("btn-back"), LeaveQuestion())]


def back(words: Words) -> InlineKeyboardMarkup | None:
    """Only *Back*."""
    return keyboard([leave(words)])


def skip_or_back(words: Words, step: Step) -> InlineKeyboardMarkup | None:
    """*Without a picture*, *Back*."""
    text = words("catalog-no-picture" if step is Step.PICTURE else "catalog-no-barcode")
    return keyboard([[press(text, SkipStep(step=step))], leave(words)])


def remove_or_back(item: Item, what: Edit, words: Words) -> InlineKeyboardMarkup | None:
    """*Take the picture away*, where there is one."""
    kept = {Edit.PICTURE: item.picture_id is not None, Edit.BARCODE: item.barcode != ""}
    if not kept.get(what):
        return back(words)
    without = Edit.NO_PICTURE if what is Edit.PICTURE else Edit.NO_BARCODE
    text = words("catalog-remove-picture" if what is Edit.PICTURE else "catalog-remove-barcode")
    remove = press(text, EditItem(item=item.id, version=item.version, what=without))
    return keyboard([[remove], leave(words)])


def fits(data: CallbackData) -> bool:
    """Whether a button can carry it."""
    try:
        return len(data.pack().encode()) <= MOST
    except ValueError:  # it has the sign between two values in it
        return False


def _pairs(buttons: Row) -> list[Row]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
