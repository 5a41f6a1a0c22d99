"""Times: read as strictly as they are described, and written as loosely as they are seen."""

import re
from datetime import UTC, datetime, timedelta, timezone

EXACT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}", re.ASCII)
MINSK = timezone(timedelta(hours=3))
"""The offset of the documentation's samples."""


def moment_of(text: str) -> datetime | None:
    """`2025-01-01T15:00:00+01:00` and nothing else."""
    if not EXACT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def written(at: datetime, style: str) -> str:
    """A time as one of the samples shows it; `malformed` and `zero` are seen there too."""
    if style == "zero":
        return "0000-00-00T00:00:00Z"
    if style == "offset":
        return at.astimezone(MINSK).isoformat(timespec="seconds")
    utc = at.astimezone(UTC)
    digits = f"{utc.microsecond // 1000:03d}"
    if style == "malformed":
        return f"{utc:%Y-%m-%dT%H:%M}:{digits}Z"
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{digits}Z"
