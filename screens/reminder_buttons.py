"""The buttons under reminders, and the shop's choice of them; ids only."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from screens.buttons import Id
from screens.reminder_keys import Chosen


class Of(StrEnum):
    """What a reminder speaks of."""

    SUBSCRIPTION = "s"
    INVOICE = "i"


class RemindMe(CallbackData, prefix="rmd"):
    """No more reminders of this subscription, or of invoices; or again."""

    of: Of
    id: Id
    wanted: bool


class AskForNew(CallbackData, prefix="rmn"):
    """Another invoice in the place of one that expired."""

    invoice: Id


class InvoiceReminders(CallbackData, prefix="rms"):
    """The shop's choice; without one it is asked for."""

    chosen: Chosen | None = None


class BackToSettings(CallbackData, prefix="rmb"):
    """The settings again."""
