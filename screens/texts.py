"""Sentences out of ``locales/``: a key and values become words in one language.

Built on ``fluent.runtime``; a locale is read at its first use. Imports no chat framework.
"""

from __future__ import annotations

import logging
from functools import cache
from html import escape
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from markupsafe import Markup

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent.parent / "locales"
LOCALES = ("en", "ru", "kk")


class Words:
    """One language. Call it with a key; ``html`` also escapes the values for Telegram and web pages."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._bundle = _bundle(locale)

    def __contains__(self, key: str) -> bool:
        return self._bundle.has_message(key)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence as plain text, for toasts, buttons and pictures."""
        if key not in self:
            log.error("text missing: locale=%s key=%s", self.locale, key)
            return key
        message = self._bundle.get_message(key)
        assert message.value is not None
        text, errors = self._bundle.format_pattern(message.value, values)
        for error in errors:
            log.error("text broken: locale=%s key=%s %s", self.locale, key, error)
        return str(text)

    def or_else(self, key: str, other: str, **values: object) -> str:
        """The sentence if there is one, else ``other``: for keys that a bank's folder names."""
        return self(key, **values) if key in self else other

    def way(self, slug: str) -> str:
        """A way to pay as its button calls it: the bank's name, unless payers know it by another word."""
        return self.or_else(f"way-{slug}", self.or_else(f"bank-{slug}", slug))

    def html(self, key: str, **values: object) -> str:
        """The same with every value escaped, unless it is ``Markup`` already."""
        return self(key, **{name: _escaped(value) for name, value in values.items()})


def _escaped(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return escape(value, quote=False)
    return str(value) if isinstance(value, Markup) else value


@cache
def words(locale: str) -> Words:
    """The words of a language; an unknown one is a programmer's mistake."""
    if locale not in LOCALES:
        raise ValueError(locale)
    return Words(locale)


def warm_up() -> None:
    """Read every language now, so that nobody's first message waits for it."""
    for locale in LOCALES:
        words(locale)


@cache
def _bundle(locale: str) -> FluentBundle:
    bundle = FluentBundle([locale], use_isolating=False)
    for path in sorted((FOLDER / locale).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
