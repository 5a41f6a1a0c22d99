"""HorizonPay (beGateway's API for alternative methods): a page, a QR or an app of the method, and back."""

from __future__ import annotations

from pathlib import Path

from billing.ports import Clock
from providers.horizonpay.client import HorizonPayProvider
from providers.horizonpay.settings import VARIABLES, HorizonPaySettings, read
from providers.http import Line, Observe, Patience
from providers.registry import Bank

__all__ = ["VARIABLES", "HorizonPayProvider", "HorizonPaySettings", "configured", "opened"]


def configured(env_file: str | Path | None) -> Bank | None:
    """The bank as the environment describes it; ``None`` while its credentials are not set."""
    settings = read(env_file)
    if not settings.on:
        return None

    def open_it(
        clock: Clock, patience: Patience | None = None, observe: Observe | None = None
    ) -> HorizonPayProvider:
        return opened(settings, clock, patience, observe)

    return Bank("horizonpay", settings.description, settings.production, open_it)


def opened(
    settings: HorizonPaySettings,
    clock: Clock,
    patience: Patience | None = None,
    observe: Observe | None = None,
) -> HorizonPayProvider:
    """The client with its line; ``close()`` it."""
    return HorizonPayProvider(settings, Line("horizonpay", patience, observe), clock)
