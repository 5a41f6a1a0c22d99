"""Keys that are put together at run time, in one place, so that a test can see that none is missing."""

from __future__ import annotations

from billing.models import Refusal
from billing.people import LOCALES

FAMILIES: dict[str, tuple[str, ...]] = {
    "refusal-": tuple(Refusal),
    "remedy-": tuple(Refusal),
    "language-": LOCALES,
}
"""Prefix and its ends: the key is one after the other."""

BANK_FAMILIES = ("bank-", "link-")
"""Prefixes whose ends come from the banks' folders: ``bank-halyk``, ``link-homebank``.

A bank's own codes for staff are ``{slug}-{code}``: ``halyk-219``. All of them have a fallback.
"""
