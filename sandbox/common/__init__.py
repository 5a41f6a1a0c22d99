"""What the practice banks have in common."""
