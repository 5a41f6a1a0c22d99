"""What the page tells a reader to paste verifies what we sign."""

from __future__ import annotations

import re
import textwrap
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from billing.developers import signing

PAGE = (Path(__file__).resolve().parents[3] / "docs/how-to/webhooks.md").read_text(encoding="utf-8")
SECRET, OTHER = signing.new_secret("a", "b"), signing.new_secret("c", "d")
BODY = '{"type": "invoice.paid", "data": {"description": "Кофе"}}'.encode()


def pasted(language: str) -> str:
    part = PAGE.split(f"## {language}\n")[1].split("\n##")[0]
    return textwrap.dedent("\n".join(re.findall(r"^(?: {4}.*|)$", part, re.MULTILINE)))


def sent(age: float = 0.0, *secrets: str) -> dict[str, str]:
    at = datetime.fromtimestamp(time.time() - age, UTC)
    return signing.headers("msg_1", BODY, at, secrets or (SECRET,))


def test_the_python_on_the_page_believes_us_and_nobody_else() -> None:
    here: dict[str, Any] = {}
    exec(pasted("Python"), here)  # noqa: S102 - our own page
    verified = here["verified"]
    assert verified(SECRET, sent(), BODY)
    assert verified(SECRET, sent(0, OTHER, SECRET), BODY)
    assert not verified(OTHER, sent(), BODY)
    assert not verified(SECRET, sent(), BODY + b" ")
    assert not verified(SECRET, sent(400), BODY)
    assert not verified(SECRET, {**sent(), "webhook-id": "msg_2"}, BODY)
    assert not verified(SECRET, {**sent(), "webhook-signature": "v1,ключ"}, BODY)
