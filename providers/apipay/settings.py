"""ApiPay's settings: the key, the secrets that sign webhooks, the address and how often it may be called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from providers.settings import Address, SettingsWrong, missing_from, wrong_from

PREFIX = "APIPAY_"
VARIABLES = ("APIPAY_API_KEY", "APIPAY_WEBHOOK_SECRET")
SEED_URL = "https://bpapi.bazarbay.site/api/v1"
NEWER_URL = "https://api.apipay.kz/api/v1"  # the service's own name since July 2026; same paths and keys
LEAST_RATE = 10


class ApiPaySettings(BaseSettings):
    """Read from ``APIPAY_…``.

    One key and one address serve both worlds: whether money is real is a property of the organisation at
    ApiPay. ``test`` says which of the two the shop means, so that toy money never counts in a real shop.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    api_key: SecretStr | None = None
    webhook_secret: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    base_url: Address = SEED_URL
    rate_limit: int = Field(default=60, ge=LEAST_RATE, le=1000)
    test: bool = False

    @field_validator("webhook_secret", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return tuple(p.strip() for p in value.split(",") if p.strip()) if isinstance(value, str) else value

    @field_validator("api_key")
    @classmethod
    def _sendable(cls, value: SecretStr | None) -> SecretStr | None:
        """A header carries it; a line break or a Cyrillic letter was pasted by mistake."""
        key = value.get_secret_value() if value else "x"
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise ValueError("must be the key as the cabinet shows it, without spaces")
        return value

    @property
    def on(self) -> bool:
        """Whether the credentials are set."""
        return self.api_key is not None

    @property
    def production(self) -> bool:
        """Whether money is real there."""
        return not self.test

    @property
    def description(self) -> str:
        """For ``doctor``; no secrets."""
        return f"ApiPay (Kaspi), {'production' if self.production else 'sandbox'}, {self.base_url}"

    @property
    def key(self) -> str:
        """With what we introduce ourselves."""
        if self.api_key is None:
            raise SettingsWrong(f"{VARIABLES[0]} is not set")
        return self.api_key.get_secret_value()

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """Each may have signed a webhook; several while one is replaced by another."""
        return tuple(secret.get_secret_value().encode() for secret in self.webhook_secret)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = dict(zip(VARIABLES, (self.api_key, self.webhook_secret or None), strict=True))
        missing = missing_from(given)
        if len(missing) == 1:
            raise ValueError(f"{missing[0]} is missing: ApiPay needs {' and '.join(VARIABLES)} together")
        return self


def read(env_file: str | Path | None) -> ApiPaySettings:
    """Read the environment and ``env_file``; raises ``SettingsWrong`` naming the variable."""
    options: dict[str, Any] = {"_env_file": env_file}
    try:
        return ApiPaySettings(**options)
    except ValidationError as error:
        raise wrong_from(error, PREFIX) from None
