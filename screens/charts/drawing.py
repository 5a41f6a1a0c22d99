"""Draws a chart: 1080 pixels wide, on opaque paper, no word smaller than 28 pixels. Runs in the worker.

On a phone the picture is as wide as the screen. A dark theme shows the paper as it is, so the words on it are
read there as well.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from babel.numbers import format_compact_decimal

from screens.charts.model import Bars, Chart, Columns
from screens.format import NBSP
from screens.pictures.fonts import clean, fit, font

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 1080  # pixels, which are the figure's points
PAPER, INK, QUIET = "#ffffff", "#0f172a", "#475569"
NOW, BEFORE = "#1d4ed8", "#64748b"
TITLE, NAME, SMALL = 44, 34, 30  # heights of words in pixels
EDGE, LEFT, RIGHT = 40, 210, 30  # left of words, of columns, right of all
HEAD, KEY, FOOT = 96, 56, 24  # the title, a line of the key, below all
PART, COLUMNS, BELOW = 76, 326, 72  # a part's title, its columns, their names
COLUMNS_WIDE = WIDTH - LEFT - 70  # half of the last name stands right of them
BAR, ROW = 40, 100  # a bar, and its row with the words above it


def draw(chart: Chart) -> bytes:
    """A PNG."""
    out = BytesIO()
    figure(chart).savefig(out, format="png", facecolor=PAPER, transparent=False)
    return out.getvalue()


def figure(chart: Chart) -> Figure:
    """The same as matplotlib has it, so that a test may look at each word."""
    from matplotlib.figure import Figure as New  # takes a second: the worker pays it, and once

    keyed = any(isinstance(part, Columns) for part in chart.parts)
    top = HEAD + KEY * (2 if keyed else 1)
    height = top + sum(map(_height, chart.parts)) + FOOT
    sheet = New(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=PAPER)
    _words(sheet, height, EDGE, 64, chart.title, TITLE, bold=True)
    _key(sheet, height, chart, keyed=keyed)
    for part in chart.parts:
        _words(sheet, height, EDGE, top + 48, part.title, NAME, bold=True)
        if isinstance(part, Columns):
            _columns(sheet, height, top + PART, part, chart.locale)
        else:
            _bars(sheet, height, top + PART, part)
        top += _height(part)
    return sheet


def _height(part: Columns | Bars) -> int:
    return PART + (COLUMNS + BELOW if isinstance(part, Columns) else ROW * len(part.names))


def _key(sheet: Figure, height: int, chart: Chart, *, keyed: bool) -> None:
    """Which columns are which: full ones are of the period, hollow ones of the time before."""
    from matplotlib.patches import Rectangle

    if not keyed:
        _words(sheet, height, EDGE, HEAD + 34, chart.now, SMALL)
        return
    for nth, (words, colour) in enumerate(((chart.now, NOW), (chart.before, BEFORE))):
        line = HEAD + KEY * nth + 34
        face = NOW if nth == 0 else PAPER
        corner = EDGE / WIDTH, 1 - line / height
        patch = Rectangle(corner, 24 / WIDTH, 24 / height, facecolor=face, edgecolor=colour, linewidth=4)
        sheet.add_artist(patch).set_transform(sheet.transFigure)
        _words(sheet, height, EDGE + 44, line, words, SMALL)


def _words(
    sheet: Figure, height: int, left: int, line: int, words: str, size: int, *, bold: bool = False
) -> None:
    """``line``: of the letters' feet, from above."""
    weight = "bold" if bold else "regular"
    words, face = fit(words, "bold" if bold else "regular", size, SMALL, WIDTH - left - RIGHT)
    sheet.text(left / WIDTH, 1 - line / height, _plain(words), fontsize=face.size, weight=weight, color=INK)


def _axes(sheet: Figure, height: int, left: int, top: int, tall: int) -> Axes:
    box = (left / WIDTH, 1 - (top + tall) / height, COLUMNS_WIDE / WIDTH, tall / height)
    axes = sheet.add_axes(box, facecolor=PAPER)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=INK, pad=10)
    axes.tick_params(axis="x", pad=22)  # so that the first name does not touch the nought beside it
    return axes


def _columns(sheet: Figure, height: int, top: int, part: Columns, locale: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes = _axes(sheet, height, LEFT, top, COLUMNS)
    places = range(len(part.names))
    earlier = [at - 0.21 for at in places]
    axes.bar(earlier, part.before, 0.36, facecolor=PAPER, edgecolor=BEFORE, linewidth=3)
    axes.bar([at + 0.21 for at in places], part.now, 0.36, color=NOW, edgecolor=NOW, linewidth=3)
    axes.set_xlim(-0.6, len(part.names) - 0.4)
    highest = max(*part.now, *part.before, 4) * 1.08
    axes.set_ylim(0, highest)
    step = _every(part.names)
    axes.set_xticks([*places][::step], [_plain(name) for name in part.names[::step]])
    steps = MaxNLocator(nbins=4, integer=True, steps=[1, 2, 2.5, 5, 10]).tick_values(0, highest)
    seen = [value for value in steps if 0 <= value <= highest]
    axes.set_yticks(seen, [short(int(value), locale) for value in seen])
    axes.grid(axis="y", color="#cbd5e1", linewidth=2)
    axes.set_axisbelow(True)


def _every(names: tuple[str, ...]) -> int:
    """Each name, each second, …: as many as do not touch."""
    widest = max(font("regular", SMALL).getlength(name) for name in names) + 24
    fits = max(1, int(COLUMNS_WIDE // widest))
    return -(-len(names) // fits)


def _bars(sheet: Figure, height: int, top: int, part: Bars) -> None:
    """Words above each bar, so that a long name takes nothing of it."""
    from matplotlib.patches import Rectangle

    room, most = WIDTH - EDGE - RIGHT, max(*part.now, 1)
    for nth, (name, value, label) in enumerate(zip(part.names, part.now, part.labels, strict=True)):
        line = top + ROW * nth + 34
        width = font("bold", SMALL).getlength(label)
        words, _ = fit(name, "regular", SMALL, SMALL, room - width - 40)
        _words(sheet, height, EDGE, line, words or "–", SMALL)
        _words(sheet, height, int(WIDTH - RIGHT - width), line, label, SMALL, bold=True)
        long = max(4, room * max(value, 0) // most)
        corner = EDGE / WIDTH, 1 - (line + 14 + BAR) / height
        patch = Rectangle(corner, long / WIDTH, BAR / height, facecolor=NOW, edgecolor=NOW)
        sheet.add_artist(patch).set_transform(sheet.transFigure)


def short(number: int, locale: str) -> str:
    """``12,5 тыс.``, ``1.2M``: as an axis has room for it."""
    said = str(format_compact_decimal(number, locale=locale, fraction_digits=1))
    return said.replace(
        f"{NBSP}м.", f"{NBSP}мың"
    )  # Babel's Kazakh for 100,000 and more: as if metres, or millions


def _plain(words: str) -> str:
    """Dollar signs begin formulas there."""
    return clean(words, "regular").replace("$", r"\$")
