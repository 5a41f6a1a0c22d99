"""``/developers``: keys of other people's programs, and addresses that our webhooks go to."""
