"""The page of doors names tests that exist, in each line."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    line
    for line in (ROOT / "docs/reference/security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| what is tried")
]


def test_each_line_names_a_test_that_exists() -> None:
    assert len(ROWS) > 60
    assert [row for row in ROWS if not _proved(row)] == []


def _proved(row: str) -> bool:
    found = re.search(r"\| `(tests/[\w/]+\.py)::(test_\w+)` \|$", row)
    if found is None or not (path := ROOT / found[1]).is_file():
        return False
    return (
        re.search(rf"^(?:async )?def {found[2]}\(", path.read_text(encoding="utf-8"), re.MULTILINE)
        is not None
    )
