"""The shop's catalog as its staff see it: the list, an item's card, what banks know of it."""
