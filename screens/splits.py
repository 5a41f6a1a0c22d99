"""Who pays which share, on the card of the whole, and the questions around it. Imports no chat framework."""

from __future__ import annotations

from html import escape

from billing.cards import CardView
from billing.models import Audience, Invoice
from billing.money import Money
from billing.split.models import OWN, Share
from screens import format as fmt
from screens import phrases
from screens.reader import Reader

LISTED = 10  # names, so that a card has room for its other words


def link_of(view: CardView, reader: Reader) -> str:
    """Where a share is taken."""
    return reader.site.start_link(f"split_{view.invoice.token}")


def left(view: CardView) -> Money:
    """What of it is in no share yet."""
    taken = sum(share.amount.minor for share in view.shares)
    return Money(view.invoice.amount.minor - taken, view.invoice.amount.currency)


def _free(view: CardView, reader: Reader) -> str:
    """How many shares nobody has taken; or how much, where each names an amount."""
    if view.invoice.parts == OWN:
        return reader.words("split-left-sum", sum=phrases.sum_of(left(view), reader))
    return reader.words("split-left", count=(view.invoice.parts or 0) - len(view.shares))


def on_card(view: CardView, audience: Audience, reader: Reader) -> list[str]:
    """What came so far, then a line for each share; nothing where it is not split."""
    if view.invoice.parts is None:
        return []
    words, currency = reader.words, view.invoice.amount.currency
    came = Money(sum(share.amount.minor for share in view.shares if share.paid), currency)
    rows = [_row(share, audience, reader) for share in view.shares[:LISTED]]
    if more := len(view.shares) - LISTED:
        rows += [words("split-more", count=more)] if more > 0 else []
    if left(view).minor:
        rows.append(_free(view, reader))
    shown = phrases.sum_of(came, reader)
    own = view.invoice.parts == OWN
    state = words("split-state-own", sum=shown) if own else _counted(view.invoice.parts, shown, reader)
    return [state, *rows]


def _counted(parts: int, shown: str, reader: Reader) -> str:
    return reader.words("split-state", parts=parts, sum=shown)


def hint(view: CardView, reader: Reader, *, staff: bool) -> str:
    """What to do while it is open."""
    if not left(view).minor:
        return reader.words("hint-split-taken")
    return reader.words("hint-split-staff" if staff else "hint-split")


def offered(whole: Invoice, amount: Money, name: str, reader: Reader) -> str:
    """Said before a share is taken: how much it is, and who will see it."""
    words = reader.words
    shown = fmt.money(amount, words.locale)
    own = whole.parts == OWN
    first = words("split-own-offer", amount=shown) if own else words("split-offer", amount=shown)
    about = phrases.dotted(
        escape(fmt.clean(whole.description, 200), quote=False), words("number", number=str(whole.number))
    )
    named = words.html("split-offer-named", name=fmt.clean(name, 40) or words("split-somebody"))
    return phrases.lines([f"<b>{first}</b>", about, named])


def unpaid(view: CardView, reader: Reader) -> str:
    """Said once to who has taken a share."""
    words = reader.words
    first = words("split-unpaid", amount=phrases.sum_of(view.invoice.amount, reader))
    hint = words("split-unpaid-hint")
    return phrases.lines([phrases.title(first, view, reader), phrases.about(view, reader), hint])


def untaken(view: CardView, reader: Reader) -> str:
    """Said once below the card in a group."""
    return phrases.lines(
        [f"<b>🔔 {_free(view, reader)}</b>", phrases.about(view, reader), reader.words("hint-split")]
    )


def _row(share: Share, audience: Audience, reader: Reader) -> str:
    """A first name and no more; the shop also sees the number."""
    name = fmt.clean(share.name, 20) or reader.words("split-somebody")
    number = f"#{share.number}" if audience is Audience.ISSUER else ""
    sign = "✅" if share.paid else "↩️" if share.back else "⏳"
    return phrases.dotted(f"{sign} {escape(name, quote=False)}", phrases.sum_of(share.amount, reader), number)
