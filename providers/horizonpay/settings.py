"""HorizonPay's settings: the shop, the method of payment, what the method demands, which world is meant."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Self

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from billing.questions import Payer
from providers.horizonpay import signing
from providers.settings import Address, SettingsWrong, missing_from, wrong_from

PREFIX = "HORIZONPAY_"
VARIABLES = ("HORIZONPAY_SHOP_ID", "HORIZONPAY_SECRET_KEY", "HORIZONPAY_METHOD")
BASE_URL = "https://aw.horizonpay.kz/beyag"
BOGUS = "bogus"  # the method of tests: nobody pays, the sum decides
FIELDS = tuple(each.name for each in fields(Payer))
_SHOP_ID, _METHOD = re.compile(r"[!-9;-~]{1,64}"), re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class HorizonPaySettings(BaseSettings):
    """Read from ``HORIZONPAY_…``.

    One address serves both worlds: each request says whether money is real. ``test`` says which is meant.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    shop_id: str | None = None
    secret_key: SecretStr | None = None
    method: str | None = None
    public_key: str | None = None
    base_url: Address = BASE_URL
    require: Annotated[tuple[str, ...], NoDecode] = ()
    test: bool = False

    @field_validator("shop_id")
    @classmethod
    def _parted_by_a_colon(cls, value: str | None) -> str | None:
        if value is not None and not _SHOP_ID.fullmatch(value):
            raise ValueError("must be the shop's id as the back office shows it, without spaces and colons")
        return value

    @field_validator("secret_key")
    @classmethod
    def _in_one_line(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().isprintable():
            raise ValueError("must be the secret key as the back office shows it, in one line")
        return value

    @field_validator("method")
    @classmethod
    def _named(cls, value: str | None) -> str | None:
        if value is not None and not _METHOD.fullmatch(value):
            raise ValueError("must be one method.type, as HorizonPay's support names it")
        return value

    @field_validator("public_key")
    @classmethod
    def _readable(cls, value: str | None) -> str | None:
        if value is not None:
            signing.key_from(value)
        return value

    @field_validator("require", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        """``phone, email``; ``customer.phone``, as the method's description writes it, is the same."""
        if not isinstance(value, str):
            return value
        names = (part.strip().removeprefix("customer.") for part in value.split(","))
        return tuple(dict.fromkeys(name for name in names if name))

    @field_validator("require")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if set(value) - set(FIELDS):
            raise ValueError(f"may name {', '.join(FIELDS)}, with commas between them")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = dict(zip(VARIABLES, (self.shop_id, self.secret_key, self.method), strict=True))
        missing = missing_from(given)
        if 0 < len(missing) < len(given):
            raise ValueError(f"{missing[0]} is missing: HorizonPay needs {', '.join(VARIABLES)} together")
        if self.method == BOGUS and not self.test:
            raise ValueError(f"{PREFIX}METHOD: {BOGUS} takes no money, so that it needs {PREFIX}TEST=true")
        return self

    @property
    def on(self) -> bool:
        """Whether the credentials are set."""
        return self.shop_id is not None

    @property
    def production(self) -> bool:
        """Whether money is real there."""
        return not self.test

    @property
    def description(self) -> str:
        """For ``doctor``; no secrets."""
        world = "production" if self.production else "test"
        return f"HorizonPay, {world}, shop {self.shop_id}, method {self.method}, {self.base_url}"

    @property
    def credentials(self) -> tuple[str, str]:
        """With what we introduce ourselves: shop id and secret."""
        if self.shop_id is None or self.secret_key is None:
            raise SettingsWrong(f"{VARIABLES[0]} is not set")
        return self.shop_id, self.secret_key.get_secret_value()

    @property
    def key(self) -> RSAPublicKey | None:
        """With which signatures are checked; ``None``: they are not demanded."""
        return signing.key_from(self.public_key) if self.public_key else None


def read(env_file: str | Path | None) -> HorizonPaySettings:
    """Read the environment and ``env_file``; raises ``SettingsWrong`` naming the variable."""
    options: dict[str, Any] = {"_env_file": env_file}
    try:
        return HorizonPaySettings(**options)
    except ValidationError as error:
        raise wrong_from(error, PREFIX) from None
