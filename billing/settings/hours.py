"""When the shop writes of its own accord. Answers, receipts and cards that change wait for no hour."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing.models import Merchant
from billing.settings.models import Quiet

MORNING = time(9)  # what is said of a day is said from then on, where that is not quiet
LEAD = timedelta(hours=1)  # so long before it becomes quiet at the latest: what waits in a queue still leaves
DAY = timedelta(days=1)


def awake(merchant: Merchant, moment: datetime) -> bool:
    """Whether it is not quiet in the shop then."""
    quiet = merchant.rules.quiet
    return quiet is None or not quiet.covers(_wall(merchant, moment).time())


def within_hours(moment: datetime, merchant: Merchant) -> datetime:
    """The first moment from then on at which the shop may write of its own accord, in UTC."""
    quiet, wall = merchant.rules.quiet, _wall(merchant, moment)
    if quiet is None or not quiet.covers(wall.time()):
        return moment.astimezone(UTC)
    day = wall.date() if wall.time() < quiet.until else wall.date() + DAY
    opens = datetime.combine(day, quiet.until, ZoneInfo(merchant.timezone)).astimezone(UTC)
    return max(opens, moment.astimezone(UTC))  # also where clocks are turned back


def fitting(hour: time, quiet: Quiet | None) -> time:
    """This hour of a day, or the nearest of the same day at which the shop may write and be heard."""
    if quiet is not None and quiet.covers(hour):
        return quiet.until if hour < quiet.until else _hour(_minutes(quiet.since) - LEAD)
    later = quiet is not None and hour < quiet.since
    end = _minutes(quiet.since) if quiet is not None and later else DAY
    return _hour(min(_minutes(hour), end - LEAD))


def closes(said: datetime, quiet: Quiet | None) -> datetime:
    """Until when what is said then, on the shop's wall, may still leave on that day: in UTC."""
    last = time() if quiet is None or quiet.since <= said.time() else quiet.since
    day = said.date() + (DAY if last == time() else timedelta())
    return datetime.combine(day, last, said.tzinfo).astimezone(UTC)


def _wall(merchant: Merchant, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(merchant.timezone))


def _minutes(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)


def _hour(since_midnight: timedelta) -> time:
    return time(*divmod(since_midnight // timedelta(minutes=1), 60))
