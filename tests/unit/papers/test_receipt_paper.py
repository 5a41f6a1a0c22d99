"""The receipt on paper: read back out of the PDF as a person and a camera would."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from billing.cards import CardView
from billing.catalog.models import Line, Unit
from billing.models import Details, Origin
from billing.money import Money
from billing.receipts.codes import Form, bare, read
from billing.states import RefundState
from screens.papers import Paper
from screens.papers.drawing import draw
from screens.papers.receipt import LINES_MOST, caption, paper
from tests.unit.screens.samples import (
    AMOUNT,
    CODE,
    LOCALES,
    clock,
    paid,
    paid_view,
    plain,
    reader,
    refund,
    view,
)

SAID = {
    "en": ("Payment receipt", "Paid on 22 November 2026, 14:07", "It does not replace the fiscal receipt"),
    "ru": ("Квитанция об оплате", "Дата оплаты 22 ноября 2026, 14:07", "Она не заменяет фискальный чек"),
    "kk": (
        "Төлем түбіртегі",
        "Төленген уақыты 2026 ж. 22 қараша, 14:07",
        "Ол фискалдық чекті алмастырмайды",
    ),
}


def made(shown: CardView, locale: str = "en") -> Paper:
    found = paper(shown, reader(locale))
    assert found is not None
    return found


def text_of(body: bytes) -> str:
    """What a person can copy out of the file, on all pages, in one line."""
    document = pypdfium2.PdfDocument(body)
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return " ".join(" ".join(pages).replace("\u00a0", " ").split())


def pages_of(body: bytes, scale: float = 2.0) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(body)
    return [document[n].render(scale=scale).to_pil() for n in range(len(document))]


def back(minor: int, **changes: object):
    done = {"state": RefundState.COMPLETED, "settled_at": clock("15:20"), "amount": Money(minor, "KZT")}
    return refund(**{**done, **changes})


def with_refunds(locale: str, *refunds) -> CardView:
    return replace(paid_view(locale), payments=(paid(),), refunds=refunds)


@pytest.mark.parametrize("locale", LOCALES)
def test_it_says_in_the_readers_language_what_was_paid_and_that_it_is_no_fiscal_receipt(locale: str) -> None:
    body = draw(made(paid_view(locale), locale))
    said = text_of(body)
    for words in (*SAID[locale], "5 000 ₸", "#1042", "Halyk", CODE, "@dana_bot"):
        assert words in said
    assert len(pages_of(body)) == 1


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scale", [1.2, 4.0])
def test_the_qr_on_the_page_holds_the_link_with_the_code(locale: str, scale: float) -> None:
    (page,) = pages_of(draw(made(paid_view(locale), locale)), scale)
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text == f"https://t.me/dana_bot?start=rcpt_{bare(CODE)}"
    assert len(code.text.partition("start=")[2]) <= 64


def test_the_link_in_the_qr_is_read_as_the_code_again() -> None:
    link = made(replace(paid_view(), receipts={31: "ABCD-EFGH-JK2Y"})).link
    typed = read(link)
    assert typed is not None
    assert typed.bot == "dana_bot"
    assert typed.form in {Form.WHOLE, Form.SLIP}


def test_money_that_went_back_is_on_it_with_its_day_and_what_is_left() -> None:
    part = text_of(draw(made(with_refunds("en", back(150000), back(50000, id=52)))))
    assert "Paid, a part was returned" in part
    assert "1 500 ₸ on 22 November 2026, 15:20" in part
    assert "Left 3 000 ₸" in part
    whole = text_of(draw(made(with_refunds("en", back(AMOUNT.minor, origin=Origin.BANK)))))
    assert "Returned in full" in whole
    assert "Left" not in whole
    waiting = text_of(draw(made(with_refunds("en", back(150000, state=RefundState.PENDING)))))
    assert "eturned" not in waiting, "it has not come about"


def test_a_refund_makes_it_another_paper_and_nothing_else_does() -> None:
    before = made(paid_view())
    assert made(replace(paid_view(), at=clock("23:59"))).mark == before.mark
    assert made(with_refunds("en", back(150000))).mark != before.mark
    assert made(paid_view("ru"), "ru").mark != before.mark
    assert len(before.mark) <= 96
    assert draw(before) == draw(before)


def test_bank_and_card_are_on_it_and_nobodys_name_or_phone() -> None:
    details = Details(reference="320518074000", card_mask="440043...9821")
    shown = replace(
        paid_view(),
        payment=paid(details=details, payer="IVAN I.", phone="+77071234567"),
        ordered_by="Daniyar",
    )
    said = text_of(draw(made(shown)))
    assert "320518074000" in said
    assert "•• 9821" in said
    for secret in ("IVAN", "707", "4567", "Aigerim", "Daniyar", "440043"):
        assert secret not in said


def test_that_no_real_money_moved_is_on_it() -> None:
    said = text_of(draw(made(replace(paid_view(), practice=frozenset({"halyk"})))))
    assert "Practice: no real money" in said


def lines(count: int, name: str = "Latte") -> tuple[Line, ...]:
    return tuple(
        Line(None, f"{name} {n}", Unit.PIECE, 1, 1000, 1000, 0, 1000, id=n, invoice_id=12, position=n)
        for n in range(1, count + 1)
    )


@pytest.mark.parametrize("count", [1, 12, 13, 14, 15, 16, 40, LINES_MOST + 5])
def test_long_orders_go_over_pages_and_the_qr_stays_in_one_piece(count: int) -> None:
    body = draw(made(replace(paid_view(), lines=lines(count))))
    pages = pages_of(body)
    codes = [code.text for page in pages for code in zxingcpp.read_barcodes(page)]
    assert [bare(CODE) in text for text in codes] == [True]
    said = text_of(body)
    assert f"Latte {min(count, LINES_MOST)} × 1 = 10 ₸" in said
    assert ("and 5 more" in said) == (count > LINES_MOST)
    assert (len(pages) > 1) == (count > 1)


@pytest.mark.parametrize(
    "description",
    [
        *("W" * 200, "🙂 ☕ coffee 🙂", "\u202eevil\u202c", "𝓓𝓪𝓷𝓪", "سلام عليكم", "a\u0301\u0301\u0301" * 60),
        *("<b>bold</b> & {curly}", "**bold** __under__", "line\nline", "ҚҰРМЕТТІ ӘҢҒҮҰҚӨҺІ ₸"),
    ],
)
def test_whatever_the_shop_wrote_is_drawn_beside_everything_else(description: str) -> None:
    body = draw(made(paid_view(description=description)))
    said = text_of(body)
    assert "It does not replace" in said
    assert CODE in said
    assert len(pages_of(body)) == 1


def test_kazakh_letters_and_the_tenge_sign_are_letters_of_the_font() -> None:
    said = text_of(draw(made(paid_view("kk", description="Құрметті әңғүұқөһі"), "kk")))
    assert "Құрметті әңғүұқөһі" in said
    assert "₸" in said


def test_a_shop_without_a_drawable_name_and_a_long_one_are_no_trouble() -> None:
    for name in ("🙂", "Очень длинное название магазина " * 5):
        shown = paid_view()
        body = draw(made(replace(shown, merchant=replace(shown.merchant, name=name))))
        assert CODE in text_of(body)


def test_before_the_money_fits_there_is_none() -> None:
    assert paper(view(), reader()) is None
    assert paper(replace(paid_view(), receipts={}), reader()) is None
    short = replace(view("en", paid(taken=Money(1, "KZT"))), receipts={31: CODE})
    assert paper(short, reader()) is None


def test_a_second_payment_that_was_kept_has_a_paper_of_its_own() -> None:
    second = paid(id=32, taken=Money(700000, "KZT"), settled_at=clock("14:30"))
    shown = replace(paid_view(), payments=(paid(), second), receipts={31: CODE, 32: "ABCD-EFGH-JK2Y"})
    first, other = (text_of(draw(made(each))) for each in shown.receipted)
    assert (CODE in first, "5 000 ₸" in first) == (True, True)
    for words in ("ABCD-EFGH-JK2Y", "7 000 ₸", "14:30"):
        assert words in other
    assert CODE not in other
    assert made(shown.about(99)).code[1] == CODE, "a payment of another invoice is none of this one's"


def test_the_caption_under_the_file_names_the_code_and_is_safe() -> None:
    shown = paid_view()
    told = caption(replace(shown, merchant=replace(shown.merchant, name="<Dana>")), reader())
    assert "&lt;Dana&gt;" in told
    assert plain(told).replace("\u00a0", " ").endswith(f"invoice #1042 | Receipt code: {CODE}")
