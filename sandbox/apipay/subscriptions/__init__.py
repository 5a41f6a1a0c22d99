"""Subscriptions at ApiPay: bills issued by a calendar, and what becomes of those that nobody pays."""
