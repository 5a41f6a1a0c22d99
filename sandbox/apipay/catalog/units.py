"""Units of measurement, as `GET /catalog/units` lists them. Their ids have gaps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One of them, in both languages."""

    id: int
    name: str
    name_kaz: str


UNITS = (
    Unit(1, "шт", "дана"),
    Unit(3, "кг", "кг"),
    Unit(4, "г", "г"),
    Unit(6, "л", "л"),
    Unit(7, "мл", "мл"),
    Unit(9, "м", "м"),
    Unit(11, "м²", "м²"),
    Unit(14, "упаковка", "қаптама"),
    Unit(15, "комплект", "жинақ"),
    Unit(18, "порция", "үлес"),
    Unit(21, "час", "сағат"),
    Unit(26, "услуга", "қызмет"),
)
KNOWN = frozenset(unit.id for unit in UNITS)
