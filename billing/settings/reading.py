"""What people type into a setting, and how it is kept. ``Refused`` names the sentence with an example."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import time, timedelta

from billing.errors import Refused
from billing.settings.models import Quiet, Topic

NAME_MOST = 64  # UTF-16 units, as Telegram counts
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)
AWAKE_LEAST = timedelta(hours=6)
NO_QUIET = "off"

_JOINERS = "\u200c\u200d"
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that show nothing
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_WORDS = {
    "m": r"m(?:in(?:utes?)?)?|м(?:ин(?:ут[аы]?)?)?",
    "h": r"h(?:ours?)?|ч(?:ас(?:ов|а)?)?|сағ(?:ат)?",
    "d": r"d(?:ays?)?|д(?:н(?:ей|я)?|ень)?|күн",
}
_SPAN = re.compile(r"(\d{1,5})\s*(?:" + "|".join(f"(?P<{u}>{w})" for u, w in _WORDS.items()) + r")\.?")
_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?"
_HOURS = re.compile(rf"(?:с |from |сағат )?\s*{_HOUR}\s*(?:-|–|—|до|to|until)\s*{_HOUR}")


def name(text: str) -> str:
    """Of a shop: one line that can be seen and read by everybody."""
    clean = text.strip()
    if not clean or not any(map(_is_seen, clean)):
        raise Refused("settings-name-unread")
    if any(unicodedata.category(char)[0] == "C" and char not in _JOINERS for char in clean):
        raise Refused("settings-name-one-line")
    clean = " ".join(clean.split())
    if len(clean.encode("utf-16-le")) // 2 > NAME_MOST:
        raise Refused("settings-name-too-long", most=NAME_MOST)
    return clean


def deadline(text: str) -> timedelta:
    """``45m``, ``2 ч``, ``5d``."""
    found = _SPAN.fullmatch(text.strip().casefold())
    if found is None:
        raise Refused("settings-deadline-unread")
    unit = next(_UNITS[unit] for unit in _UNITS if found[unit])
    wanted = int(found[1]) * unit
    if not SHORTEST <= wanted <= LONGEST:
        raise Refused("settings-deadline-bounds")
    return wanted


def deadline_text(wanted: timedelta) -> str:
    """In the largest unit that has no rest; a day is ``24h``."""
    whole = (unit for unit in "dh" if not wanted % _UNITS[unit] and wanted != _UNITS["d"] * (unit == "d"))
    unit = next(whole, "m")
    return f"{wanted // _UNITS[unit]}{unit}"


def quiet(text: str) -> Quiet:
    """``21:00-9:00``, ``22-8``."""
    found = _HOURS.fullmatch(text.strip().casefold())
    if found is None:
        raise Refused("settings-quiet-unread")
    wanted = Quiet(_hour(found[1], found[2]), _hour(found[3], found[4]))
    if wanted.length > timedelta(days=1) - AWAKE_LEAST:
        raise Refused("settings-quiet-bounds")
    return wanted


def quiet_text(wanted: Quiet | None) -> str:
    """As it is kept."""
    return f"{wanted.since:%H:%M}-{wanted.until:%H:%M}" if wanted is not None else NO_QUIET


def listed(names: Iterable[str]) -> str:
    """Several names as they are kept."""
    return ",".join(sorted(names))


def names_in(kept: str) -> frozenset[str]:
    """The same back."""
    return frozenset(filter(None, kept.split(",")))


def topics_in(kept: str) -> frozenset[Topic]:
    """Those of them that there are."""
    return frozenset(map(Topic, names_in(kept) & {*Topic}))


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNS" and char not in _BLANKS


def _hour(hour: str, minutes: str | None) -> time:
    if int(hour) > 24 or int(minutes or 0) > 59 or (int(hour) == 24 and int(minutes or 0)):
        raise Refused("settings-quiet-unread")
    return time(int(hour) % 24, int(minutes or 0))
