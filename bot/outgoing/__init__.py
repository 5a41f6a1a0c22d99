"""Webhooks that go out to other people's programs."""
