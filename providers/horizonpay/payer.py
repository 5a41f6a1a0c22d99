"""What HorizonPay may be told about the payer: in its form and within its limits, or not at all.

A field that it could not read would refuse the whole payment, also where it is not demanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from ipaddress import ip_address

from billing.questions import Payer

_EMAIL = re.compile(r"[!-?A-~]{1,64}@[!-?A-~]+\.[!-?A-~]+", re.ASCII)
_US_ZIP = re.compile(r"\d{5}(-\d{4})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PHONE = re.compile(r"\d{5,20}", re.ASCII)
LONGEST = 255
AGENT_LIMIT = 1024


def customer_from(payer: Payer) -> dict[str, object]:
    """The section ``customer``: the names of its fields are ours."""
    read = {name: clean(getattr(payer, name)) for name, clean in _CUSTOMER.items()}
    if read["country"] == "US" and not _US_ZIP.fullmatch(read["zip"]):
        read["zip"] = ""
    return {name: value for name, value in read.items() if value}


def extra_from(payer: Payer) -> dict[str, object]:
    """What stands in ``additional_data``: the customer's id and the browser."""
    said = {
        "customer": {"id": _short(payer.customer_id)},
        "browser": {"user_agent": _agent(payer.user_agent)},
    }
    return {name: inner for name, inner in said.items() if all(inner.values())}


def ip_from(text: str) -> str:
    """An address of the internet, or nothing."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


def lacking(payer: Payer, wants: frozenset[str]) -> str:
    """The first of the demanded fields that cannot be told; "" for none."""
    extra = extra_from(payer)
    told = {
        **customer_from(payer),
        "ip": ip_from(payer.ip),
        "customer_id": extra.get("customer"),
        "user_agent": extra.get("browser"),
    }
    return next((name for name in sorted(wants) if not told.get(name)), "")


def refused_of(fields: Iterable[str], payer: Payer) -> tuple[str, ...]:
    """What it was told of the customer and does not take, such as a country that there is not.

    ``fields`` are the paths of its complaints; nothing where one is about anything else as well: then it is
    not the customer's to mend.
    """
    told = customer_from(payer)
    paths = [path.split(".")[-2:] for path in fields]
    about = all(len(path) == 2 and path[0] == "customer" and path[1] in told for path in paths)
    return tuple(dict.fromkeys(path[1] for path in paths)) if about else ()


def one_line(text: str) -> str:
    """Without line breaks and what cannot be printed."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _within(limit: int) -> Callable[[str], str]:
    return lambda text: one_line(text)[:limit].strip()


def _email(text: str) -> str:
    found = text.strip()
    return found if len(found) <= LONGEST and _EMAIL.fullmatch(found) else ""


def _country(text: str) -> str:
    code = text.strip().upper()
    return code if re.fullmatch("[A-Z]{2}", code) else ""


def _phone(text: str) -> str:
    """Digits alone, as in the service's own sample; always a text."""
    digits = re.sub(r"[+\s()-]", "", text)
    return digits if _PHONE.fullmatch(digits) else ""


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if _DATE.fullmatch(text) else ""
    except ValueError:
        return ""


_short, _agent = _within(LONGEST), _within(AGENT_LIMIT)
_CUSTOMER: dict[str, Callable[[str], str]] = {
    "first_name": _within(60),
    "last_name": _within(60),
    "middle_name": _within(60),
    "email": _email,
    "country": _country,
    "city": _within(120),
    "zip": _within(40),
    "address": _within(510),
    "phone": _phone,
    "birth_date": _date,
    "device_id": _short,
    "id_number": _short,
}
