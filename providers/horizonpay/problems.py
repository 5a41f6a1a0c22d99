"""When HorizonPay says no: one reading for all the shapes in which its errors have been seen.

``errors`` is an object of lists by the documentation; it was seen nested by the request's own objects, as a
list of objects, as a text, under ``error``, and all of it under ``response``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from providers.horizonpay import wire
from providers.http import Answer

UNKNOWN_METHOD, KEY = "unknown_method", "invalid_credentials"
_UNKNOWN_METHOD = re.compile(r"unknown '.*' payment method", re.IGNORECASE | re.DOTALL)
_GENERAL = frozenset({"system", "base", "request", "error", "errors", ""})
_FIELDS, _DEEP = 5, 12


@dataclass(frozen=True, slots=True)
class Trouble:
    """What it said: ``code`` is a word of ours, or the first field that it did not take."""

    status: int
    code: str
    text: str
    fields: tuple[str, ...] = ()
    readable: bool = True  # a body that it wrote itself, not a proxy's page

    def said(self) -> str:
        """Status and words in one line."""
        return f"HTTP {self.status}, {self.text}" if self.text else f"HTTP {self.status}"

    def names(self, word: str) -> bool:
        """Whether a field or a sentence of it holds this word."""
        return word in " ".join((*self.fields, self.text)).lower()


def trouble_from(answer: Answer) -> Trouble:
    """Never raises: a body that cannot be read says nothing but its status."""
    try:
        said = wire.object_from(answer.body)
    except wire.Garbled:
        return Trouble(answer.status, f"http_{answer.status}", "", readable=False)
    inner = said.get("response")
    told = inner if isinstance(inner, dict) else said
    message = wire.text_from(told.get("message"))
    wrong = list(flat(told.get("errors"))) + list(flat(told.get("error")))
    fields = tuple(path for path, _ in wrong if path not in _GENERAL)
    return Trouble(
        status=answer.status,
        code=_code(answer.status, message, fields),
        text=_text(message, wrong),
        fields=fields,
        readable=bool(message or wrong),
    )


def flat(errors: object, path: str = "", deep: int = 0) -> Iterator[tuple[str, str]]:
    """Every complaint with the dotted path of what it is about, whatever it is packed in."""
    if deep > _DEEP:
        return
    if isinstance(errors, dict):
        for name, inner in errors.items():
            here = str(name)[:64]
            yield from flat(inner, f"{path}.{here}" if path and path not in _GENERAL else here, deep + 1)
    elif isinstance(errors, list):
        for inner in errors:
            yield from flat(inner, path, deep + 1)
    elif text := wire.text_from(errors):
        yield path, text


def _code(status: int, message: str, fields: tuple[str, ...]) -> str:
    if status == 401:
        return KEY
    if _UNKNOWN_METHOD.search(message):
        return UNKNOWN_METHOD
    return re.sub(r"[^a-z0-9]+", "_", fields[0].lower()).strip("_")[:32] if fields else f"http_{status}"


def _text(message: str, wrong: list[tuple[str, str]]) -> str:
    """The message, and the first complaints behind it: ``Unprocessable entity; amount: is missing``."""
    named = [f"{path}: {text}" if path not in _GENERAL else text for path, text in wrong[:_FIELDS]]
    parts = [part for part in (message, *named) if part]
    return "; ".join(dict.fromkeys(parts))[: wire.TEXT_LIMIT]
