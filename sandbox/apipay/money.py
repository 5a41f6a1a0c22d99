"""Sums in JSON: texts with two decimals, or numbers. Inside, everything is an integer of tiyn."""

from decimal import ROUND_HALF_UP, Decimal


def text_of(tiyn: int) -> str:
    """`"15000.00"`, as most answers write it."""
    whole, rest = divmod(tiyn, 100)
    return f"{whole}.{rest:02d}"


def number_of(tiyn: int) -> int | float:
    """A JSON number of tenge: whole where it is whole."""
    return tiyn // 100 if tiyn % 100 == 0 else tiyn / 100


def tiyn_of(value: object) -> int | None:
    """A JSON number of tenge as tiyn; None where it is not one, or has more than two decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    exact = Decimal(str(value)) * 100
    if not exact.is_finite() or exact != exact.to_integral_value():
        return None
    return int(exact)


def share_of(tiyn: int, percent: int, *, whole: bool) -> int:
    """A discount; to the whole tenge where only such are taken."""
    step = 100 if whole else 1
    exact = Decimal(tiyn * percent) / 100 / step
    return int(exact.to_integral_value(ROUND_HALF_UP)) * step
