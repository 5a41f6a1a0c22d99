"""Other people's programs: keys of our HTTP API, and webhooks that go out to them."""
