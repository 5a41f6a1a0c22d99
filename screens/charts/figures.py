"""What of a shop's figures is drawn: how the period went, by hour, by bank, by cashier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from billing.figures.models import Course, Figures, Sums
from billing.figures.periods import DAY
from billing.money import DIGITS
from screens import format as fmt
from screens import phrases
from screens.charts.model import Bars, Chart, Columns
from screens.figures import wording
from screens.reader import Reader

DAYS_MOST = 62  # columns of a day each; from there on of a month …
MONTHS_MOST = 36  # … and from there on of a year
BANKS_MOST, SELLERS_MOST = 3, 6  # bars: with more the picture is too tall, and Telegram shrinks it
HOURS_LEAST = 8

_Step = Callable[[date], object]


def charts(course: Course, shop: str, reader: Reader) -> list[Chart]:
    """One picture of the time, and one of banks and cashiers where money came."""
    shown, words = course.figures, reader.words
    sign = fmt.SIGNS.get(shown.sums.taken.currency, shown.sums.taken.currency)
    parts: list[Columns | Bars] = []
    if shown.period.days > 1:
        parts.append(_along_time(course, words("chart-turnover", currency=sign), reader))
    parts.append(_by_hour(course, words("chart-hours", currency=sign)))
    found = [_chart(tuple(parts), shown, shop, reader)]
    if bars := tuple(_bars(shown, sign, reader)):
        found.append(_chart(bars, shown, shop, reader))
    return found


def caption(shown: Figures, reader: Reader) -> str:
    """HTML of what stands under the picture."""
    key = "stats-title-own" if shown.own else "stats-title"
    title = reader.words.html(key, period=wording.asked(shown.period, shown.at, reader))
    return f"<b>{title}</b>"


def _chart(parts: tuple[Columns | Bars, ...], shown: Figures, shop: str, reader: Reader) -> Chart:
    return Chart(
        title=fmt.clean(shop, 40),
        now=wording.asked(shown.period, shown.at, reader),
        before=wording.beside(shown.period, shown.at, reader),
        parts=parts,
        locale=reader.words.locale,
    )


# --- along the time


def _along_time(course: Course, title: str, reader: Reader) -> Columns:
    period = course.figures.period
    step, name = _steps(period.first, period.last, reader)
    now = _grouped(_days(period.first, period.last), step)
    before = _grouped(_days(period.before_first, period.before_last), step)
    values = [_sum(days, course.days) for days in now]
    earlier = [_sum(days, course.days_before) for days in before[: len(now)]]
    earlier += [0] * (len(now) - len(earlier))
    whole = _whole(course.figures)
    return Columns(
        title, tuple(name(days[0]) for days in now), tuple(map(whole, values)), tuple(map(whole, earlier))
    )


def _steps(first: date, last: date, reader: Reader) -> tuple[_Step, Callable[[date], str]]:
    """Which days share a column, and its name."""
    locale, months = reader.words.locale, (last.year - first.year) * 12 + last.month - first.month + 1
    if (last - first).days < DAYS_MOST:
        if months == 1:
            return (lambda day: day), (lambda day: str(day.day))
        return (lambda day: day), (lambda day: str(format_skeleton("Md", day, locale=locale)))
    if months <= MONTHS_MOST:
        pattern = "LLL" if first.year == last.year else "LLL yy"
        return (lambda day: (day.year, day.month)), (lambda day: _plain(format_date(day, pattern, locale)))
    return (lambda day: day.year), (lambda day: str(day.year))


def _plain(name: object) -> str:
    """Babel's short Russian and Kazakh months end in a dot, which a column has no room for."""
    return str(name).replace(".", "")


def _days(first: date, last: date) -> Sequence[date]:
    return [first + nth * DAY for nth in range((last - first) // timedelta(days=1) + 1)]


def _grouped(days: Sequence[date], step: _Step) -> list[list[date]]:
    found: dict[object, list[date]] = {}
    for day in days:
        found.setdefault(step(day), []).append(day)
    return list(found.values())


def _sum(days: Sequence[date], taken: Mapping[date, int]) -> int:
    return sum(taken.get(day, 0) for day in days)


def _by_hour(course: Course, title: str) -> Columns:
    now = {hour: sums.taken.minor for hour, sums in course.figures.hours}
    before, whole = course.hours_before, _whole(course.figures)
    hours = _span([*(hour for hour, minor in now.items() if minor), *before])
    return Columns(
        title,
        tuple(f"{hour:02}" for hour in hours),
        tuple(whole(now.get(hour, 0)) for hour in hours),
        tuple(whole(before.get(hour, 0)) for hour in hours),
    )


def _span(hours: Sequence[int]) -> range:
    """From the first with money to the last, so many at least that they look like a day."""
    first, last = min(hours, default=9), max(hours, default=17)
    first = max(0, min(first, last + 1 - HOURS_LEAST))
    return range(first, max(last + 1, first + HOURS_LEAST))


# --- banks and cashiers


def _bars(shown: Figures, sign: str, reader: Reader) -> list[Bars]:
    words = reader.words
    banks = [(words.or_else(f"bank-{slug}", slug.capitalize()), sums) for slug, sums in shown.banks]
    sellers = [(wording.seller(who, shown, reader), sums) for who, sums in shown.sellers]
    both = (("chart-banks", banks, BANKS_MOST), ("chart-sellers", sellers, SELLERS_MOST))
    return [_bar(words(key, currency=sign), rows, most, shown, reader) for key, rows, most in both if rows]


def _bar(title: str, rows: Sequence[tuple[str, Sums]], most: int, shown: Figures, reader: Reader) -> Bars:
    named, rest = list(rows), []
    if len(named) > most:
        named, rest = named[: most - 1], named[most - 1 :]
    found = [(name, sums.taken) for name, sums in named]
    if rest:
        others = rest[0][1].taken
        for _, sums in rest[1:]:
            others = others + sums.taken
        found.append((reader.words("chart-others"), others))
    whole = _whole(shown)
    return Bars(
        title,
        tuple(name for name, _ in found),
        tuple(whole(taken.minor) for _, taken in found),
        tuple(phrases.sum_of(taken, reader) for _, taken in found),
    )


def _whole(shown: Figures) -> Callable[[int], int]:
    """Minor units as whole ones: a chart is not read to the tiyn."""
    unit: int = 10 ** DIGITS[shown.sums.taken.currency]
    return lambda minor: minor // unit
