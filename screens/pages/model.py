"""The payment page as values: everything decided, nothing left for the template but to lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from billing.cards import CardView
from billing.models import AppLink
from billing.states import InvoiceState
from screens.format import clean, moment, money, shop
from screens.pages.stages import ENDED, MOVING, RENEWABLE, Stage, qr_alive, stage_of
from screens.reader import Reader
from screens.texts import LOCALES

LANGUAGES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
assert set(LANGUAGES) == set(LOCALES)

POLL_MOVING, POLL_RESTING = 2, 10  # seconds between two looks at the state
_TONES = {
    Stage.PAID: "good",
    Stage.TWICE: "warn",
    Stage.DECISION: "warn",
    Stage.HELD: "warn",
    Stage.DECLINED: "bad",
    Stage.OVER: "warn",
    Stage.EXPIRED: "warn",
    Stage.CANCELLED: "over",
}
_SCHEMES_NEVER = ("javascript:", "data:", "vbscript:", "file:", "blob:", "about:")


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its words; ``main``: what to press first."""

    text: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A button that sends a POST; ``provider`` is the way to pay it stands for."""

    text: str
    action: str
    provider: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """The bare code and the picture to save; ``folded``: scanned already, so it is only shown on request."""

    url: str
    picture: str
    alt: str
    folded: bool


@dataclass(frozen=True, slots=True)
class PayPage:
    """What stands on the page between its header and its footer."""

    stage: Stage
    tone: str
    headline: str
    amount: str
    about: str
    facts: tuple[str, ...]
    hint: str
    code: Code | None
    links: tuple[Link, ...]
    forms: tuple[Form, ...]
    checked: str
    telegram: Link
    title: str
    poll: int  # seconds, 0: nothing will change any more


@dataclass(frozen=True, slots=True)
class Ask:
    """What the page needs besides the invoice: the ways to pay, and whether the payer is back from a bank."""

    ways: tuple[str, ...] = ()
    back: bool = False


def pay_page(view: CardView, reader: Reader, ask: Ask) -> PayPage:
    """Everything on the page."""
    words, invoice, stage = reader.words, view.invoice, stage_of(view)
    amount = money(invoice.amount, words.locale)
    headline = words(f"page-state-{stage}")
    return PayPage(
        stage=stage,
        tone=_TONES.get(stage, "wait"),
        headline=headline,
        amount=amount,
        about=about(view, reader),
        facts=tuple(_facts(view, reader, stage)),
        hint=_hint(view, reader, stage, ask),
        code=_code(view, reader, stage, amount),
        links=_links(view, reader, stage),
        forms=_forms(view, reader, stage, ask),
        checked=_checked(view, reader, stage),
        telegram=_telegram(view, reader, back=ask.back),
        title=words("page-title", state=headline, amount=amount, shop=shop(view.merchant.name)),
        poll=_poll(view, stage),
    )


def about(view: CardView, reader: Reader) -> str:
    """``Coffee · invoice #1042``."""
    number = reader.words("page-number", number=str(view.invoice.number))
    return " · ".join(part for part in (clean(view.invoice.description), number) if part)


def path_of(token: str) -> str:
    """The path of an invoice's page."""
    return f"/pay/{token}"


def safe_link(link: AppLink) -> str | None:
    """The bank's link, unless its scheme could do something in the page itself."""
    url = link.url.strip()
    risky = not url.isprintable() or url.lower().startswith(_SCHEMES_NEVER)
    return None if risky or ":" not in url else url


def app_text(reader: Reader, app: str) -> str:
    """The words on the button into a bank's app."""
    return reader.words.or_else(f"page-open-{app}", reader.words("page-open-app"))


def _facts(view: CardView, reader: Reader, stage: Stage) -> list[str]:
    """Short lines of what is known, in the order of their weight."""
    words, payment = reader.words, view.payment
    facts: list[str] = []
    if stage is Stage.WAITING and payment and payment.expires_at and qr_alive(view):
        facts.append(words("page-until", time=_when(payment.expires_at, view, reader)))
    if stage in {Stage.PAID, Stage.TWICE} and payment and payment.settled_at:
        time = _when(payment.settled_at, view, reader)
        facts.append(
            words(
                "page-paid-at",
                bank=reader.words.or_else(f"page-bank-{payment.provider}", payment.provider),
                time=time,
            )
        )
    if stage is Stage.DECLINED and payment:
        facts.append(words(f"page-refusal-{payment.refusal or 'unsaid'}"))
        if payment.refusal_final:
            facts.append(words("page-nothing-taken"))
    if stage in RENEWABLE:
        until = _when(view.invoice.deadline, view, reader)
        facts.append(words("page-invoice-until", time=until))
    if (until_at := view.still_payable_until) and until_at > view.at and stage in ENDED:
        facts.append(words("page-old-qr", time=_when(until_at, view, reader)))
    return facts


