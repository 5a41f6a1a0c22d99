"""Subscriptions that a bank runs: told to it, looked at there, its bills taken over as payments of ours."""
