"""Halyk's settings: credentials of the QR terminal, those of the statement, and addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from providers.settings import Address, SettingsWrong, missing_from, wrong_from

PREFIX = "HALYK_"
VARIABLES = ("HALYK_CLIENT_ID", "HALYK_CLIENT_SECRET", "HALYK_TERMINAL")
PRODUCTION_OAUTH = "https://epay-oauth.homebank.kz/oauth2/token"
PRODUCTION_API = "https://epay-api.homebank.kz"
PRODUCTION_P2P_API = (
    "https://epay.homebank.kz/api"  # of the newer page; the older one prints a test address only
)


@dataclass(frozen=True, slots=True)
class Keys:
    """With what we introduce ourselves."""

    client_id: str
    client_secret: str = field(repr=False)
    terminal: str


@dataclass(frozen=True, slots=True)
class CabinetUser:
    """Somebody of the merchant's cabinet at the bank, who may read its lists."""

    username: str
    password: str = field(repr=False)


class HalykSettings(BaseSettings):
    """Read from ``HALYK_…``; the ``STATUS`` ones only where other calls use another terminal than the QR.

    ``username`` and ``password`` are for lists. The ``P2P`` addresses are those of the list of transfers.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    client_id: str | None = None
    client_secret: SecretStr | None = None
    terminal: str | None = None
    status_client_id: str | None = None
    status_client_secret: SecretStr | None = None
    status_terminal: str | None = None
    oauth_url: Address = PRODUCTION_OAUTH
    api_url: Address = PRODUCTION_API
    username: str | None = None
    password: SecretStr | None = None
    p2p_oauth_url: Address | None = None
    p2p_api_url: Address | None = None

    @property
    def on(self) -> bool:
        """Whether the credentials are set."""
        return self.client_id is not None

    @property
    def production(self) -> bool:
        """Whether money is real there."""
        return _is_production(self.api_url)

    @property
    def description(self) -> str:
        """For ``doctor``; no secrets."""
        kind = "production" if self.production else "test"
        return f"Halyk ePay, {kind}, {self.api_url}, terminal {self.terminal}"

    @property
    def payment_keys(self) -> Keys:
        """For bills."""
        if self.client_id is None or self.client_secret is None or self.terminal is None:
            raise SettingsWrong(f"{VARIABLES[0]} is not set")
        return Keys(self.client_id, self.client_secret.get_secret_value(), self.terminal)

    @property
    def status_keys(self) -> Keys:
        """For everything else."""
        keys = self.payment_keys
        terminal = self.status_terminal or keys.terminal
        if self.status_client_id is None or self.status_client_secret is None:
            return Keys(keys.client_id, keys.client_secret, terminal)
        return Keys(self.status_client_id, self.status_client_secret.get_secret_value(), terminal)

    @property
    def cabinet_user(self) -> CabinetUser | None:
        """Who reads the lists; ``None``: nobody may."""
        if self.username is None or self.password is None:
            return None
        return CabinetUser(self.username, self.password.get_secret_value())

    @property
    def transfers_oauth_url(self) -> str:
        """Where a token for the list of transfers is given: the bank has one such address in each world."""
        return self.p2p_oauth_url or self.oauth_url

    @property
    def transfers_api_url(self) -> str:
        """In production transfers have an address of their own; in the test world they are with the rest."""
        return self.p2p_api_url or (PRODUCTION_P2P_API if self.production else self.api_url)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        payment = dict(zip(VARIABLES, (self.client_id, self.client_secret, self.terminal), strict=True))
        missing = missing_from(payment)
        if missing and (len(missing) < len(payment) or self._any_other):
            raise ValueError(f"{missing[0]} is missing: Halyk needs {', '.join(VARIABLES)} together")
        _together(
            HALYK_STATUS_CLIENT_ID=self.status_client_id, HALYK_STATUS_CLIENT_SECRET=self.status_client_secret
        )
        _together(HALYK_USERNAME=self.username, HALYK_PASSWORD=self.password)
        return self

    @model_validator(mode="after")
    def _one_world(self) -> Self:
        if _is_production(self.oauth_url) != self.production:
            raise ValueError("HALYK_OAUTH_URL and HALYK_API_URL must both be production or both be test")
        transfers = {_is_production(self.transfers_oauth_url), _is_production(self.transfers_api_url)}
        if transfers != {self.production}:
            raise ValueError(
                "HALYK_P2P_OAUTH_URL and HALYK_P2P_API_URL must be production or test as HALYK_API_URL is"
            )
        return self

    @property
    def _any_other(self) -> bool:
        status = (self.status_client_id, self.status_client_secret, self.status_terminal)
        return any((*status, self.username, self.password))


def read(env_file: str | Path | None) -> HalykSettings:
    """Read the environment and ``env_file``; raises ``SettingsWrong`` naming the variable."""
    options: dict[str, Any] = {"_env_file": env_file}
    try:
        return HalykSettings(**options)
    except ValidationError as error:
        raise wrong_from(error, PREFIX) from None


def _together(**values: object) -> None:
    missing = missing_from(values)
    if len(missing) == 1:
        raise ValueError(f"{missing[0]} is missing: {' and '.join(values)} belong together")


_PRODUCTION = frozenset(
    urlsplit(url).hostname for url in (PRODUCTION_OAUTH, PRODUCTION_API, PRODUCTION_P2P_API)
)


def _is_production(url: str) -> bool:
    return urlsplit(url).hostname in _PRODUCTION
