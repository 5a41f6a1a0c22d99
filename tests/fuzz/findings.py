"""What a crowd found: each sort once, and by what a mistake in the chat is known."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from screens.texts import FOLDER, LOCALES, words
from tests.fuzz.telegram import UPDATE, Call

BROKEN = re.compile(r"Traceback|\{\$|<[a-z_]+\.[\w.]+ object|\w+Error\b|\bFluent")
"""What no sentence of ours may have in it. Nobody of the crowd types any of it."""
BENIGN = (
    *("message is not modified", "message to edit not found", "message can't be edited", "query is too old"),
    *("there is no text in the message to edit", "there is no caption in the message to edit"),
)
"""Refusals that mean only: there is nothing to do."""


@dataclass
class Findings:
    """What was not as it should be, once for each place and sort."""

    seen: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    last: dict[int, str] = field(default_factory=dict)

    def add(self, sort: str, what: str) -> None:
        """Count it; the first of a sort is kept in full."""
        self.seen[sort] += 1
        self.first.setdefault(sort, what)

    def __str__(self) -> str:
        return "\n\n".join(f"{self.seen[sort]} x {sort}\n{what}" for sort, what in self.first.items())


class Listening(logging.Handler):
    """What the program itself calls an error."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(logging.ERROR)
        self.findings = findings

    def emit(self, record: logging.LogRecord) -> None:
        """A finding. What the framework says of an error, we see ourselves."""
        if record.name.startswith("aiogram"):
            return
        message = record.getMessage()
        self.findings.add(
            f"log {record.name}: {re.sub(r'[0-9]+', 'N', message)[:120]}",
            f"{message}\n{self.findings.last.get(UPDATE.get())}",
        )


def static_sentences() -> dict[str, set[str]]:
    """Each sentence without a value in it, and the languages that have it."""
    found: dict[str, set[str]] = {}
    for locale in LOCALES:
        for path in (FOLDER / locale).glob("*.ftl"):
            for key in re.findall(r"^([a-z][\w-]*) =", path.read_text(encoding="utf-8"), re.MULTILINE):
                bundle = words(locale)._bundle
                value = bundle.get_message(key).value if bundle.has_message(key) else None
                if value is not None and not bundle.format_pattern(value, {})[1]:
                    text = str(bundle.format_pattern(value, {})[0])
                    if len(text) > 12:
                        found.setdefault(text, set()).add(locale)
    return found


def texts_of(call: Call) -> list[str]:
    """Everything of a call that a person reads."""
    found = [str(call.values[name]) for name in ("text", "caption") if call.values.get(name)]
    markup = call.values.get("reply_markup")
    if isinstance(markup, str):
        rows = json.loads(markup)
        for row in [*rows.get("inline_keyboard", []), *rows.get("keyboard", [])]:
            found += [str(button.get("text")) for button in row]
    return found


def sort_of(update: dict[str, Any]) -> str:
    """A few words by which findings are told apart."""
    kind = next(name for name in update if name != "update_id")
    body = update[kind]
    if kind == "callback_query":
        return f"tap {str(body.get('data')).partition(':')[0]}"
    known = {
        "message_id",
        "from",
        "chat",
        "date",
        "reply_to_message",
        "forward_origin",
        "entities",
        "caption",
    }
    content = [name for name in body if name not in known]
    text = str(body.get("text", ""))
    return f"{kind} {content} {text.split()[0][:20] if text.startswith('/') else ''}"


def shown(update: dict[str, Any]) -> str:
    return json.dumps(update, ensure_ascii=True)[:3000]
