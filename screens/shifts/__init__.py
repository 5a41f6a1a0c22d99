"""``/shift`` as a member sees it: what is open, X and Z reports, earlier ones, and what is told of them."""
