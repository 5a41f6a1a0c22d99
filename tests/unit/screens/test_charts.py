"""Charts are read on a phone and in a dark theme: measured on the figure itself, and on its pixels."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from billing.figures.models import SELF_SERVICE, Course, Figures, Sums
from billing.figures.periods import period
from billing.models import Person
from billing.money import Money
from screens.charts import Chart, Columns, charts, drawing
from screens.charts.drawing import draw, figure
from screens.reader import Reader, Site
from screens.texts import words
from tests.unit.screens.samples import LOCALES, ZONE

WIDTH, LEAST, CONTRAST = 1080, 28, 4.5
TELEGRAM = 1280  # pixels of the longer side; a bigger picture is made smaller, and its words with it
NOW = datetime(2026, 11, 23, 14, 7, tzinfo=ZONE)
LONG_NAME = "Айгерім Серікқызы Өте-Ұзын-Фамилия 😀 $x^2$"
SPANS = {
    "day": (date(2026, 11, 23), date(2026, 11, 23)),
    "month": (date(2026, 11, 1), date(2026, 11, 30)),
    "two months": (date(2026, 9, 22), date(2026, 11, 22)),
    "year": (date(2026, 1, 1), date(2026, 12, 31)),
    "three years": (date(2023, 12, 1), date(2026, 11, 22)),
    "ten years": (date(2016, 11, 24), date(2026, 11, 23)),
}


def sums(minor: int, count: int = 3) -> Sums:
    return Sums(Money(minor, "KZT"), count, Money(0, "KZT"), 0)


def course(first: date, last: date, *, greatest: int = 987_654_321_00, sellers: int = 12) -> Course:
    asked = period(first, last, ZONE, NOW)
    days = [asked.first + timedelta(days=nth) for nth in range(asked.days)]
    shown = Figures(
        period=asked,
        at=NOW,
        own=False,
        sums=sums(greatest),
        before=sums(greatest // 2),
        banks=tuple(
            (slug, sums(greatest // n)) for n, slug in enumerate(["halyk", "apipay", "b", "c", "d"], 1)
        ),
        sellers=tuple((who, sums(greatest // (who + 1))) for who in (SELF_SERVICE, *range(1, sellers))),
        hours=tuple((hour, sums(greatest // (hour + 1))) for hour in range(24)),
        people={who: Person(who, LONG_NAME) for who in range(1, sellers)},
    )
    before = {day - (asked.first - asked.before_first): greatest // 3 for day in days}
    return Course(shown, {day: greatest // (day.day) for day in days}, before, dict.fromkeys(range(24), 5))


def reader(locale: str) -> Reader:
    return Reader(words=words(locale), zone=ZONE, site=Site("bot"), staff=True, details=True, person_id=1)


@pytest.fixture(params=LOCALES)
def everything(request: pytest.FixtureRequest) -> list[tuple[str, Chart]]:
    """All charts of all spans in one language."""
    made = reader(request.param)
    return [
        (f"{span} {nth}", chart)
        for span, days in SPANS.items()
        for nth, chart in enumerate(charts(course(*days), "Кофейня «Дана»", made))
    ]


def written(sheet: Figure) -> Iterator[Text]:
    """Every word that is seen."""
    FigureCanvasAgg(sheet).draw()
    for each in sheet.findobj(Text):
        assert isinstance(each, Text)
        if each.get_text().strip() and each.get_visible():
            yield each


def contrast(one: Any, other: Any) -> float:
    """As WCAG reckons it."""

    def light(colour: Any) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgba(colour)[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.slice(1)
def test_words_are_high_enough_for_a_phone(everything: list[tuple[str, Chart]]) -> None:
    for name, chart in everything:
        sheet = figure(chart)
        wide, tall = (side * sheet.dpi for side in sheet.get_size_inches())
        assert round(wide) == WIDTH, name
        assert tall <= TELEGRAM, f"{name}: Telegram would make it smaller"
        small = [each.get_text() for each in written(sheet) if each.get_fontsize() * sheet.dpi / 72 < LEAST]
        assert small == [], name


@pytest.mark.slice(1)
def test_words_and_columns_stand_out_from_the_paper(everything: list[tuple[str, Chart]]) -> None:
    for name, chart in everything:
        sheet = figure(chart)
        paper = sheet.get_facecolor()
        faint = [each.get_text() for each in written(sheet) if contrast(each.get_color(), paper) < CONTRAST]
        assert faint == [], name
    assert contrast(drawing.NOW, drawing.PAPER) >= CONTRAST
    assert contrast(drawing.BEFORE, drawing.PAPER) >= CONTRAST


@pytest.mark.slice(1)
def test_no_word_leaves_the_picture_or_touches_another(everything: list[tuple[str, Chart]]) -> None:
    for name, chart in everything:
        sheet = figure(chart)
        boxes = [(each.get_text(), each.get_window_extent()) for each in written(sheet)]
        wide, tall = (side * sheet.dpi for side in sheet.get_size_inches())
        outside = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > wide or box.y1 > tall]
        assert outside == [], name
        touching = [(one, two) for (one, a), (two, b) in combinations(boxes, 2) if a.overlaps(b)]
        assert touching == [], name


@pytest.mark.parametrize("locale", LOCALES)
def test_the_paper_is_opaque_so_that_a_dark_theme_does_not_shine_through(locale: str) -> None:
    for chart in charts(course(*SPANS["month"]), "Дана", reader(locale)):
        with Image.open(io.BytesIO(draw(chart))) as picture:
            assert picture.width == WIDTH
            shown = picture.convert("RGBA")
            assert shown.getextrema()[3] == (255, 255)
            corners = {shown.getpixel((x, y)) for x in (0, WIDTH - 1) for y in (0, shown.height - 1)}
            assert corners == {(255, 255, 255, 255)}


@pytest.mark.slice(1)
def test_each_letter_is_in_the_font(everything: list[tuple[str, Chart]], recwarn: Any) -> None:
    for _, chart in everything:
        draw(chart)
    assert [str(each.message) for each in recwarn if "missing from" in str(each.message)] == []


def test_numbers_are_written_as_their_reader_writes_them() -> None:
    assert [drawing.short(1_234_567, locale) for locale in LOCALES] == [
        "1.2M",
        "1,2\u00a0млн",
        "1,2\u00a0млн",
    ]
    assert drawing.short(12_345, "kk") == "12,3\u00a0мың"
    assert drawing.short(500_000, "kk") == "500\u00a0мың"


def test_a_period_of_a_year_and_the_one_before_are_read_whole(everything: list[tuple[str, Chart]]) -> None:
    for name, chart in everything:
        said = {text.get_text() for text in figure(chart).findobj(Text)}
        read = {chart.now, chart.before} if isinstance(chart.parts[0], Columns) else {chart.now}
        assert read <= said or "years" in name, name


def test_a_period_without_money_is_drawn_all_the_same() -> None:
    empty = course(*SPANS["month"], greatest=0)
    for chart in charts(empty, "", reader("ru")):
        assert draw(chart).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("span", "columns"), [("month", 23), ("year", 11), ("three years", 36), ("ten years", 11)]
)
def test_a_longer_period_has_longer_steps(span: str, columns: int) -> None:
    (first, *_) = charts(course(*SPANS[span]), "Дана", reader("ru"))
    part = first.parts[0]
    assert len(part.names) == len(part.now) == columns
    assert sum(part.now) > 0


def test_nothing_of_the_program_imports_the_library_before_a_chart_is_drawn() -> None:
    asked = "import sys, screens.charts.drawing, bot.exports; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
