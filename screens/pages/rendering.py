"""Pages out of templates. Style and script stand inside the page, named by their hashes in its policy."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from billing.cards import CardView
from billing.models import AppLink
from billing.people import LOCALES
from screens import format as fmt
from screens import phrases
from screens.pages.model import Ask, PayPage, about, app_text, path_of, pay_page
from screens.reader import Reader
from screens.texts import Words

FOLDER = Path(__file__).parent
REFRESH = 5  # seconds between two loads of a page whose reader runs no script


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page and the policy that it must be sent with."""

    html: str
    policy: str


@dataclass(frozen=True, slots=True)
class State:
    """What the page's script asks for: ``version`` changes exactly when something to be seen does."""

    version: str
    stage: str
    title: str
    say: str
    poll: int
    html: str


def payment_page(view: CardView, reader: Reader, ask: Ask) -> Rendered:
    """The whole page."""
    state = payment_state(view, reader, ask)
    html = _template("pay.html").render(
        state=state,
        main=Markup(state.html),  # noqa: S704 - rendered by our own template, values escaped there
        path=path_of(view.invoice.token),
        shop=fmt.shop(view.merchant.name),
        refresh=REFRESH if state.poll else 0,
        back=ask.back,
        words=reader.words,
        languages={code: reader.words(f"language-{code}") for code in LOCALES},
    )
    return Rendered(html, _policy())


def payment_state(view: CardView, reader: Reader, ask: Ask) -> State:
    """The moving part of the page."""
    page = pay_page(view, reader, ask)
    html = _template("stage.html").render(page=page, words=reader.words)
    version = hashlib.sha256(html.encode()).hexdigest()[:16]
    return State(version, page.stage, page.title, _said(page), page.poll, html)


def go_page(view: CardView, reader: Reader, link: AppLink | None) -> Rendered:
    """One big button into a bank's app; ``None``: that link is over."""
    html = _template("go.html").render(
        url=link.url if link else "",
        text=app_text(reader, link) if link else "",
        amount=phrases.sum_of(view.invoice.amount, reader),
        about=about(view, reader),
        shop=fmt.shop(view.merchant.name),
        path=path_of(view.invoice.token),
        words=reader.words,
    )
    return Rendered(html, _policy())


def plain_page(words: Words, status: int) -> Rendered:
    """The page for a request that could not be served."""
    title, hint = words("page-problem-refused"), words("page-problem-refused-hint")
    if status == 404:
        title, hint = words("page-problem-missing"), words("page-problem-missing-hint")
    elif status >= 500:
        title, hint = words("page-problem-ours"), words("page-problem-ours-hint")
    return Rendered(_template("plain.html").render(title=title, hint=hint, words=words), _policy())


def _said(page: PayPage) -> str:
    """What a screen reader says when the state changes."""
    return f"{page.headline}. {page.amount}. {page.hint}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "style": Markup(_text("page.css")),  # noqa: S704 - our own files
        "script": Markup(_text("pay.js")),  # noqa: S704
    }
    return environment


def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _policy() -> str:
    """Nothing from elsewhere; only our own style and script run, and nobody may frame the page."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash('page.css')}'",
            f"script-src '{_hash('pay.js')}'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _hash(name: str) -> str:
    digest = hashlib.sha256(_text(name).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()
