"""Rows of a sheet beside the catalog: what is new, what changes, and what cannot be told."""

from __future__ import annotations

import pytest

from billing.catalog.importing import Changed, Draft, Plan, Trouble, Wrong, compared
from billing.catalog.items import ITEMS_MOST
from billing.catalog.models import Item, Unit
from billing.errors import Refused
from billing.money import Money
from tests.support.goods import item

PRICE = Money(120_000, "KZT")
LATTE, TEA = item(1, barcode="1111"), item(2, name="Чай", barcode="2222")


def draft(row: int = 2, of: Item | None = None, **changes: object) -> Draft:
    said: dict[str, object] = {"name": of.name if of else "Латте", "price": PRICE, **changes}
    return Draft(row, of.token if of else None, **said)  # type: ignore[arg-type]


def plan(*drafts: Draft, living: tuple[Item, ...] = (LATTE, TEA)) -> Plan:
    return compared(living, drafts)


def changes(*drafts: Draft) -> list[tuple[int, dict[str, object]]]:
    made = plan(*drafts)
    assert made.troubles == ()
    return [(each.item.id, dict(each.changes)) for each in made.changed]


def test_a_row_with_a_code_speaks_of_that_item() -> None:
    said = {"name": "Раф", "price": Money(1, "KZT"), "unit": Unit.GRAM, "barcode": "3333", "hidden": True}
    assert changes(draft(of=LATTE, **said)) == [(1, said)]


def test_a_row_without_a_code_finds_its_item_by_the_barcode() -> None:
    assert changes(draft(name="Раф", barcode="1111")) == [(1, {"name": "Раф"})]


def test_any_other_row_is_a_new_item() -> None:
    row = draft(name="Раф", barcode="3333")
    assert plan(row).new == (row,)
    made = row.new("token")
    assert (made.token, made.name, made.unit, made.barcode, made.hidden) == (
        "token",
        "Раф",
        Unit.PIECE,
        "3333",
        False,
    )


def test_what_a_row_does_not_say_stays_as_it_is() -> None:
    assert plan(draft(of=LATTE)).same == 1
    assert changes(draft(of=LATTE, barcode="")) == [(1, {"barcode": ""})]


def test_an_item_that_stands_in_no_row_stays() -> None:
    made = plan(draft(of=TEA))
    assert (made.same, made.idle) == (1, True)


def test_a_code_that_nobody_has_is_a_trouble() -> None:
    assert plan(draft(of=item(9))).troubles == (Trouble(2, "code", Wrong.CODE_UNKNOWN, item(9).token),)


def test_a_barcode_of_another_item_is_a_trouble_that_names_it() -> None:
    assert plan(draft(of=LATTE, barcode="2222")).troubles == (
        Trouble(2, "barcode", Wrong.BARCODE_TAKEN, "Чай"),
    )


def test_two_items_may_swap_their_barcodes() -> None:
    swapped = changes(draft(2, of=LATTE, barcode="2222"), draft(3, of=TEA, barcode="1111"))
    assert swapped == [(1, {"barcode": "2222"}), (2, {"barcode": "1111"})]


def test_a_new_item_may_have_the_barcode_that_another_row_gives_away() -> None:
    made = plan(draft(2, of=LATTE, barcode="3333"), draft(3, name="Раф", barcode="1111"))
    assert made.troubles == ()
    assert [row.name for row in made.new] == ["Раф"]


def test_troubles_stand_in_the_order_of_the_sheet() -> None:
    known = [Trouble(5, "name", Wrong.NAME_MISSING), Trouble(2, "price", Wrong.PRICE_MISSING)]
    made = compared((LATTE,), [draft(3, of=item(9))], known)
    assert [trouble.row for trouble in made.troubles] == [2, 3, 5]


def test_a_catalog_does_not_get_more_items_than_it_may_have() -> None:
    full = tuple(item(n) for n in range(1, ITEMS_MOST + 1))
    assert plan(draft(of=full[0], name="Раф"), living=full).changed
    with pytest.raises(Refused):
        plan(draft(name="Раф"), living=full)


def test_the_mark_tells_plans_apart_that_do_something_else_or_to_another_catalog() -> None:
    rows = (draft(2, of=LATTE, name="Раф"), draft(3, name="Какао"))
    marks = {
        plan(*rows).mark,
        plan(rows[0]).mark,
        plan(draft(2, of=LATTE, name="Рафф"), rows[1]).mark,
        plan(*rows, living=(item(1, barcode="1111", version=2), TEA)).mark,
        plan(*rows, living=(LATTE, TEA, item(3))).mark,
    }
    assert len(marks) == 5
    assert plan(*rows).mark in marks
    assert plan(*rows).changed == (Changed(2, LATTE, {"name": "Раф"}),)
