"""Buttons whose data was made up by hand."""

from __future__ import annotations

import pytest

from billing import people
from billing.errors import StoreUnavailable
from billing.models import Person
from screens import buttons as b
from screens import refund_buttons as rb
from store.engine import Database
from tests.support.books import NOON

TOO_MUCH = 10**30


@pytest.mark.parametrize("number", [2**63, TOO_MUCH, -1])
@pytest.mark.parametrize(
    "kind",
    [
        *(b.Show, b.Check, b.Cancel, b.Again, b.Receipt, b.ReceiptFile, b.Question, b.Accept),
        *(rb.AskRefund, rb.CheckRefund, rb.SeeRefund, rb.SendAgain, rb.CallOff),
    ],
)
def test_a_button_with_a_number_that_no_row_can_have_is_no_button(kind: type, number: int) -> None:
    name = next(iter(kind.model_fields))
    with pytest.raises(ValueError, match="validation error"):
        kind(**{name: number})


async def test_what_a_database_cannot_hold_is_not_taken_for_a_database_that_is_away(
    database: Database,
) -> None:
    """An update that meets books that are away is tried for ever: a stranger's must not be."""
    with pytest.raises(Exception) as reading:  # noqa: PT011 - whatever it is
        await database.read(lambda books: books.invoice(TOO_MUCH))
    with pytest.raises(Exception) as writing:  # noqa: PT011
        await database.write(lambda books: books.save_person(Person(TOO_MUCH), NOON))
    assert not {reading.type, writing.type} & {StoreUnavailable}


async def test_a_language_code_as_long_as_a_book_is_met(database: Database) -> None:
    met = await database.write(lambda books: people.meet(books, 7, "Eve", "x" * 500, NOON, private=True))
    again = await database.read(lambda books: books.person(7))
    assert again == met
