"""Receipts: the code that proves one, and what anybody is told who asks about it."""
