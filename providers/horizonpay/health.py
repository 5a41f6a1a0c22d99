"""What ``doctor`` says about HorizonPay, and what to do."""

from __future__ import annotations

from billing.answers import Health
from billing.errors import BankRefusesUs, BankSilent

_KEY = "Compare HORIZONPAY_SHOP_ID and HORIZONPAY_SECRET_KEY with the shop's in HorizonPay's back office."
_ADDRESS = "Check HORIZONPAY_BASE_URL and whether this machine may reach it."


def found(*, production: bool, signed: bool) -> Health:
    """It knows us. Whether it knows the method is only seen by a payment."""
    reports = "signed" if signed else "proven by Basic alone, HORIZONPAY_PUBLIC_KEY is not set"
    return Health(True, f"HorizonPay knows our shop; notifications are {reports}", production=production)


def refused(refusal: BankRefusesUs, *, production: bool) -> Health:
    """It does not take our credentials."""
    text = f"HorizonPay refuses us ({refusal})"
    return Health(False, text, _KEY, production, halt=refusal.halt)


def silent(silence: BankSilent, *, production: bool) -> Health:
    """It gave no usable answer."""
    return Health(False, f"HorizonPay gives no usable answer ({silence})", _ADDRESS, production)
