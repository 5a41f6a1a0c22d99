"""A sheet that came in: what it would do, and the one button that does it."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.enums import ButtonStyle

from billing.catalog.importing import Plan
from screens import format as fmt
from screens import imports
from screens.buttons import Text, keyboard, press
from screens.catalog import buttons as b
from screens.reader import Reader

TEXT_MOST = 3900  # Telegram takes 4096


def planned(plan: Plan, ignored: Sequence[str], reader: Reader) -> Text:
    """What would change, with the yes; or what is wrong, without."""
    text = _cut(imports.planned(plan, ignored, reader.words))
    if plan.troubles:
        return text, b.back(reader.words)
    if plan.idle:
        return text, None
    yes = press(reader.words("catalog-import-yes"), b.TakeIn(mark=plan.mark), ButtonStyle.SUCCESS)
    return text, keyboard([[yes], b.leave(reader.words)])


def taken_in(plan: Plan, reader: Reader) -> str:
    """What was done."""
    return reader.words("catalog-imported", added=str(len(plan.new)), changed=str(len(plan.changed)))


def _cut(text: str) -> str:
    """Whole lines, because each has its own tags."""
    lines = text.split("\n")
    while fmt.units("\n".join(lines)) > TEXT_MOST and len(lines) > 1:
        lines.pop()
        lines[-1] = fmt.ELLIPSIS
    return "\n".join(lines)
