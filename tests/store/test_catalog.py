"""Items, carts and lines in the books, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.catalog import items
from billing.catalog.banking import BankItemState, NewBankItem, Shown
from billing.catalog.models import CartKind, Change, Item, NewItem, NewLine, ReturnedLine, Unit
from billing.errors import Refused
from billing.models import Person, Role
from billing.money import Money
from billing.names import words_of
from billing.records import NewInvoice, NewPayment, NewRefund
from billing.states import RefundState
from store.books import SqlBooks
from store.engine import Database
from store.sweeping import KEEP
from tests.support.books import NOON, sweep

DANA = 601


def kzt(tenge: int) -> Money:
    return Money(tenge * 100, "KZT")


def add(books: SqlBooks, name: str, tenge: int = 900, **more: object) -> Item:
    token = f"{name}-{books.next_number('test')}"
    item = books.add_item(replace(NewItem(token, name, kzt(tenge)), **more), NOON)  # type: ignore[arg-type]
    assert item is not None
    return item


def names(books: SqlBooks, *words: str, **more: object) -> list[str]:
    given = {"words": words, "sold_only": False, "after": None, "limit": 50, **more}
    return [item.name for item in books.items_page(**given)]  # type: ignore[arg-type]


async def test_what_is_written_comes_back(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[Item, Item | None]:
        picture = books.keep_picture("ab" * 32, b"JPEG", NOON)
        item = add(books, "Капучино", unit=Unit.PORTION, barcode="4870001", picture_id=picture, hidden=True)
        return item, books.item_by_token(item.token)

    made, read = await database.write(write)
    assert made == read
    assert (made.name, made.price, made.unit, made.barcode) == ("Капучино", kzt(900), Unit.PORTION, "4870001")
    assert made.hidden
    assert not made.sold
    assert made.version == 1


async def test_a_search_folds_case_in_three_languages_and_finds_the_beginnings_of_words(
    database: Database,
) -> None:
    def write(books: SqlBooks) -> list[list[str]]:
        for name in ("Кофе ЁЛОЧКА", "Құймақ Ірі", "Flat White", "Кофейник"):
            add(books, name)
        asked = ("кофе", "елочка", "құй ірі", "ҚҰЙМАҚ", "куйм", "whi", "офе", "кофе елка")
        return [names(books, *words_of(text)) for text in asked]

    found = await database.write(write)
    coffee, porridge = ["Кофе ЁЛОЧКА", "Кофейник"], ["Құймақ Ірі"]
    assert found == [coffee, ["Кофе ЁЛОЧКА"], porridge, porridge, porridge, ["Flat White"], [], []]


async def test_names_stand_as_in_a_kazakh_dictionary_on_both_databases(database: Database) -> None:
    right = ["Алма", "Аяқ", "Әже", "Банан", "Гүл", "Ғалам", "Көк", "Қант", "Уксус", "Ұн", "Үзім", "Яблоко"]

    def write(books: SqlBooks) -> list[str]:
        for name in sorted(right, reverse=True):
            add(books, name)
        return names(books)

    assert await database.write(write) == right


async def test_pages_follow_each_other_without_gaps_also_among_equal_names(database: Database) -> None:
    def write(books: SqlBooks) -> list[int]:
        for _ in range(7):
            add(books, "Чай")
        add(books, "Айран")
        seen: list[int] = []
        after = None
        while page := books.items_page(words=(), sold_only=False, after=after, limit=3):
            seen += [item.id for item in page]
            after = books.mark_of(page[-1])
        return seen

    seen = await database.write(write)
    assert len(seen) == len(set(seen)) == 8


async def test_pages_go_back_as_they_came(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[list[int], list[int]]:
        for name in ("Чай", "Айран", "Чай", "Чай", "Яблоко"):
            add(books, name)
        given: dict[str, object] = {"words": (), "sold_only": False, "limit": 3}
        whole = books.items_page(**{**given, "after": None, "limit": 9})  # type: ignore[arg-type]
        last = books.items_page(**given, after=None, before=books.mark_of(whole[4]))  # type: ignore[arg-type]
        return [item.id for item in whole], [item.id for item in last]

    whole, before_the_last = await database.write(write)
    assert before_the_last == whole[1:4]


async def test_who_changed_an_item_last_and_what_is_known(database: Database) -> None:
    owner = Person(501, role=Role.OWNER)

    async def last(item: Item) -> Change | None:
        return await database.read(lambda books: books.last_item_change(item.id))

    new = NewItem("token", "Латте", kzt(900))
    item = await database.write(lambda books: items.add(books, owner, new, NOON))
    assert await last(item) == Change(501, ("added",))
    fields = {"name": "Раф", "price": kzt(1000), "unit": Unit.PORTION, "barcode": "4870001", "hidden": True}
    await database.write(lambda books: items.change(books, owner, item.id, 1, fields, NOON))
    assert await last(item) == Change(501, ("barcode", "hidden", "name", "price", "unit"))
    await database.write(lambda books: books.forget_person(501, NOON))
    assert await last(item) == Change(None, ("barcode", "hidden", "name", "price", "unit"))


async def test_customers_do_not_see_what_is_hidden_and_nobody_what_is_deleted(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[list[str], list[str]]:
        add(books, "Чай")
        add(books, "Торт", hidden=True)
        gone = add(books, "Старый торт")
        assert books.change_item(gone.id, gone.version, {"deleted": True}, NOON)
        return names(books), names(books, "торт", sold_only=True)

    assert await database.write(write) == (["Торт", "Чай"], [])


async def test_a_renamed_item_is_found_by_its_new_name_only(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[list[str], list[str]]:
        item = add(books, "Латте")
        assert books.change_item(item.id, 1, {"name": "Раф"}, NOON)
        return names(books, "латте"), names(books, "раф")

    assert await database.write(write) == ([], ["Раф"])


async def test_who_changes_an_item_that_somebody_else_has_changed_is_told(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[bool, bool, Item | None]:
        item = add(books, "Латте")
        first = books.change_item(item.id, 1, {"price": kzt(1000)}, NOON)
        return first, books.change_item(item.id, 1, {"price": kzt(5)}, NOON), books.item(item.id)

    first, second, item = await database.write(write)
    assert (first, second) == (True, False)
    assert item is not None
    assert item.price == kzt(1000)


async def test_no_two_living_items_share_a_barcode(database: Database) -> None:
    def write(books: SqlBooks) -> str:
        one, other = add(books, "A", barcode="4870001"), add(books, "B")
        assert books.add_item(NewItem("t", "C", kzt(1), barcode="4870001"), NOON) is None
        with pytest.raises(Refused):
            books.change_item(other.id, 1, {"barcode": "4870001"}, NOON)
        assert books.change_item(one.id, 1, {"deleted": True}, NOON)
        assert books.change_item(other.id, 1, {"barcode": "4870001"}, NOON)
        found = books.item_by_barcode("4870001")
        return found.name if found else ""

    assert await database.write(write) == "B"


async def test_one_picture_is_kept_once(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[int, int, bytes]:
        first = books.keep_picture("ab" * 32, b"JPEG", NOON)
        picture = books.picture(first)
        assert picture is not None
        return first, books.keep_picture("ab" * 32, b"JPEG", NOON), picture.body

    first, second, body = await database.write(write)
    assert first == second
    assert body == b"JPEG"


async def test_a_person_has_one_open_cart_of_a_kind(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[int, int, int]:
        own = books.make_cart(DANA, CartKind.OWN, NOON)
        return (
            own.id,
            books.make_cart(DANA, CartKind.OWN, NOON).id,
            books.make_cart(DANA, CartKind.TILL, NOON).id,
        )

    own, again, till = await database.write(write)
    assert own == again != till


async def test_a_cart_is_ordered_once_and_only_as_it_was_shown(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[bool, bool, bool]:
        item = add(books, "Чай")
        cart = books.make_cart(DANA, CartKind.OWN, NOON)
        books.put_line(cart.id, item.id, 2, 90000, "tap", NOON)
        invoice = invoice_of(books)
        shown = books.cart(cart.id)
        assert shown is not None
        stale = books.order_cart(cart.id, shown.version - 1, invoice, NOON)
        return (
            stale,
            books.order_cart(cart.id, shown.version, invoice, NOON),
            books.order_cart(cart.id, shown.version, invoice, NOON),
        )

    assert await database.write(write) == (False, True, False)


async def test_a_cart_that_nobody_touches_is_gone_after_thirty_days(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[bool, bool]:
        cart = books.make_cart(DANA, CartKind.OWN, NOON)
        books.put_line(cart.id, add(books, "Чай").id, 2, 90000, "", NOON)
        sweep(books, NOON + KEEP - timedelta(hours=1))
        kept = books.open_cart(DANA, CartKind.OWN) is not None
        sweep(books, NOON + KEEP + timedelta(hours=1))
        return kept, books.open_cart(DANA, CartKind.OWN) is not None

    assert await database.write(write) == (True, False)


async def test_numbers_of_carts_and_rows_that_are_gone_are_never_used_again(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[int, int, int, int]:
        cart = books.make_cart(DANA, CartKind.OWN, NOON)
        books.drop_carts(DANA)
        row = books.add_bank_item(NewBankItem("apipay", None, "1", BankItemState.FOREIGN), NOON)
        assert row is not None
        books.drop_bank_row(row.id)
        after = books.add_bank_item(NewBankItem("apipay", None, "1", BankItemState.FOREIGN), NOON)
        assert after is not None
        return cart.id, books.make_cart(DANA, CartKind.OWN, NOON).id, row.id, after.id

    cart, next_cart, row, next_row = await database.write(write)
    assert next_cart > cart
    assert next_row > row


async def test_lines_of_an_invoice_come_back_in_their_order(database: Database) -> None:
    lines = [
        NewLine(None, "Чай", Unit.PIECE, 2, 90000, 90000, 18000, 162000),
        NewLine(None, "Торт", Unit.PORTION, 1, 150000, 200000, 15000, 135000),
    ]

    def write(books: SqlBooks) -> list[tuple[object, ...]]:
        invoice = invoice_of(books)
        books.add_lines(invoice, lines)
        return [
            (line.position, line.name, line.count, line.total, line.returned)
            for line in books.lines_of(invoice)
        ]

    assert await database.write(write) == [(1, "Чай", 2, 162000, 0), (2, "Торт", 1, 135000, 0)]


async def test_pieces_that_went_back_count_unless_their_refund_failed(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[object, ...]:
        invoice, other = invoice_of(books), invoice_of(books)
        for each in (invoice, other):
            books.add_lines(each, [NewLine(None, "Чай", Unit.PIECE, 3, 90000, 90000, 0, 270000)])
        tea, others = books.lines_of(invoice)[0].id, books.lines_of(other)[0].id
        done, failed = refund_of(books, invoice), refund_of(books, invoice)
        books.add_returned(done, [ReturnedLine(tea, 2, 180000)])
        books.add_returned(failed, [ReturnedLine(tea, 1, 90000)])
        books.add_returned(refund_of(books, other), [ReturnedLine(others, 1, 90000)])
        assert books.move_refund(done, RefundState.REQUESTED, RefundState.COMPLETED, {"settled_at": NOON})
        before = books.lines_of(invoice)[0].returned
        assert books.move_refund(failed, RefundState.REQUESTED, RefundState.FAILED, {"settled_at": NOON})
        expected = {done: [ReturnedLine(tea, 2, 180000)], failed: [ReturnedLine(tea, 1, 90000)]}
        assert books.returned_of(invoice) == expected
        assert books.returned_with(failed) == expected[failed]
        assert books.returned_of(invoice_of(books)) == {}
        return before, books.lines_of(invoice)[0].returned

    assert await database.write(write) == (3, 2)


async def test_what_banks_know_of_items_comes_back(database: Database) -> None:
    shown = Shown("Латте", kzt(900), "7", "4870001")

    def write(books: SqlBooks) -> None:
        tea, cake = add(books, "Чай"), add(books, "Торт")
        assert {item.id for item in books.items_without_bank("bank", 9)} == {tea.id, cake.id}
        told = books.add_bank_item(NewBankItem("bank", tea.id, None, BankItemState.WANTED), NOON)
        assert told is not None
        assert books.add_bank_item(NewBankItem("bank", tea.id, None, BankItemState.WANTED), NOON) is None
        assert [item.id for item in books.items_without_bank("bank", 9)] == [cake.id]
        assert [known.id for known in books.due_bank_items("bank", NOON, 9)] == [told.id]
        books.amend_bank_item(
            told.id, state=BankItemState.ACTIVE, bank_id="12", told=shown, shown=shown, next_look=None
        )
        assert books.due_bank_items("bank", NOON, 9) == []
        read = books.bank_items("bank", [tea.id])[tea.id]
        assert (read.state, read.bank_id, read.told, read.shown) == (BankItemState.ACTIVE, "12", shown, shown)
        assert books.bank_items_known_as("bank", ["12"])["12"] == read
        books.wake_bank_items([tea.id], NOON)
        assert [known.id for known in books.due_bank_items("bank", NOON, 9)] == [told.id]
        books.add_bank_item(NewBankItem("bank", None, "77", BankItemState.FOREIGN, shown), NOON)
        assert [known.bank_id for known in books.foreign_bank_items("bank", after=0, limit=9)] == ["77"]
        books.note_bank_catalog("bank", supported=True, units={"7": "шт"})
        books.note_bank_catalog("bank", walked_at=NOON)
        catalog = books.bank_catalog("bank")
        assert catalog is not None
        assert (catalog.supported, catalog.units, catalog.walked_at) == (True, {"7": "шт"}, NOON)
        books.note_bank_picture("bank", "ab", "uuid", NOON)
        assert books.bank_picture("bank", "ab") == "uuid"
        assert books.bank_picture("other", "ab") is None

    await database.write(write)


def refund_of(books: SqlBooks, invoice_id: int) -> int:
    """One that was asked for, of a payment of its own."""
    nth = books.next_number("payment")
    number = str(nth)
    payment = books.add_payment(NewPayment(invoice_id, f"bank-{nth}", number, kzt(5000), number, NOON, nth))
    assert payment is not None
    refund = books.add_refund(NewRefund(invoice_id, payment.id, kzt(900), number, number, NOON))
    assert refund is not None
    return refund.id


def invoice_of(books: SqlBooks) -> int:
    number = books.next_number("invoice")
    invoice = books.add_invoice(
        NewInvoice(number, f"token-{number}", kzt(5000), "", 501, f"s{number}", NOON, NOON)
    )
    assert invoice is not None
    return invoice.id
