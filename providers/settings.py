"""What the banks' settings share: one clear line when something is missing, and lawful addresses."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationError


class SettingsWrong(ValueError):
    """A bank's settings cannot be used; the message names the variable and says what to do."""


def missing_from(values: Mapping[str, object]) -> list[str]:
    """The names whose value was not given."""
    return [name for name, value in values.items() if value is None]


def wrong_from(error: ValidationError, prefix: str) -> SettingsWrong:
    """The first complaint as one line; never repeats the value, which may be a secret."""
    first = error.errors(include_url=False, include_input=False)[0]
    complaint = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return SettingsWrong(complaint)
    return SettingsWrong(f"{prefix}{'_'.join(str(part) for part in first['loc']).upper()}: {complaint}")


def _address_from(text: str) -> str:
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an address that begins with https://")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("must be an address without user name, query and fragment")
    if parts.scheme == "http" and not _stays_home(parts.hostname):
        raise ValueError("must begin with https://, plain http is for a simulator on this machine or network")
    return text.strip().rstrip("/")


def _stays_home(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host


Address = Annotated[str, AfterValidator(_address_from)]
"""An https address without a slash at its end; plain http only where it does not leave the own network."""
