"""What a member is offered who types after the bot's name, and the message that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from billing.inline.models import Draft
from billing.ports import Provider
from screens import buttons as b
from screens import format as fmt
from screens import phrases
from screens.reader import Site
from screens.texts import Words


@dataclass(frozen=True, slots=True)
class Offered:
    """One line above the keyboard, for its member's eyes; and the message that the others see."""

    title: str
    about: str
    text: str
    keyboard: InlineKeyboardMarkup


def offered(
    draft: Draft,
    ways: Sequence[Provider],
    shop: str,
    site: Site,
    member: Words,
    public: Words,
    *,
    phone: bool,
) -> Offered:
    """``ways``: the banks that take the amount now; ``phone``: one was typed, which nobody reads there."""
    shown = fmt.clean(draft.words, 200)
    title = phrases.dotted(fmt.money(draft.amount, member.locale), shown)
    about = member("inline-about-phone" if phone else "inline-about")
    return Offered(title, about, _text(draft, ways, shop, site, public), _keyboard(draft, ways, site, public))


def over(words: Words) -> str:
    """It cannot become an invoice any more."""
    first = words("inline-card-over")
    return phrases.lines([f"<b>{first}</b>", words("hint-expired-payer")])


def _text(draft: Draft, ways: Sequence[Provider], shop: str, site: Site, words: Words) -> str:
    """The card as it stands until somebody taps: without a number, which only invoices have."""
    address = escape(_link(draft, site))
    waiting = words("card-waiting", amount=fmt.money(draft.amount, words.locale))
    practice = bool(ways) and not any(way.capabilities.production for way in ways)
    return phrases.lines(
        [
            f'<b><a href="{address}">{waiting}</a></b>',
            words("practice-money") if practice else "",
            escape(fmt.clean(draft.words, 200), quote=False),
            words.html("inline-from", shop=fmt.shop(shop)),
        ]
    )


def _keyboard(draft: Draft, ways: Sequence[Provider], site: Site, words: Words) -> InlineKeyboardMarkup:
    """Never none: a message without a button has no address, so it could not be edited."""
    get = b.press(_get(ways, words), b.Get(token=draft.token), ButtonStyle.SUCCESS)
    private = b.link(words("btn-pay-private"), _link(draft, site))
    return InlineKeyboardMarkup(inline_keyboard=[[get], [private]])


def _get(ways: Sequence[Provider], words: Words) -> str:
    """What the first tap brings."""
    if len(ways) != 1:
        return words("btn-inline-pay")
    can = ways[0].capabilities
    if can.needs_phone:
        return words("btn-bill-by-phone")
    return words("btn-get-page" if can.redirects else "btn-show-qr")


def _link(draft: Draft, site: Site) -> str:
    return site.start_link(f"inv_{draft.token}")
