"""``/settings``: the shop and its banks, and what it decides about itself."""
