"""Lines of an invoice on cards, receipts and the payment page: as many as there is room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.cards import CardView
from billing.catalog.models import Cart, CartKind, CartLine, Item, Line, NotYet, Unit
from billing.models import Audience
from billing.money import Money
from screens import cards, receipts
from screens import cart as cart_screen
from screens import format as fmt
from screens.pages import Ask, payment_page
from tests.unit.screens.samples import CUSTOMER, LOCALES, NOW, WAYS, paid_view, payment, plain, reader, view


def kzt(tenge: int) -> Money:
    return Money(tenge * 100, "KZT")


def line(number: int, name: str = "Latte", count: int = 2, tenge: int = 900, discount: int = 0) -> Line:
    total = count * tenge * 100 - discount
    prices = {"price": tenge * 100, "list_price": tenge * 100, "discount": discount, "total": total}
    return Line(
        **prices,
        id=number,
        invoice_id=12,
        position=number,
        item_id=number,
        name=name,
        unit=Unit.PIECE,
        count=count,
    )


def with_lines(shown: CardView, *lines: Line, **changes: object) -> CardView:
    changes = {"by_cart": True, **changes}
    return replace(shown, lines=lines, invoice=replace(shown.invoice, **changes))  # type: ignore[arg-type]


def caption(shown: CardView, audience: Audience, locale: str = "en") -> str:
    drawn = cards.draw(shown, audience, reader(locale, person_id=CUSTOMER), WAYS)
    return plain(drawn.caption).replace("\u00a0", " ")


TWO = (line(1), line(2, "Croissant", 3, 700, 21000))


def test_a_card_shows_the_lines_in_place_of_the_words_made_of_them() -> None:
    shown = with_lines(view("en", payment()), *TWO, discount=10, description="Latte × 2, Croissant × 3")
    said = caption(shown, Audience.PAYER)
    assert said.startswith(
        "⏳ Waiting: 5 000 ₸ | Invoice #1042 · QR valid until 14:25 | Latte × 2 = 1 800 ₸"
        " | Croissant × 3 = 2 100 ₸ | Discount 10 %: −210 ₸ | Invoice from Dana."
    )


def test_the_shop_reads_whose_own_order_it_is_and_no_cashier() -> None:
    shown = replace(with_lines(paid_view("en"), *TWO, self_service=True), ordered_by="<Daniyar>")
    said = caption(shown, Audience.ISSUER)
    assert "The customer's own order: <Daniyar>" in said
    assert "cashier" not in said
    assert "own order" not in caption(shown, Audience.PAYER)
    assert "own order" not in caption(shown, Audience.GROUP)
    assert "The customer's own order |" in caption(replace(shown, ordered_by=""), Audience.ISSUER)
    staffs = plain(receipts.receipt(shown, reader("en"), staff=True))
    assert "own order: <Daniyar>" in staffs
    assert "cashier" not in staffs


def test_a_receipt_names_lines_discount_and_total() -> None:
    shown = with_lines(paid_view("en"), *TWO, discount=10)
    said = plain(receipts.receipt(shown, reader("en"))).replace("\u00a0", " ")
    assert (
        "| Latte × 2 = 1 800 ₸ | Croissant × 3 = 2 100 ₸ | Discount 10 %: −210 ₸ | Total: 5 000 ₸ |" in said
    )
    assert "| Dana |" in said


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", ["<b>&" * 30, "👨‍👩‍👧‍👦" * 20, "Ә" * 120])
def test_a_caption_with_a_hundred_lines_fits_and_counts_the_rest(
    locale: str, audience: Audience, name: str
) -> None:
    lines = [line(n, name, 9_999, 99_999_999) for n in range(100)]
    base = view(locale, payment(checked_at=NOW), at=NOW + timedelta(hours=1))
    shown = with_lines(base, *lines, discount=99, self_service=True, issuer_name=name)
    drawn = cards.draw(replace(shown, ordered_by=name), audience, reader(locale, details=True), WAYS)
    said = plain(drawn.caption)
    assert fmt.units(said.replace(" | ", "\n")) <= 1024
    assert "…" in said
    assert "×\u00a09999" in said
    assert len(plain(receipts.receipt(with_lines(paid_view(locale), *lines), reader(locale)))) <= 4096


def test_one_line_too_many_is_counted_and_one_that_fits_is_shown() -> None:
    ten = [line(n, f"Item {n}") for n in range(10)]
    assert "more" not in caption(with_lines(view("en", payment()), *ten), Audience.PAYER)
    eleven = caption(with_lines(view("en", payment()), *ten, line(11, "Last")), Audience.PAYER)
    assert "Item 9 × 2" in eleven
    assert "…and 1 more item |" in eleven
    assert "Last" not in eleven


@pytest.mark.parametrize("many", [False, True])
def test_the_payment_page_lists_them_all_and_folds_away_what_would_hide_the_code(many: bool) -> None:
    lines = [line(n, f"<Item {n}>") for n in range(30 if many else 3)]
    html = payment_page(with_lines(view("en", payment()), *lines), reader("en"), Ask(ways=WAYS)).html
    assert html.count("<li>") == len(lines)
    assert "&lt;Item 2&gt; ×\u00a02\u00a0=\u00a01" in html
    assert ('<details class="lines">' in html) is many


# --- carts


def cart(*counts: int, kind: CartKind = CartKind.OWN, name: str = "Latte", **changes: object) -> Cart:
    item = Item(1, 1, "t", name, kzt(900), Unit.PIECE, "", None, False, 1, NOW, NOW)
    lines = tuple(CartLine(replace(item, id=n), count, kzt(800)) for n, count in enumerate(counts, 1))
    return replace(Cart(7, 1, 601, kind, lines, 0, 3, NOW), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["<b>&" * 30, "👨‍👩‍👧‍👦" * 20, "Ә" * 120])
def test_a_cart_with_all_its_news_fits_under_a_picture_and_its_buttons_into_a_message(
    locale: str, name: str
) -> None:
    full = cart(*[9_999] * 100, name=name)
    seen = NotYet(full, gone=(name,) * 50, repriced=full.lines)
    shown = cart_screen.CartView(seen, page=5, told=True)
    assert fmt.units(plain(cart_screen.text(shown, reader(locale))).replace(" | ", "\n")) <= 1024
    keys = cart_screen.keys(shown, reader(locale))
    assert keys is not None
    assert sum(len(row) for row in keys.inline_keyboard) <= 100


def test_a_page_that_is_gone_is_the_last_one() -> None:
    shown = cart_screen.CartView(NotYet(cart(1, 2, 3, 4, 5, 6, 7)), page=9)
    said = plain(cart_screen.text(shown, reader("en"))).replace("\u00a0", " ")
    assert said.startswith("🛒 Your cart | 7. Latte × 7 = 6 300 ₸ | Page 2 of 2")
