"""When the bills of a subscription are due: Almaty's calendar, counted from a day. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sandbox.apipay.moments import ALMATY

DAYS = {"daily": 1, "weekly": 7, "biweekly": 14}
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
PERIODS = (*DAYS, *MONTHS)
WEEKS = ("weekly", "biweekly")


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of one subscription; date 0 is the day from which they are counted."""

    period: str
    anchor: date
    at: time
    day: int | None = None
    """Of the month, or for weeks of the week: 1 is Monday. Without it the anchor's."""
    from_end: int | None = None
    """Days before the last one of the month."""

    def on(self, cycle: int) -> date:
        """The date of a number; 31 January is followed by 28 February, and that by 31 March."""
        if cycle == 0:
            return self.anchor
        if self.period in MONTHS:
            return self._in_month(cycle * MONTHS[self.period])
        length = DAYS[self.period]
        if self.day is None or self.period not in WEEKS:
            return self.anchor + timedelta(days=length * cycle)
        first = (self.day - 1 - self.anchor.weekday()) % 7 or 7
        return self.anchor + timedelta(days=first + length * (cycle - 1))

    def moment(self, cycle: int) -> datetime:
        """When the bill of that date is issued."""
        return datetime.combine(self.on(cycle), self.at, ALMATY)

    def _in_month(self, months: int) -> date:
        year, month = divmod(self.anchor.year * 12 + self.anchor.month - 1 + months, 12)
        last = monthrange(year, month + 1)[1]
        if self.from_end is not None:
            return date(year, month + 1, last - self.from_end)
        return date(year, month + 1, min(self.day or self.anchor.day, last))
