"""What ``doctor`` says about Halyk, and what to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from billing.answers import Health
from billing.errors import BankRefusesUs, BankSilent
from billing.statement import Ledger, Query
from providers.halyk.statement.client import Statements
from providers.halyk.wire import StatusAnswer

NO_SUCH_INVOICE = "000000000000000"

_ADVICE = {
    "104": "Set HALYK_TERMINAL (or HALYK_STATUS_TERMINAL) to the terminal's UUID.",
    "109": "The terminal belongs to another client: compare HALYK_TERMINAL with HALYK_CLIENT_ID, "
    "or set HALYK_STATUS_CLIENT_ID, HALYK_STATUS_CLIENT_SECRET and HALYK_STATUS_TERMINAL.",
}
_KEYS = "Compare HALYK_CLIENT_ID, HALYK_CLIENT_SECRET and HALYK_TERMINAL with the bank's letter, and whether "
_KEYS += "HALYK_OAUTH_URL is of the same world, test or production."
_ADDRESSES = "Check HALYK_OAUTH_URL and HALYK_API_URL, and whether this machine may reach them."
_CABINET = (
    "Compare HALYK_USERNAME and HALYK_PASSWORD with your cabinet at the bank; does that user see operations?"
)
_UNDERSTANDS_US = frozenset({"100", "101", "102", "106", "107"})


def answered(told: StatusAnswer, production: bool) -> Health:
    """It answered check-status; 102 (no such invoice) is what we hope for."""
    if told.result_code in _UNDERSTANDS_US:
        return Health(True, "Halyk ePay accepts our credentials", production=production)
    if told.result_code in _ADVICE:
        text = f"Halyk ePay refuses check-status with {told.result_code}"
        return Health(False, text, _ADVICE[told.result_code], production)
    text = f"Halyk ePay answers check-status with {told.result_code}"
    return Health(False, text, "Try again later; if it stays, ask the bank.", production)


def refused(refusal: BankRefusesUs, production: bool) -> Health:
    """It gave no token, or does not take the one that it gave."""
    return Health(False, f"Halyk ePay refuses our credentials ({refusal.code})", _KEYS, production)


def silent(silence: BankSilent, production: bool) -> Health:
    """It gave no usable answer."""
    return Health(False, f"Halyk ePay gives no usable answer ({silence})", _ADDRESSES, production)


async def lists(statements: Statements, now: datetime, production: bool) -> Health | None:
    """Whether the list of operations is given to us: one row of the last minute; ``None``: nobody may ask."""
    if statements.missing(Ledger.OPERATIONS):
        return None
    try:
        await statements.look(Query(Ledger.OPERATIONS, now - timedelta(minutes=1), now))
    except BankRefusesUs as refusal:
        text = f"Halyk ePay refuses the list of operations ({refusal.code})"
        return Health(False, text, _CABINET, production)
    except BankSilent as silence:
        return Health(False, f"Halyk ePay gives no list of operations ({silence})", _ADDRESSES, production)
    return Health(True, "Halyk ePay accepts our credentials and gives its lists", production=production)
