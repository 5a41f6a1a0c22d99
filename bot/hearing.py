"""What ``doctor`` says of a bank's reports: did the test from its cabinet arrive, rightly signed?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from billing.halts import BankCall, CallKind
from providers.registry import Bank

Finding = tuple[bool | None, str]
"""Well, bad, or (``None``) only worth knowing; and the words."""


def heard(bank: Bank, calls: Mapping[CallKind, BankCall], address: str, now: datetime) -> list[Finding]:
    """One line each; the last is of a wrong signature, which is bad where there never was a right one."""
    test, report = calls.get(CallKind.TEST), calls.get(CallKind.REPORT)
    forged = calls.get(CallKind.FORGED)
    right = max((call.at for call in (test, report) if call is not None), default=None)
    found: list[Finding] = [_tested(test, address, now)]
    if report is not None:
        found.append((None, f"the last one of a payment: {ago(report.at, now)}"))
    if forged is not None and (right is None or forged.at > right):
        found.append((False if right is None else None, _forged(forged, bank, now)))
    return found


def _tested(test: BankCall | None, address: str, now: datetime) -> Finding:
    if test is None:
        advice = f"set {address} in its cabinet and send one" if address else "PUBLIC_URL is needed for it"
        return None, f"no test has arrived so far; {advice}"
    return True, f"the last test arrived, rightly signed: {ago(test.at, now)}"


def _forged(forged: BankCall, bank: Bank, now: datetime) -> str:
    came = f"one was turned away: {forged.why}, {ago(forged.at, now)}"
    return f"{came}. Compare {bank.signed_with} with the secret in its cabinet; it may also be a stranger's."


def ago(at: datetime, now: datetime) -> str:
    """``2026-11-22 14:07 UTC (3 minutes ago)``."""
    minutes = max(int((now - at).total_seconds() // 60), 0)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            since = f"{count} {word}{'s' if count > 1 else ''} ago"
            break
    else:
        since = "just now"
    return f"{at:%Y-%m-%d %H:%M} UTC ({since})"
