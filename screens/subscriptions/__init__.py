"""Subscriptions as those who pay them see them: what is asked, how it stands, what has happened."""
