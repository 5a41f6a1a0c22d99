"""What ``doctor`` says about ApiPay, and what to do; and what of it stands in the way of bills."""

from __future__ import annotations

from datetime import datetime

from pydantic import AliasChoices, Field

from billing.answers import Health
from billing.errors import BankRefusesUs, BankSilent
from providers.apipay import reasons, wire

_KEY = "Compare APIPAY_API_KEY with the one in ApiPay's cabinet, Settings → Connection."
_ADDRESS = "Check APIPAY_BASE_URL and whether this machine may reach it; the newer address is "
_ADDRESS += "https://api.apipay.kz/api/v1."
REAL, UNVERIFIED = "production", "unverified"
_CODES = {
    reasons.SANDBOX: "Switch the organisation to production in ApiPay's cabinet, or set APIPAY_TEST=true to "
    "try out.",
    REAL: "Take APIPAY_TEST out of the settings: money is real there.",
    "invoices_disabled": "ApiPay has switched bills off for the shop: ask its support.",
    "tariff_inactive": "The tariff at ApiPay is not paid: pay it in the cabinet.",
    "tariff_limit_reached": "The tariff's bills are used up: wait for the reset or take a larger tariff.",
    "kyc_daily_limit_reached": "ApiPay has not verified the shop yet, so few bills a day are allowed: finish "
    "the verification in the cabinet.",
    "kyc_rejected": "ApiPay did not accept the shop's documents: see the cabinet.",
    "kaspi_session_expired": "Kaspi has logged the cashier out: connect the cashier again in the cabinet.",
    "kaspi_session_invalid": "Kaspi has logged the cashier out: connect the cashier again in the cabinet.",
    "kaspi_session_not_configured": "No cashier of Kaspi Pay is connected: connect one in the cabinet.",
}


class Account(wire.Wire):
    """``GET /account/health`` of newer servers, as far as it is known; all of it may be missing."""

    is_sandbox: wire.Flag = None
    environment: wire.Text = ""
    needs_reauth: wire.Flag = None
    tariff_active: wire.Flag = Field(
        default=None, validation_alias=AliasChoices("tariff_active", "tariff_is_active")
    )
    daily_limit: wire.Amount = None
    daily_used: wire.Amount = None
    kyc_status: wire.Text = ""

    @property
    def sandbox(self) -> bool | None:
        """Whether money is a toy there; ``None``: not said."""
        return self.is_sandbox if self.environment == "" else self.environment == "sandbox"


def account_from(said: dict[str, object]) -> Account:
    """The figures stand under ``connection``, ``tariff``, ``kyc``, ``organization``, or at the root."""
    flat = dict(said)
    for name, prefix in (("connection", ""), ("organization", ""), ("tariff", "tariff_"), ("kyc", "kyc_")):
        inner = said.get(name)
        if isinstance(inner, dict):
            flat |= {key if key.startswith(prefix) else prefix + key: inner[key] for key in inner}
            flat |= {key: inner[key] for key in inner if key.startswith("daily_")}
    return wire.told(Account, flat)


def found(account: Account, production: bool, now: datetime) -> Health:
    """The key works; what else is known decides whether all is well."""
    if account.needs_reauth:
        return _ill("kaspi_session_expired", "ApiPay has lost its connection with Kaspi", production, now)
    if account.tariff_active is False:
        return _ill("tariff_inactive", "ApiPay's tariff is not active", production, now)
    if account.kyc_status == "rejected":
        return _ill("kyc_rejected", "ApiPay has rejected the shop", production, now)
    if account.sandbox and production:
        return _ill(reasons.SANDBOX, "the organisation at ApiPay is in the sandbox", production, now)
    if account.sandbox is False and not production:
        text = "the organisation at ApiPay is in production"
        return Health(False, text, _CODES[REAL], production, note=REAL)
    return Health(
        True,
        f"ApiPay accepts our key{_limits(account)}{_unproved(account)}",
        production=production,
        note=UNVERIFIED if account.kyc_status in ("pending", "none") else "",
        used=None if account.daily_limit is None else int(account.daily_used or 0),
        most=None if account.daily_limit is None else int(account.daily_limit),
    )


def _unproved(account: Account) -> str:
    """Older servers tell their world only on a bill."""
    if account.sandbox is not None:
        return ""
    return "; sandbox or production is not proved yet: run doctor again after the first bill"


def _limits(account: Account) -> str:
    used, limit = account.daily_used, account.daily_limit
    bills = f", {used or 0} of {limit} bills used today" if limit is not None else ""
    waiting = ", the shop is not verified yet" if account.kyc_status in ("pending", "none") else ""
    return bills + waiting


def _ill(code: str, text: str, production: bool, now: datetime) -> Health:
    return Health(False, text, _CODES[code], production, halt=reasons.halt_from(code, text, now))


def refused(refusal: BankRefusesUs, production: bool) -> Health:
    """It does not take our key, or the shop may not work now."""
    text = f"ApiPay refuses us ({refusal})"
    return Health(False, text, _CODES.get(refusal.code, _KEY), production, halt=refusal.halt)


def silent(silence: BankSilent, production: bool) -> Health:
    """It gave no usable answer."""
    return Health(False, f"ApiPay gives no usable answer ({silence})", _ADDRESS, production)
