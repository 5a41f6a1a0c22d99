"""Setting one up: a question for each step, the summary of all of it, and what was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from billing.money import Money
from billing.subscriptions.models import Cycle, Rules
from billing.subscriptions.records import Offer, Plan, Subscription
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, keyboard, link, press, share_address
from screens.lines import line
from screens.reader import Reader
from screens.subscribers import buttons as b
from screens.subscribers import wording
from screens.subscribers.buttons import Choose
from screens.subscribers.choices import Step, To
from screens.subscriptions import terms as t
from screens.subscriptions.buttons import SUBSCRIPTION_LINK

Text = tuple[str, InlineKeyboardMarkup | None]

USUAL = Rules()
PLANS = 8  # on one page
ITEMS = 10  # that are named
NAME_MOST = 24  # characters of a plan's name on a button
NEVER = "none"
_STEPS = {
    Step.NAME: "subs-ask-name",
    Step.PHONE: "subs-ask-phone",
    Step.AMOUNT: "subs-ask-amount",
    Step.TITLE: "subs-ask-title",
    Step.CYCLE: "subs-ask-cycle",
    Step.FIRST: "subs-ask-first",
}


@dataclass(frozen=True, slots=True)
class Setup:
    """As far as it is known. Of ``offer`` only what was asked for counts, until all of it was."""

    to: To | None
    offer: Offer
    phone: str = ""
    name: str = ""
    by_plan: bool = False  # a plan says the terms
    by_phone: bool = False  # a bank bills by phone at all
    engine: str | None = None  # which one would bill this phone; ``None``: none does
    cart: tuple[Money, str] | None = None  # what a member has put together: what it comes to, in words
    plans: tuple[Plan, ...] = ()
    page: int = 0
    dates: tuple[date, ...] = ()
    again: bool = False  # all is known, and one thing is asked for once more


def question(step: Step, setup: Setup, reader: Reader) -> Text:
    """What is asked at a step, with the answers that can be tapped."""
    words, out = reader.words, b.back if setup.again else b.stop
    match step:
        case Step.TO:
            return _whom(setup, reader)
        case Step.PLAN:
            return words("subs-ask-plan"), out(words, *_plans(setup, reader))
        case Step.DAY:
            told, rows = _day(setup.offer.cycle, reader)
            return told, out(words, *rows)
        case Step.RULES:
            told = words("subs-ask-rules", usual=t.unpaid(USUAL, words))
            return told, out(words, [press(words("btn-subs-usual"), Choose(step=step, value="usual"))])
        case Step.REMIND:
            return words("subs-ask-reminders"), out(words, *reminders(setup.offer.cycle, reader))
    return words(_STEPS[step]), out(words, *_answers(step, setup, reader))


def summary(setup: Setup, reader: Reader, now: datetime) -> Text:
    """All of it before it is made, with the next three dates, and a button for each thing that may change."""
    words, offer = reader.words, setup.offer
    lines = [
        f"<b>{words('subs-summary-plan' if setup.to is To.PLAN else 'subs-summary')}</b>",
        t.titled(offer.title),
        f"<b>{wording.price(offer, reader)}</b>",
        *_items(offer, reader),
        _who(setup, reader),
        wording.day_line(offer, reader),
        _first(setup, reader, now),
        t.unpaid(offer.rules, words),
        words("subs-line-reminders", days=wording.reminded(offer.reminders, reader)),
        _dates(setup, reader, now),
        words("subs-no-bank-by-phone") if _unbilled(setup) else "",
    ]
    return phrases.lines(lines), b.stop(words, *_to_make(setup, reader), *_edits(setup, reader))


def made_link(offered: Subscription, shop: str, reader: Reader) -> Text:
    """The link of an offer to one person, to be passed on."""
    words, address = reader.words, reader.site.start_link(f"{SUBSCRIPTION_LINK}{offered.token}")
    text = phrases.lines(
        [
            f"<b>{words('subs-made-link', number=str(offered.number))}</b>",
            phrases.dotted(t.titled(offered.offer.title), wording.price(offered.offer, reader)),
            words.html("subs-link", link=address),
            words("subs-made-link-then"),
        ]
    )
    return text, keyboard([[share(offered.offer, address, shop, reader)], [_see(offered, reader)]])


def made_by_phone(added: Subscription, first: date | None, reader: Reader, now: datetime) -> Text:
    """It runs at the bank from now on."""
    words = reader.words
    bank = phrases.safe(phrases.bank(added.engine, reader))
    day = dated(first, reader, now) if first else "–"
    text = phrases.lines(
        [
            f"<b>{words('subs-made-phone', number=str(added.number))}</b>",
            phrases.dotted(t.titled(added.offer.title), wording.price(added.offer, reader)),
            words.html("subs-made-phone-then", bank=bank, phone=fmt.phone(added.phone), day=day),
            words("subs-not-remindable") if added.customer_id is None else "",
        ]
    )
    return text, keyboard([[_see(added, reader)]])


def share(offer: Offer, address: str, shop: str, reader: Reader) -> InlineKeyboardButton:
    """Telegram's own window for passing the link on."""
    words = reader.words
    told = words("subs-share-text", title=fmt.clean(offer.title, 60), shop=fmt.shop(shop))
    return link(words("btn-subs-share"), share_address(address, told), ButtonStyle.SUCCESS)


