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
from billing.models import AppLink, Form
from billing.people import LOCALES
from screens import format as fmt
from screens import phrases, redirects
from screens.pages.model import PayPage, about, pay_page
from screens.pages.ways import Ask, app_text, path_of
from screens.reader import Reader
from screens.texts import Words

FOLDER = Path(__file__).parent
TICK = "\N{CHECK MARK}"
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
        safe=reader.words("page-safe-there" if {*ask.ways} & view.redirecting else "page-safe"),
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
        practice=phrases.practice(view, reader),
        shop=fmt.shop(view.merchant.name),
        path=path_of(view.invoice.token),
        words=reader.words,
    )
    return Rendered(html, _policy())


def form_page(view: CardView, reader: Reader, form: Form, *, by_itself: bool = True) -> Rendered:
    """The form that leads to the bank's page, sent ``by_itself`` where scripts run.

    Its policy lets it go there and nowhere else. Raises ``ValueError`` for an action that is not http(s).
    """
    origin = redirects.origin_of(form.action)
    if origin is None:
        raise ValueError("a form goes to http(s) only")
    html = _template("form.html").render(
        page=pay_page(view, reader, Ask()),
        form=form,
        fields=_with_tick(form),
        host=redirects.host_of(form.action),
        by_itself=by_itself,
        shop=fmt.shop(view.merchant.name),
        path=path_of(view.invoice.token),
        words=reader.words,
    )
    return Rendered(html, _leaving_policy(origin, by_itself=by_itself))


def _with_tick(form: Form) -> list[tuple[str, str]]:
    """The fields, and before them the tick by which the bank sees that they come as UTF-8."""
    named = {name for name, _ in form.fields}
    return [*([] if "utf8" in named else [("utf8", TICK)]), *form.fields]


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
        "leaving": Markup(_text("form.js")),  # noqa: S704
    }
    return environment


def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _policy() -> str:
    """Nothing from elsewhere; only our own style and script run, and nobody may frame the page."""
    return _policy_of(
        f"script-src '{_hash('pay.js')}'", "img-src 'self' data:", "connect-src 'self'", "form-action 'self'"
    )


def _leaving_policy(origin: str, *, by_itself: bool) -> str:
    """The same for a page whose only way out is one host."""
    script = f"script-src '{_hash('form.js')}'" if by_itself else "script-src 'none'"
    return _policy_of(script, "img-src data:", f"form-action {origin}")


def _policy_of(*allowed: str) -> str:
    first = ["default-src 'none'", f"style-src '{_hash('page.css')}'"]
    return "; ".join([*first, *allowed, "base-uri 'none'", "frame-ancestors 'none'"])


def _hash(name: str) -> str:
    digest = hashlib.sha256(_text(name).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()
