"""A member's working time at the till, and what it brought: opened, looked at (X), closed once (Z)."""
