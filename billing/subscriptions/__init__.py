"""Subscriptions that we run ourselves: when a period begins, what is billed, what follows if nobody pays."""
