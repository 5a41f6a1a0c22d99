"""``/catalog``: what the shop sells, looked through by its staff, changed by managers and owners."""
