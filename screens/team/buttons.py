"""The buttons of ``/team``; ids only. Who may press them is looked up when one is pressed."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from billing.models import Role
from screens.buttons import Id


class Step(StrEnum):
    """What cannot be undone with one tap is asked first."""

    ASK = "a"
    YES = "y"


class TeamPage(CallbackData, prefix="tem"):
    """Back to everybody."""


class MemberPage(CallbackData, prefix="tmm"):
    """One member."""

    member: Id


class InviteAs(CallbackData, prefix="tmi"):
    """A link for somebody new; without a role it is asked for."""

    role: Role | None = None


class TakeBack(CallbackData, prefix="tmw"):
    """Nobody comes by this invitation any more."""

    invite: Id


class Appoint(CallbackData, prefix="tmr"):
    """Another role."""

    member: Id
    role: Role
    step: Step = Step.ASK


class LimitOf(CallbackData, prefix="tml"):
    """How much one invoice of this cashier may be: asked for, or no limit from now on."""

    member: Id
    none: bool = False


class RefundsOf(CallbackData, prefix="tmf"):
    """Above which amount a refund takes two people: asked for, or one is enough from now on."""

    alone: bool = False


class Deeds(CallbackData, prefix="tmd"):
    """What members have done: of all or of one, the newest or older ones."""

    member: Id | None = None
    before: Id | None = None


class DeedsFile(CallbackData, prefix="tmz"):
    """The same as a file, from the first to the last."""

    member: Id | None = None


class Dismiss(CallbackData, prefix="tmx"):
    """No member any more."""

    member: Id
    step: Step = Step.ASK


class HandOver(CallbackData, prefix="tmh"):
    """The shop is this member's from now on."""

    member: Id
    step: Step = Step.ASK


class Quit(CallbackData, prefix="tmq"):
    """Who taps leaves the team."""

    step: Step = Step.ASK
