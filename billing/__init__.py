"""The core: what is owed, what was paid, who is told. Standard library only."""
