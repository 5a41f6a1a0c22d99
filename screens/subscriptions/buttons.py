"""The buttons of subscriptions. Those under an offer carry its link's token: whoever has it may agree."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from screens.buttons import Id

SUBSCRIPTION_LINK = "sub_"
Token = Annotated[str, Field(pattern=r"^[\w-]{1,22}$")]
Shown = Annotated[
    int, Field(ge=0, lt=2**31)
]  # the version of a plan that is shown; 0: an offer to one person
On = Annotated[str, Field(pattern=r"^[0-9]{6}$")]  # the first payment's day that is shown: ``261122``
Page = Annotated[int, Field(ge=0, le=9999)]


class SeeOffer(CallbackData, prefix="sbl"):
    """What is asked, again."""

    token: Token


class Agree(CallbackData, prefix="sba"):
    """Yes, as it is shown; with a method, that is charged each time."""

    token: Token
    shown: Shown
    on: On
    method: Id | None = None


class Consent(CallbackData, prefix="sbc"):
    """What it means that this method is charged each time."""

    token: Token
    method: Id


class AgreeByPhone(CallbackData, prefix="sbp"):
    """Yes, billed by a bank on a phone: the number is asked for."""

    token: Token
    shown: Shown
    on: On


class ThisPhone(CallbackData, prefix="sby"):
    """The number that the question names."""


class OtherPhone(CallbackData, prefix="sbo"):
    """Another number than that."""


class NoThanks(CallbackData, prefix="sbn"):
    """No."""


class Mine(CallbackData, prefix="sbm"):
    """One's own subscriptions."""

    page: Page = 0


class See(CallbackData, prefix="sbs"):
    """One of them, with a page of its payments."""

    subscription: Id
    page: Page = 0


class PayNow(CallbackData, prefix="sbb"):
    """The bill that can be paid now."""

    subscription: Id


class Do(StrEnum):
    """What is to be done with one."""

    PAUSE = "p"
    RESUME = "r"
    CANCEL = "c"  # asked first
    SURELY_CANCEL = "y"
    REMIND = "n"
    SILENCE = "s"


class Change(CallbackData, prefix="sbt"):
    """Do that."""

    subscription: Id
    what: Do


class Charge(CallbackData, prefix="sbk"):
    """Charge this kept method each time (asked first), or none any more."""

    subscription: Id
    method: Id | None = None
    sure: bool = False
