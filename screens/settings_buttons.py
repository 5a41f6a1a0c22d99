"""The buttons of ``/settings``: each names what is wished for, so that the same one twice is one wish."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from billing.settings.models import Topic
from screens.settings_keys import Part


class SettingPage(CallbackData, prefix="zet"):
    """A small page."""

    part: Part


class TypeSetting(CallbackData, prefix="zty"):
    """What is typed for this page is asked for."""

    part: Part


class UndoSetting(CallbackData, prefix="zun"):
    """As the environment says, or as is usual."""

    part: Part


class ShopLanguage(CallbackData, prefix="zla"):
    """The shop speaks this one."""

    locale: str


class Deadline(CallbackData, prefix="zde"):
    """Of invoices from now on."""

    span: str


class FirstBank(CallbackData, prefix="zfb"):
    """Its QR comes without a question; without one the payer chooses."""

    bank: str = ""


class SwitchBank(CallbackData, prefix="zsb"):
    """On or off for new bills; ``sure``: what follows from *off* has been read."""

    bank: str
    on: bool
    sure: bool = False


class QuietHours(CallbackData, prefix="zqu"):
    """One of those that are offered."""

    hours: str


class HearOf(CallbackData, prefix="zhe"):
    """Such news for who taps, or none."""

    topic: Topic
    on: bool


class MorningReport(CallbackData, prefix="zmo"):
    """Yesterday's figures each morning for who taps, or no more."""

    on: bool
