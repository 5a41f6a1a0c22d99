"""The buttons of ``/stats``: they carry days, never rights or sums."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from screens.figures.keys import Span

Day = Annotated[int, Field(ge=date.min.toordinal(), le=date.max.toordinal())]
"""As ``date.toordinal`` numbers them."""


class Show(CallbackData, prefix="sts"):
    """A period as it lies now."""

    span: Span


class Again(CallbackData, prefix="std"):
    """These days: under the morning's message."""

    first: Day
    last: Day


class Own(CallbackData, prefix="sto"):
    """Ask which days."""


class Draw(CallbackData, prefix="stc"):
    """Charts of these days."""

    first: Day
    last: Day


class Morning(CallbackData, prefix="stm"):
    """Yesterday's figures each morning, or no more; ``first``, ``last``: of the page that is drawn anew."""

    on: bool
    first: Day = 1
    last: Day = 1
