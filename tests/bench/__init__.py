"""Figures as ratios against what a bare program does in the same run: ``make bench``."""
