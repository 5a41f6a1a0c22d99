"""``/team``: who belongs to the shop, and what each may do."""
