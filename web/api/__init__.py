"""The HTTP API for other people's programs."""
