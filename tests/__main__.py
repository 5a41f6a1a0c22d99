"""``python -m tests``: all tests; arguments go to pytest.

Without Chromium the tests that drive pages are left out and the last line says so; in CI that is a failure.
"""

from __future__ import annotations

import os
import sys

import pytest

from tests.support.chromium import find

MISSING = (
    "No Chromium here: the browser tests were left out, all others ran. "
    "Install it (Debian: apt install chromium) or name it in CHROMIUM."
)
NONE_RAN = "CI runs everything, and no browser test ran: that is a failure."


class Counted:
    """How many browser tests really ran."""

    def __init__(self) -> None:
        self.ran = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts those whose body was reached."""
        if report.when == "call" and "browser" in report.keywords and not report.skipped:
            self.ran += 1


def main(arguments: list[str], *, ci: bool, chromium: str | None) -> int:
    """The exit code, after the last words."""
    if chromium is None and ci:
        print(MISSING.replace("were left out, all others ran", "cannot run, and CI runs everything"))
        return 1
    counted = Counted()
    chosen = [] if chromium else ["-m", "not browser"]
    code = int(pytest.main([*chosen, *arguments], plugins=[counted]))
    if chromium is None:
        print(f"\n{MISSING}")
    elif ci and not arguments and not counted.ran:
        print(f"\n{NONE_RAN}")
        return code or 1
    return code


if __name__ == "__main__":
    in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    sys.exit(main(sys.argv[1:], ci=in_ci, chromium=find()))
