"""The list of banks. A new one is its folder and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeGuard, cast

from billing.catalog.banking import CatalogProvider
from billing.ports import Clock, Provider, StatementProvider
from billing.quotas import Gate
from billing.subscriptions.banking import SubscriptionProvider
from providers.http import Observe, Patience

BANKS = {
    "apipay": "providers.apipay",
    "halyk": "providers.halyk",
    "horizonpay": "providers.horizonpay",
}


class Opener(Protocol):
    """Makes the bank's client; nothing is connected before the first call."""

    def __call__(
        self, clock: Clock, patience: Patience | None = None, observe: Observe | None = None
    ) -> Provider: ...


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank that is switched on by its settings."""

    slug: str
    description: str  # for ``doctor``: which addresses, which terminal; no secrets
    production: bool
    open: Opener
    signed_with: str = ""  # the setting that holds what its reports are signed with


class BankModule(Protocol):
    """What a bank's folder offers."""

    VARIABLES: tuple[str, ...]

    def configured(self, env_file: str | Path | None) -> Bank | None:
        """The bank as the environment and ``env_file`` describe it; ``None`` when it is off."""


def configured(env_file: str | Path | None = ".env") -> list[Bank]:
    """Every bank whose credentials are set; raises ``SettingsWrong`` where one is set only in part."""
    found = (_module(slug).configured(env_file) for slug in BANKS)
    return [bank for bank in found if bank is not None]


def variables(slug: str) -> tuple[str, ...]:
    """The variables without which this bank is off."""
    return _module(slug).VARIABLES


def with_statements(providers: Mapping[str, Provider]) -> dict[str, StatementProvider]:
    """Those whose lists can be asked for, by slug."""
    return {slug: each for slug, each in providers.items() if _keeps_lists(each)}


class _KeepsCatalog(Protocol):
    catalog: CatalogProvider


def with_catalogs(providers: Mapping[str, Provider]) -> dict[str, CatalogProvider]:
    """The catalogs of those that have one of their own, by slug."""
    return {slug: each.catalog for slug, each in providers.items() if _keeps_catalog(each)}


class _RunsSubscriptions(Protocol):
    subscriptions: SubscriptionProvider


def with_subscriptions(providers: Mapping[str, Provider]) -> dict[str, SubscriptionProvider]:
    """Those that run subscriptions themselves, by slug; for the others our own engine does."""
    return {slug: each.subscriptions for slug, each in providers.items() if _runs_subscriptions(each)}


class _CountsCalls(Protocol):
    limiter: _Limiter


class _Limiter(Protocol):
    def share(self, gate: Gate) -> None: ...


def share_limits(providers: Mapping[str, Provider], gate: Gate | None) -> None:
    """Where a bank counts our calls, those of all replicas together are kept within what it allows."""
    for provider in providers.values():
        if gate is not None and _counts_calls(provider):
            provider.limiter.share(gate)


def _counts_calls(provider: Provider | _CountsCalls) -> TypeGuard[_CountsCalls]:
    return hasattr(provider, "limiter")


def _runs_subscriptions(provider: Provider | _RunsSubscriptions) -> TypeGuard[_RunsSubscriptions]:
    return hasattr(provider, "subscriptions")


def _keeps_catalog(provider: Provider | _KeepsCatalog) -> TypeGuard[_KeepsCatalog]:
    return hasattr(provider, "catalog")


def _keeps_lists(provider: Provider | StatementProvider) -> TypeGuard[StatementProvider]:
    return hasattr(provider, "shape")


def _module(slug: str) -> BankModule:
    return cast("BankModule", import_module(BANKS[slug]))
