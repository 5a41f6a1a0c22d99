"""The tour: the whole story played in the demo without a browser, and checked against the bank's books."""

from bot.tour.playing import STEPS, play

__all__ = ["STEPS", "play"]
