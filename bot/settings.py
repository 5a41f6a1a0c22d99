"""Settings from the environment or ``.env``; banks read their own in ``providers``."""

from __future__ import annotations

import base64
import hmac
import re
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from billing.money import DIGITS

ENV_FILE = Path(".env")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
CHOICES = {
    "default_locale": ("ru", "kk", "en"),
    "log_format": ("text", "json"),
    "log_level": ("DEBUG", "INFO", "WARNING", "ERROR"),
}


class Wrong(Exception):
    """A setting is missing or wrong; the text names the variable and says what to do."""


class Updates(StrEnum):
    """How Telegram's updates reach us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class Settings(BaseSettings):
    """What the program needs to know; each field is the variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    bot_token: SecretStr
    owner_ids: Annotated[tuple[int, ...], NoDecode]
    secret_key: SecretStr
    old_secret_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    public_url: str = ""
    http_host: str = "127.0.0.1"
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    http_port: int = Field(default=8080, ge=0, le=65535)
    database_url: str = "sqlite+aiosqlite:///tolem.db"
    telegram_api_url: str = "https://api.telegram.org"
    telegram_updates: Updates = Updates.POLLING
    telegram_webhook_secret: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    default_locale: str = "ru"
    currency: str = "KZT"
    timezone: str = "Asia/Almaty"
    shop_name: str = Field(default="", max_length=64)
    invoice_ttl: Annotated[timedelta, NoDecode] = timedelta(hours=24)
    log_format: str = "text"
    log_level: str = "INFO"

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _owners(cls, value: Any) -> Any:
        ids = (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )
        if not ids:
            raise ValueError("needs at least one Telegram id")
        if not all(str(one).isdecimal() for one in ids):
            raise ValueError("takes Telegram ids of people, numbers like 123456789, with commas between them")
        return ids

    @field_validator("old_secret_keys", "telegram_webhook_secret", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return tuple(p.strip() for p in value.split(",") if p.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError("takes addresses and networks like 127.0.0.1, 10.0.0.0/8") from None

    @field_validator("secret_key")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("needs at least 32 characters; make one with: openssl rand -base64 32")
        return value

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"\d+:\S+", value.get_secret_value()):
            raise ValueError("is not a bot token; BotFather gives one like 123456:ABC…")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secrets(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not all(re.fullmatch(r"[A-Za-z0-9_-]{16,256}", one.get_secret_value()) for one in value):
            raise ValueError(
                "needs 16 to 256 characters of A-Z a-z 0-9 _ -; several with commas between them"
            )
        return value

    @field_validator("public_url", "telegram_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
            raise ValueError("is not an address like https://pay.example.kz")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not re.match(r"(sqlite|postgresql)(\+\w+)?://", value):
            raise ValueError(
                "is neither sqlite+aiosqlite:///tolem.db nor postgresql+asyncpg://user:password@host/name"
            )
        return value

    @field_validator("currency")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in DIGITS:
            raise ValueError(f"is none of {', '.join(DIGITS)}")
        return value

    @field_validator("default_locale", "log_format", "log_level")
    @classmethod
    def _one_of(cls, value: str, info: ValidationInfo) -> str:
        choices = CHOICES[info.field_name or ""]
        if value not in choices:
            raise ValueError(f"is none of {', '.join(choices)}")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("is no time zone; an example: Asia/Almaty") from None
        return value

    @field_validator("invoice_ttl", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> Any:
        found = re.fullmatch(r"(\d+)([mhd])", value) if isinstance(value, str) else None
        if isinstance(value, str):
            if found is None or int(found[1]) == 0:
                raise ValueError("is no duration; examples: 30m, 24h, 3d")
            return timedelta(**{UNITS[found[2]]: int(found[1])})
        return value

    @property
    def telegram_secrets(self) -> tuple[str, ...]:
        """What Telegram shows with each update: it is told the first, and each is taken.

        Where none is set they are made from ``SECRET_KEY``, which all replicas share, and the older ones.
        """
        given = tuple(secret.get_secret_value() for secret in self.telegram_webhook_secret)
        return given or tuple(_telegram_secret(key) for key in (self.secret_key, *self.old_secret_keys))

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.timezone)


def load(env_file: Path | None = ENV_FILE) -> Settings:
    """Read the settings, or raise ``Wrong`` naming the first variable to mend."""
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        raise Wrong(_sentence(error)) from None
    except UnicodeDecodeError:
        raise Wrong(f"{env_file} is not written in UTF-8: save it in that encoding.") from None
    if settings.telegram_updates is Updates.WEBHOOK and not settings.public_url:
        raise Wrong(
            "PUBLIC_URL is missing: TELEGRAM_UPDATES=webhook needs the address where Telegram finds us."
        )
    return settings


def _telegram_secret(key: SecretStr) -> str:
    made = hmac.digest(key.get_secret_value().encode(), b"Telegram's webhook", "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0]).upper()
    if first["type"] == "missing":
        return f"{name} is missing: set it in the environment or in .env (see .env.example)."
    if first["type"] == "int_parsing":
        return f"{name} is no whole number."
    return f"{name} {re.sub('^(Value error,|Input|String) ', '', first['msg'])}."
