"""What ``doctor`` says about ApiPay, and what to do."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from billing.errors import BankRefusesUs, BankSilent
from billing.ports import Health
from providers.apipay import wire

_KEY = "Compare APIPAY_API_KEY with the one in ApiPay's cabinet, Settings → Connection."
_ADDRESS = "Check APIPAY_BASE_URL and whether this machine may reach it; the newer address is "
_ADDRESS += "https://api.apipay.kz/api/v1."
_CODES = {
    "tariff_inactive": "The tariff at ApiPay is not paid: pay it in the cabinet.",
    "tariff_limit_reached": "The tariff's bills are used up: wait for the reset or take a larger tariff.",
    "kyc_daily_limit_reached": "ApiPay has not verified the shop yet, so few bills a day are allowed: finish "
    "the verification in the cabinet.",
    "kyc_rejected": "ApiPay did not accept the shop's documents: see the cabinet.",
    "kaspi_session_expired": "Kaspi has logged the cashier out: connect the cashier again in the cabinet.",
    "kaspi_session_invalid": "Kaspi has logged the cashier out: connect the cashier again in the cabinet.",
    "kaspi_session_not_configured": "No cashier of Kaspi Pay is connected: connect one in the cabinet.",
}
_RECONNECT = _CODES["kaspi_session_expired"]
_TOY = "Switch the organisation to production in ApiPay's cabinet, or set APIPAY_TEST=true to try out."
_REAL = "Take APIPAY_TEST out of the settings: money is real there."


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


def found(account: Account, production: bool) -> Health:
    """The key works; what else is known decides whether all is well."""
    if account.needs_reauth:
        return Health(False, "ApiPay has lost its connection with Kaspi", _RECONNECT, production)
    if account.tariff_active is False:
        return Health(False, "ApiPay's tariff is not active", _CODES["tariff_inactive"], production)
    if account.kyc_status == "rejected":
        return Health(False, "ApiPay has rejected the shop", _CODES["kyc_rejected"], production)
    if account.sandbox is not None and account.sandbox is production:
        world = "in the sandbox" if account.sandbox else "in production"
        advice = _TOY if production else _REAL
        return Health(False, f"the organisation at ApiPay is {world}", advice, production)
    return Health(True, f"ApiPay accepts our key{_limits(account)}", production=production)


def _limits(account: Account) -> str:
    used, limit = account.daily_used, account.daily_limit
    bills = f", {used or 0} of {limit} bills used today" if limit is not None else ""
    waiting = ", the shop is not verified yet" if account.kyc_status in ("pending", "none") else ""
    return bills + waiting


def refused(refusal: BankRefusesUs, production: bool) -> Health:
    """It does not take our key, or the shop may not work now."""
    text = f"ApiPay refuses us ({refusal})"
    return Health(False, text, _CODES.get(refusal.code, _KEY), production)


def silent(silence: BankSilent, production: bool) -> Health:
    """It gave no usable answer."""
    return Health(False, f"ApiPay gives no usable answer ({silence})", _ADDRESS, production)
