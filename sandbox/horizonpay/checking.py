"""Reads a request field by field and notes everything that is wrong. Unknown fields are wrong, too."""

import re
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EMAIL = re.compile(r"[!-?A-~]{1,64}@[!-?A-~]+\.[!-?A-~]+")
COUNTRY = re.compile(r"(?!AA|Q[M-Z]|X[A-Z]|ZZ)[A-Z]{2}")  # without those that ISO 3166 leaves to its users
US_ZIP = re.compile(r"\d{5}(-\d{4})?", re.ASCII)
LONGEST_URL = 2048

Body = dict[str, object]


class Checked:
    """One object of a request. `wrong` is shared by all objects of it: dotted path to what is wrong."""

    def __init__(self, body: Body, wrong: dict[str, str], path: str = "", *, is_void: bool = False) -> None:
        self._left, self.wrong, self._path, self._is_void = dict(body), wrong, path, is_void

    def has(self, name: str) -> bool:
        """Whether something is given; null is nothing."""
        return self._left.get(name) is not None

    def part(self, name: str) -> "Checked":
        """An object inside; an empty one where there is none."""
        value = self._take(name)
        is_void = value is not None and not isinstance(value, dict)
        if is_void:
            self.note(name, "must be an object")
        body = value if isinstance(value, dict) else {}
        return Checked(body, self.wrong, f"{self._path}{name}.", is_void=is_void)

    def text(self, name: str, limit: int = 255, *, needed: bool = False) -> str | None:
        """A string, not empty, no longer than its limit."""
        value = self._take(name)
        if value is None:
            if needed:
                self.note(name, "is missing")
            return None
        if not isinstance(value, str):
            self.note(name, "must be a string")
        elif not value.strip():
            self.note(name, "can't be blank")
        elif len(value) > limit:
            self.note(name, f"is too long (maximum is {limit} characters)")
        else:
            return value
        return None

    def whole(self, name: str, *, needed: bool = False) -> int | None:
        """A whole number above 0."""
        value = self._take(name)
        if value is None:
            if needed:
                self.note(name, "is missing")
        elif isinstance(value, bool) or not isinstance(value, int):
            self.note(name, "is not a number")
        elif value <= 0:
            self.note(name, "must be greater than 0")
        else:
            return value
        return None

    def flag(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        value = self._take(name)
        if value is not None and not isinstance(value, bool):
            self.note(name, "must be a boolean")
        return value is True

    def texts(self, name: str) -> list[str]:
        """An array of strings."""
        value = self._take(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.note(name, "must be an array of strings")
            return []
        return value

    def url(self, name: str, *, needed: bool = False) -> str | None:
        """An absolute address, https unless it is on this machine."""
        value = self.text(name, LONGEST_URL, needed=needed)
        if value is None or _is_url(value):
            return value
        self.note(name, "is not a valid URL")
        return None

    def ip(self, name: str) -> str | None:
        """An IP address."""
        value = self.text(name)
        try:
            return value if value is None else str(ip_address(value))
        except ValueError:
            self.note(name, "is not an IP address")
            return None

    def note(self, name: str, text: str) -> None:
        """Something is wrong; of what is no object at all, nothing more is said."""
        if not self._is_void:
            self.wrong[f"{self._path}{name}"] = text

    def end(self) -> None:
        """Whatever was not taken is unknown."""
        for name in self._left:
            self.note(name, "is unknown")

    def _take(self, name: str) -> object:
        return self._left.pop(name, None)


def customer_of(part: Checked) -> dict[str, str]:
    """The section of the customer."""
    limits = {"first_name": 60, "last_name": 60, "middle_name": 60, "email": 255, "country": 2, "city": 120}
    limits |= {"zip": 40, "address": 510, "phone": 200, "birth_date": 10, "device_id": 255, "id_number": 255}
    said = {name: value for name, limit in limits.items() if (value := part.text(name, limit)) is not None}
    part.end()
    if "email" in said and not EMAIL.fullmatch(said["email"]):
        part.note("email", "is invalid")
    if "country" in said and not COUNTRY.fullmatch(said["country"]):
        part.note("country", "must be an ISO 3166-1 alpha-2 code")
    if "zip" in said and said.get("country") == "US" and not US_ZIP.fullmatch(said["zip"]):
        part.note("zip", "must be NNNNN or NNNNN-NNNN")
    if "birth_date" in said and not _is_date(said["birth_date"]):
        part.note("birth_date", "must be YYYY-MM-DD")
    return said


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_url(text: str) -> bool:
    try:
        url = urlsplit(text)
        host, _ = url.hostname, url.port
    except ValueError:
        return False
    safe = url.scheme == "https" or (url.scheme == "http" and host in LOOPBACK)
    return bool(safe and host and re.fullmatch(r"[!-~]+", text) and "@" not in url.netloc)
