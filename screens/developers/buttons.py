"""The buttons of ``/developers``; ids only. Who may press them is looked up when one is pressed."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from screens.buttons import Id


class Step(StrEnum):
    """What would stop a program is asked first."""

    ASK = "a"
    YES = "y"


class Programs(CallbackData, prefix="dev"):
    """Back to everything."""


class NewKey(CallbackData, prefix="dvn"):
    """What may it do? Letters of scopes; ``make``: that is all."""

    may: str = ""
    make: bool = False


class KeyPage(CallbackData, prefix="dvk"):
    """One key."""

    key: Id


class Revoke(CallbackData, prefix="dvx"):
    """It opens nothing any more."""

    key: Id


class Saved(CallbackData, prefix="dvs"):
    """*I saved it*: the message with the secret is deleted."""


class AddHook(CallbackData, prefix="dva"):
    """An address is asked for."""


class HookPage(CallbackData, prefix="dvh"):
    """One address."""

    hook: Id


class Sent(CallbackData, prefix="dvl"):
    """What went there, newest first or older."""

    hook: Id
    before: Id | None = None


class Again(CallbackData, prefix="dvm"):
    """One message once more."""

    message: Id


class LeaveOut(CallbackData, prefix="dvq"):
    """One message no more by itself."""

    hook: Id
    message: Id
    step: Step = Step.ASK


class Resume(CallbackData, prefix="dvr"):
    """What waits is sent from now on."""

    hook: Id


class TurnSecret(CallbackData, prefix="dvt"):
    """Another secret beside this one."""

    hook: Id


class DropSecret(CallbackData, prefix="dvo"):
    """The former secret signs no more."""

    hook: Id
    step: Step = Step.ASK


class RemoveHook(CallbackData, prefix="dvd"):
    """Nothing goes there any more."""

    hook: Id
    step: Step = Step.ASK
