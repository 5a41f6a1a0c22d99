"""Real things for tests to stand on."""
