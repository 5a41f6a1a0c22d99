"""What is going to happen, drawn from the seed beforehand: who buys what, and who is killed when."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from random import Random

BANKS = {"halyk": 60, "apipay": 20, "horizonpay": 20}
COURSES = {
    "paid": 46,
    "refunded": 12,
    "refunded in part": 12,
    "cancelled": 10,
    "unpaid": 10,
    "declined, then paid": 8,
    "cancelled, then paid": 1,
    "paid twice": 1,
}
"""How many of a hundred; what a person must decide is told to every owner, so there is little of it."""
FIRST_PRICE = 10_000
"""Tenge of invoice 0; each has a price of its own, by which the banks' books are read."""
SHOPS, PER_SHOP = range(7001, 7041), 8
CUSTOMERS = 400


@dataclass(frozen=True, slots=True)
class Story:
    """One invoice, from the wish to the end."""

    n: int
    shop: int
    customer: int | None
    bank: str
    second: str
    course: str
    pause: float
    """Seconds that people take over each step."""

    @property
    def price(self) -> int:
        """In tenge."""
        return FIRST_PRICE + self.n

    @property
    def part(self) -> int:
        """What goes back of it, in tenge; nothing where nobody asks."""
        return {"refunded": self.price, "refunded in part": self.price // 3}.get(self.course, 0)

    @property
    def phone(self) -> str:
        """The customer's, of this invoice alone."""
        return f"8707{1_000_000 + self.n}"

    @property
    def words(self) -> str:
        """By which its messages are known."""
        return f"Order-{self.n}"


@dataclass(frozen=True, slots=True)
class Kill:
    """One process ends when so many invoices have begun."""

    after: int
    which: int
    how: signal.Signals
    away: float
    """Seconds until it is started again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it."""

    seed: int
    stories: tuple[Story, ...]
    kills: tuple[Kill, ...]

    @property
    def shops(self) -> list[int]:
        """Those that sell; all are owners, so what concerns owners is told to each."""
        return sorted({story.shop for story in self.stories})


def drawn(seed: int, invoices: int, replicas: int, kills: int | None = None) -> Plan:
    """The same seed gives the same plan."""
    chance = Random(f"{seed}:plan")
    shops = SHOPS[: max(2, min(len(SHOPS), invoices // PER_SHOP))]
    stories = tuple(_story(n, shops, chance) for n in range(invoices))
    many = kills if kills is not None else max(1, invoices // (50 if replicas > 1 else 100))
    moments = sorted(chance.sample(range(invoices // 20, max(invoices, many + invoices // 20)), many))
    return Plan(seed, stories, tuple(_kill(after, replicas, chance) for after in moments))


def _story(n: int, shops: range, chance: Random) -> Story:
    course = chance.choices([*COURSES], [*COURSES.values()])[0]
    bank, second = chance.choices([*BANKS], [*BANKS.values()])[0], "horizonpay"
    if course == "paid twice":
        bank = "halyk"
    customer = 600_000 + chance.randrange(CUSTOMERS) if chance.random() < 0.5 else None
    return Story(n, chance.choice(shops), customer, bank, second, course, chance.uniform(0, 2))


def _kill(after: int, replicas: int, chance: Random) -> Kill:
    how = signal.SIGTERM if chance.random() < 0.2 else signal.SIGKILL
    away = chance.uniform(0, 3) if replicas == 1 or chance.random() < 0.7 else chance.uniform(20, 30)
    return Kill(after, chance.randrange(replicas), how, away)
