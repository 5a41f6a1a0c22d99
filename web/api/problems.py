"""Answers that say why not, all of one shape: RFC 9457."""

from __future__ import annotations

import http
from collections.abc import Mapping

from aiohttp import web

from billing.errors import BillingError, KeyUnknown, NotAllowed, NotFound
from screens.texts import words
from screens.toasts import refused
from web.api.wire import Problem

TYPE = "application/problem+json"
BEARER = {"WWW-Authenticate": "Bearer"}
PREFIX = "/api/"
LANGUAGE = "en"  # of what programmers read


class Unwanted(Exception):
    """A request that is answered with a problem."""

    def __init__(
        self, status: int, word: str, detail: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(word)
        self.status, self.word, self.detail, self.headers = status, word, detail, headers


def answer(
    status: int, word: str = "", detail: str | None = None, headers: Mapping[str, str] | None = None
) -> web.Response:
    """The problem as a response; ``word`` names its sort, by default the status does."""
    title = http.HTTPStatus(status).phrase
    word = word or title.lower().replace(" ", "-")
    problem = Problem(type=f"urn:tolem:problem:{word}", title=title, status=status, detail=detail)
    return web.Response(
        status=status, text=problem.model_dump_json(exclude_none=True), content_type=TYPE, headers=headers
    )


def of_refusal(refusal: BillingError) -> web.Response:
    """What the core said no to: its sentence in English, and the sentence's name."""
    status = _status(refusal)
    return answer(status, refusal.text, refused(refusal, words(LANGUAGE)), BEARER if status == 401 else None)


def _status(refusal: BillingError) -> int:
    match refusal:
        case KeyUnknown():
            return 401
        case NotAllowed():
            return 403
        case NotFound():
            return 404
    return 409