def reminders(cycle: Cycle, reader: Reader) -> list[Row]:
    """The usual ones first, in words that can be tapped."""
    return [
        [press(_offered(days, reader), Choose(step=Step.REMIND, value=joined(days)))]
        for days in b.reminder_choices(cycle)
    ]


def _offered(days: tuple[int, ...], reader: Reader) -> str:
    return phrases.capital(wording.reminded(days, reader))


def joined(days: Sequence[int]) -> str:
    """Days as a button carries them: ``1,0``."""
    return ",".join(map(str, days)) or NEVER


def _whom(setup: Setup, reader: Reader) -> Text:
    words = reader.words

    def to(key: str, value: To) -> Row:
        return [press(words(key), Choose(step=Step.TO, value=value))]

    rows = [to("btn-subs-to-link", To.LINK)]
    rows += [to("btn-subs-to-phone", To.PHONE)] if setup.by_phone else []
    rows += [to("btn-subs-to-plan", To.PLAN)] if setup.plans else []
    return words("subs-ask-whom"), b.stop(words, *rows)


def _plans(setup: Setup, reader: Reader) -> list[Row]:
    first = setup.page * PLANS
    rows = [
        [press(plan_label(plan, reader), Choose(step=Step.PLAN, value=str(plan.id)))]
        for plan in setup.plans[first : first + PLANS]
    ]
    turns: Row = []
    if setup.page:
        turns.append(press("◀", b.Turn(page=setup.page - 1)))
    if first + PLANS < len(setup.plans):
        turns.append(press("▶", b.Turn(page=setup.page + 1)))
    return [*rows, turns]


def plan_label(plan: Plan, reader: Reader) -> str:
    """``Coffee for a month · 5 000 ₸``, as a button has room for."""
    name = fmt.clean(plan.offer.title, NAME_MOST)
    return phrases.dotted(name, phrases.sum_of(plan.offer.amount, reader))


def _answers(step: Step, setup: Setup, reader: Reader) -> list[Row]:
    words = reader.words

    def answer(text: str, value: str) -> Row:
        return [press(text, Choose(step=step, value=value))]

    match step:
        case Step.NAME:
            return [answer(words("btn-subs-no-name"), NEVER)]
        case Step.AMOUNT if setup.cart:
            return [answer(words("btn-subs-cart", sum=phrases.sum_of(setup.cart[0], reader)), "cart")]
        case Step.TITLE if setup.cart and setup.offer.lines:
            return [answer(fmt.clean(setup.cart[1], 40), "cart")]
        case Step.CYCLE:
            names = [press(phrases.capital(wording.cycle(c, reader)), _each(c)) for c in Cycle]
            return b.pairs(names)
        case Step.FIRST:
            key = "btn-subs-when-agreed" if setup.to is To.LINK else "btn-subs-today"
            return [answer(words(key), "today")]
    return []


