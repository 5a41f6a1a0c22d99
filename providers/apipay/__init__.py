"""ApiPay: a bill by phone number that the payer confirms in the Kaspi app."""

from __future__ import annotations

from pathlib import Path

from billing.ports import Clock
from providers.apipay.client import ApiPayProvider
from providers.apipay.settings import VARIABLES, ApiPaySettings, read
from providers.http import Line, Observe, Patience
from providers.registry import Bank

__all__ = ["VARIABLES", "ApiPayProvider", "ApiPaySettings", "configured", "opened"]


def configured(env_file: str | Path | None) -> Bank | None:
    """The bank as the environment describes it; ``None`` while its credentials are not set."""
    settings = read(env_file)
    if not settings.on:
        return None

    def open_it(
        clock: Clock, patience: Patience | None = None, observe: Observe | None = None
    ) -> ApiPayProvider:
        return opened(settings, clock, patience, observe)

    return Bank("apipay", settings.description, settings.production, open_it, signed_with=VARIABLES[1])


def opened(
    settings: ApiPaySettings, clock: Clock, patience: Patience | None = None, observe: Observe | None = None
) -> ApiPayProvider:
    """The client with its line; ``close()`` it."""
    return ApiPayProvider(settings, Line("apipay", patience, observe), clock)
