"""What people do in the simulated Telegram."""
