"""Troubles on order: the next calls of a method fail in a chosen way."""

from dataclasses import dataclass, field

from sandbox.common.chances import FAIR, Chances

KINDS = ("429", "500", "403", "502", "lost", "dropped", "slow")
BY_CHANCE = tuple(kind for kind in KINDS if kind != "403")
SECONDS = (0.1, 3)
"""Between how many a slow call takes where chance decides, and a 429 asks to wait."""


@dataclass
class Trouble:
    """`lost`: acted, but the answer never arrives. `dropped`: not even acted. `slow`: acted later."""

    kind: str
    method: str = "*"
    count: int = 1
    seconds: float = 1

    def hits(self, method: str) -> bool:
        """`*` means any method but getUpdates, which would swallow every trouble otherwise."""
        wanted = self.method.lower()
        return wanted == method or (wanted == "*" and method != "getupdates")


@dataclass
class Troubles:
    waiting: list[Trouble] = field(default_factory=list)
    chances: Chances = FAIR

    def order(self, trouble: Trouble) -> None:
        if trouble.kind not in KINDS:
            raise ValueError(f"no trouble called {trouble.kind!r}; there are {', '.join(KINDS)}")
        self.waiting.append(trouble)

    def take(self, method: str) -> Trouble | None:
        """The trouble that this call (lower case) runs into, if any; each is used up by its count."""
        trouble = next((t for t in self.waiting if t.hits(method)), None)
        if trouble is None:
            return self._by_chance(method)
        trouble.count -= 1
        if trouble.count <= 0:
            self.waiting.remove(trouble)
        return trouble

    def _by_chance(self, method: str) -> Trouble | None:
        kind, chance = self.chances.draw(method)
        return Trouble(kind, seconds=chance.uniform(*SECONDS)) if kind and method != "getupdates" else None
