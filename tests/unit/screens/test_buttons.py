"""Buttons carry ids only, in 64 bytes, and links that Telegram takes."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from aiogram.filters.callback_data import CallbackData

from billing.catalog.models import CartKind
from billing.models import AppLink
from billing.reports import Wish
from billing.states import Hold
from screens import buttons, refund_buttons, reminder_buttons, report_buttons
from screens import shop_buttons as shop
from screens.figures import buttons as figures
from screens.figures.keys import Span as Period
from screens.reader import Site
from screens.reminder_keys import Chosen
from screens.report_keys import Look, Span
from screens.subscriptions import buttons as mine
from screens.texts import words
from tests.unit.screens.samples import LOCALES, labels
from tests.unit.screens.scan import messages, wording

HUGE = 2**63 - 1
LAST_DAY = date.max.toordinal()
MANY = 999_999_999  # items or carts: more than a shop has
TOKEN = "k3J9x0Qm2Zr7Yb5Lw8-_Ag"  # of a link
SOUGHT = shop.sought_in_button("Ақ нан: үлкен бөлке, жаңа піскен")
ALL = (
    buttons.Pay(invoice=HUGE, provider="a-bank-with-a-long-name"),
    buttons.BillTo(invoice=HUGE, provider="a-bank-with-a-long-name"),
    buttons.OtherNumber(invoice=HUGE, provider="a-bank-with-a-long-name"),
    buttons.ForgetNumber(invoice=HUGE, provider="a-bank-with-a-long-name"),
    buttons.Ways(invoice=HUGE),
    buttons.Back(invoice=HUGE),
    buttons.Check(invoice=HUGE),
    buttons.Renew(invoice=HUGE),
    buttons.Cancel(invoice=HUGE),
    buttons.Show(invoice=HUGE),
    buttons.Again(invoice=HUGE),
    buttons.Receipt(invoice=HUGE),
    buttons.ReceiptFile(invoice=HUGE),
    buttons.Question(invoice=HUGE),
    buttons.Accept(attention=HUGE),
    buttons.Later(attention=HUGE),
    buttons.Page(kind=buttons.Listing.INVOICES, state="cancelled", before=HUGE),
    buttons.Page(kind=buttons.Listing.PAYMENTS),
    buttons.Found(typed="Нурсұлтан Бек", before=HUGE),
    buttons.Language(code="kk"),
    buttons.Forget(step=buttons.ForgetStep.ASK),
    refund_buttons.AskRefund(invoice=HUGE),
    refund_buttons.Choose(payment=HUGE, asked=99_999, part=refund_buttons.Part.SURPLUS, below=True),
    refund_buttons.Confirm(payment=HUGE, asked=99_999, part=refund_buttons.Part.TYPED, draft=HUGE),
    refund_buttons.Pick(payment=HUGE, asked=99_999, line=HUGE, by=-1),
    refund_buttons.TurnItems(payment=HUGE, asked=99_999, page=99_999),
    refund_buttons.GoOn(payment=HUGE, asked=99_999),
    refund_buttons.LeaveRefund(),
    refund_buttons.CheckRefund(refund=HUGE),
    refund_buttons.SeeRefund(refund=HUGE),
    refund_buttons.SendAgain(refund=HUGE),
    refund_buttons.CallOff(refund=HUGE, sure=True),
    refund_buttons.DecideHold(payment=HUGE, what=Hold.RELEASE),
    report_buttons.Turn(report=HUGE, page=report_buttons.PAGES_MOST - 1),
    report_buttons.File(report=HUGE, wish=Wish.XLSX),
    report_buttons.Menu(report=HUGE),
    report_buttons.Choose(report=HUGE, span=Span.LAST_MONTH),
    report_buttons.Ask(report=HUGE, look=Look.AMOUNT),
    report_buttons.Leave(),
    figures.Show(span=Period.LAST_MONTH),
    figures.Again(first=LAST_DAY, last=LAST_DAY),
    figures.Own(),
    figures.Draw(first=LAST_DAY, last=LAST_DAY),
    figures.Morning(on=False, first=LAST_DAY, last=LAST_DAY),
    shop.Leaf(kind=CartKind.TILL, before=MANY, sought=SOUGHT),
    shop.Look(item=MANY, sought=SOUGHT),
    shop.Put(item=MANY, by=-1, sought=SOUGHT),
    shop.Count(kind=CartKind.TILL, item=MANY, sought=SOUGHT),
    shop.Add(item=MANY, after=MANY, sought=SOUGHT),
    shop.SeeCart(kind=CartKind.TILL, page=999),
    shop.Line(cart=MANY, kind=CartKind.TILL, item=MANY, by=-1, page=16, alone=True),
    shop.SeeLine(item=HUGE, page=16),
    shop.ListPrice(item=HUGE, page=16),
    shop.Percent(percent=99),
    shop.Typed(what=shop.Ask.PRICE, kind=CartKind.TILL, item=HUGE),
    shop.LeaveShop(kind=CartKind.TILL),
    shop.Empty(kind=CartKind.TILL, sure=True),
    shop.Order(kind=CartKind.TILL, cart=MANY, version=2**31 - 1, phone=True),
    mine.SeeOffer(token=TOKEN),
    mine.Agree(token=TOKEN, shown=2**31 - 1, on="261122", method=HUGE),
    mine.Consent(token=TOKEN, method=HUGE),
    mine.AgreeByPhone(token=TOKEN, shown=2**31 - 1, on="261122"),
    mine.ThisPhone(),
    mine.OtherPhone(),
    mine.NoThanks(),
    mine.Mine(page=9999),
    mine.See(subscription=HUGE, page=9999),
    mine.PayNow(subscription=HUGE),
    mine.Change(subscription=HUGE, what=mine.Do.SURELY_CANCEL),
    mine.Charge(subscription=HUGE, method=HUGE, sure=True),
    reminder_buttons.RemindMe(of=reminder_buttons.Of.INVOICE, id=HUGE, wanted=False),
    reminder_buttons.AskForNew(invoice=HUGE),
    reminder_buttons.InvoiceReminders(chosen=Chosen.BEFORE),
    reminder_buttons.BackToSettings(),
)


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
def test_a_tap_brings_back_what_the_button_carried(data: CallbackData) -> None:
    packed = data.pack()
    assert len(packed.encode()) <= 64
    assert type(data).unpack(packed) == data


def test_no_two_kinds_of_button_are_mixed_up() -> None:
    assert len({type(data).__prefix__ for data in ALL}) == len({type(data) for data in ALL})


@pytest.mark.parametrize(
    ("typed", "carried"),
    [
        ("  latte ", "latte"),
        ("a:b", "a b"),
        ("4870001000004", "4870001000004"),
        ("Ақ нан: үлкен", "Ақ нан үлкен"),
    ],
)
def test_words_that_are_sought_are_carried_as_far_as_there_is_room(typed: str, carried: str) -> None:
    assert shop.sought_in_button(typed) == carried
    long = shop.sought_in_button(typed + " және тағы басқа сөздер")
    assert long.startswith(carried[:10])
    assert len(long.encode()) <= shop.SOUGHT_MOST


SITE = Site("dana_bot", "https://pay.example")


@pytest.mark.parametrize(
    ("url", "site", "address"),
    [
        ("https://homebank.kz/p?a=1", SITE, "https://homebank.kz/p?a=1"),
        ("homebank://pay", SITE, "https://pay.example/go/to-ken/homebank"),
        ("http://localhost/pay", SITE, "https://pay.example/go/to-ken/homebank"),
        ("homebank://pay", Site("dana_bot"), None),
        ("homebank://pay", Site("dana_bot", "http://localhost:8080"), None),
        ("https://[broken", SITE, "https://pay.example/go/to-ken/homebank"),
        ("", SITE, None),
    ],
)
def test_a_banks_link_is_one_that_telegram_takes(url: str, site: Site, address: str | None) -> None:
    assert buttons.app_address(AppLink("homebank", url), site, "to-ken") == address


def test_a_bank_app_without_a_name_of_its_own_is_still_offered() -> None:
    rows = buttons.app_rows(words("en"), [AppLink("newbank", "https://b.example")], SITE, "t")
    assert [[button.text for button in row] for row in rows] == [["Open the bank's app"]]


def test_sharing_carries_the_link_whole() -> None:
    address = buttons.share_address("https://t.me/dana_bot?start=inv_a&b", "Coffee & cake: 5 000 ₸")
    query = parse_qs(urlsplit(address).query)
    assert query == {"url": ["https://t.me/dana_bot?start=inv_a&b"], "text": ["Coffee & cake: 5 000 ₸"]}


@pytest.mark.parametrize("locale", LOCALES)
def test_each_language_calls_itself_by_its_own_name(locale: str) -> None:
    assert labels(buttons.languages(words(locale))) == [["Қазақша", "Русский", "English"]]


def all_words(locale: str) -> list[str]:
    """The words of every button there is."""
    return [
        wording(message) for name, message in messages(locale).items() if name.startswith(("btn-", "link-"))
    ]


@pytest.mark.slice(1)
@pytest.mark.parametrize("locale", LOCALES)
def test_no_button_beside_another_is_cut_on_a_narrow_phone(locale: str) -> None:
    texts = all_words(locale)
    assert len(texts) > 15
    for left in texts:
        for right in texts:
            pair = [
                buttons.press(left, buttons.Check(invoice=1)),
                buttons.press(right, buttons.Check(invoice=1)),
            ]
            made = labels(buttons.keyboard([pair]))
            assert [text for row in made for text in row] == [left, right]
            assert all(len(text) <= buttons.HALF_ROW for row in made if len(row) > 1 for text in row)


def test_short_words_stay_beside_each_other() -> None:
    pair = [buttons.press(text, buttons.Check(invoice=1)) for text in ("Проверить оплату", "Другой способ")]
    assert len(labels(buttons.keyboard([pair]))) == 1


def test_a_keyboard_without_buttons_is_none() -> None:
    assert buttons.keyboard([[], []]) is None


def test_paying_and_cancelling_look_different() -> None:
    (pay,) = buttons.app_rows(words("en"), [AppLink("homebank", "https://b.example")], SITE, "t")[0]
    assert pay.style == "success"
