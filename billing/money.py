"""Money: an integer of minor units with its currency. No floats anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

DIGITS = {"KZT": 2, "USD": 2, "EUR": 2, "RUB": 2, "KGS": 2, "UZS": 2, "CNY": 2, "TRY": 2, "JPY": 0}


class CurrencyMismatch(ValueError):
    """Two sums of different currencies were added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` units of ``currency`` (ISO 4217): 5 000 ₸ is ``Money(500000, "KZT")``."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.minor).__name__}")
        if self.currency not in DIGITS:
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def of(cls, major: Decimal | int | str, currency: str) -> Money:
        """Read an amount in major units exactly; ``ValueError`` for more digits than the currency has."""
        if isinstance(major, float):
            raise TypeError("a float cannot hold money")
        scaled = Decimal(major).scaleb(DIGITS[currency]) if currency in DIGITS else Decimal("NaN")
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{major} is not an amount of {currency}")
        return cls(int(scaled), currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units, with the currency's digits."""
        return Decimal(self.minor).scaleb(-DIGITS[self.currency])

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
