"""What was made or changed by hand in a bank's cabinet: offered, and put before a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billing.catalog.banking import BankItem
from billing.catalog.models import Item, Unit
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, press
from screens.catalog import buttons as b
from screens.reader import Reader
from screens.sheets.catalog_words import unit


@dataclass(frozen=True, slots=True)
class Difference:
    """One item of ours, and the bank's row of it. ``unit``: what the bank shows, in our words."""

    item: Item
    row: BankItem
    unit: Unit | None


def offered(slug: str, rows: Sequence[BankItem], reader: Reader, *, more: bool) -> Text:
    """Items that are the bank's alone: each with a button, and one for all. ``more`` follow these."""
    words, bank = reader.words, phrases.safe(phrases.bank(slug, reader))
    if not rows:
        return words.html("catalog-foreign-none", bank=bank), keyboard([_home(reader)])
    buttons: list[Row] = [[press(_named(row, reader), b.Adopt(row=row.id))] for row in rows]
    buttons.append([press(words("catalog-adopt-all"), b.AdoptAll(provider=slug))])
    if more:
        buttons.append([press("▶", b.Foreign(provider=slug, after=rows[-1].id))])
    return words.html("catalog-foreign", bank=bank), keyboard([*buttons, _home(reader)])


def adopted(slug: str, made: int, refused: int, reader: Reader) -> Text:
    """What came of taking all of them."""
    words, bank = reader.words, phrases.safe(phrases.bank(slug, reader))
    told = words.html("catalog-adopted-all", bank=bank, count=str(made))
    left = words("catalog-adopted-not", count=str(refused)) if refused else ""
    return phrases.lines([told, left]), keyboard([_home(reader)])


def difference(slug: str, found: Difference | None, reader: Reader, *, more: bool) -> Text:
    """One difference, and the two ways to decide it. ``more`` wait behind it."""
    words, bank = reader.words, phrases.safe(phrases.bank(slug, reader))
    if found is None:
        return words.html("catalog-differs-none", bank=bank), keyboard([_home(reader)])
    row = found.row
    gone = row.shown is None
    title = words.html("catalog-differs-gone" if gone else "catalog-differs", bank=bank, name=found.item.name)
    ours = words("catalog-make-again" if gone else "catalog-ours-counts")
    theirs = words("catalog-delete-too" if gone else "catalog-banks-counts")
    buttons: list[Row] = [
        [press(ours, b.Decide(row=row.id, ours=True))],
        [press(theirs, b.Decide(row=row.id, ours=False))],
    ]
    if more:
        buttons.append([press("▶", b.Differing(provider=slug, after=row.id))])
    return phrases.lines([f"<b>{title}</b>", *_compared(found, reader)]), keyboard([*buttons, _home(reader)])


def _compared(found: Difference, reader: Reader) -> list[str]:
    item, shown, locale = found.item, found.row.shown, reader.words.locale
    if shown is None:
        return []
    pairs = [
        ("name", item.name, shown.name),
        ("price", fmt.money(item.price, locale), fmt.money(shown.price, locale)),
        ("barcode", item.barcode or "–", shown.barcode or "–"),
    ]
    if found.unit is not None:
        pairs.append(("unit", unit(item.unit, reader.words), unit(found.unit, reader.words)))
    return [
        reader.words.html(
            "catalog-differs-field", field=reader.words(f"catalog-field-{field}"), ours=ours, theirs=theirs
        )
        for field, ours, theirs in pairs
        if ours != theirs
    ]


def _named(row: BankItem, reader: Reader) -> str:
    if row.shown is None:
        return "–"
    return phrases.dotted(
        fmt.clean(row.shown.name, b.NAME_MOST), fmt.money(row.shown.price, reader.words.locale)
    )


def _home(reader: Reader) -> Row:
    return [press(reader.words("btn-catalog-whole"), b.ListPage())]
