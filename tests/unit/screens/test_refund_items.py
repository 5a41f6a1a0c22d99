"""Money that goes back by items: the lines to pick from, and what both sides are told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.catalog.models import Line, Piece, Unit
from billing.models import Audience, Origin, Person, Role
from billing.money import Money
from billing.ports import Capabilities
from billing.refund_view import RefundView
from billing.returned import sums
from billing.states import RefundState
from screens import notices, refund_items, refunds
from screens.buttons import HALF_ROW
from screens.pages import rendering
from screens.pages.model import Ask
from screens.refund_buttons import Part
from screens.refunds import Asking
from tests.unit.screens.samples import (
    LOCALES,
    clock,
    invoice,
    labels,
    notice,
    paid,
    plain,
    reader,
    refund,
    returned_view,
)
from tests.unit.screens.seen import Seen, card

NOW = clock("15:30")
DONE = refund(state=RefundState.COMPLETED, settled_at=clock("15:20"))


def line(number: int, name: str, count: int = 1, returned: int = 0, price: int = 90_000) -> Line:
    return Line(
        item_id=number,
        name=name,
        unit=Unit.PIECE,
        count=count,
        price=price,
        list_price=price,
        discount=0,
        total=price * count,
        id=number,
        invoice_id=12,
        position=number,
        returned=returned,
    )


LINES = (line(1, "Latte", 3, 1), line(2, "Tea", 1, 1), line(3, "<Cake> & tea for very many people"))


def view(locale: str = "en", *lines: Line, only_items: bool = False) -> RefundView:
    can = Capabilities(refund=True, parts_by_lines=True)
    payment = paid(by_lines=only_items)
    owner, pieces = Person(501, role=Role.OWNER), {51: (Piece("Latte", 1),)}
    money = sums(payment, [])
    return RefundView(owner, invoice(locale), payment, money, (), can, lines=lines, pieces=pieces)


def shown(asking: Asking) -> Seen:
    keys = " / ".join(" ".join(f"[{text}]" for text in row) for row in labels(asking.keyboard))
    return Seen(plain(asking.text).replace("\u00a0", " "), keys.replace("\u00a0", " "))


def picking(found: RefundView, picked: dict[int, int], locale: str = "en", page: int = 0) -> Seen:
    return shown(refund_items.picking(found, picked, found.back_for(picked), page, reader(locale)))


@pytest.mark.parametrize(
    ("locale", "buttons"),
    [
        ("en", "[All: 5 000 ₸] / [Another amount] [By items] / [Back]"),
        ("ru", "[Всё: 5 000 ₸] / [Другую сумму] [По товарам] / [Назад]"),
        ("kk", "[Бәрін: 5 000 ₸] / [Басқа сома] [Тауар бойынша] / [Артқа]"),
    ],
)
def test_the_question_offers_items_where_there_are_lines(locale: str, buttons: str) -> None:
    assert shown(refunds.question(view(locale, *LINES), reader(locale), NOW)).buttons == buttons
    assert buttons != shown(refunds.question(view(locale), reader(locale), NOW)).buttons


@pytest.mark.parametrize("locale", LOCALES)
def test_where_the_bank_takes_no_sum_the_question_says_why_and_offers_none(locale: str) -> None:
    to = reader(locale)
    asking = shown(refunds.question(view(locale, *LINES, only_items=True), to, NOW))
    assert asking.words.endswith(to.words("refund-parts-by-items"))
    assert to.words("btn-refund-other") not in asking.buttons
    assert to.words("btn-refund-by-items") in asking.buttons
    gone = shown(refunds.question(view(locale, LINES[1], only_items=True), to, NOW))
    assert gone.words.endswith(to.words("refund-parts-not-here"))
    assert to.words("btn-refund-by-items") not in gone.buttons


def test_all_is_not_offered_where_the_bank_would_want_to_know_of_which_items_it_is() -> None:
    of_cabinet = replace(DONE, id=52, origin=Origin.BANK)
    seen = replace(view("en", *LINES, only_items=True), refunds=(DONE, of_cabinet))
    assert shown(refunds.question(seen, reader("en"), NOW)).buttons == "[By items] [Back]"
    known = replace(seen, refunds=(DONE, replace(of_cabinet, state=RefundState.FAILED)))
    assert shown(refunds.question(known, reader("en"), NOW)).buttons == "[All: 5 000 ₸] / [By items] [Back]"


def test_each_line_shows_what_is_left_and_grows_by_plus() -> None:
    none = picking(view("en", *LINES), {})
    assert none == Seen(
        "↩️ Refund, invoice #1042 | What goes back? | 1. Latte: 0 of 2 | 2. Tea: all returned | "
        "3. <Cake> & tea for very many people: 0 of 1 | Nothing is chosen yet.",
        "[− 1. Latte] [+ 1. Latte] / [− 3. <Cake> & te…] [+ 3. <Cake> & te…] / [Continue] / [Back]",
    )
    some = picking(view("en", *LINES), {1: 2, 3: 1})
    assert "1. Latte: 2 of 2" in some.words
    assert some.words.endswith("We return 2 700 ₸.")


def test_what_costs_more_than_is_left_says_so_and_offers_the_rest() -> None:
    few = replace(view("en", *LINES), money=sums(paid(taken=Money(100_000, "KZT")), []))
    assert picking(few, {1: 2}).words.endswith(
        "They cost 1 800 ₸, but only 1 000 ₸ is left of the money: we return that."
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_a_hundred_lines_are_turned_page_by_page(locale: str) -> None:
    many = view(locale, *(line(n, f"Тауар {n}", 9) for n in range(1, 101)))
    seen = []
    for page in (0, 7, 16, 99):
        asking = refund_items.picking(many, {}, None, page, reader(locale))
        rows = labels(asking.keyboard)
        assert sum(map(len, rows)) <= 100
        assert all(len(text) <= HALF_ROW for row in rows if len(row) > 1 for text in row)
        assert len(asking.text) < 1500
        seen.append(
            (rows[0][0], reader(locale).words("btn-refund-later") in [t for row in rows for t in row])
        )
    assert seen == [("− 1. Тауар 1", True), ("− 43. Тауар 43", True), *[("− 97. Тауар 97", False)] * 2]
    assert reader(locale).words("refund-items-typed") in plain(asking.text)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_confirmation_names_the_pieces(locale: str) -> None:
    part, pieces = Money(90_000, "KZT"), (Piece("<Латте>", 1), Piece("Tea", 2))
    sure = refunds.confirmation(view(locale, *LINES), part, "", Part.ITEMS, 7, reader(locale), pieces)
    assert "<Латте> × 1, Tea × 2" in plain(sure.text)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "kind",
    [
        "refund-started",
        "refund-unclear",
        "refund-reckoned",
        "refund-failed",
        "refund-done",
        "refund-done-customer",
    ],
)
def test_each_fact_names_the_items_to_the_shop_and_to_the_customer(kind: str, locale: str) -> None:
    named = replace(returned_view(locale, DONE), pieces={51: (Piece("Латте <b>", 1), Piece("Tea", 2))})
    about = notice(kind, refund="51", ours="150100")
    said = plain(notices.tell(about, named, None, reader(locale)).text)
    assert " | Латте <b> × 1, Tea × 2 | " in said
    bare = plain(notices.tell(about, returned_view(locale, DONE), None, reader(locale)).text)
    assert bare == said.replace(" | Латте <b> × 1, Tea × 2", "")


@pytest.mark.parametrize("locale", LOCALES)
def test_another_sum_than_ours_is_said_with_both(locale: str) -> None:
    about = notice("refund-reckoned", refund="51", ours="149950")
    said = plain(notices.tell(about, returned_view(locale, DONE), None, reader(locale)).text)
    assert "1\u00a0500\u00a0₸" in said.split(" | ")[0]
    assert "1\u00a0499" in said.split(" | ")[1]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", [Audience.ISSUER, Audience.PAYER])
def test_the_card_names_what_went_back_those_of_one_name_together(audience: Audience, locale: str) -> None:
    second = replace(DONE, id=52)
    on_its_way = refund(id=53)
    named = replace(
        returned_view(locale, DONE, second, on_its_way),
        pieces={51: (Piece("Latte", 1),), 52: (Piece("Latte", 1), Piece("Tea", 1)), 53: (Piece("Cake", 1),)},
    )
    words = card(named, audience, reader(locale)).words
    assert "3 000 ₸ · Latte × 2, Tea × 1" in words
    assert "Cake" not in words


def test_the_page_shows_a_name_as_it_is_written() -> None:
    named = replace(returned_view("en", DONE), pieces={51: (Piece("<Cake> & tea", 1),)})
    page = rendering.payment_state(named, reader("en"), Ask()).html
    assert "· &lt;Cake&gt; &amp; tea × 1" in page
