"""Units of measure: ours, and the bank's words for them.

The bank's ids mean nothing in themselves; its words are short, Russian and Kazakh, with and without a dot.
"""

from __future__ import annotations

from collections.abc import Mapping

from billing.catalog.models import Unit

BETWEEN = " / "  # the Russian word and the Kazakh one
_WORDS = {
    Unit.PIECE: ("шт", "штука", "штук", "дана", "единица", "ед", "pcs", "piece"),
    Unit.PORTION: ("порция", "порц", "үлес", "portion"),
    Unit.PACK: ("упаковка", "упак", "уп", "пачка", "қаптама", "бума", "pack"),
    Unit.SERVICE: ("услуга", "усл", "қызмет", "service"),
    Unit.HOUR: ("час", "ч", "сағат", "сағ", "hour"),
    Unit.KILOGRAM: ("кг", "килограмм", "килограм", "kg"),
    Unit.GRAM: ("г", "гр", "грамм", "грам", "g"),
    Unit.LITRE: ("л", "литр", "l"),
    Unit.MILLILITRE: ("мл", "миллилитр", "ml"),
    Unit.METRE: ("м", "метр", "m"),
}
_OURS = {word: unit for unit, words in _WORDS.items() for word in words}


def unit_of(unit_id: str, units: Mapping[str, str]) -> Unit | None:
    """Our unit for the bank's; ``None`` where we have none like it."""
    words = units.get(unit_id, "").split(BETWEEN)
    return next((_OURS[word] for word in map(_plain, words) if word in _OURS), None)


def unit_for(unit: Unit, units: Mapping[str, str]) -> str | None:
    """The bank's id of our unit: of several the one with our first word for it."""
    like = [unit_id for unit_id in units if unit_of(unit_id, units) is unit]
    return min(like, key=lambda unit_id: _place(unit, units[unit_id]), default=None)


def _place(unit: Unit, words: str) -> int:
    plain = [_plain(word) for word in words.split(BETWEEN)]
    return min(place for place, word in enumerate(_WORDS[unit]) if word in plain)


def _plain(word: str) -> str:
    return word.strip().rstrip(".").strip().casefold()
