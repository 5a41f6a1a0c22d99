"""One invoice paid by several people: a share of each is an invoice of its own under the whole."""
