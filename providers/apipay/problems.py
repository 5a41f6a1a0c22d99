"""When ApiPay says no: one reading for the four shapes of its error bodies, and how long it wants us to wait.

The code is ``error_code``, else ``error``, which may be a human sentence ("Organization not found or not
verified"); failing both it is ``http_<status>``. Codes are compared in lower case with ``_`` for what is no
letter, so that the sentence and the code of one problem are one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from providers.apipay import wire
from providers.http import Answer

USUAL_WAIT = timedelta(seconds=60)
LONG_WAIT = timedelta(seconds=60)  # more than this is no wait of ours but somebody's business
_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the service said; ``wait`` only with 429, ``resets_at`` only where it named a time."""

    status: int
    code: str
    text: str
    readable: bool = True  # a body that the service itself wrote, not a proxy's page
    invoice_id: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a 422: what it could not take
    wait: timedelta | None = None
    resets_at: datetime | None = None

    @property
    def long(self) -> bool:
        """Whether the wait is an error that a person must hear of."""
        return self.wait is not None and self.wait > LONG_WAIT

    def said(self) -> str:
        """Code and words in one line, with the moment from which on it may work again."""
        words = f"{self.code}: {self.text}" if self.text else self.code
        if self.long and self.resets_at is not None:
            return f"{words} (until {self.resets_at.astimezone(wire.ALMATY):%d.%m.%Y %H:%M} in Almaty)"
        return words


def trouble_from(answer: Answer, now: datetime) -> Trouble:
    """Never raises: a body that cannot be read says nothing but its status."""
    try:
        said = wire.object_from(answer.body)
        problem = wire.told(wire.Problem, _plain(said))
        readable = True
    except wire.Garbled:
        problem, readable = wire.Problem(), False
    code = slug(problem.error_code or problem.error) or ("validation" if problem.errors else "")
    named = _wait_from(answer, problem, now) if answer.status == 429 else None
    wait = (USUAL_WAIT if named is None else named) if answer.status == 429 else None
    return Trouble(
        status=answer.status,
        code=code or f"http_{answer.status}",
        text=_words_from(problem),
        readable=readable and bool(problem.error or problem.error_code or problem.message or problem.errors),
        invoice_id=problem.invoice_id,
        fields=problem.errors,
        wait=wait,
        resets_at=_resets_at(problem.reset_at, named, now),
    )


def slug(code: str) -> str:
    """``Invoice is not refundable`` and ``invoice_is_not_refundable`` alike."""
    return re.sub(r"[^a-z0-9]+", "_", code.lower()).strip("_")[:64]


def _plain(said: dict[str, object]) -> dict[str, object]:
    """``meta.reset_at`` to the root, and the fields of a 422 as texts."""
    meta, errors = said.get("meta"), said.get("errors")
    plain = {name: value for name, value in said.items() if name != "errors"}
    if isinstance(meta, dict):
        plain["reset_at"] = meta.get("reset_at")
    if isinstance(errors, dict):
        plain["errors"] = {str(name)[:64]: _texts(value) for name, value in errors.items()}
    return plain


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(text for text in map(wire.text_from, listed) if text)


def _words_from(problem: wire.Problem) -> str:
    """Where fields are named they are the text: ``phone_number: Phone number must be …``."""
    named = [f"{name}: {' '.join(texts)}" for name, texts in list(problem.errors.items())[:_FIELDS]]
    plain = problem.message or (problem.error if problem.error != slug(problem.error) else "")
    return "; ".join(named) or plain


def _wait_from(answer: Answer, problem: wire.Problem, now: datetime) -> timedelta | None:
    """The first that is said of ``Retry-After``, ``retry_after``, ``retry_after_seconds``, ``reset_at``."""
    header = next((v for n, v in answer.headers.items() if n.lower() == "retry-after"), "")
    if (said := _header_wait(header.strip(), now)) is not None:
        return said
    for figure in (problem.retry_after, problem.retry_after_seconds):
        if figure is not None and figure >= 0:
            return timedelta(seconds=min(float(figure), 86_400 * 31))
    return max(problem.reset_at - now, timedelta()) if problem.reset_at is not None else None


def _resets_at(named: datetime | None, wait: timedelta | None, now: datetime) -> datetime | None:
    """A time that is over already was named by a clock that is wrong."""
    if named is not None and named > now:
        return named
    return now + wait if wait is not None else None


def _header_wait(value: str, now: datetime) -> timedelta | None:
    if re.fullmatch(r"[0-9]{1,7}", value):
        return timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(aware - now, timedelta())
