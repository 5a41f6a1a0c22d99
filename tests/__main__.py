"""``python -m tests``: all tests, in several processes; arguments go to pytest, and then it is one process.

Many tests wait: for a bot that may write once a second into a chat, for a bank that is silent. ``LONG=1``
adds those that take minutes each, and takes all cases of the long tables; else the day draws some,
and ``SLICE=2026-11-23`` draws the same again.

Without Chromium the tests that drive pages are left out and the last line says so; in CI that is a failure.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import pytest

from tests.support.chromium import find
from tests.support.slices import VARIABLE

MISSING = (
    "No Chromium here: the browser tests were left out, all others ran. "
    "Install it (Debian: apt install chromium) or name it in CHROMIUM."
)
PROCESSES = min(7, (os.cpu_count() or 1) + 3)  # most of them wait: see tests/support/lanes.py
SPREAD = ["-n", str(PROCESSES), "--dist", "load", "--maxschedchunk", "1"]
NONE_RAN = "CI runs everything, and no browser test ran: that is a failure."


class Counted:
    """How many browser tests really ran."""

    def __init__(self) -> None:
        self.ran = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts those whose body was reached."""
        if report.when == "call" and "browser" in report.keywords and not report.skipped:
            self.ran += 1


def chosen(*, chromium: str | None, long: bool) -> list[str]:
    """Which tests, as pytest is told."""
    left_out = ([] if chromium else ["browser"]) + ([] if long else ["long"])
    return ["-m", " and ".join(f"not {name}" for name in left_out)] if left_out else []


def main(arguments: list[str], *, ci: bool, chromium: str | None, long: bool = False) -> int:
    """The exit code, after the last words."""
    if chromium is None and ci:
        print(MISSING.replace("were left out, all others ran", "cannot run, and CI runs everything"))
        return 1
    if not arguments and not long:
        seed = os.environ.setdefault(VARIABLE, f"{datetime.now(UTC):%Y-%m-%d}")
        print(f"Of long tables some cases are drawn by {VARIABLE}={seed}; all of them run with LONG=1.")
    counted = Counted()
    options = [*chosen(chromium=chromium, long=long), *(arguments or SPREAD)]
    code = int(pytest.main(options, plugins=[counted]))
    if chromium is None:
        print(f"\n{MISSING}")
    elif ci and not arguments and not counted.ran:
        print(f"\n{NONE_RAN}")
        return code or 1
    return code


if __name__ == "__main__":
    in_ci, with_long = (os.environ.get(name, "").lower() in {"1", "true", "yes"} for name in ("CI", "LONG"))
    sys.exit(main(sys.argv[1:], ci=in_ci, chromium=find(), long=with_long))