def _each(cycle: Cycle) -> Choose:
    return Choose(step=Step.CYCLE, value=cycle)


def _day(cycle: Cycle, reader: Reader) -> tuple[str, list[Row]]:
    """Weekdays can be tapped, the day of a month is written."""
    words = reader.words
    first = [press(words("btn-subs-day-first"), Choose(step=Step.DAY, value="first"))]
    if not cycle.days:
        return words("subs-ask-day"), [first]
    days = [
        press(phrases.capital(words(f"sub-weekday-{day}")), Choose(step=Step.DAY, value=str(day)))
        for day in range(1, 8)
    ]
    return words("subs-ask-weekday"), [first, *b.pairs(days)]


def _items(offer: Offer, reader: Reader) -> list[str]:
    shown = [line(each, offer.amount.currency, reader) for each in offer.lines[:ITEMS]]
    rest = len(offer.lines) - len(shown)
    return [*shown, reader.words("lines-more", count=rest)] if rest else shown


def _who(setup: Setup, reader: Reader) -> str:
    words = reader.words
    if setup.to is To.PLAN:
        return words("subs-line-anybody")
    phone = fmt.phone(setup.phone) if setup.phone else ""
    named = phrases.dotted(fmt.clean(setup.name, wording.NAME_MOST), phone)
    return words.html("subs-line-who", who=named) if named else words("subs-line-link")


def _first(setup: Setup, reader: Reader, now: datetime) -> str:
    words, first = reader.words, setup.offer.first
    if first is not None:
        return words("subs-line-first", first=dated(first, reader, now))
    return words("subs-first-today" if setup.to is To.PHONE else "subs-first-agreed")


def _dates(setup: Setup, reader: Reader, now: datetime) -> str:
    told = "; ".join(dated(day, reader, now) for day in setup.dates)
    sure = setup.offer.first is not None or setup.to is To.PHONE
    return reader.words("subs-line-dates" if sure else "subs-line-dates-if-today", dates=told)


def _unbilled(setup: Setup) -> bool:
    return setup.to is To.PHONE and setup.engine is None


def _to_make(setup: Setup, reader: Reader) -> list[Row]:
    words = reader.words
    if _unbilled(setup):
        return [[press(words("btn-subs-link-instead"), Choose(step=Step.TO, value=To.LINK))]]
    return [[press(words("btn-subs-make"), b.Make(), ButtonStyle.SUCCESS)]]


def _edits(setup: Setup, reader: Reader) -> list[Row]:
    steps = [Step.TITLE, Step.AMOUNT, Step.CYCLE, Step.DAY, Step.FIRST, Step.RULES, Step.REMIND, Step.NAME]
    if setup.offer.cycle is Cycle.DAILY:
        steps.remove(Step.DAY)
    if setup.to is To.PLAN:
        steps = [step for step in steps if step not in {Step.FIRST, Step.NAME}]
    if setup.by_plan:
        steps = [Step.FIRST, Step.NAME]
    if setup.to is To.PHONE:
        steps.append(Step.PHONE)
    return b.pairs([press(reader.words(f"btn-subs-edit-{step}"), b.Edit(step=step)) for step in steps])


def dated(day: date, reader: Reader, now: datetime) -> str:
    """``23 November``."""
    return t.dated(day, reader, now.astimezone(reader.zone).date())


def _see(subscription: Subscription, reader: Reader) -> InlineKeyboardButton:
    return press(reader.words("btn-subs-see"), b.See(subscription=subscription.id, below=True))
