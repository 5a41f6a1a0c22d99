"""Figures as pictures. What is to be drawn is put together here; matplotlib draws it, in the worker.

Imports neither the chat framework nor, before a chart is drawn, matplotlib.
"""

from screens.charts.figures import charts
from screens.charts.model import Bars, Chart, Columns

__all__ = ["Bars", "Chart", "Columns", "charts"]
