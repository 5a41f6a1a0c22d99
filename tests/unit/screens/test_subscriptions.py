"""A subscription in words: terms, how it stands, what is told of it; in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.catalog.models import NewLine, Unit
from billing.kept import KeptMethod
from billing.models import Merchant, Notice, Place
from billing.money import Money
from billing.subscriptions.calendar import agreed, period
from billing.subscriptions.ladder import Ladder, Rung
from billing.subscriptions.models import Cycle, PeriodState, Price, Rules, State, Terms
from billing.subscriptions.records import End, Listed, Offer, PeriodRow, Plan, Subscription, Wish
from billing.subscriptions.viewing import SubscriptionView
from screens import format as fmt
from screens import phrases
from screens.subscribers import card, listing
from screens.subscribers import questions as staff_questions
from screens.subscribers import told as staff_told
from screens.subscribers.choices import Shown
from screens.subscriptions import agreed as agreed_screen
from screens.subscriptions import listed, offered, one, questions, told
from screens.subscriptions import terms as t
from tests.unit.screens.samples import AMOUNT, CUSTOMER, LOCALES, NOW, clock, labels, reader

OFFER = Offer("Coffee & cake", AMOUNT, Cycle.MONTHLY)
TERMS = agreed(Cycle.MONTHLY, "Asia/Almaty", date(2026, 11, 22), time(10))
MERCHANT = Merchant(1, "Dana", "KZT", "ru", "Asia/Almaty")
CARD = KeptMethod(3, "bank", CUSTOMER, "•• 9821", NOW)
SUBSCRIPTION = Subscription(
    id=7,
    merchant_id=1,
    number=1,
    token="k3J9x0Qm2Zr7Yb5Lw8NtAg",
    offer=OFFER,
    state=State.ACTIVE,
    issuer_id=5,
    version=1,
    created_at=NOW,
    customer_id=CUSTOMER,
    terms=TERMS,
    prices=(Price(0, AMOUNT),),
)
PLAN = Plan(2, 1, "p" * 22, OFFER, 1, NOW)


def row(number: int = 0, state: PeriodState = PeriodState.PENDING, **changes: object) -> PeriodRow:
    ladder = Ladder(Rung.TRYING, 1, NOW, open=True)
    made = PeriodRow(7, period(TERMS, number), AMOUNT, state, ladder=ladder)
    return replace(made, **changes)  # type: ignore[arg-type]


def view(unpaid: PeriodRow | None = None, **changes: object) -> SubscriptionView:
    """As it is with these changes."""
    subscription = replace(SUBSCRIPTION, **changes)  # type: ignore[arg-type]
    return SubscriptionView(
        subscription=subscription,
        merchant=MERCHANT,
        at=NOW,
        subscriber=None,
        plan=PLAN,
        upcoming=None if subscription.over else period(TERMS, 1),
        unpaid=unpaid,
        bill=None,
        may_ask=subscription.ours and not subscription.over,
        history=(unpaid,) if unpaid else (row(state=PeriodState.PAID),),
        staff=False,
    )


def notice(kind: str, **values: str) -> Notice:
    known = {
        "subscription": "7",
        "number": "0",
        "amount": "500000",
        "until": (NOW + timedelta(3)).isoformat(),
    }
    return Notice(1, "k", kind, Place(CUSTOMER), CUSTOMER, True, None, None, None, known | values, NOW, NOW)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def every(cycle: Cycle, first: date, day: int | None = None) -> Terms:
    return agreed(cycle, "Asia/Almaty", first, time(10), day)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (every(Cycle.DAILY, date(2026, 11, 22)), "every day"),
        (every(Cycle.WEEKLY, date(2026, 11, 23)), "every week, on Mondays"),
        (every(Cycle.BIWEEKLY, date(2026, 11, 22), 3), "every two weeks, on Wednesdays"),
        (every(Cycle.MONTHLY, date(2026, 11, 22)), "every month, on day 22"),
        (
            every(Cycle.QUARTERLY, date(2026, 11, 22), 31),
            "every three months, on day 31 (in shorter months on the last day)",
        ),
        (every(Cycle.YEARLY, date(2026, 11, 22), 1), "every year, 1 December"),
    ],
)
def test_how_often_is_said_with_the_day_on_which_it_goes_on(terms: Terms, said: str) -> None:
    assert t.every(terms, reader()) == said


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_asked_fits_into_a_message_with_its_items_and_names_nothing_unescaped(locale: str) -> None:
    line = NewLine(None, "A <b> & a very long name of a thing" * 3, Unit.PIECE, 2, 90000, 90000, 0, 180000)
    offer = replace(OFFER, lines=(line,) * 50, rules=Rules(attempts=1))
    asked = replace(offered.of_plan(replace(PLAN, offer=offer), MERCHANT, NOW), methods=(CARD,))
    text, keys = offered.asked(asked, reader(locale))
    assert len(text) <= 4096
    assert "Coffee &amp; cake" in text
    assert "<b> &" not in text
    assert len(labels(keys)) == 3


def test_an_offer_of_which_the_first_day_has_passed_begins_today() -> None:
    offer = replace(OFFER, first=date(2026, 11, 1))
    asked = offered.of_one(replace(SUBSCRIPTION, offer=offer), MERCHANT, NOW)
    text, _ = offered.asked(asked, reader())
    assert "the bill comes as soon as you agree" in text
    assert "Next one: 22 December, 10:00" in text


def test_the_card_that_will_be_charged_is_named_with_sum_and_day() -> None:
    later = replace(OFFER, first=date(2026, 12, 5))
    asked = replace(offered.of_plan(replace(PLAN, offer=later), MERCHANT, NOW), methods=(CARD,))
    text, _ = offered.consent(asked, CARD, reader())
    assert "5 000 ₸ will be taken from •• 9821 each time" in plain(text)
    assert "every month, on day 5" in text
    assert "For the first time: 5 December, 10:00" in text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("state", [s for s in State if s is not State.OFFERED])
def test_each_state_is_said_on_its_own_screen_and_in_the_list(state: State, locale: str) -> None:
    now = view(state=state)
    text, _ = one.drawn(one.Mine(now, (CARD,)), reader(locale))
    line, keys = listed.drawn([Listed(now.subscription, "", None, None)], 0, reader(locale), NOW)
    for said in (text, line):
        assert "sub-" not in said
        assert "Coffee &amp; cake" in said
    assert "Coffee & cake" in labels(keys)[0][0]


@pytest.mark.parametrize("wish", Wish)
def test_what_a_bank_was_asked_for_is_said_until_it_is_done(wish: Wish) -> None:
    now = view(engine="bank", phone="+77071234567", wish=wish)
    text, _ = one.drawn(one.Mine(now), reader())
    assert "…" in text.splitlines()[2]
    assert text.splitlines()[2].startswith("⏳ ")
    assert "+7 707 ••• 45 67" in plain(text)


@pytest.mark.parametrize("locale", LOCALES)
def test_of_a_bill_by_a_bank_the_day_is_said_and_no_hour_that_is_ours(locale: str) -> None:
    """A bank that is told a later day bills at an hour of its own; one that is told today bills now."""
    later = agreed(Cycle.MONTHLY, "Asia/Almaty", date(2026, 12, 5), time(10))
    today = agreed(Cycle.MONTHLY, "Asia/Almaty", date(2026, 11, 22), time(23))
    read = reader(locale)
    for terms, key in ((later, "sub-agreed-phone"), (today, "sub-agreed-phone-now")):
        by_phone = view(engine="bank", phone="+77071234567", wish=Wish.MAKE, terms=terms)
        day = t.dated(terms.legs[0].starts, read, NOW.date())
        for text in (
            agreed_screen.drawn(one.Mine(by_phone), read)[0],
            told.tell(notice("sub-moved"), by_phone, read)[0],
        ):
            said = read.words.html(
                key, bank=phrases.bank("bank", read), phone=fmt.phone("+77071234567"), day=day
            )
            assert said in text
            assert "10:00" not in text
            assert "23:00" not in text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("wish", [None, Wish.MAKE])
def test_one_that_replaces_another_begins_after_it_and_names_no_day(locale: str, wish: Wish | None) -> None:
    said = reader(locale).words("sub-now-after")
    waiting = replace(view(wish=wish), waits_for_another=True, history=(), upcoming=None)
    both = one.drawn(one.Mine(waiting), reader(locale)), card.drawn(card.Held(waiting), reader(locale))
    assert all(phrases.capital(said) in text for text, _ in both)
    each = [Listed(waiting.subscription, "", None, None, waits_for_another=True)]
    for text, _ in (
        listed.drawn(each, 0, reader(locale), NOW),
        listing.listed(each, Shown.ALL, None, reader(locale), NOW),
    ):
        assert said.casefold() in text.casefold()
    assert (
        reader(locale).words("sub-agreed-after") in agreed_screen.drawn(one.Mine(waiting), reader(locale))[0]
    )


@pytest.mark.parametrize("state", [State.OFFERED, State.PAUSED])
def test_of_one_that_is_not_to_begin_by_itself_that_is_said_instead(state: State) -> None:
    waiting = replace(view(state=state), waits_for_another=True)
    assert "earlier" not in one.drawn(one.Mine(waiting), reader())[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_hour_that_the_bank_never_said_is_not_shown(locale: str) -> None:
    """In lists, on both screens and in what is told; also to a shop in another zone."""
    moved = {"engine": "apipay", "bank_next_at": clock("00:00", 22) + timedelta(30)}
    for timed in (True, False):
        now = view(**moved, bank_next_timed=timed)
        waits = replace(view(row(), **moved, bank_next_timed=timed))
        each = [Listed(now.subscription, "", None, None), Listed(waits.subscription, "", row(), None)]
        for text in (
            one.drawn(one.Mine(now), reader(locale))[0],
            listed.drawn(each, 0, reader(locale), NOW)[0],
            listing.listed(each, Shown.ALL, None, reader(locale), NOW)[0],
            card.drawn(card.Held(waits), reader(locale))[0],
            told.tell(notice("sub-paid"), now, reader(locale))[0],
            told.tell(notice("sub-resumed"), now, reader(locale))[0],
        ):
            assert t.dated(date(2026, 12, 22), reader(locale), NOW.date()) in text
            assert ("00:00" in text) is timed
    abroad = replace(reader(locale), zone=ZoneInfo("UTC"))
    assert t.dated(date(2026, 12, 22), abroad, NOW.date()) in one.drawn(one.Mine(now), abroad)[0]


def test_another_price_that_is_to_come_is_said_with_its_day() -> None:
    prices = (Price(0, AMOUNT), Price(1, Money(600000, "KZT")))
    text, _ = one.drawn(one.Mine(view(prices=prices)), reader())
    assert "5 000 ₸ · every month" in plain(text)
    assert "From 22 December on: 6 000 ₸" in plain(text)


def test_what_waits_is_said_with_what_follows() -> None:
    grace = Ladder(Rung.GRACE, 1, NOW, open=False, until=NOW + timedelta(days=3))
    text, keys = one.drawn(one.Mine(view(row(ladder=grace))), reader())
    assert "5 000 ₸ for 22.11.2026 – 21.12.2026 wait for your payment" in plain(text)
    assert "Please pay by 25 November, 14:09" in plain(text)
    assert plain(labels(keys)[0][0]) == "Pay now 5 000 ₸"


def test_of_one_that_a_bank_runs_it_is_said_whom_it_asks_to_end_it() -> None:
    ours, _ = questions.cancelling(view(), reader())
    banks, _ = questions.cancelling(view(engine="halyk"), reader())
    assert "We ask Halyk to end it" in banks
    assert "We ask" not in ours


def test_what_was_paid_counts_to_its_end_after_cancelling() -> None:
    text, keys = one.drawn(one.Mine(view(state=State.CANCELLED)), reader())
    assert "What is paid counts until 21 December." in text
    assert [texts for texts in labels(keys) if "Cancel subscription" in texts] == []


# --- what is told


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", sorted(told.KINDS))
def test_each_thing_is_told_in_each_language_without_blame(kind: str, locale: str) -> None:
    over = kind in {"sub-expired", "sub-refused", "sub-ended"}
    state = State.CANCELLED if over else State.PAUSED if kind == "sub-paused" else State.ACTIVE
    text, _ = told.tell(notice(kind), view(None if over else row(), state=state), reader(locale))
    assert "Coffee &amp; cake" in text
    assert "sub-" not in text.replace("start=sub_", "")
    assert len(text.splitlines()) >= 2


@pytest.mark.parametrize("kind", ["sub-failed", "sub-grace"])
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (view(), "Settled meanwhile"),
        (view(row(1)), "Settled meanwhile"),
        (view(row(), state=State.PAUSED), "⏸ Paused"),
        (view(row(), state=State.CANCELLED), "🚫 Ended"),
    ],
)
def test_nobody_is_asked_for_what_was_settled_meanwhile(kind: str, now: SubscriptionView, said: str) -> None:
    if now.subscription.state is State.PAUSED:
        now = replace(now, unpaid=None)
    text, keys = told.tell(notice(kind), now, reader())
    assert said in text
    assert [label for texts in labels(keys) for label in texts if label.startswith("Pay")] == []


def test_a_bill_of_a_bank_is_not_paid_here() -> None:
    text, keys = told.tell(notice("sub-failed"), view(row(), engine="halyk"), reader())
    assert "Halyk sends it again by itself" in text
    assert [label for texts in labels(keys) for label in texts if label.startswith("Pay")] == []


def test_a_pause_that_is_over_is_not_told_as_one() -> None:
    text, _ = told.tell(notice("sub-paused"), view(), reader())
    assert "Paused by the shop" not in text
    assert "Next bill" in text


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_customer_asked_a_bank_for_is_not_told_as_the_shop_s_doing(locale: str) -> None:
    words = reader(locale).words
    paused, _ = told.tell(notice("sub-paused"), view(state=State.PAUSED, engine="apipay"), reader(locale))
    assert words("sub-told-paused-bank", title="") in plain(paused)
    gone = view(state=State.CANCELLED, engine="apipay", ended_by=End.CUSTOMER)
    ended, _ = told.tell(notice("sub-ended"), gone, reader(locale))
    assert words("sub-told-ended-own", title="") in plain(ended)
    shops, _ = told.tell(notice("sub-ended"), view(state=State.CANCELLED, ended_by=End.SHOP), reader(locale))
    assert words("sub-told-ended", title="") in plain(shops)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_pause_at_a_bank_says_that_a_bill_may_still_be_open_there(locale: str) -> None:
    def said(**changes: object) -> str:
        now = view(row(), state=State.PAUSED, **changes)
        return plain(told.tell(notice("sub-paused"), now, reader(locale))[0])

    calm = reader(locale).words("sub-told-paused-do")
    assert "5 000 ₸" in said(engine="apipay")
    assert calm not in said(engine="apipay")
    assert calm in said()


@pytest.mark.parametrize("locale", LOCALES)
def test_an_end_at_a_bank_says_that_a_bill_may_still_be_open_there(locale: str) -> None:
    """Before and after, to both sides; only what we bill ourselves is called off."""
    words = reader(locale).words
    bank, ours = view(row(), engine="halyk"), replace(view(row()), bill=object())  # type: ignore[arg-type]
    gone, over = (
        replace(each, subscription=replace(each.subscription, state=State.CANCELLED)) for each in (bank, ours)
    )
    told_gone, told_over = (
        plain(told.tell(notice("sub-ended"), each, reader(locale))[0]) for each in (gone, over)
    )
    assert "5 000 ₸" in told_gone
    assert words("sub-told-ended-do") in told_over
    assert words("sub-told-ended-do") not in told_gone
    for ask, key in (
        (questions.cancelling, "sub-cancel-open"),
        (staff_questions.sure_cancel, "subs-cancel-open"),
    ):
        called_off = plain(words(key, amount="5 000 ₸"))
        assert called_off in plain(ask(ours, reader(locale))[0])
        said = plain(ask(bank, reader(locale))[0])
        assert "5 000 ₸" in said
        assert called_off not in said


@pytest.mark.parametrize("locale", LOCALES)
def test_one_paused_at_a_bank_says_where_its_open_bill_is_and_that_it_may_be_left(locale: str) -> None:
    words, paused = reader(locale).words, view(row(), state=State.PAUSED, engine="halyk")
    text = plain(one.drawn(one.Mine(paused), reader(locale))[0])
    assert f"⏸ {phrases.capital(words('sub-now-paused'))}" in text
    days = t.span(row().period)
    assert plain(words("sub-waits-open", amount="5 000 ₸", span=days, bank=words("bank-halyk"))) in text


def test_the_shop_is_not_told_of_a_bill_that_comes_this_minute_as_of_one_to_come() -> None:
    def said(again: timedelta) -> str:
        failed = notice("sub-failed-member", attempt="1", again=(NOW + again).isoformat())
        return staff_told.tell(failed, view(row()), reader())[0]

    assert "The next bill goes out at once." in said(timedelta())
    assert "The next bill comes: today, 15:09" in said(timedelta(hours=1))


def test_a_payment_is_told_for_the_days_that_its_bank_billed() -> None:
    billed = replace(period(TERMS, 0), first_day=date(2026, 11, 25), last_day=date(2026, 12, 24))
    paid = replace(view(engine="apipay"), history=(row(state=PeriodState.PAID, period=billed),))
    text, _ = told.tell(notice("sub-paid"), paid, reader())
    assert "25.11.2026 – 24.12.2026" in plain(text)
    assert "22.11.2026 – 21.12.2026" in plain(told.tell(notice("sub-paid"), view(), reader())[0])
