"""The switches of a bank's configuration, set by name."""

from collections.abc import Iterable, Mapping

from sandbox.common.fields import Fields, MisuseError


def switch(
    config: object,
    fields: Fields,
    words: Mapping[str, tuple[str, ...]],
    flags: Iterable[str],
    numbers: Iterable[str],
) -> None:
    """Set those that are given: one of some words, yes or no, a number that is not below zero."""
    for name, choices in words.items():
        if fields.has(name):
            setattr(config, name, fields.choice(name, choices))
    for name in flags:
        if fields.has(name):
            setattr(config, name, fields.flag(name))
    for name in numbers:
        if fields.has(name):
            setattr(config, name, at_least(0, name, fields.number(name)))


def at_least(least: float, name: str, value: float) -> float:
    """The value, or a complaint."""
    if value < least:
        msg = f"{name} must be at least {least}"
        raise MisuseError(msg)
    return value