def _hint(view: CardView, reader: Reader, stage: Stage, ask: Ask) -> str:
    """What to do now."""
    words = reader.words
    taken = view.payment.taken if view.payment else None
    amount = money(taken or view.invoice.amount, words.locale)
    if stage is Stage.DECISION:
        late = view.invoice.state is InvoiceState.PAID
        return words("page-hint-late", amount=amount) if late else words("page-hint-decision", amount=amount)
    if stage is Stage.HELD:
        return words("page-hint-held", amount=amount)
    if stage is Stage.WAITING and not qr_alive(view):
        return words("page-hint-waiting-app")
    if stage in RENEWABLE and not ask.ways:
        return words("page-no-way")
    return words(f"page-hint-{stage}")


def _code(view: CardView, reader: Reader, stage: Stage, amount: str) -> Code | None:
    if qr_alive(view) is None or view.payment is None:
        return None
    url = f"{path_of(view.invoice.token)}/qr.png?of={view.payment.id}"
    picture = f"{url}&lang={reader.words.locale}"
    number = str(view.invoice.number)
    alt = reader.words("page-qr", amount=amount, shop=shop(view.merchant.name), number=number)
    return Code(f"{url}&bare=1", picture, alt, folded=stage is Stage.SCANNED)


def _links(view: CardView, reader: Reader, stage: Stage) -> tuple[Link, ...]:
    """Into the bank's apps, while that can still lead to the money."""
    payment = view.payment
    if stage not in {Stage.WAITING, Stage.SCANNED} or payment is None or payment.instruction is None:
        return ()
    urls = ((link.app, safe_link(link)) for link in payment.instruction.links)
    main = stage is Stage.WAITING
    return tuple(Link(app_text(reader, app), url, main) for app, url in urls if url)


def _forms(view: CardView, reader: Reader, stage: Stage, ask: Ask) -> tuple[Form, ...]:
    base = path_of(view.invoice.token)
    if stage in RENEWABLE:
        return tuple(
            Form(_way_text(reader, stage, way, ask), f"{base}/renew", way, main=True) for way in ask.ways
        )
    if stage in {Stage.WAITING, Stage.SCANNED, Stage.UNKNOWN}:
        return (Form(reader.words("page-check"), f"{base}/check"),)
    return ()


def _way_text(reader: Reader, stage: Stage, way: str, ask: Ask) -> str:
    """Several ways are named; a single one is called by what it does now."""
    if len(ask.ways) > 1:
        return reader.words.or_else(f"page-way-{way}", way)
    return reader.words({Stage.OVER: "page-renew", Stage.DECLINED: "page-again"}.get(stage, "page-way"))


def _checked(view: CardView, reader: Reader, stage: Stage) -> str:
    """A check by hand always ends in a visible change."""
    at = view.payment.checked_at if view.payment else None
    if stage is not Stage.WAITING or at is None:
        return ""
    return reader.words("page-checked", time=_when(at, view, reader))


def _telegram(view: CardView, reader: Reader, *, back: bool) -> Link:
    """A known customer who is back from the bank need not press Start again."""
    if back and view.invoice.customer_id is not None:
        return Link(reader.words("page-telegram-back"), f"https://t.me/{reader.site.bot_username}")
    key = "page-telegram-back" if back else "page-telegram"
    return Link(reader.words(key), reader.site.start_link(f"inv_{view.invoice.token}"))


def _poll(view: CardView, stage: Stage) -> int:
    if stage in MOVING:
        return POLL_MOVING
    may_change = stage not in ENDED or view.still_payable_until is not None
    return POLL_RESTING if may_change else 0


def _when(at: datetime, view: CardView, reader: Reader) -> str:
    return moment(at, reader.zone, reader.words.locale, view.at)
