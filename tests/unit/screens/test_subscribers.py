"""Subscriptions as the staff see them: buttons that Telegram carries, texts that fit, news, the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from aiogram.filters.callback_data import CallbackData
from PIL import Image

from billing.models import Notice, Person, Place
from billing.money import Money
from billing.subscriptions.banking import BankLast, BankState, BankStats, BankSubscription
from billing.subscriptions.calendar import period
from billing.subscriptions.figures import Figures, Totals
from billing.subscriptions.ladder import Ladder, Rung
from billing.subscriptions.models import Cycle, PeriodState, State
from billing.subscriptions.records import End, Listed, Wish
from screens import buttons as common
from screens import notices, pictures
from screens.format import units
from screens.subscribers import buttons as b
from screens.subscribers import card, figures, listing, many, questions, setup
from screens.subscribers.choices import TOLD_TOGETHER, Do, EditOf, Shown, Step, To
from screens.subscribers.told import KINDS
from screens.texts import words
from tests.unit.screens.samples import AMOUNT, LOCALES, NOW, labels, plain, reader
from tests.unit.screens.test_subscriptions import OFFER, PLAN, SUBSCRIPTION, TERMS, row, view

HUGE, LATEST = 2**63 - 1, 2**31 - 1
LONG = replace(OFFER, title="<b>" + "Ы" * 57)
ALL = (
    *[b.Choose(step=step, value="biweekly") for step in Step],
    b.Choose(step=Step.PLAN, value=str(HUGE)),
    b.Turn(page=999),
    *[b.Edit(step=step) for step in Step],
    b.Make(),
    b.Begin(),
    b.Begin(to=To.PLAN),
    b.LeaveSetup(),
    b.ListPlans(page=999, closed=True),
    b.SeePlan(plan=HUGE),
    *[b.EditPlan(plan=HUGE, version=LATEST, what=what) for what in EditOf],
    *[b.ListThem(shown=shown, before=HUGE, below=True) for shown in Shown],
    b.See(subscription=HUGE, page=999, below=True),
    *[b.Act(subscription=HUGE, do=do, sure=True) for do in Do],
    b.SetDay(subscription=HUGE, day=7),
    b.SetReminders(subscription=HUGE, days="3,1,0"),
    b.AtBank(subscription=HUGE),
    b.SeeFigures(),
)


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
def test_a_tap_brings_back_what_the_button_carried(data: CallbackData) -> None:
    assert len(data.pack().encode()) <= 64
    assert type(data).unpack(data.pack()) == data


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", TOLD_TOGETHER)
def test_many_at_the_same_hour_are_one_message_with_names_a_sum_and_the_list(locale: str, kind: str) -> None:
    values = {"subscription": "7", "amount": "500000"}
    place = Place(5)
    each = Notice(1, "k", f"sub-{kind}-member", place, 5, False, None, None, None, values, NOW, NOW)
    for count, total in ((4, "20 000 ₸"), (10, "50 000 ₸"), (250, "1 250 000 ₸")):
        shown = [view(offer=LONG, name="<i>" + "Ы" * 60)] * min(count, many.LINES)
        text, keys = many.tell([each] * count, shown, reader(locale))
        lines = plain(text).replace("\u00a0", " ").split(" | ")
        assert str(count) in lines[0]
        assert lines[-1].endswith(total)
        assert len(lines) == 2 + min(count, many.LINES) + (count > many.LINES)
        assert (words(locale)("subs-many-more", count=str(count - many.LINES)) in text) is (
            count > many.LINES
        )
        assert "<i>" not in text
        assert units(plain(text)) <= 4096
        assert labels(keys) == [[words(locale)("btn-subs-list")]]


def held(**changes: object) -> card.Held:
    return card.Held(replace(view(**changes), staff=True, changes=period(TERMS, 2)))  # type: ignore[arg-type]


STANDS = [
    {"state": State.OFFERED, "terms": None, "customer_id": None},
    {"unpaid": row()},
    {"unpaid": row(ladder=Ladder(Rung.GRACE, 3, NOW, False, failures=3, until=NOW + timedelta(3)))},
    {"state": State.PAUSED},
    *[{"state": State.CANCELLED, "ended_by": by} for by in End],
    *[{"engine": "apipay", "phone": "+77071234567", "customer_id": None, "wish": wish} for wish in Wish],
    {"engine": "apipay", "phone": "+77071234567", "customer_id": None, "bank_id": "x"},
]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("stands", STANDS, ids=str)
def test_a_subscription_is_shown_in_each_state_and_every_button_can_be_read(
    stands: dict[str, object], locale: str
) -> None:
    shown = held(**stands, offer=LONG, name="🥤" * 60)
    text, keys = card.drawn(replace(shown, by_phone="apipay"), reader(locale))
    assert units(plain(text)) <= 4096
    assert "Ы" * 57 in text
    assert "<b>Ы" not in text
    assert keys is not None
    assert all(len(button) <= common.HALF_ROW for row in labels(keys) if len(row) > 1 for button in row)


def test_only_what_can_be_done_is_offered() -> None:
    def offered(**stands: object) -> set[str]:
        keys = card.drawn(replace(held(**stands), by_phone="apipay"), reader())[1]
        return {button for row in labels(keys) for button in row}

    assert {"Pause", "Price", "Day", "Reminders", "Cancel subscription"} <= offered()
    assert any(button.startswith("Bill by") for button in offered())
    assert "Day" not in offered(offer=replace(OFFER, cycle=Cycle.DAILY))
    assert "Resume" in offered(state=State.PAUSED)
    assert offered(state=State.EXPIRED, ended_by=End.UNPAID) == {"All subscribers"}
    assert "Pause" not in offered(engine="apipay", wish=Wish.PAUSE)
    assert "Bill in the chat" in offered(engine="apipay", bank_id="x", customer_id=None)
    assert "Copy the link" not in offered(engine="apipay", bank_id="x", customer_id=None)
    assert {"Send the link", "Copy the link"} <= offered(state=State.OFFERED, terms=None, customer_id=None)


@pytest.mark.parametrize("locale", LOCALES)
def test_who_is_known_by_phone_only_is_said_to_be_beyond_reminders(locale: str) -> None:
    by_phone = held(engine="apipay", phone="+77071234567", customer_id=None)
    told = card.drawn(by_phone, reader(locale))[0]
    assert words(locale)("subs-not-remindable") in told
    assert "+7\u00a0707\u00a0•••\u00a045\u00a067" in told
    assert "71234567" not in told
    known = replace(by_phone, view=replace(by_phone.view, subscriber=Person(77, "Dana", started=True)))
    assert words(locale)("subs-not-remindable") not in card.drawn(known, reader(locale))[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_payments_name_their_invoices_and_the_banks_own_figures_are_shown(locale: str) -> None:
    paid = row(state=PeriodState.PAID, invoice_id=12)
    shown = held(engine="apipay", bank_id="x", customer_id=None)
    numbered = replace(shown.view, history=(paid,), numbers={12: 1042})
    stats = BankStats(payments=7, successful=5, failed=2, collected=Money(3500000, "KZT"))
    last = BankLast(AMOUNT, PeriodState.PAID, NOW)
    bank = BankSubscription(
        "x", "k", BankState.ACTIVE, AMOUNT, Cycle.MONTHLY, None, "+77071234567", stats=stats, last=last
    )
    text, keys = card.drawn(replace(shown, view=numbered, shown=bank), reader(locale))
    assert "#1042" in text
    assert ["#1042"] in labels(keys)
    for told in ("7", "5", "2", "35\u00a0000\u00a0₸"):
        assert told in text.splitlines()[-3] + text.splitlines()[-2] + text.splitlines()[-1]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_unpaid_is_told_in_the_shops_words_and_the_next_date_stands_beside_it(locale: str) -> None:
    tell = words(locale)
    failed = row(ladder=Ladder(Rung.TRYING, 2, NOW, False, failures=2, until=NOW + timedelta(1)))
    shown = card.drawn(held(unpaid=failed), reader(locale))[0]
    listing_ = listing.listed([listed(1)], Shown.ALL, None, reader(locale), NOW)[0]
    for text in (shown, listing_):
        assert tell("subs-now-waits") in text.lower()
        assert tell("sub-now-waits") not in text.lower()
        assert tell("subs-failures", count="2") in text
        assert tell("sub-now-next", when="") in text
    assert tell("sub-waits-again", when="")[:12] in shown
    grace = row(ladder=Ladder(Rung.GRACE, 3, NOW, False, failures=3, until=NOW + timedelta(3)))
    assert tell("subs-told-grace-until", when="")[:15] in card.drawn(held(unpaid=grace), reader(locale))[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_change_means_is_said_with_its_date(locale: str) -> None:
    months = {"en": "January", "ru": "января", "kk": "қаңтар"}
    asked = questions.sure_price(held().view, Money(600000, "KZT"), reader(locale))[0]
    assert "6\u00a0000\u00a0₸" in asked
    assert f"22 {months[locale]}" in asked
    moved = questions.sure_day(held().view, 31, reader(locale))[0]
    assert f"31 {months[locale]}" in moved
    assert words(locale)("sub-last-day") in moved
    cancelled = questions.sure_cancel(replace(held().view, unpaid=row()), reader(locale))[0]
    assert "5\u00a0000\u00a0₸" in cancelled


def listed(number: int, **changes: object) -> Listed:
    each = replace(SUBSCRIPTION, id=number, number=number, offer=LONG, **changes)  # type: ignore[arg-type]
    unpaid = row(ladder=Ladder(Rung.TRYING, 2, NOW, False, failures=2))
    paid = row(state=PeriodState.PAID, settled_at=NOW)
    return Listed(each, "🥤" * 60, unpaid, paid)


TOTALS = Totals(active=12, paused=1, at_risk=3, churned=2, monthly=Money(123456789, "KZT"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_of_the_list_tells_all_and_fits(locale: str) -> None:
    found = [listed(number) for number in range(20, 20 - listing.SIZE - 1, -1)]
    text, keys = listing.listed(found, Shown.ALL, TOTALS, reader(locale), NOW)
    assert units(plain(text)) <= 4096
    assert "1\u00a0234\u00a0567,89\u00a0₸".replace(",", "." if locale == "en" else ",") in text
    for told in (
        words(locale)("subs-total-risk", count="3"),
        words(locale)("subs-total-churned", count="2"),
        words(locale)("subs-failures", count="2"),
    ):
        assert told in text
    assert keys is not None
    rows = labels(keys)
    assert ["▶"] in rows
    assert all(len(button) <= common.HALF_ROW for row in rows if len(row) > 1 for button in row)
    assert sum(len(row) for row in rows) <= 100


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("shown", Shown)
def test_an_empty_list_says_what_that_means(shown: Shown, locale: str) -> None:
    text, keys = listing.listed([], shown, None, reader(locale), NOW)
    assert words(locale)(f"subs-none-{shown}") in text
    assert "▶" not in str(labels(keys))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("step", Step)
def test_each_question_can_be_read_and_answered(step: Step, locale: str) -> None:
    for cycle in Cycle:
        cart = (AMOUNT, "Латте × 2, " * 20)
        known = setup.Setup(
            To.LINK,
            replace(LONG, cycle=cycle),
            by_phone=True,
            plans=(replace(PLAN, offer=LONG),) * 9,
            cart=cart,
        )
        text, keys = setup.question(step, known, reader(locale))
        assert 5 < len(text) < 1000
        assert labels(keys)[-1] == [words(locale)("btn-subs-stop")], "what was entered is thrown away"
        assert all(len(button) <= common.HALF_ROW for row in labels(keys) if len(row) > 1 for button in row)
        if step is not Step.TO:
            _, keys = setup.question(step, replace(known, again=True), reader(locale))
            assert labels(keys)[-1] == [words(locale)("btn-back")]


def notice(kind: str, invoice_id: int | None = None) -> Notice:
    values = {
        "subscription": "7",
        "number": "0",
        "amount": "500000",
        "attempt": "2",
        "count": "4",
        "first": "2026-11-01",
        "last": "2026-11-21",
        "until": NOW.isoformat(),
        "again": NOW.isoformat(),
        "bank": "apipay",
        "refusal": "unsaid",
        "code": "x",
    }
    return Notice(1, "k", kind, Place(5), 5, False, invoice_id, None, None, values, NOW, NOW)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_news_to_the_shop_names_the_subscription_and_leads_to_it(kind: str, locale: str) -> None:
    about = replace(held(offer=LONG, name="Dana <i>").view)
    told = notices.tell(notice(kind), None, None, reader(locale), subscription=about)
    assert told.text.splitlines()[0].startswith("<b><a href=")
    assert "&lt;b&gt;Ы" in told.text
    assert "Dana &lt;i&gt;" in told.text
    assert "{" not in told.text
    assert labels(told.keyboard) == [[words(locale)("btn-subs-see")]]
    billed = notices.tell(notice(kind, 12), None, None, reader(locale), subscription=about)
    assert words(locale)("btn-subs-bill") in str(labels(billed.keyboard))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", ["paused", "resumed"])
def test_what_a_bank_shows_is_not_told_the_shop_as_the_subscriber_s_doing(kind: str, locale: str) -> None:
    tell, news = words(locale), notice(f"sub-{kind}-member")
    ours = notices.tell(news, None, None, reader(locale), subscription=held().view)
    banks = notices.tell(news, None, None, reader(locale), subscription=held(engine="apipay").view)
    assert tell(f"subs-told-{kind}", title="") in ours.text
    assert tell(f"subs-told-{kind}-bank", title="") in banks.text.replace("</a>", "")


# --- the picture


def months(factor: int = 1) -> list[Figures]:
    firsts = [date(2026, month, 1) for month in range(6, 12)]
    return [
        Figures(first, number * factor, Money(number * 1_234_567_89 * factor, "KZT"))
        for number, first in enumerate(firsts)
    ]


def made(locale: str, factor: int = 1) -> Image.Image:
    return Image.open(BytesIO(figures.drawn(months(factor), "«Дана»", reader(locale)).picture.make()))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_picture_is_opaque_and_its_words_are_large_and_dark_enough(locale: str) -> None:
    picture = made(locale, 99_999)
    assert picture.size == (pictures.SIDE, pictures.SIDE)
    assert "transparency" not in picture.info
    assert picture.mode in {"P", "RGB", "L"}
    grey = picture.convert("L")
    assert grey.getpixel((2, 2)) == 255
    darkest = max(level for level in columns(picture))
    assert contrast(darkest) >= 4.5
    assert pictures.CHART_SMALLEST * 1080 / pictures.SIDE >= 28


def columns(picture: Image.Image) -> Iterator[int]:
    """The grey of the highest column of each row, in its middle."""
    for top in (130, 700):
        yield picture.convert("L").getpixel((pictures.SIDE - 60 - 96, top + 460))  # type: ignore[misc]


def contrast(level: int) -> float:
    share = level / 255
    luminance = share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4
    return 1.05 / (luminance + 0.05)


def test_columns_are_as_high_as_their_numbers() -> None:
    ink = made("en").convert("L")

    def height(number: int) -> int:
        at = 60 + int(1160 / 6 * (number + 0.5)) - 60
        return sum(1 for y in range(300, 600) if ink.getpixel((at, y)) < 140)  # type: ignore[operator]

    heights = [height(number) for number in range(6)]
    assert heights == sorted(heights)
    assert heights[0] < 10
    assert heights[5] > 2 * heights[2] - 10 > 100


@pytest.mark.parametrize(
    ("locale", "month", "sum_"),
    [
        ("en", "June 2026", "1\u00a0234\u00a0567.89\u00a0₸"),
        ("ru", "Июнь 2026", "1\u00a0234\u00a0567,89\u00a0₸"),
        ("kk", "Маусым 2026", "1\u00a0234\u00a0567,89\u00a0₸"),
    ],
)
def test_the_numbers_stand_in_words_below_the_picture(locale: str, month: str, sum_: str) -> None:
    drawn = figures.drawn(months(), "Dana", reader(locale))
    assert month in drawn.caption
    assert sum_ in drawn.caption
    assert units(plain(figures.drawn(months(99_999), "Dana", reader(locale)).caption)) <= 1024
    again = figures.drawn(months(), "Dana", reader(locale))
    assert drawn.picture.key == again.picture.key
    assert drawn.picture.key != figures.drawn(months(2), "Dana", reader(locale)).picture.key


@pytest.mark.parametrize(
    ("minor", "unit", "shown"),
    [
        (99_999_00, "Paid, ₸", "99\u00a0999"),
        (100_000_00, "Paid, thousand ₸", "100"),
        (123_456_50, "Paid, thousand ₸", "123"),
        (123_500_00, "Paid, thousand ₸", "124"),
        (250_000_000_00, "Paid, million ₸", "250"),
    ],
)
def test_large_sums_are_counted_in_thousands_or_millions_so_that_none_is_cut(
    minor: int, unit: str, shown: str
) -> None:
    each = Figures(date(2026, 11, 1), 1, Money(minor, "KZT"))
    make = figures.drawn([each], "Dana", reader()).picture.make
    _, money = make.args[2]  # type: ignore[attr-defined]
    assert (money.name, money.labels) == (unit, (shown,))


def test_without_any_number_there_is_still_a_picture() -> None:
    assert made("ru", 0).size == (pictures.SIDE, pictures.SIDE)
