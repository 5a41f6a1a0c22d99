"""What has changed in the team, in a message of its own."""

from __future__ import annotations

from collections.abc import Mapping

from billing.models import Notice, Person
from screens import phrases
from screens.reader import Reader
from screens.team.pages import name_in

KINDS = frozenset(
    {"team-joined", "team-left", "team-changed", "team-changed-you", "team-removed", "team-removed-you"}
)


def concerns(notice: Notice) -> list[int]:
    """Of whom it speaks."""
    return [int(notice.values[name]) for name in ("who", "by") if name in notice.values]


def tell(notice: Notice, people: Mapping[int, Person], reader: Reader) -> str:
    """HTML; ``people``: those of whom it speaks, as far as they are known still."""
    words, role = reader.words, notice.values.get("role", "")
    named = {
        name: name_in(people, who, reader) for name, who in zip(("who", "by"), concerns(notice), strict=False)
    }
    said = words(f"team-role-{role}") if role else ""
    lines = [words.html(f"told-{notice.kind}", role=said, **named)]
    if notice.kind == "team-changed-you" and role:
        lines += [words(f"team-may-{role}")]
    return phrases.lines(lines)
