"""The buttons of subscriptions as the staff have them: ids, steps and words that were offered, no sums."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from billing.subscriptions.models import Cycle
from billing.subscriptions.reminders import usual
from screens.buttons import Id, Row, Version, keyboard, press
from screens.subscribers.choices import Do, EditOf, Shown, Step, To
from screens.texts import Words

PageNumber = Annotated[int, Field(ge=0, le=9999)]
Weekday = Annotated[int, Field(ge=0, le=31)]
Days = Annotated[str, Field(pattern=r"^(none|[0-9]{1,3}(,[0-9]{1,3}){0,9})$")]


class Choose(CallbackData, prefix="sus"):
    """An answer to the open question of a new subscription; ``value`` is one of those offered there."""

    step: Step
    value: str


class Turn(CallbackData, prefix="sut"):
    """Other plans to choose from."""

    page: PageNumber


class Edit(CallbackData, prefix="sue"):
    """Ask for this once more, from the summary."""

    step: Step


class Make(CallbackData, prefix="sum"):
    """All of it is right."""


class Begin(CallbackData, prefix="sub"):
    """Set up a new one."""

    to: To | None = None


class LeaveSetup(CallbackData, prefix="sul"):
    """*Back* to what was asked before, or *Stop*: nothing is set up, nothing changes."""


class ListPlans(CallbackData, prefix="spl"):
    """The plans; ``closed`` also those that nobody may take any more."""

    page: PageNumber = 0
    closed: bool = False


class SeePlan(CallbackData, prefix="spc"):
    """A plan."""

    plan: Id


class EditPlan(CallbackData, prefix="spe"):
    """Change one thing of a plan, of which the reader has seen this version."""

    plan: Id
    version: Version
    what: EditOf


class ListThem(CallbackData, prefix="suh"):
    """A page of subscriptions below that id; ``below``: in a message of its own."""

    shown: Shown = Shown.ALL
    before: Id | None = None
    below: bool = False


class See(CallbackData, prefix="suc"):
    """A subscription; ``page`` of its history, the newest first; ``below``: in a message of its own."""

    subscription: Id
    page: PageNumber = 0
    below: bool = False


class Act(CallbackData, prefix="sua"):
    """Do it, or ask first; ``sure``: it was asked."""

    subscription: Id
    do: Do
    sure: bool = False


class SetDay(CallbackData, prefix="suw"):
    """That day of the week; asked first."""

    subscription: Id
    day: Weekday


class SetReminders(CallbackData, prefix="sur"):
    """So many days before, as they were offered."""

    subscription: Id
    days: Days


class AtBank(CallbackData, prefix="suk"):
    """The figures that its bank keeps."""

    subscription: Id


class SeeFigures(CallbackData, prefix="suf"):
    """Six months in a picture."""


KINDS: tuple[type[CallbackData], ...] = (
    *(Choose, Turn, Edit, Make, Begin, ListPlans, SeePlan, EditPlan, ListThem),
    *(See, Act, SetDay, SetReminders, AtBank, SeeFigures),
)
"""Those that only the staff may press; who leaves a question may be anybody."""


def leave(words: Words) -> Row:
    """*Back* on a question."""
    return [press(words("btn-back"), LeaveSetup())]


def back(words: Words, *above: Row) -> InlineKeyboardMarkup | None:
    """Only *Back*, or below other answers."""
    return keyboard([*above, leave(words)])


def stop(words: Words, *above: Row) -> InlineKeyboardMarkup | None:
    """Where leaving throws away what was entered, the button says so."""
    return keyboard([*above, [press(words("btn-subs-stop"), LeaveSetup())]])


def reminder_choices(cycle: Cycle) -> list[tuple[int, ...]]:
    """Days before a bill that are offered, the usual ones first."""
    if cycle is Cycle.DAILY:
        return [usual(cycle), ()]
    return [usual(cycle), (0,), (3, 1, 0), ()]


def pairs(buttons: Row) -> list[Row]:
    """Two in a row."""
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
