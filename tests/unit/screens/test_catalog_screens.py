"""The catalog's screens: buttons that Telegram can carry, texts that fit, names that are no markup."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from aiogram.filters.callback_data import CallbackData

import handlers
import screens
from billing.catalog.banking import BankItem, BankItemState, Shown
from billing.catalog.importing import Changed, Draft, Plan
from billing.catalog.items import Page
from billing.catalog.models import Change, Mark, Unit
from billing.models import Person
from billing.money import Money
from screens import toasts
from screens.catalog import banks, listing, sheets
from screens.catalog import buttons as b
from screens.catalog import item as cards
from screens.format import units
from screens.reader import Reader, Site
from screens.texts import words
from tests.support.goods import item
from tests.unit.screens.samples import LOCALES, labels, plain

HUGE, LATEST = 2**63 - 1, 2**31 - 1
LONG = "<b>" + "🥤" * 117
ALL = (
    b.ListPage(),
    b.ListPage(typed="Нурсұлтан", after=HUGE),
    b.ListPage(before=HUGE),
    b.SeeItem(item=HUGE),
    b.BackToItem(item=HUGE),
    *[b.EditItem(item=HUGE, version=LATEST, what=what) for what in b.Edit],
    *[b.SetUnit(item=HUGE, version=LATEST, unit=unit) for unit in Unit],
    b.DeleteItem(item=HUGE, version=LATEST),
    b.Search(),
    b.Add(),
    b.Add(barcode="4" * 32),
    b.AddOffered(message=HUGE),
    b.AddUnit(unit=Unit.MILLILITRE),
    b.SkipStep(step=b.Step.BARCODE),
    b.Download(),
    b.Upload(),
    b.TakeIn(mark="0123456789abcdef"),
    b.Foreign(provider="a-bank-with-a-long-name", after=HUGE),
    b.Adopt(row=HUGE),
    b.AdoptAll(provider="a-bank-with-a-long-name"),
    b.Differing(provider="a-bank-with-a-long-name", after=HUGE),
    b.Decide(row=HUGE, ours=False),
    b.LeaveQuestion(),
)


def reader(locale: str) -> Reader:
    return Reader(words(locale), ZoneInfo("Asia/Almaty"), Site("dana_bot"), staff=True, details=True)


def kzt(tenge: int) -> Money:
    return Money(tenge * 100, "KZT")


def row(**changes: object) -> BankItem:
    shown = Shown("Латте <банка>", kzt(1000), "1", "4870001")
    given = {"item_id": 1, "bank_id": "7", "state": BankItemState.ACTIVE, "told_version": 1, "told": shown}
    return BankItem(**{"id": 5, "provider": "apipay", "shown": shown, **given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
def test_a_tap_brings_back_what_the_button_carried(data: CallbackData) -> None:
    assert len(data.pack().encode()) <= b.MOST
    assert type(data).unpack(data.pack()) == data


def kinds_of_buttons() -> Iterator[type[CallbackData]]:
    """Every kind that the program knows."""
    for package in (screens, handlers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    yield from CallbackData.__subclasses__()


def test_no_two_kinds_of_button_begin_alike() -> None:
    known: dict[str, str] = {}
    for kind in kinds_of_buttons():
        if kind.__module__.startswith(("screens.", "handlers.")):
            name = f"{kind.__module__}.{kind.__name__}"
            assert known.setdefault(kind.__prefix__, name) == name


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("state", BankItemState)
def test_a_card_tells_each_state_and_fits_under_a_picture(state: BankItemState, locale: str) -> None:
    long = item(name=LONG, barcode="4" * 32, hidden=True, price=kzt(99_999_999))
    found = {slug: row(state=state, code="x" * 64, text="<" * 200) for slug in ("apipay", "other-bank")}
    view = cards.ItemView(long, "Дана", found, editable=True)
    for drawn in (cards.card(view, reader(locale)), cards.deleting(view, reader(locale))):
        assert units(plain(drawn.caption)) <= 1024
        assert LONG in plain(drawn.caption)
    told = {cards.bank_line("apipay", row(state=each), item(), reader(locale)) for each in BankItemState}
    assert len(told) >= 7


@pytest.mark.parametrize(("locale", "hour"), [("en", "h"), ("ru", "час"), ("kk", "сағат")])
def test_a_card_says_of_what_its_price_is(locale: str, hour: str) -> None:
    view = cards.ItemView(item(name="Repair", unit=Unit.HOUR, barcode="4870"), "Shop", {}, editable=True)
    first, code, *_ = cards.caption(view, reader(locale)).replace("\u00a0", " ").splitlines()
    assert first == f"<b>{words(locale)('catalog-item', name='Repair', price=f'1 200 ₸ / {hour}')}</b>"
    assert code == words(locale)("catalog-barcode", barcode="4870")


@pytest.mark.parametrize("locale", LOCALES)
def test_who_was_quicker_is_told_in_an_alert(locale: str) -> None:
    every = Change(1, ("barcode", "hidden", "name", "picture_id", "price", "unit"))
    name = "Константин Константинович Констант"
    told = cards.changed_by(Person(1, f"{name}инопольский"), every, reader(locale))
    assert name in told[: toasts.LONGEST], "an alert cuts the rest off"
    assert "–" in cards.changed_by(None, every, reader(locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_search_that_no_button_can_carry_shows_its_first_page_and_says_so(locale: str) -> None:
    page = Page((item(),), next=Mark("", 1))
    text, keyboard = listing.listed(page, "ы" * 100, reader(locale), editable=True)
    assert words(locale)("catalog-found-more") in text
    assert "▶" not in str(labels(keyboard))
    text, keyboard = listing.listed(page, "ы", reader(locale), editable=True)
    assert "▶" in str(labels(keyboard))


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_sheet_would_do_fits_into_one_message(locale: str) -> None:
    fields = {
        "name": "Щ" * 120,
        "price": kzt(99_999_999),
        "barcode": "4" * 32,
        "hidden": True,
        "unit": Unit.HOUR,
    }
    old = item(name="Ы" * 120, price=Money(12_345_67, "KZT"), barcode="5" * 32, unit=Unit.MILLILITRE)
    changed = tuple(Changed(n, old, fields) for n in range(2, 60))
    text, _ = sheets.planned(Plan(tuple(Draft(n) for n in range(2, 60)), changed=changed), (), reader(locale))
    assert units(plain(text)) <= 4096
    assert text.endswith("…")
    assert text.count("<b>") == text.count("</b>")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_difference_shows_only_what_differs_and_no_markup_of_strangers(locale: str) -> None:
    ours = item(name="Латте <наш>", price=kzt(1000), barcode="4870001")
    text, keyboard = banks.difference(
        "apipay", banks.Difference(ours, row(), Unit.PIECE), reader(locale), more=True
    )
    assert "&lt;банка&gt;" in text
    assert len(text.split("\n")) == 2, "one line for the name, which alone differs"
    assert len(labels(keyboard)) == 4
