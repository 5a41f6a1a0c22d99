"""Weather by chance: what befalls the n-th call of each name, the same with the same seed."""

from collections import Counter
from collections.abc import Mapping
from random import Random


class Chances:
    """`odds` are probabilities by kind; what is left of one is fair weather."""

    def __init__(self, seed: int, odds: Mapping[str, float]) -> None:
        self.seed = seed
        self.odds = dict(odds)
        self._met: Counter[str] = Counter()

    def draw(self, name: str) -> tuple[str, Random]:
        """The kind for the next of this name, or nothing; and where the rest about it comes from."""
        if not self.odds:
            return "", Random(self.seed)
        self._met[name] += 1
        chance = Random(f"{self.seed}:{name}:{self._met[name]}")
        at = chance.random()
        for kind, odds in self.odds.items():
            if at < odds:
                return kind, chance
            at -= odds
        return "", chance


FAIR = Chances(0, {})
