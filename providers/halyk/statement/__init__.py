"""Halyk's lists: what was paid through the terminal, and what went from card to card."""
