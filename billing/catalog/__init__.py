"""What a shop sells: items, carts, the lines of an invoice, and how banks' own catalogs are kept in step."""
