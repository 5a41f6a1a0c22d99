"""What it means when the catalog does not answer as asked: the code first, then the status."""

from __future__ import annotations

from datetime import datetime

from billing.catalog.banking import AnswerLost, CatalogRefused, NoCatalog
from billing.errors import BankSilent
from providers.apipay import problems, reasons
from providers.apipay.problems import Trouble
from providers.http import Answer, Call

GONE = "catalog_item_not_found"
_LATER = frozenset(
    {"catalog_busy", "catalog_delete_in_progress", "image_processing_unavailable", "kaspi_throttled"}
)


def refusal_of(call: Call, answer: Answer, now: datetime, *, changes: bool) -> Exception:
    """The exception that says it. ``changes``: a repeated call would do it twice."""
    trouble = problems.trouble_from(answer, now)
    silent = f"{call.name}: {trouble.said()}"
    if _without_catalog(call, trouble):
        return NoCatalog(trouble.said())
    if (refused := reasons.refusal_of_us(trouble, now)) is not None:
        return refused
    if answer.status in (405, 429) or trouble.code in _LATER:
        return BankSilent(silent)
    if call.method == "GET":  # it is no item that a question's refusal speaks of
        return BankSilent(silent)
    if answer.status == 413:  # often the front server's own page
        return CatalogRefused("file_too_large", trouble.text)
    if answer.status == 404:
        return CatalogRefused(GONE, trouble.text) if _speaks_of(trouble, "item") else BankSilent(silent)
    if 400 <= answer.status < 500 and trouble.readable:
        return CatalogRefused(code_of(trouble), trouble.text)
    return AnswerLost(silent) if changes else BankSilent(silent)


def code_of(trouble: Trouble) -> str:
    """The field that was not taken stands for a code, so that a person is told of it in words."""
    field = next(iter(trouble.fields), "").rpartition(".")[2]
    return (field if field and trouble.code == "validation" else trouble.code)[:32]


def _without_catalog(call: Call, trouble: Trouble) -> bool:
    """Said with a code, or to a plain question by 400; 404 where the organisation is not verified yet.

    Such a one is told of its verification where it is billed; here it only has no catalog.
    """
    if reasons.without_catalog(trouble) or (trouble.status == 404 and _speaks_of(trouble, "organization")):
        return True
    plain = call.method == "GET" and trouble.status == 400 and trouble.readable
    return plain and not reasons.merchants(trouble.code)


def _speaks_of(trouble: Trouble, what: str) -> bool:
    return trouble.readable and what in f"{trouble.code} {trouble.text}".lower()
