"""Which links Telegram takes: http, https and tg, and a host with a dot in it."""

import re
from urllib.parse import parse_qs, urlsplit

HOST = re.compile(r"[^\s/?#@<>\"']+")


class WrongLinkError(ValueError):
    """A link that Telegram refuses, with its reason."""


def check_link(link: str) -> str:
    """The link as Telegram keeps it."""
    if link.lower().startswith("tg:"):
        return _tg_link(link)
    address = link if "://" in link else f"http://{link}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise WrongLinkError("Wrong port number specified in the URL") from None
    if parts.scheme.lower() not in {"http", "https"}:
        raise WrongLinkError("Unsupported URL protocol")
    host = parts.hostname or ""
    if not host or not HOST.fullmatch(host) or port == 0:
        raise WrongLinkError("URL host is empty" if not host else "Unallowed characters in URL host")
    if "." not in host and ":" not in host:
        raise WrongLinkError("Wrong HTTP URL")
    return address if parts.path or parts.query else f"{address}/"


def _tg_link(link: str) -> str:
    rest = link[3:].removeprefix("//")
    if not rest or not re.fullmatch(r"[0-9A-Za-z_\-]+([/?#].*)?", rest):
        raise WrongLinkError("Wrong tg URL")
    return f"tg://{rest}"


def checked_link(link: str) -> str:
    """The same for text links, where a wrong one is dropped without a word."""
    try:
        return check_link(link)
    except WrongLinkError:
        return ""


def user_of_link(link: str) -> int:
    """The id in `tg://user?id=1`, or 0."""
    parts = urlsplit(link)
    if parts.scheme != "tg" or parts.netloc != "user":
        return 0
    user = parse_qs(parts.query).get("id", ["0"])[0]
    return int(user) if user.isdigit() else 0
