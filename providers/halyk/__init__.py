"""Halyk ePay: payment by QR."""

from __future__ import annotations

from pathlib import Path

from billing.ports import Clock
from providers.halyk.client import HalykProvider
from providers.halyk.settings import VARIABLES, HalykSettings, read
from providers.http import Line, Observe, Patience
from providers.registry import Bank

__all__ = ["VARIABLES", "HalykProvider", "HalykSettings", "configured", "opened"]


def configured(env_file: str | Path | None) -> Bank | None:
    """The bank as the environment describes it; ``None`` while its credentials are not set."""
    settings = read(env_file)
    if not settings.on:
        return None

    def open_it(
        clock: Clock, patience: Patience | None = None, observe: Observe | None = None
    ) -> HalykProvider:
        return opened(settings, clock, patience, observe)

    return Bank("halyk", settings.description, settings.production, open_it)


def opened(
    settings: HalykSettings, clock: Clock, patience: Patience | None = None, observe: Observe | None = None
) -> HalykProvider:
    """The client with its line; ``close()`` it."""
    return HalykProvider(settings, Line("halyk", patience, observe), clock)
