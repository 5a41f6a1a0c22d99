"""The plot of the page: rates beside the bare program's, and each question to small and to big books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

OURS, BARE, GOAL = "#1f6f5c", "#b9c4c0", "#c2410c"
RATED = ("settle", "ack", "invoice")


def draw(found: Mapping[str, Sequence[Mapping[str, Any]]], file: Path) -> None:
    """Write it as SVG, the same for the same figures."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    mpl.rcParams.update({"svg.hashsalt": "tolem", "font.size": 10, "axes.spines.top": False})
    mpl.rcParams.update({"axes.spines.right": False, "savefig.facecolor": "white"})
    rated = [row for name, some in found.items() if name.startswith(RATED) for row in some]
    asked = [row for name, some in found.items() if name.startswith("volume") for row in some]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.8), layout="constrained")
    _rates(left, rated)
    _growth(right, asked)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def _rates(axes: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    places = range(len(rows))
    axes.barh(
        [at - 0.2 for at in places], [row["figures"]["ours"] for row in rows], 0.38, color=OURS, label="Tolem"
    )
    axes.barh(
        [at + 0.2 for at in places], [row["figures"]["bare"] for row in rows], 0.38, color=BARE, label="bare"
    )
    axes.set_yticks(list(places), [row["what"].replace("paid webhooks ", "") for row in rows], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("a second")
    axes.set_title("Beside a bare program", loc="left")
    axes.legend(frameon=False)


def _growth(axes: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    times = [[row["figures"][size] * 1000 for row in rows] for size in ("small", "big")]
    if not rows:
        axes.set_axis_off()
        return
    ends = [min(map(min, times)) * 0.8, max(map(max, times)) * 1.25]
    for kind, sign in (("SQLite", "o"), ("PostgreSQL", "s")):
        at = [nth for nth, row in enumerate(rows) if row["what"].endswith(kind)]
        axes.scatter(
            [times[0][n] for n in at], [times[1][n] for n in at], s=26, marker=sign, label=kind, alpha=0.8
        )
    axes.plot(ends, ends, color=BARE, linewidth=1, label="the same")
    axes.plot(ends, [end * 1.3 for end in ends], color=GOAL, linewidth=1, linestyle="--", label="1.3 times")
    axes.set(xscale="log", yscale="log", xlim=ends, ylim=ends)
    small, big = (f"{rows[0]['figures'][name]:,.0f}" for name in ("invoices_small", "invoices_big"))
    axes.set_xlabel(f"ms with {small} invoices")
    axes.set_ylabel(f"ms with {big}")
    axes.set_title("Each question to small and to big books", loc="left")
    axes.legend(frameon=False)
