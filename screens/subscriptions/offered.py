"""What a link asks of somebody, in so many words, before they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from billing.kept import KeptMethod
from billing.models import Merchant
from billing.subscriptions import offering
from billing.subscriptions.calendar import period
from billing.subscriptions.models import Period, Terms
from billing.subscriptions.records import Offer, Plan, Subscription
from screens import format as fmt
from screens import lines, phrases
from screens.buttons import Row, keyboard, press
from screens.kept import names_of
from screens.reader import Reader
from screens.subscribers import buttons as shops
from screens.subscriptions import buttons as b
from screens.subscriptions import terms as t

Text = tuple[str, InlineKeyboardMarkup | None]
LINES_MOST = 30
METHODS_MOST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is offered, and what its reader may answer."""

    id: int  # of the plan, or of the offer
    token: str
    shown: int  # the version of a plan; 0: an offer to one person
    offer: Offer
    merchant: Merchant
    at: datetime
    methods: Sequence[KeptMethod] = ()  # that may be charged each time
    by_phone: str = ""  # the bank that would bill by phone
    preview: bool = False  # its reader works here, and it is for somebody else
    staff: bool = False

    @property
    def terms(self) -> Terms:
        """Were it agreed to now."""
        return offering.would_begin(self.offer, self.merchant.timezone, self.at)

    @property
    def first(self) -> Period:
        """What is paid first."""
        return period(self.terms, 0)

    @property
    def at_once(self) -> bool:
        """Whether the first bill comes as soon as somebody agrees."""
        return self.first.start <= self.at

    @property
    def on(self) -> str:
        """The day that is shown, as a button carries it."""
        return f"{self.first.first_day:%y%m%d}"


def of_plan(plan: Plan, merchant: Merchant, at: datetime) -> Proposal:
    """To anybody."""
    return Proposal(plan.id, plan.token, plan.version, plan.offer, merchant, at)


def of_one(subscription: Subscription, merchant: Merchant, at: datetime) -> Proposal:
    """To one person."""
    return Proposal(subscription.id, subscription.token, 0, subscription.offer, merchant, at)


def asked(proposal: Proposal, reader: Reader) -> Text:
    """What will be asked, when, what follows, and how to stop."""
    offer, words = proposal.offer, reader.words
    once = phrases.dotted(phrases.sum_of(offer.amount, reader), t.every(proposal.terms, reader))
    by_hand = words("sub-by-hand-or-card" if proposal.methods else "sub-by-hand")
    reminded = words("sub-reminded", days=t.days_before(offer.reminders, words))
    blocks = (
        [_title(proposal, reader), f"<b>{once}</b>", *_made_of(proposal, reader)],
        _dates(proposal, reader),
        [by_hand, t.unpaid(offer.rules, words)],
        [reminded if offer.reminders else words("sub-reminded-never"), words("sub-stop")],
        [_last(proposal, reader)],
    )
    text = "\n\n".join(filter(None, (phrases.lines(block) for block in blocks)))
    return text, _to_card(proposal, reader) if proposal.preview else _answers(proposal, reader)


def consent(proposal: Proposal, method: KeptMethod, reader: Reader) -> Text:
    """What it means to let a method be charged each time; the sum stands here."""
    words, name = reader.words, names_of(proposal.methods, reader)[method.id]
    amount = phrases.sum_of(proposal.offer.amount, reader)
    every = t.every(proposal.terms, reader)
    first = words("sub-consent-first", when=t.when(proposal.first.start, reader, proposal.at))
    text = phrases.lines(
        [
            _title(proposal, reader),
            words.html("sub-consent", amount=amount, method=name, every=every),
            words("sub-consent-first-now") if proposal.at_once else first,
            words("sub-consent-stop"),
        ]
    )
    yes = b.Agree(token=proposal.token, shown=proposal.shown, on=proposal.on, method=method.id)
    rows = [
        [press(words("btn-sub-charge-yes", method=name), yes, ButtonStyle.SUCCESS)],
        [press(words("btn-back"), b.SeeOffer(token=proposal.token))],
    ]
    return text, keyboard(rows)


def no_thanks(reader: Reader) -> Text:
    """Nothing is asked."""
    return reader.words("sub-no-thanks"), None


def _title(proposal: Proposal, reader: Reader) -> str:
    words = reader.words
    title = words.html("sub-title", title=t.titled(proposal.offer.title))
    shop = words.html("sub-from-shop", shop=fmt.shop(proposal.merchant.name))
    link = escape(reader.site.start_link(f"{b.SUBSCRIPTION_LINK}{proposal.token}"))
    return phrases.dotted(f'<b><a href="{link}">{title}</a></b>', shop)


def _made_of(proposal: Proposal, reader: Reader) -> list[str]:
    """The items, where it is of items."""
    each, currency = proposal.offer.lines, proposal.offer.amount.currency
    shown = [lines.line(one, currency, reader) for one in each[:LINES_MOST]]
    rest = len(each) - len(shown)
    return [*shown, reader.words("lines-more", count=rest)] if rest else shown


def _dates(proposal: Proposal, reader: Reader) -> list[str]:
    words, now = reader.words, proposal.at
    second = t.when(period(proposal.terms, 1).start, reader, now)
    first = words("sub-first", when=t.when(proposal.first.start, reader, now))
    return [
        words("sub-first-now") if proposal.at_once else first,
        words("sub-second", when=second),
    ]


def _last(proposal: Proposal, reader: Reader) -> str:
    if proposal.preview:
        return reader.words("sub-preview")
    return reader.words("sub-preview-plan" if proposal.staff else "sub-asked-of-you")


def _to_card(proposal: Proposal, reader: Reader) -> InlineKeyboardMarkup | None:
    """Who works here may look at the offer as the shop has it."""
    return keyboard([[press(reader.words("btn-subs-see"), shops.See(subscription=proposal.id))]])


def _answers(proposal: Proposal, reader: Reader) -> InlineKeyboardMarkup | None:
    words, token, shown, on = reader.words, proposal.token, proposal.shown, proposal.on
    yes = b.Agree(token=token, shown=shown, on=on)
    rows: list[Row] = [[press(words("btn-sub-agree"), yes, ButtonStyle.SUCCESS)]]
    names = names_of(proposal.methods, reader)
    for method in proposal.methods[:METHODS_MOST]:
        text = words("btn-sub-agree-card", method=names[method.id])
        rows.append([press(text, b.Consent(token=token, method=method.id))])
    if proposal.by_phone:
        text = words("btn-sub-agree-phone", bank=words.way(proposal.by_phone))
        rows.append([press(text, b.AgreeByPhone(token=token, shown=shown, on=on))])
    return keyboard([*rows, [press(words("btn-sub-no"), b.NoThanks())]])
