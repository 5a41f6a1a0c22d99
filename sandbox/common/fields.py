"""Reads the JSON of a control request, and refuses what it does not know."""

from datetime import UTC, datetime, timedelta


class MisuseError(Exception):
    """A control request that makes no sense; the text says why."""


class Fields:
    """A JSON object, taken apart name by name."""

    def __init__(self, body: object) -> None:
        if not isinstance(body, dict):
            msg = "the body must be a JSON object"
            raise MisuseError(msg)
        self._left: dict[str, object] = dict(body)

    def has(self, name: str) -> bool:
        """Whether a name is given and not yet taken."""
        return name in self._left

    def text(self, name: str, default: str | None = None) -> str:
        """A string; numbers are taken as their digits."""
        value = self._left.pop(name, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str):
            return value
        raise _wrong(name, "a text")

    def maybe_text(self, name: str) -> str | None:
        """A string, or null, or nothing."""
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return None
        return self.text(name)

    def number(self, name: str, default: float | None = None) -> float:
        """A number."""
        value = self._left.pop(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise _wrong(name, "a number")

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self.number(name, default)
        if isinstance(value, int):
            return value
        raise _wrong(name, "a whole number")

    def maybe_whole(self, name: str) -> int | None:
        """A whole number, or null, or nothing."""
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return None
        return self.whole(name)

    def flag(self, name: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self._left.pop(name, default)
        if isinstance(value, bool):
            return value
        raise _wrong(name, "true or false")

    def choice(self, name: str, among: tuple[str, ...], default: str | None = None) -> str:
        """One of some words."""
        value = self.text(name, default)
        if value not in among:
            raise _wrong(name, "one of " + ", ".join(among))
        return value

    def words(self, name: str) -> frozenset[str]:
        """A list of strings."""
        value = self._left.pop(name, None)
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise _wrong(name, "a list of texts")
        return frozenset(value)

    def odds(self, name: str, among: tuple[str, ...]) -> dict[str, float]:
        """Probabilities by word, together at most 1; none where nothing is given."""
        value = self._left.pop(name, {})
        if not isinstance(value, dict) or not value.keys() <= set(among):
            raise _wrong(name, "odds of " + ", ".join(among))
        if not all(isinstance(odds, int | float) and odds >= 0 for odds in value.values()):
            raise _wrong(name, "odds from 0 to 1")
        if sum(value.values()) > 1:
            raise _wrong(name, "at most 1 in all")
        return dict(value)

    def moment(self, name: str, now: datetime, default: float | None = None) -> datetime:
        """A time: ISO with its zone, or seconds from now, which may be negative."""
        value = self._left.pop(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return now + timedelta(seconds=value)
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise _wrong(name, "seconds from now, or a time with its zone") from None
        if moment.tzinfo is None:
            raise _wrong(name, "a time with its zone")
        return moment.astimezone(UTC)

    def any(self, name: str) -> object:
        """Whatever is there; None where nothing is."""
        return self._left.pop(name, None)

    def end(self) -> None:
        """Refuse what was not taken."""
        if self._left:
            msg = f"unknown: {', '.join(sorted(self._left))}"
            raise MisuseError(msg)


def _wrong(name: str, wanted: str) -> MisuseError:
    return MisuseError(f"{name} must be {wanted}")
