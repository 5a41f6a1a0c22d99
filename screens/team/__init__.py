"""The team as its members see it: who belongs to it, one member, an invitation, what has changed."""
