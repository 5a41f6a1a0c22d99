"""Real things for tests to stand on."""

PATIENCE = 60.0
"""Seconds that a test waits for what must come: late on a busy machine, never where the test fails."""
