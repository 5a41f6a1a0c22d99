"""The buttons of ``/shift``; ids only. Who may press them is looked up when one is pressed."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from screens.buttons import Id


class Step(StrEnum):
    """A shift is closed for good, so it is asked for first."""

    ASK = "a"
    YES = "y"


class ShiftHome(CallbackData, prefix="zhm"):
    """What is open."""


class ShiftOpen(CallbackData, prefix="zop"):
    """The shift of who taps begins."""


class ShiftReport(CallbackData, prefix="zrp"):
    """X as of now, or Z."""

    shift: Id
    again: bool = False  # it stands there already


class ShiftClose(CallbackData, prefix="zcl"):
    """The shift ends."""

    shift: Id
    step: Step = Step.ASK


class ShiftsClosed(CallbackData, prefix="zls"):
    """Z reports, the newest or older ones."""

    before: Id | None = None


class ShiftFile(CallbackData, prefix="zfl"):
    """The report as a file."""

    shift: Id
