"""Minor units: how many there are in a whole one, and how a payer sees a sum."""

GAP = "\N{NO-BREAK SPACE}"
SIGNS = {"KZT": "₸", "USD": "$", "EUR": "€"}
# fmt: off
NONE = frozenset({
    "BIF", "BYR", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
    "XAF", "XOF", "XPF",
})
THREE = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
# fmt: on


def exponent(currency: str) -> int:
    """So many digits come after the point."""
    if currency in NONE:
        return 0
    return 3 if currency in THREE else 2


def written(minor: int, currency: str) -> str:
    """`5 000 ₸`, with minor units only where there are any; the gaps do not break."""
    unit = 10 ** exponent(currency)
    whole, rest = divmod(minor, unit)
    digits = f"{whole:,}".replace(",", GAP)
    part = f",{rest:0{exponent(currency)}d}" if rest else ""
    return f"{digits}{part}{GAP}{SIGNS.get(currency, currency)}"
