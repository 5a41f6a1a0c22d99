"""What came back for one part of a list: pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BeforeValidator, Field

from billing.statement import Ledger, Operation
from providers.halyk import wire
from providers.halyk.statement.records import RECORDS, records_from
from providers.halyk.wire import Text, Wire
from providers.http import Answer

NO_SUCH_METHOD = "232"  # also where the mandatory date goes by its other name


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and how many the bank counts in all."""

    total: int
    operations: tuple[Operation, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """The bank does not answer this question, or not to us."""

    code: str
    text: str


def _count_from(value: object) -> int | None:
    text = wire.text_from(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _list_from(value: object) -> object:
    """Nothing is written as ``null`` too."""
    return [] if value is None else value


class ListAnswer(Wire):
    """``POST /operations`` and ``POST /p2p/operations``."""

    total_count: Annotated[int | None, BeforeValidator(_count_from)] = None
    records: Annotated[list[object], BeforeValidator(_list_from)] = Field(default_factory=list, repr=False)
    code: Text = ""
    message: Text = ""


def page_from(ledger: Ledger, answer: Answer) -> Page | Refused:
    """The document does not say with which HTTP status an error comes, so 232 counts with any.

    Raises ``Garbled`` where the bank neither answered nor refused.
    """
    told = wire.read(ListAnswer, answer.body)
    if told.code == NO_SUCH_METHOD:
        return Refused(told.code, told.message)
    if answer.status >= 500 or answer.status in (404, 405, 429):
        raise wire.Garbled(f"HTTP {answer.status}")
    if answer.status == 200 and told.total_count is not None:
        rows = records_from(RECORDS[ledger], told.records)
        return Page(told.total_count, tuple(row.operation() for row in rows))
    if told.code or answer.status in (400, 403):
        return Refused(told.code or str(answer.status), told.message)
    raise wire.Garbled(f"HTTP {answer.status}, no totalCount")
