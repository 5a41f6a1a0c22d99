"""What people type: amounts, phones, dates, names in many forms, and what nobody should type."""

from __future__ import annotations

import random
import string

AMOUNTS = (
    *("5000", "5 000", "5\u00a0000,50", "5000,50", "5000.5", "5000 ₸", "5к", "5k", "0", "-1", "00", "0.001"),
    *("1e9", "1e309", "٥٠٠٠", "９９", "²", "9" * 18, "9" * 40, "9223372036854775808", "92233720368547758,07"),
    *("NaN", "inf", "5000 тг", "5,000,000", "10%", "1/3", "0x10", "5_000", "+500", "100000000000000"),
)
PHONES = (
    *("+77071234567", "87071234567", "8 (707) 123-45-67", "7071234567", "+1 202 555 0123", "+7", "+"),
    *("+77071234567890123", "tel:+77071234567", "７０７１２３４５６７"),
)
DATES = (
    *("22.11.2026", "2026-11-22", "2026-02-30", "31.12.9999", "01.01.0001", "00.00.0000", "вчера", "кеше"),
    *(
        "yesterday",
        "today",
        "01.11-30.11",
        "01.11.2026 - 30.11.2026",
        "30.11-01.11",
        "ноябрь",
        "2026",
        "24:00",
    ),
    *("01.11.2026 25:61", "1.1", "last month", "99.99.99"),
)
NAMES = (
    "Кофе",
    "Coffee",
    "Ақ нан",
    "Айгерим",
    "Latte «big»",
    "O'Neil & Sons",
    "стрижка #1",
    "N°5",
    "Сәлем, бәрі",
)
NUMBERS = ("#1", "№2", "1042", "#99999999999999999999", "#-1", "#0", "# 1", "1", "2", "3")
ODD = (
    *("<b>bold", "</a><script>alert(1)</script>", "&lt;&amp;&#0;", "{ $amount }", "{{7*7}}", "%s%n", "\\"),
    *(
        '=HYPERLINK("x")',
        "+1-1",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "' OR 1=1 --",
        "../../etc/passwd",
        "\u202eevil\u202c",
    ),
    *(
        "\u200b\u200d\ufeff",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 3,
        "e\u0301" * 50,
        "\ufffe\uffff",
        "\x00",
        "a\x00b",
        "\x07\x1b[31m",
        "\ud83d",
    ),
    *(
        "x" * 4096,
        "😀" * 2000,
        "\n" * 500 + "x",
        ":" * 80,
        "a:b:c",
        "İıßﬃ",
        "١٢٣",
        "   ",
        "\u00a0",
        "null",
        "true",
    ),
)
LINKS = ("inv_", "split_", "item_", "sub_", "join_", "rcpt_", "shop", "inline", "", "inv", "INV_")
LETTERS = string.ascii_letters + string.digits + "әғқңөұүһі АЯая_-:;,.!?#@/+=()<>&%$€₸\"'\n\t"


def words_of(chance: random.Random) -> str:
    """Something typed: sense in pieces, or none."""
    kind = chance.random()
    if kind < 0.3:
        return f"{chance.choice(AMOUNTS)} {chance.choice(NAMES)}"
    if kind < 0.75:
        pools = (AMOUNTS, PHONES, DATES, NAMES, NUMBERS, ODD)
        return " ".join(chance.choice(chance.choice(pools)) for _ in range(chance.randint(1, 4)))[:4096]
    if kind < 0.85:
        return chance.choice(ODD)
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 60)))


def command_of(chance: random.Random, commands: tuple[str, ...], username: str) -> str:
    """A command: ours, badly written, for another bot, with anything behind it."""
    name = chance.choice(commands)
    if chance.random() < 0.1:
        name = chance.choice((name.upper(), name.title(), name + "x", "", "ы", name * 9))
    whom = chance.choice(("", "", "", f"@{username}", f"@{username.upper()}", "@another_bot"))
    between = chance.choice((" ", " ", " ", "\n", "  ", "\u00a0"))
    return f"/{name}{whom}{between}{words_of(chance)}" if chance.random() < 0.6 else f"/{name}{whom}"


def payload_of(chance: random.Random, tokens: list[str]) -> str:
    """Behind ``/start``: a link of ours to something, or to nothing."""
    token = chance.choice(tokens) if tokens and chance.random() < 0.7 else words_of(chance)[:64]
    return f"{chance.choice(LINKS)}{token if chance.random() < 0.9 else ''}"
