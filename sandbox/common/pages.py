"""What the pages of the banks' apps share: languages, sums, safety, and their style sheet."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

LANGUAGES = ("ru", "kk", "en")
NAMES = {"ru": "Рус", "kk": "Қаз", "en": "Eng"}
GAP = "\N{NO-BREAK SPACE}"
HERE = Path(__file__).parent
STYLE = HERE / "app.css"
SAFETY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Renderer(Protocol):
    """Fills a template for a visitor."""

    def __call__(
        self, template: str, request: web.Request, status: int = 200, **more: object
    ) -> web.Response: ...


def renderer(folder: Path, root: str, texts: Mapping[str, Mapping[str, str]]) -> Renderer:
    """A function that fills a bank's templates; `root` is where its app is served."""
    loader = FileSystemLoader([folder, HERE])
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)

    def render(template: str, request: web.Request, status: int = 200, **more: object) -> web.Response:
        lang = language(request)
        links = {name: str(request.rel_url.update_query(lang=name)) for name in LANGUAGES}
        known = {"t": texts[lang], "lang": lang, "links": links, "names": NAMES, "root": root}
        html = pages.get_template(template).render(**known, **more)
        return web.Response(text=html, content_type="text/html", status=status, headers=SAFETY)

    return render


def sum_of(tiyn: int) -> str:
    """`5 000 ₸`, with tiyn only where there are any; the gaps do not break."""
    whole, rest = divmod(tiyn, 100)
    written = f"{whole:,}".replace(",", GAP)
    return f"{written},{rest:02d}{GAP}₸" if rest else f"{written}{GAP}₸"


def asset(path: Path, content_type: str) -> web.Response:
    """A file of the page."""
    return web.Response(text=path.read_text(encoding="utf-8"), content_type=content_type, headers=SAFETY)


async def json_of(request: web.Request) -> dict[str, object]:
    """A JSON object; nothing else is taken, so that no foreign page's form can press a button."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.read())
    except ValueError as bad:
        raise web.HTTPBadRequest from bad
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


def language(request: web.Request) -> str:
    """The language of a visitor."""
    return language_of(request.query.get("lang"), request.headers.get("Accept-Language", ""))


def language_of(chosen: str | None, accepted: str) -> str:
    """The language asked for, else the best of an Accept-Language header, else Russian."""
    if chosen in LANGUAGES:
        return str(chosen)
    for name in _by_weight(accepted):
        if name in LANGUAGES:
            return name
    return LANGUAGES[0]


def _by_weight(accepted: str) -> Iterable[str]:
    weighed = []
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), name.split("-")[0].lower()))
        except ValueError:
            continue
    return [name for _, name in sorted(weighed, key=lambda pair: pair[0])]
